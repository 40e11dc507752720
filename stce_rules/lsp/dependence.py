"""What the findings and examples of a unit depend on, so that they are kept while that stays the same.

Enters: a ruleset as read. Leaves: for each unit a key: equal keys, equal answers, but for the place. Promise: a key
says too much rather than too little: the text of the unit, of all statements whose names stand in it, and so on, and of
the exemptions that name it, of others without their examples; `base` says what a ruleset uses: manifest, files of
lists, editions.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache

from stce_rules.language import syntax
from stce_rules.language.checking.symbols import JudgedStatement
from stce_rules.language.reading.moving import said_of
from stce_rules.rulesets.gather import Gathered

_WORDS = re.compile(r'"([^"\r\n]*)"|([a-z][a-z0-9_]*)')


class Dependence:
    """The statements of a ruleset by their names, and what all units depend on."""

    def __init__(self, gathered: Gathered) -> None:
        self.units: list[JudgedStatement] = []
        self._texts: dict[str, list[str]] = {}
        self._bodies: dict[str, list[str]] = {}
        self._keys: dict[tuple[str, ...], Hashable] = {}
        self._lifting: dict[str, list[str]] = {}
        others: list[str] = []
        for one in (one for each in gathered.parsed for one in each.file.statements):
            match one:
                case syntax.UseEdition() | syntax.UseLists() | syntax.UseRules():
                    others.append(f"{one.span.source.name} {one.span.text}")
                case syntax.DecisionStatement():
                    self._add(DECISION, one.span.text)
                case syntax.GuaranteeStatement():
                    pass  # nothing is judged by it
                case syntax.ListStatement() | syntax.ParameterStatement() | syntax.MeasureStatement():
                    self._add(one.name.text, one.span.text)
                case _:
                    self.units.append(one)
                    self._add(one.name.text, one.span.text, said_of(one, _body))
            if isinstance(one, syntax.ExemptionStatement):
                for rule in one.lifts:
                    self._lifting.setdefault(rule.text, []).append(one.name.text)
        lists = tuple((one.found, one.digest) for one in gathered.inputs if not one.found.endswith(".stce"))
        self.base: Hashable = (gathered.manifest.name, tuple(others), lists)
        self._names = frozenset(self._texts)

    def _add(self, name: str, text: str, body: str | None = None) -> None:
        self._texts.setdefault(name, []).append(text)
        self._bodies.setdefault(name, []).append(text if body is None else body)

    def reach(self, *names: str) -> frozenset[str]:
        """The names of all statements that these may depend on, they among them."""
        reached, waiting = set[str](), [*names]
        while waiting:
            name = waiting.pop()
            if name in reached:
                continue
            reached.add(name)
            waiting += self._lifting.get(name, ())
            for text in self._texts.get(name, ()):
                waiting += _words(text) & self._names
        return frozenset(reached)

    def key(self, unit: JudgedStatement, *also: str, examples: bool = True) -> Hashable:
        """What the answer of a unit depends on beside `base`, or what does not look at its own examples either.

        `also` are names that it depends on anyway.
        """
        names = unit.name.text, *also
        if names not in self._keys:
            reached = sorted(self.reach(*names))
            self._keys[names] = tuple((one, *self._bodies.get(one, ())) for one in reached)
        text = unit.span.text if examples else said_of(unit, _body)
        return type(unit), unit.span.source.name, text, self._keys[names]


DECISION = "decision"
"""Stands for the decision of a ruleset among the names; no statement has this name, since it is a word."""


def _body(unit: JudgedStatement) -> str:
    """The text of a unit up to its examples."""
    text = unit.span.text
    return text[: unit.examples[0].span.start - unit.span.start] if unit.examples else text


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """Every name that may be meant in a text."""
    return frozenset(quoted or bare for quoted, bare in _WORDS.findall(text))
