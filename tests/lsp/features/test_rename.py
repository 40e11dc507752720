"""Tests of giving a name another name."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import Replacement, report
from stce_rules.core.truth import Truth
from stce_rules.hooks import Contributions, Function
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.lsp.features.rename import Prepared, Refusal, prepare, rename
from stce_rules.plan.model import Scope
from stce_rules.plan.together import NamedProgram
from stce_rules.rulesets.authored import author
from tests.lsp.features.desk import COMMON, MANIFEST, RULES, desk


def applied(replacements: tuple[Replacement, ...]) -> dict[Path, str]:
    """The texts of the files that were changed."""
    by_file: dict[str, list[Replacement]] = defaultdict(list)
    for one in replacements:
        by_file[one.span.source.name].append(one)
    texts = {}
    for name, found in by_file.items():
        text = found[0].span.source.text
        for one in sorted(found, key=lambda one: -one.span.start):
            text = text[: one.span.start] + one.text + text[one.span.end :]
        texts[Path(name)] = text
    return texts


def renamed(folder: Path, before: str, after: str, new: str, *, file: str = "rules.stce") -> dict[str, str]:
    """The files that change when the name at the caret is changed."""
    text = {"rules.stce": RULES, "common.stce": COMMON}[file]
    assert before in text
    found = rename(*desk(folder, text.replace(before, after, 1), file=file), new)
    assert not isinstance(found, Refusal), found
    return {path.name: text for path, text in applied(found).items()}


def refused(folder: Path, text: str, new: str) -> str:
    """Why the name at the caret cannot be changed so."""
    found = rename(*desk(folder, text), new)
    assert isinstance(found, Refusal), found
    return found.sentence


NAMES = [
    ("rules.stce", "when precursor", "when ¦precursor", "chemical_of_concern", "precursor"),
    ("rules.stce", 'rule "A-1" "P', 'rule "A-1¦" "P', "CHEM 001/b", "A-1"),
    ("rules.stce", 'lifts rules "A-1"', 'lifts rules "¦A-1"', "B-1", "A-1"),
    ("rules.stce", 'exemption "A-E1"', 'exemption "A¦-E1"', "B-E1", "A-E1"),
    ("common.stce", "parameter trace", "parameter ¦trace", "small_share", "trace"),
    ("rules.stce", "states uts", "states ut¦s", "strength", "uts"),
    ("common.stce", "list hubs of", "list hu¦bs of", "turntables", "hubs"),
    ("rules.stce", "own.risk", "o¦wn.risk", "ours", "own"),
]


def _names(named: NamedProgram) -> set[str]:
    program = named.program
    units: tuple[JudgedUnit, ...] = (*program.indicators, *program.rules, *program.exemptions)
    return {one.header.name for one in units} | {one.name for one in program.lists}


@pytest.mark.parametrize(("file", "before", "after", "new", "old"), NAMES)
def test_a_name_changes_in_all_files(tmp_path: Path, file: str, before: str, after: str, new: str, old: str) -> None:
    """After renaming, the ruleset checks as it did before, but for the name."""
    text = {"rules.stce": RULES, "common.stce": COMMON}[file].replace(before, after, 1)
    around, caret = desk(tmp_path, text, file=file)
    found = rename(around, caret, new)
    assert not isinstance(found, Refusal), found
    texts = applied(found)
    before_, after_ = author([tmp_path]), author([tmp_path], texts=texts)
    assert report(after_.diagnostics) == report(before_.diagnostics).replace(old, new)
    one, other = before_.rulesets[0].program, after_.rulesets[0].program
    assert one is not None
    assert other is not None
    assert _names(other) == {re.sub(rf"^{old}(?=\.|$)", new, each) for each in _names(one)}
    assert not any(f" {old} " in text or f'"{old}"' in text for text in texts.values())


def test_a_rule_is_renamed_where_it_is_lifted_and_asked_for(tmp_path: Path) -> None:
    """A rule's new name stands in its own line, in `lifts rules` and in `rule "…" hits`."""
    text = renamed(tmp_path, 'rule "A-1" hits', 'rule "A-¦1" hits', "B-7")["rules.stce"]
    assert 'rule "B-7" "Precursor' in text
    assert 'rule "B-7" hits' in text
    assert 'lifts rules "B-7"' in text
    assert "A-1" not in text


def test_an_alias_is_renamed_in_the_manifest_too(tmp_path: Path) -> None:
    """An alias that the manifest gives is renamed there and in the rules."""
    more = {"ruleset.yaml": MANIFEST + "title: named lists\nlists:\n  'named': {file: lists/own.yaml}\n"}
    around, caret = desk(
        tmp_path, 'indicator a_b "t" for each item when origin is in list na¦med.risk end\n', more=more
    )
    found = rename(around, caret, "ours")
    assert not isinstance(found, Refusal)
    texts = {path.name: text for path, text in applied(found).items()}
    assert texts["ruleset.yaml"].endswith("title: named lists\nlists:\n  'ours': {file: lists/own.yaml}\n")
    assert "in list ours.risk" in texts["rules.stce"]


def test_what_is_renamed_is_the_bare_name(tmp_path: Path) -> None:
    """The characters to replace are those of the name, without quotation marks, and of an alias without its list."""
    found = prepare(*desk(tmp_path, RULES.replace('rule "A-1" hits', 'rule "¦A-1" hits')))
    assert isinstance(found, Prepared)
    assert (found.span.text, found.text) == ("A-1", "A-1")
    found = prepare(*desk(tmp_path, RULES.replace("own.risk", "ow¦n.risk")))
    assert isinstance(found, Prepared)
    assert found.span.text == "own"


@pytest.mark.parametrize(
    ("before", "after", "new", "sentence"),
    [
        (
            "when precursor",
            "when precur¦sor",
            "Big Name",
            "'Big Name' is no name of an indicator; a name is",
        ),
        ("when precursor", "when precur¦sor", "2nd", "is no name of an indicator"),
        ("when precursor", "when precur¦sor", "unless", "'unless' is a word of the language"),
        ("when precursor", "when precur¦sor", "destination", "'destination' is a box of the declaration"),
        (
            "when precursor",
            "when precur¦sor",
            "detour",
            "an indicator 'detour', at line 17 of common.stce",
        ),
        ('rule "A-2"', 'rule "A-¦2"', "A-1", "there already is a rule 'A-1', at line 3 of rules.stce"),
        ('rule "A-2"', 'rule "A-¦2"', 'say "x"', "is no name of a rule; write letters and digits"),
        ("own.risk", "o¦wn.risk", "hubs", "there already is a list 'hubs'"),
        ("own.risk", "own.r¦isk", "danger", "list 'own.risk' gets its name in its own file"),
        ("destination is", "desti¦nation is", "country", "'destination' is a box of the declaration; its name is that"),
        ("then add 60", "th¦en add 60", "so", "here stands no name that can be changed"),
        ("when precursor", "when nowhe¦re", "somewhere", "indicator 'nowhere' is given in no file of this ruleset"),
    ],
)
def test_a_refusal_says_why(tmp_path: Path, before: str, after: str, new: str, sentence: str) -> None:
    """What cannot be renamed, or not so, is refused in a sentence."""
    assert sentence in refused(tmp_path, RULES.replace(before, after, 1), new)


def test_a_file_that_cannot_be_read_stops_renaming(tmp_path: Path) -> None:
    """While a statement of the ruleset cannot be read nothing is renamed, since the name may stand in it."""
    text = RULES.replace("when precursor", "when precur¦sor") + '\nrule "B" "b" when and\n'
    assert "a statement could not be read, at line 26 of rules.stce;" in refused(tmp_path, text, "other")


def test_a_newer_text_stops_renaming(tmp_path: Path) -> None:
    """A text that was typed since the ruleset was read is not edited by old places."""
    around, caret = desk(tmp_path, RULES.replace("when precursor", "when precur¦sor"))
    newer = type(around)(type(around.source)(around.source.name, around.source.text + "\n"), around.on, around.gathered)
    assert rename(newer, caret, "other") == Refusal("the text has just changed; ask again in a moment")


def test_a_predicate_of_a_plugin_keeps_its_name(tmp_path: Path) -> None:
    """A predicate of a plugin is not renamed, and its name is not given to an indicator."""
    brought = Contributions(functions=(Function("fentanyl_like", Scope.ITEM, "help", lambda _: Truth.UNKNOWN),))
    found = rename(
        *desk(tmp_path, RULES.replace("when precursor", "when fentanyl¦_like"), contributions=brought), "other"
    )
    assert found == Refusal("'fentanyl_like' is a predicate of a plugin; its name is given there")
    found = rename(
        *desk(tmp_path, RULES.replace("when precursor", "when pre¦cursor"), contributions=brought), "fentanyl_like"
    )
    assert found == Refusal("'fentanyl_like' is a predicate of a plugin")


def test_the_same_name_changes_nothing(tmp_path: Path) -> None:
    """Renaming to the name as it is changes nothing."""
    assert rename(*desk(tmp_path, RULES.replace("when precursor", "when precur¦sor")), "precursor") == ()
