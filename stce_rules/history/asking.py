"""The values of a window, asked of the database.

Enters: the place in time of who asks, the groups of a window. Leaves: for each group what other declarations give to
it. Promise: a few statements for all groups of a window together, each a scan of the rows that lie within the window's
days; sums are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from stce_rules.core.windows import Group, Measure
from stce_rules.engines.contributions import Keys
from stce_rules.engines.facts import Fact, Facts, Pattern
from stce_rules.history.rows import LIMBS, matching, place, whole
from stce_rules.history.schema import FACTS, VALUES, digest
from stce_rules.history.stays import NEVER

__all__ = ["Here", "groups"]

_Asking = sa.Select[*tuple[Any, ...]] | sa.CompoundSelect[*tuple[Any, ...]]
_Place = bytes


@dataclass(frozen=True, slots=True)
class Here:
    """Who asks: the connection, and the place in time of a declaration, its day and id.

    `latest` is the last day on which a declaration of that day counts in the window.
    """

    connection: Connection
    day: int
    id: str
    latest: int


def groups(here: Here, measure: Measure, meaning: bytes, asked: Iterable[Keys], own: Facts) -> dict[Keys, Group]:
    """The value for each group: what others give to it, and what the declaration itself gives."""
    places = {keys: [place(meaning, one) for one in matching(keys)] for keys in asked}
    given = _given(here, measure, [one for several in places.values() for one in several])
    values = (
        _values_of(here, {keys: place(meaning, keys) for keys in places}, own) if measure is Measure.DISTINCT else {}
    )
    found = {}
    for keys, several in places.items():
        facts = [given[one] for one in several if one in given]
        facts += [own.rows[one] for one in matching(keys) if one in own.rows]
        found[keys] = _group(measure, keys, facts, values.get(keys, 0))
    return found


def _group(measure: Measure, keys: Keys, facts: Sequence[Fact], values: int) -> Group:
    lows = [one.low for one in facts if one.low is not None]
    highs = [one.high for one in facts if one.high is not None]
    is_open = sum(one.opens for one in facts) > 0
    declarations = sum(one.declarations for one in facts)
    if measure is Measure.LARGEST:
        return Group(keys, max(lows, default=None), None if is_open else max(highs, default=None), declarations)
    told_apart = Fraction(values)
    return Group(keys, sum(lows, told_apart), None if is_open else sum(highs, told_apart), declarations)


# ---- what others give


def _given(here: Here, measure: Measure, places: Sequence[_Place]) -> dict[_Place, Fact]:
    """By place: sums of all rows that stand; of a largest value the largest ends."""
    given: dict[_Place, Fact] = {}
    for row in _rows(here, _sums, places):
        given[row[0]] = Fact(whole(row[1:4]), whole(row[4:7]), int(row[7]), int(row[8]))
    if measure is Measure.LARGEST and given:
        for row in _rows(here, _largest_low, list(given)):
            given[row[0]].low = whole(row[1:4])
        for row in _rows(here, _largest_high, list(given)):
            given[row[0]].high = whole(row[1:4])
    return given


def _values_of(here: Here, places: dict[Pattern, _Place], own: Facts) -> dict[Pattern, int]:
    """How many values there are in each group, with one's own."""
    counted = {row[0]: int(row[1]) for row in _rows(here, _counted, list(places.values()))}
    texts = {(places[keys], digest(text)) for keys, text in own.values if keys in places}
    wanted, told = sorted({one for one, _ in texts}), sorted({one for _, one in texts})
    known = {(row[0], row[1]) for row in _rows(here, _told_too, wanted, told)}
    new = [one for one, _ in texts - known]
    return {keys: counted.get(one, 0) + new.count(one) for keys, one in places.items()}


# ---- statements

_AT_ONCE = 64
"""Places, or values, in one statement."""


def _rows(
    here: Here, statement: Callable[[int, int], _Asking], places: Sequence[_Place], texts: Sequence[bytes] = ()
) -> Iterator[Sequence[Any]]:
    """The rows for places, and for values where the statement wants them: the database keeps few statements ready."""
    for some in _portions(places):
        for told in _portions(texts) if texts else ((),):
            bound: dict[str, object] = {"day": here.day, "id": here.id, "latest": here.latest}
            bound |= {f"place_{number}": one for number, one in enumerate(some)}
            bound |= {f"text_{number}": one for number, one in enumerate(told)}
            yield from here.connection.execute(statement(len(some), len(told)), bound)


def _portions(several: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Each filled up to 1, 2, 4 and so on by saying the first again."""
    for start in range(0, len(several), _AT_ONCE):
        some = several[start : start + _AT_ONCE]
        yield [*some, *[some[0]] * ((1 << (len(some) - 1).bit_length()) - len(some))]


def _standing(rows: sa.Table, places: Iterable[int]) -> sa.ColumnElement[bool]:
    """Rows of other declarations that stand at a place in time and still count on its day.

    What is of that day or before counts until `latest` at most; what has no day counts for ever. Saying so spares a
    message that comes late from looking at all that is later.
    """
    day, name = sa.bindparam("day", type_=sa.Integer), sa.bindparam("id", type_=rows.c.id.type)
    asked = rows.c.place.in_([sa.bindparam(f"place_{number}", type_=rows.c.place.type) for number in places])
    dated = sa.and_(asked, rows.c.last >= day, rows.c.last <= sa.bindparam("latest", type_=sa.Integer))
    return sa.and_(
        sa.or_(dated, sa.and_(asked, rows.c.last == NEVER)),
        rows.c.id != name,
        sa.or_(rows.c.first < day, sa.and_(rows.c.first == day, rows.c.id < name)),
        sa.or_(rows.c.until > day, sa.and_(rows.c.until == day, rows.c.id > name)),
    )


@cache
def _sums(count: int, _texts: int) -> _Asking:
    columns = [FACTS.c[f"{end}_{limb}"] for end in ("low", "high") for limb in LIMBS]
    sums = [sa.func.sum(one) for one in (*columns, FACTS.c.opens, FACTS.c.declarations)]
    return sa.select(FACTS.c.place, *sums).where(_standing(FACTS, range(count))).group_by(FACTS.c.place)


@cache
def _largest_low(count: int, _texts: int) -> _Asking:
    return _largest("low", count)


@cache
def _largest_high(count: int, _texts: int) -> _Asking:
    return _largest("high", count)


def _largest(end: str, count: int) -> _Asking:
    """A statement for each place, which keeps the best row of a scan."""
    parts = [FACTS.c[f"{end}_{limb}"] for limb in LIMBS]
    best = [
        sa.select(FACTS.c.place, *parts)
        .where(_standing(FACTS, [number]), parts[0].is_not(None))
        .order_by(*(one.desc() for one in parts))
        .limit(1)
        .subquery()
        for number in range(count)
    ]
    return sa.union_all(*(sa.select(one) for one in best))


@cache
def _counted(count: int, _texts: int) -> _Asking:
    several = sa.func.count(sa.distinct(VALUES.c.text))
    return sa.select(VALUES.c.place, several).where(_standing(VALUES, range(count))).group_by(VALUES.c.place)


@cache
def _told_too(count: int, texts: int) -> _Asking:
    same = VALUES.c.text.in_([sa.bindparam(f"text_{number}", type_=VALUES.c.text.type) for number in range(texts)])
    return sa.select(VALUES.c.place, VALUES.c.text).distinct().where(_standing(VALUES, range(count)), same)
