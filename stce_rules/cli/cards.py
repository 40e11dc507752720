"""An assessment as an officer reads it: the channel, then each rule with what it rests on, and how it adds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from stce_rules.cli.screen import shown
from stce_rules.core.assessment import Assessment, Evidence, Exempt, Hit, Monitored, Row, Undetermined
from stce_rules.core.declaration import ParseIssue
from stce_rules.decide.account import Account

CHANNEL_STYLES = {"red": "bold red", "yellow": "bold yellow", "blue": "bold blue", "green": "bold green"}

_Line = tuple[str, str, str, Text]
"""Outcome, goods item, rule, what there is to say."""


def card(assessment: Assessment) -> RenderableType:
    """One assessment, with an empty line after it."""
    head = Text(shown(assessment.declaration), style="bold")
    if assessment.version != 1:
        head.append(f" version {assessment.version}")
    head.append("  ").append(assessment.channel.upper(), style=CHANNEL_STYLES[assessment.channel])
    head.append(f"  {assessment.score} points")
    if assessment.sampled:
        head.append(", raised by the sample")
    table = Table.grid(padding=(0, 2))
    for _ in range(3):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for outcome, item, rule, said in _lines(assessment):
        table.add_row(f"  {outcome}", item, shown(rule), said)
    return Group(head, table, Text())


def _lines(assessment: Assessment) -> Iterator[_Line]:
    for hit in assessment.hits:
        yield "hit", _item(hit.item), hit.rule, _hit(hit)
    for one in assessment.undetermined:
        yield "undetermined", _item(one.item), one.rule, _undetermined(one)
    for exempt in assessment.exempt:
        yield "exempt", _item(exempt.item), exempt.rule, _exempt(exempt)
    for shadow in assessment.monitor:
        yield "in shadow", _item(shadow.item), shadow.rule, _monitored(shadow)
    together: tuple[tuple[str, Sequence[str]], ...] = (
        ("ask for", assessment.ask_for),
        ("refer to", assessment.refer_to),
        ("flags", assessment.flags),
        ("alarms", assessment.alarms),
        ("not read", [_said(one) for one in assessment.issues]),
    )
    for name, texts in together:
        if texts:
            yield name, "", "", _text(texts)


def _said(issue: ParseIssue) -> str:
    """An issue with its box, or of the whole message."""
    return f"{issue.place}: {issue.message} ({issue.code})" if issue.place else f"{issue.message} ({issue.code})"


def _item(item: int | None) -> str:
    return "" if item is None else f"item {item}"


def _text(lines: Iterable[str]) -> Text:
    return Text("\n".join(shown(line) for line in lines if line))


def _does(title: str, points: int, channel: str | None, *, would_be: str = "") -> str:
    """The title of a rule and what it does, if anything."""
    parts = [would_be, f"{points} points" if points else "", f"at least {channel}" if channel else ""]
    said = ", ".join(part for part in parts if part)
    return f"{title} ({said})" if said else title


def _hit(hit: Hit) -> Text:
    unproven = [
        f"would be lifted by: {one.because}; to prove it: {', '.join(one.missing) or 'nothing that is declared'}"
        for one in hit.unproven
    ]
    does = _does(hit.title, hit.points, hit.channel)
    return _text([does, hit.because, evidence_said(hit.evidence), *unproven])


def _undetermined(one: Undetermined) -> Text:
    decide = f"would be decided by: {', '.join(one.missing)}" if one.missing else ""
    return _text([_does(one.title, one.points, one.channel), decide])


def _exempt(one: Exempt) -> Text:
    return _text([one.title, f"lifted by: {', '.join((*one.exemptions, *one.because))}", evidence_said(one.evidence)])


def _monitored(one: Monitored) -> Text:
    if one.lifts:
        would_be = f"{'would lift' if one.outcome == 'hit' else 'might lift'} {', '.join(one.lifts)}"
    else:
        would_be = f"would be {one.outcome}"
    return _text([_does(one.title, one.points, one.channel, would_be=would_be)])


def sums(told: Account) -> RenderableType:
    """How score and channel come about, with an empty line after it."""
    table = Table.grid(padding=(0, 2))
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for one in told.points:
        about = f"{one.outcome}, {_item(one.item) or 'whole declaration'}"
        table.add_row(f"  {one.points:+}", shown(one.rule), Text(shown(f"{one.title} ({about})")))
    for ground in told.grounds:
        decides = "decides" if ground.decides else ""
        style = CHANNEL_STYLES[ground.channel] if ground.decides else ""
        table.add_row(Text(f"  {ground.channel}", style=style), decides, Text(shown(ground.said)))
    return Group(Text(shown(score_said(told))), table, Text())


def score_said(told: Account) -> str:
    """The score as a sum: `score 100 = 60 + 55, at most 100`."""
    if not told.points:
        return f"score {told.score}: no rule adds points"
    added = " + ".join(str(one.points) for one in told.points)
    capped = f", at most {told.cap}" if told.cap is not None and told.sum > told.cap else ""
    return f"score {told.score} = {added}{capped}"


def evidence_said(evidence: Iterable[Evidence]) -> str:
    """The values that count, each once: `cas 111-48-8 (row 93 of cwc.schedule_2b)`."""
    return "; ".join(dict.fromkeys(_one_said(one) for one in evidence))


def _one_said(one: Evidence) -> str:
    if one.field is None:
        return one.sentence
    value = f"{one.field} {one.value}" if one.value else f"{one.field} blank"
    if one.list is None:
        return value
    like = "" if one.like is None else f" is {one.like.percent}% like '{one.like.name}'"
    return f"{value}{like} (row {one.list.row} of {one.list.list})"


def row_said(row: Row) -> str:
    """A row of a list with where it came from."""
    return f"row {row.row} of {row.list}, {row.value}" + (f" ({row.source})" if row.source else "")
