"""Literals beside a box: whether each fits and is right, and its value.

Enters: the characters of a value and the kind of box it stands beside. Leaves: the value, or None with the
fault noted. Promise: rules, examples and list files are held to the same checks; whatever is wrong with a
value is said once.
"""

from __future__ import annotations

from datetime import date

from stce_rules.core.fields import FieldType
from stce_rules.core.span import Span
from stce_rules.core.text import phrase, read
from stce_rules.language.checking.findings import Findings, listed, with_article
from stce_rules.language.checking.hs_literals import as_hs
from stce_rules.language.checking.words import FLOWS
from stce_rules.language.syntax import Literal, LiteralKind
from stce_rules.reference import cas, countries, places

_K, _T = LiteralKind, FieldType

_WORDLIKE = frozenset((_K.CODE, _K.COUNTRY, _K.PLACE))
_ACCEPTED: dict[FieldType, frozenset[LiteralKind]] = {
    _T.HS: frozenset((_K.HS,)),
    _T.CAS: frozenset((_K.CAS,)),
    # A country or place written as another code is told which was meant, so it is let through to that check.
    _T.COUNTRY: frozenset((_K.COUNTRY, _K.CODE)),
    _T.PLACE: frozenset((_K.PLACE, _K.CODE)),
    _T.ROUTE: _WORDLIKE,
    # A code is whatever its own list says: 1040, X002, 1C350, AEJEA and 756-79-6 can all be one.
    _T.CODE: _WORDLIKE | {_K.TEXT, _K.INTEGER, _K.CAS, _K.HS},
    _T.FLOW: frozenset((_K.CODE, _K.TEXT)),
    _T.PARTY: _WORDLIKE | {_K.TEXT, _K.INTEGER},
    _T.TEXT: frozenset((_K.TEXT,)),
    _T.DATE: frozenset((_K.DATE,)),
    _T.BOOLEAN: frozenset((_K.BOOLEAN,)),
}

WRITTEN: dict[FieldType, str] = {
    _T.HS: "2931.41, 'heading 8401' or 'chapter 28'",
    _T.CAS: "756-79-6",
    _T.COUNTRY: "two capital letters, such as DE",
    _T.PLACE: "a UN/LOCODE, such as AEJEA",
    _T.ROUTE: "countries such as AE and places such as AEJEA",
    _T.TEXT: 'text in quotes, such as "pump"',
    _T.CODE: "a code in capitals or in quotes, such as X002",
    _T.MASS: "an amount with its unit, such as 25 kg",
    _T.QUANTITY: "an amount with its unit, such as 25 kg or 3 pieces",
    _T.MONEY: "an amount with its currency, such as 10,000 EUR",
    _T.PERCENT: "a percentage, such as 40%",
    _T.DATE: "year, month and day, such as 2027-01-01",
    _T.NUMBER: "a whole number, such as 3",
    _T.PARTY: 'an identifier or a name in quotes, such as "AE-778"',
    _T.FLOW: f"one of {', '.join(FLOWS.values())}",
    _T.BOOLEAN: "yes or no",
}
"""How a value of each type is written."""


def shown(literal: Literal) -> str:
    """A literal as the officer wrote it, texts with their quotes."""
    return f'"{literal.text}"' if literal.kind is _K.TEXT else literal.text


def fits(literal: Literal, expected: FieldType, about: str, findings: Findings) -> bool:
    """Whether the literal looks like a value of the type; if not, E223 says what would."""
    if literal.kind in _ACCEPTED[expected]:
        return True
    if literal.kind is _K.TEXT and expected in (_T.COUNTRY, _T.PLACE, _T.ROUTE):
        return True
    does_not_fit(literal, expected, about, findings)
    return False


def does_not_fit(literal: Literal, expected: FieldType, about: str, findings: Findings) -> None:
    """Note that a literal is not a value of the type."""
    fix = None
    if literal.kind is _K.TEXT and _unquoted(literal.text, expected):
        fix = literal.text
    elif literal.kind in (_K.INTEGER, _K.QUANTITY) and expected is _T.HS:
        fix = as_hs(literal.text)
    elif expected is _T.TEXT and literal.kind in _WORDLIKE | {_K.INTEGER, _K.CAS, _K.HS}:
        fix = f'"{literal.text}"'
    mend = f"{with_article(expected.value)} is written as {WRITTEN[expected]}"
    if fix or expected is _T.BOOLEAN:
        mend = f"write {fix or WRITTEN[expected]}"
    message = f"{shown(literal)} is {_kind(literal)}; {about} needs {with_article(expected.value)}"
    findings.add("E223", literal.span, message, mend, fix)


def _kind(literal: Literal) -> str:
    return "a bare word" if literal.kind is _K.CODE and literal.text.islower() else with_article(literal.kind.value)


def value(literal: Literal, expected: FieldType, about: str, findings: Findings) -> str | None:
    """The value of a literal beside a box of names or codes, as `core.predicates.OneOf` holds it; None if faulty."""
    if not fits(literal, expected, about, findings):
        return None
    if literal.kind is _K.TEXT and _unquoted(literal.text, expected):
        does_not_fit(literal, expected, about, findings)
        return None
    return member(literal.text, literal.span, expected, findings)


def _unquoted(text: str, expected: FieldType) -> bool:
    """Whether only the quotes are wrong."""
    match expected:
        case _T.CAS:
            return cas.is_valid(text)
        case _T.COUNTRY:
            return countries.is_code(text)
        case _T.PLACE:
            return places.is_place_code(text)
        case _T.ROUTE:
            return countries.is_code(text) or places.is_place_code(text)
        case _:
            return False


def member(text: str, span: Span, expected: FieldType, findings: Findings) -> str | None:
    """A value of a type, checked: CAS, country, place, code, flow, party or text; None with the fault noted."""
    match expected:
        case _T.CAS:
            return _cas(text, span, findings)
        case _T.COUNTRY:
            return _country(text, span, findings)
        case _T.PLACE:
            return _place(text, span, findings)
        case _T.FLOW:
            return _flow(text, span, findings)
        case _:
            written = " ".join(text.split())
            if not written:
                findings.add("E123", span, "the quotes hold nothing", "to ask for a blank box say 'is missing'")
            return written or None


def _cas(text: str, span: Span, findings: Findings) -> str | None:
    if cas.is_valid(text):
        return text
    right = cas.correction(text.lstrip("0"))
    if right is None or right == text.lstrip("0"):
        plain = cas.normalised(text)
        mend = f"did you mean {plain}?" if plain else "it has 2 to 7 digits, 2 digits and a check digit: 756-79-6"
        findings.add("E104", span, f"'{text}' is not written as a CAS number", mend, plain)
        return None
    name = cas.name_of(right)
    # any of the digits may be the wrong one; only a number of a known chemical is offered as a fix
    mend = f"did you mean {right} ({name})?" if name else "compare each digit with the source; any may be wrong"
    findings.add("E103", span, f"CAS check digit should be {right[-1]}", mend, right if name else None)
    return None


def _country(text: str, span: Span, findings: Findings) -> str | None:
    if countries.is_code(text):
        return text
    near = countries.suggest(text)
    mend = ""
    if near:
        mend = f"did you mean {listed((f'{code} ({countries.name(code)})' for code in near), 'or')}?"
    message = f"'{text}' is not an ISO 3166-1 code of a country"
    findings.add("E230", span, message, mend, near[0] if len(near) == 1 else None)
    return None


def _place(text: str, span: Span, findings: Findings) -> str | None:
    if places.is_place_code(text):
        return text
    near = places.suggest(text)
    mend = "a UN/LOCODE is two letters of a country and three of a place: AEJEA"
    if near:
        mend = f"did you mean {listed((f'{code} ({places.name(code)})' for code in near), 'or')}?"
    findings.add("E121", span, f"'{text}' is not a UN/LOCODE", mend, near[0] if len(near) == 1 else None)
    return None


def _flow(text: str, span: Span, findings: Findings) -> str | None:
    written = text.lower()
    flow = FLOWS.get(written, written)
    if flow in FLOWS.values():
        return flow
    findings.unknown_name("E209", span, "flow", text, FLOWS.values())
    return None


def day(literal: Literal, about: str, findings: Findings) -> date | None:
    """A day of the calendar."""
    if not fits(literal, _T.DATE, about, findings):
        return None
    return day_of(literal.text, literal.span, findings)


def day_of(text: str, span: Span, findings: Findings) -> date | None:
    """A day written as year, month and day."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    findings.add("E101", span, f"{text} is not a day of the calendar", "a day is written as 2027-01-31")
    return None


def whole_text(literal: Literal, about: str, findings: Findings) -> str | None:
    """The folded form of a text that a box is compared with as a whole."""
    if not fits(literal, _T.TEXT, about, findings):
        return None
    return folded(literal.text, literal.span, findings)


def folded(text: str, span: Span, findings: Findings) -> str | None:
    """A text folded; one without a letter or digit would never be found."""
    if words := read(text).folded:
        return words
    findings.add("E122", span, f'"{text}" has no letter or digit to look for', "write a word")
    return None


def sought(text: str, span: Span, findings: Findings) -> str | None:
    """A phrase to be found in texts, as written."""
    if phrase(text) is not None:
        return text
    findings.add("E122", span, f'"{text}" has no letter or digit to look for', "write a word or phrase")
    return None
