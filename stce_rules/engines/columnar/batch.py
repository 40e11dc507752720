"""What the columnar engine judges: declarations whose boxes are numbered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from stce_rules.core.boxes import Box, Case
from stce_rules.core.predicates import Mentions, MentionsListed, Predicate
from stce_rules.engines.columnar.books import Codes, Column
from stce_rules.plan.model import Scope

__all__ = ["Aspect", "Batch", "Offsets", "aspect_of", "subjects"]

Offsets = npt.NDArray[np.int64]


class Aspect(Enum):
    """What of a box must be told apart: all of it, or only which of the plan's phrases stand in its text."""

    WHOLE = "whole"
    PHRASES = "phrases"


def aspect_of(predicate: Predicate) -> Aspect:
    """What a predicate looks at."""
    return Aspect.PHRASES if isinstance(predicate, Mentions | MentionsListed) else Aspect.WHOLE


class Batch(Protocol):
    """Declarations, each with its goods items one after another."""

    @property
    def offsets(self) -> Offsets:
        """Where the items of each declaration begin, and where those of the last end."""

    @property
    def days(self) -> Sequence[tuple[date | None, str | None]]:
        """The acceptance dates and flows met, each pair once."""

    @property
    def day_of(self) -> Codes:
        """For each declaration the place of its date and flow among `days`."""

    def column(self, field: str, scope: Scope, aspect: Aspect) -> Column[Box]:
        """The boxes of a field: of each goods item with the header in view, or of each declaration."""

    def case(self, declaration: int) -> Case:
        """One declaration, whole."""


def subjects(batch: Batch, scope: Scope) -> int:
    """How many subjects of a scope a batch has."""
    return len(batch.day_of) if scope is Scope.DECLARATION else int(batch.offsets[-1])
