"""The history in counts: headline, channels, months, outcomes of flagged and unflagged, capture curves, weights.

Enters: the tables of a replay. Leaves: parts of the figures. Promise: all of them are sums of one grouping of the
declarations, so that they cannot disagree with each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal

from stce_rules.analysis.figures import (
    ALL,
    NOT_STATED,
    CapturePoint,
    ChannelTotal,
    Confusion,
    Curve,
    Headline,
    Lift,
    Month,
    Outcomes,
    Ratio,
    Selected,
)
from stce_rules.analysis.intervals import Cell, ratio, ratio_of_ratios, shift
from stce_rules.analysis.tables import Tables
from stce_rules.core.assessment import CHANNELS, Channel

__all__ = [
    "RANDOM",
    "Counted",
    "as_cell",
    "as_outcomes",
    "channels",
    "confusion",
    "counted",
    "coverage",
    "curves",
    "headline",
    "lift",
    "months",
    "selection_order",
    "selections",
]

RANDOM = "random"
"""The selection that is the unbiased baseline."""

_SELECTIONS = ("rule", "manual", RANDOM, "mandatory", NOT_STATED)


@dataclass(frozen=True, slots=True)
class Counted:
    """Declarations that are alike in month, channel, selection and outcome; `told` as in `tables`."""

    month: str | None
    channel: Channel
    selected_by: str
    told: int
    declarations: int
    sampled: int
    items: int
    score: int
    open: int
    alarmed: int
    first: date | None
    last: date | None


_COUNTED = """
select strftime(date, '%Y-%m') as month, channel, selected_by, told, count(*)::bigint,
       count(*) filter (sampled)::bigint, coalesce(sum(items), 0)::bigint, coalesce(sum(score), 0)::bigint,
       count(*) filter (t.open > 0)::bigint, count(*) filter (alarmed)::bigint, min(date), max(date)
from d left join t using (seq)
where stands
group by all
order by all
"""


def counted(tables: Tables) -> tuple[Counted, ...]:
    """The one grouping of the declarations that stand."""
    return tuple(Counted(month, CHANNELS[channel], *rest) for month, channel, *rest in tables.rows(_COUNTED))


def as_outcomes(told: Iterable[tuple[int, int]]) -> Outcomes:
    """Outcomes of counts by the number of `told`."""
    counts = [0, 0, 0, 0]
    for at, count in told:
        counts[at] += count
    return Outcomes(*counts)


def as_cell(outcomes: Outcomes) -> Cell:
    """What was inspected, as ratios need it."""
    return Cell(outcomes.with_finding + outcomes.without_finding, outcomes.with_finding)


def _outcomes(some: Iterable[Counted]) -> Outcomes:
    return as_outcomes((one.told, one.declarations) for one in some)


def _all_of(outcomes: Outcomes) -> int:
    return outcomes.with_finding + outcomes.without_finding + outcomes.not_inspected + outcomes.not_told


def coverage(outcomes: Outcomes) -> Ratio:
    """Inspected among all."""
    return ratio(as_cell(outcomes).inspected, _all_of(outcomes))


def _flagged(some: Iterable[Counted], flagged_from: Channel) -> tuple[list[Counted], list[Counted]]:
    """Those whose channel is at least this one, and the others."""
    least = CHANNELS.index(flagged_from)
    parts: tuple[list[Counted], list[Counted]] = ([], [])
    for one in some:
        parts[CHANNELS.index(one.channel) < least].append(one)
    return parts


def _count(some: Iterable[Counted]) -> int:
    return sum(one.declarations for one in some)


def _at_random(some: Iterable[Counted]) -> Outcomes:
    return _outcomes(one for one in some if one.selected_by == RANDOM)


_GONE = """
select count(*) filter (action = 'cancellation'), count(*) filter (not stands and action <> 'cancellation'),
       count(*) filter (stands) - count(distinct id) filter (stands), count(*) filter (stands and found and told = 2)
from d
"""


def headline(tables: Tables, cells: Sequence[Counted], flagged_from: Channel) -> Headline:
    """The history in a few numbers."""
    count, told, random = _count(cells), _outcomes(cells), as_cell(_at_random(cells))
    [(cancelled, gone, repeated, denied)] = tables.rows(_GONE)
    days = [day for one in cells for day in (one.first, one.last) if day is not None]
    return Headline(
        judged=tables.summary.judged,
        refused=tables.summary.refused,
        superseded=gone,
        cancellations=cancelled,
        declarations=count,
        items=sum(one.items for one in cells),
        first=min(days, default=None),
        last=max(days, default=None),
        outcomes=told,
        flagged=ratio(_count(_flagged(cells, flagged_from)[0]), count),
        coverage=coverage(told),
        found=as_cell(told).ratio,
        random_found=random.ratio if random.inspected else None,
        undetermined=ratio(sum(one.open for one in cells), count),
        alarmed=sum(one.alarmed for one in cells),
        repeated=repeated,
        denied=denied,
    )


def channels(cells: Sequence[Counted]) -> tuple[ChannelTotal, ...]:
    """Each channel, from red to green."""
    total = _count(cells)
    found = []
    for channel in reversed(CHANNELS):
        some = [one for one in cells if one.channel == channel]
        told, count = _outcomes(some), _count(some)
        sampled = sum(one.sampled for one in some)
        found.append(
            ChannelTotal(channel, count, sampled, told, ratio(count, total), coverage(told), as_cell(told).ratio)
        )
    return tuple(found)


def _mix(cells: Iterable[Counted]) -> list[int]:
    counts = dict.fromkeys(CHANNELS, 0)
    for one in cells:
        counts[one.channel] += one.declarations
    return list(counts.values())


def months(cells: Sequence[Counted], flagged_from: Channel) -> tuple[Month, ...]:
    """Each month in order, the one that is not known last."""
    by_month: defaultdict[str | None, list[Counted]] = defaultdict(list)
    for one in cells:
        by_month[one.month].append(one)
    whole = _mix(cells)
    found = []
    for month, some in sorted(by_month.items(), key=lambda one: (one[0] is None, one[0] or "")):
        count, told, mix = _count(some), _outcomes(some), _mix(some)
        green, blue, yellow, red = mix
        found.append(
            Month(
                month,
                count,
                green,
                blue,
                yellow,
                red,
                outcomes=told,
                flagged=ratio(_count(_flagged(some, flagged_from)[0]), count),
                coverage=coverage(told),
                found=as_cell(told).ratio,
                undetermined=ratio(sum(one.open for one in some), count),
                mean_score=sum(one.score for one in some) / count,
                shift=None if month is None else shift(mix, whole),
            )
        )
    return tuple(found)


def _by_selection(cells: Iterable[Counted]) -> dict[str, list[Counted]]:
    split: dict[str, list[Counted]] = {}
    for one in cells:
        split.setdefault(one.selected_by, []).append(one)
    return dict(sorted(split.items(), key=lambda one: selection_order(one[0])))


def selection_order(selected_by: str) -> tuple[int, str]:
    """The order in which selections are shown; one that is not known here comes last."""
    known = _SELECTIONS.index(selected_by) if selected_by in _SELECTIONS else len(_SELECTIONS)
    return known, selected_by


def selections(cells: Iterable[Counted]) -> tuple[Selected, ...]:
    """All declarations by what selected them."""
    return tuple(Selected(name, _outcomes(some)) for name, some in _by_selection(cells).items())


def lift(flagged: Outcomes, flagged_at_random: Outcomes, random: Outcomes) -> Lift | None:
    """How many times the baseline; `flagged_at_random` are those of `flagged` that are in the random sample too."""
    first, second, both = as_cell(flagged), as_cell(random), as_cell(flagged_at_random)
    if not second.inspected:
        return None
    only_first = Cell(first.inspected - both.inspected, first.findings - both.findings)
    only_second = Cell(second.inspected - both.inspected, second.findings - both.findings)
    times = ratio_of_ratios(only_first, only_second, both)
    return Lift(first.ratio, second.ratio, *(times or (None, None, None)))


def confusion(cells: Sequence[Counted]) -> tuple[Confusion, ...]:
    """Flagged and unflagged for each channel from which to flag, of all and by selection."""
    random = _at_random(cells)
    found = []
    for flagged_from in CHANNELS[1:]:
        for name, some in {ALL: list(cells), **_by_selection(cells)}.items():
            parts = _flagged(some, flagged_from)
            flagged, unflagged = map(_outcomes, parts)
            is_random = name == RANDOM
            findings = flagged.with_finding + unflagged.with_finding
            found.append(
                Confusion(
                    flagged_from,
                    name,
                    flagged,
                    unflagged,
                    coverage=coverage(flagged),
                    coverage_unflagged=coverage(unflagged),
                    precision=as_cell(flagged).ratio,
                    missed=as_cell(unflagged).ratio,
                    recall=ratio(flagged.with_finding, findings) if is_random else None,
                    lift=lift(flagged, _at_random(parts[0]), random),
                )
            )
    return tuple(found)


_PERMILLE = (1, 5, 10, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 700, 800, 900, 1000)
"""Where the capture curve is told."""


def curves(tables: Tables) -> tuple[Curve, ...]:
    """How many of the findings stand in the highest scores: of all declarations, and of the random sample."""
    scores = tables.rows(
        "select score, count(*), count(*) filter (told = 0), count(*) filter (told < 2 and selected_by = 'random'), "
        "count(*) filter (told = 0 and selected_by = 'random') from d where stands group by score order by score desc"
    )
    every = [(score, count, found) for score, count, found, _, _ in scores]
    random = [(score, count, found) for score, _, _, count, found in scores if count]
    return _curve("all", every), _curve("random", random)


def _curve(among: Literal["all", "random"], scores: Sequence[tuple[int, int, int]]) -> Curve:
    """`scores`: each score from the highest, its declarations and findings."""
    total, findings = sum(count for _, count, _ in scores), sum(found for _, _, found in scores)
    points = [_point(permille, scores, findings) for permille in _PERMILLE if findings]
    return Curve(among, total, findings, tuple(points))


def _point(permille: int, scores: Sequence[tuple[int, int, int]], findings: int) -> CapturePoint:
    wanted = ceil(Fraction(sum(count for _, count, _ in scores) * permille, 1000))
    taken, caught, lowest = 0, Fraction(0), scores[0][0]
    for score, count, found in scores:
        if taken == wanted:
            break
        some = min(count, wanted - taken)
        taken, caught, lowest = taken + some, caught + Fraction(found * some, count), score
    return CapturePoint(permille / 10, wanted, lowest, float(caught), float(caught / findings))
