"""What can be done about diagnostics: apply a fix, apply all of them, accept a finding with a reason.

Enters: the diagnostics of a file, a place. Leaves: actions, each a set of replacements. Promises: the edits of one
diagnostic come all or none; of two that touch each other the first does; nothing is done to errors but mending.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stce_rules.core.codes import Severity
from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.span import Span
from stce_rules.language import syntax
from stce_rules.workbench.linting.accepting import NEVER_ACCEPTED

__all__ = ["FIX_ALL", "QUICK_FIX", "Action", "actions", "all_fixes"]

QUICK_FIX = "quickfix"
FIX_ALL = "source.fixAll"


@dataclass(frozen=True, slots=True)
class Action:
    """Edits to be made together, and the diagnostics that they settle."""

    title: str
    kind: str
    edits: tuple[Replacement, ...]
    about: tuple[Diagnostic, ...] = ()
    preferred: bool = False


def actions(
    found: Sequence[Diagnostic], place: Span, statements: Iterable[syntax.Statement] | None
) -> Iterator[Action]:
    """What can be done at a place, mending first. `statements` are those of a rule file; None: it is another file."""
    here = [one for one in found if one.span is not None and _touches(one.span, place)]
    for one in here:
        if one.fixes:
            yield Action(_title(one), QUICK_FIX, one.fixes, (one,), preferred=True)
    whole = all_fixes(found)
    if len(whole) > 1 and any(one.fixes for one in here):
        yield Action("Mend all that can be mended in this file", QUICK_FIX, whole)
    if statements is None:
        return
    spans = [one.span for one in statements]
    for one in here:
        if one.severity is Severity.WARNING and one.code not in NEVER_ACCEPTED:
            yield _accepted(one, spans)


def all_fixes(found: Iterable[Diagnostic]) -> tuple[Replacement, ...]:
    """The edits of all diagnostics that go together."""
    chosen: list[Replacement] = []
    for one in found:
        fixes = tuple(dict.fromkeys(one.fixes))
        if not any(_clash(fix, other) for fix in fixes for other in chosen):
            chosen += fixes
    return tuple(chosen)


def _clash(one: Replacement, other: Replacement) -> bool:
    a, b = one.span, other.span
    if a.source is not b.source:
        return False
    return a.start == b.start or (a.start < b.end and b.start < a.end)


def _touches(span: Span, place: Span) -> bool:
    return span.start <= place.end and place.start <= span.end


def _title(one: Diagnostic) -> str:
    """What the fix does: `Write 'GB'`, `Delete 'end'`; else what the diagnostic says of mending it."""
    if len(one.fixes) == 1:
        fix = one.fixes[0]
        written, before = fix.text.strip(), fix.span.text.strip()
        if written and "\n" not in written and len(written) <= _LONGEST:
            return f"Write '{written}'" + (f" for '{before}'" if before and len(before) <= _LONGEST else "")
        if not written and before and "\n" not in before and len(before) <= _LONGEST:
            return f"Delete '{before}'"
    return one.help[:1].upper() + one.help[1:] if one.help else f"Mend {one.code}"


_LONGEST = 60


def _accepted(one: Diagnostic, statements: Iterable[Span]) -> Action:
    """A comment above the statement that the finding is in, for the author to give the reason in."""
    span = one.span
    if span is None:
        raise ValueError("a finding without a place cannot be accepted there")
    within = next((each for each in statements if each.start <= span.start < max(each.end, each.start + 1)), span)
    text = span.source.text
    line = text.rfind("\n", 0, within.start) + 1
    indent = text[line : within.start] if not text[line : within.start].strip() else ""
    comment = f'{indent}# accept {one.code} because "say why"\n'
    edit = Replacement(span.source.span(line, line), comment)
    return Action(f"Accept {one.code} here, with a reason", QUICK_FIX, (edit,), (one,))
