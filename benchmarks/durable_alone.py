"""durable_rules judging alone: every comparison of every rule is its own.

A goods item is asserted, its rules act, and it is retracted: as an event it would be eaten by the first rule it meets.
A fact holds lists and texts that rules look into with `anyItem` and `matches`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import count
from operator import and_, or_

from durable import lang
from durable.engine import MessageNotHandledException

from benchmarks.rules import Diverted, Goods, Heavier, Mentions, Places, Presents, Rule, Substances, Test, Worth

_NAMES = count()


class Alone:
    """A ruleset of durable_rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._name = f"benchmark{next(_NAMES)}"
        self._found: set[int] = set()
        self._ids = count()
        with lang.ruleset(self._name):
            for one in rules:
                lang.when_all(_condition(one))(self._action(one.number))
        lang.get_host()

    def judge(self, given: object) -> Sequence[int]:
        """The rules hit by a goods item."""
        assert isinstance(given, dict)
        self._found.clear()  # a rule acts once for each way that an `or` in it is met
        fact = {**given, "id": next(self._ids)}
        try:
            lang.assert_fact(self._name, fact)
        except MessageNotHandledException:  # no rule of its own looks at it
            return ()
        lang.retract_fact(self._name, fact)
        return sorted(self._found)

    def _action(self, number: int) -> object:
        def act(_: object) -> None:
            self._found.add(number)

        return act


def _condition(rule: Rule) -> object:
    groups = [reduce(or_, map(_test, some)) for some in rule.asked]
    licence = [lang.m.licensed == False] if rule.unless_licensed else []  # noqa: E712  # it builds an expression
    return reduce(and_, [*groups, *licence])


def _test(test: Test) -> object:
    match test:
        case Goods(first, last):
            low, high = int(first), int(last)
            return lang.m.hs == low if low == high else (lang.m.hs >= low) & (lang.m.hs <= high)
        case Places(field, codes, elsewhere):
            box = getattr(lang.m, field)
            return (
                reduce(and_, [box != one for one in codes]) if elsewhere else reduce(or_, [box == one for one in codes])
            )
        case Mentions(phrases, field):
            return reduce(or_, [getattr(lang.m, field).matches(f".* {one} .*") for one in phrases])
        case Substances(numbers):
            return reduce(or_, [lang.m.cas.anyItem(lang.item == one) for one in numbers])
        case Heavier(kilograms):
            return lang.m.mass > kilograms
        case Worth(euros):
            return lang.m.worth >= euros
        case Presents(document):
            return lang.m.documents.anyItem(lang.item == document)
        case Diverted():
            return lang.m.consignee != lang.m.destination
