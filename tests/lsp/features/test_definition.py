"""Tests of where names come from, and where they are used."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules.lsp.features.definition import define
from stce_rules.lsp.features.references import highlight, refer
from tests.lsp.features.desk import COMMON, MANIFEST, RULES, desk, marked


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("when precursor", "when precur¦sor", "common.stce:9 precursor"),
        ('lifts rules "A-1"', 'lifts rules "A¦-1"', "rules.stce:3 A-1"),
        ('rule "A-1" hits', 'rule "A-1¦" hits', "rules.stce:3 A-1"),
        ("at least strong", "at least ¦strong", "common.stce:5 strong"),
        ("states uts", "states uts¦", "common.stce:6 uts"),
        ("own.risk", "own.¦risk", "own.yaml:1 risk"),
        ('"common.stce"', '"common¦.stce"', "common.stce:1 "),
    ],
)
def test_a_name_leads_to_where_it_is_given(tmp_path: Path, before: str, after: str, place: str) -> None:
    """An indicator, rule, parameter, measure, list or file leads to the place that gives it, in whatever file."""
    around, caret = desk(tmp_path, RULES.replace(before, after))
    assert marked(define(around, caret)) == [place]


def test_a_list_in_place_and_an_alias_lead_to_their_statement(tmp_path: Path) -> None:
    """A list written in place, and an alias, lead to the statement that gives them."""
    around, caret = desk(tmp_path, COMMON.replace("through list hubs", "through list h¦ubs"), file="common.stce")
    assert marked(define(around, caret)) == ["common.stce:7 hubs"]
    around, caret = desk(tmp_path, COMMON.replace("as own", "as ow¦n"), file="common.stce")
    assert marked(define(around, caret)) == ["common.stce:2 own"]


def test_a_list_of_a_csv_file_leads_to_its_first_row(tmp_path: Path) -> None:
    """A list of a CSV file leads to the first row that names it."""
    more = {"lists/more.csv": "list,value\nfirst,AE\nsecond,NO\nsecond,SE\n"}
    when = "when origin is in list more.se¦cond"
    text = f'use lists from "lists/more.csv" as more\nindicator a_b "t" for each item {when} end\n'
    around, caret = desk(tmp_path, text, more=more)
    assert marked(define(around, caret)) == ["more.csv:3 second"]


def test_lists_of_the_manifest_are_found(tmp_path: Path) -> None:
    """A list whose file the manifest names is found like any other."""
    more = {"ruleset.yaml": MANIFEST + "lists: {named: lists/own.yaml}\n"}
    text = 'indicator a_b "t" for each item when origin is in list named.ri¦sk end\n'
    around, caret = desk(tmp_path, text, more=more)
    assert marked(define(around, caret)) == ["own.yaml:1 risk"]


def test_a_list_of_an_unsaved_file_is_read_as_the_editor_has_it(tmp_path: Path) -> None:
    """The place of a list is looked for in the text that the editor has, not in the saved one."""
    around, caret = desk(tmp_path, RULES.replace("own.risk", "own.¦risk"))
    unsaved = type(around)(
        around.source,
        around.on,
        around.gathered,
        text_of=lambda path: "\n\nrisk: {members: [SS]}" if path.suffix == ".yaml" else None,
    )
    assert marked(define(unsaved, caret)) == ["own.yaml:3 risk"]


def test_what_is_given_nowhere_leads_nowhere(tmp_path: Path) -> None:
    """A box, a keyword, a value and an unknown name lead nowhere."""
    for word in ("destination is", "add 60", "for each item", '"no permit"'):
        around, _ = desk(tmp_path)
        assert define(around, around.source.text.index(word) + 1) == (), word
    around, caret = desk(tmp_path, RULES.replace("when precursor", "when unkno¦wn_name"))
    assert define(around, caret) == ()


def test_a_file_that_the_ruleset_may_not_read_is_not_opened(tmp_path: Path) -> None:
    """A path that leads out of the folder, or to a file that is not there, leads nowhere."""
    for path in ("../outside.stce", "nowhere.stce"):
        text = RULES.replace('from "common.stce"', f'from "¦{path}"')
        (tmp_path / "outside.stce").write_text("use edition 2022\n", encoding="utf-8")
        inner = tmp_path / "inner"
        inner.mkdir(exist_ok=True)
        around, caret = desk(inner, text)
        assert define(around, caret) == ()


def test_uses_are_found_in_all_files(tmp_path: Path) -> None:
    """The uses of a name are found in every file, where it is given too if that is asked for."""
    around, caret = desk(tmp_path, RULES.replace("when precursor", "when precur¦sor"))
    assert marked(refer(around, caret)) == ["common.stce:9 precursor", "rules.stce:7 precursor"]
    assert marked(refer(around, caret, with_definition=False)) == ["rules.stce:7 precursor"]


def test_uses_of_a_rule_are_found_without_quotation_marks(tmp_path: Path) -> None:
    """A rule is found where it is written, lifted and asked for."""
    around, caret = desk(tmp_path, RULES.replace('rule "A-1" "P', 'rule "A¦-1" "P'))
    assert marked(refer(around, caret)) == ["rules.stce:3 A-1", "rules.stce:16 A-1", "rules.stce:22 A-1"]


def test_uses_of_a_box_are_found(tmp_path: Path) -> None:
    """A box is found in conditions, examples and counts."""
    around, caret = desk(tmp_path, RULES.replace("destination is", "desti¦nation is"))
    assert marked(refer(around, caret)) == ["rules.stce:7 destination", "rules.stce:11 destination"]


def test_an_alias_is_found_in_the_names_of_its_lists(tmp_path: Path) -> None:
    """The alias of a file of lists is found in every name that begins with it."""
    around, caret = desk(tmp_path, COMMON.replace("as own", "as ow¦n"), file="common.stce")
    assert marked(refer(around, caret)) == ["common.stce:2 own", "common.stce:12 own", "rules.stce:7 own"]


def test_highlights_stay_in_the_document(tmp_path: Path) -> None:
    """The places of a name in this document are those to highlight."""
    around, caret = desk(tmp_path, RULES.replace("when precursor", "when precur¦sor"))
    assert marked(highlight(around, caret)) == ["rules.stce:7 precursor"]


def test_every_use_leads_back(tmp_path: Path) -> None:
    """From each use of a name, going to where it is given ends at one place."""
    around, _ = desk(tmp_path)
    for source, _file in around.files():
        here = type(around)(source, around.on, around.gathered)
        for word in ("precursor", "A-1", "strong", "uts", "hubs", "trace"):
            at = source.text.find(word)
            given = define(here, at + 1) if at >= 0 else ()
            for use in refer(here, at + 1) if given else ():
                there = type(around)(use.source, around.on, around.gathered)
                assert define(there, use.start + 1) == given, (word, use)
