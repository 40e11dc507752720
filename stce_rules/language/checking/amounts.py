"""Amounts of comparisons: numbers with their units, percentages, days, and parameters that stand for them.

Enters: an amount as written and what it is compared with. Leaves: limits in base units, with every value a
parameter had over time. Promise: an amount of another dimension, without a unit, or backwards never becomes a
limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stce_rules.core.boxes import Amount
from stce_rules.core.fields import Field, FieldType
from stce_rules.core.predicates import Bound, Dated, Limit, Within
from stce_rules.core.span import Span
from stce_rules.language import syntax
from stce_rules.language.checking.findings import Findings, listed, with_article
from stce_rules.language.checking.literals import WRITTEN, day_of, shown
from stce_rules.language.checking.symbols import Symbols
from stce_rules.language.syntax import Literal, LiteralKind, Order
from stce_rules.reference import currencies, units
from stce_rules.reference.units import Dimension

_QUANTITY = re.compile(r"([\d,]+(?:\.\d+)?)\s*(.*)")
_SHARES = frozenset(("concentration",))  # parts of a whole; a detour can well be more than 100%

COMPARED = frozenset(
    (FieldType.MASS, FieldType.QUANTITY, FieldType.MONEY, FieldType.PERCENT, FieldType.DATE, FieldType.NUMBER)
)
"""Types of boxes whose values have an order."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an amount is compared with: its words, its type, and for a measure its dimension."""

    about: str
    type: FieldType
    dimension: Dimension | None = None

    @classmethod
    def of(cls, field: Field) -> Wanted:
        """What a box wants."""
        return cls(field.words, field.type, Dimension.MASS if field.type is FieldType.MASS else None)


def within(comparison: syntax.Comparison, wanted: Wanted, symbols: Symbols) -> Within | None:
    """The limits of a comparison."""
    if isinstance(comparison, syntax.Between):
        return between(comparison.low, comparison.high, wanted, symbols)
    bound = _dated(comparison.amount, wanted, symbols)
    if bound is None:
        return None
    match comparison.order:
        case Order.MORE_THAN:
            return Within(Limit(bound, included=False), None)
        case Order.LESS_THAN:
            return Within(None, Limit(bound, included=False))
        case Order.AT_LEAST:
            return Within(Limit(bound, included=True), None)
        case Order.AT_MOST:
            return Within(None, Limit(bound, included=True))


def between(low: syntax.Amount, high: syntax.Amount, wanted: Wanted, symbols: Symbols) -> Within | None:
    """Both ends, included."""
    lower, upper = _dated(low, wanted, symbols), _dated(high, wanted, symbols)
    if lower is None or upper is None:
        return None
    span = low.span.to(high.span)
    kinds = {_measure(value) for bound in (lower, upper) for _, value in bound.values}
    if len(kinds) > 1:
        message = f"'{low.span.text}' and '{high.span.text}' are not of one kind"
        symbols.findings.add("E107", span, message, "give both ends in units of one kind, or in one currency")
        return None
    if _lowest(lower) > _highest(upper):
        message = f"{low.span.text} is more than {high.span.text}, so nothing lies between them"
        symbols.findings.add("E105", span, message, "write the smaller one first")
        return None
    return Within(Limit(lower, included=True), Limit(upper, included=True))


def equal(literal: Literal, wanted: Wanted, symbols: Symbols) -> Within | None:
    """The one value."""
    bound = _dated(literal, wanted, symbols)
    return None if bound is None else Within(Limit(bound, included=True), Limit(bound, included=True))


def share(literal: Literal, about: str, findings: Findings) -> Fraction | None:
    """A percentage from 0 to 100, as a fraction of one."""
    if literal.kind is not LiteralKind.PERCENT:
        findings.add(
            "E223", literal.span, f"{shown(literal)} is {with_article(literal.kind.value)}; {about} needs a percentage"
        )
        return None
    percent = _number(literal.text.rstrip("% \t"))
    if percent > 100:
        findings.add("E106", literal.span, f"{about} is at most 100%", "write a percentage from 0 to 100")
        return None
    return percent / 100


def parameters(statements: list[syntax.ParameterStatement], symbols: Symbols) -> None:
    """Read the parameters of all files into the table."""
    for statement in statements:
        symbols.parameters[statement.name.text] = _parameter(statement, symbols.findings)


def _parameter(statement: syntax.ParameterStatement, findings: Findings) -> Dated | None:
    values: list[tuple[date | None, Bound]] = []
    for one in statement.values:
        start = None
        if one.start is not None:
            if one.start.kind is not LiteralKind.DATE:
                findings.add(
                    "E223",
                    one.start.span,
                    f"{shown(one.start)} is not a date",
                    f"a date is written as {WRITTEN[FieldType.DATE]}",
                )
                return None
            start = day_of(one.start.text, one.start.span, findings)
        bound = value_of(one.value, findings)
        if bound is None or (start is None and one.start is not None):
            return None
        if values and _kind(bound) != _kind(values[0][1]):
            message = (
                f"{shown(one.value)} is {_noun(_kind(bound))}, the value before it is {_noun(_kind(values[0][1]))}"
            )
            findings.add("E221", one.value.span, message, "all values of a parameter are of one kind")
            return None
        earlier = values[-1][0] if values else None
        if start is not None and earlier is not None and start <= earlier and one.start is not None:
            message = f"{start} does not come after {earlier}"
            findings.add("E108", one.start.span, message, "list the values of a parameter from the earliest on")
            return None
        values.append((start, bound))
    return Dated(tuple(values))


def value_of(literal: Literal, findings: Findings) -> Bound | None:
    """An amount in the base unit of its dimension, a percentage, a day or a plain number."""
    match literal.kind:
        case LiteralKind.DATE:
            return day_of(literal.text, literal.span, findings)
        case LiteralKind.PERCENT:
            return Amount(_number(literal.text.rstrip("% \t")), "percentage")
        case LiteralKind.INTEGER:
            return _number(literal.text)
        case LiteralKind.QUANTITY:
            return _quantity(literal, findings)
        case _:
            message = f"{shown(literal)} is {with_article(literal.kind.value)}, not an amount"
            findings.add("E223", literal.span, message, "an amount is a number with its unit, a percentage or a date")
            return None


def _quantity(literal: Literal, findings: Findings) -> Bound | None:
    match = _QUANTITY.fullmatch(literal.text)
    if match is None:
        findings.add("E223", literal.span, f"'{literal.text}' is not an amount", "write a number and its unit: 25 kg")
        return None
    number, symbol = _number(match[1]), match[2].strip()
    if not symbol:
        return number
    if unit := units.unit(symbol):
        return Amount(units.to_base(number, unit), unit.dimension.word)
    if currencies.is_code(symbol):
        return Amount(number, symbol)
    unknown_unit(symbol, literal.span, findings, number=match[1])
    return None


def unknown_unit(symbol: str, span: Span, findings: Findings, number: str = "") -> None:
    """Note that there is no such unit or currency."""
    fix_of = f"{number} {{}}".strip()
    near = units.suggest(symbol)
    code, what = "E222", "unit"
    if not near and re.fullmatch(r"[A-Z]{3}", symbol):
        code, what = "E120", "currency"
        near = currencies.suggest(symbol)
    mend = f"did you mean {listed(near, 'or')}?" if near else ""
    fix = fix_of.format(near[0]) if len(near) == 1 else None
    findings.add(code, span, f"'{symbol}' is no {what}", mend, fix)


def _dated(amount: syntax.Amount, wanted: Wanted, symbols: Symbols) -> Dated | None:
    if isinstance(amount, syntax.Reference):
        found = symbols.parameter(amount)
    else:
        value = value_of(amount, symbols.findings)
        found = None if value is None else Dated(((None, value),))
    if found is None or not all(_fits(value, amount, wanted, symbols.findings) for _, value in found.values):
        return None
    return found


def _fits(value: Bound, amount: syntax.Amount, wanted: Wanted, findings: Findings) -> bool:
    kind = _kind(value)
    if kind == "number" and wanted.type not in (FieldType.NUMBER, FieldType.DATE):
        message = f"{amount.span.text} what? {wanted.about} needs {_needs(wanted)}"
        findings.add("E220", amount.span, message, f"{wanted.about} is compared with {_example(wanted)}")
        return False
    if kind not in _kinds(wanted, kind, value):
        name = f"'{amount.name}'" if isinstance(amount, syntax.Reference) else _unit_text(amount)
        message = f"{name} is {_noun(kind)}, {wanted.about} is {_held(wanted)}"
        findings.add("E221", amount.span, message, f"{wanted.about} is compared with {_example(wanted)}")
        return False
    if wanted.about in _SHARES and isinstance(value, Amount) and value.value > 100:
        findings.add("E106", amount.span, f"{wanted.about} is at most 100%", "write a percentage from 0 to 100")
        return False
    return True


def _kinds(wanted: Wanted, kind: str, value: Bound) -> tuple[str, ...]:
    """The kinds that a comparison takes."""
    match wanted.type:
        case FieldType.QUANTITY if wanted.dimension is None:
            return (kind,) if isinstance(value, Amount) and kind not in ("money", "percentage") else ()
        case FieldType.MASS | FieldType.QUANTITY:
            return (wanted.dimension.word,) if wanted.dimension else ()
        case FieldType.MONEY:
            return ("money",)
        case FieldType.PERCENT:
            return ("percentage",)
        case FieldType.DATE:
            return ("date",)
        case _:
            return ("number",)


def _kind(value: Bound) -> str:
    """The officer's word for what an amount is: a dimension, money, percentage, date or number."""
    match value:
        case Amount():
            return "money" if currencies.is_code(value.measure) else value.measure
        case date():
            return "date"
        case Fraction():
            return "number"


def _measure(value: Bound) -> str:
    """What an amount can be put in order with: its dimension or its currency."""
    return value.measure if isinstance(value, Amount) else _kind(value)


def _noun(kind: str) -> str:
    return f"a {kind}" if kind in ("percentage", "date", "number") else kind


def _held(wanted: Wanted) -> str:
    """What the other side of a comparison is."""
    if wanted.dimension is not None:
        return wanted.dimension.word
    return "an amount with a unit" if wanted.type is FieldType.QUANTITY else _noun(wanted.type.value)


def _unit_text(literal: Literal) -> str:
    """The part of a literal that tells its kind: the unit of a quantity, else all of it."""
    match = _QUANTITY.fullmatch(literal.text)
    return match[2] if match and match[2] and literal.kind is LiteralKind.QUANTITY else shown(literal)


def _example(wanted: Wanted) -> str:
    if wanted.dimension is None or wanted.dimension is Dimension.MASS:
        return WRITTEN[wanted.type]
    symbols = listed(units.units_of(wanted.dimension)[:_UNITS_TOLD], "or")
    return f"a number and a unit of {wanted.dimension.word}, such as {symbols}"


_UNITS_TOLD = 6


def _needs(wanted: Wanted) -> str:
    if wanted.dimension is Dimension.MASS:
        return "g, kg or t"
    if wanted.dimension is not None:
        return f"a unit of {wanted.dimension.word}"
    return {FieldType.MONEY: "a currency", FieldType.PERCENT: "%"}.get(wanted.type, "a unit")


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _lowest(bound: Dated) -> Fraction | int:
    return min(_magnitude(value) for _, value in bound.values)


def _highest(bound: Dated) -> Fraction | int:
    return max(_magnitude(value) for _, value in bound.values)


def _magnitude(value: Bound) -> Fraction | int:
    match value:
        case Amount():
            return value.value
        case date():
            return value.toordinal()
        case Fraction():
            return value
