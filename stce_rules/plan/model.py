"""The plan: what the engines judge, as plain frozen data.

Made by `plan.build`, read by engines and `decide`. It can be pickled and sent elsewhere, names no file and opens none.
Units (indicators, rules, exemptions) stand in an order in which each comes after all it asks about, so one pass judges
them. Its content hash is the version of what ran.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from stce_rules.core.predicates import NamedList, Predicate, Within
from stce_rules.core.windows import Window


class Scope(Enum):
    """What is judged, one at a time."""

    ITEM = "item"
    DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class Test:
    """A sentence about one box.

    `closed`: a blank box means none. `of_item`: the box stands at goods items (or falls back to the header), so a
    declaration-scope sentence about it holds when it holds for some item.
    """

    field: str
    predicate: Predicate
    negated: bool
    closed: bool
    of_item: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Kleene and."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Kleene or."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeastOf:
    """At least `needed` of the parts."""

    needed: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene not."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Holds:
    """A test of the plan, by its number."""

    test: int


@dataclass(frozen=True, slots=True)
class WindowIs:
    """A comparison of a window of the plan, by its number; `negated` when the sentence has a `not` of its own."""

    window: int
    within: Within
    negated: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Shows:
    """The outcome of an indicator, read as truth: of the same subject, or of the declaration."""

    unit: int


@dataclass(frozen=True, slots=True)
class Calls:
    """A plugin's named predicate, asked of the same subject."""

    function: str


class Quantifier(Enum):
    """How many items must show an indicator."""

    ANY = "any item shows"
    NO = "no item shows"
    EVERY = "every item shows"
    AT_LEAST = "at least N items show"


@dataclass(frozen=True, slots=True)
class ItemsShow:
    """A quantified item indicator, asked of the declaration."""

    quantifier: Quantifier
    needed: int
    unit: int


@dataclass(frozen=True, slots=True)
class Hits:
    """The outcome of a rule, read as truth: of the same subject; of the declaration; of some item."""

    unit: int


@dataclass(frozen=True, slots=True)
class ScoreIs:
    """A comparison of the score; only in a decision."""

    within: Within
    sentence: str


Condition = AllOf | AnyOf | AtLeastOf | Not | Holds | WindowIs | Shows | Calls | ItemsShow | Hits | ScoreIs


@dataclass(frozen=True, slots=True)
class Unless:
    """What lifts a hit where it is proven, and why."""

    condition: Condition
    because: str


@dataclass(frozen=True, slots=True)
class Effects:
    """What a rule does; everything only adds."""

    points: int = 0
    channel: str | None = None
    ask_for: tuple[str, ...] = ()
    refer_to: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


NO_EFFECTS = Effects()


class UnitKind(Enum):
    """What a unit is for."""

    INDICATOR = "indicator"
    RULE = "rule"
    EXEMPTION = "exemption"


@dataclass(frozen=True, slots=True)
class Unit:
    """An indicator, rule or exemption: one outcome for each subject.

    `flows` empty means every flow. `lifted_by` are the exemptions of a rule (unit numbers). `status` is `monitor` or
    `active`, or `retired`, which is judged only on its own dates.
    """

    kind: UnitKind
    name: str
    title: str
    ruleset: str
    scope: Scope
    where: Condition | None
    when: Condition
    unless: tuple[Unless, ...] = ()
    status: str = "active"
    version: int = 1
    owner: str = ""
    regime: tuple[str, ...] = ()
    start: date | None = None
    until: date | None = None
    flows: frozenset[str] = frozenset()
    because: str = ""
    then: Effects = NO_EFFECTS
    if_unknown: Effects = NO_EFFECTS
    lifted_by: tuple[int, ...] = ()

    @property
    def is_recorded(self) -> bool:
        """Whether its outcomes are told of: every rule's, and those of an exemption in shadow."""
        return self.kind is UnitKind.RULE or (self.kind is UnitKind.EXEMPTION and self.status == "monitor")


@dataclass(frozen=True, slots=True)
class ChannelWhen:
    """A line of a decision."""

    channel: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Sample:
    """A stable share of a channel that is raised to another."""

    share: Fraction
    of: str
    into: str


@dataclass(frozen=True, slots=True)
class Decision:
    """How points become a channel."""

    cap: int | None
    channels: tuple[ChannelWhen, ...]
    otherwise: str
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """From `start` on, one unit of `base` is `rate` units of `quote`."""

    start: date
    base: str
    quote: str
    rate: Fraction
    source: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is needed to judge a declaration, except what past declarations a window looks back on."""

    name: str
    version: str
    units: tuple[Unit, ...]
    tests: tuple[Test, ...]
    decision: Decision
    lists: tuple[NamedList, ...] = ()
    rates: tuple[Rate, ...] = ()
    windows: tuple[Window, ...] = ()
    content_hash: str = ""
