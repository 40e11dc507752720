"""A judged tree to what would have to be otherwise: the smallest sets of sentences that would turn its truth.

Enters: a plan, the tree of a unit, the truth that is wanted. Leaves: ways to it, the fewest sentences first. Of what is
undetermined only sentences that are unknown are changed: what is declared stays. Promises: a way of which every box can
be supposed was tried, with what the other sentences about these boxes would become; one that no supposed value leads
through is left out. Ways are few and bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice, product

from stce_rules.core.boxes import Box
from stce_rules.core.truth import Truth, at_least, conjunction, disjunction, negation
from stce_rules.decide.supposed import Supposing
from stce_rules.plan.judgement import Join, Judged, JudgedUnit

__all__ = ["Change", "Way", "ways_to_clear", "ways_to_hit"]

_KEPT = 24
"""Sets of sentences that are kept of each part of a tree."""

MOST = 5
"""Ways that are told."""

_PARTS = 100
"""Parts of a tree that are looked at, of which an officer could read no more."""

_TRIES = 400
"""Combinations of supposed boxes that are tried for a way."""

_MENDED = 3
"""Supposed boxes, and further sets, that a set which alone leads nowhere is tried with."""

_EACH = 40
"""Supposed boxes of each box that are tried with those of others."""

Key = tuple[int | None, int | None, str, int | None]
"""A sentence about a subject: test, window, words, goods item."""

_Set = frozenset[tuple[Key, Truth]]


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that would have to be otherwise, as it was judged, of which item, and what it would have to be."""

    leaf: Judged
    item: int | None
    wanted: Truth


@dataclass(frozen=True, slots=True)
class Way:
    """Sentences that together would do. `tried`: supposed boxes led through; else some can only be assumed."""

    changes: tuple[Change, ...]
    tried: bool


def ways_to_hit(supposing: Supposing, judged: JudgedUnit) -> tuple[Way, ...]:
    """How the unit would hit: its condition true, and nothing that is proven to lift it."""
    lifted = [
        Judged(Truth.FALSE, "", Join.NOT, (one.judged,)) for one in judged.lifts if one.judged.truth is Truth.TRUE
    ]
    whole = Judged(judged.condition.truth, "", Join.ALL, (judged.condition, *lifted))
    return _ways(supposing, whole, Truth.TRUE)


def ways_to_clear(supposing: Supposing, judged: JudgedUnit) -> tuple[Way, ...]:
    """How its condition would plainly not hold."""
    return _ways(supposing, judged.condition, Truth.FALSE)


def _ways(supposing: Supposing, tree: Judged, wanted: Truth) -> tuple[Way, ...]:
    leaves: dict[Key, _Leaf] = {}
    for leaf, item in _leaves(tree, None):
        leaves.setdefault(_key(leaf, item), (len(leaves), leaf, item))
    search = _Search({key: place for key, (place, _, _) in leaves.items()}, tree.truth is Truth.UNKNOWN)
    trying = _Trying(supposing, tree, wanted, leaves)
    found: dict[_Set, bool] = {}
    for one in search.sets(tree, wanted, None):
        leads = {one: trying.leads(one)}
        if leads[one] is None:
            leads = {more: trying.leads(more) for more in _mended(search, trying, one)}
        found |= {each: tried for each, tried in leads.items() if each and tried is not None}
    return tuple(
        Way(tuple(Change(leaves[key][1], leaves[key][2], truth) for key, truth in search.in_order(one)), found[one])
        for one in search.smallest(found)[:MOST]
    )


def _mended(search: _Search, trying: _Trying, one: _Set) -> Iterator[_Set]:
    """A set that alone leads nowhere, with what else must then be otherwise: its values make other sentences false."""
    for truths in islice(trying.supposed(dict(one)), _MENDED):
        supposed = trying.with_truths(truths)
        further = replace(search, fixed=frozenset(truths))
        yield from (one | more for more in further.sets(supposed, trying.wanted, None)[:_MENDED])


def _key(leaf: Judged, item: int | None) -> Key:
    return leaf.test, leaf.window, leaf.sentence, item


def _leaves(tree: Judged, item: int | None) -> Iterator[tuple[Judged, int | None]]:
    about = item if tree.item is None else tree.item
    if not tree.parts:
        yield tree, about
    for part in tree.parts:
        yield from _leaves(part, about)


# ---- which sentences


@dataclass(frozen=True, slots=True)
class _Search:
    """Where each sentence stands in reading order, whether only those that are unknown may change, which may not."""

    order: Mapping[Key, int]
    only_open: bool
    fixed: frozenset[Key] = frozenset()

    def sets(self, tree: Judged, wanted: Truth, item: int | None) -> list[_Set]:
        """The smallest sets of sentences that would make the tree so; the fewest first, then in reading order."""
        about = item if tree.item is None else tree.item
        if tree.truth is wanted and (tree.sentence or not tree.parts):
            return [frozenset()]
        if not tree.parts:
            key = _key(tree, about)
            # a unit that its dates or the flow keep from applying is not a matter of a box
            fixed = tree.unit is not None or key in self.fixed or (self.only_open and tree.truth is not Truth.UNKNOWN)
            return [] if fixed else [frozenset({(key, wanted)})]
        joined = tree.join
        if joined is Join.NOT:
            wanted, joined = negation(wanted), Join.ANY
        each = [self.sets(part, wanted, about) for part in tree.parts[:_PARTS]]
        if (joined is Join.ALL and wanted is Truth.TRUE) or (joined is Join.ANY and wanted is Truth.FALSE):
            return self._together(each)
        if joined is Join.AT_LEAST:
            needed = tree.needed if wanted is Truth.TRUE else len(tree.parts) - tree.needed + 1
            reachable = sorted((sets for sets in each if sets), key=lambda sets: len(sets[0]))[: needed + 3]
            chosen = (self._together(some) for some in islice(combinations(reachable, needed), _KEPT))
            return self.smallest(one for sets in chosen for one in sets)
        return self.smallest(one for sets in each for one in sets)

    def _together(self, each: Sequence[list[_Set]]) -> list[_Set]:
        """Sets that do for all parts at once."""
        found: list[_Set] = [frozenset()]
        for sets in each:
            found = self.smallest(one | other for one in found for other in sets)
        return found

    def smallest(self, sets: Iterable[_Set]) -> list[_Set]:
        """Those that ask nothing twice over and hold no other, the smallest first."""

        def rank(one: _Set) -> tuple[int, list[int]]:
            return len(one), [self.order[key] for key, _ in self.in_order(one)]

        kept: list[_Set] = []
        for one in sorted(set(sets), key=rank):
            if len({key for key, _ in one}) == len(one) and not any(other <= one for other in kept):
                kept.append(one)
            if len(kept) == _KEPT:
                break
        return kept

    def in_order(self, one: _Set) -> list[tuple[Key, Truth]]:
        """The sentences of a set in reading order."""
        return sorted(one, key=lambda change: self.order[change[0]])


# ---- whether a value leads there

_Leaf = tuple[int, Judged, int | None]


@dataclass(frozen=True, slots=True)
class _Trying:
    """Sets of sentences tried with supposed boxes; `told` is what each box could make of the sentences about it."""

    supposing: Supposing
    tree: Judged
    wanted: Truth
    leaves: Mapping[Key, _Leaf]
    told: dict[tuple[str, int | None], list[dict[Key, Truth]]] = field(default_factory=dict)

    def leads(self, one: _Set) -> bool | None:
        """Whether supposed boxes lead there: False where some sentences can only be assumed, None where none do."""
        changes = dict(one)
        for truths in self.supposed(changes):
            if _folded(self.tree, None, truths) is self.wanted:
                return all(_can_tell(self.supposing, key) for key in changes)
        return None

    def supposed(self, changes: Mapping[Key, Truth]) -> Iterator[dict[Key, Truth]]:
        """What sentences become, for each combination of supposed boxes that makes those wanted what they are to be."""
        assumed = {key: truth for key, truth in changes.items() if not _can_tell(self.supposing, key)}
        boxes = dict.fromkeys(_box(self.supposing, key) for key in changes if key not in assumed)
        each = [list(islice(self._leading(box, changes), _EACH if len(boxes) > 1 else _TRIES)) for box in boxes]
        for chosen in islice(product(*each), _TRIES):
            yield {**assumed, **{key: truth for truths in chosen for key, truth in truths.items()}}

    def _leading(self, box: tuple[str, int | None], changes: Mapping[Key, Truth]) -> Iterator[dict[Key, Truth]]:
        """What supposed boxes make of all sentences about one, where those wanted become what they are to be."""
        if box not in self.told:
            self.told[box] = self._told_by(box)
        for truths in self.told[box]:
            if all(truths.get(key, truth) is truth for key, truth in changes.items()):
                yield truths

    def _told_by(self, box: tuple[str, int | None]) -> list[dict[Key, Truth]]:
        """What each supposed box makes of all sentences about it; those that make the same of them once."""
        about = [key for key in self.leaves if _can_tell(self.supposing, key) and _box(self.supposing, key) == box]
        findings = [(key[0], self.leaves[key][1].finding) for key in about if key[0] is not None]
        found: dict[tuple[Truth, ...], dict[Key, Truth]] = {}
        for one in self.supposing.boxes(findings):
            truths = {key: _of(self.supposing, key, one) for key in about}
            found.setdefault(tuple(truths.values()), truths)
        return list(found.values())

    def with_truths(self, truths: Mapping[Key, Truth]) -> Judged:
        """The tree, where some of its sentences are otherwise."""
        return _with_truths(self.tree, None, truths)


def _with_truths(tree: Judged, item: int | None, truths: Mapping[Key, Truth]) -> Judged:
    about = item if tree.item is None else tree.item
    parts = tuple(_with_truths(part, about, truths) for part in tree.parts)
    return replace(tree, truth=_folded(tree, item, truths), parts=parts)


def _can_tell(supposing: Supposing, key: Key) -> bool:
    return key[0] is not None and supposing.can_tell(key[0])


def _box(supposing: Supposing, key: Key) -> tuple[str, int | None]:
    """The box that a sentence speaks of, and of which item."""
    return supposing.field(key[0]) if key[0] is not None else "", key[3]


def _of(supposing: Supposing, key: Key, box: Box) -> Truth:
    return Truth.UNKNOWN if key[0] is None else supposing.truth(key[0], box)


def _folded(tree: Judged, item: int | None, truths: Mapping[Key, Truth]) -> Truth:
    """The truth of the tree, where some of its sentences are otherwise."""
    about = item if tree.item is None else tree.item
    if not tree.parts:
        return truths.get(_key(tree, about), tree.truth)
    parts = (_folded(part, about, truths) for part in tree.parts)
    match tree.join:
        case Join.ALL:
            return conjunction(parts)
        case Join.AT_LEAST:
            return at_least(tree.needed, parts)
        case Join.NOT:
            return negation(disjunction(parts))
        case _:
            return disjunction(parts)
