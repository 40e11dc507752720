"""Which sentences a judged tree rests on: the evidence of a hit, the boxes that would decide an open rule.

Enters: the trees engines hand over. Leaves: leaves of the tree in reading order. Promise: nothing is judged here; a
sentence is evidence exactly when the truth above it follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from stce_rules.core.assessment import Evidence, Like, Place, Row
from stce_rules.core.predicates import (
    InList,
    MentionsListed,
    NamedList,
    PassesThroughListed,
    Predicate,
    Resembles,
    SameAs,
)
from stce_rules.core.semantics import Witness
from stce_rules.core.text import FoldedText
from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, negation
from stce_rules.core.windows import Window, WindowValue
from stce_rules.decide.amounts import shown
from stce_rules.plan.judgement import Join, Judged
from stce_rules.plan.model import Plan, UnitKind

Leaf = tuple[Judged, int | None]
"""A sentence without parts, and the number of the goods item it is about where that is not the one asked."""


def supports(judged: Judged) -> list[Leaf]:
    """The leaves that the truth of a sentence follows from, in reading order."""
    found: list[Leaf] = []
    _collect(judged, None, found)
    return found


def _collect(judged: Judged, item: int | None, found: list[Leaf]) -> None:
    about = item if judged.item is None else judged.item
    if not judged.parts:
        found.append((judged, about))
        return
    for part in _deciding(judged):
        _collect(part, about, found)


def _deciding(judged: Judged) -> Sequence[Judged]:
    """The parts that decide: those of the same truth, or all where only all of them together do."""
    wanted = negation(judged.truth) if judged.join is Join.NOT else judged.truth
    if judged.join is Join.AT_LEAST and judged.truth is FALSE:
        return [part for part in judged.parts if part.truth is not TRUE]
    return [part for part in judged.parts if part.truth is wanted] or judged.parts


def evidence(plan: Plan, trees: Iterable[Judged]) -> list[Evidence]:
    """Each deciding sentence with the values it was read from; each said once."""
    leaves = (leaf for tree in trees for leaf in supports(tree))
    return list(dict.fromkeys(one for leaf, item in leaves for one in _of_leaf(plan, leaf, item)))


def missing(plan: Plan, trees: Iterable[Judged]) -> list[str]:
    """The boxes that would decide what is unknown, sorted."""
    leaves = [leaf for tree in trees for leaf, _ in supports(tree) if leaf.truth is UNKNOWN]
    return sorted({words for leaf in leaves for words in _open_boxes(plan, leaf)})


def indicators(plan: Plan, trees: Iterable[Judged]) -> list[str]:
    """The indicators that a truth rests on, sorted."""
    return sorted({plan.units[unit].name for tree in trees for unit in _asked(tree) if _is_indicator(plan, unit)})


def _is_indicator(plan: Plan, unit: int) -> bool:
    return plan.units[unit].kind is UnitKind.INDICATOR


def _asked(judged: Judged) -> Iterator[int]:
    if judged.unit is not None and judged.truth is not FALSE:
        yield judged.unit
    for part in _deciding(judged) if judged.parts else ():
        yield from _asked(part)


PAST = "past declarations"
"""What would decide a sentence about a window of which nothing is known."""


def _open_boxes(plan: Plan, leaf: Judged) -> Iterable[str]:
    if leaf.window is not None:
        return _open_in_window(plan.windows[leaf.window], leaf.value)
    if leaf.test is None:
        return () if leaf.parts or leaf.join is Join.LEAF else ("goods items",)
    test = plan.tests[leaf.test]
    if not isinstance(test.predicate, SameAs) or leaf.finding is None:
        return (test.field,)
    # of two boxes that are compared, the one that is open; where neither is, they hold nothing that can be compared
    here, there = leaf.finding.open_here, leaf.finding.open_there
    pair = ((test.field, here), (test.predicate.field, there))
    return [words for words, is_open in pair if is_open or not (here or there)]


def _open_in_window(window: Window, value: WindowValue | None) -> Iterator[str]:
    """The subject's own open boxes; else what other declarations may have left blank: keys, and what is computed."""
    if value is None:
        yield PAST
    elif value.open:
        yield from value.open
    else:
        yield from (key.words for key in window.by)
        if window.of is not None:
            yield window.of.words


def _of_leaf(plan: Plan, leaf: Judged, item: int | None) -> Iterator[Evidence]:
    truth: Word = _WORDS[leaf.truth]
    if leaf.window is not None and leaf.value is not None and leaf.value.groups:
        window = plan.windows[leaf.window]
        field = None if window.of is None else window.of.words
        for group in leaf.value.groups:
            value = shown(window, group)
            yield Evidence(sentence=leaf.sentence, truth=truth, field=field, value=value, item=item)
        return
    if leaf.test is None or leaf.finding is None:
        yield Evidence(sentence=leaf.sentence, truth=truth, item=item)
        return
    field = plan.tests[leaf.test].field
    for text in leaf.finding.unreadable:
        yield Evidence(sentence=leaf.sentence, truth=truth, field=field, value=text, item=item)
    for witness in leaf.finding.witnesses:
        said = Evidence(sentence=leaf.sentence, truth=truth, field=field, item=item)
        yield _of_witness(plan, leaf.test, witness, said)
    if not leaf.finding.witnesses and not leaf.finding.unreadable:
        yield Evidence(sentence=leaf.sentence, truth=truth, field=field, item=item)


def _of_witness(plan: Plan, test: int, witness: Witness, said: Evidence) -> Evidence:
    seen, row, named = witness.seen, witness.row, _list_of(plan, test)
    start, end = seen.span or (None, None)
    return msgspec.structs.replace(
        said,
        value=seen.shown[start:end] if isinstance(seen.value, FoldedText) else seen.shown,
        where=Place(box=seen.place, start=start, end=end),
        list=None
        if row is None or named is None
        else Row(list=named.name.split("/", 1)[-1], row=row.row, value=row.value, source=row.source or named.source),
        like=_like(witness, plan.tests[test].predicate),
    )


def _like(witness: Witness, predicate: Predicate) -> Like | None:
    """How much alike, in percent with one decimal, and by whose judgement."""
    if witness.score is None or not isinstance(predicate, Resembles):
        return None
    whole, tenths = divmod(witness.score, 10)
    return Like(percent=f"{whole}.{tenths}", name=witness.like, matcher=predicate.matcher)


def _list_of(plan: Plan, test: int) -> NamedList | None:
    predicate = plan.tests[test].predicate
    if isinstance(predicate, InList | MentionsListed | PassesThroughListed | Resembles):
        return next(named for named in plan.lists if named.name == predicate.list)
    return None


Word = Literal["true", "false", "unknown"]
_WORDS: dict[Truth, Word] = {Truth.TRUE: "true", Truth.FALSE: "false", Truth.UNKNOWN: "unknown"}
