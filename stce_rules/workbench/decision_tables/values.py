"""Values as officers type them into cells to values as rules write them.

Enters: one value of a cell and the type of the field it is for. Leaves: the literal, or a fault. Promises: texts need
no quotes, HS codes no words; what a spreadsheet has changed beyond doubt (lost zeros, days of CAS numbers) is refused
with what was probably meant, and never taken for something else. Whether a value is right is for the checker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.fields import CATALOGUE, FieldType
from stce_rules.core.span import Source
from stce_rules.language.checking.findings import listed, with_article
from stce_rules.language.checking.hs_literals import as_hs
from stce_rules.language.checking.literals import WRITTEN
from stce_rules.language.parse import scanned
from stce_rules.language.reading.tokens import Token
from stce_rules.reference import cas
from stce_rules.workbench.decision_tables.cells import Cell, Kind

__all__ = ["Unread", "tokens_of", "value_of"]

_T = FieldType
_AMOUNTS = frozenset((_T.MASS, _T.QUANTITY, _T.MONEY, _T.PERCENT, _T.NUMBER))
_CODES = frozenset(("COUNTRY", "PLACE", "CODE"))
_AS_TEXT = "give the column the format 'text' and type the value again"


@dataclass(frozen=True, slots=True)
class Unread(Exception):  # noqa: N818  # it becomes a report of the cell
    """A value that is not one: the code, the sentence and the way out of the report."""

    code: str
    message: str
    mend: str = ""

    def at(self, cell: Cell) -> Diagnostic:
        """The report."""
        return cell.fault(self.code, self.message, self.mend)


def tokens_of(text: str, fields: Iterable[str] = CATALOGUE) -> tuple[Token, ...] | None:
    """The words of a text as the language has them; None when some of it is no word of the language."""
    found = scanned(Source("<cell>", text), fields)
    return None if found.faults or found.comments else tuple(found.tokens)


def value_of(text: str, kind: Kind, expected: FieldType, unit: str = "") -> str:
    """A value as a rule writes it beside a field of this type. `unit` is that of the heading. Raises Unread.

    >>> value_of("0701.90", Kind.TEXT, FieldType.HS)
    '0701.90'
    >>> value_of("gas centrifuge", Kind.TEXT, FieldType.TEXT)
    '"gas centrifuge"'
    """
    tokens = tokens_of(text) or ()
    one = tokens[0] if len(tokens) == 1 else None
    if one is not None and one.type == "STRING":
        return _quoted(one.text)
    match expected:
        case _T.HS:
            return _hs(text, kind, one)
        case _T.CAS:
            return _cas(text, kind, one)
        case _T.DATE:
            return day_of(text, kind)
        case _T.COUNTRY | _T.PLACE | _T.ROUTE:
            return text if one is not None and one.type in _CODES else _quoted(text)
        case _T.CODE | _T.PARTY:
            plain = one is not None and one.type in _CODES | {"ENTRY", "INTEGER"}
            return text if plain else _quoted(text)
        case _T.FLOW:
            return text if one is not None and one.type == "NAME" else _quoted(text)
        case _T.TEXT:
            return _quoted(text)
        case _T.BOOLEAN:
            return text.lower()
        case _:
            return _amount(text, kind, expected, unit, one)


def _quoted(text: str) -> str:
    if '"' in text or "\n" in text:
        mend = "write it without, or with single ones"
        raise Unread("E927", f"a text of a rule holds no double quotation mark: {text}", mend)
    return f'"{text}"'


def _hs(text: str, kind: Kind, one: Token | None) -> str:
    if one is not None and one.type == "HS":
        return text
    parts = re.split(r"[. ]", text)
    if not all(part.isascii() and part.isdigit() for part in parts) or (len(parts) > 1 and len(parts[0]) > 4):
        raise Unread("E927", f"'{text}' is not an HS code", f"an HS code is written as {WRITTEN[_T.HS]}")
    first, *others = parts
    whole = "0" * (len(first) % 2) + first + "".join(others) + "0" * (len(others[-1]) % 2 if others else 0)
    written = as_hs(whole)
    if whole != "".join(parts):
        what = "the number" if kind is Kind.NUMBER else "the code"
        mend = f"write {written} if that was meant; {_AS_TEXT}" if written else _AS_TEXT
        raise Unread("E928", f"{what} {text} has lost a zero", mend)
    if written is None:
        raise Unread("E927", f"'{text}' is not an HS code", "a code has 2, 4, 6, 8, 10 or 12 digits")
    return written


def _cas(text: str, kind: Kind, one: Token | None) -> str:
    if one is not None and one.type == "CAS" and kind is Kind.TEXT:
        return text
    day = _read_day(text)
    if kind is not Kind.TEXT or day is not None:
        meant = _numbers_like(day) if day else [found] if (found := cas.normalised(text)) else []
        said = "the day" if day else "the number"
        guess = f"was it {listed(meant, 'or')}? " if meant else ""
        raise Unread("E928", f"the cell holds {said} {text}, not a CAS number", f"{guess}{_AS_TEXT}")
    found = None if "." in text else cas.normalised(text)
    mend = f"write {found}" if found else f"a CAS number is written as {WRITTEN[_T.CAS]}"
    raise Unread("E927", f"'{text}' is not a CAS number", mend)


def _numbers_like(day: date) -> list[str]:
    """The CAS numbers that a spreadsheet may have read as this day, in any order of year, month and day."""
    year = f"{day.year % 100:02}"
    forms = (
        f"{day.year}-{day.month:02}-{day.day}",
        f"{year}-{day.month:02}-{day.day}",
        f"{day.month:02}-{day.day:02}-{day.year % 100}",
        f"{day.day:02}-{day.month:02}-{day.year % 100}",
    )
    return [one for one in dict.fromkeys(forms) if cas.is_valid(one)]


_FORMS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})"), (3, 1, 2)),
)


def _days(text: str) -> list[date]:
    """The days that a text may be."""
    found = []
    for pattern, (year, month, day) in _FORMS:
        if match := pattern.fullmatch(text):
            try:
                found.append(date(int(match[year]), int(match[month]), int(match[day])))
            except ValueError:
                continue
    return list(dict.fromkeys(found))


def _read_day(text: str) -> date | None:
    return found[0] if (found := _days(text)) else None


_FIRST, _LAST = 20_000, 80_000
"""Serial numbers of days in 1954 and 2119."""


def day_of(text: str, kind: Kind) -> str:
    """A day as rules write it. Raises Unread."""
    if kind is Kind.DAY or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    if kind is Kind.TIME:
        raise Unread("E928", f"the cell holds {text}, a day with a time", f"write {text[:10]}; {_AS_TEXT}")
    if re.fullmatch(r"\d{5}", text) and _FIRST < int(text) < _LAST:
        day = date(1899, 12, 30) + timedelta(days=int(text))
        raise Unread(
            "E928", f"the cell holds the number {text}, not a day", f"write {day} if that was meant; {_AS_TEXT}"
        )
    days = _days(text)
    mend = f"write {listed(map(str, days), 'or')}" if days else f"a day is written as {WRITTEN[_T.DATE]}"
    raise Unread("E927", f"'{text}' is no day as rules write it", mend)


_DECIMAL_COMMA = re.compile(r"(\d+),(\d{1,2}|\d{4,})( ?[^\d\s].*)?")


def _amount(text: str, kind: Kind, expected: FieldType, unit: str, one: Token | None) -> str:
    bare = one is not None and (one.type == "INTEGER" or (one.type == "QUANTITY" and one.text[-1].isdigit()))
    if unit and bare:
        return f"{text}%" if unit == "%" else f"{text} {unit}"
    if expected is _T.PERCENT and kind is Kind.NUMBER:
        share = f"{(100 * Decimal(text)).normalize():f}%"
        raise Unread(
            "E928", f"the number {text} may be {text}% or {share}", f"type it with the sign, as text: '{share}'"
        )
    if match := _DECIMAL_COMMA.fullmatch(text):
        raise Unread("E927", f"'{text}' has a decimal comma", f"write {match[1]}.{match[2]}{match[3] or ''}")
    if one is None or one.type not in {"INTEGER", "QUANTITY", "PERCENT", "DURATION", "NAME", "DOTTED", "DATE"}:
        mend = f"{with_article(expected.value)} is written as {WRITTEN[expected]}"
        raise Unread("E927", f"'{text}' is no amount", mend)
    return text
