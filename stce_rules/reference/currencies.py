"""ISO 4217 currency codes.

Enters a code or a currency's name, leaves whether the code is one, its name, or the codes that may have been meant.
Withdrawn codes count: histories hold them, and rate tables are dated.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from stce_rules.core.text import fold
from stce_rules.reference import tables

__all__ = ["is_code", "name", "suggest"]

_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₽": "RUB", "₹": "INR", "₩": "KRW", "₺": "TRY", "₴": "UAH"}
_SPOKEN = {
    "RMB": "CNY",
    "CNH": "CNY",
    "NTD": "TWD",
    "STG": "GBP",
    "SFR": "CHF",
    "EURO": "EUR",
    "DOLLAR": "USD",
    "POUND": "GBP",
}


def is_code(code: str) -> bool:
    """Whether this is an ISO 4217 code, in use or withdrawn: three upper-case letters."""
    return code in _names()


def name(code: str) -> str | None:
    """The currency's English name, such as `Euro`."""
    return _names().get(code)


def suggest(text: str) -> tuple[str, ...]:
    """Codes that may be meant by a symbol, a name, another case or a slip; the likeliest first, at most 5."""
    wanted = text.strip()
    exact = _SYMBOLS.get(wanted) or _SPOKEN.get(wanted.upper())
    if exact:
        return (exact,)
    if is_code(wanted.upper()):
        return (wanted.upper(),)
    by_name = _codes_by_name()
    folded = fold(wanted)
    if folded in by_name:
        return by_name[folded]
    named = [code for close in get_close_matches(folded, by_name, n=3, cutoff=0.75) for code in by_name[close]]
    coded = get_close_matches(wanted.upper(), _names(), n=3, cutoff=0.6) if len(wanted) == 3 else []
    return tuple(dict.fromkeys([*named, *coded]))[:5]


@cache
def _names() -> dict[str, str]:
    return {code: english for code, english, _status, _source in tables.rows("currencies.csv")}


@cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    """Folded names; of codes sharing one, those in use first."""
    found: dict[str, list[str]] = {}
    for code, english, _status, _source in sorted(tables.rows("currencies.csv"), key=lambda row: row[2]):
        found.setdefault(fold(english), []).append(code)
    return {english: tuple(codes) for english, codes in found.items()}
