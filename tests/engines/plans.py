"""Random plans and declarations for holding engines to the oracle, and what it means that two engines agree.

Every kind of predicate, connective, unit and box that a plan can have stands in one of the pools below, so what is
random is how they are put together. A plan drawn here is one that a checked program could have given: units come after
all they ask about, and each asks only what its scope may ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st
from msgspec import structs

from stce_rules.core.assessment import CHANNELS
from stce_rules.core.boxes import (
    BLANK,
    Amount,
    Box,
    HsCode,
    PartyKey,
    Place,
    Presented,
    Seen,
    Subject,
    Value,
)
from stce_rules.core.predicates import (
    Blank,
    Bound,
    Dated,
    HsExactly,
    HsWithin,
    InList,
    Intervals,
    IsYes,
    Limit,
    ListedParty,
    ListRow,
    Mentions,
    MentionsListed,
    NamedList,
    OneOf,
    PassesThrough,
    PassesThroughListed,
    Predicate,
    Resembles,
    SameAs,
    States,
    TextIs,
    Unexpired,
    Within,
    Written,
)
from stce_rules.core.text import read
from stce_rules.core.truth import Truth
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.engines.protocol import Engine, Surroundings
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import (
    NO_EFFECTS,
    AllOf,
    AnyOf,
    AtLeastOf,
    Calls,
    ChannelWhen,
    Condition,
    Decision,
    Effects,
    Hits,
    Holds,
    ItemsShow,
    Not,
    Plan,
    Quantifier,
    Rate,
    Sample,
    Scope,
    ScoreIs,
    Shows,
    Test,
    Unit,
    UnitKind,
    Unless,
)
from stce_rules.plan.shadow import in_shadow
from stce_rules.testing.matching import WORDS

# ---- declarations


@dataclass(frozen=True)
class Boxes:
    """A subject: a goods item with its header in view, or the header."""

    number: int | None
    boxes: Mapping[str, Box]
    header: Boxes | None = None

    def box(self, words: str) -> Box:
        """Its own box, else the header's, else a blank one."""
        own = self.boxes.get(words)
        if own is not None:
            return own
        return BLANK if self.header is None else self.header.box(words)


@dataclass(frozen=True)
class Declared:
    """A declaration ready to be judged."""

    header: Boxes
    items: tuple[Boxes, ...]
    date: date | None = None
    flow: str | None = None
    id: str = "26XX0001"


def box(*values: Value, unreadable: tuple[str, ...] = ()) -> Box:
    """A box with these values in it."""
    seen = tuple(Seen(value, getattr(value, "raw", str(value)), "items[0].box") for value in values)
    return Box(seen, unreadable, blank=not seen and not unreadable)


ILLEGIBLE = box(unreadable=("?",))
YES, NO = box(True), box(False)


def declared(
    *items: Mapping[str, Box], header: Mapping[str, Box] | None = None, on: date | None = None, flow: str | None = None
) -> Declared:
    """A declaration of these boxes."""
    top = Boxes(None, header or {})
    return Declared(top, tuple(Boxes(at + 1, one, top) for at, one in enumerate(items)), on, flow)


# ---- the pools: what boxes hold


def _hs(digits: str, *editions: int) -> HsCode:
    return HsCode(digits, editions or (2022,))


_POUNDS, _KILOS = Amount(Fraction(10), "GBP"), Amount(Fraction(25), "kg")

ITEM_BOXES: Mapping[str, tuple[Box, ...]] = {
    "first": (YES, YES, NO, BLANK, ILLEGIBLE),
    "second": (YES, YES, NO, BLANK),
    "hs": (
        *(box(_hs(digits)) for digits in ("29", "2931", "293141", "29314100", "293149", "8401", "840120", "9030")),
        box(_hs("293141", 2017)),
        box(_hs("293141", 2017, 2022)),
        box(_hs("293070", 2012, 2022)),
        box(_hs("293141", 2007)),
        BLANK,
        ILLEGIBLE,
    ),
    "cas": (
        box("756-79-6"),
        box("111-48-8", "756-79-6"),
        box("7732-18-5"),
        box("7732-18-5", unreadable=("1-2-3",)),
        BLANK,
    ),
    "description": (
        *(
            box(read(text))
            for text in (
                "Thiodiglycol, drums",
                "thio diglycol and pumps",
                "steel, UTS 1950 MPa",
                "maraging steel with tensile strength of 2050 MPa",
                "Centrifuges (used)",
                "centrifugal pump housings",
                "toys",
            )
        ),
        BLANK,
        ILLEGIBLE,
    ),
    "net mass": (
        box(_KILOS),
        box(Amount(Fraction(30), "kg")),
        box(Amount(Fraction(0), "kg")),
        BLANK,
        ILLEGIBLE,
    ),
    "item value": (
        box(Amount(Fraction(1000), "EUR")),
        box(Amount(Fraction(1500), "USD")),
        box(_POUNDS),
        BLANK,
    ),
    "concentration": (box(Amount(Fraction(30), "percent")), box(Amount(Fraction(98), "percent")), BLANK),
}
"""Boxes that stand at goods items, with what they may hold."""

EITHER_BOXES: Mapping[str, tuple[Box, ...]] = {
    "destination": (box("SS"), box("AE"), box("NO"), BLANK, ILLEGIBLE),
    "dispatch country": (box("DE"), box("AE"), BLANK),
    "document": (box("X002"), box("Y901", "N380"), box("N380"), BLANK),
    "licence": (
        box(Presented("X002", date(2027, 1, 1))),
        box(Presented("X002", date(2020, 1, 1))),
        box(Presented("X060", None)),
        BLANK,
    ),
    "consignee": (
        box(PartyKey("AE-778", "example trading fze")),
        box(PartyKey(None, "example trading fze")),
        box(PartyKey("NO-1", None)),
        BLANK,
    ),
    "buyer": (box(PartyKey("AE-778", None)), box(PartyKey(None, "nordic pumps")), BLANK, ILLEGIBLE),
}
"""Boxes that an item takes from the header where it has none of its own."""

HEADER_BOXES: Mapping[str, tuple[Box, ...]] = {
    "third": (YES, YES, NO, BLANK),
    "office": (box("DE004600"), box("DE004851"), BLANK),
    "flow": (box("export"), box("transit"), BLANK),
    "date": (box(date(2026, 6, 1)), box(date(2019, 1, 1)), BLANK),
    "route": (
        box(Place("DE", "DEHAM"), Place("AE", "AEJEA")),
        box(Place("DE", None), Place("AE", None)),
        box(Place("NO", "NOOSL")),
        BLANK,
        ILLEGIBLE,
    ),
}
"""Boxes of the header."""

POOLS = {**ITEM_BOXES, **EITHER_BOXES, **HEADER_BOXES}
ALL_WORDS = frozenset(POOLS)

_CLOSED = frozenset({"document", "licence"})

# ---- the pools: what is said of them


def _codes(*prefixes: str) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((int(one.ljust(12, "0")), int(one.ljust(12, "9"))) for one in prefixes))


def _set(*prefixes: str, part: Sequence[str] = ()) -> tuple[tuple[int, Intervals], ...]:
    """The same codes in 2012 and 2022; in 2017 the last of them only partly correlates."""
    whole = Intervals(_codes(*prefixes), _codes(*part))
    carried = Intervals(_codes(*prefixes[:-1]), _codes(*prefixes[-1:], *part))
    return (2012, whole), (2017, carried), (2022, whole)


def _point(code: str) -> tuple[tuple[int, Intervals], ...]:
    padded = int(code.ljust(12, "0"))
    return tuple((edition, Intervals(((padded, padded),))) for edition in (2012, 2017, 2022))


def _limit(*values: tuple[date | None, Bound], included: bool = True) -> Limit:
    return Limit(Dated(values), included)


def _kilos(number: int) -> Amount:
    return Amount(Fraction(number), "kg")


_TURN, _LATER = date(2021, 9, 9), date(2024, 1, 1)
_NAMES = ("thiodiglycol", "centrifug*", "pumps")

LISTS = (
    NamedList("a/codes", "hs", (
        ListRow("2931.41", hs=HsWithin(_set("2931")), row=1),
        ListRow("heading 8401", hs=HsWithin(_set("8401", "9030")), start=_TURN, row=2),
    )),
    NamedList("a/chemicals", "cas", (ListRow("756-79-6", row=1), ListRow("111-48-8", until=_TURN, row=2))),
    NamedList("a/states", "countries", (ListRow("SS", row=1), ListRow("AE", start=_TURN, until=_LATER, row=2))),
    NamedList("a/papers", "codes", (ListRow("X002", row=1), ListRow("Y901", start=_TURN, row=2))),
    NamedList("a/denied", "parties", (ListRow("AE-778", start=_TURN, row=1), ListRow("Nordic Pumps!", row=2))),
    NamedList("a/known", "parties", (
        ListRow("Example Trade", start=_TURN, row=1, party=ListedParty(("Trading Example FZE",), ("NO-1",), ("AE",))),
        ListRow("Pumps of the North", row=2, party=ListedParty(("Nordic Pumps & Co",))),
    )),
    NamedList("a/names", "phrases", (ListRow("thiodiglycol", row=1), ListRow("centrifug*", start=_TURN, row=2))),
    NamedList("a/ports", "places", (ListRow("AEJEA", row=1), ListRow("NOOSL", until=_TURN, row=2))),
)  # fmt: skip
"""The lists of every plan; some rows have dates."""

RATES = (Rate(date(2020, 1, 1), "EUR", "USD", Fraction(5, 4)), Rate(date(2025, 1, 1), "EUR", "USD", Fraction(2)))
"""Pounds have no rate."""

_MPA = (("mpa", Fraction(1), Fraction(0)),)

SAID: Mapping[str, tuple[Predicate, ...]] = {
    "first": (IsYes(),),
    "second": (IsYes(),),
    "third": (IsYes(),),
    "hs": (
        HsWithin(_set("2931")),
        HsWithin(_set("293141", "8401")),
        HsWithin(_set("28", "30", part=("9030",))),
        HsExactly(_point("293141")),
        InList("a/codes"),
        InList("a/codes", date(2020, 1, 1)),
        Blank(),
        Written(),
    ),
    "cas": (OneOf(frozenset({"756-79-6"})), InList("a/chemicals"), Blank(), Written()),
    "description": (
        Mentions(_NAMES, every=False),
        Mentions(("steel", "uts"), every=True),
        Mentions(("thiodiglycol",), every=True),
        MentionsListed("a/names", every=False),
        MentionsListed("a/names", every=True),
        TextIs(frozenset({"toys"})),
        States("MPa", ("uts", "tensile strength"), _MPA, Within(_limit((None, Amount(Fraction(2000), "MPa"))), None)),
        Blank(),
    ),
    "net mass": (
        Within(_limit((None, _kilos(25)), included=False), None),
        Within(None, _limit((None, _kilos(25)))),
        Within(_limit((date(2020, 1, 1), _kilos(20)), (_TURN, _kilos(30))), None),
    ),
    "item value": (Within(_limit((None, Amount(Fraction(1000), "EUR"))), None),),
    "concentration": (Within(None, _limit((None, Fraction(30)))),),
    "destination": (
        OneOf(frozenset({"SS", "NO"})),
        InList("a/states"),
        InList("a/states", date(2023, 1, 1)),
        SameAs("dispatch country"),
        Blank(),
        Written(),
    ),
    "document": (OneOf(frozenset({"X002"})), InList("a/papers"), Blank(), Written()),
    "licence": (Unexpired(), OneOf(frozenset({"X002"}))),
    "consignee": (
        OneOf(frozenset({"AE-778", "nordic pumps"})),
        InList("a/denied"),
        SameAs("buyer"),
        Resembles("a/known", 600, WORDS.label),
        Resembles("a/known", 800, WORDS.label, date(2020, 1, 1)),
    ),
    "buyer": (Resembles("a/known", 800, WORDS.label), InList("a/known")),
    "office": (OneOf(frozenset({"DE004600"})),),
    "flow": (OneOf(frozenset({"export"})),),
    "date": (Within(_limit((None, date(2020, 1, 1))), None),),
    "route": (
        PassesThrough(frozenset({"AE"}), frozenset()),
        PassesThrough(frozenset(), frozenset({"AEJEA"})),
        PassesThroughListed("a/states"),
        PassesThroughListed("a/ports"),
    ),
}
"""What plans say of each box."""

TESTS = tuple(
    Test(words, predicate, negated, words in _CLOSED, words not in HEADER_BOXES, f"{words} says {number}")
    for words, predicates in SAID.items()
    for number, predicate in enumerate(predicates)
    for negated in (False, True)
)
"""The tests of every plan: all that `SAID` has, each also denied."""

_YES_TESTS = tuple(number for number, test in enumerate(TESTS) if isinstance(test.predicate, IsYes))


def _says_second(subject: Subject) -> Truth:
    seen = subject.box("second").seen
    return Truth.UNKNOWN if not seen else Truth.TRUE if seen[0].value is True else Truth.FALSE


def _fails(subject: Subject) -> Truth:
    raise ValueError(f"cannot judge {subject.number}")


SURROUNDINGS = Surroundings({"says_second": _says_second, "fails": _fails}, matcher=WORDS)
"""Plugins' predicates: one that answers, one that never does; and a matcher of names."""

# ---- strategies

_FLOWS = ("import", "export", "transit")
_DAYS = (None, date(2019, 1, 1), date(2022, 5, 5), date(2026, 6, 1))


@st.composite
def declarations(draw: st.DrawFn, words: Iterable[str] = ALL_WORDS, most_items: int = 4) -> Declared:
    """A declaration with something in, or nothing in, each of these boxes, or a box left out.

    None to several items; an item may leave a box to the header; date and flow known or not.
    """
    asked = sorted(words)
    top = {one: draw(st.sampled_from(POOLS[one])) for one in asked if one not in ITEM_BOXES}
    own = [one for one in asked if one in ITEM_BOXES]
    either = [one for one in asked if one in EITHER_BOXES]
    items = []
    for _ in range(draw(st.integers(0, most_items))):
        item = {one: draw(st.sampled_from(POOLS[one])) for one in own}
        for one in either:
            if draw(st.booleans()):
                item[one] = draw(st.sampled_from(POOLS[one]))
        items.append(item)
    on, flow = draw(st.sampled_from(_DAYS)), draw(st.sampled_from((None, *_FLOWS)))
    return declared(*items, header=top, on=on, flow=flow)


@st.composite
def judged_plans(
    draw: st.DrawFn, most_units: int = 7, most_items: int = 4, *, calls: bool = True
) -> tuple[Plan, Declared]:
    """A plan, with or without calls of plugins, and a declaration with the boxes that it speaks of."""
    plan = draw(plans(most_units, calls=calls))
    return plan, draw(declarations(spoken_of(plan), most_items))


def spoken_of(plan: Plan) -> set[str]:
    """The boxes that a plan speaks of."""
    said = [one.condition for one in plan.decision.channels]
    for unit in plan.units:
        said += [unit.when, *(() if unit.where is None else (unit.where,)), *(one.condition for one in unit.unless)]
    found: set[str] = set()
    while said:
        match said.pop():
            case AllOf(parts) | AnyOf(parts) | AtLeastOf(_, parts):
                said += parts
            case Not(part):
                said.append(part)
            case Holds(number):
                test = plan.tests[number]
                found.add(test.field)
                if isinstance(test.predicate, SameAs):
                    found.add(test.predicate.field)
            case Calls():
                found.add("second")
            case _:
                pass
    return found


def _leaves(scope: Scope, before: Sequence[Unit], calls: bool) -> st.SearchStrategy[Condition]:
    """What a unit of a scope may say or ask, of boxes and of the units before it."""
    tests = st.one_of(st.sampled_from(_YES_TESTS), st.integers(0, len(TESTS) - 1))
    kinds: list[st.SearchStrategy[Condition]] = [st.builds(Holds, tests)]
    if calls:
        kinds.append(st.builds(Calls, _functions()))
    indicators = [at for at, one in enumerate(before) if one.kind is UnitKind.INDICATOR]
    same = [at for at in indicators if scope is Scope.ITEM or before[at].scope is Scope.DECLARATION]
    of_items = [at for at in indicators if scope is Scope.DECLARATION and before[at].scope is Scope.ITEM]
    rules = [at for at, one in enumerate(before) if one.kind is UnitKind.RULE]
    if same:
        kinds += [st.builds(Shows, st.sampled_from(same))] * 2
    if of_items:
        asked = st.sampled_from(of_items)
        kinds += [st.builds(ItemsShow, st.sampled_from(Quantifier), st.integers(1, 6), asked)] * 2
    if rules:
        kinds += [st.builds(Hits, st.sampled_from(rules))]
    return st.one_of(kinds)


def _functions() -> st.SearchStrategy[str]:
    return st.sampled_from(("says_second", "says_second", "says_second", "fails"))


def conditions(leaves: st.SearchStrategy[Condition], depth: int = 2) -> st.SearchStrategy[Condition]:
    """A condition over these leaves, not nested deeper than this."""
    found = leaves
    for _ in range(depth):
        found = st.one_of(leaves, _joined(found))
    return found


@st.composite
def _joined(draw: st.DrawFn, part: st.SearchStrategy[Condition]) -> Condition:
    kind = draw(st.sampled_from((AllOf, AnyOf, AtLeastOf, Not)))
    if kind is Not:
        return Not(draw(part))
    parts = tuple(draw(part) for _ in range(draw(st.integers(1, 3))))
    if kind is AtLeastOf:
        return AtLeastOf(draw(st.integers(1, len(parts))), parts)
    return AllOf(parts) if kind is AllOf else AnyOf(parts)


_EFFECTS = st.one_of(
    st.just(NO_EFFECTS),
    st.builds(
        Effects,
        points=st.integers(0, 60),
        channel=st.sampled_from((None, *CHANNELS)),
        ask_for=st.sampled_from(((), ("safety data sheet",), ("end-use statement", "safety data sheet"))),
        refer_to=st.sampled_from(((), ("Licensing authority",))),
        flags=st.sampled_from(((), ("precursor",))),
    ),
)
_STATUS = st.sampled_from(("active", "active", "active", "monitor", "retired"))
_KINDS = st.sampled_from((UnitKind.INDICATOR, UnitKind.RULE, UnitKind.RULE, UnitKind.EXEMPTION))


@st.composite
def _unit(draw: st.DrawFn, before: Sequence[Unit], calls: bool) -> Unit:
    kind, scope, at = draw(_KINDS), draw(st.sampled_from(Scope)), len(before)
    said = conditions(_leaves(scope, before, calls))
    unit = Unit(
        kind=kind,
        name=f"{kind.value}-{at}",
        title=f"the {kind.value} at {at}",
        ruleset="a",
        scope=scope,
        where=draw(said) if kind is not UnitKind.EXEMPTION and draw(st.integers(0, 2)) == 0 else None,
        when=draw(said),
    )
    if kind is not UnitKind.EXEMPTION:
        reasons = [draw(said) for _ in range(draw(st.sampled_from((0, 0, 1, 2))))]
        unit = replace(unit, unless=tuple(Unless(one, f"reason {number}") for number, one in enumerate(reasons)))
    if kind is not UnitKind.INDICATOR:
        start, until = draw(st.sampled_from((None, None, _TURN))), draw(st.sampled_from((None, None, _LATER)))
        unit = replace(unit, start=start, until=until)
    rules = [number for number, one in enumerate(before) if one.kind is UnitKind.RULE]
    if kind is UnitKind.EXEMPTION and draw(st.integers(0, 2)) == 0:
        named = draw(st.lists(st.sampled_from(rules), unique=True, max_size=3)) if rules else []
        unit = replace(unit, status="monitor", when=in_shadow(named, unit.when))
    if kind is UnitKind.RULE:
        exemptions = [
            number for number, one in enumerate(before) if one.kind is UnitKind.EXEMPTION and one.status != "monitor"
        ]
        lifts = draw(st.lists(st.sampled_from(exemptions), unique=True, max_size=2)) if exemptions else []
        unit = replace(
            unit,
            lifted_by=tuple(sorted(lifts)),
            flows=frozenset(draw(st.lists(st.sampled_from(_FLOWS), max_size=2))),
            status=draw(_STATUS),
            then=draw(_EFFECTS),
            if_unknown=draw(_EFFECTS),
        )
    return unit


def score_at_least(points: int) -> ScoreIs:
    """A line of a decision."""
    return ScoreIs(Within(_limit((None, Fraction(points))), None), f"score is at least {points}")


@st.composite
def _decision(draw: st.DrawFn) -> Decision:
    header_tests = [number for number, test in enumerate(TESTS) if not test.of_item]
    said = st.one_of(st.builds(score_at_least, st.integers(0, 100)), st.builds(Holds, st.sampled_from(header_tests)))
    channels = draw(st.lists(st.builds(ChannelWhen, st.sampled_from(CHANNELS), conditions(said, 1)), max_size=2))
    sample = st.builds(Sample, st.sampled_from((Fraction(0), Fraction(1))), st.just("green"), st.just("yellow"))
    return Decision(
        cap=draw(st.sampled_from((None, 100))),
        channels=tuple(channels),
        otherwise=draw(st.sampled_from(CHANNELS)),
        samples=tuple(draw(st.lists(sample, max_size=1))),
    )


@st.composite
def plans(draw: st.DrawFn, most_units: int = 7, *, calls: bool = True) -> Plan:
    """A plan of up to so many units over the pools, with or without calls of plugins, with a decision."""
    units: list[Unit] = []
    for _ in range(draw(st.integers(1, most_units))):
        units.append(draw(_unit(tuple(units), calls)))
    return plan_of(*units, decision=draw(_decision()))


def plan_of(*units: Unit, decision: Decision | None = None) -> Plan:
    """A plan of these units over the pools."""
    return Plan("a", "1", units, TESTS, decision or Decision(100, (), "green"), LISTS, RATES, content_hash="0" * 64)


def number_of(words: str, number: int = 0, *, negated: bool = False) -> int:
    """The number in `TESTS` of what `SAID` says of a box."""
    return next(
        at
        for at, one in enumerate(TESTS)
        if one.field == words and one.predicate == SAID[words][number] and one.negated is negated
    )


# ---- agreement


@dataclass(frozen=True)
class Answer:
    """All that a host can learn from an engine about one declaration."""

    verdicts: object
    trees: Mapping[tuple[int, int], object] = field(repr=False)
    decided: tuple[Truth, ...]
    assessment: object = field(repr=False)


def answer(engine: Engine, plan: Plan, case: Declared, *, alarms: bool = True) -> Answer:
    """What an engine says: verdicts, every tree of every unit, the decision's conditions, the assessment.

    Alarms of the assessment are left out on demand. The engine's name is left out always.
    """
    judgement = engine.judge(case)
    assessment = assess(plan, JudgedDeclaration(case.id, 1, judgement, "any"))
    assessment = assessment if alarms else structs.replace(assessment, alarms=[])
    decided = tuple(
        judgement.truth_of(one.condition, score) for one in plan.decision.channels for score in (0, 50, 100)
    )
    trees = {place: judgement.explain(*place) for place in places(plan, case)}
    return Answer(judgement.verdicts, trees, decided, assessment)


def places(plan: Plan, case: Declared) -> Iterator[tuple[int, int]]:
    """Every unit with every position it can be judged at."""
    for number, unit in enumerate(plan.units):
        if unit.scope is Scope.DECLARATION:
            yield number, HEADER
        else:
            yield from ((number, at) for at in range(len(case.items)))
