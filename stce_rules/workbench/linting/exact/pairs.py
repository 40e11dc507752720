"""Which units may be alike or contained in one another, so that only those are compared.

Enters: units of one kind and scope. Leaves: pairs worth comparing. Promise: cheap; a pair that is left out is not
contained, apart from pairs that only a test which decides nothing keeps apart.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from stce_rules.core.predicates import HsExactly, HsWithin, InList, OneOf
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.workbench.linting.exact.asked import Topic
from stce_rules.workbench.linting.exact.meaning import Meaning

U = TypeVar("U", bound=JudgedUnit)

_WIDE = 12
"""Headings that a set of codes may touch; one of more is compared with everything."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile(Generic[U]):
    """What a unit rests on: its sentences, and its topics as bits.

    `needed` are the topics of the sentences that a hit needs, which are in `needs`; `alone` are those of them that
    nothing else is said of.
    """

    unit: U
    asks: tuple[int, ...]
    topics: int
    needed: int
    needs: dict[Topic, frozenset[int]]
    alone: dict[Topic, int]


class Profiles:
    """Makes profiles of the units of one ruleset."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self._bits: dict[Topic, int] = {}
        self._forms: dict[int, Hashable] = {}

    def of(self, unit: U) -> Profile[U]:
        """The profile of a unit. Raises TooLarge."""
        asks, needs = self.meaning.asks(unit).once, self.meaning.needs(unit)
        by_topic: dict[Topic, list[int]] = {}
        for one in asks:
            by_topic.setdefault(self.meaning.topic(one), []).append(one)
        needed: dict[Topic, frozenset[int]] = {}
        for one in needs:
            topic = self.meaning.topic(one)
            needed[topic] = needed.get(topic, frozenset()) | {one}
        alone = {topic: some[0] for topic, some in by_topic.items() if len(some) == 1 and some[0] in needs}
        return Profile(unit, asks, self._mask(by_topic), self._mask(needed), needed, alone)

    def alike(self, profiles: Sequence[Profile[U]]) -> Iterator[list[Profile[U]]]:
        """Units with equal sentences, whatever the words."""
        groups: dict[Hashable, list[Profile[U]]] = {}
        for one in profiles:
            groups.setdefault(frozenset(map(self._form, one.asks)), []).append(one)
        return (group for group in groups.values() if len(group) > 1)

    def within(
        self, profiles: Sequence[Profile[U]], worth: Callable[[U, U], bool], pause: Callable[[], None]
    ) -> Iterator[tuple[Profile[U], Profile[U]]]:
        """Pairs of which the first may be contained in the second, and that are worth comparing."""
        by_heading: dict[str, list[Profile[U]]] = {}
        anywhere: list[Profile[U]] = []
        for one in profiles:
            headings = self._headings_of(one)
            for touched in headings or ():
                by_heading.setdefault(touched, []).append(one)
            if headings is None:
                anywhere.append(one)
        for one in profiles:
            pause()
            heading = self._some_heading(one)
            near = profiles if heading is None else [*anywhere, *by_heading.get(heading, ())]
            for other in near:
                fitting = other is not one and not other.needed & ~one.topics
                if fitting and worth(one.unit, other.unit) and self._may_be(one, other):
                    yield one, other

    def _mask(self, topics: dict[Topic, list[int]] | dict[Topic, frozenset[int]]) -> int:
        mask = 0
        for topic in topics:
            mask |= 1 << self._bits.setdefault(topic, len(self._bits))
        return mask

    def _form(self, sentence: int) -> Hashable:
        """A sentence by what it means: equal sets are equal whatever they are called."""
        found = self._forms.get(sentence)
        if found is None:
            topic, said, negated = self.meaning.sentences[sentence]
            form: Hashable = said
            match said:
                case OneOf(values=values):
                    form = values
                case InList(list=name, as_of=as_of):
                    parted = self.meaning.lists.parted(name, as_of)
                    form = said if parted.sometimes or any(row.hs for row in parted.surely) else parted.always
                case _:
                    pass
            found = self._forms[sentence] = (topic, form, negated)
        return found

    def _may_be(self, one: Profile[U], other: Profile[U]) -> bool:
        """Whether nothing that is plain to see keeps a unit from being contained."""
        for topic, sentence in one.alone.items():
            for needed in other.needs.get(topic, ()):
                if needed != sentence and not self._may_lie_within(sentence, needed):
                    return False
        return True

    def _may_lie_within(self, sentence: int, other: int) -> bool:
        one, two = self.meaning.sentences[sentence], self.meaning.sentences[other]
        if one.negated or two.negated:
            return one.negated == two.negated
        match one.said, two.said:
            case OneOf(values=values), OneOf(values=others):
                return values <= others
            case HsWithin(), HsWithin():
                return any(low <= _start(one.said) <= high for low, high in two.said.by_edition[-1][1].whole)
            case _:
                return True

    def _headings_of(self, profile: Profile[U]) -> set[str] | None:
        """The headings that all hits of a unit are of; None for many, or where that cannot be told."""
        for sentences in profile.needs.values():
            for sentence in sentences:
                asked = self.meaning.sentences[sentence]
                if isinstance(asked.said, HsWithin | HsExactly) and not asked.negated:
                    intervals = asked.said.by_edition[-1][1].whole
                    found = {f"{code:012}"[:4] for low, high in intervals for code in (low, high)}
                    wide = any(high - low >= 10**8 for low, high in intervals)
                    return None if wide or len(found) > _WIDE else found
        return None

    def _some_heading(self, profile: Profile[U]) -> str | None:
        """The heading of some hit of a unit that needs one set of codes only."""
        for sentence in profile.alone.values():
            asked = self.meaning.sentences[sentence]
            if isinstance(asked.said, HsWithin) and not asked.negated and asked.said.by_edition[-1][1].whole:
                return f"{_start(asked.said):012}"[:4]
        return None


def _start(said: HsWithin) -> int:
    """The first code of a set, in the newest edition; -1 for none."""
    whole = said.by_edition[-1][1].whole
    return whole[0][0] if whole else -1
