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
from stce_rules.engines.asks import Asked
from stce_rules.engines.entry import Entry, entry_of
from stce_rules.engines.judging import Prepared, applicability
from stce_rules.engines.masks import mask_of
from stce_rules.engines.nearby import Found, NearRules, ReadyRule
from stce_rules.engines.readying import Readying, Sort
from stce_rules.engines.screening import RuleScreen, of_mask
from stce_rules.engines.tellable import Tellable
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

    def __init__(self, scope: Scope, prepared: Prepared, asks: Asks, tellable: Tellable) -> None:
        units = list(enumerate(prepared.plan.units))
        rules = [number for number, unit in units if unit.is_recorded and unit.scope is scope]
        self._scope = scope
        self._prepared = prepared
        self._asks = asks
        self._tellable = tellable
        self._whole = RuleScreen(rules, prepared)
        self._units = [prepared.plan.units[rule] for rule in rules]
        # they may ask any other unit
        self._turns = sorted(
            {one.start for _, one in units if one.start is not None}
            | {one.until + timedelta(days=1) for _, one in units if one.until is not None and one.until < date.max}
        )
        self._applying: dict[Period, int] = {}
        self._entry = entry_of(self._whole, prepared)
        self._others = self._entry is not None and bool(self._entry.others)
        self._near: dict[Hashable, NearRules | None] = {}
        self._ready: dict[tuple[Period, bool], dict[int, ReadyRule]] = {}
        self._kept = 0

    def candidates(self, header: Subject, items: Sequence[Subject], on: date | None, flow: str | None) -> list[int]:
        """Rules that are not plainly `no hit` for a subject: an item alone, or the header with all items.

        Without items, what they show is not known, and no rule is ruled out.
        """
        if not self._units:
            return []
        period = self._period(on, flow)
        near = self._nearby(Asked(items[0], on), period) if len(items) == 1 else None
        if near is not None:
            return near.candidates(items[0]) + self._beside(items[0], on, period, near)
        mask = self._applicable(period, on)
        return of_mask(self._whole.possible(mask, header, items) if items else mask, self._whole.rules)

    def settle(self, items: Sequence[Asked], on: date | None, flow: str | None, found: Found) -> None:
        """Add what is found of goods items, each alone, and the candidates that are left to be judged."""
        if not self._units:
            return
        period = self._period(on, flow)
        for at, asked in enumerate(items):
            near = self._nearby(asked, period)
            if near is not None:
                near.settle(asked, at, found)
            if near is None or self._others:
                rules = self._beside(asked.subject, on, period, near)
                self._ask(rules, asked, at, period, near is not None, found)

    def settle_whole(self, case: Case, items: Sequence[Asked], found: Found) -> None:
        """Add what is found of a declaration whose items are settled, and the candidates that are left."""
        if not self._units:
            return
        header, period = Asked(case.header, case.date, items), self._period(case.date, case.flow)
        rules = self.candidates(case.header, case.items, case.date, case.flow)
        self._ask(rules, header, HEADER, period, beside=False, found=found)

    def _period(self, on: date | None, flow: str | None) -> Period:
        return None if on is None else bisect_right(self._turns, on), flow

    def _beside(self, item: Subject, on: date | None, period: Period, near: NearRules | None) -> list[int]:
        """The candidates that are not among those near a value; all of them where there are none."""
        if near is None or self._entry is None:
            return of_mask(self._whole.possible(self._applicable(period, on), item, (item,)), self._whole.rules)
        bits = self._entry.beside(item)
        further = self._applicable(period, on) & ~near.bits if bits else 0
        return [self._whole.rules[bit] for bit in bits if further >> bit & 1]

    def _ask(self, rules: Sequence[int], asked: Asked, at: int, period: Period, beside: bool, found: Found) -> None:
        """Ask rules of a subject: those beside the value that it holds, which does not lead to them, or any."""
        ready = self._ready.setdefault((period, beside), {})
        for rule in rules:
            one = ready.get(rule)
            if one is None:
                one = ready[rule] = self._ready_rule(rule, asked, period, beside)
            one.settle(asked, at, found, unsure=1)

    def _ready_rule(self, rule: int, asked: Asked, period: Period, beside: bool) -> ReadyRule:
        false = self._entry.ruled_out.get(rule, frozenset()) if beside and self._entry is not None else frozenset()
        readying = self._readying(Sort(self._scope, period[1], asked, None, false))
        self._keep(1)
        return ReadyRule(rule, readying.rule(rule))

    def _readying(self, sort: Sort) -> Readying:
        return Readying(sort, self._prepared, self._asks, self._tellable)

    def _keep(self, more: int) -> None:
        """Count what is kept; all of it is forgotten when there is too much."""
        self._kept += more
        if self._kept > _MOST_KEPT:
            self._near.clear()
            self._ready.clear()
            self._kept = 0

    def _nearby(self, asked: Asked, period: Period) -> NearRules | None:
        """The rules near the value that an item holds; None where there are too many to be kept apart."""
        if self._entry is None:
            return None
        box = asked.box(self._entry.field)
        if len(box.seen) != 1 or box.unreadable:
            return None
        value = box.seen[0].value
        # a code by its parts, which is sooner found
        key = (value.digits, value.editions, period) if isinstance(value, HsCode) else (value, period)
        try:
            return self._near[key]
        except KeyError:
            near = self._near_of(box, self._entry, asked, period)
            self._near[key] = near
            return near

    def _near_of(self, box: Box, entry: Entry, asked: Asked, period: Period) -> NearRules | None:
        mask = entry.possible_in(box) & self._applicable(period, asked.on)
        near = None
        if mask.bit_count() <= _NEARBY:
            sort = Sort(Scope.ITEM, period[1], asked, entry.field)
            readying = self._readying(sort) if self._scope is Scope.ITEM else None
            near = NearRules(mask, self._whole.rules, entry.field, self._prepared, readying)
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
        self.asks = Asks(prepared)
        tellable = Tellable(prepared.plan)
        self._items = ScopeScreen(Scope.ITEM, prepared, self.asks, tellable)
        self._header = ScopeScreen(Scope.DECLARATION, prepared, self.asks, tellable)

    def candidates(self, case: Case) -> list[tuple[int, int]]:
        """Each rule with each position at which it may be something else than `no hit`."""
        header, items, on, flow = case.header, case.items, case.date, case.flow
        found = [(rule, HEADER) for rule in self._header.candidates(header, items, on, flow)]
        for at, item in enumerate(items):
            found += [(rule, at) for rule in self._items.candidates(item, (item,), on, flow)]
        return found

    def settle(self, case: Case) -> Found:
        """What is found on the way of items, then of the declaration, and the candidates that are left to be judged."""
        on, found = case.date, Found([], [])
        items = [Asked(item, on) for item in case.items]
        self._items.settle(items, on, case.flow, found)
        self._header.settle_whole(case, items, found)
        return found
