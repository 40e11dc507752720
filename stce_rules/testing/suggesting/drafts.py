"""The facts of an example while it is being made.

Enters: examples as written, facts to state instead. Leaves: other examples. Promise: a box is stated once; what all
goods items share stands with the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stce_rules.core.fields import FieldType, Level
from stce_rules.core.span import Span
from stce_rules.language import program
from stce_rules.language.program import Example, Fact, FieldFact, IndicatorFact
from stce_rules.language.syntax import Expectation
from stce_rules.testing.declared import items_of

__all__ = ["Draft", "draft_of", "name_of", "title_of"]

_LONGEST, _MOST = 60, 2
"""Characters of a title, and facts that it tells."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The facts of each goods item, those of the header with the first; `changed` is what makes it another example."""

    items: tuple[tuple[Fact, ...], ...] = ((),)
    changed: tuple[Fact, ...] = ()

    def stating(self, facts: Iterable[Fact], item: int = 0) -> Draft:
        """The same with these facts about a goods item, or about the header, instead of what was stated of them."""
        items = [list(one) for one in self.items]
        changed = list(self.changed)
        for fact in facts:
            shared = isinstance(fact, FieldFact) and fact.field.level is Level.HEADER
            at = 0 if shared else item
            items += [[] for _ in range(at + 1 - len(items))]
            places = [place for place, one in enumerate(items[at]) if name_of(one) == name_of(fact)]
            if places:
                items[at][places[0]] = fact
            else:
                items[at].append(fact)
            changed = [one for one in changed if name_of(one) != name_of(fact)] + [fact]
        return Draft(tuple(map(tuple, items)), tuple(changed))

    def without(self, indicators: Iterable[str]) -> Draft:
        """The same, taking nothing of these indicators for granted."""
        names = set(indicators)
        kept = tuple(
            tuple(one for one in facts if not (isinstance(one, IndicatorFact) and one.indicator in names))
            for facts in self.items
        )
        return Draft(kept, self.changed)

    def alone(self) -> Draft:
        """The same with its first goods item only."""
        return Draft(self.items[:1], self.changed)

    def example(self, title: str, edition: int, span: Span, expect: Expectation, channel: str | None) -> Example:
        """As an example. A goods item of which nothing is stated cannot be written, and is left out."""
        first, *others = self.items
        return Example(title, first, tuple(one for one in others if one), edition, expect, channel, span)


def draft_of(example: Example) -> Draft:
    """An example to start from."""
    return Draft(items_of(example))


def name_of(fact: Fact) -> str:
    """What a fact is about."""
    return fact.field.words if isinstance(fact, FieldFact) else fact.indicator


def title_of(draft: Draft) -> str:
    """A title that says what is special: `destination blank`, `net mass 24 kg`."""
    said = [_said(one) for one in draft.changed] or ["as stated"]
    title = ", ".join(said[:_MOST]) + (" and more" if len(said) > _MOST else "")
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip(' ,')}…"


def _said(fact: Fact) -> str:
    if isinstance(fact, program.IndicatorFact):
        return fact.indicator.replace("_", " ") if fact.holds else f"no {fact.indicator.replace('_', ' ')}"
    if not fact.values:
        return f"{'no' if fact.field.closed else ''} {fact.field.words}{'' if fact.field.closed else ' blank'}".strip()
    until = f" until {fact.until[0]}" if fact.until and fact.until[0] else ""
    values = " and ".join(fact.values)
    return f"{values}{until}" if fact.field.type is FieldType.TEXT else f"{fact.field.words} {values}{until}"
