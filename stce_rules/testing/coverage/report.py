"""Coverage in words and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from stce_rules.core.truth import Truth
from stce_rules.core.wording import counted
from stce_rules.language.checking.findings import listed
from stce_rules.testing.coverage.measure import Coverage, LeafCoverage, UnitCoverage

__all__ = ["SCHEMA", "as_data", "lines_of", "never_of", "percent", "summary"]

SCHEMA = 1
"""The version of the plain data."""

_ORDER = (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)


def summary(one: Coverage) -> str:
    """One line for each ruleset, and one for all where there are several."""
    lines = [_total(name, Coverage(tuple(units))) for name, units in groupby(one.units, key=lambda unit: unit.ruleset)]
    return "\n".join([*lines, _total("all", one)] if len(lines) != 1 else lines)


def _total(name: str, one: Coverage) -> str:
    leaves = sum(len(unit.leaves) for unit in one.units)
    conditions = counted(leaves, "condition")
    return f"{name}: {percent(one)}, {one.seen:,} of {one.wanted:,} truths of {conditions} seen"


def percent(one: Coverage) -> str:
    """The share seen, rounded down, so that 100% is said of all only."""
    return f"{int(one.percent * 10) / 10:g}%"


def lines_of(one: UnitCoverage) -> Iterator[str]:
    """What no example of a unit has seen: a line for the unit, one for each leaf; none where nothing is missing."""
    name = f'{one.span.source.name}:{one.span.line} {one.kind.value} "{one.name}"'
    if not one.judged:
        yield f"{name}: has no judge yet"
    elif one.seen < one.wanted:
        yield f"{name}: {one.seen} of {one.wanted} truths seen"
        for each in one.leaves:
            if each.missing:
                yield f"  line {each.leaf.span.line}, {each.leaf.clause.value}: {each.leaf.sentence}"
                yield f"    no example sees it {_words(each.missing)}"


def _words(truths: Sequence[Truth]) -> str:
    return listed((truth.word for truth in truths), "or")


def never_of(one: LeafCoverage) -> tuple[Truth, ...]:
    """The truths that a leaf cannot have in an example."""
    return tuple(truth for truth in _ORDER if truth not in one.possible)


def as_data(one: Coverage) -> dict[str, object]:
    """Plain data for programs; `schema` counts its versions."""
    return {
        "schema": SCHEMA,
        "seen": one.seen,
        "wanted": one.wanted,
        "percent": round(one.percent, 2),
        "units": [_unit(unit) for unit in one.units],
    }


def _unit(one: UnitCoverage) -> dict[str, object]:
    return {
        "ruleset": one.ruleset,
        "kind": one.kind.value,
        "name": one.name,
        "file": one.span.source.name,
        "line": one.span.line,
        "judged": one.judged,
        "seen": one.seen,
        "wanted": one.wanted,
        "conditions": [
            {
                "clause": each.leaf.clause.value,
                "sentence": each.leaf.sentence,
                "line": each.leaf.span.line,
                "column": each.leaf.span.column,
                "seen": {truth.word: list(each.seen.get(truth, ())) for truth in _ORDER},
                "cannot_be": [truth.word for truth in never_of(each)],
                "missing": [truth.word for truth in each.missing],
            }
            for each in one.leaves
        ],
    }
