"""What changed between two books."""

from __future__ import annotations

import pytest

from stce_rules.workbench.rulebook import Change, changes_of
from stce_rules.workbench.rulebook.changes import Weight
from tests.workbench.rulebook.conftest import GOODS, MANIFEST, RULES, Make


def changes(make: Make, before: str, after: str) -> list[Change]:
    """The changes when these words of the rules become others."""
    assert before in RULES
    return changes_of(make(), make(RULES.replace(before, after, 1)))


def test_nothing_changed(make: Make) -> None:
    """Equal books have no changes, in whatever layout they were written."""
    assert changes_of(make(), make()) == []
    assert changes_of(make(), make(RULES.replace("when precursor and", "when   precursor\n   and"))) == []


@pytest.mark.parametrize(
    ("before", "after", "weight", "how", "was", "now"),
    [
        ("status active", "status monitor", Weight.STATUS, "status", "active", "monitor"),
        (
            "(SS, SY)",
            "(SS)",
            Weight.CONDITION,
            "condition",
            "when destination is in (SS, SY)",
            "when destination is in (SS)",
        ),
        (
            "60 points, at least red",
            "50 points",
            Weight.EFFECT,
            "on hit",
            "add 60 points, at least red, refer to “Authority”",
            "add 50 points, refer to “Authority”",
        ),
        ("exports, transits", "exports", Weight.CONDITION, "applies to", "export, transit", "export"),
        ("2027-01-01", "2028-01-01", Weight.DATES, "review by", "2027-01-01", "2028-01-01"),
        ("version 2", "version 3", Weight.WORDS, "version", "2", "3"),
        ("Precursors need a licence.", "Ask.", Weight.WORDS, "because", "Precursors need a licence.", "Ask."),
        ('"R-1"\n  when procedure', '"R-1", "R-2"\n  when procedure', Weight.CONDITION, "lifts", "", "R-2"),
        (
            "heavy is 20 t",
            "heavy is 10 t",
            Weight.CONDITION,
            "parameters and measures",
            "parameter heavy is 20 t",
            "parameter heavy is 10 t",
        ),
        (
            "at least 50",
            "at least 40",
            Weight.EFFECT,
            "decision",
            "  red when score is at least 50",
            "  red when score is at least 40",
        ),
    ],
)
def test_a_change(make: Make, before: str, after: str, weight: Weight, how: str, was: str, now: str) -> None:
    """Each change is told once, with its weight and what stood before."""
    found = [one for one in changes(make, before, after) if one.how != "condition" or how == "condition"]
    assert [(one.weight, one.how, one.before, one.after) for one in found] == [(weight, how, was, now)]


def test_how_sentences_are_joined(make: Make) -> None:
    """The same sentences joined otherwise are a change of the condition."""
    (one,) = changes(make, "when any of:\n      - cas", "when all of:\n      - cas")
    assert (one.weight, one.how) == (Weight.CONDITION, "how its sentences are joined")
    assert one.before.splitlines()[0].strip() == "when any of:"
    assert one.after.splitlines()[0].strip() == "when all of:"


def test_rows_of_lists(make: Make) -> None:
    """Rows gone and come are named, and a new day of the list is told."""
    later = GOODS.replace("111-48-8, until: 2025-12-31", "7784-34-1").replace("2026-06-01", "2026-09-01")
    rows, day = changes_of(make(), make(goods=later))
    assert (rows.name, rows.how) == ("goods.watched", "rows: 1 gone, 1 come")
    assert (rows.before, rows.after) == ("111-48-8 until 2025-12-31", "7784-34-1")
    assert (day.how, day.before, day.after) == ("as of", "2026-06-01", "2026-09-01")


def test_what_was_removed_weighs_most(make: Make) -> None:
    """Units that are gone come first, those that are new after what changed."""
    start = RULES.index('rule "R-2"')
    gone = RULES[:start] + RULES[RULES.index("exemption") :]
    new = gone.replace("60 points", "50 points").replace('"X-1" "Returned', '"X-2" "Returned')
    found = changes_of(make(), make(new))
    assert [(one.name, one.how) for one in found] == [
        ("X-1", "removed, was active"),
        ("R-2", "removed, was draft"),
        ("R-1", "on hit"),
        ("X-2", "added, active"),
    ]


def test_a_ruleset_of_another_name(make: Make) -> None:
    """One ruleset is compared with one, also when it was renamed; its version is told."""
    renamed = MANIFEST.replace("name: desk", "name: office").replace("version: 3", "version: 4")
    found = changes_of(make(), make(manifest=renamed))
    assert [(one.kind, one.how, one.before, one.after) for one in found] == [("ruleset", "version", "3", "4")]
