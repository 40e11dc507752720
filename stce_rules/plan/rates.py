"""Exchange rates of a plan: money of one currency in another, at the rate of a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from stce_rules.core.boxes import Amount
from stce_rules.plan.model import Rate


class Rates:
    """Converts directly, by the inverse, or through one currency that both have a rate with. Exact, no rounding."""

    __slots__ = ("_days", "_neighbours")

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._days: dict[tuple[str, str], list[tuple[date, Fraction]]] = {}
        self._neighbours: dict[str, set[str]] = {}
        for one in sorted(rates, key=lambda rate: rate.start):
            self._days.setdefault((one.base, one.quote), []).append((one.start, one.rate))
            self._neighbours.setdefault(one.base, set()).add(one.quote)
            self._neighbours.setdefault(one.quote, set()).add(one.base)

    def convert(self, amount: Amount, currency: str, on: date | None) -> Amount | None:
        """The amount in another currency; None when the day is not known or no rate leads there."""
        if on is None or amount.measure == currency:
            return amount if amount.measure == currency else None
        rate = self._rate(amount.measure, currency, on)
        if rate is None:
            shared = self._neighbours.get(amount.measure, set()) & self._neighbours.get(currency, set())
            for between in sorted(shared):
                first, second = self._rate(amount.measure, between, on), self._rate(between, currency, on)
                if first is not None and second is not None:
                    rate = first * second
                    break
        return None if rate is None else Amount(amount.value * rate, currency)

    def _rate(self, base: str, quote: str, on: date) -> Fraction | None:
        direct = self._on(base, quote, on)
        if direct is not None:
            return direct
        inverse = self._on(quote, base, on)
        return None if inverse is None else 1 / inverse

    def _on(self, base: str, quote: str, on: date) -> Fraction | None:
        days = self._days.get((base, quote), [])
        at = bisect_right(days, on, key=lambda entry: entry[0]) - 1
        return days[at][1] if at >= 0 else None
