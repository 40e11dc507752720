"""HS codes as rules and lists write them.

Enters: `2931.41`, `heading 8401`, `chapter 28`, and the edition they are written in. Leaves: digits, or None
with the fault noted. Promise: a code that the edition does not have is never taken; what it became, or was,
is told.
"""

from __future__ import annotations

import re

from stce_rules.core.span import Span
from stce_rules.language.checking.findings import Findings, listed
from stce_rules.language.checking.hs_sets import Interval, holds_code, interval, is_national
from stce_rules.language.syntax import Literal
from stce_rules.reference import hs

_WRITTEN = re.compile(r"(?:(heading|chapter)\s+)?([\d.]+)")


def code(text: str, span: Span, edition: int, findings: Findings) -> str | None:
    """The digits of a code that the edition has (national digits beyond the sixth are taken as they are)."""
    digits = digits_of(text, span, findings)
    if digits is None or is_national(digits) or hs.exists(digits, edition):
        return digits
    if len(digits) == 5 and any(one.startswith(digits) for one in hs.codes(edition)):
        return digits
    editions = tuple(one for one in hs.editions_of(digits) if one != edition)
    message = f"'{text}' is not in HS {edition}"
    near = tuple(_written(one) for one in hs.suggest(digits, edition))
    if not editions:
        mend = f"did you mean {listed(near, 'or')}?" if near else ""
        findings.add("E110", span, message, mend)
        return None
    nearest = min(editions, key=lambda one: abs(one - edition))
    message += f"; it {'was' if nearest < edition else 'is'} in HS {nearest}"
    became = f"in HS {edition}: {listed(near, 'or')}, or " if near and len(digits) >= 6 else ""
    fix = near[0] if len(near) == 1 and len(digits) == 6 else None
    findings.add("E110", span, message, f"{became}'use edition {nearest}'", fix)
    return None


def one_code(literal: Literal, edition: int, findings: Findings) -> str | None:
    """The digits of a code of `exactly`, which must be a whole code, not a heading or chapter."""
    digits = code(literal.text, literal.span, edition, findings)
    if digits is not None and len(digits) < 6:
        mend = f"say 'is {literal.text}' to mean all codes below it"
        findings.add("E114", literal.span, f"'exactly {literal.text}' is not one code", mend)
        return None
    return digits


def interval_between(low: Literal, high: Literal, edition: int, findings: Findings) -> Interval | None:
    """The codes from one to another, subtrees included.

    The ends need not be codes themselves (`from 2929.00`), but something of the edition must lie between
    them.
    """
    ends = [digits_of(one.text, one.span, findings) for one in (low, high)]
    if ends[0] is None or ends[1] is None:
        return None
    found = interval(ends[0])[0], interval(ends[1])[1]
    span = low.span.to(high.span)
    if found[0] > found[1]:
        mend = f"write 'from {high.text} to {low.text}'"
        findings.add("E105", span, f"{low.text} comes after {high.text}, so nothing lies between them", mend)
        return None
    if not holds_code(found, edition):
        message = f"no code of HS {edition} lies from {low.text} to {high.text}"
        findings.add("E112", span, message, "look the codes up in the edition that the file is written in")
        return None
    return found


def digits_of(text: str, span: Span, findings: Findings) -> str | None:
    """The digits of a code as written, which need not exist."""
    match = _WRITTEN.fullmatch(" ".join(text.split()))
    if match is None:
        findings.add("E113", span, f"'{text}' is not an HS code", "a code is written as 2931.41 or 'heading 8401'")
        return None
    word, digits = match[1], match[2].replace(".", "")
    wanted = {"chapter": (2,), "heading": (4,)}.get(word, tuple(range(4, 13)))
    if len(digits) in wanted:
        return digits
    what = f"a {word} has {wanted[0]} digits" if word else "a code has 4 to 12 digits"
    fix = as_hs(digits)
    findings.add("E113", span, f"'{text}' has {len(digits)} digits; {what}", f"write {fix}" if fix else "", fix)
    return None


def as_hs(text: str) -> str | None:
    """Digits as the language writes an HS code; None when they cannot be one."""
    digits = re.sub(r"[.,]", "", text)
    return _written(digits) if digits.isdigit() and len(digits) in (2, 4, 6, 8, 10, 12) else None


def _written(digits: str) -> str:
    words = {2: "chapter ", 4: "heading "}.get(len(digits), "")
    return words + hs.dotted(digits)


def declared(literal: Literal, edition: int, findings: Findings) -> None:
    """A code as a declaration carries it: 4 to 12 digits."""
    digits = code(literal.text, literal.span, edition, findings)
    if digits is not None and len(digits) < 4:
        message = f"a declared code has 4 to 12 digits, not '{literal.text}'"
        findings.add("E113", literal.span, message, "write a code of that chapter")
