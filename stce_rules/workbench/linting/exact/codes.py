"""CAS numbers, countries, places, codes and flows: finite sets.

Enters: sentences about such a box. Leaves: what one value can show of them. Promise: exact, except that rows of lists
that hold on some days only are taken to hold or not to hold each by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from stce_rules.core.fields import Field, FieldType
from stce_rules.core.predicates import InList, OneOf, Unexpired
from stce_rules.workbench.linting.exact.asked import FlowAmong, Said
from stce_rules.workbench.linting.exact.listed import NOTHING, Listed
from stce_rules.workbench.linting.exact.members import Member, Truths

_ELSE = {
    FieldType.CAS: ("7732-18-5", "50-00-0", "64-17-5"),
    FieldType.COUNTRY: ("CH", "FR", "JP"),
    FieldType.PLACE: ("CHBSL", "FRPAR", "JPTYO"),
    FieldType.FLOW: ("export", "import", "transit", "transhipment", "re-export"),
}
"""Values that few rules speak of, for a box of each type."""

_MOST_COMBINATIONS = 2_000


class _Set(NamedTuple):
    """Values that make a sentence true on every day, and on some."""

    always: frozenset[str]
    sometimes: frozenset[str] = NOTHING


def code_members(field: Field, about: Sequence[Said], lists: Listed) -> tuple[Member, ...] | None:
    """What one value can show; None for a sentence that is no set."""
    sets = [_set(one, lists) for one in about]
    if None in sets:
        return None
    known = [one for one in sets if one is not None]
    groups: list[tuple[frozenset[str] | None, tuple[tuple[int, ...], ...]]] = [(None, ())]
    for one, said in zip(known, about, strict=True):
        groups = [part for values, truths in groups for part in _parts(values, truths, one, known)]
        # whether a licence is in force does not depend on its code
        if isinstance(said, Unexpired):
            groups = [(values, (*truths[:-1], (2, 1, 0))) for values, truths in groups]
        if len(groups) > _MOST_COMBINATIONS:
            return None
    found: dict[Truths, Member] = {}
    for values, truths in groups:
        says = _words(field, values, known)
        for shown in product(*truths):
            found.setdefault(shown, Member(shown, says if _settled(truths, shown) else None))
    return tuple(found.values())


def _parts(
    values: frozenset[str] | None, truths: tuple[tuple[int, ...], ...], one: _Set, every: Sequence[_Set]
) -> list[tuple[frozenset[str] | None, tuple[tuple[int, ...], ...]]]:
    """A group of values parted by a set; None stands for all values that no set holds."""
    if values is None:
        earlier = every[: len(truths)]
        new = one.always.union(one.sometimes).difference(*(each.always | each.sometimes for each in earlier))
        rest = (None, (*truths, (0,)))
        return [rest, *_parts(new, truths, one, every)] if new else [rest]
    split = ((values & one.always, (2,)), (values & one.sometimes, (2, 1, 0)))
    left = values - one.always - one.sometimes
    return [(part, (*truths, truth)) for part, truth in (*split, (left, (0,))) if part]


def _set(said: Said, lists: Listed) -> _Set | None:
    match said:
        case OneOf(values=values):
            return _Set(values)
        case FlowAmong(flows=flows):
            return _Set(flows)
        case Unexpired():
            return _Set(NOTHING)
        case InList(list=name, as_of=as_of) if name in lists.named:
            parted = lists.parted(name, as_of)
            return _Set(parted.always, parted.sometimes)
        case _:
            return None


def _words(field: Field, values: frozenset[str] | None, every: Sequence[_Set]) -> tuple[str, ...] | None:
    if values is not None:
        word = min(values)
    else:
        taken = frozenset[str]().union(*(one.always | one.sometimes for one in every))
        word = next((one for one in _ELSE.get(field.type, ("N380", "Z999", "N935")) if one not in taken), "")
    return (word,) if word else None


def _settled(possible: Sequence[Truths], truths: Truths) -> bool:
    """Whether a value alone has these truths: as if rows in doubt held; a licence is in force for ever."""
    return all(truth == can[0] for truth, can in zip(truths, possible, strict=True))
