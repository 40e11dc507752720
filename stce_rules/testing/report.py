"""Examples, judged, in words and as plain data."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from stce_rules.core.assessment import Evidence
from stce_rules.testing.examples import ExampleResult, Standing


def said(one: Evidence) -> str:
    """A deciding sentence with its truth and its value: `hs is 2931.41 is false: 2930.70 (items[0].hs)`."""
    value = "blank" if one.value is None else f"'{one.value}'"
    if one.field is None:
        return f"{one.truth}: {one.sentence}"
    item = "" if one.item is None else f", item {one.item}"
    return f"{one.truth}: {one.sentence}; {one.field} is {value}{item}"


def words_of(one: ExampleResult) -> list[str]:
    """What became of an example that did not pass, in a few lines."""
    lines = [f'{one.place} {one.kind.value} "{one.unit}", example "{one.example}"', f"  {one.reason}"]
    return lines + [f"    {said(each)}" for each in one.evidence]


def summary(results: Sequence[ExampleResult]) -> str:
    """How many passed, failed and were skipped."""
    counts = {standing: sum(one.standing is standing for one in results) for standing in Standing}
    told = ", ".join(f"{count:,} {standing.value}" for standing, count in counts.items() if count)
    number = f"{len(results):,} example" + ("" if len(results) == 1 else "s")
    return f"{number}: {told}" if results else "no examples"


def as_data(results: Sequence[ExampleResult], engine: str) -> dict[str, object]:
    """Plain data for programs; `schema` counts its versions."""
    return {
        "schema": 1,
        "engine": engine,
        **{standing.value: sum(one.standing is standing for one in results) for standing in Standing},
        "examples": [_example(one) for one in results],
    }


def _example(one: ExampleResult) -> dict[str, object]:
    told: dict[str, object] = {
        "ruleset": one.ruleset,
        "kind": one.kind.value,
        "name": one.unit,
        "example": one.example,
        "file": one.span.source.name,
        "line": one.span.line,
        "standing": one.standing.value,
        "expected": one.expected,
        "got": one.got,
        "expected_channel": one.expected_channel,
        "got_channel": one.got_channel,
        "reason": one.reason,
    }
    if one.standing is Standing.FAILED:
        told |= {"evidence": msgspec.to_builtins(one.evidence), "explanation": msgspec.to_builtins(one.explanation)}
    return told
