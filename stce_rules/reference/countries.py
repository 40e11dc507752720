"""ISO 3166-1 countries, and the three codes customs use beside them: XK (Kosovo), XI (Northern Ireland), EU.

Enters a two-letter code or a country's name in English, French, Spanish or as people write it. Leaves its name, its
rough middle, or the codes that may have been meant.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache

from stce_rules.core.text import fold
from stce_rules.reference import tables

__all__ = ["centroid", "is_code", "name", "suggest"]

_MOST_SUGGESTED = 5


def is_code(code: str) -> bool:
    """Whether this is a country code as rules write it: two upper-case letters."""
    return code in _names()


def name(code: str) -> str | None:
    """The country's short English name, such as `United Kingdom` for GB."""
    return _names().get(code)


def centroid(code: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees of the country's rough middle; none for EU."""
    return _centroids().get(code)


def suggest(text: str) -> tuple[str, ...]:
    """Codes that may be meant, the likeliest first, at most 5.

    Reads alpha-3 codes, names in three languages, common and former names, other cases, and close spellings. One code
    alone means that the text names it; several, that it only resembles them.
    """
    wanted = _key(text)
    spellings = _spellings()
    if wanted in spellings:
        return (spellings[wanted],)
    if is_code(text.strip().upper()):
        return (text.strip().upper(),)
    # Two or three letters resemble too many codes to be worth guessing at.
    close = get_close_matches(wanted, spellings, n=8, cutoff=0.78) if len(wanted) > 3 else []
    return tuple(dict.fromkeys(spellings[spelling] for spelling in close))[:_MOST_SUGGESTED]


def _key(text: str) -> str:
    """Folded letters and digits only, without a leading article or `the`."""
    words = re.findall(r"[^\W_]+", fold(text))
    return "".join(words[1:] if len(words) > 1 and words[0] in {"the", "la", "le", "les", "l"} else words)


@cache
def _names() -> dict[str, str]:
    return {row[0]: row[2] for row in tables.rows("countries.csv")}


@cache
def _centroids() -> dict[str, tuple[float, float]]:
    return {row[0]: (float(row[5]), float(row[6])) for row in tables.rows("countries.csv") if row[5]}


@cache
def _spellings() -> dict[str, str]:
    """Every known way to write a country, folded. Aliases yield to the names of countries."""
    found = {_key(alias): code for alias, code, _source in tables.rows("country_aliases.csv")}
    found |= {
        _key(written): row[0] for row in tables.rows("countries.csv") for written in (*row[1:5], row[0]) if written
    }
    return found
