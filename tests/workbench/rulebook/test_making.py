"""Rulesets to a book."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.plugins import discover
from stce_rules.rulesets.load import load
from stce_rules.workbench.rulebook import Book, book_of, book_page
from stce_rules.workbench.rulebook.book import Clause, Effect, Entry, Line
from tests.workbench.rulebook.conftest import RULES, Make


def entry(book: Book, name: str) -> Entry:
    """The unit of this name."""
    return next(one for one in book.entries if one.name == name)


def said(clause: Clause) -> list[str]:
    """The lines of a clause, indented."""
    return ["  " * line.depth + line.text + (f" ({line.note})" if line.note else "") for line in clause.lines]


def test_the_title_page(make: Make) -> None:
    """A book carries what the manifest says, and the hash that assessments by these rules carry."""
    (part,) = (book := make()).parts
    assert (part.name, part.version, part.title, part.owner) == ("desk", "3", "Goods of the desk", "Chemical desk")
    assert part.legal_basis == ["Some Act, Article 3", "Some Regulation"]
    assert len(book.hash) == 64
    assert part.groundwork == "parameter heavy is 20 t\n"
    assert part.decision.startswith("decision\n  red when score is at least 50")


def test_a_rule(make: Make) -> None:
    """A rule carries its properties, effects by outcome, examples, lists, what it asks and what lifts it."""
    one = entry(make(), "R-1")
    assert (one.kind, one.status, one.version, one.owner) == ("rule", "active", 2, "Desk")
    assert (one.effective_from, one.review_by, one.flows) == ("2022-01-01", "2027-01-01", ["export", "transit"])
    assert one.effects == [
        Effect(outcome="hit", does=["add 60 points", "at least red", "refer to “Authority”"]),
        Effect(outcome="undetermined", does=["ask for “data sheet”"]),
    ]
    assert [(each.title, each.facts, each.expect) for each in one.examples] == [
        ("no licence", "hs 2931.41, cas 756-79-6, destination SS, net mass 30 t", "hit with red"),
        ("mass blank", "hs 2931.41, cas 756-79-6, destination SS, net mass missing", "undetermined"),
    ]
    assert (one.asks, one.lifted_by, one.used_by) == (["precursor"], ["X-1"], ["R-2"])
    assert one.source in RULES
    assert one.place == "rules.stce:15"


def test_the_plain_reading(make: Make) -> None:
    """Sentences stand one a line, with what they leave to lists, parameters, names and other units."""
    where, when, unless = entry(make(), "R-1").reading
    assert said(where) == ["hs is chapter 29"]
    assert said(when) == [
        "all of:",
        "  precursor (Listed precursor)",
        "  destination is in (SS, SY) (South Sudan, Syria)",
        "  net mass is more than heavy (more than 20000 kg)",
    ]
    assert (unless.word, unless.because) == ("unless", "a permit covers it")
    assert said(entry(make(), "precursor").reading[0]) == [
        "any of:",
        "  cas is in list goods.watched (2 rows, of 2026-06-01)",
        "  hs is 2931.41 (dimethyl methylphosphonate)",
    ]
    assert entry(make(), "R-2").reading[0].lines[1:] == [
        Line(text="no item shows precursor", depth=1, note="Listed precursor", unit="precursor"),
        Line(text="not:", depth=1),
        Line(text='rule "R-1" hits', depth=2, note="Precursor to a country in conflict", unit="R-1"),
    ]


def test_what_units_speak_of(make: Make) -> None:
    """Chapters and numbers are those of a unit and of what it asks, not of what it denies or what lifts it."""
    book = make()
    assert (entry(book, "R-1").chapters, entry(book, "R-1").cas) == (["29"], ["111-48-8", "756-79-6"])
    denied = RULES.replace("when precursor and destination", "when not precursor and destination")
    assert entry(make(denied), "R-1").cas == []


def test_lists(make: Make) -> None:
    """A list carries kind, source, day, interval, rows with their days, and what asks it."""
    (one,) = make().lists
    assert (one.name, one.kind, one.source, one.as_of) == ("goods.watched", "cas", "Annex", "2026-06-01")
    assert (one.review_every, one.used_by) == ("12 months", ["precursor"])
    assert [(row.value, row.name, row.until) for row in one.rows] == [
        ("756-79-6", "DMMP", None),
        ("111-48-8", "", "2025-12-31"),
    ]


def test_several_rulesets(make: Make, tmp_path: Path) -> None:
    """Several rulesets make one book with the hash of their plan, and units of one name lead each to their own."""
    make()
    other = tmp_path / "other.stce"
    rules = 'indicator precursor "Another" for each item when hs is heading 8401 end\n'
    rule = 'rule "O-1" "Other" for each item when precursor then add 1 point end\n'
    other.write_text(rules + rule, encoding="utf-8")
    book = book_of([tmp_path / "desk", other])
    assert [one.name for one in book.parts] == ["desk", "other"]
    assert book.hash == load([tmp_path / "desk", other]).plan.content_hash
    assert entry(book, "O-1").chapters == ["84"]
    page = book_page(book)
    assert 'href="#indicator-other_20_precursor"' in page
    assert 'href="#indicator-desk_20_precursor"' in page


def test_an_indicator_and_a_rule_of_one_name(make: Make) -> None:
    """A rule named like an indicator is another unit, and asks it."""
    more = 'rule "precursor" "The same word" for each item when precursor then add 1 point end\n'
    book = make(RULES + more)
    rule = next(one for one in book.entries if one.kind == "rule" and one.name == "precursor")
    assert rule.asks == ["precursor"]
    assert rule.cas == ["111-48-8", "756-79-6"]


def test_a_ruleset_with_errors_has_no_book(make: Make) -> None:
    """All faults are told, as `stce check` tells them."""
    with pytest.raises(StceError, match="E201"):
        make(RULES.replace("net mass is", "nett mass is"))


def test_it_goes_through_json(make: Make) -> None:
    """A book is written as JSON of a versioned form, and read again without loss."""
    book = make()
    raw = msgspec.json.encode(book)
    assert json.loads(raw)["schema"] == 1
    assert msgspec.json.decode(raw, type=Book) == book


@pytest.mark.parametrize("name", ["battlefield", "chemicals", "diversion", "nuclear-missile"])
def test_shipped_rulesets(name: str) -> None:
    """The book of a shipped ruleset has every unit with its text, and the hash of its plan."""
    contributions = discover(entry_points=False).contributions
    book, loaded = book_of([name], contributions=contributions), load([name], contributions=contributions)
    program = loaded.programs[0].program
    assert len(book.entries) == len(program.rules) + len(program.indicators) + len(program.exemptions)
    assert book.hash == loaded.plan.content_hash
    assert all(one.source.endswith("end\n") and one.reading for one in book.entries)
