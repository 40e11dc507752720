"""What comes first: what was judged, by what, and what a reader must know before trusting a number."""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.analysis.figures import Figures
from stce_rules.analysis.report.ratios import inspected, part_of
from stce_rules.pages.frame import caveats, facts, tiles
from stce_rules.pages.markup import Html, count, escaped, percent, some, tag

__all__ = ["opening", "under_title"]


def under_title(told: Figures) -> str:
    """The line under the title."""
    of = some(told.headline.declarations, "declaration")
    return f"{of} {_period(told)}, replayed by {told.ruleset.name} {told.ruleset.version}"


def opening(told: Figures) -> Html:
    """Tiles, facts and caveats."""
    return tag("section", _tiles(told), facts(_facts(told)), caveats("Before you read on", list(_caveats(told))))


def _period(told: Figures) -> str:
    first, last = told.headline.first, told.headline.last
    return f"accepted from {first} to {last}" if first and last else "without an acceptance date"


def _tiles(told: Figures) -> Html:
    head = told.headline
    counting = [one for one in told.rules if not one.shadow]
    met = sum(one.fired == "hit" for one in counting)
    return tiles(
        [
            ("Declarations", count(head.declarations), some(head.items, "goods item")),
            ("Flagged", _share(head.flagged.share), f"{count(head.flagged.part)} {told.flagged_from} or heavier"),
            ("Inspected", _share(head.coverage.share), some(head.coverage.part, "declaration")),
            ("Findings", count(head.found.part), f"{_share(head.found.share)} of inspections"),
            ("Left open", _share(head.undetermined.share), "some rule lacks a box to decide"),
            ("Rules that hit", f"{count(met)} of {count(len(counting))}", _shadows(told)),
        ]
    )


def _shadows(told: Figures) -> str:
    number = sum(one.shadow for one in told.rules)
    return f"and {count(number)} in shadow" if number else "none in shadow"


def _share(share: float | None) -> str:
    return "–" if share is None else percent(share)


def _facts(told: Figures) -> Iterator[tuple[str, str]]:
    head, ruleset = told.headline, told.ruleset
    hashed = tag("span", ruleset.hash, class_="hash")
    yield "Rulesets", escaped(f"{ruleset.name} {ruleset.version}")
    yield "Hash of all rules and lists", hashed
    parts = sorted({one.ruleset for one in told.rules if one.ruleset} - {ruleset.name})
    if parts:
        yield "Rules from", ", ".join(parts)
    yield "Judged by", f"engine {told.engine}"
    yield "Period", _period(told)
    changed = f"{count(head.superseded)} replaced or cancelled later, {count(head.cancellations)} cancelling another"
    yield "Messages", f"{count(head.judged + head.refused)}: {count(head.refused)} not readable, {changed}"
    seen = inspected(head.outcomes)
    told_of = f"{count(seen)} inspected, {count(head.outcomes.not_inspected)} not inspected"
    yield "Outcomes of controls", f"{told_of}, {count(head.outcomes.not_told)} with nothing told"
    if head.random_found is not None:
        yield "Random inspections", f"{part_of(head.random_found)} found something"
    if told.workload.capacity is not None:
        yield "Capacity", told.workload.capacity


def _caveats(told: Figures) -> Iterator[str]:
    yield from (f"{one[:1].upper()}{one[1:]}." for one in told.notes)
