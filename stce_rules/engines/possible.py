"""The rules of a plan that a declaration leaves possible, by screens that are kept for the values that come again.

Enters: a case. Leaves: outcomes that were found on the way, and the candidates that are still to be judged; all others
are `no hit`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from datetime import date, timedelta

from stce_rules.core.boxes import Box, Case, HsCode, Subject
from stce_rules.core.truth import FALSE
from stce_rules.engines.entry import Entry, entry_of
from stce_rules.engines.judging import Prepared, applicability
from stce_rules.engines.masks import mask_of
from stce_rules.engines.nearby import Found, NearRules, ReadyRule, Sort, made_ready
from stce_rules.engines.screening import RuleScreen, of_mask
from stce_rules.engines.truths import Asks
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Scope

_NEARBY = 256
"""The most rules that one value leaves possible and that are kept apart for it."""

_MOST_KEPT = 50_000
"""Values and their rules that are kept; then all are forgotten, so that memory stays bounded."""

Period = tuple[int | None, str | None]
"""A stretch of days between two turns, on which dates let the same rules apply, and a flow."""


class ScopeScreen:
    """The rules of one scope.

    Most of them have a clause over one box, in trade the commodity code, and the rules that a value of it leaves
    possible are few. They are made ready apart, and kept for when the value is met again.
    """

    def __init__(self, rules: Sequence[int], prepared: Prepared, asks: Asks) -> None:
        self._prepared = prepared
        self._asks = asks
        self._whole = RuleScreen(rules, prepared)
        self._units = [prepared.plan.units[rule] for rule in rules]
        self._turns = sorted(
            {one.start for one in self._units if one.start is not None}
            | {one.until + timedelta(days=1) for one in self._units if one.until is not None and one.until < date.max}
        )
        self._applying: dict[Period, int] = {}
        self._entry = entry_of(self._whole, prepared)
        self._others = self._whole.all ^ (0 if self._entry is None else self._entry.rules)
        self._near: dict[Hashable, NearRules | None] = {}
        self._ready: dict[tuple[int, Period, bool], ReadyRule] = {}
        self._kept = 0

    def candidates(self, header: Subject, items: Sequence[Subject], on: date | None, flow: str | None) -> list[int]:
        """Rules that are not plainly `no hit` for a subject: an item alone, or the header with all items.

        Without items, what they show is not known, and no rule is ruled out.
        """
        if not self._units:
            return []
        period = self._period(on, flow)
        near = self._nearby(items[0], on, period) if len(items) == 1 else None
        if near is not None:
            return near.candidates(items[0]) + self._beside(items[0], on, period, near)
        mask = self._applicable(period, on)
        return of_mask(self._whole.possible(mask, header, items) if items else mask, self._whole.rules)

    def settle(self, items: Sequence[Subject], on: date | None, flow: str | None, found: Found) -> None:
        """Add what is found of goods items, each alone, and the candidates that are left to be judged."""
        if not self._units:
            return
        period = self._period(on, flow)
        for at, item in enumerate(items):
            near = self._nearby(item, on, period)
            if near is not None:
                near.settle(item, at, on, found)
            for rule in self._beside(item, on, period, near):
                self._ready_rule(rule, item, on, period, near is not None).settle(item, at, on, found, unsure=1)

    def _period(self, on: date | None, flow: str | None) -> Period:
        return None if on is None else bisect_right(self._turns, on), flow

    def _beside(self, item: Subject, on: date | None, period: Period, near: NearRules | None) -> list[int]:
        """The candidates that are not among those near a value; all of them where there are none."""
        applying = self._applicable(period, on)
        if near is None or self._entry is None:
            return of_mask(self._whole.possible(applying, item, (item,)), self._whole.rules)
        further = applying & ~near.bits
        found = [self._whole.rules[bit] for bit in self._entry.beside(item) if further >> bit & 1]
        if self._others:
            found += of_mask(self._whole.possible(applying & self._others, item, (item,)), self._whole.rules)
        return found

    def _ready_rule(self, rule: int, item: Subject, on: date | None, period: Period, beside: bool) -> ReadyRule:
        """A rule for items like this one: for those that have a value which does not lead to the rule, or for any."""
        ready = self._ready.get((rule, period, beside))
        if ready is None:
            false = self._entry.ruled_out.get(rule, frozenset()) if beside and self._entry is not None else frozenset()
            ready = made_ready(rule, Sort(None, item, on, period[1], false), self._prepared, self._asks)
            self._keep(1)
            self._ready[rule, period, beside] = ready
        return ready

    def _keep(self, more: int) -> None:
        """Count what is kept; all of it is forgotten when there is too much."""
        self._kept += more
        if self._kept > _MOST_KEPT:
            self._near.clear()
            self._ready.clear()
            self._kept = 0

    def _nearby(self, item: Subject, on: date | None, period: Period) -> NearRules | None:
        """The rules near the value that an item holds; None where there are too many to be kept apart."""
        if self._entry is None:
            return None
        box = item.box(self._entry.field)
        if len(box.seen) != 1 or box.unreadable:
            return None
        value = box.seen[0].value
        # a code by its parts, which is sooner found
        key = (value.digits, value.editions, period) if isinstance(value, HsCode) else (value, period)
        try:
            return self._near[key]
        except KeyError:
            near = self._near_of(box, self._entry, Sort(self._entry.field, item, on, period[1]), period)
            self._near[key] = near
            return near

    def _near_of(self, box: Box, entry: Entry, sort: Sort, period: Period) -> NearRules | None:
        mask = entry.possible_in(box) & self._applicable(period, sort.on)
        near = None
        if mask.bit_count() <= _NEARBY:
            near = NearRules(mask, self._whole.rules, sort, self._prepared, self._asks)
        self._keep(1 + (mask.bit_count() if near is not None else 0))
        return near

    def _applicable(self, period: Period, on: date | None) -> int:
        """Rules that dates and flow let apply."""
        mask = self._applying.get(period)
        if mask is None:
            units, flow = enumerate(self._units), period[1]
            mask = mask_of((bit for bit, unit in units if applicability(unit, on, flow) is not FALSE), len(self._units))
            self._applying[period] = mask
        return mask


class PlanScreen:
    """All rules of a plan."""

    def __init__(self, prepared: Prepared) -> None:
        units = prepared.plan.units
        rules = [(number, unit) for number, unit in enumerate(units) if unit.is_recorded]
        self.asks = Asks(prepared.plan.tests)
        self._items = ScopeScreen([at for at, one in rules if one.scope is Scope.ITEM], prepared, self.asks)
        self._header = ScopeScreen([at for at, one in rules if one.scope is Scope.DECLARATION], prepared, self.asks)

    def candidates(self, case: Case) -> list[tuple[int, int]]:
        """Each rule with each position at which it may be something else than `no hit`."""
        header, items, on, flow = case.header, case.items, case.date, case.flow
        found = [(rule, HEADER) for rule in self._header.candidates(header, items, on, flow)]
        for at, item in enumerate(items):
            found += [(rule, at) for rule in self._items.candidates(item, (item,), on, flow)]
        return found

    def settle(self, case: Case) -> Found:
        """What is found of goods items on the way, and the candidates that are left to be judged."""
        items, on, flow = case.items, case.date, case.flow
        found = Found([], [(rule, HEADER) for rule in self._header.candidates(case.header, items, on, flow)])
        self._items.settle(items, on, flow, found)
        return found
