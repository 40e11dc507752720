"""What a ruleset is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.predicates import ListedParty, ListRow, NamedList
from stce_rules.core.span import Source
from stce_rules.hooks import Beside, Contributions, ListReader
from stce_rules.rulesets.load import check_paths, load

Write = Callable[..., Path]

MANIFEST = "name: own\nversion: 1\nlanguage: 1\nedition: 2022\n"
RULE = 'rule "{name}" "Goods"\n  for each item\n  when {when}\n  then add 10 points\nend\n'
INDICATOR = 'indicator south "South"\n  for each item\n  when origin is SS\nend\n'


def _names(path: Path) -> list[str]:
    return [unit.name for unit in load([path]).plan.units]


def test_without_files_every_rule_file_of_the_folder_is_read(write: Write) -> None:
    """A manifest that names no files takes all rule files beside it, but none of folders below."""
    other = RULE.format(name="B-1", when="origin is IR")
    assert _names(write({"b.stce": other, "old/c.stce": other})) == ["A-1", "B-1"]


def test_hidden_files_are_no_rule_files(write: Write) -> None:
    """What editors and copying leave beside a rule file is not read."""
    assert _names(write({"._rules.stce": b"\x00\x05\x16\x07"})) == ["A-1"]


def test_a_single_file_may_be_a_link(write: Write, tmp_path: Path) -> None:
    """A rule file that the host itself names may be a link; the ruleset is named after the link."""
    (tmp_path / "today.stce").symlink_to(write() / "rules.stce")
    loaded = load([tmp_path / "today.stce"])
    assert (loaded.plan.name, len(loaded.plan.units)) == ("today", 1)


def test_only_the_files_named_are_read(write: Write) -> None:
    """A rule file that the manifest does not name is not part of the ruleset."""
    root = write({"ruleset.yaml": MANIFEST + "files: [rules.stce]\n", "b.stce": "this is no rule"})
    assert _names(root) == ["A-1"]


def test_files_that_use_each_other_are_read_once(write: Write) -> None:
    """A circle of `use rules` is no fault: every file is read once."""
    uses = 'use rules from "b/two.stce"\nuse rules from "rules.stce"\n'
    used = 'use rules from "../rules.stce"\n' + INDICATOR
    root = write(
        {
            "ruleset.yaml": MANIFEST + "files: [rules.stce, b/two.stce, rules.stce]\n",
            "rules.stce": uses + RULE.format(name="A", when="south"),
            "b/two.stce": used,
        }
    )
    assert _names(root) == ["south", "A"]


def test_what_a_file_uses_is_beside_it(write: Write) -> None:
    """Paths in a rule file are read from that file, and stay inside the folder of the ruleset."""
    root = write(
        {
            "ruleset.yaml": MANIFEST + "files: [b/two.stce]\n",
            "b/two.stce": 'use lists from "../lists/hubs.csv" as risk\n'
            + RULE.format(name="B", when="origin is in list risk.hubs"),
            "lists/hubs.csv": "list,value\nhubs,AE\n",
        }
    )
    assert [one.name for one in load([root]).plan.lists] == ["own/risk.hubs"]


def test_a_single_file_uses_what_is_in_its_folder_only(write: Write) -> None:
    """A rule file alone reaches no file outside its folder."""
    root = write({"b/two.stce": 'use rules from "../rules.stce"\n' + RULE.format(name="B", when="origin is IR")})
    assert [one.code for one in check_paths([root / "b" / "two.stce"])] == ["E806"]


def test_a_link_out_of_the_folder_is_not_followed(write: Write, tmp_path: Path) -> None:
    """A link that leads out of the folder is refused like a path that does."""
    (tmp_path / "secret.stce").write_text(RULE.format(name="S", when="origin is IR"), encoding="utf-8")
    root = write({"ruleset.yaml": MANIFEST + "files: [link.stce]\n"})
    (root / "link.stce").symlink_to(tmp_path / "secret.stce")
    assert [one.code for one in check_paths([root])] == ["E806"]


def test_a_linked_folder_is_a_folder(write: Write, tmp_path: Path) -> None:
    """The folder of a ruleset may itself be a link."""
    (tmp_path / "link").symlink_to(write(), target_is_directory=True)
    assert _names(tmp_path / "link") == ["A-1"]


@pytest.mark.parametrize("path", ["loop.stce", "x" * 5000 + ".stce", ".", "a\\0b.stce"])
def test_paths_that_lead_nowhere_are_told(write: Write, path: str) -> None:
    """A link to itself, a name too long, a folder and a name with a NUL are no files."""
    root = write({"ruleset.yaml": MANIFEST + f'files: ["{path}"]\n'})
    (root / "loop.stce").symlink_to("loop.stce")
    assert [one.code for one in check_paths([root])] == ["E802"]


def test_lists_of_the_manifest_are_there_for_all_files(write: Write) -> None:
    """An alias of the manifest needs no `use lists from` in the rules."""
    root = write(
        {
            "ruleset.yaml": MANIFEST + "lists:\n  risk: lists/hubs.yaml\n",
            "rules.stce": RULE.format(name="A", when="origin is in list risk.hubs"),
            "lists/hubs.yaml": "hubs: {of: countries, members: [AE]}\n",
        }
    )
    assert _names(root) == ["A"]


def test_one_file_of_lists_may_be_used_by_many(write: Write) -> None:
    """Manifest and rule files may name the same file by the same alias, or by two."""
    use = 'use lists from "hubs.csv" as {}\n'
    root = write(
        {
            "ruleset.yaml": MANIFEST + "lists:\n  risk: hubs.csv\n",
            "rules.stce": use.format("risk") + RULE.format(name="A", when="origin is in list risk.hubs"),
            "b.stce": use.format("second") + RULE.format(name="B", when="origin is in list second.hubs"),
            "hubs.csv": "list,value\nhubs,AE\n",
        }
    )
    assert _names(root) == ["A", "B"]


def test_a_list_with_a_fault_is_told_once(write: Write) -> None:
    """Rules that use a faulty list are not told off for it."""
    root = write(
        {
            "rules.stce": 'use lists from "hubs.csv" as risk\n'
            + RULE.format(name="A", when="origin is in list risk.hubs"),
            "hubs.csv": "list,value\nhubs,UK\n",
        }
    )
    assert [one.code for one in check_paths([root])] == ["E230"]


def test_codes_of_a_list_are_of_the_edition_of_its_rules(write: Write) -> None:
    """A file written in HS 2017 uses lists of HS 2017; the manifest's edition holds where a file says none."""
    files = {
        "rules.stce": 'use lists from "goods.csv" as goods\n' + RULE.format(name="A", when="hs is in list goods.old"),
        "goods.csv": "list,value\nold,2931.31\n",
    }
    assert "E110" in [one.code for one in check_paths([write(files)])]
    of_2017 = {**files, "ruleset.yaml": MANIFEST.replace("2022", "2017")}
    assert check_paths([write(of_2017, "b")]) == ()
    of_file = {**files, "rules.stce": "use edition 2017\n" + files["rules.stce"]}
    assert check_paths([write(of_file, "c")]) == ()


def test_a_fault_in_one_rule_does_not_hide_others(write: Write) -> None:
    """A sentence that cannot be read and a wrong country in another rule are told in one run."""
    rules = RULE.format(name="A", when="origin iz AE") + RULE.format(name="B", when="origin is UK")
    with pytest.raises(StceError) as error:
        load([write({"rules.stce": rules})])
    assert [one.code for one in error.value.diagnostics] == ["E302", "E230"]


# ---- readers of plugins


def _read(source: Source, beside: Beside) -> tuple[Sequence[NamedList], Sequence[Diagnostic]]:
    """One party a line; names of another file beside it; a line `?` is a fault."""
    faults = [
        Diagnostic("E753", "this cannot be read", source.span(at, at + 1))
        for at, letter in enumerate(source.text)
        if letter == "?"
    ]
    more = beside("more.names")
    names = [*source.text.split("\n")[1:-1], *([] if more is None else more.text.split("\n")[:-1])]
    rows = tuple(ListRow(name, row=at) for at, name in enumerate(names, start=2))
    return [NamedList("entities", "parties", rows)], faults


READER = Contributions(
    list_readers=(ListReader("names", "1", "names", lambda one: one.text.startswith("NAMES\n"), _read),)
)
LISTED = RULE.format(name="L-1", when="consignee is in list denied.entities")
USES = 'use lists from "lists/of.names" as denied\n' + LISTED


def test_a_reader_of_a_plugin_reads_what_it_recognises(write: Write) -> None:
    """Its lists stand under the alias, with the files beside among what the plan was made from."""
    root = write({"rules.stce": USES, "lists/of.names": "NAMES\nA\n", "lists/more.names": "B\n"})
    loaded = load([root], contributions=READER)
    (named,) = loaded.plan.lists
    assert (named.name, [row.value for row in named.rows]) == ("own/denied.entities", ["A", "B"])
    assert {path.name for path in loaded.files} == {"ruleset.yaml", "rules.stce", "of.names", "more.names"}
    assert [one.code for one in loaded.diagnostics] == ["W757"]


def test_a_file_that_a_reader_cannot_read_whole_is_not_used(write: Write) -> None:
    """An error of a reader stops the load, and the list is not told missing as well."""
    root = write({"rules.stce": USES, "lists/of.names": "NAMES\nA\n?\n"})
    assert [one.code for one in check_paths([root], contributions=READER)] == ["E753"]


def test_the_manifest_says_what_a_list_does_not(write: Write) -> None:
    """Source, day and review interval of a manifest go to lists that state none; rules use the file by its alias."""
    said = "lists:\n  denied: {file: lists/of.names, source: a gazette, as_of: 2026-05-01, review_every: 1 month}\n"
    root = write({"ruleset.yaml": MANIFEST + said, "rules.stce": LISTED, "lists/of.names": "NAMES\nA\n"})
    loaded = load([root], contributions=READER, on=date(2026, 7, 1))
    (named,) = loaded.plan.lists
    assert (named.source, named.as_of, named.review_every) == ("a gazette", date(2026, 5, 1), "1 month")
    assert [one.code for one in loaded.diagnostics] == ["W420"]


def test_parties_of_the_own_format_have_other_names(write: Write) -> None:
    """A YAML member may have aliases, identifiers and countries; in a list of something else that is an error."""
    members = "{value: A, aliases: [B, C], identifiers: [AE-778], countries: [AE]}"
    uses = 'use lists from "lists.yaml" as denied\n' + LISTED
    root = write({"rules.stce": uses, "lists.yaml": f"entities: {{of: parties, members: [{members}]}}\n"})
    assert load([root]).plan.lists[0].rows[0].party == ListedParty(("B", "C"), ("AE-778",), ("AE",))
    other = write({"rules.stce": uses, "lists.yaml": f"entities: {{of: codes, members: [{members}]}}\n"}, "other")
    assert "E131" in {one.code for one in check_paths([other])}
