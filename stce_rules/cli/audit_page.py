"""A row of the audit trail as an auditor reads it: when, by what, what was answered, what came after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from stce_rules.cli.cards import card
from stce_rules.cli.screen import shown
from stce_rules.core.assessment import Assessment
from stce_rules.decide.wire import decode
from stce_rules.history.trail import Kept, Setting

__all__ = ["page"]


def page(kept: Kept, by: Setting, given: Assessment, others: Sequence[Kept]) -> RenderableType:
    """One assessment with where it stands in the trail, and what else is noted of the declaration."""
    record = kept.record
    head = Text(shown(record.declaration), style="bold").append(f" version {record.version}, row {record.number}")
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, said in (*_facts(kept, by), *_others(others)):
        table.add_row(f"  {name}", Text(shown(said)))
    return Group(head, table, Text(), card(given))


def _facts(kept: Kept, by: Setting) -> Iterator[tuple[str, str]]:
    record = kept.record
    yield "assessed", record.at
    yield "rules", f"{by.ruleset} {by.ruleset_version}, plan {by.plan}"
    yield "lists", "\n".join(f"{one.name} {one.hash}" for one in by.lists) or "none"
    yield "engine", f"{by.engine}, stce-rules {by.library or 'of no version'}"
    if by.policy is not None:
        yield "policy", by.policy
    named = [f"{one.name} {one.distribution} {one.version}".rstrip() for one in by.plugins]
    yield "plugins", "\n".join(named) or "none"
    yield "declared", f"SHA-256 {record.input}"
    yield "answered", f"SHA-256 {record.assessment}"
    yield "hash", kept.hash


def _others(others: Sequence[Kept]) -> Iterator[tuple[str, str]]:
    for one in others:
        said = "; ".join(one.record.alarms)
        if one.assessment is not None:
            stood_in = decode(one.assessment)
            said = f"{stood_in.channel} {one.record.kind}: {'; '.join(stood_in.alarms)}"
        yield f"row {one.record.number}", f"{one.record.at} {said}"
