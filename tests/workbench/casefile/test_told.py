"""A case file: all there is to say of one declaration, as data."""

from __future__ import annotations

import json

import msgspec

from stce_rules.workbench.casefile import CaseFile
from tests.workbench.casefile.conftest import DECLARATION, Make


def test_what_it_holds(make: Make) -> None:
    """The head of the declaration, channel and score, each rule with an outcome, lists and plugins."""
    told = make()
    head = told.headline
    assert (head.id, head.flow, head.date, head.office, head.items) == (
        "26XX0417",
        "export",
        "2026-11-20",
        "DE004850",
        4,
    )
    assert (told.account.channel, told.account.score) == ("red", 70)
    assert [(one.name, one.item, one.outcome) for one in told.explanations] == [
        ("M-1", None, "hit"),
        ("R-1", 1, "hit"),
        ("R-1", 2, "undetermined"),
        ("R-1", 3, "exempt"),
        ("R-1", 4, "undetermined"),
        ("R-2", None, "hit"),
    ]
    assert [(one.list, one.rows, one.as_of) for one in told.lists] == [("goods.watched", 2, "2026-06-01")]
    assert (told.quiet, told.plugins) == (0, ["asycuda 0.1.0"])


def test_it_says_what_would_decide(make: Make) -> None:
    """An open rule comes with the nearest way to a hit."""
    told = make()
    opened = next(one for one in told.explanations if one.item == 2)
    (way,) = opened.would_hit
    assert [(one.sentence, one.values) for one in way.changes] == [
        ("cas is in list goods.watched", ["756-79-6 DMMP", "111-48-8"])
    ]


def test_rules_that_find_nothing_are_counted(make: Make) -> None:
    """Rules without an outcome to tell of are not explained, but counted."""
    told = make({**DECLARATION, "destination": "NO", "transport_mode": "1"})
    assert (told.explanations, told.quiet) == ([], 3)


def test_it_goes_through_json(make: Make) -> None:
    """A case file is written as JSON of a versioned form, and read again without loss."""
    told = make()
    raw = msgspec.json.encode(told)
    assert json.loads(raw)["schema"] == 1
    assert msgspec.json.decode(raw, type=CaseFile) == told
