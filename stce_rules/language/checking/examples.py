"""Examples beside a rule: facts of the right type, and an outcome the unit can have.

Enters: the examples of a statement. Leaves: them with their boxes resolved; literals stay as written, they
are values of a declaration. Faults are noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stce_rules.core.assessment import CHANNELS
from stce_rules.core.fields import Field, FieldType, Level
from stce_rules.language import program, syntax
from stce_rules.language.checking import amounts, hs_literals, literals, sentences
from stce_rules.language.checking.amounts import COMPARED, Wanted
from stce_rules.language.checking.symbols import Symbols

_Facts = dict[str, program.Fact]
"""The facts of one goods item, the first one's with those of the header, by what each is about."""


def examples(
    statement: syntax.IndicatorStatement | syntax.RuleStatement | syntax.ExemptionStatement, symbols: Symbols
) -> tuple[program.Example, ...]:
    """All examples of a statement."""
    titles = set[str]()
    made = []
    for one in statement.examples:
        if one.title in titles:
            symbols.findings.add(
                "W403", one.span, f'there already is an example "{one.title}"', "give it another title"
            )
        titles.add(one.title)
        made.append(_example(one, isinstance(statement, syntax.RuleStatement), symbols))
    return tuple(made)


def _example(one: syntax.Example, of_rule: bool, symbols: Symbols) -> program.Example:
    items: list[_Facts] = []
    for facts in (one.facts, *one.next_items):
        items.append({})
        for fact in facts:
            match fact:
                case syntax.FieldFact():
                    _field_fact(fact, items, symbols)
                case syntax.IndicatorFact():
                    _indicator_fact(fact, items[-1], symbols)
    channel = one.channel
    if channel is not None and channel.text not in CHANNELS:
        symbols.findings.unknown_name("E207", channel.span, "channel", channel.text, CHANNELS)
    elif channel is not None and not of_rule:
        message = f"only rules have a channel; expect '{one.expect.value}' alone"
        symbols.findings.add("E247", channel.span, message, f"leave out 'with {channel.text}'")
    name = channel.text if channel else None
    first, *others = (tuple(facts.values()) for facts in items)
    edition = symbols.edition_of(one.span)
    return program.Example(one.title, first, tuple(others), edition, one.expect, name, one.span)


def _field_fact(fact: syntax.FieldFact, items: Sequence[_Facts], symbols: Symbols) -> None:
    """A fact about the last item, or about the header, which all items share."""
    field = symbols.field(fact.field)
    if field is None:
        return
    facts = items[0 if field.level is Level.HEADER else -1]
    before = facts.get(field.words)
    values, until = (before.values, before.until) if isinstance(before, program.FieldFact) else ((), ())
    if before is not None and (not field.many or fact.value is None or not values):
        message = f"{field.words} is given twice in this example"
        mend = "a box is missing or has a value" if field.many else f"a declaration has one {field.words}"
        symbols.findings.add("E248", fact.span, message, mend)
        return
    if fact.value is not None:
        _literal(fact.value, field, symbols)
        values, until = (*values, fact.value.text), (*until, _last_day(fact, field, symbols))
    facts[field.words] = program.FieldFact(field, values, until, fact.span)


def _last_day(fact: syntax.FieldFact, field: Field, symbols: Symbols) -> date | None:
    if fact.until is None:
        return None
    if field.words != "licence":
        message = f"{field.words} has no last day"
        symbols.findings.add("E249", fact.until.span, message, "only a licence is presented 'until' a day")
        return None
    return literals.day(fact.until, "the last day of a licence", symbols.findings)


def _literal(written: syntax.Literal, field: Field, symbols: Symbols) -> None:
    """Hold the value of a box to the checks of a literal in a condition."""
    findings = symbols.findings
    match field.type:
        case FieldType.HS:
            if literals.fits(written, field.type, field.words, findings):
                hs_literals.declared(written, symbols.edition_of(written.span), findings)
        case FieldType.ROUTE:
            sentences.stop(written, field.words, symbols)
        case FieldType.DATE:
            literals.day(written, field.words, findings)
        case FieldType.BOOLEAN:
            literals.fits(written, field.type, field.words, findings)
        case kind if kind in COMPARED:
            amounts.equal(written, Wanted.of(field), symbols)
        case _:
            literals.value(written, field.type, field.words, findings)


def _indicator_fact(fact: syntax.IndicatorFact, facts: _Facts, symbols: Symbols) -> None:
    name = fact.name.text
    if name not in symbols.indicators and name not in symbols.functions:
        symbols.findings.unknown_name(
            "E202", fact.name.span, "indicator", name, {*symbols.indicators, *symbols.functions}
        )
        return
    if name in facts:
        symbols.findings.add("E248", fact.span, f"'{name}' is given twice in this example", "leave one of them out")
        return
    facts[name] = program.IndicatorFact(name, fact.holds, fact.span)
