"""What would happen without one rule: for every rule, in one pass over what the replay found.

Enters: the tables of a replay, the decision of its plan. Leaves: for each rule the declarations that would leave their
channel, or the reason why that cannot be computed. Promises: score, cap, thresholds, floors and the stable sample are
computed as `decide.channel` does; before anything is said, they are computed with all rules and must give the channel
and score of every declaration.

The rule alone loses its effects. A rule that asks whether it hits still sees it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from stce_rules.analysis.figures import ChannelMove, LeaveOneOut
from stce_rules.analysis.tables import Tables
from stce_rules.core.assessment import CHANNELS, Channel
from stce_rules.core.predicates import Limit
from stce_rules.core.semantics import Day, number_within
from stce_rules.core.truth import Truth, at_least, conjunction, disjunction, negation
from stce_rules.decide.channel import heaviest
from stce_rules.plan.model import AllOf, AnyOf, AtLeastOf, Condition, Decision, Not, ScoreIs

__all__ = ["NOTHING_LOST", "WithoutEach", "without_each"]

WithoutEach = Mapping[int, LeaveOneOut] | str
"""By the place of a rule in `Tables.rules`; or the reason, in words, why it cannot be said."""

NOTHING_LOST = LeaveOneOut(0, 0, ())
"""Of a rule without which every declaration keeps its channel; it is not among `WithoutEach`."""

_NO_CAP = 2**62

_PREPARED = """
create or replace table decided (score bigint, channel tinyint);
create or replace macro floor_of(blue, yellow, red) as
  case when red > 0 then 3 when yellow > 0 then 2 when blue > 0 then 1 else 0 end;
create or replace macro drawn(id) as
  ('0x' || left(sha256(getvariable('ruleset') || chr(0) || id), 12))::hugeint;
"""
"""`drawn` is `decide.channel.drawn` before its division by 2**48."""

_SCORES = """
select distinct least(score, getvariable('cap')) from (
  select total as score from t union all select 0
  union all select t.total - h.points from h join t using (seq) where h.rule < $1
)
"""

_MOVES = """
with moved as (
  select h.rule, d.channel as before, {after} as after, d.told
  from h join t using (seq) join d using (seq)
       join decided k on k.score = least(t.total - h.points, getvariable('cap'))
  where h.rule < $1 and (h.points > 0 or h.floor > 0)
)
select rule, before, after, count(*), count(*) filter (told = 0) from moved
where before <> after group by rule, before, after order by rule, before, after
"""

_DISAGREEING = """
select count(*) from d left join t using (seq)
     join decided k on k.score = least(coalesce(t.total, 0), getvariable('cap'))
where d.stands and (d.channel <> {after} or d.score <> k.score)
"""


def without_each(tables: Tables, decision: Decision | None, flagged_from: Channel) -> WithoutEach:
    """Every rule that counts and changes something, left out alone."""
    if decision is None:
        return "the decision of the ruleset is not known; name the rulesets of the replay with --rules"
    if not all(_of_score_alone(one.condition) for one in decision.channels):
        return "the channel does not follow from the score alone: the decision of the ruleset asks about more"
    database = tables.database
    database.execute(_PREPARED)
    database.execute("set variable ruleset = $1", [tables.summary.ruleset.name])
    database.execute("set variable cap = $1", [_NO_CAP if decision.cap is None else decision.cap])
    decided = [(score, CHANNELS.index(_decided(decision, score))) for (score,) in tables.rows(_SCORES, tables.counting)]
    database.execute(
        "insert into decided select unnest($1), unnest($2)", [list(one) for one in zip(*decided, strict=True)]
    )
    whole = _raised(decision, "floor_of(coalesce(t.blue, 0), coalesce(t.yellow, 0), coalesce(t.red, 0))")
    [(differing,)] = tables.rows(_DISAGREEING.format(after=whole))
    if differing:
        return f"{differing:,} declarations have a channel or score that does not follow from the findings"
    less = _raised(
        decision, "floor_of(t.blue - (h.floor = 1)::int, t.yellow - (h.floor = 2)::int, t.red - (h.floor = 3)::int)"
    )
    return _by_rule(tables.rows(_MOVES.format(after=less), tables.counting), CHANNELS.index(flagged_from))


def _by_rule(rows: list[tuple[int, int, int, int, int]], flagged: int) -> Mapping[int, LeaveOneOut]:
    moves: defaultdict[int, list[ChannelMove]] = defaultdict(list)
    lost: defaultdict[int, int] = defaultdict(int)
    for rule, before, after, count, findings in rows:
        moves[rule].append(ChannelMove(CHANNELS[before], CHANNELS[after], count, findings))
        lost[rule] += findings if after < flagged <= before else 0
    return {
        rule: LeaveOneOut(sum(one.declarations for one in some), lost[rule], tuple(some))
        for rule, some in moves.items()
    }


def _raised(decision: Decision, floor: str) -> str:
    """In SQL: the decided channel, raised by floors, then by the first sample that draws the declaration."""
    channel = f"greatest(k.channel, {floor})"
    lines = [
        f"when {channel} = {CHANNELS.index(heaviest((one.of,)))} and drawn(d.id) * {one.share.denominator} "
        f"< {one.share.numerator * 2**48}::hugeint then greatest({channel}, {CHANNELS.index(heaviest((one.into,)))})"
        for one in decision.samples
    ]
    return f"(case {' '.join(lines)} else {channel} end)" if lines else channel


def _decided(decision: Decision, score: int) -> Channel:
    reached = [one.channel for one in decision.channels if _truth(one.condition, score) is Truth.TRUE]
    return heaviest(reached or [decision.otherwise])


def _of_score_alone(condition: Condition) -> bool:
    match condition:
        case ScoreIs():
            return all(_undated(one) for one in (condition.within.low, condition.within.high))
        case AllOf() | AnyOf() | AtLeastOf():
            return all(_of_score_alone(part) for part in condition.parts)
        case Not():
            return _of_score_alone(condition.part)
        case _:
            return False


def _undated(limit: Limit | None) -> bool:
    return limit is None or [start for start, _ in limit.bound.values] == [None]


_NO_DAY = Day(None, {}, lambda *_: None)


def _truth(condition: Condition, score: int) -> Truth:
    match condition:
        case ScoreIs():
            return number_within(condition.within, score, _NO_DAY)
        case AllOf():
            return conjunction(_truth(part, score) for part in condition.parts)
        case AnyOf():
            return disjunction(_truth(part, score) for part in condition.parts)
        case AtLeastOf():
            return at_least(condition.needed, (_truth(part, score) for part in condition.parts))
        case Not():
            return negation(_truth(condition.part, score))
        case _:
            raise ValueError("a condition that asks about more than the score")
