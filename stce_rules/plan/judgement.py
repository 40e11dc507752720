"""What engines hand over: outcomes, and trees that say why.

Made by engines, read by `decide`. A tree repeats a condition with the truth of every part, down to the values seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple, Protocol

from stce_rules.core.semantics import Finding
from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth
from stce_rules.core.windows import WindowValue
from stce_rules.plan.model import Condition

HEADER = -1
"""The position of the declaration itself among its goods items, which count from 0."""


class Outcome(Enum):
    """What a unit gives for one subject."""

    HIT = "hit"
    EXEMPT = "exempt"
    UNDETERMINED = "undetermined"
    NO_HIT = "no hit"


HIT: Final = Outcome.HIT
EXEMPT: Final = Outcome.EXEMPT
UNDETERMINED: Final = Outcome.UNDETERMINED
NO_HIT: Final = Outcome.NO_HIT
"""The same by short names, as in `core.truth`."""


def as_truth(outcome: Outcome) -> Truth:
    """An outcome read as the truth of a sentence: hit is true, undetermined is unknown, otherwise false."""
    if outcome is HIT:
        return TRUE
    return UNKNOWN if outcome is UNDETERMINED else FALSE


def outcome_of(when: Truth, lifted: Truth) -> Outcome:
    """The outcome table: `when` (with `where`) against the best of the exemptions, which must be proven."""
    if when is FALSE:
        return NO_HIT
    if lifted is TRUE:
        return EXEMPT
    return HIT if when is TRUE else UNDETERMINED


class Join(Enum):
    """How the truth of a node follows from its parts."""

    ALL = "all of"
    ANY = "any of"
    AT_LEAST = "at least"
    NOT = "not"
    LEAF = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with its truth.

    A leaf about a box has a `test` of the plan and a `finding`, one about past declarations a `window` of the plan and
    its `value`; a node has parts, which are alternatives, conjuncts and so on as `join` says. `unit` is the indicator,
    exemption or rule that the parts come from; `item` the goods item they are about, where that differs from what was
    asked. `needed` is how many parts a node of `at least` needs.
    """

    truth: Truth
    sentence: str
    join: Join = Join.LEAF
    parts: tuple[Judged, ...] = ()
    test: int | None = None
    finding: Finding | None = None
    unit: int | None = None
    item: int | None = None
    window: int | None = None
    value: WindowValue | None = None
    needed: int = 1


@dataclass(frozen=True, slots=True)
class Lift:
    """An `unless` or an exemption: its tree, its reason, and the exemption's name if it is one."""

    judged: Judged
    because: str
    exemption: str | None = None


@dataclass(frozen=True, slots=True)
class JudgedUnit:
    """A unit judged for one subject, whole. `not_applied` says in words why dates or flow keep it from applying."""

    unit: int
    item: int | None
    outcome: Outcome
    not_applied: str | None
    condition: Judged
    lifts: tuple[Lift, ...]


class Verdict(NamedTuple):
    """The outcome of a rule for one subject: at `HEADER`, or at the position of a goods item, with its number."""

    unit: int
    at: int
    item: int | None
    outcome: Outcome


class Judgement(Protocol):
    """A declaration judged: the verdicts of all rules that are not plainly `no hit`, and the reasons on demand."""

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Sorted by unit, then item."""

    @property
    def alarms(self) -> tuple[str, ...]:
        """What went wrong while judging; each made a sentence unknown."""

    def explain(self, unit: int, at: int) -> JudgedUnit:
        """The whole tree of any unit of the plan for the subject at a position."""

    def truth_of(self, condition: Condition, score: int) -> Truth:
        """The truth of a condition of the decision, asked of the declaration."""
