"""Comments by which authors accept a finding, with a reason.

Enters: the comments of a file. Leaves: what each accepts, and for which statement: the one it stands in, or the next.
Promise: a comment that looks like one of these and is none is told, so that nobody believes in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stce_rules.core.codes import CODES, Severity
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Span
from stce_rules.language import syntax

FORM = '# accept W416 because "…"'
_MEANT = re.compile(r"#+\s*accept[\s:]+(?=[A-Za-z]\d{3}\b)", re.IGNORECASE)
_WHOLE = re.compile(r'# *accept +(?P<codes>[A-Z]\d{3}(?:(?:, *| +and +)[A-Z]\d{3})*) +because +"(?P<because>[^"]*)" *')
_CODE = re.compile(r"[A-Z]\d{3}")


@dataclass(frozen=True, slots=True)
class Accepted:
    """Codes that a comment accepts in a statement; `statement` is where that stands, None when there is none."""

    codes: tuple[str, ...]
    statement: Span | None
    comment: Span


def accepted_in(file: syntax.File, found: list[Diagnostic]) -> tuple[Accepted, ...]:
    """What the comments of a file accept; those that accept nothing for a fault of their own are told in `found`."""
    return tuple(_read(file, found))


def _read(file: syntax.File, found: list[Diagnostic]) -> Iterator[Accepted]:
    for comment in file.comments:
        if not _MEANT.match(comment.text):
            continue
        whole = _WHOLE.fullmatch(comment.text)
        if whole is None or not whole["because"].strip():
            message = "this accepts nothing: the reason is missing, or it is not in the form of such a comment"
            found.append(Diagnostic("W405", message, comment.span, help=f"write {FORM}"))
            continue
        codes = tuple(dict.fromkeys(_CODE.findall(whole["codes"])))
        kept = tuple(one for one in codes if _acceptable(one, comment.span, found))
        if kept:
            yield Accepted(kept, _statement_of(comment.span, file.statements), comment.span)


def _acceptable(code: str, comment: Span, found: list[Diagnostic]) -> bool:
    known = CODES.get(code)
    if known is None:
        found.append(
            Diagnostic("W406", f"there is no finding {code}", comment, help="take it out, or correct the code")
        )
    elif known.severity is Severity.ERROR or code in NEVER_ACCEPTED:
        what = "is an error" if known.severity is Severity.ERROR else "tells of such comments"
        message = f"{code} {what}; it cannot be accepted"
        found.append(Diagnostic("W406", message, comment, help="mend what it tells"))
    else:
        return True
    return False


NEVER_ACCEPTED = frozenset(("W405", "W406", "W407"))
"""What tells of accepting itself."""


def _statement_of(comment: Span, statements: Sequence[syntax.Statement]) -> Span | None:
    """The statement a comment stands in or behind on its last line, else the next one below it."""
    text = comment.source.text
    for one in statements:
        span = one.span
        if comment.start < span.end or text.find("\n", span.end, comment.start) < 0:
            return span
    return None
