"""Whether a condition can be unknown because boxes are blank.

Enters: the header of a checked unit, and the indicators it asks. Leaves: yes or no. Each sentence is taken on its own,
so a yes may be wrong where sentences about one box exclude each other; a no is not, except for a stated box that cannot
decide (a commodity code that is too short, a text without the quantity).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, combinations

from stce_rules.core.predicates import Blank, SameAs, States, Written
from stce_rules.core.truth import Truth, conjunction, disjunction, negation
from stce_rules.language import program
from stce_rules.language.checking.chains import leaves

_Truths = frozenset[Truth]
_EITHER: _Truths = frozenset((Truth.TRUE, Truth.FALSE))
_ANY: _Truths = frozenset(Truth)
_FEW_BOXES = 6
_DEEPEST = 50
"""Indicators within indicators below which no further one is looked into."""


def can_be_undetermined(header: program.Header, indicators: Mapping[str, program.Indicator]) -> bool:
    """Whether blank boxes can leave it open if the unit holds."""
    boxes = sorted(set(_boxes(header, indicators, 0)))
    sizes = range(1, len(boxes) + 1) if len(boxes) <= _FEW_BOXES else (1, 2, len(boxes))
    blanks = chain.from_iterable(combinations(boxes, size) for size in sizes)
    whole = _whole(header)
    return any(Truth.UNKNOWN in _Blanks(frozenset(one), indicators).truths(whole, 0) for one in blanks)


def _whole(header: program.Header) -> program.Condition:
    return header.when if header.where is None else program.AllOf((header.where, header.when), header.span)


def _boxes(header: program.Header, indicators: Mapping[str, program.Indicator], depth: int) -> Iterator[str]:
    for leaf in leaves(_whole(header)):
        match leaf:
            case program.Test():
                yield leaf.field.words
                if isinstance(leaf.predicate, SameAs):
                    yield leaf.predicate.field
            case program.WindowIs():
                yield from (one.words for one in (leaf.of, *leaf.by) if one is not None)
            case program.Shows() | program.ItemsShow() if depth < _DEEPEST and leaf.indicator in indicators:
                yield from _boxes(indicators[leaf.indicator].header, indicators, depth + 1)
            case _:
                pass


class _Blanks:
    """What conditions can be when these boxes are blank and all others are filled in."""

    def __init__(self, blank: frozenset[str], indicators: Mapping[str, program.Indicator]) -> None:
        self._blank = blank
        self._indicators = indicators

    def truths(self, node: program.Condition, depth: int) -> _Truths:
        """Every truth that a condition may have."""
        match node:
            case program.AllOf() | program.AnyOf():
                joined = conjunction if isinstance(node, program.AllOf) else disjunction
                return _joined((self.truths(part, depth) for part in node.parts), joined)
            case program.AtLeastOf():
                parts = frozenset[Truth]().union(*(self.truths(part, depth) for part in node.parts))
                return parts | _EITHER
            case program.Not():
                return frozenset(map(negation, self.truths(node.part, depth)))
            case program.Test():
                found = self._test(node)
                return frozenset(map(negation, found)) if node.negated else found
            case program.WindowIs():
                asked = (one.words for one in (node.of, *node.by) if one is not None)
                return _ANY if self._blank.intersection(asked) else _EITHER
            case program.Shows() | program.ItemsShow() if depth < _DEEPEST and node.indicator in self._indicators:
                found = self._indicator(self._indicators[node.indicator], depth + 1)
                return found if isinstance(node, program.Shows) else found | _EITHER
            case _:
                return _EITHER

    def _test(self, node: program.Test) -> _Truths:
        blank = node.field.words in self._blank
        match node.predicate:
            case Blank():
                return frozenset((Truth.TRUE if blank else Truth.FALSE,))
            case Written():
                return frozenset((Truth.FALSE if blank else Truth.TRUE,))
            case SameAs(field=other) if other in self._blank:
                return frozenset((Truth.UNKNOWN,))
            case States() if not blank:
                return _ANY
            case _ if not blank:
                return _EITHER
            case _:
                return frozenset((Truth.FALSE if node.field.closed else Truth.UNKNOWN,))

    def _indicator(self, one: program.Indicator, depth: int) -> _Truths:
        """What the outcome of an indicator is, read as truth."""
        holds = self.truths(_whole(one.header), depth)
        lifted = _joined((self.truths(unless.condition, depth) for unless in one.unless), disjunction)
        found: set[Truth] = {held for held in holds if lifted - {Truth.TRUE}}
        return frozenset(found | ({Truth.FALSE} if Truth.TRUE in lifted else set()))


def _joined(parts: Iterable[_Truths], join: Callable[[Iterable[Truth]], Truth]) -> _Truths:
    """Every truth that parts joined by `and` or `or` may have, the parts taken as free of each other."""
    found = frozenset((join(()),))
    for part in parts:
        found = frozenset(join((one, other)) for one in found for other in part)
    return found
