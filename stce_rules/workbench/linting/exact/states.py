"""The states of a topic: which truths its sentences can have together.

Enters: sentences about one topic, the lists. Leaves: every combination of their truths that some declaration may show,
each with words that put a box into that state where there are such. Promise: no combination that a declaration can show
is left out; where the sentences are too many, or are not understood, None: each is then anything by itself.

A box is blank, or cannot be read, or holds values; next to a value there may stand what cannot be read, which makes
unknown what would be false. Of a box with several values, and of a box of several goods items, some value counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from stce_rules.core.fields import Field, FieldType
from stce_rules.core.predicates import (
    Blank,
    InList,
    MentionsListed,
    OneOf,
    PassesThrough,
    PassesThroughListed,
    Resembles,
    Within,
    Written,
)
from stce_rules.language.checking.contradictions import holds_several
from stce_rules.language.syntax import Quantifier
from stce_rules.workbench.linting.exact.amounts import amount_members, implied
from stce_rules.workbench.linting.exact.asked import Anything, Asked, FlowAmong, InForce, Said, Shown, Topic
from stce_rules.workbench.linting.exact.codes import code_members
from stce_rules.workbench.linting.exact.listed import Listed
from stce_rules.workbench.linting.exact.members import Member, Truths, distinct
from stce_rules.workbench.linting.exact.tariff import hs_members
from stce_rules.workbench.linting.exact.texts import text_members

MOST = 243
"""States of one topic that are looked at."""

_MOST_UNLIKE = 5
"""Sentences of one topic that are each true, unknown or false by themselves."""

_ANYTHING: tuple[Truths, ...] = ((0,), (1,), (2,))


PLAIN, UNREADABLE, TORN = range(3)
"""Nothing is wrong with a box, it holds something unreadable, or (a box for one value) a value and something unreadable
besides, as where a message states it twice."""


class State(NamedTuple):
    """The truths of the sentences, in their order.

    `says` are the words of the value that the box holds, none for a blank box; None where no words are known that
    surely do. `fault`: what is wrong with the box at least, `PLAIN` for nothing.
    """

    truths: Truths
    says: tuple[str, ...] | None = None
    fault: int = 0


def anything() -> tuple[State, ...]:
    """The states of a sentence by itself that is not understood."""
    return tuple(State(one) for one in _ANYTHING)


def states_of(topic: Topic, sentences: tuple[Asked, ...], lists: Listed) -> tuple[State, ...] | None:
    """All states of a topic, those with words first."""
    if any(isinstance(one.said, InList | MentionsListed | PassesThroughListed) for one in sentences):
        return _states_of(topic, sentences, lists)
    return _without_lists(topic, sentences)


@lru_cache(maxsize=4096)
def _without_lists(topic: Topic, sentences: tuple[Asked, ...]) -> tuple[State, ...] | None:
    """What rests on no list stays the same whatever else changes in a ruleset."""
    return _states_of(topic, sentences, Listed({}))


def _states_of(topic: Topic, sentences: Sequence[Asked], lists: Listed) -> tuple[State, ...] | None:
    said = tuple(dict.fromkeys(one.said for one in sentences))
    found = _of_box(topic.box, said, lists) if topic.box is not None else _of_other(said)
    if found is None:
        return None
    at = [(said.index(one.said), one.negated) for one in sentences]
    signed = [one._replace(truths=tuple([2 - one.truths[n] if no else one.truths[n] for n, no in at])) for one in found]
    if topic.spread:
        of_some: list[State] = []
        for fault in (PLAIN, UNREADABLE, TORN):
            more = _some([one.truths for one in signed if one.fault <= fault])
            if more is None:
                return None
            of_some += [State(one, fault=fault) for one in more]
        signed += of_some
    return tuple(_worded_first(signed))


def _worded_first(states: Iterable[State]) -> Iterable[State]:
    kept: dict[Truths, State] = {}
    for one in states:
        before = kept.get(one.truths)
        if before is None or (one.fault, one.says is None) < (before.fault, before.says is None):
            kept[one.truths] = one
    return sorted(kept.values(), key=lambda one: one.says is None)


def _some(members: Iterable[Truths]) -> tuple[Truths, ...] | None:
    """What several together can show, where a sentence holds for all that holds for some."""
    basis = tuple(dict.fromkeys(members))
    found, new = dict.fromkeys(basis), basis
    while new:
        joined = dict.fromkeys(tuple(map(max, one, other)) for one in new for other in basis)
        new = tuple(one for one in joined if one not in found)
        found |= dict.fromkeys(new)
        if len(found) > MOST:
            return None
    return tuple(found)


# ---- boxes


def _of_box(field: Field, said: tuple[Said, ...], lists: Listed) -> list[State] | None:
    about = tuple(one for one in said if not isinstance(one, Blank | Written))
    members = _members(field, about, lists) if about else (Member((), _plain_words(field)),)
    if members is None or len(members) > MOST:
        return None
    held = {one.truths: one for one in members}
    if holds_several(field):
        more = _some(held)
        if more is None:
            return None
        held |= {one: held.get(one, Member(one)) for one in more}
    # what applies by flow and day is read off the declaration itself, not off its box
    own = [one.otherwise if isinstance(one, FlowAmong | InForce) else None for one in about]
    unknown = tuple([1 if one is None else one for one in own])
    none = tuple([0 if one is None else one for one in own])
    lost = tuple([1 if one is None else 0 for one in own])
    found = [State(_with_presence(said, about, one.truths, False), one.says) for one in held.values()]
    found += [State(_with_presence(said, about, one, False), fault=UNREADABLE) for one in (unknown, lost)]
    found.append(State(_with_presence(said, about, none if field.closed else unknown, True), ()))
    torn = [tuple([t or 1 if mine is None else t for t, mine in zip(one, own, strict=True)]) for one in held]
    fault = UNREADABLE if holds_several(field) else TORN
    found += [State(_with_presence(said, about, one, False), fault=fault) for one in torn]
    return found


def _with_presence(said: tuple[Said, ...], about: tuple[Said, ...], truths: Truths, blank: bool) -> Truths:
    """The truths of all sentences, with those that only ask whether anything stands in the box."""
    if len(about) == len(said):
        return truths
    known = dict(zip(about, truths, strict=True))
    missing, stated = (2, 0) if blank else (0, 2)
    return tuple(
        [missing if isinstance(one, Blank) else stated if isinstance(one, Written) else int(known[one]) for one in said]
    )


def _members(field: Field, about: tuple[Said, ...], lists: Listed) -> tuple[Member, ...] | None:
    """What one value of the box can show."""
    match field.type:
        case FieldType.HS:
            return hs_members(about, lists)
        case FieldType.CAS | FieldType.COUNTRY | FieldType.PLACE | FieldType.CODE | FieldType.FLOW:
            return code_members(field, about, lists)
        case FieldType.TEXT:
            return text_members(about, lists)
        case FieldType.MASS | FieldType.QUANTITY | FieldType.MONEY | FieldType.PERCENT | FieldType.NUMBER:
            return amount_members(field, about)
        case FieldType.DATE:
            return amount_members(field, about)
        case FieldType.BOOLEAN:
            return tuple(Member((one,) * len(about)) for one in (0, 2))
        case _:
            return _unlike(about, lists)


def _unlike(about: tuple[Said, ...], lists: Listed) -> tuple[Member, ...] | None:
    """Sentences about parties and routes: each anything, but what is more like is also less like."""
    if len(about) == 1:
        named = _named(about[0], lists)
        return (Member((2,), (min(named),) if named else None), Member((0,), ("JP",)), Member((1,)))
    below = [
        (at, other)
        for at, one in enumerate(about)
        for other, two in enumerate(about)
        if isinstance(one, Resembles) and isinstance(two, Resembles) and _closer(one, two)
    ]
    return distinct(product(range(3), repeat=len(about)), below) if len(about) <= _MOST_UNLIKE else None


def _named(said: Said, lists: Listed) -> frozenset[str]:
    """Parties or stops that make a sentence true."""
    match said:
        case OneOf(values=values):
            return values
        case PassesThrough(countries=countries, places=places):
            return places or countries
        case InList(list=name, as_of=as_of) | PassesThroughListed(list=name, as_of=as_of) if name in lists.named:
            return lists.parted(name, as_of).always
        case _:
            return frozenset()


def _closer(one: Resembles, other: Resembles) -> bool:
    return (one.list, one.as_of, one.matcher) == (other.list, other.as_of, other.matcher) and one.least > other.least


_WORDS: Mapping[FieldType, str] = {
    FieldType.HS: "4901.99", FieldType.CAS: "7732-18-5", FieldType.COUNTRY: "CH", FieldType.TEXT: "goods",
    FieldType.MASS: "1 kg", FieldType.PERCENT: "1%", FieldType.DATE: "2022-01-01",
}  # fmt: skip


def _plain_words(field: Field) -> tuple[str, ...] | None:
    """Words that state a box of which nothing more is asked."""
    found = _WORDS.get(field.type)
    return None if found is None else (found,)


# ---- what is no box


def _of_other(said: tuple[Said, ...]) -> list[State] | None:
    if all(isinstance(one, Shown) for one in said):
        return [State(one) for one in _shown([one for one in said if isinstance(one, Shown)])]
    if all(isinstance(one, Within) for one in said) and len(said) <= _MOST_UNLIKE:
        return [State(one.truths) for one in distinct(product(range(3), repeat=len(said)), implied(said))]
    return [*anything()] if len(said) == 1 and isinstance(said[0], Anything) else None


def _shown(said: Sequence[Shown]) -> Iterable[Truths]:
    """By how many goods items surely show it, may show it, and surely do not."""
    most = max(one.needed for one in said) + 1
    if most > 12:
        return dict.fromkeys(product(range(3), repeat=len(said)))
    counts = [one for one in product(range(most + 1), repeat=3) if any(one)]
    found = dict.fromkeys(tuple([_counted(one, *count) for one in said]) for count in counts)
    return {**found, (1,) * len(said): None}


def _counted(said: Shown, surely: int, perhaps: int, never: int) -> int:
    some = 2 if surely >= said.needed else 1 if surely + perhaps >= said.needed else 0
    match said.quantifier:
        case Quantifier.ANY | Quantifier.AT_LEAST:
            return some
        case Quantifier.NO:
            return 2 - some
        case Quantifier.EVERY:
            return 0 if never else 1 if perhaps else 2
