"""What each rule adds, and which rules say the same.

Enters: the tables of a replay. Leaves: figures of each rule, and the pairs of rules that hit the same declarations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from stce_rules.analysis.counts import RANDOM, as_cell, as_outcomes, coverage, lift, selection_order
from stce_rules.analysis.figures import Fired, LeaveOneOut, Outcomes, Pair, RuleFigures, Selected
from stce_rules.analysis.intervals import ratio
from stce_rules.analysis.tables import Tables
from stce_rules.analysis.without import NOTHING_LOST, WithoutEach
from stce_rules.replay.summary import RuleCount

__all__ = ["MANY_RULES", "MOST_PAIRS", "count_by_declaration", "pairs", "rules"]

MANY_RULES = 200
"""With more rules than these, only the pairs that share most are told."""

MOST_PAIRS = 1000
"""So many of them."""

_BY_DECLARATION = """
create table t as
select seq, sum(points)::bigint as total, count(*) filter (floor = 1) as blue, count(*) filter (floor = 2) as yellow,
       count(*) filter (floor = 3) as red, count(*) filter (hits > 0) as hit, count(*) filter (open > 0) as open
from h where rule < getvariable('counting') group by seq
"""

_BY_RULE = """
select h.rule, d.selected_by, d.told, sum(h.hits)::bigint, sum(h.open)::bigint, sum(h.exempt)::bigint,
       count(*) filter (h.hits > 0), count(*) filter (h.open > 0),
       count(*) filter (h.hits > 0 and coalesce(t.hit, 0) = if(h.rule < getvariable('counting'), 1, 0)),
       sum(h.points)::bigint, min(d.date) filter (h.hits > 0), max(d.date) filter (h.hits > 0)
from h join d using (seq) left join t using (seq)
group by all order by all
"""

_BY_MONTH = """
select h.rule, strftime(d.date, '%Y-%m') as month, count(*) from h join d using (seq) where h.hits > 0 group by all
"""

_PAIRS = """
with profiles as (
  select rules, count(*) as count, count(*) filter (told = 0) as findings
  from (select list_sort(list(h.rule)) as rules, any_value(d.told) as told
        from h join d using (seq) where h.hits > 0 and h.rule < getvariable('counting')
        group by h.seq having count(*) > 1)
  group by rules
), firsts as (
  select unnest(rules) as first, rules, count, findings from profiles
), twos as (
  select first, unnest(rules) as second, count, findings from firsts
)
select first, second, sum(count)::bigint, sum(findings)::bigint from twos where first < second group by all
"""
# Few different sets of rules hit many declarations, so sets are paired, not declarations.


def count_by_declaration(tables: Tables) -> None:
    """Make the table `t`: of each declaration the points, channels and rules that count."""
    tables.database.execute("set variable counting = $1", [tables.counting])
    tables.database.execute(_BY_DECLARATION)


@dataclass(slots=True)
class _Sums:
    """What the groups of one rule add up to."""

    counts: list[int] = field(default_factory=lambda: [0] * 7)
    told: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    unique_findings: int = 0
    days: list[date] = field(default_factory=list)

    def add(self, selected_by: str, told: int, counts: Sequence[int], days: Iterable[date | None]) -> None:
        """Add a group. `counts`: hits, open, exempt, declarations hit, open, unique, points."""
        self.counts = [one + other for one, other in zip(self.counts, counts, strict=True)]
        if counts[3]:
            self.told.setdefault(selected_by, []).append((told, counts[3]))
        self.unique_findings += counts[5] if told == 0 else 0
        self.days += [one for one in days if one is not None]


def rules(
    tables: Tables, selections: Sequence[Selected], months: Sequence[str | None], without: WithoutEach
) -> tuple[RuleFigures, ...]:
    """The figures of each rule, those in shadow after the others."""
    sums: defaultdict[int, _Sums] = defaultdict(_Sums)
    for rule, selected_by, told, *counts, first, last in tables.rows(_BY_RULE):
        sums[rule].add(selected_by, told, counts, (first, last))
    by_month: defaultdict[int, dict[str | None, int]] = defaultdict(dict)
    for rule, month, count in tables.rows(_BY_MONTH):
        by_month[rule][month] = count
    random = next((one.outcomes for one in selections if one.selected_by == RANDOM), Outcomes())
    return tuple(
        _rule(
            (one, at >= tables.counting),
            sums[at],
            random,
            tuple(by_month[at].get(month, 0) for month in months),
            None if isinstance(without, str) or at >= tables.counting else without.get(at, NOTHING_LOST),
        )
        for at, one in enumerate(tables.rules)
    )


def _rule(
    rule: tuple[RuleCount, bool],
    sums: _Sums,
    random: Outcomes,
    months: tuple[int, ...],
    without: LeaveOneOut | None,
) -> RuleFigures:
    count, shadow = rule
    hits, undetermined, exempt, declarations, open_declarations, unique, points = sums.counts
    split = tuple(Selected(name, as_outcomes(sums.told[name])) for name in sorted(sums.told, key=selection_order))
    told = as_outcomes(pair for some in sums.told.values() for pair in some)
    hit_at_random = next((one.outcomes for one in split if one.selected_by == RANDOM), Outcomes())
    return RuleFigures(
        rule=count.rule,
        version=count.version,
        title=count.title,
        ruleset=count.ruleset,
        shadow=shadow,
        fired=_fired(hits, undetermined, exempt),
        hits=hits,
        undetermined=undetermined,
        exempt=exempt,
        declarations=declarations,
        declarations_undetermined=open_declarations,
        unique=unique,
        points=points,
        first=min(sums.days, default=None),
        last=max(sums.days, default=None),
        outcomes=told,
        selections=split,
        unique_findings=sums.unique_findings,
        coverage=coverage(told),
        yielded=as_cell(told).ratio,
        recall=ratio(hit_at_random.with_finding, random.with_finding) if random.with_finding else None,
        lift=lift(told, hit_at_random, random),
        months=months,
        without=without,
    )


def _fired(hits: int, undetermined: int, exempt: int) -> Fired:
    if hits:
        return "hit"
    if undetermined:
        return "undetermined only"
    return "exempt only" if exempt else "never"


def pairs(tables: Tables, declarations: Mapping[str, int]) -> tuple[tuple[Pair, ...], int]:
    """Pairs of rules that count, those that share most first, and how many there are in all.

    `declarations` are those hit by each rule.
    """
    names = [one.rule for one in tables.rules]
    found = []
    for one, other, shared, findings in tables.rows(_PAIRS):
        first, second = sorted((names[one], names[other]))
        either = declarations[first] + declarations[second] - shared
        found.append(Pair(first, second, shared, findings, shared / either))
    found.sort(key=lambda one: (-one.shared, one.first, one.second))
    hitting = sum(1 for count in declarations.values() if count)
    return tuple(found[: MOST_PAIRS if hitting > MANY_RULES else None]), len(found)
