"""Windows over past declarations: understood and typed, not judged yet.

Enters: a sentence such as `total net mass by consignee over 30 days is more than 30 kg`. Leaves: a
`NotJudgedYet`, or None with the fault noted.
"""

from __future__ import annotations

from stce_rules.core.fields import Field, FieldType
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


def not_judged_yet(
    node: syntax.Sentence, subject: syntax.WindowSubject, symbols: Symbols
) -> program.NotJudgedYet | None:
    """The sentence, when all its words fit together."""
    findings = symbols.findings
    faults = findings.errors
    wanted = _wanted(subject, symbols)
    for word in subject.window.by:
        field = symbols.field(word)
        if field is not None and field.type not in _KEYS:
            message = f"{field.words} does not tell one party, code or country from another"
            findings.add("E245", word.span, message, "say 'by consignee', 'by cas' or the like")
    over = subject.window.over
    if over.kind is not LiteralKind.DURATION:
        message = f"'{over.text}' is no length of time"
        findings.add("E246", over.span, message, "say 'over 30 days', 'over 12 months'")
    if wanted is not None:
        _comparison(node.relation, wanted, symbols)
    if findings.errors > faults:
        return None
    return program.NotJudgedYet("E501", sentences.sentence_text(node), node.span)


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


def _comparison(relation: syntax.Relation, wanted: Wanted, symbols: Symbols) -> None:
    match relation:
        case syntax.Is(predicate=syntax.Compare() | syntax.Between() as comparison):
            amounts.within(comparison, wanted, symbols)
        case syntax.Is(predicate=syntax.Equals(value=value)):
            amounts.equal(value, wanted, symbols)
        case syntax.Is(predicate=syntax.InRange(low=low, high=high)):
            amounts.between(low, high, wanted, symbols)
        case _:
            message = "a window gives a number or an amount; this cannot be said of it"
            symbols.findings.add("E224", relation.span, message, "say 'is more than …', 'is at least …'")
