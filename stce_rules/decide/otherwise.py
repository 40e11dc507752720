"""What would have to be otherwise, in an officer's words.

Enters: ways of `nearest`. Leaves: records that can be written as JSON: each sentence as it would have to be, what
stands in the box now, and values that would do where the sentence alone does not say them.
"""

from __future__ import annotations

import msgspec

from stce_rules.core.predicates import InList, ListRow, MentionsListed, PassesThroughListed, Within, Written
from stce_rules.core.semantics import Finding
from stce_rules.core.truth import Truth
from stce_rules.decide.amounts import limits
from stce_rules.decide.nearest import Change, Way
from stce_rules.decide.supposed import Supposing
from stce_rules.plan.model import Plan, Test

__all__ = ["Alternative", "Otherwise", "alternatives"]

_VALUES = 5
"""Members of a list that are named."""


class Otherwise(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sentence as it would have to be.

    `field` is the box, of goods item `item` where that is not the one explained; `now` what stands there, empty for a
    blank box. `values` are some that would do, out of `of` where a list holds more; empty where the sentence says it.
    """

    sentence: str
    field: str | None = None
    item: int | None = None
    now: list[str] = []
    values: list[str] = []
    of: int = 0


class Alternative(msgspec.Struct, frozen=True, kw_only=True):
    """Sentences that together would do. `tried`: values were found that lead there; else some can only be assumed."""

    changes: list[Otherwise]
    tried: bool


def alternatives(plan: Plan, supposing: Supposing, ways: tuple[Way, ...]) -> list[Alternative]:
    """The ways, in words, the nearest first; none that says all another says, and more."""
    told: list[Alternative] = []
    said: list[set[tuple[str, int | None]]] = []
    for way in sorted(ways, key=lambda one: len(_telling(plan, one))):
        changes = [_otherwise(plan, supposing, one) for one in _telling(plan, way)]
        sentences = {(one.sentence, one.item) for one in changes}
        if not any(one <= sentences for one in said):
            said.append(sentences)
            told.append(Alternative(changes=changes, tried=way.tried))
    return told


def _telling(plan: Plan, way: Way) -> list[Change]:
    """The changes, but that a box is stated where another sentence asks more of it."""
    boxes = [None if one.leaf.test is None else (plan.tests[one.leaf.test].field, one.item) for one in way.changes]
    return [
        change
        for change, box in zip(way.changes, boxes, strict=True)
        if change.leaf.test is None
        or not isinstance(plan.tests[change.leaf.test].predicate, Written)
        or boxes.count(box) == 1
    ]


def _otherwise(plan: Plan, supposing: Supposing, change: Change) -> Otherwise:
    leaf, holds = change.leaf, change.wanted is Truth.TRUE
    if leaf.test is None:
        return Otherwise(sentence=leaf.sentence if holds else f"not: {leaf.sentence}", item=change.item)
    test = plan.tests[leaf.test]
    values, of = _values(test, supposing, wanted=holds is not test.negated)
    return Otherwise(
        sentence=leaf.sentence if holds else _opposite(test),
        field=test.field,
        item=change.item,
        now=_now(leaf.finding),
        values=values,
        of=of,
    )


def _now(finding: Finding | None) -> list[str]:
    """What stands in the box, each value once."""
    if finding is None:
        return []
    return list(dict.fromkeys((*(one.seen.shown for one in finding.witnesses), *finding.unreadable)))


def _values(test: Test, supposing: Supposing, *, wanted: bool) -> tuple[list[str], int]:
    """Values that the sentence itself does not name, and how many there are."""
    predicate = test.predicate
    match predicate:
        case InList() | MentionsListed() | PassesThroughListed() if wanted:
            of_phrases = isinstance(predicate, MentionsListed)
            members = list(dict.fromkeys(_named(row, of_phrases=of_phrases) for row in supposing.members(predicate)))
            return members[:_VALUES], len(members)
        case Within() if not any(one.isdigit() for one in test.sentence):
            return [limits(predicate, supposing.day.date)] if wanted else [], 0
        case _:
            return [], 0


def _named(row: ListRow, *, of_phrases: bool) -> str:
    """A member with the name that its list gives it; a phrase is a name itself."""
    return row.value if not row.name or of_phrases else f"{row.value} {row.name}"


_OPPOSITES = (
    ("is not ", "is "),
    ("is missing", "is stated"),
    ("is the same as ", "differs from "),
    ("does not mention ", "mentions "),
    ("avoids ", "passes through "),
    ("is ", "is not "),
    ("is stated", "is missing"),
    ("differs from ", "is the same as "),
    ("mentions ", "does not mention "),
    ("passes through ", "avoids "),
)


def _opposite(test: Test) -> str:
    """The sentence that says the opposite."""
    said = test.sentence.removeprefix(test.field).lstrip()
    special = [pair for pair in _OPPOSITES if said.startswith(pair[0])]
    if not test.sentence.startswith(test.field) or not special:
        return f"not: {test.sentence}"
    before, after = max(special, key=lambda pair: len(pair[0]))
    return f"{test.field} {after}{said.removeprefix(before)}"
