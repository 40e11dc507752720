"""The value of a goods item, of the amounts that stand for it.

Enters: the amounts of the item and those of the header. Leaves: the box `value`. Promise: an amount without a currency
takes that of the header's amount of the same kind, else the only one that the header states; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stce_rules.intake.messages.draft import Part
from stce_rules.intake.quoting import quoted
from stce_rules_edifact.offers import Stated, Writer
from stce_rules_edifact.values import Wrong

__all__ = ["Currencies", "Money", "settle_value"]


class Money(NamedTuple):
    """An amount: its qualifier (5025) and the rank of that, 0 where it is no value of goods."""

    kind: str
    rank: int
    amount: Stated
    currency: Stated


class Currencies:
    """The currencies that a header states, for amounts of goods items that state none."""

    def __init__(self, head: Sequence[Money]) -> None:
        stated = [one for one in head if one.currency.value]
        self._of_kind = {one.kind: one.currency for one in reversed(stated)}
        values = {one.currency.value for one in stated}
        self._only = stated[0].currency if len(values) == 1 else Stated("", "")

    def of(self, kind: str) -> Stated:
        """That of the amounts of a kind, else the only one; blank where there is none."""
        return self._of_kind.get(kind, self._only)


def settle_value(own: Sequence[Money], head: Currencies, part: Part, writer: Writer) -> None:
    """Fill `value` of a goods item with its amounts of the lowest rank."""
    stated = [one for one in own if one.rank and one.amount.value]
    best = min((one.rank for one in stated), default=0)
    for one in stated:
        if one.rank != best:
            continue
        currency = one.currency if one.currency.value else head.of(one.kind)
        if isinstance(one.amount.value, Wrong):
            writer.put(part, "value", one.amount)
        elif not currency.value:
            writer.put(part, "value", one.amount._replace(value=Wrong(f"{quoted(one.amount.value)} has no currency")))
        else:
            writer.put(part, "value.amount", one.amount)
            writer.put(part, "value.currency", currency)
