"""Lists as others publish them: every field where it belongs, and nothing read that is not whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import StceError, report
from stce_rules.core.predicates import ListedParty, NamedList
from stce_rules.plugins import Plugins
from stce_rules.rulesets.load import check_paths, load

Write = Callable[..., Path]

CORPUS = Path(__file__).resolve().parent / "corpus"
RULE = 'rule "R" "Listed" for each item when consignee is in list denied.{list} then add 10 points end\n'


def _lists(write: Write, plugins: Plugins, folder: str, file: str, wanted: str = "entities") -> dict[str, NamedList]:
    rules = f'use lists from "lists/{file}" as denied\n' + RULE.format(list=wanted)
    plan = load([write(rules, lists=folder)], contributions=plugins.contributions).plan
    return {one.name.rpartition(".")[2]: one for one in plan.lists}


def test_opensanctions(write: Write, plugins: Plugins) -> None:
    """A list for each kind of entity; the day is the latest one that any entity was seen on."""
    found = _lists(write, plugins, "opensanctions", "targets.simple.csv")
    assert {name: [row.value for row in one.rows] for name, one in found.items()} == {
        "entities": ["Example Star Shipping LLC"],
        "others": ["wallet of an example"],
        "persons": ["Ivan Primerov"],
        "vessels": ["EXAMPLE PEARL"],
    }
    (row,) = found["entities"].rows
    assert row.party == ListedParty(
        ("Star Example Shipping", "ООО Пример Стар"), ("IMO9000001", "AE-77812"), ("AE", "RU")
    )
    assert (row.row, row.source, row.note) == (2, "Example Register", "XX-PROG")
    assert {(one.source, one.as_of) for one in found.values()} == {("OpenSanctions", date(2026, 11, 2))}


def test_ofac(write: Write, plugins: Plugins) -> None:
    """Names come from three files, identifiers from the remarks; the mark at the end of a file is no row."""
    found = _lists(write, plugins, "ofac", "sdn.csv")
    assert {name: [(row.value, row.party) for row in one.rows] for name, one in found.items()} == {
        "entities": [
            (
                "EXAMPLE TRADING COMPANY",
                ListedParty(
                    ("EXAMPLE GENERAL TRADING FZE", '"STAR OF EXAMPLE"'), ("7701234567", "1027700132195"), ("AE",)
                ),
            )
        ],
        "persons": [("PRIMEROV, Ivan Ivanovich", ListedParty((), ("X1234567",), ("IR",)))],
        "vessels": [("EXAMPLE PEARL", ListedParty(("OLD PEARL",), ("9000002",)))],
    }
    assert [(row.source, row.note, row.row) for row in found["persons"].rows] == [("OFAC 102", "XX-PROG", 2)]


def test_the_day_of_a_list_that_states_none(write: Write, plugins: Plugins) -> None:
    """The manifest says it; where it does not, a warning asks for it."""
    contributions = plugins.contributions
    rules = RULE.format(list="entities")
    manifest = "name: own\nversion: 1\nlanguage: 1\nlists:\n  denied: {file: lists/sdn.csv, as_of: 2026-11-01}\n"
    root = write(rules, lists="ofac", manifest=manifest)
    loaded = load([root], contributions=contributions)
    assert {one.as_of for one in loaded.plan.lists} == {date(2026, 11, 1)}
    assert loaded.diagnostics == ()
    (root / "ruleset.yaml").write_text("name: own\nversion: 1\nlanguage: 1\nlists: {denied: lists/sdn.csv}\n")
    assert [one.code for one in check_paths([root], contributions=contributions)] == ["W757"]


def test_the_security_council(write: Write, plugins: Plugins) -> None:
    """Names of up to four parts, the original script among the other names, valid from the day of listing."""
    found = _lists(write, plugins, "un", "consolidated.xml")
    (person,), (entity,) = found["persons"].rows, found["entities"].rows
    assert (person.value, person.start, person.source) == ("IVAN PRIMEROV", date(2020, 2, 3), "EXi.001")
    assert person.party == ListedParty(("Иван Примеров", "Ivan the Example"), ("X1234567",), ("RU",))
    assert (entity.value, entity.party) == ("EXAMPLE GENERAL BUREAU", ListedParty(("EGB",), (), ("KP",)))
    assert {one.as_of for one in found.values()} == {date(2026, 10, 30)}


def test_the_consolidated_screening_list(write: Write, plugins: Plugins) -> None:
    """Entries hold from their first to their last day."""
    found = _lists(write, plugins, "csl", "consolidated.csv")
    (entity,), (person,) = found["entities"].rows, found["persons"].rows
    assert (entity.value, entity.start, entity.until) == ("Example Components Ltd.", date(2024, 3, 1), None)
    assert entity.party == ListedParty(("ExComp", "Example Parts"), (), ("AE", "GE"))
    assert (person.start, person.until) == (date(2023, 1, 1), date(2033, 1, 1))
    assert person.party == ListedParty((), ("X1234567",), ("RU", "US"))


@pytest.mark.parametrize("case", sorted(one for one in CORPUS.iterdir() if (one / "rules.stce").exists()))
def test_what_is_not_whole_is_told(case: Path, plugins: Plugins, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken, cut off or incomplete list gives the report that stands beside it, to the letter."""
    monkeypatch.chdir(CORPUS)
    told = report(check_paths([case.name], contributions=plugins.contributions))
    assert told + "\n" == (case / "expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", range(40, 900, 53))
@pytest.mark.parametrize(
    ("folder", "file"),
    [
        ("opensanctions", "targets.simple.csv"),
        ("ofac", "sdn.csv"),
        ("ofac", "alt.csv"),
        ("un", "consolidated.xml"),
        ("csl", "consolidated.csv"),
    ],
)
def test_a_cut_off_file_is_never_a_shorter_list(
    write: Write, plugins: Plugins, folder: str, file: str, size: int
) -> None:
    """Wherever within a row a file ends, the ruleset is not loaded."""
    first = "sdn.csv" if folder == "ofac" else file
    rules = f'use lists from "lists/{first}" as denied\n' + RULE.format(list="entities")
    root = write(rules, lists=folder)
    path = root / "lists" / file
    raw = path.read_bytes()
    cut = raw[: min(size, len(raw) - 3)].rstrip(b"\r\n")
    path.write_bytes(cut)
    with pytest.raises(StceError, match=r"E75[34]|E131|E130|E756"):
        load([root], contributions=plugins.contributions)
