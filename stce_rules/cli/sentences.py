"""An explanation as an officer reads it: the outcome, the sentences with their truth, what would decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stce_rules.cli.cards import CHANNEL_STYLES, row_said
from stce_rules.cli.screen import shown
from stce_rules.decide.explain import Consequence, Explanation, Open, Release, Seen, Sentence
from stce_rules.decide.otherwise import Alternative, Otherwise

_TRUTH_STYLES = {"true": "green", "false": "red", "unknown": "yellow"}
_WORDS = {"true": "yes", "false": "no", "unknown": "unknown"}


def page(one: Explanation) -> RenderableType:
    """One explanation, with an empty line after it."""
    return Group(_head(one), _outcome(one), _tree(one), *_endings(one), Text())


def _head(one: Explanation) -> Text:
    head = Text(shown(one.name), style="bold")
    if one.title:
        head.append(f' "{shown(one.title)}"', style="not bold")
    subject = f"declaration {one.declaration}" + ("" if one.item is None else f", item {one.item}")
    status = "" if one.kind == "indicator" else f", version {one.version}, {one.status}"
    return head.append(shown(f"\n{one.kind} of {one.ruleset}{status}; {subject}"), style="not bold")


def _outcome(one: Explanation) -> Text:
    line = Text("\n").append(one.outcome.upper(), style="bold")
    if one.not_applied:
        line.append(shown(f": it {one.not_applied}"))
    if one.kind == "rule":
        effects = _effects(one.effects)
        if effects:
            line.append(" → ").append(shown(effects), style=CHANNEL_STYLES.get(one.effects.channel or "", ""))
        if one.outcome != "hit":
            line.append(shown(f"  (a hit: {_effects(one.on_hit) or 'no effect'})"))
    if one.status == "monitor":
        line.append("  in shadow: recorded, without effect")
    return line


def _effects(one: Consequence) -> str:
    parts = [f"{one.points} points"] if one.points else []
    parts += [f"at least {one.channel}"] if one.channel else []
    for verb, texts in (("ask for", one.ask_for), ("refer to", one.refer_to), ("flag", one.flags)):
        parts += [f"{verb} '{text}'" for text in texts]
    return ", ".join(parts)


def _tree(one: Explanation) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=3)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=2)
    if one.where is not None:
        _add(table, "where", one.where)
    _add(table, "when", one.when)
    for release in one.releases:
        word = "unless" if release.exemption is None else "exemption"
        _add(table, word, release.condition)
        table.add_row("", Text(shown(f"because {release.because}"), style="italic") if release.because else "", "", "")
    return table


def _add(table: Table, word: str, sentence: Sentence) -> None:
    for depth, one in _walk(sentence, 0):
        item = "" if one.item is None else f"item {one.item}: "
        table.add_row(
            f"  {word}" if depth == 0 else "",
            Padding(Text(shown(item + _said(one))), (0, 0, 0, 2 * depth)),
            Text(_WORDS[one.truth], style=_TRUTH_STYLES[one.truth]),
            Text(shown("; ".join(_seen(one)))),
        )


def _walk(sentence: Sentence, depth: int) -> Iterator[tuple[int, Sentence]]:
    yield depth, sentence
    only = _only_part(sentence)
    for part in sentence.parts if only is None else only.parts:
        yield from _walk(part, depth + 1)


def _only_part(one: Sentence) -> Sentence | None:
    """The condition of a unit that nothing lifts: it is said on the unit's own line."""
    alone = one.unit is not None and len(one.parts) == 1 and one.parts[0].unit is None and one.parts[0].parts
    return one.parts[0] if alone else None


def _said(one: Sentence) -> str:
    only = _only_part(one)
    if only is not None:
        return f"{one.sentence}, {only.sentence}:"
    return f"{one.sentence}:" if one.parts else one.sentence


def _seen(one: Sentence) -> Iterator[str]:
    if one.field is not None and not one.seen:
        yield f"{one.field} blank"
    for value in one.seen:
        yield value.value if value.past else _value(one.field or "", value)


def _value(field: str, one: Seen) -> str:
    if one.where is None:
        return f"{field} cannot be read: {one.value}"
    value = f"'{one.value}'"
    if one.where.start is not None:
        value += f" in {one.where.box}"
    if one.list is None:
        return value
    like = "" if one.like is None else f", {one.like.percent}% like '{one.like.name}'"
    return f"{value}{like}, {row_said(one.list)}"


def _endings(one: Explanation) -> Iterator[RenderableType]:
    if one.missing:
        yield _boxes("Would decide it:", one.missing)
    for release in one.releases:
        yield from _unproven(release)
    if one.outcome == "no hit" and one.not_applied is None:
        yield Text(shown(f"Not met: {'; '.join(one.deciding)}"))
    yield from _alternatives(f"Would be {_on_hit(one)} if:", one.would_hit)
    yield from _alternatives("Would be no hit if:", one.would_not)
    if one.because:
        yield Text(shown(f"Because: {one.because}"))
    if one.regime:
        yield Text(shown(f"Law: {'; '.join(one.regime)}"))


def _unproven(release: Release) -> Iterator[RenderableType]:
    if release.missing:
        yield _boxes(f"Would prove '{release.because or release.exemption}':", release.missing)


def _on_hit(one: Explanation) -> str:
    """What a hit of it would be."""
    effects = [f"{one.on_hit.points} points"] if one.on_hit.points else []
    effects += [f"at least {one.on_hit.channel}"] if one.on_hit.channel else []
    return f"a hit ({', '.join(effects)})" if effects else "a hit"


_SHOWN = 3
"""Ways that are shown; JSON has a few more."""


def _alternatives(title: str, ways: Sequence[Alternative]) -> Iterator[RenderableType]:
    """The nearest ways, each on lines of its own: `or` between them, `and` between the sentences of one."""
    if not ways:
        return
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for place, way in enumerate(ways[:_SHOWN]):
        for at, change in enumerate(way.changes):
            word = "and" if at else "or" if place else ""
            assumed = "" if way.tried or at < len(way.changes) - 1 else "  [assumed, not tried]"
            table.add_row(f"  {word:>3}", Text(shown(otherwise_said(change) + assumed)))
    if len(ways) > _SHOWN:
        table.add_row("   or", "in another way")
    yield Group(Text(shown(title)), table)


def otherwise_said(one: Otherwise) -> str:
    """A sentence as it would have to be, with what would do and what is there now."""
    item = "" if one.item is None else f"item {one.item}: "
    values = ""
    if one.of > len(one.values):
        values = f": any of {one.of}, such as {', '.join(one.values[:_EXAMPLES])}"
    elif one.of == 1:
        values = f": {one.values[0]}"
    elif one.of:
        values = f": any of {', '.join(one.values)}"
    elif one.values:
        values = f": {one.values[0]}"
    now = "" if one.field is None else f" (now {', '.join(one.now) or 'blank'})"
    return f"{item}{one.sentence}{values}{now}"


_EXAMPLES = 2
"""Members of a long list that are named."""


def _boxes(title: str, boxes: Sequence[Open]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for one in boxes:
        item = "" if one.item is None else f"item {one.item}: "
        table.add_row(shown(f"  {item}{one.box}"), Text(shown("; ".join(one.sentences))))
    return Group(Text(shown(title)), table)
