"""A comparison and its sign-off as a page of Markdown, to read, print and sign.

Enters: a comparison, its sign-off, the hash of that file. Leaves: text. Promise: what a declaration says cannot become
markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from stce_rules.analysis.comparison import Change, Comparison
from stce_rules.analysis.signoff import FileHash, Ruleset, Signoff
from stce_rules.core.assessment import CHANNELS
from stce_rules.core.wording import counted
from stce_rules.replay.summary import Outcomes

__all__ = ["above_names", "has_names", "page"]

_MOST = 50
"""Declarations of a change on the page; the tables beside it have all."""

_TO_SIGN = (("proposed by", "", "", ""), ("approved by", "", "", ""))
_NAMES = "\n| proposed by"
"""Begins the part of a page that people write into."""


def page(comparison: Comparison, signed: Signoff, seal: str) -> str:
    """The page. `seal` is the SHA-256 of `signoff.json`."""
    return "\n".join(_lines(comparison, signed, seal)) + "\n"


def above_names(text: str) -> str:
    """What a page says, without the table that people write into."""
    return text.partition(_NAMES)[0]


def has_names(text: str) -> bool:
    """Whether people have written into the last table of a page, or below it."""
    _, begun, below = text.partition(_NAMES)
    return bool(begun) and f"{begun}{below}".split() != "\n".join(map(_row, _TO_SIGN)).split()


def _lines(comparison: Comparison, signed: Signoff, seal: str) -> Iterator[str]:
    yield f"# {_said(signed.challenger.name)} against {_said(signed.champion.name)}"
    yield ""
    yield from _table(("", "champion", "challenger"), _heads(signed.champion, signed.challenger))
    yield (
        f"{counted(comparison.declarations, 'declaration')}; flagged is {comparison.flagged_from} or heavier. "
        f"{_told(comparison.outcomes)}."
    )
    yield ""
    yield "## Channels"
    yield ""
    yield "Rows are what the champion recommends, columns what the challenger recommends."
    yield ""
    counts = {(one.champion, one.challenger): one.declarations for one in comparison.transitions}
    order = tuple(reversed(CHANNELS))
    rows = [(before, *[f"{counts.get((before, after), 0):,}" for after in order]) for before in order]
    yield from _table(("champion", *order), rows)
    yield from _change("Newly caught", comparison.caught)
    yield from _change("Newly lost", comparison.lost)
    yield "## Most affected"
    yield ""
    affected = [
        (one.role, _said(one.name), f"{one.declarations:,}", f"{one.caught:,}", f"{one.lost:,}")
        for one in comparison.affected
    ]
    yield from _table(("role", "name", "declarations", "newly caught", "newly lost"), affected)
    yield "## Is it chance?"
    yield ""
    for paired in comparison.paired:
        sample = "" if paired.selected_by == "all" else "In the random sample: "
        yield f"- {sample}{paired.means}."
    for note in comparison.notes:
        yield f"- Note: {note}."
    yield ""
    yield from _signed(signed, seal)


def _heads(champion: Ruleset, challenger: Ruleset) -> Iterator[tuple[str, ...]]:
    yield "ruleset", _said(champion.name), _said(challenger.name)
    yield "version", _said(champion.version), _said(challenger.version)
    yield "given as", *(" ".join(map(_said, one.paths)) for one in (champion, challenger))
    yield "content hash", champion.hash, challenger.hash


def _change(title: str, change: Change) -> Iterator[str]:
    yield f"## {title}: {change.declarations:,}"
    yield ""
    yield f"{_told(change.outcomes)}."
    yield ""
    deciders = [(_said(one.rule), f"{one.declarations:,}", f"{one.outcomes.with_finding:,}") for one in change.rules]
    yield from _table(("rule that decided", "declarations", "with a finding"), deciders)
    rows = [
        (
            _said(one.declaration),
            str(one.date or ""),
            one.champion,
            one.challenger,
            one.outcome,
            _said(", ".join(one.rules)),
        )
        for one in change.first[:_MOST]
    ]
    if change.declarations > len(rows):
        yield f"The first {len(rows)}, findings first; `newly_{change.moved}.parquet` has all."
        yield ""
    yield from _table(("declaration", "date", "champion", "challenger", "outcome", "rules"), rows)


def _told(told: Outcomes) -> str:
    return (
        f"Inspected with a finding: {told.with_finding:,}, without: {told.without_finding:,}; "
        f"not inspected: {told.not_inspected:,}; nothing told: {told.not_told:,}"
    )


def _signed(signed: Signoff, seal: str) -> Iterator[str]:
    yield "## What is signed"
    yield ""
    yield f"Program: stce-rules {signed.program.version}, SHA-256 `{signed.program.sha256}`."
    if signed.program.plugins:
        yield f"Plugins: {', '.join(map(_said, signed.program.plugins))}."
    if signed.options:
        yield f"Options: {', '.join(f'{name} {_said(value)}' for name, value in sorted(signed.options.items()))}."
    yield ""
    lists = [
        (role, _said(one.name), f"{one.rows:,}", one.as_of or "", one.sha256)
        for role, each in (("champion", signed.champion), ("challenger", signed.challenger))
        for one in each.lists
    ]
    yield from _table(("ruleset", "list", "rows", "as of", "SHA-256"), lists)
    yield from _table(("history", "bytes", "SHA-256"), _files(signed.history))
    yield from _table(("result", "bytes", "SHA-256"), _files(signed.results))
    yield f"SHA-256 of `signoff.json`: `{seal}`. `stce compare --check signoff.json` tells what has changed since."
    yield ""
    yield from _table(("", "name", "date", "signature"), _TO_SIGN)


def _files(files: Iterable[FileHash]) -> list[tuple[str, str, str]]:
    return [
        (_said(one.path), "" if one.size is None else f"{one.size:,}", one.sha256 or "not a file: cannot be verified")
        for one in files
    ]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table with an empty line behind it; nothing when it has no rows."""
    lines = [_row(row) for row in rows]
    if lines:
        yield from (_row(heads), f"|{' --- |' * len(heads)}", *lines, "")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def _said(text: str) -> str:
    """Words of a declaration or ruleset, on one line and without markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
