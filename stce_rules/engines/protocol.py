"""What every engine is, and what it is given to judge with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from stce_rules.core.boxes import Case, Subject
from stce_rules.core.truth import Truth
from stce_rules.plan.judgement import Judgement

Predicates = Mapping[str, Callable[[Subject], Truth]]
"""Named predicates that plugins bring: asked of a subject; an exception counts as unknown and raises an alarm."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an engine needs beside the plan."""

    predicates: Predicates = field(default_factory=dict)


class Engine(Protocol):
    """Judges one declaration after another by one plan. Safe to share between threads unless it says otherwise."""

    @property
    def name(self) -> str:
        """The name in configuration and results."""

    def judge(self, case: Case) -> Judgement:
        """Judge a declaration."""

    def close(self) -> None:
        """Give back what it holds."""
