"""Counts of a replay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from stce_rules.core.declaration import Declaration, Document, Item, Money, Outcome, Party
from stce_rules.plan.model import Plan
from stce_rules.replay.filled import MOST_BOXES
from stce_rules.replay.judging import Judge, Setting
from stce_rules.replay.sources import Declared
from stce_rules.replay.summary import MissingCount, Outcomes, Summary, as_json
from stce_rules.replay.tally import MOST_ALARMS, MOST_SOURCES, Tally


def summary(setting: Setting, declarations: list[Declaration]) -> Summary:
    """The summary of some declarations."""
    read = [Declared("june.ndjson", number, one) for number, one in enumerate(declarations, start=1)]
    return Judge(setting).judge(read).tally.summary(setting.plan, "indexed", "complete")


@pytest.mark.parametrize(
    ("finding", "counted"), [("unlicensed", True), ("none", False), ("None ", False), (None, False)]
)
def test_the_word_none_is_no_finding(setting: Setting, finding: str | None, counted: bool) -> None:
    """An inspected declaration has a finding unless the box is blank or says `none`."""
    inspected = Declaration(id="26XX09", destination="SS", outcome=Outcome(inspected=True, finding=finding))
    (red, *_) = [one for one in summary(setting, [inspected]).channels if one.declarations]
    assert red.outcomes == (Outcomes(with_finding=1) if counted else Outcomes(without_finding=1))


def test_a_rule_counts_once_for_each_declaration(setting: Setting, some: list[Declaration]) -> None:
    """Hits count items; declarations and points count the worst item of each declaration."""
    one, other, none = summary(setting, some).rules
    assert (one.rule, one.version, one.hits, one.declarations_hit, one.points) == ("A-1", 2, 3, 2, 160)
    assert (one.first, one.last) == (date(2026, 6, 1), date(2026, 6, 1))
    assert (other.hits, other.undetermined, other.declarations_undetermined, other.points) == (2, 2, 2, 45)
    assert (none.rule, none.hits, none.first) == ("D-1", 0, None)


def test_rules_in_shadow_stand_apart(setting: Setting, some: list[Declaration]) -> None:
    """A rule in shadow is counted with what it would have done, and not among those that count."""
    found = summary(setting, some)
    (shadow,) = found.monitor
    assert (shadow.rule, shadow.hits, shadow.undetermined, shadow.points) == ("C-1", 1, 3, 10)
    assert "C-1" not in {one.rule for one in found.rules}


def test_not_inspected_is_never_a_negative(setting: Setting, some: list[Declaration]) -> None:
    """Outcomes are told apart four ways, for channels and for rules."""
    clear = Declaration(id="26XX04", destination="SS", outcome=Outcome(inspected=True, finding=" "))
    found = summary(setting, [*some, clear])
    assert found.rules[0].outcomes == Outcomes(with_finding=1, not_inspected=1)
    assert {one.channel: (one.declarations, one.outcomes) for one in found.channels} == {
        "red": (2, Outcomes(with_finding=1, not_inspected=1)),
        "yellow": (0, Outcomes()),
        "blue": (1, Outcomes(not_told=1)),
        "green": (2, Outcomes(without_finding=1, not_told=1)),
    }
    assert found.outcomes_told
    assert not summary(setting, some[3:]).outcomes_told


def test_boxes_that_would_have_decided_are_counted(setting: Setting, some: list[Declaration]) -> None:
    """Missing boxes are counted by finding and by declaration, the most frequent first."""
    assert summary(setting, some).missing == (
        MissingCount("transport mode", 3, 3),
        MissingCount("net mass", 2, 2),
    )


def test_rules_that_met_nothing_are_named(setting: Setting, some: list[Declaration]) -> None:
    """A rule that no declaration met, not even perhaps, is named."""
    assert summary(setting, some).never_met == ("D-1",)


def test_portions_add_up_to_the_whole(setting: Setting, read: list[Declared]) -> None:
    """Counts do not depend on the portions they were made in."""
    judge, merged = Judge(setting), Tally()
    for one in read:
        merged.merge(judge.judge([one]).tally)
    assert merged == judge.judge(read).tally


def test_what_declarations_state_is_counted_by_source(setting: Setting, read: list[Declared]) -> None:
    """Boxes are counted by the source of the declaration, once for each declaration or goods item that states them."""
    named = msgspec.structs.replace(
        read[3].declaration,
        parties=[Party(role="consignee", name="Alpha"), Party(role="consignee", country="AE"), Party(role="x", id="1")],
        documents=[Document(type="X002", claim="licence"), Document(type="X003", claim="licence")],
        items=[Item(number=1, value=Money(amount=Decimal(5), currency="EUR"), net_mass_kg=Decimal(0), extra={"a": 1})],
    )
    judge = Judge(setting)
    tally = judge.judge([*read[:3], Declared("july.ndjson", 1, named)]).tally
    july, june = tally.summary(setting.plan, "indexed", "complete").filled
    assert (june.source, june.declarations, june.items) == ("june.ndjson", 3, 4)
    assert {one.box: one.stated for one in june.boxes} == {
        "date": 2, "destination": 3, "transport_mode": 1, "outcome.inspected": 2, "outcome.finding": 1,
        "item.hs": 4, "item.description": 4, "item.net_mass_kg": 2,
    }  # fmt: skip
    assert (july.source, july.declarations, july.items) == ("july.ndjson", 1, 1)
    assert {one.box for one in july.boxes} == {
        "date", "destination", "consignee.name", "consignee.country", "documents.licence",
        "item.value.amount", "item.value.currency", "item.net_mass_kg", "item.extra.a",
    }  # fmt: skip
    assert {one.stated for one in july.boxes} == {1}


def test_sources_and_boxes_do_not_fill_the_memory(setting: Setting) -> None:
    """Of very many files the first are told apart; of very many boxes of messages' own, too."""
    judge, tally = Judge(setting), Tally()
    for number in range(2 * MOST_SOURCES):
        tally.merge(judge.judge([Declared(f"{number}.xml", 1, Declaration(id="A"))]).tally)
    assert len(tally.filled) == MOST_SOURCES + 1
    assert tally.filled["other sources"].declarations == MOST_SOURCES
    strange = Declaration(id="A", extra={f"box {number}": 1 for number in range(2 * MOST_BOXES)})
    assert len(judge.judge([Declared("a", 1, strange)]).tally.filled["a"].boxes) == MOST_BOXES


def test_alarms_do_not_fill_the_memory() -> None:
    """Beyond a hundred different alarms they are counted together."""
    tally = Tally()
    for number in range(2 * MOST_ALARMS):
        other = Tally()
        other.alarms[f"predicate failed at {number}"] = 1
        tally.merge(other)
    assert len(tally.alarms) == MOST_ALARMS + 1
    assert tally.alarms["other alarms"] == MOST_ALARMS


def test_the_summary_leaves_as_json(plan: Plan) -> None:
    """The summary is JSON with a version, dates written as days."""
    tally = Tally(first=date(2026, 6, 1), last=date(2026, 6, 2))
    written = as_json(tally.summary(plan, "indexed", "limit"))
    assert '"schema": 1' in written
    assert '"ended": "limit"' in written
    assert '"first": "2026-06-01"' in written
