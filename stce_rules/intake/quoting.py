"""Values of a message, as they are shown in a sentence to an officer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches

__all__ = ["kind", "meant", "plain", "quoted"]

_LONGEST = 60


def quoted(text: str) -> str:
    r"""The text in quotes: cut after 60 characters, with everything that does not print written as `\x00`."""
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown)
    return f"'{shown}'"


def kind(value: object) -> str:
    """What sort of JSON value this is, in words; numbers and texts with the value."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f"the text {quoted(value)}"
        case float():
            return f"the number {plain(Decimal(repr(value)))}"
        case int() | Decimal():
            return f"the number {plain(Decimal(value))}"
        case Mapping():
            return "a group of boxes"
        case Sequence():
            return "a list"
        case _:
            return "a value that JSON does not have"


def plain(number: Decimal) -> str:
    """The digits without an exponent, unless that would be longer than a line."""
    written = str(number)
    if "E" not in written and len(written) <= _LONGEST:  # as nearly all are
        return written
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        return quoted(str(number))[1:-1]
    digits = format(number, "f")
    return digits if len(digits) <= _LONGEST else digits[:_LONGEST] + "…"


def meant(word: str, allowed: Iterable[str]) -> str:
    """`; did you mean 'x'?` when one of the allowed words is close, else nothing."""
    close = get_close_matches(word.lower(), allowed, n=1, cutoff=0.7) if len(word) <= _LONGEST else []
    return f"; did you mean '{close[0]}'?" if close else ""
