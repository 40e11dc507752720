"""What every engine is, and what it is given to judge with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from stce_rules.core.boxes import Case, Subject
from stce_rules.core.resemblance import Matcher
from stce_rules.core.truth import Truth
from stce_rules.core.windows import WindowValue
from stce_rules.plan.judgement import Judgement, Outcome

Predicates = Mapping[str, Callable[[Subject], Truth]]
"""Named predicates that plugins bring: asked of a subject; an exception counts as unknown and raises an alarm."""


Outcomes = Callable[[int, int], Outcome]
"""The outcome of a unit of the plan for the subject of the declaration being judged at a position."""


class Past(Protocol):
    """What came before: the values of the plan's windows. Safe to share between threads unless it says otherwise."""

    def value(self, window: int, case: Case, at: int, outcomes: Outcomes) -> WindowValue | None:
        """The value of a window of the plan for the subject at a position; None where it is not known.

        `outcomes` are those of this declaration, for a window that counts outcomes and this declaration with them.
        """


class NoPast:
    """Where nothing is kept of past declarations: every window is unknown, and an alarm says so."""

    def value(self, _window: int, _case: Case, _at: int, _outcomes: Outcomes) -> WindowValue | None:
        """Not known."""
        return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an engine needs beside the plan; a plan that compares names was made for one matcher."""

    predicates: Predicates = field(default_factory=dict)
    past: Past = field(default_factory=NoPast)
    matcher: Matcher | None = None


class Engine(Protocol):
    """Judges one declaration after another by one plan. Safe to share between threads unless it says otherwise."""

    @property
    def name(self) -> str:
        """The name in configuration and results."""

    def judge(self, case: Case) -> Judgement:
        """Judge a declaration."""

    def close(self) -> None:
        """Give back what it holds."""
