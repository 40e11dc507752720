"""Mutants in words and as plain data."""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.core.wording import counted
from stce_rules.testing.mutation.accepted import accepting
from stce_rules.testing.mutation.mutate import Mutation, UnitMutation

FORM = accepting("…")

__all__ = ["as_data", "lines_of", "summary"]


def lines_of(one: UnitMutation) -> Iterator[str]:
    """What survives in a unit, and what is accepted without need; none where there is nothing of either."""
    if one.survivors or one.idle:
        yield f'{one.span.source.name}:{one.span.line} {one.kind.value} "{one.name}"'
    for survivor in one.survivors:
        waived = "" if survivor.reason is None else f"; accepted because {survivor.reason}"
        yield f"  line {survivor.span.line}: {survivor.change}{waived}"
    for idle in one.idle:
        fault = f"accepted, but no such mutant survives: {idle.change}" if idle.change else f"not in the form {FORM}"
        yield f"  line {idle.line}: {fault}"


def summary(one: Mutation) -> tuple[str, ...]:
    """How many are noticed and how many survive; where some do, what to do about them."""
    survivors, accepted = len(one.survivors), len(one.survivors) - one.open
    count = one.noticed + survivors
    told = f"{counted(count, 'mutant')}: {one.noticed:,} noticed, {survivors:,} surviving"
    first = next((each for each in one.survivors if each.reason is None), None)
    if first is None:
        return (told + (f" ({accepted:,} accepted)" if accepted else ""),)
    mend = f"add an example that notices, or write into the rule: {accepting(first.change)}"
    return (told + (f" ({accepted:,} accepted)" if accepted else ""), mend)


def as_data(one: Mutation) -> dict[str, object]:
    """Plain data for programs."""
    return {
        "schema": 1,
        "noticed": one.noticed,
        "surviving": len(one.survivors),
        "open": one.open,
        "units": [_unit(each) for each in one.units],
    }


def _unit(one: UnitMutation) -> dict[str, object]:
    return {
        "ruleset": one.ruleset,
        "kind": one.kind.value,
        "name": one.name,
        "file": one.span.source.name,
        "line": one.span.line,
        "noticed": one.noticed,
        "equal": one.equal,
        "survivors": [
            {"change": each.change, "line": each.span.line, "column": each.span.column, "accepted": each.reason}
            for each in one.survivors
        ],
        "idle": [{"change": each.change, "line": each.line} for each in one.idle],
    }
