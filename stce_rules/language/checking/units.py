"""Indicators, rules, exemptions, decisions and guarantees.

Enters: a statement as written. Leaves: the unit of the program, or None with every fault in it noted.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from stce_rules.core.assessment import CHANNELS
from stce_rules.core.fields import FieldType
from stce_rules.language import program, syntax
from stce_rules.language.checking import amounts, literals
from stce_rules.language.checking.conditions import Setting, condition
from stce_rules.language.checking.examples import examples
from stce_rules.language.checking.symbols import JudgedStatement, Symbols
from stce_rules.language.checking.words import STATUSES
from stce_rules.language.syntax import Note, Scope


def indicator(statement: syntax.IndicatorStatement, symbols: Symbols) -> program.Indicator | None:
    """What to look for."""
    header = _header(statement, "", symbols)
    unless = _unless(statement, symbols)
    return None if header is None or unless is None else program.Indicator(header, unless)


def rule(statement: syntax.RuleStatement, symbols: Symbols) -> program.Rule | None:
    """What to do about it."""
    header = _header(statement, statement.because or "", symbols)
    unless = _unless(statement, symbols)
    then, if_unknown = _effects(statement.then, symbols), _effects(statement.if_unknown, symbols)
    if then is not None and not (then.points or then.channel not in (None, "green") or _notes(then)):
        mend = "let it add points, raise the channel, or ask for, refer to or flag something"
        symbols.findings.add("W402", statement.name.span, f'rule "{statement.name.text}" has no effect', mend)
    if header is None or unless is None or then is None or if_unknown is None:
        return None
    return program.Rule(header, unless, then, if_unknown)


def exemption(statement: syntax.ExemptionStatement, symbols: Symbols) -> program.Exemption | None:
    """What lifts rules."""
    header = _header(statement, statement.because or "", symbols)
    lifted = [symbols.rule(word) for word in statement.lifts]
    _named_twice(statement, symbols)
    if header is None or not all(lifted):
        return None
    return program.Exemption(header, tuple(dict.fromkeys(word.text for word in statement.lifts)))


def _named_twice(statement: syntax.ExemptionStatement, symbols: Symbols) -> None:
    for at, word in enumerate(statement.lifts):
        if word in statement.lifts[:at]:
            symbols.findings.add("W403", word.span, f'rule "{word.text}" is named twice here', "leave one of them out")


def _header(statement: JudgedStatement, because: str, symbols: Symbols) -> program.Header | None:
    properties, findings = statement.properties, symbols.findings
    faults = symbols.findings.errors
    scope = statement.for_each.scope
    where = statement.for_each.where
    setting = Setting(scope)
    narrowed = condition(where, setting, symbols) if where is not None else None
    when = condition(statement.when, setting, symbols)
    status = properties.status.text if properties.status else "active"
    if properties.status and status not in STATUSES:
        findings.unknown_name("E208", properties.status.span, "status", status, STATUSES)
    start = _day(properties.effective_from, symbols)
    until = _day(properties.effective_until, symbols)
    review_by = _day(properties.review_by, symbols)
    _periods(properties, start, until, review_by, symbols)
    if status == "retired" and properties.effective_until is None:
        span = properties.status.span if properties.status else statement.name.span
        message = f"'{statement.name.text}' is retired, but not since when"
        findings.add("E254", span, message, "say 'effective until' its last day, so that a replay keeps it")
    flows = [literals.member(word.text, word.span, FieldType.FLOW, findings) for word in properties.applies_to]
    made = examples(statement, symbols)
    if when is None or symbols.findings.errors > faults:
        return None
    return program.Header(
        statement.name.text, statement.title, scope, status, properties.version or 1, properties.owner or "",
        properties.regime, start, until, review_by, tuple(flow for flow in flows if flow), narrowed, when, because,
        made, statement.span,
    )  # fmt: skip


def _day(literal: syntax.Literal | None, symbols: Symbols) -> date | None:
    return None if literal is None else literals.day(literal, "a date", symbols.findings)


def _periods(
    properties: syntax.Properties, start: date | None, until: date | None, review_by: date | None, symbols: Symbols
) -> None:
    if start and until and until < start and properties.effective_until:
        message = f"{until} is before {start}, so it never is in force"
        symbols.findings.add("E102", properties.effective_until.span, message, "'until' comes after 'from'")
    if start and review_by and review_by < start and properties.review_by:
        message = f"the review by {review_by} comes before it takes effect on {start}"
        symbols.findings.add("E102", properties.review_by.span, message, "review it after it has taken effect")


def _unless(
    statement: syntax.IndicatorStatement | syntax.RuleStatement, symbols: Symbols
) -> tuple[program.Unless, ...] | None:
    setting = Setting(statement.for_each.scope)
    found = [(condition(one.condition, setting, symbols), one.because) for one in statement.unless]
    made = tuple(program.Unless(lifting, because) for lifting, because in found if lifting is not None)
    return made if len(made) == len(found) else None


# ---- effects, decisions


def channel(word: syntax.Word, symbols: Symbols) -> str | None:
    """A channel by its word."""
    if word.text in CHANNELS:
        return word.text
    symbols.findings.unknown_name("E207", word.span, "channel", word.text, CHANNELS)
    return None


def _effects(written: tuple[syntax.Effect, ...], symbols: Symbols) -> program.Effects | None:
    points = 0
    channels: list[str | None] = []
    notes: list[syntax.NoteEffect] = []
    seen = set[syntax.Effect]()
    for effect in written:
        if effect in seen or (isinstance(effect, syntax.AtLeastChannel) and channels):
            symbols.findings.add("W403", effect.span, "this effect is given twice", "leave one of them out")
        seen.add(effect)
        match effect:
            case syntax.AddPoints():
                points += effect.points
            case syntax.AtLeastChannel():
                channels.append(channel(effect.channel, symbols))
            case syntax.NoteEffect():
                notes.append(effect)
            case _:
                assert_never(effect)
    if None in channels:
        return None
    heaviest = max((one for one in channels if one), key=CHANNELS.index, default=None)
    asked, referred, flags = (
        tuple(dict.fromkeys(one.text for one in notes if one.note is note))
        for note in (Note.ASK_FOR, Note.REFER_TO, Note.FLAG)
    )
    return program.Effects(points, heaviest, asked, referred, flags)


def _notes(effects: program.Effects) -> bool:
    return bool(effects.ask_for or effects.refer_to or effects.flags)


def decision(statement: syntax.DecisionStatement, symbols: Symbols) -> program.Decision | None:
    """How points become a channel; a decision without `otherwise` ends in green."""
    findings = symbols.findings
    setting = Setting(Scope.DECLARATION, decision=True)
    lines: list[program.ChannelWhen] = []
    faults = symbols.findings.errors
    for line in statement.channels:
        name = channel(line.channel, symbols)
        when = condition(line.condition, setting, symbols)
        if any(name == one.channel for one in lines):
            findings.add("E255", line.channel.span, f"'{name}' is decided twice", "join the two lines with 'or'")
        if when is not None and _falls(when):
            message = f"more points would take a declaration out of '{name}'"
            findings.add("W404", line.condition.span, message, "say 'score is at least …'")
        if name is not None and when is not None:
            lines.append(program.ChannelWhen(name, when))
    otherwise = channel(statement.otherwise, symbols) if statement.otherwise else "green"
    samples = [_sample(one, symbols) for one in statement.samples]
    if otherwise is None or symbols.findings.errors > faults:
        return None
    return program.Decision(
        statement.cap, tuple(lines), otherwise, tuple(one for one in samples if one), statement.span
    )


def _falls(node: program.Condition) -> bool:
    """Whether a higher score can make the condition false."""
    match node:
        case program.ScoreIs():
            return node.within.high is not None
        case program.Not():
            return True
        case program.AllOf() | program.AnyOf() | program.AtLeastOf():
            return any(_falls(part) for part in node.parts)
        case _:
            return False


def _sample(written: syntax.Sample, symbols: Symbols) -> program.Sample | None:
    share = amounts.share(written.share, "a sample", symbols.findings)
    of, into = channel(written.of, symbols), channel(written.into, symbols)
    if share is None or of is None or into is None:
        return None
    if CHANNELS.index(into) <= CHANNELS.index(of):
        message = f"a sample of {of} cannot go into {into}, which is not heavier"
        symbols.findings.add("E256", written.into.span, message, f"channels from light to heavy: {', '.join(CHANNELS)}")
        return None
    return program.Sample(share, of, into)


def guarantee(statement: syntax.GuaranteeStatement, symbols: Symbols) -> program.Guarantee | None:
    """A sentence to be proved: its words are checked, and it is kept."""
    promise, faults = statement.promise, symbols.findings.errors
    match promise:
        case syntax.AlwaysAtLeast():
            condition(promise.condition, Setting(Scope.ITEM), symbols)
            channel(promise.channel, symbols)
        case syntax.BlankNeverLowers():
            symbols.field(promise.field)
        case _:
            assert_never(promise)
    if symbols.findings.errors > faults:
        return None
    message = f'guarantee "{statement.title}" is kept, but not proved yet'
    symbols.findings.add("W510", statement.span, message, "test it with examples until it is")
    return program.Guarantee(statement.title, statement.span)
