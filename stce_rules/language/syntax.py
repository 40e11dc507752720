"""The surface tree: what was written, word for word, with a span on every node.

One module, though long: the forms refer to each other all the way round, and none does anything.
Made by `parse`, read by `format` and `check`. Nothing here has been looked up yet: names are words, values
are the characters of a literal. Spans do not take part in equality, so that `parse(format(tree)) == tree` can be said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from stce_rules.core.span import Span
from stce_rules.language.reading.moving import Movable


def _span() -> Span:
    """A span that equality does not see."""
    return field(compare=False, repr=False)  # type: ignore[no-any-return]  # dataclasses types `field` by its default


class LiteralKind(Enum):
    """What a literal looks like; what it means is settled by `check` against the field beside it."""

    HS = "HS code"
    CAS = "CAS number"
    COUNTRY = "country"
    PLACE = "place"
    QUANTITY = "quantity"
    PERCENT = "percentage"
    DURATION = "duration"
    DATE = "date"
    INTEGER = "whole number"
    TEXT = "text"
    BOOLEAN = "yes or no"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Word:
    """A name, a field's words, an identifier in quotes (without them), a channel or status word."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as written; for texts without the quotes."""

    kind: LiteralKind
    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Reference:
    """A dotted name: a list (`cwc.schedule_2`), a parameter; with the date of `as of`, if any."""

    name: str
    as_of: Literal | None
    span: Span = _span()


# ---- conditions


@dataclass(frozen=True, slots=True)
class AllOf:
    """`a and b`, or bullets under `all of:`."""

    parts: tuple[Condition, ...]
    bulleted: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """`a or b`, or bullets under `any of:`."""

    parts: tuple[Condition, ...]
    bulleted: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Bullets under `none of:`."""

    parts: tuple[Condition, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AtLeastOf:
    """Bullets under `at least N of:`."""

    needed: int
    parts: tuple[Condition, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Not:
    """`not` before a sentence, bullets or brackets."""

    part: Condition
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A subject and what is said of it."""

    subject: Subject
    relation: Relation
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """A bare indicator (or a named predicate of a plugin)."""

    name: Word
    span: Span = _span()


class Quantifier(Enum):
    """How many items must show an indicator."""

    ANY = "any item shows"
    NO = "no item shows"
    EVERY = "every item shows"
    AT_LEAST = "at least N items show"


@dataclass(frozen=True, slots=True)
class ItemsShow:
    """`any item shows X` and its relatives; `needed` only for `at least N items show`."""

    quantifier: Quantifier
    needed: int | None
    name: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class RuleHits:
    """`rule "X" hits`."""

    rule: Word
    span: Span = _span()


Condition = AllOf | AnyOf | NoneOf | AtLeastOf | Not | Sentence | IndicatorName | ItemsShow | RuleHits

# ---- subjects of sentences


@dataclass(frozen=True, slots=True)
class FieldSubject:
    """A box of the declaration."""

    field: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Score:
    """`score`, in a decision."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Window:
    """`by FIELD and FIELD over 30 days`."""

    by: tuple[Word, ...]
    over: Literal
    span: Span = _span()


class Aggregate(Enum):
    """What is computed over a window of past declarations."""

    TOTAL = "total"
    LARGEST = "largest"
    DISTINCT = "number of distinct"
    DECLARATIONS = "number of declarations"
    ITEMS = "number of items"
    ITEMS_SHOWING = "number of items showing"
    EARLIER_DECLARATIONS = "number of earlier declarations"
    EARLIER_ITEMS_SHOWING = "number of earlier items showing"
    EARLIER_HITS = "number of earlier hits of rule"


@dataclass(frozen=True, slots=True)
class WindowSubject:
    """An aggregate over a window. `of` is the field, indicator or rule it is about, where it has one."""

    aggregate: Aggregate
    of: Word | None
    window: Window
    span: Span = _span()


Subject = FieldSubject | Score | WindowSubject

# ---- relations

Amount = Literal | Reference


class Order(Enum):
    """The four comparisons with one bound."""

    MORE_THAN = "more than"
    LESS_THAN = "less than"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Compare:
    """`more than 25 kg`."""

    order: Order
    amount: Amount
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Between:
    """`between A and B`, ends included."""

    low: Amount
    high: Amount
    span: Span = _span()


Comparison = Compare | Between


@dataclass(frozen=True, slots=True)
class Equals:
    """`is 2931.41`: for HS codes the subtree."""

    value: Literal
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Exactly:
    """`is exactly 2931.41`: the one code."""

    value: Literal
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class InRange:
    """`is from A to B`, both included."""

    low: Literal
    high: Literal
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class InSet:
    """`is in (A, B)`."""

    values: tuple[Literal, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class InList:
    """`is in list cwc.schedule_2`."""

    list: Reference
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Missing:
    """`is missing`."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Stated:
    """`is stated`."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Valid:
    """`is valid`: a licence presented and not expired."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class SameAs:
    """`is the same as FIELD`."""

    field: Word
    span: Span = _span()


Predicate = Equals | Exactly | InRange | InSet | InList | Missing | Stated | Valid | SameAs | Compare | Between


@dataclass(frozen=True, slots=True)
class Is:
    """`is …`, `is not …`; a bare comparison (`score at least 70`) too."""

    predicate: Predicate
    negated: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Phrases:
    """`"maraging"`, `any of ("a", "b")`, `all of ("a", "b")`. One phrase alone is `any of` it."""

    every: bool
    phrases: tuple[Literal, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class PhraseList:
    """`any of list x.y`, `all of list x.y`."""

    every: bool
    list: Reference
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Mentions:
    """`mentions …`, `does not mention …`."""

    words: Phrases | PhraseList
    negated: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class States:
    """`states uts at least 1950 MPa`."""

    measure: Word
    comparison: Comparison
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Resembles:
    """`resembles a party in list x.y by at least 92%`."""

    list: Reference
    by: Literal
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class PassesThrough:
    """`passes through PLACES`, and with `avoids` its opposite. Operands are literals or one list."""

    places: tuple[Literal, ...] | Reference
    avoids: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class DiffersFrom:
    """`differs from FIELD`."""

    field: Word
    span: Span = _span()


Relation = Is | Mentions | States | Resembles | PassesThrough | DiffersFrom

# ---- properties, scope, effects, examples


@dataclass(frozen=True, slots=True)
class Properties(Movable):
    """What stands between the title and `for each`. Every property at most once (a second one is a fault)."""

    version: int | None = None
    status: Word | None = None
    owner: str | None = None
    regime: tuple[str, ...] = ()
    effective_from: Literal | None = None
    effective_until: Literal | None = None
    review_by: Literal | None = None
    applies_to: tuple[Word, ...] = ()


class Scope(Enum):
    """What is judged, one at a time."""

    ITEM = "item"
    DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class ForEach(Movable):
    """`for each item where …`."""

    scope: Scope
    where: Condition | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Unless:
    """`unless … because "…"`."""

    condition: Condition
    because: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AddPoints:
    """`add 60 points`."""

    points: int
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AtLeastChannel:
    """`at least red`."""

    channel: Word
    span: Span = _span()


class Note(Enum):
    """The effects that carry a text."""

    ASK_FOR = "ask for"
    REFER_TO = "refer to"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class NoteEffect:
    """`ask for "…"`, `refer to "…"`, `flag "…"`."""

    note: Note
    text: str
    span: Span = _span()


Effect = AddPoints | AtLeastChannel | NoteEffect


class Expectation(Enum):
    """What an example expects."""

    HIT = "hit"
    EXEMPT = "exempt"
    UNDETERMINED = "undetermined"
    NO_HIT = "no hit"


@dataclass(frozen=True, slots=True)
class FieldFact:
    """`cas 756-79-6`, `net mass 25 kg`, `cas missing` (value None). A field named twice holds both values.

    `until` is the last day of a licence, where one is said.
    """

    field: Word
    value: Literal | None
    until: Literal | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """`hub_detour`, `hub_detour no`: the indicator is taken as hit, or as no hit, in this example."""

    name: Word
    holds: bool
    span: Span = _span()


Fact = FieldFact | IndicatorFact


@dataclass(frozen=True, slots=True)
class Example:
    """`example "DMMP" cas 756-79-6 expect hit with red`; each `next item` begins the facts of another goods item."""

    title: str
    facts: tuple[Fact, ...]
    next_items: tuple[tuple[Fact, ...], ...]
    expect: Expectation
    channel: Word | None
    span: Span = _span()


# ---- statements


@dataclass(frozen=True, slots=True)
class UseEdition:
    """`use edition 2022`."""

    edition: int
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class UseLists:
    """`use lists from "lists/cwc.csv" as cwc`."""

    path: Word
    alias: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class UseRules:
    """`use rules from "common.stce"`."""

    path: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ListStatement(Movable):
    """`list hubs of countries is AE, MY end`."""

    name: Word
    kind: Word
    members: tuple[Literal, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class DatedValue:
    """`from 1995-01-01 is 2050 MPa`; the date is None for `parameter NAME is …`."""

    start: Literal | None
    value: Literal
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ParameterStatement:
    """`parameter NAME is …`, or its dated form."""

    name: Word
    values: tuple[DatedValue, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class MeasureStatement:
    """`measure uts in MPa written "UTS", "tensile strength" end`."""

    name: Word
    unit: Word
    written: tuple[Literal, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class IndicatorStatement(Movable):
    """`indicator NAME "title" … end`."""

    name: Word
    title: str
    properties: Properties
    for_each: ForEach
    when: Condition
    unless: tuple[Unless, ...]
    examples: tuple[Example, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class RuleStatement(Movable):
    """`rule "ID" "title" … end`."""

    name: Word
    title: str
    properties: Properties
    for_each: ForEach
    when: Condition
    unless: tuple[Unless, ...]
    then: tuple[Effect, ...]
    if_unknown: tuple[Effect, ...]
    because: str | None
    examples: tuple[Example, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ExemptionStatement(Movable):
    """`exemption "ID" "title" … lifts rules … when … end`."""

    name: Word
    title: str
    properties: Properties
    for_each: ForEach
    lifts: tuple[Word, ...]
    when: Condition
    because: str | None
    examples: tuple[Example, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ChannelWhen:
    """`red when score is at least 70`."""

    channel: Word
    condition: Condition
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Sample:
    """`sample 2% of green into yellow`."""

    share: Literal
    of: Word
    into: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class DecisionStatement:
    """`decision … end`."""

    cap: int | None
    channels: tuple[ChannelWhen, ...]
    otherwise: Word | None
    samples: tuple[Sample, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AlwaysAtLeast:
    """`every item where … must be at least red`."""

    condition: Condition
    channel: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class BlankNeverLowers:
    """`leaving FIELD blank never lowers the channel`."""

    field: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class GuaranteeStatement:
    """`guarantee "title" … end`."""

    title: str
    promise: AlwaysAtLeast | BlankNeverLowers
    span: Span = _span()


Statement = (
    UseEdition
    | UseLists
    | UseRules
    | ListStatement
    | ParameterStatement
    | MeasureStatement
    | IndicatorStatement
    | RuleStatement
    | ExemptionStatement
    | DecisionStatement
    | GuaranteeStatement
)


@dataclass(frozen=True, slots=True)
class Comment:
    """`# …` up to the end of the line, without the line break."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class File:
    """One parsed file: its statements in order; comments apart, they carry no meaning."""

    statements: tuple[Statement, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
