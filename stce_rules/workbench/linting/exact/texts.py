"""Descriptions and other texts: which phrases stand in them, which quantities they state.

Enters: sentences about one text. Leaves: what one text can show of them. Promise: exact as far as phrases are different
things; that one phrase may stand in another is not looked at, nor are lists whose phrases hold on some days only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations, product
from math import prod

from stce_rules.core.boxes import Amount
from stce_rules.core.predicates import Limit, Mentions, MentionsListed, States, TextIs, Within
from stce_rules.workbench.linting.exact.amounts import implied, plainly
from stce_rules.workbench.linting.exact.asked import Said
from stce_rules.workbench.linting.exact.listed import Listed
from stce_rules.workbench.linting.exact.members import Member, Truths

_MOST = 800
_NONE, _SOME, _ALL = range(3)


def text_members(about: Sequence[Said], lists: Listed) -> tuple[Member, ...] | None:
    """What one text can show; None where there are too many ways."""
    sought = {at: some for at, one in enumerate(about) if (some := _phrases(one, lists)) is not None}
    groups = _groups(sought)
    others = [at for at in range(len(about)) if at not in sought]
    ways = [(_NONE, _ALL) if len(group) == 1 else (_NONE, _SOME, _ALL) for group in groups.values()]
    if prod(map(len, ways)) * 3 ** len(others) > _MOST:
        return None
    found: dict[Truths, Member] = {}
    below = [(others[a], others[b]) for a, b in _stated_within([about[at] for at in others])]
    for chosen in product(*ways):
        standing = dict(zip(groups, chosen, strict=True))
        known = {at: _mentioned(about[at], [standing[key] for key in groups if at in key]) for at in sought}
        for rest in product(*[_truths_of(about[at]) for at in others]):
            all_truths = known | dict(zip(others, rest, strict=True))
            truths = tuple([all_truths[at] for at in range(len(about))])
            if all(truths[a] <= truths[b] for a, b in below):
                found.setdefault(
                    truths, Member(truths, _words(groups, standing, about, dict(zip(others, rest, strict=True))))
                )
    return tuple(found.values())


def _phrases(said: Said, lists: Listed) -> frozenset[str] | None:
    """The phrases that are sought; None for a sentence that is about something else."""
    match said:
        case Mentions(phrases=phrases):
            return frozenset(phrases)
        case MentionsListed(list=name, as_of=as_of) if name in lists.named:
            parted = lists.parted(name, as_of)
            return None if parted.sometimes or not parted.always else parted.always
        case _:
            return None


def _groups(sought: dict[int, frozenset[str]]) -> dict[tuple[int, ...], tuple[str, ...]]:
    """Phrases by the sentences that seek them."""
    by_sentences: dict[tuple[int, ...], list[str]] = {}
    for phrase in sorted(frozenset[str]().union(*sought.values())):
        by_sentences.setdefault(tuple(at for at, phrases in sought.items() if phrase in phrases), []).append(phrase)
    return {key: tuple(phrases) for key, phrases in by_sentences.items()}


def _mentioned(said: Said, standing: Sequence[int]) -> int:
    every = isinstance(said, Mentions | MentionsListed) and said.every
    return 2 if (all(one == _ALL for one in standing) if every else any(standing)) else 0


def _truths_of(said: Said) -> tuple[int, ...]:
    return (0, 2) if isinstance(said, TextIs) else (1, 0, 2) if isinstance(said, States) else (0, 1, 2)


def _stated_within(about: Sequence[Said]) -> Iterator[tuple[int, int]]:
    """Statements of one measure of which the first lies within the second."""
    stated = [(at, one) for at, one in enumerate(about) if isinstance(one, States)]
    for (a, one), (b, other) in permutations(stated, 2):
        if one.written == other.written and (0, 1) in implied((one.within, other.within)):
            yield a, b


def _words(
    groups: dict[tuple[int, ...], tuple[str, ...]],
    standing: dict[tuple[int, ...], int],
    about: Sequence[Said],
    others: dict[int, int],
) -> tuple[str, ...] | None:
    """A text that shows it, where one is easily written."""
    said: list[str] = []
    for key, phrases in groups.items():
        said += phrases[: (0, 1, len(phrases))[standing[key]]]
    for at, truth in others.items():
        one = about[at]
        if isinstance(one, States) and truth != 1:
            quantity = _quantity(one, truth)
            if quantity is None:
                return None
            said.append(quantity)
        elif truth and not isinstance(one, States):
            if not isinstance(one, TextIs) or said:
                return None
            said.append(min(one.folded))
    return ("; ".join(one.rstrip("*") for one in said) or "goods",)


def _quantity(said: States, truth: int) -> str | None:
    """The measure with a value inside its limits, or outside."""
    value = _inside(said.within) if truth == 2 else _outside(said.within)
    base = next((spelling for spelling, factor, offset in said.units if factor == 1 and offset == 0), None)
    return None if value is None or base is None else f"{said.written[0]} {plainly(value)} {base}"


def _inside(within: Within) -> Fraction | None:
    low, high = (list(_bounds((one,))) for one in (within.low, within.high))
    if low and high:
        return (low[-1] + high[-1]) / 2
    return low[-1] + 1 if low else high[-1] / 2 if high else None


def _outside(within: Within) -> Fraction | None:
    low, high = (list(_bounds((one,))) for one in (within.low, within.high))
    return min(low) / 2 if low else max(high) + 1 if high else None


def _bounds(limits: Iterable[Limit | None]) -> Iterator[Fraction]:
    for one in limits:
        if one is not None:
            yield from (value.value for _, value in one.bound.values if isinstance(value, Amount))
