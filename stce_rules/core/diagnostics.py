"""Faults told to an officer: a code, a place, one sentence, a way to mend it.

Enters: a code of `core.codes`, a span or a place in words, a sentence. Leaves: diagnostics that sort by place, render
with a caret, and turn into plain data for machines. Promise: rendering never fails and never shows a traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stce_rules.core.codes import CODES, Severity
from stce_rules.core.span import Span


@dataclass(frozen=True, slots=True)
class Replacement:
    """Text to put in place of a span; a fix `stce check --fix` may apply."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault.

    `where` names the place when there is no source text to point into (a file that is not there, a plugin, a row of a
    table). `help` says in one sentence how to mend it; `fixes` are edits that do so when all are applied together.
    `raised` says that the policy of a ruleset makes a warning an error.
    """

    code: str
    message: str
    span: Span | None = None
    where: str = ""
    help: str = ""
    fixes: tuple[Replacement, ...] = ()
    raised: bool = False

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"diagnostic code {self.code} is not in the table of codes")

    @property
    def severity(self) -> Severity:
        """Error, or warning: decided by the code, unless a policy raised it."""
        return Severity.ERROR if self.raised else CODES[self.code].severity

    @property
    def place(self) -> str:
        """`file:line:column`, or the place in words."""
        if self.span is None:
            return self.where
        return f"{self.span.source.name}:{self.span.line}:{self.span.column}"


class StceError(Exception):
    """One or more faults that stop what was asked. Carries the diagnostics; its text is their report."""

    def __init__(self, diagnostics: Iterable[Diagnostic] | Diagnostic) -> None:
        found = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        self.diagnostics: tuple[Diagnostic, ...] = found
        super().__init__(report(found))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error rather than a warning."""
    return any(one.severity is Severity.ERROR for one in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By file, then place, then code; each said once."""

    def key(one: Diagnostic) -> tuple[str, int, int, str, str]:
        if one.span is None:
            return (one.where, -1, -1, one.code, one.message)
        return (one.span.source.name, one.span.start, one.span.end, one.code, one.message)

    return tuple(sorted(dict.fromkeys(diagnostics), key=key))


def render(one: Diagnostic) -> str:
    """The report of one fault, for a terminal.

    ```text
    E103 rules.stce:4:16: CAS check digit should be 6
        cas is 756-79-5
               ^^^^^^^^
      help: did you mean 756-79-6 (dimethyl methylphosphonate)?
    ```
    """
    place = f" {one.place}:" if one.place else ""
    lines = [f"{one.code}{place} {one.message}{_RAISED if one.raised else ''}"]
    if one.span is not None:
        source, start = one.span.source, one.span.start
        line, column = source.position(start)
        text = source.line(line)
        shown, before = _clip(text, column - 1)
        indent = "".join("\t" if c == "\t" else " " for c in shown[:before])
        width = max(1, min(one.span.end - start, len(shown) - before))
        lines += [f"    {shown}", f"    {indent}{'^' * width}"]
    if one.help:
        lines.append(f"  help: {one.help}")
    return "\n".join(lines)


def report(diagnostics: Iterable[Diagnostic]) -> str:
    """All reports in order, one after the other."""
    return "\n".join(render(one) for one in in_order(diagnostics))


def as_data(one: Diagnostic) -> dict[str, object]:
    """Plain data for `--format json` and editors; lines and columns from 1."""
    data: dict[str, object] = {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message,
        "help": one.help or None,
        "file": one.where or None,
    }
    if one.span is not None:
        end_line, end_column = one.span.source.position(one.span.end)
        data |= {
            "file": one.span.source.name,
            "line": one.span.line,
            "column": one.span.column,
            "end_line": end_line,
            "end_column": end_column,
        }
    data["fixes"] = [{"start": fix.span.start, "end": fix.span.end, "text": fix.text} for fix in one.fixes]
    return data


_RAISED = " (an error, by the policy of the ruleset)"
_LONGEST_LINE = 160


def _clip(text: str, column: int) -> tuple[str, int]:
    """Keep a very long line (a file without line breaks) readable: cut it around the caret. What stands before it."""
    if len(text) <= _LONGEST_LINE:
        return text, column
    cut = max(0, column - _LONGEST_LINE // 2)
    mark = "…" if cut else ""
    return mark + text[cut : cut + _LONGEST_LINE], column - cut + len(mark)
