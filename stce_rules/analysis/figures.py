"""The figures of a replay that a head of risk management signs: plain frozen data.

Made by `analysis.measure`; drawn by terminals and reports; leaves as JSON, CSV and Parquet. `schema` counts its
versions. What all of it keeps to:

- A declaration counts once, as it stands at the end: an amendment replaces, a cancellation removes.
- What nobody inspected, or nobody told of, is never a negative: it is left out of every ratio and shown as coverage.
- Every ratio carries its two counts, and a 95% interval by Wilson's formula.
- Rules in shadow are shown apart, and add to nothing but their own figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stce_rules.analysis.estimates import Estimate, Stratum, Weighted, WeightedFlag
from stce_rules.analysis.loads import DayLoad, HourLoad, OfficeLoad, Overload, Workload
from stce_rules.core.assessment import Channel, RulesetVersion
from stce_rules.replay.summary import Ended, MissingCount, Outcomes, RefusalCount

__all__ = [
    "ALL",
    "NOT_STATED",
    "SCHEMA",
    "CapturePoint",
    "ChannelMove",
    "ChannelTotal",
    "Confusion",
    "Curve",
    "DayLoad",
    "Estimate",
    "Figures",
    "FillRate",
    "Fired",
    "Headline",
    "HeatCell",
    "HourLoad",
    "LeaveOneOut",
    "Lift",
    "Month",
    "OfficeLoad",
    "Outcomes",
    "Overload",
    "Pair",
    "Ratio",
    "RuleFigures",
    "Selected",
    "Stratum",
    "Weighted",
    "WeightedFlag",
    "Workload",
]

SCHEMA = 1
"""Version of the figures as JSON. Names may be added under the same number; none is taken away or changed."""

ALL = "all"
"""The row of a split that has everything in it."""

NOT_STATED = "not stated"
"""The row of a split for declarations that do not say who or what selected them."""

Fired = Literal["hit", "undetermined only", "exempt only", "never"]
"""The most that a rule did in the whole history."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """`part` of `whole` as a share from 0 to 1, with the 95% interval from `low` to `high`; None of nothing."""

    part: int
    whole: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Lift:
    """How many times as often inspections find something among those flagged as in the random sample.

    `precision` divided by `baseline`, with a 95% interval that takes into account that some declarations may be in
    both; None where either has no finding or no inspection.
    """

    precision: Ratio
    baseline: Ratio
    times: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ChannelTotal:
    """Declarations recommended for a channel, what controls found in them, and how many were inspected at all."""

    channel: Channel
    declarations: int
    sampled: int
    outcomes: Outcomes
    share: Ratio
    coverage: Ratio
    found: Ratio


@dataclass(frozen=True, slots=True)
class Selected:
    """Declarations that `selected_by` chose for inspection: rule, manual, random, mandatory, or not stated."""

    selected_by: str
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class Headline:
    """The history in a few numbers.

    Of `judged` messages, `superseded` were replaced by an amendment or removed by a cancellation, and `cancellations`
    are no declarations themselves; the `declarations` that are left are what all figures are about. Of these `repeated`
    have the identifier of another one before them. `items` are their goods items. `flagged`: those whose channel is at
    least `Figures.flagged_from`. `coverage`: those inspected. `found`: findings among those inspected. `random_found`:
    findings among those inspected at random, None where there are none. `undetermined`: declarations that some rule
    leaves open. `alarmed`: those with an alarm. `denied`: not inspected by what is told, and yet with a finding.
    """

    judged: int
    refused: int
    superseded: int
    cancellations: int
    declarations: int
    items: int
    first: date | None
    last: date | None
    outcomes: Outcomes
    flagged: Ratio
    coverage: Ratio
    found: Ratio
    random_found: Ratio | None
    undetermined: Ratio
    alarmed: int
    repeated: int = 0
    denied: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month of acceptance dates, and its drift. `month` is `2026-06`, None for days that are not known.

    Counts by channel add up to `declarations`. `shift` is the population stability index of the channels against those
    of the whole history: 0 is the same mix; by custom below 0.1 is called stable and above 0.25 a shift. It says that
    the mix changed, not why. None for the month that is not known.
    """

    month: str | None
    declarations: int
    green: int
    blue: int
    yellow: int
    red: int
    outcomes: Outcomes
    flagged: Ratio
    coverage: Ratio
    found: Ratio
    undetermined: Ratio
    mean_score: float
    shift: float | None


@dataclass(frozen=True, slots=True)
class Confusion:
    """What controls found, of declarations flagged and not flagged.

    Flagged: channel at least `flagged_from`; there is a row for each of blue, yellow, red, and each of those split by
    `selected_by` (`all`, rule, manual, random, mandatory, `not stated`; only those that occur).
    `coverage`: inspected among flagged. `precision`: findings among the inspected that are flagged. `missed`: findings
    among the inspected that are not flagged. `recall`: flagged among findings, of the random sample alone, since
    elsewhere who was inspected decides what could be found; None in the other rows. `lift`: None without a random
    sample.
    """

    flagged_from: Channel
    selected_by: str
    flagged: Outcomes
    unflagged: Outcomes
    coverage: Ratio
    coverage_unflagged: Ratio
    precision: Ratio
    missed: Ratio
    recall: Ratio | None
    lift: Lift | None


@dataclass(frozen=True, slots=True)
class CapturePoint:
    """Inspecting the `percent` of declarations with the highest scores.

    `declarations` is that many, rounded up; `score` the lowest score among them; `findings` how many known findings are
    in them. Where the cut goes through declarations of one score, those are taken in the order of no order: each with
    the same chance, so `findings` is the expected number, and the same whatever the order of the history. `captured`
    is its share of all known findings.
    """

    percent: float
    declarations: int
    score: int
    findings: float
    captured: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The capture curve, `among` all declarations, or among those inspected at random alone.

    Among all, findings are known only where something was inspected, which flatters whatever chose the inspections.
    No points where there is no finding.
    """

    among: Literal["all", "random"]
    declarations: int
    findings: int
    points: tuple[CapturePoint, ...]


@dataclass(frozen=True, slots=True)
class ChannelMove:
    """Declarations that go from a channel to another."""

    before: Channel
    after: Channel
    declarations: int
    findings: int


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """What happens when one rule alone loses its points and its channel; rules that ask about it still see it.

    `lowered` declarations leave their channel, by `moves`; `lost` findings are in declarations that are no longer
    flagged.
    """

    lowered: int
    lost: int
    moves: tuple[ChannelMove, ...]


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """What one rule does.

    `hits`, `undetermined` and `exempt` count goods items, or declarations where the rule judges those. `declarations`
    it hit; `declarations_undetermined` it left open. `unique`: declarations hit that no other rule that counts hit.
    `points` it added to declarations, with its worst item in each. `outcomes` are of the declarations hit, and split in
    `selections`; `unique_findings` are findings in declarations that are unique to it. `yielded`: findings among those
    inspected (its precision). `recall` and `lift` as in `Confusion`. `months` are declarations hit in each of
    `Figures.months`. `without`: None where it cannot be computed, for which `Figures.notes` gives the reason, and for a
    rule in shadow. Of a rule in shadow all is what it would have done.
    """

    rule: str
    version: int
    title: str
    ruleset: str
    shadow: bool
    fired: Fired
    hits: int
    undetermined: int
    exempt: int
    declarations: int
    declarations_undetermined: int
    unique: int
    points: int
    first: date | None
    last: date | None
    outcomes: Outcomes
    selections: tuple[Selected, ...]
    unique_findings: int
    coverage: Ratio
    yielded: Ratio
    recall: Ratio | None
    lift: Lift | None
    months: tuple[int, ...]
    without: LeaveOneOut | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rules that count and hit the same declarations: `shared` of them, `findings` in these.

    `alike` is the share of the declarations hit by either that are hit by both (Jaccard's index). `first` comes before
    `second` by name.
    """

    first: str
    second: str
    shared: int
    findings: int
    alike: float


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Goods of an HS chapter to a destination (None: not stated): goods items, and the declarations they are in.

    `flagged` and the outcomes count those declarations.
    """

    chapter: str | None
    destination: str | None
    items: int
    declarations: int
    flagged: int
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class FillRate:
    """How often a box is stated, of all goods items (`item.…`), or of all declarations for a box of the header.

    `source` is the file or table, None for all together. `box` is named like a column of a canonical table.
    """

    source: str | None
    box: str
    scope: Literal["item", "declaration"]
    filled: Ratio


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it.

    `flagged_from` is the lightest channel that counts as flagged wherever no other is named. `channels` from red to
    green; `months` in order, the one not known last; `selections` of all declarations; `confusion` by channel, then
    selection; `rules` by name, those in shadow after the others; `pairs` that share most first, and at most 1,000 of
    `pair_count` where more than 200 rules hit; `heat` by chapter and destination; `fill` of all sources, then of each
    where there are several, by box; `missing` boxes and `refusals` as the replay counted them. `notes` say in words
    what could not be computed and what a number does not mean; whoever shows figures shows them.
    """

    schema: int
    ruleset: RulesetVersion
    engine: str
    ended: Ended
    flagged_from: Channel
    headline: Headline
    channels: tuple[ChannelTotal, ...]
    months: tuple[Month, ...]
    selections: tuple[Selected, ...]
    confusion: tuple[Confusion, ...]
    curves: tuple[Curve, ...]
    weighted: Weighted | None
    rules: tuple[RuleFigures, ...]
    pairs: tuple[Pair, ...]
    pair_count: int
    workload: Workload
    heat: tuple[HeatCell, ...]
    fill: tuple[FillRate, ...]
    missing: tuple[MissingCount, ...]
    refusals: tuple[RefusalCount, ...]
    notes: tuple[str, ...]
