"""Windows over past declarations: what is computed, by which boxes, over how long, and what it is compared with.

Enters: a sentence such as `total net mass by consignee over 30 days is more than 30 kg`. Leaves: a `WindowIs` of the
program, or None with the fault noted.
"""

from __future__ import annotations

from stce_rules.core.boxes import Amount
from stce_rules.core.fields import Field, FieldType
from stce_rules.core.predicates import Within
from stce_rules.core.windows import Measure, Reach
from stce_rules.language import program, syntax
from stce_rules.language.checking import amounts, sentences
from stce_rules.language.checking.amounts import Wanted
from stce_rules.language.checking.findings import with_article
from stce_rules.language.checking.symbols import Symbols
from stce_rules.language.syntax import Aggregate, LiteralKind, Scope

_T = FieldType
_SUMMED = frozenset((_T.MASS, _T.QUANTITY, _T.MONEY))
_COMPARED = _SUMMED | {_T.PERCENT, _T.NUMBER}
_KEYS = frozenset((_T.HS, _T.CAS, _T.COUNTRY, _T.PLACE, _T.CODE, _T.PARTY, _T.FLOW))
_MEASURES = {
    Aggregate.TOTAL: Measure.TOTAL,
    Aggregate.LARGEST: Measure.LARGEST,
    Aggregate.DISTINCT: Measure.DISTINCT,
    Aggregate.DECLARATIONS: Measure.DECLARATIONS,
    Aggregate.EARLIER_DECLARATIONS: Measure.DECLARATIONS,
    Aggregate.ITEMS: Measure.ITEMS,
    Aggregate.ITEMS_SHOWING: Measure.ITEMS,
    Aggregate.EARLIER_ITEMS_SHOWING: Measure.ITEMS,
    Aggregate.EARLIER_HITS: Measure.HITS,
}
_EARLIER = frozenset((Aggregate.EARLIER_DECLARATIONS, Aggregate.EARLIER_ITEMS_SHOWING, Aggregate.EARLIER_HITS))
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def window_is(node: syntax.Sentence, subject: syntax.WindowSubject, symbols: Symbols) -> program.WindowIs | None:
    """The sentence, when all its words fit together."""
    faults, measure = symbols.findings.errors, _MEASURES[subject.aggregate]
    wanted = _wanted(subject, symbols)
    by = [field for word in subject.window.by if (field := _key(word, symbols)) is not None]
    reach = _reach(subject.window.over, symbols)
    said = None if wanted is None else _comparison(node.relation, wanted, symbols)
    if symbols.findings.errors > faults or said is None or reach is None:
        return None
    within, negated = said
    of = subject.of
    counted = None if of is None or measure not in (Measure.ITEMS, Measure.HITS) else of.text
    return program.WindowIs(
        measure=measure,
        of=symbols.field(of) if of is not None and counted is None else None,
        measured_in=_measured_in(within),
        indicator=counted if measure is Measure.ITEMS else None,
        rule=counted if measure is Measure.HITS else None,
        by=tuple(dict.fromkeys(by)),
        reach=reach,
        earlier=subject.aggregate in _EARLIER,
        within=within,
        negated=negated,
        sentence=sentences.sentence_text(node),
        span=node.span,
    )


def _key(word: syntax.Word, symbols: Symbols) -> Field | None:
    field = symbols.field(word)
    if field is not None and field.type not in _KEYS:
        message = f"{field.words} does not tell one party, code or country from another"
        symbols.findings.add("E245", word.span, message, "say 'by consignee', 'by cas' or the like")
    return field


def _reach(over: syntax.Literal, symbols: Symbols) -> Reach | None:
    if over.kind is LiteralKind.DURATION:
        written, unit = over.text.split()
        number, unit = int(written.replace(",", "")), unit.removesuffix("s")
        if number:
            return Reach(number * _DAYS.get(unit, 0), number * _MONTHS.get(unit, 0))
    message = f"'{over.text}' is no length of time"
    symbols.findings.add("E246", over.span, message, "say 'over 30 days', 'over 12 months'")
    return None


def _measured_in(within: Within) -> str:
    """The dimension or currency of the limits; of a parameter that changed its currency, the first."""
    (bound, *_) = (limit.bound for limit in (within.low, within.high) if limit is not None)
    value = bound.values[0][1]
    return value.measure if isinstance(value, Amount) else "number"


def _wanted(subject: syntax.WindowSubject, symbols: Symbols) -> Wanted | None:
    """What the window is compared with."""
    of = subject.of
    match subject.aggregate:
        case Aggregate.TOTAL | Aggregate.LARGEST if of is not None:
            field = symbols.field(of)
            fitting = _SUMMED if subject.aggregate is Aggregate.TOTAL else _COMPARED
            return None if field is None else _summed(field, of, subject.aggregate, fitting, symbols)
        case Aggregate.DISTINCT if of is not None:
            symbols.field(of)
        case Aggregate.ITEMS_SHOWING | Aggregate.EARLIER_ITEMS_SHOWING if of is not None:
            _item_indicator(of, symbols)
        case Aggregate.EARLIER_HITS if of is not None:
            symbols.rule(of)
        case _:
            pass
    return Wanted(f"a {Aggregate.DECLARATIONS.value.split()[0]}", FieldType.NUMBER)


def _summed(
    field: Field, of: syntax.Word, aggregate: Aggregate, fitting: frozenset[FieldType], symbols: Symbols
) -> Wanted | None:
    if field.type in fitting:
        return Wanted.of(field)
    what = "be added up" if aggregate is Aggregate.TOTAL else "have a largest"
    mend = f"say 'number of distinct {field.words} …'"
    symbols.findings.add("E245", of.span, f"{field.words} is {with_article(field.type.value)}; it cannot {what}", mend)
    return None


def _item_indicator(of: syntax.Word, symbols: Symbols) -> None:
    found = symbols.indicators.get(of.text)
    if found is None:
        symbols.findings.unknown_name("E202", of.span, "indicator", of.text, symbols.indicators)
    elif found.for_each.scope is not Scope.ITEM:
        message = f"'{of.text}' judges the declaration, not its items"
        symbols.findings.add("E241", of.span, message, "name an indicator 'for each item'")


def _comparison(relation: syntax.Relation, wanted: Wanted, symbols: Symbols) -> tuple[Within, bool] | None:
    """The limits, and whether they are denied."""
    match relation:
        case syntax.Is(predicate=syntax.Compare() | syntax.Between() as comparison):
            within = amounts.within(comparison, wanted, symbols)
        case syntax.Is(predicate=syntax.Equals(value=value)):
            within = amounts.equal(value, wanted, symbols)
        case syntax.Is(predicate=syntax.InRange(low=low, high=high)):
            within = amounts.between(low, high, wanted, symbols)
        case _:
            message = "a window gives a number or an amount; this cannot be said of it"
            symbols.findings.add("E224", relation.span, message, "say 'is more than …', 'is at least …'")
            return None
    return None if within is None else (within, relation.negated)
