"""Hypothesis strategies for syntax trees: every form of the language, in every place where it may stand.

The trees are those that a parser could have made: written out by `format` and parsed again, each must come back equal.
Names need not exist and types need not fit; for trees that also check, build upon these. Spans point nowhere.
"""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st

from stce_rules.core.fields import CATALOGUE
from stce_rules.core.span import Source, Span
from stce_rules.language import syntax as s
from stce_rules.language.syntax import LiteralKind as Kind

T = TypeVar("T")

NOWHERE: Span = Source("<made>", "").span(0, 0)


def _literal(kind: Kind, texts: st.SearchStrategy[str]) -> st.SearchStrategy[s.Literal]:
    return texts.map(lambda text: s.Literal(kind, text, NOWHERE))


def _word(texts: st.SearchStrategy[str]) -> st.SearchStrategy[s.Word]:
    return texts.map(lambda text: s.Word(text, NOWHERE))


# ---- names and texts

_NAMES = (
    "hub_detour",
    "schedule_2_chemical",
    "maraging_steel",
    "x",
    "q9",
    "small_shipments_that_add_up",
    "vat_fraud_2",
)
name_texts = st.sampled_from(_NAMES) | st.from_regex(r"[a-z][a-z0-9]{0,8}_[a-z0-9_]{1,20}", fullmatch=True)
"""Names with an underscore are never words of the language."""

_texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf"), exclude_characters='"'), max_size=60
) | st.sampled_from(
    ["", "Schedule 2 chemical", "# no comment", "end", "18Ni(300)", "centrifug*", "naïve café", "Ω тест"]
)

names = _word(name_texts)
quoted = _word(_texts)
list_names = name_texts | st.tuples(name_texts, name_texts).map(".".join) | st.sampled_from(["cwc.schedule_2", "a.end"])
channels = _word(st.sampled_from(["red", "yellow", "blue", "green"]))
known_fields = _word(st.sampled_from(sorted(CATALOGUE)))
fields = known_fields | _word(st.sampled_from(["desination", "net weight", "country of origin", "consignee contry"]))
"""Boxes of the catalogue, and some misspelt ones: those are the checker's business."""

# ---- values

_digits = st.integers(0, 99).map("{:02d}".format)
_numbers = st.integers(0, 10**7).map(str) | st.integers(1000, 10**7).map("{:,}".format)
_decimals = st.tuples(_numbers, st.integers(0, 999)).map(lambda pair: f"{pair[0]}.{pair[1]}")
_units = st.sampled_from(["kg", "g", "t", "MPa", "Hz", "EUR", "kg/m3", "µm", "°C", "kgs", "l", "m²"])
_hs = st.tuples(st.integers(100, 9999), st.lists(_digits, min_size=1, max_size=4)).map(
    lambda parts: f"{parts[0]:04d}." + ".".join(parts[1])
)
codes = _literal(Kind.CODE, st.sampled_from(["X002", "1C350", "Y901", "5A002", "DE004600", "EUR", "MSKU1234565"]))
bare_codes = _literal(Kind.CODE, st.sampled_from(["export", "import", "transit", "re-export"]))
dates = _literal(Kind.DATE, st.dates().map(lambda day: day.isoformat()))
percents = _literal(Kind.PERCENT, (_numbers | _decimals).map(lambda number: f"{number}%"))
quantities = _literal(Kind.QUANTITY, st.tuples(_numbers | _decimals, _units).map(" ".join))
durations = _literal(
    Kind.DURATION,
    st.tuples(st.integers(1, 999).map(str), st.sampled_from(["day", "days", "weeks", "months"])).map(" ".join),
)
texts = _literal(Kind.TEXT, _texts)
literals = st.one_of(
    _literal(Kind.HS, _hs | st.sampled_from(["heading 8401", "chapter 28", "2931.41"])),
    _literal(Kind.CAS, st.from_regex(r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]", fullmatch=True)),
    _literal(Kind.COUNTRY, st.sampled_from(["SS", "NO", "AE", "XK"])),
    _literal(Kind.PLACE, st.sampled_from(["AEJEA", "DEHAM", "USNYC", "AT234"])),
    quantities,
    percents,
    durations,
    dates,
    _literal(Kind.INTEGER, _numbers),
    texts,
    _literal(Kind.BOOLEAN, st.sampled_from(["yes", "no"])),
    codes,
)
values = literals | bare_codes


def some(one: st.SearchStrategy[s.Literal], most: int = 6) -> st.SearchStrategy[tuple[s.Literal, ...]]:
    """One to `most` values."""
    return st.lists(one, min_size=1, max_size=most).map(tuple)


references = st.builds(s.Reference, list_names, st.none() | dates, st.just(NOWHERE))
amounts = literals | st.builds(s.Reference, list_names, st.none(), st.just(NOWHERE))

# ---- sentences

comparisons = st.builds(s.Compare, st.sampled_from(s.Order), amounts, st.just(NOWHERE)) | st.builds(
    s.Between, amounts, amounts, st.just(NOWHERE)
)
predicates = st.one_of(
    st.builds(s.Equals, values, st.just(NOWHERE)),
    st.builds(s.Exactly, values, st.just(NOWHERE)),
    st.builds(s.InRange, values, values, st.just(NOWHERE)),
    st.builds(s.InSet, some(values, 20), st.just(NOWHERE)),
    st.builds(s.InList, references, st.just(NOWHERE)),
    st.sampled_from([s.Missing(NOWHERE), s.Stated(NOWHERE), s.Valid(NOWHERE)]),
    st.builds(s.SameAs, fields, st.just(NOWHERE)),
    comparisons,
)
phrases = st.builds(s.Phrases, st.booleans(), some(texts), st.just(NOWHERE)) | st.builds(
    s.PhraseList, st.booleans(), references, st.just(NOWHERE)
)
relations = st.one_of(
    st.builds(s.Is, predicates, st.booleans(), st.just(NOWHERE)),
    st.builds(s.Mentions, phrases, st.booleans(), st.just(NOWHERE)),
    st.builds(s.States, names, comparisons, st.just(NOWHERE)),
    st.builds(s.Resembles, references, percents, st.just(NOWHERE)),
    st.builds(s.PassesThrough, some(literals, 5) | references, st.booleans(), st.just(NOWHERE)),
    st.builds(s.DiffersFrom, fields, st.just(NOWHERE)),
)
windows = st.builds(s.Window, st.lists(known_fields, min_size=1, max_size=3).map(tuple), durations, st.just(NOWHERE))
_ABOUT = {
    s.Aggregate.TOTAL: fields,
    s.Aggregate.LARGEST: fields,
    s.Aggregate.DISTINCT: fields,
    s.Aggregate.ITEMS_SHOWING: names,
    s.Aggregate.EARLIER_ITEMS_SHOWING: names,
    s.Aggregate.EARLIER_HITS: quoted,
}
window_subjects = st.sampled_from(s.Aggregate).flatmap(
    lambda one: st.builds(s.WindowSubject, st.just(one), _ABOUT.get(one, st.none()), windows, st.just(NOWHERE))
)
subjects = st.one_of(st.builds(s.FieldSubject, fields, st.just(NOWHERE)), st.just(s.Score(NOWHERE)), window_subjects)


@st.composite
def _sentence(draw: st.DrawFn) -> s.Sentence:
    return s.Sentence(draw(subjects), draw(relations), NOWHERE)


sentences = _sentence()

# ---- conditions

items_show = st.sampled_from(s.Quantifier).flatmap(
    lambda one: st.builds(
        s.ItemsShow,
        st.just(one),
        st.integers(1, 99) if one is s.Quantifier.AT_LEAST else st.none(),
        names,
        st.just(NOWHERE),
    )
)
_simple = st.one_of(
    sentences,
    st.builds(s.IndicatorName, names, st.just(NOWHERE)),
    items_show,
    st.builds(s.RuleHits, quoted, st.just(NOWHERE)),
)


def _compound(part: st.SearchStrategy[s.Condition]) -> st.SearchStrategy[s.Condition]:
    one_or_more = st.lists(part, min_size=1, max_size=4).map(tuple)
    two_or_more = st.lists(part, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        st.builds(s.AllOf, two_or_more, st.just(False), st.just(NOWHERE)),
        st.builds(s.AnyOf, two_or_more, st.just(False), st.just(NOWHERE)),
        st.builds(s.AllOf, one_or_more, st.just(True), st.just(NOWHERE)),
        st.builds(s.AnyOf, one_or_more, st.just(True), st.just(NOWHERE)),
        st.builds(s.NoneOf, one_or_more, st.just(NOWHERE)),
        st.builds(s.AtLeastOf, st.integers(0, 99), one_or_more, st.just(NOWHERE)),
        st.builds(s.Not, part, st.just(NOWHERE)),
    )


_nested: st.SearchStrategy[s.Condition] = st.recursive(_simple, _compound, max_leaves=5)


@st.composite
def _condition(draw: st.DrawFn) -> s.Condition:
    return draw(_nested)


conditions = _condition()

# ---- parts of statements

_wholes = st.integers(0, 999_999_999)
properties = st.builds(
    s.Properties,
    st.none() | _wholes,
    st.none() | _word(st.sampled_from(["draft", "monitor", "active", "retired", "actve_"])),
    st.none() | _texts,
    st.lists(_texts, max_size=3).map(tuple),
    st.none() | dates,
    st.none() | dates,
    st.none() | dates,
    st.lists(_word(st.sampled_from(["imports", "exports", "transits", "re-exports"])), max_size=4).map(tuple),
)
for_each = st.builds(s.ForEach, st.sampled_from(s.Scope), st.none() | conditions, st.just(NOWHERE))
unless = st.builds(s.Unless, conditions, _texts, st.just(NOWHERE))
effects = st.one_of(
    st.builds(s.AddPoints, _wholes, st.just(NOWHERE)),
    st.builds(s.AtLeastChannel, channels | names, st.just(NOWHERE)),
    st.builds(s.NoteEffect, st.sampled_from(s.Note), _texts, st.just(NOWHERE)),
)
facts = st.one_of(
    st.builds(s.FieldFact, known_fields, st.none(), st.none(), st.just(NOWHERE)),
    st.builds(s.FieldFact, known_fields, values, st.none() | dates, st.just(NOWHERE)),
    st.builds(
        s.FieldFact, _word(st.sampled_from(["net weight", "cass"])), st.none() | texts, st.none(), st.just(NOWHERE)
    ),
    st.builds(s.IndicatorFact, names, st.booleans(), st.just(NOWHERE)),
)
_more_facts = st.lists(facts, min_size=1, max_size=4).map(tuple)
_items = st.just(((), ())) | st.tuples(_more_facts, st.lists(_more_facts, max_size=2).map(tuple))
"""The facts of the first goods item, and of each further one, which comes only after facts of the first."""


def _example(
    items: tuple[tuple[s.Fact, ...], tuple[tuple[s.Fact, ...], ...]],
    expect: s.Expectation,
    channel: s.Word | None,
    title: str,
) -> s.Example:
    return s.Example(title, *items, expect, channel, NOWHERE)


examples = st.sampled_from(s.Expectation).flatmap(
    lambda expect: st.builds(
        _example,
        _items,
        st.just(expect),
        st.none() | channels if expect in {s.Expectation.HIT, s.Expectation.UNDETERMINED} else st.none(),
        _texts,
    )
)


def _few(one: st.SearchStrategy[T], least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(one, min_size=least, max_size=2).map(tuple)


# ---- statements

_units_of_measure = _word(st.sampled_from(["MPa", "kg", "Hz", "K", "kg/m3", "%", "µm", "EUR"]))
parameters = st.builds(
    s.ParameterStatement,
    names,
    st.builds(s.DatedValue, st.none(), values, st.just(NOWHERE)).map(lambda one: (one,))
    | _few(st.builds(s.DatedValue, dates, values, st.just(NOWHERE)), 1),
    st.just(NOWHERE),
)
indicators = st.builds(
    s.IndicatorStatement,
    names,
    _texts,
    properties,
    for_each,
    conditions,
    _few(unless),
    _few(examples),
    st.just(NOWHERE),
)
rules = st.builds(
    s.RuleStatement,
    quoted,
    _texts,
    properties,
    for_each,
    conditions,
    _few(unless),
    _few(effects, 1),
    _few(effects),
    st.none() | _texts,
    _few(examples),
    st.just(NOWHERE),
)
exemptions = st.builds(
    s.ExemptionStatement,
    quoted,
    _texts,
    properties,
    for_each,
    _few(quoted, 1),
    conditions,
    st.none() | _texts,
    _few(examples),
    st.just(NOWHERE),
)
decisions = st.builds(
    s.DecisionStatement,
    _wholes,
    _few(st.builds(s.ChannelWhen, channels, conditions, st.just(NOWHERE))),
    st.none() | channels,
    _few(st.builds(s.Sample, percents, channels, channels, st.just(NOWHERE))),
    st.just(NOWHERE),
)
guarantees = st.builds(
    s.GuaranteeStatement,
    _texts,
    st.builds(s.AlwaysAtLeast, conditions, channels, st.just(NOWHERE))
    | st.builds(s.BlankNeverLowers, fields, st.just(NOWHERE)),
    st.just(NOWHERE),
)
statements: st.SearchStrategy[s.Statement] = st.one_of(
    st.builds(s.UseEdition, st.integers(1988, 2100), st.just(NOWHERE)),
    st.builds(s.UseLists, quoted, names, st.just(NOWHERE)),
    st.builds(s.UseRules, quoted, st.just(NOWHERE)),
    st.builds(
        s.ListStatement,
        names,
        _word(st.sampled_from(["countries", "places", "cas", "hs", "phrases", "parties", "codes"])),
        some(values, 20),
        st.just(NOWHERE),
    ),
    parameters,
    st.builds(s.MeasureStatement, names, _units_of_measure, some(texts, 4), st.just(NOWHERE)),
    indicators,
    rules,
    exemptions,
    decisions,
    guarantees,
)
files = st.lists(statements, min_size=1, max_size=3).map(lambda found: s.File(tuple(found)))
