"""Champion and challenger: two replays of one history, declaration by declaration.

Enters: the folders of two replays. Leaves: a `Comparison`, and tables of all declarations that changed. Promises: both
must have judged the same declarations, or nothing is said; a declaration counts once, as it stands at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from stce_rules.analysis.comparison import (
    SCHEMA,
    Affected,
    Change,
    Changed,
    Comparison,
    Decider,
    Moved,
    Paired,
    Transition,
)
from stce_rules.analysis.counts import RANDOM, as_outcomes
from stce_rules.analysis.intervals import chance_said, mcnemar
from stce_rules.analysis.remarks import of_history
from stce_rules.analysis.tables import MEMORY, Tables, opened_both
from stce_rules.core.assessment import CHANNELS, Channel
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.wording import counted

__all__ = ["MOST_AFFECTED", "MOST_CHANGED", "compare"]

MOST_CHANGED = 1000
"""Declarations of each change that are told one by one; the tables have all."""

MOST_AFFECTED = 50
"""Traders of a role, and destinations."""

_TOLD: tuple[Literal["finding", "no finding", "not inspected", "not told"], ...]
_TOLD = ("finding", "no finding", "not inspected", "not told")

_INSPECTED: tuple[Literal["finding", "no finding"], ...] = ("finding", "no finding")

_PAIRED = """
create table main.p as
select x.* exclude (channel, score, sampled), x.channel as champion, y.channel as challenger,
       x.score as champion_score, y.score as challenger_score, x.sampled as champion_sampled,
       y.sampled as challenger_sampled, y.seq as other,
       case when x.channel < $1 and y.channel >= $1 then 'caught'
            when x.channel >= $1 and y.channel < $1 then 'lost' end as moved
from a.d x join b.d y on x.source = y.source and x.row = y.row
where x.id = y.id and x.told = y.told and x.stands = y.stands
"""

_CHANGED = """
create table main.changed as
with asked as (
  select p.seq, r.name, h.floor >= $1 as asks, h.points
  from main.p p join b.h h on h.seq = p.other join b.r r using (rule) where p.moved = 'caught' and h.rule < $3
  union all
  select p.seq, r.name, h.floor >= $1, h.points
  from main.p p join a.h h on h.seq = p.seq join a.r r using (rule) where p.moved = 'lost' and h.rule < $2
), decided as (
  select seq, coalesce(list(name order by points desc, name) filter (asks),
                       list(name order by points desc, name) filter (points > 0)) as rules
  from asked group by seq
)
select p.*, coalesce(d.rules, [if(if(p.moved = 'caught', challenger_sampled, champion_sampled), 'sample', 'decision')])
            as rules
from main.p p left join decided d using (seq) where p.stands and p.moved is not null
"""

_FIRST = """
select id, version, source, row, date, office, exporter, importer, consignee, destination, champion, challenger,
       champion_score, challenger_score, told, rules
from main.changed where moved = $1 order by told, greatest(champion_score, challenger_score) desc, seq limit $2
"""

_AFFECTED = """
select {role}, count(*), count(*) filter (moved = 'caught') as caught, count(*) filter (moved = 'lost') as lost,
       count(*) filter (moved = 'caught' and told = 0), count(*) filter (moved = 'lost' and told = 0)
from main.p where stands and {role} is not null
group by {role} having caught + lost > 0 order by caught + lost desc, {role} limit $1
"""

_FLAGS = """
select told, selected_by = $2, champion >= $1, challenger >= $1, count(*)
from main.p where stands and told < 2 group by all
"""

_WRITTEN = """
copy (
  select id as declaration, version, source, row, date, office, exporter, importer, consignee, destination,
         ['green', 'blue', 'yellow', 'red'][champion + 1] as champion,
         ['green', 'blue', 'yellow', 'red'][challenger + 1] as challenger, champion_score, challenger_score,
         ['finding', 'no finding', 'not inspected', 'not told'][told + 1] as outcome, rules
  from main.changed where moved = '{moved}' order by seq
) to '{path}' (format parquet)
"""


def compare(
    champion: Path,
    challenger: Path,
    *,
    flagged_from: Channel = "yellow",
    tables: Path | None = None,
    memory: str = MEMORY,
) -> Comparison:
    """Compare the replays in two folders.

    `tables`: a folder that is there, to write all of the declarations newly caught and lost into, as Parquet. Raises
    StceError (E665, E840 to E842, E846).
    """
    with opened_both(champion, challenger, memory=memory) as (first, second):
        flagged = CHANNELS.index(flagged_from)
        first.database.execute(_PAIRED, [flagged])
        _check_same(first, second)
        first.database.execute(_CHANGED, [flagged, first.counting, second.counting])
        if tables is not None:
            for moved in get_args(Moved):
                path = str(tables / f"newly_{moved}.parquet").replace("'", "''")
                first.database.execute(_WRITTEN.format(moved=moved, path=path))
        return _compared(first, second, flagged_from)


def _check_same(first: Tables, second: Tables) -> None:
    [(pairs, here, there)] = first.rows(
        "select (select count(*) from main.p), (select count(*) from a.d), (select count(*) from b.d)"
    )
    if pairs != here or pairs != there:
        message = f"the replays have only {pairs:,} of {here:,} and {there:,} declarations in common"
        mend = "replay both rulesets over the same history"
        raise StceError(Diagnostic("E846", message, where=str(second.folder), help=mend))


def _compared(first: Tables, second: Tables, flagged_from: Channel) -> Comparison:
    transitions = _transitions(first)
    told = as_outcomes(first.rows("select told, count(*) from main.p where stands group by told"))
    paired = tuple(_paired(first, flagged_from))
    return Comparison(
        schema=SCHEMA,
        champion=first.summary.ruleset,
        challenger=second.summary.ruleset,
        flagged_from=flagged_from,
        declarations=sum(one.declarations for one in transitions),
        outcomes=told,
        transitions=transitions,
        caught=_change(first, "caught"),
        lost=_change(first, "lost"),
        affected=tuple(_affected(first)),
        paired=paired,
        notes=tuple(_notes(first, second, paired)),
    )


def _transitions(tables: Tables) -> tuple[Transition, ...]:
    counts: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for before, after, told, count in tables.rows(
        "select champion, challenger, told, count(*) from main.p where stands group by all order by all"
    ):
        counts.setdefault((before, after), []).append((told, count))
    return tuple(
        Transition(CHANNELS[before], CHANNELS[after], sum(count for _, count in told), as_outcomes(told))
        for (before, after), told in counts.items()
    )


def _change(tables: Tables, moved: Moved) -> Change:
    told = tables.rows("select told, count(*) from main.changed where moved = $1 group by told", moved)
    rules: dict[str, list[tuple[int, int]]] = {}
    for rule, outcome, count in tables.rows(
        "select rule, told, count(*) from (select unnest(rules) as rule, told from main.changed where moved = $1) "
        "group by all",
        moved,
    ):
        rules.setdefault(rule, []).append((outcome, count))
    deciders = [Decider(rule, sum(count for _, count in some), as_outcomes(some)) for rule, some in rules.items()]
    return Change(
        moved,
        sum(count for _, count in told),
        as_outcomes(told),
        tuple(sorted(deciders, key=lambda one: (-one.declarations, one.rule))),
        tuple(
            Changed(*(*boxes, CHANNELS[before], CHANNELS[after], one, other, _TOLD[outcome], tuple(names)))
            for *boxes, before, after, one, other, outcome, names in tables.rows(_FIRST, moved, MOST_CHANGED)
        ),
    )


def _affected(tables: Tables) -> Iterator[Affected]:
    roles: tuple[Literal["exporter", "importer", "consignee", "destination"], ...]
    roles = ("exporter", "importer", "consignee", "destination")
    for role in roles:
        for row in tables.rows(_AFFECTED.format(role=role), MOST_AFFECTED):
            yield Affected(role, *row)


def _paired(tables: Tables, flagged_from: Channel) -> Iterator[Paired]:
    """Of all inspected, and of the random sample where there is one."""
    flags = tables.rows(_FLAGS, CHANNELS.index(flagged_from), RANDOM)
    selections: tuple[Literal["all", "random"], ...] = ("all", "random")
    for selected_by in selections:
        for told, outcome in enumerate(_INSPECTED):
            counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
            for of_told, at_random, champion, challenger, count in flags:
                if of_told == told and (selected_by == "all" or at_random):
                    counts[champion, challenger] += count
            if selected_by == "all" or any(counts.values()):
                yield _tested(outcome, selected_by, counts)


def _tested(
    outcome: Literal["finding", "no finding"],
    selected_by: Literal["all", "random"],
    counts: dict[tuple[bool, bool], int],
) -> Paired:
    left, right = counts[True, False], counts[False, True]
    chance = mcnemar(left, right)
    return Paired(
        outcome,
        selected_by,
        counts[True, True],
        left,
        right,
        counts[False, False],
        chance,
        _means(outcome, left, right, chance),
    )


_SIGNIFICANT = 0.05


def _means(outcome: str, left: int, right: int, chance: float) -> str:
    """What the test says, and what it does not."""
    what = "with a finding" if outcome == "finding" else "without a finding"
    if left == right == 0:
        return f"both rulesets flag the same inspected declarations {what}"
    said = f"the challenger alone flags {counted(right, 'inspected declaration')} {what}, the champion alone {left:,}"
    by_chance = f"p {chance_said(chance)}"
    if chance >= _SIGNIFICANT:
        return f"{said}; a difference like this may well be chance ({by_chance}), so neither is shown to flag more"
    more = "challenger" if right > left else "champion"
    return f"{said}; chance alone hardly makes such a difference ({by_chance}), so the {more} flags more of them"


def _notes(first: Tables, second: Tables, paired: tuple[Paired, ...]) -> Iterator[str]:
    if "limit" in (first.summary.ended, second.summary.ended):
        yield "the replays did not come to the end of the history"
    if first.summary.refused:
        refused = counted(first.summary.refused, "message")
        yield f"{refused} could not be read, and neither ruleset judged what is in there"
    yield from of_history(first.summary)
    inspected = sum(one.both + one.champion_only + one.challenger_only + one.neither for one in paired[:2])
    if not inspected:
        yield "no outcome of an inspection is told, so nobody can say which ruleset finds more"
        return
    yield (
        "the tests are of declarations that were inspected; where the champion chose what to inspect, what the "
        "challenger alone flags was inspected less, so its findings are undercounted"
    )
    yield (
        "a test says whether a difference may be chance, not how much it matters; it takes declarations as independent "
        "of each other, and many of one trader are not"
    )
    if len(paired) == len(_INSPECTED):
        yield "there is no random sample, so nothing is known of what was not inspected"
