"""Fixes of diagnostics, applied to the files they are about.

Enters: diagnostics with replacements. Leaves: files rewritten, and what was changed. Promises: the edits of one
diagnostic are applied all or none; of two that overlap the first is; a file that is no longer what was checked, or is
not a file of its own (a list of a plugin, a shipped ruleset called by its name), is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stce_rules.cli.files import rewrite
from stce_rules.core.diagnostics import Diagnostic, Replacement, in_order
from stce_rules.core.span import Source

_UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Mended:
    """One edit that was made, and the code of the fault that asked for it."""

    code: str
    edit: Replacement

    @property
    def place(self) -> str:
        """`file:line:column`, as the file was before."""
        return f"{self.edit.span.source.name}:{self.edit.span.line}:{self.edit.span.column}"


def mend(diagnostics: Iterable[Diagnostic]) -> tuple[Mended, ...]:
    """Apply all fixes that go together, and say which. Raises OSError when a file cannot be written."""
    chosen: dict[str, list[Mended]] = {}
    for one in in_order(diagnostics):
        edits = tuple(dict.fromkeys(one.fixes))
        if edits and all(_fits(edit, chosen.get(edit.span.source.name, ())) for edit in edits):
            for edit in edits:
                chosen.setdefault(edit.span.source.name, []).append(Mended(one.code, edit))
    made: list[Mended] = []
    for _, edits_of_file in sorted(chosen.items()):
        edits_of_file.sort(key=lambda each: each.edit.span.start)
        if _applied(edits_of_file):
            made += edits_of_file
    return tuple(made)


def _fits(edit: Replacement, others: Iterable[Mended]) -> bool:
    """Whether an edit touches nothing that another changes, and changes something."""
    if edit.text == edit.span.text or not _file_of(edit.span.source):
        return False
    return not any(_overlap(edit, other.edit) for other in others)


def _overlap(one: Replacement, other: Replacement) -> bool:
    a, b = one.span, other.span
    return a.start == b.start or (a.start < b.end and b.start < a.end)


def _file_of(source: Source) -> Path | None:
    """The file of a source, if it still says what was checked."""
    path = Path(source.name)
    try:
        raw = path.read_bytes()
    except (OSError, ValueError):
        return None
    return path if raw.removeprefix(_UTF8_MARK) == source.text.encode() else None


def _applied(edits: Sequence[Mended]) -> bool:
    source = edits[0].edit.span.source
    path = _file_of(source)
    if path is None:
        return False
    text = source.text
    for one in reversed(edits):
        span = one.edit.span
        text = text[: span.start] + one.edit.text + text[span.end :]
    mark = _UTF8_MARK if path.read_bytes().startswith(_UTF8_MARK) else b""
    rewrite(path, mark + text.encode())
    return True
