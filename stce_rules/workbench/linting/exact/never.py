"""Why nothing can meet a condition: as few of its sentences as exclude each other.

Enters: a unit that no declaration meets. Leaves: the sentences, in words, and where the last of them stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.core.span import Span
from stce_rules.language import program
from stce_rules.language.checking.findings import listed
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.workbench.linting.exact.asked import FlowAmong
from stce_rules.workbench.linting.exact.diagrams import TRUE
from stce_rules.workbench.linting.exact.words import quoted
from stce_rules.workbench.linting.exact.worlds import Worlds


def why_never(unit: JudgedUnit, worlds: Worlds) -> tuple[Span | None, str]:
    """Where to point, and what excludes each other."""
    header, at = unit.header, unit.header.scope
    parts: list[tuple[str, Span | None, int]] = [
        (_applying(unit, worlds, number), None, diagram)
        for number, diagram in zip(worlds.meaning.applies(unit), worlds.applies(unit), strict=True)
    ]
    for root in (header.where, header.when):
        if root is not None:
            parts += [(quoted(one), one.span, worlds.condition(one, at)) for one in _conjuncts(root)]
    left = parts
    for one in parts:
        fewer = [other for other in left if other is not one]
        if not worlds.ever(worlds.all_of(diagram for _, _, diagram in fewer), TRUE):
            left = fewer
    span = next((span for _, span, _ in reversed(left) if span is not None), None)
    if len(left) == 1:
        return span, f"{left[0][0]} is never true"
    return span, f"{listed([said for said, _, _ in left], 'and')} exclude each other"


def _applying(unit: JudgedUnit, worlds: Worlds, number: int) -> str:
    header = unit.header
    if isinstance(worlds.meaning.sentences[number].said, FlowAmong):
        return f"'applies to {', '.join(f'{one}s' for one in header.flows)}'"
    start, until = header.effective_from, header.effective_until
    ends = [f"from {start}"] if start else []
    return f"'effective {' '.join([*ends, *([f'until {until}'] if until else [])])}'"


def _conjuncts(node: program.Condition) -> Iterator[program.Condition]:
    if isinstance(node, program.AllOf):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node
