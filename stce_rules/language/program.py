"""The checked program: every name resolved, every value typed, nothing left that could be wrong.

Made by `check`, read by `plan.build`, the example runner and documentation. Conditions speak in the predicates of
`core.predicates`; spans stay so that later phases can still point at the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stce_rules.core.fields import Field
from stce_rules.core.predicates import NamedList, Predicate, Within
from stce_rules.core.span import Span
from stce_rules.core.windows import Measure, Reach
from stce_rules.language.reading.moving import Movable
from stce_rules.language.syntax import Expectation, Quantifier, Scope


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when all parts are."""

    parts: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when some part is."""

    parts: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AtLeastOf:
    """True when `needed` parts are."""

    needed: int
    parts: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """The negation; `none of:` is the negation of any of them."""

    part: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Test:
    """A sentence about one box. `sentence` is how an explanation says it, its `not` included."""

    field: Field
    predicate: Predicate
    negated: bool
    sentence: str
    span: Span


@dataclass(frozen=True, slots=True)
class WindowIs:
    """A comparison of what a window over past declarations gives.

    `of` is the box that is computed with, `measured_in` the dimension or currency it is computed in. `indicator` or
    `rule` names what is counted by its outcome.
    """

    measure: Measure
    of: Field | None
    measured_in: str
    indicator: str | None
    rule: str | None
    by: tuple[Field, ...]
    reach: Reach
    earlier: bool
    within: Within
    negated: bool
    sentence: str
    span: Span


@dataclass(frozen=True, slots=True)
class NotJudgedYet:
    """A sentence that is understood but has no judge: a resemblance, where no plugin compares names."""

    code: str
    sentence: str
    span: Span


@dataclass(frozen=True, slots=True)
class Shows:
    """A bare indicator: of the same subject, or of the declaration when an item asks."""

    indicator: str
    span: Span


@dataclass(frozen=True, slots=True)
class Calls:
    """A named predicate that a plugin brings, asked of the same subject."""

    function: str
    span: Span


@dataclass(frozen=True, slots=True)
class ItemsShow:
    """A quantified item indicator in declaration scope; `needed` is 1 unless `at least N`."""

    quantifier: Quantifier
    needed: int
    indicator: str
    span: Span


@dataclass(frozen=True, slots=True)
class Hits:
    """`rule "X" hits`."""

    rule: str
    span: Span


@dataclass(frozen=True, slots=True)
class ScoreIs:
    """`score is at least 70`, in a decision."""

    within: Within
    sentence: str
    span: Span


Condition = (
    AllOf | AnyOf | AtLeastOf | Not | Test | WindowIs | NotJudgedYet | Shows | Calls | ItemsShow | Hits | ScoreIs
)


@dataclass(frozen=True, slots=True)
class Unless:
    """What lifts a hit where it is proven, and why."""

    condition: Condition
    because: str


@dataclass(frozen=True, slots=True)
class Effects:
    """What a rule does. All of it only adds: points sum up, channels rise, texts are collected."""

    points: int = 0
    channel: str | None = None
    ask_for: tuple[str, ...] = ()
    refer_to: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldFact:
    """A box of an example's declaration: the literals' texts as written, none when it is missing.

    `until` are the last days of licences, one for each value.
    """

    field: Field
    values: tuple[str, ...]
    until: tuple[date | None, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """An indicator or plugin predicate that an example takes as hit or as no hit."""

    indicator: str
    holds: bool
    span: Span


Fact = FieldFact | IndicatorFact


@dataclass(frozen=True, slots=True)
class Example:
    """A case with the outcome the officer expects.

    `facts` are those of the first goods item and all of the header; `next_items` those of each further item. HS codes
    are of `edition`.
    """

    title: str
    facts: tuple[Fact, ...]
    next_items: tuple[tuple[Fact, ...], ...]
    edition: int
    expect: Expectation
    channel: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Header(Movable):
    """What indicators, rules and exemptions have in common."""

    name: str
    title: str
    scope: Scope
    status: str
    version: int
    owner: str
    regime: tuple[str, ...]
    effective_from: date | None
    effective_until: date | None
    review_by: date | None
    flows: tuple[str, ...]
    where: Condition | None
    when: Condition
    because: str
    examples: tuple[Example, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Indicator(Movable):
    """What to look for."""

    header: Header
    unless: tuple[Unless, ...]


@dataclass(frozen=True, slots=True)
class Rule(Movable):
    """What to do about it."""

    header: Header
    unless: tuple[Unless, ...]
    then: Effects
    if_unknown: Effects


@dataclass(frozen=True, slots=True)
class Exemption(Movable):
    """Lifts named rules where it is proven to apply."""

    header: Header
    lifts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelWhen:
    """A line of a decision."""

    channel: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Sample:
    """`sample 2% of green into yellow`; the share as a fraction of one."""

    share: Fraction
    of: str
    into: str


@dataclass(frozen=True, slots=True)
class Decision:
    """How points become a channel."""

    cap: int | None
    channels: tuple[ChannelWhen, ...]
    otherwise: str
    samples: tuple[Sample, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A sentence to be proved; kept, not judged."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Program:
    """All files of one ruleset, checked together. Lists are named as rules name them (`cwc.schedule_2`, `hubs`)."""

    edition: int
    indicators: tuple[Indicator, ...]
    rules: tuple[Rule, ...]
    exemptions: tuple[Exemption, ...]
    decision: Decision | None
    guarantees: tuple[Guarantee, ...]
    lists: tuple[NamedList, ...]
