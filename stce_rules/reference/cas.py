"""CAS Registry Numbers: check digit, declared values, names, and numbers found in goods descriptions.

A number is two to seven digits, two digits and a check digit, such as 756-79-6 (CAS Registry, check digit: the digits
before it, counted from the right, each times its place, summed, modulo 10). Enters a number or a text in any dashes,
digits and spacing; leaves numbers as `756-79-6`, and where in the original text they stand.

A number without the word CAS before it must look like one and like nothing else, since one number in ten of that shape
passes the check digit by chance. A number of a chemical in `data/cas_names.csv` needs less: chance does not hit those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from stce_rules.reference import tables

__all__ = ["FoundCas", "check_digit", "correction", "find", "is_valid", "name_of", "normalised"]


@dataclass(frozen=True, slots=True)
class FoundCas:
    """A number in a text, as `756-79-6`, with the characters of the original it takes. Valid: check digit is right."""

    number: str
    start: int
    end: int
    valid: bool


_FIVE_DIGITS = re.compile(r"(?:\d\D*){5}")  # the shortest number is 50-00-0; most texts have fewer digits
_NUMBER = re.compile(r"([0-9]{2,7})-([0-9]{2})-([0-9])")


def check_digit(body: str) -> int:
    """The check digit of the digits before it, dashes ignored: 6 for `756-79`."""
    digits = [int(character) for character in body if character in "0123456789"]
    return sum(place * digit for place, digit in enumerate(reversed(digits), start=1)) % 10


def is_valid(number: str) -> bool:
    """Whether this is written as a CAS number, without leading zeros, and its check digit is right."""
    match = _NUMBER.fullmatch(number)
    return match is not None and not number.startswith("0") and check_digit(number[:-1]) == int(match[3])


def correction(number: str) -> str | None:
    """The same number with the right check digit; None when it is not written as a CAS number."""
    return f"{number[:-1]}{check_digit(number[:-1])}" if _NUMBER.fullmatch(number) else None


def normalised(text: str) -> str | None:
    """A declared value as `756-79-6`; None when it is no CAS number or its check digit is wrong.

    Accepts dashes of any kind or none, spaces, leading zeros, digits of other scripts, and the word CAS before it.
    """
    folded, _ = _folded(text, soft_hyphen="-")
    match = _DECLARED.fullmatch(folded)
    number = _dashed(match[1]) if match else None
    return number if number is not None and is_valid(number) else None


def name_of(number: str) -> str | None:
    """A short name of the chemical, for the chemicals of the control lists."""
    return _names().get(number)


def find(text: str) -> tuple[FoundCas, ...]:
    """The CAS numbers in a text, in order of place.

    Without the word CAS before it a number is found when it has dashes, a right check digit, and is not part of a
    longer number, a date, a telephone or part number. After the word CAS (or KAS, CAS-Nr, CAS No., CAS番号, …)
    separators may be loose or missing, further numbers may follow in a list, and a number whose check digit is wrong
    is given as not valid.
    """
    if text.isascii() and "-" not in text:  # in plain letters none stands without a dash or the word CAS
        small = text.lower()
        if "as" not in small and "a.s" not in small:
            return ()
    return _searched(text)


@lru_cache(maxsize=4096)
def _searched(text: str) -> tuple[FoundCas, ...]:
    """Texts come again and again; to look for numbers in one is the dearest thing done to a declaration."""
    if not _FIVE_DIGITS.search(text):
        return ()
    # A soft hyphen stands for a dash or is left over from line breaking: read both ways.
    readings = ("-", "") if _SOFT_HYPHEN in text else ("-",)
    found: set[FoundCas] = set()
    for reading in readings:
        folded, places = _folded(text, soft_hyphen=reading)
        for start, end, number in (*_after_cues(folded), *_unannounced(folded)):
            found.add(FoundCas(number, places[start], places[end - 1] + 1, is_valid(number)))
    apart: list[FoundCas] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.number)):
        if not apart or apart[-1].end <= one.start:
            apart.append(one)
        elif one.valid and not apart[-1].valid:
            apart[-1] = one
    return tuple(apart)


@cache
def _names() -> dict[str, str]:
    return {number: name for number, name, _source in tables.rows("cas_names.csv")}


# --- Folding: every character to a plain one, its place kept ---

_SOFT_HYPHEN = "\u00ad"

# Dashes that Unicode does not class as such: minus signs, hyphen bullet, modifier and script forms, box-drawing lines,
# and the long-vowel marks that Japanese texts use for a dash.
_MORE_DASHES = frozenset("\u02d7\u06d4\u2043\u207b\u208b\u2212\u2500\u2501\u2796\u30fc\uff70")


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Dashes as `-`, digits of any script as 0 to 9, invisible characters as nothing, the rest small and plain."""
    category = unicodedata.category(character)
    if category == "Pd" or character in _MORE_DASHES:
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("Cf", "Mn"):
        return ""
    if category == "No":
        return " "  # superscripts are footnote marks, never digits of the number
    return unicodedata.normalize("NFKC", character).lower()


def _folded(text: str, *, soft_hyphen: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place in the original."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        piece = soft_hyphen if character == _SOFT_HYPHEN else _plain(character)
        pieces.append(piece)
        places.extend([place] * len(piece))
    return "".join(pieces), places


# --- Numbers after the word CAS ---

# Letters that make one word of what they touch; Chinese or Japanese ones do not (CAS番号, 丙酮67-64-1).
_LETTER = "a-zß-ÿā-žα-ωа-я"
# In Latin or Cyrillic letters, with or without points. The first letter leads, which lets the search skip ahead.
_WORD = rf"[cсkк](?<![{_LETTER}].)\.?[aа]\.?[sѕс]\.?(?:rn|no|nr)?(?![{_LETTER}])"
_LABEL = (
    r"(?:[\s:;.,#=()\[\]\"'*/|°º-]|registry|register|reg|rn|numbers?|num|numero|número|numéro|nummer|nos?|nrs?|n|o"
    r"|登[録记記]|番号|号码?|號碼?|[编編][号號]|は|为|為|[0-9]{1,2}[).:]\s){0,12}"
)
_CUE = re.compile(_WORD + _LABEL)

_DASH = r"\s{0,2}-{1,2}\s{0,2}"
_DASHED = re.compile(rf"\d{{2,10}}{_DASH}\d{{2}}{_DASH}\d(?!\d|-\d)")
_LOOSE = re.compile(rf"\d{{2,10}}(?:{_DASH}|[\s./_·])\d{{2}}(?:{_DASH}|[\s./_·])\d(?![\d{_LETTER}]|[-.,]\d)")
_BARE = re.compile(rf"\d[\d-]{{3,11}}\d(?![\d{_LETTER}_]|[.,]\d|\s*(?:%|(?:kgs?|g|mg|t|l|ml|mt|pcs|eur|usd)\b))")
_DECLARED = re.compile(rf"\s*(?:{_WORD}{_LABEL})?(\d[\d\s._/-]*)")

_AMOUNT = r"(?:\s*\([^()]{0,24}\)|\s*\d{1,3}(?:[.,]\d+)?\s*%)?"
_LINK = re.compile(
    rf"{_AMOUNT}\s*(?:[,;/&+|]|\b(?:and|und|et|y|e|or|ou|oder|o|og|och|en|и|и|和|及|と)\b|[和及、と])\s*"
    rf"(?:(?:and|und|et|y|or|ou|oder)\b\s*)?(?:{_WORD}{_LABEL})?"
)
_SPACE = re.compile(r"\s+")


def _after_cues(folded: str) -> Iterator[tuple[int, int, str]]:
    read_to = 0
    for cue in _CUE.finditer(folded):
        at = None if cue.start() < read_to else cue.end()
        forms: tuple[re.Pattern[str], ...] = (_DASHED, _LOOSE, _BARE)
        while at is not None:
            read = _read_at(folded, at, forms)
            if read is None:
                break
            form, start, end, number = read
            # Later in a list, amounts and dates stand too: there a wrong check digit counts only in the usual form.
            doubtful = form is not _DASHED or _looks_like_a_date(number)
            if start > cue.end() and doubtful and not is_valid(number):
                break
            yield start, end, number
            read_to = end
            link = _LINK.match(folded, end)
            if form is _DASHED:
                forms = (_DASHED,)
                link = link or _SPACE.match(folded, end)
            at = link.end() if link else None


def _read_at(folded: str, at: int, forms: tuple[re.Pattern[str], ...]) -> tuple[re.Pattern[str], int, int, str] | None:
    for form in forms:
        match = form.match(folded, at)
        number = _dashed(match.group()) if match else None
        if match and number is not None:
            return form, match.start(), match.end(), number
    return None


def _dashed(written: str) -> str | None:
    """The digits of a number with dashes in their places; None when they are too few or too many."""
    digits = "".join(character for character in written if character in "0123456789").lstrip("0")
    return f"{digits[:-3]}-{digits[-3:-1]}-{digits[-1]}" if 5 <= len(digits) <= 10 else None


# --- Numbers that stand alone ---

_ALONE = re.compile(rf"(?<!\d)\d{{2,10}}{_DASH}\d{{2}}{_DASH}\d(?!\d)")
_TIGHT = re.compile(r"\d+-\d\d-\d")
# After the comma of `67-64-1,108-88-3` begins another number; after that of `2,67` does not.
_TOUCHED_BEFORE = re.compile(rf"(?:[\d_{_LETTER}]|(?:^|[^-])\d[.,]|\d-+)$")
_TOUCHED_AFTER = re.compile(rf"[\d_{_LETTER}]|[.,]\d(?!\d*-)|-+[\d{_LETTER}]")
_DATE = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-\d")
_OTHER_CUE = re.compile(
    r"(?:\b(?:tel|telephone|phone|fax|mobile|mob|p/?n|s/?n|part|serial|lot|batch|ref|reference|invoice|inv|order|model"
    r"|article|art|sku|cat|catalog(?:ue)?|drawing|dwg|type)\b[\s.:=]*(?:no|nr|n[°º]|num(?:ber)?)?[\s.:=]*|[#+$€£№])$"
)
_LOWEST_BODY = 5000  # the lowest number ever given is 50-00-0


def _unannounced(folded: str) -> Iterator[tuple[int, int, str]]:
    for match in _ALONE.finditer(folded) if "-" in folded else ():
        number = _dashed(match.group())
        if number is None or not is_valid(number):
            continue
        before, after = folded[max(0, match.start() - 30) : match.start()], folded[match.end() : match.end() + 6]
        if _belongs_to_more(before, after, tight=_TIGHT.fullmatch(match.group()) is not None):
            continue
        if name_of(number) or not _looks_like_something_else(match.group(), number, before):
            yield match.start(), match.end(), number


def _belongs_to_more(before: str, after: str, *, tight: bool) -> bool:
    """Whether digits, letters or dashes beside it make it a piece of something longer."""
    if _TOUCHED_BEFORE.search(before) or _TOUCHED_AFTER.match(after):
        return True
    return not tight and bool(re.search(r"\d\s*-\s*$", before) or re.match(r"\s*-\s*\d", after))


def _looks_like_something_else(written: str, number: str, before: str) -> bool:
    if not _TIGHT.fullmatch(written) or before.endswith("-") or _looks_like_a_date(number):
        return True
    return int(number[:-2].replace("-", "")) < _LOWEST_BODY or bool(_OTHER_CUE.search(before))


def _looks_like_a_date(number: str) -> bool:
    return _DATE.fullmatch(number) is not None
