"""Quantities that a description states beside the name of a measure: `UTS min. 2050 MPa`, `0..2 kHz output frequency`.

Enters: a folded text, the written forms of a measure, and its units. Leaves: every quantity that stands beside a
written form, as an interval in the base unit, with its place in the original text. Promise: what is not clearly beside
the form is not read at all, because none means unknown, and unknown is asked about.

Beside means: after the form in the same clause, with at most `FARTHEST` words and no other number in between, where a
comma may be passed by connecting words only (`UTS, min. 2050 MPa`); or directly before the form (`2.4 GPa UTS`); or
after the form with the unit at the form (`UTS (MPa): 2050`). Where a number stands on either side and nothing tells
which is meant (`2.4 GPa UTS 1.9 GPa yield`), both are read. How numbers are written: `core.quantities`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from stce_rules.core import quantities
from stce_rules.core import text as core_text
from stce_rules.core.quantities import NUMBER, Quantity, Unit, UnitReader
from stce_rules.core.text import FoldedText, Phrase

__all__ = ["FARTHEST", "StatedQuantity", "Unit", "stated"]

FARTHEST = 6
"""The most words between a written form and the number that follows it."""

_REACH = 120
"""The most characters between them, so that the work stays in proportion to the length of the text."""


@dataclass(frozen=True, slots=True)
class StatedQuantity:
    """An interval in the base unit of the measure; an exact number has `low == high`, None is an open end.

    `start` and `end` are the characters of the original text that hold both the written form and the number.
    """

    low: Fraction | None
    high: Fraction | None
    low_included: bool
    high_included: bool
    start: int
    end: int


_LOW, _ABOVE, _HIGH, _BELOW = "at least", "more than", "at most", "less than"
_BOUNDS = {
    _LOW: "min, minimum, minimal, at least, not less than, no less than, not below, not under, greater than or equal"
    " to, equal to or greater than, mindestens, mind, mínimo, minimo, au moins, al menos",
    _ABOVE: "over, above, more than, exceeding, exceeds, greater than, higher than, in excess of, über, plus"
    " de, más de",
    _HIGH: "max, maximum, maximal, at most, up to, upto, not exceeding, not exceed, not to exceed, not more than,"
    " no more than, not over, not above, less than or equal to, equal to or less than, höchstens, bis zu, jusqu'à,"
    " hasta, máximo, maximo",
    _BELOW: "below, under, less than, lower than, smaller than, unter, moins de, menos de",
}
_SUFFIXES = {
    _LOW: "or more, or above, or higher, or greater, or over, and above, and over, and more, and up, plus",
    _HIGH: "or less, or below, or lower, or under, and below, and less",
}
_MARKS = {">=": _LOW, "=>": _LOW, "≥": _LOW, ">": _ABOVE, "<=": _HIGH, "=<": _HIGH, "≤": _HIGH, "<": _BELOW}


def _by_phrase(phrases: dict[str, str]) -> dict[str, str]:
    return {phrase: kind for kind, listed in phrases.items() for phrase in listed.split(", ")}


def _any_of(phrases: dict[str, str]) -> str:
    """A pattern of phrases, the longest first: `not exceeding` before `exceeding`."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)


_KIND = _by_phrase(_BOUNDS) | _by_phrase(_SUFFIXES) | _MARKS | {"+": _LOW, "from": _LOW, "to": _HIGH}
_BOUND = rf"(?P<bound>(?<![\w/])(?:{_any_of(_by_phrase(_BOUNDS))})(?!\w)|{_any_of(_MARKS)})"
_ANY_BOUND = re.compile(_BOUND, re.IGNORECASE)
_BOUND_AT_END = re.compile(_BOUND + r"\.?\s*[:=(]?\s*(?:(?:of|about|approx|ca)\b\.?\s*)*$", re.IGNORECASE)
_REACHING = re.compile(r"(?<!\w)(?P<bound>from|to)\s+$", re.IGNORECASE)
_SUFFIX = re.compile(
    # `600 Hz max` before another word may be the maximum of what follows.
    rf"\s*[,(]?\s*(?P<bound>(?:{_any_of(_by_phrase(_SUFFIXES))})(?!\w)|\+(?=\W|$)"
    r"|(?:min|minimum|max|maximum)(?=\.?\s*(?:[,;)\]]|\.|$)))",
    re.IGNORECASE,
)

_CONNECTING = frozenset(
    word
    for line in (
        "a about abt adjustable an approx approximately are around at be ca circa de der des du el en from guaranteed",
        "in is la le measured nom nominal of on rated rating range reaching reaches tested the to typ typical ultimate",
        "up value values variable von with",
        *_by_phrase(_BOUNDS),
    )
    for word in line.split()
)
_ABBREVIATED = frozenset(
    {"abt", "appr", "approx", "ca", "circa", "freq", "guar", "incl", "max", "mind", "min", "nom", "spec", "std"}
    | {"temp", "typ"}
)
_WORD = re.compile(r"[^\W\d_]+")
_DOT = re.compile(r"(\w*)\.(?=\s|$)")
_ABBREVIATION_DOT = re.compile(r"(?<=\w)\.")
_HEAD = re.compile(r"(?:\s*,(?=\s)|\s+in(?=\s))?", re.IGNORECASE)

# Any number with a unit parts a form from a later number, not only with the units of the measure.
_OTHER_UNIT = re.compile(
    r"""\s?(?: % | ° | (?: [kmcμun]?m | in | inch(?:es)? | ft | [mk]?g | kgs | mt | t | tons? | lbs? | oz | [mc]?l
    | [cmk]?m\^?[23] | [kmgh]?pa | m?bar | psi | ksi | atm | torr | k?n | nm | n/mm\^?2 | [mk]?v | [mk]?a | [mkg]?w
    | k?va | [kmg]?hz | [ckf] | rpm | [mun]?s | sec | mins? | h | hrs? | hr[bc] | hb | hv | pcs? | pieces? | sets?
    | ohms? | db )(?!\w) )""",
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(NUMBER.pattern + _OTHER_UNIT.pattern, re.VERBOSE | re.IGNORECASE)
_BARE_NUMBER = re.compile(r"(?<![\w.,-])[0-9][0-9.,]+(?![\w-])")


def stated(text: FoldedText, written: tuple[str, ...], units: tuple[Unit, ...]) -> tuple[StatedQuantity, ...]:
    """Every quantity that stands beside one of the written forms, in the order of the text.

    Written forms are found as `core.text.find` finds them, at every place. `units` are spellings with factor and offset
    to the base unit of the measure; what letter case means in them: `core.quantities.unit_reader`.
    """
    forms = _forms(text, written)
    if not forms or not units:
        return ()
    flat, starts = quantities.flatten(text.raw)
    reader = quantities.unit_reader(units)
    placed = [(starts[start], starts[end]) for start, end in forms]
    readable = list(quantities.find(flat, reader, frozenset(end for _, end in placed)))
    nearest: dict[int, tuple[tuple[int, int], list[StatedQuantity]]] = {}
    for form in placed:
        for quantity in _beside(flat, form, readable, reader):
            start, end = min(form[0], quantity.start), max(form[1], quantity.end)
            kind = _bound(flat, form, quantity)
            span = bisect_right(starts, start) - 1, bisect_left(starts, end)
            found = [_bounded(interval, kind, span) for interval in quantity.intervals]
            # One number belongs to one form: the nearest, and of two that are as near the longer.
            distance = max(quantity.start - form[1], form[0] - quantity.end)
            rank = (distance, form[0] - form[1])
            if quantity.start not in nearest or rank < nearest[quantity.start][0]:
                nearest[quantity.start] = (rank, found)
    return tuple(one for _, (_, found) in sorted(nearest.items()) for one in found)


def _forms(text: FoldedText, written: tuple[str, ...]) -> list[tuple[int, int]]:
    """Characters of the original of every place where a written form stands."""
    found: set[tuple[int, int]] = set()
    for form in written:
        sought = core_text.phrase(form)
        if sought is not None and core_text.find(text, sought) is not None:
            found.update(text.span(first, last) for first, last in _places(text, sought))
    return sorted(found)


def _places(text: FoldedText, sought: Phrase) -> Iterator[tuple[int, int]]:
    """First and last word of every place of a phrase, by the same rules as `core.text.find`."""
    words, size = text.words, len(sought.words)
    for first in range(len(words) - size + 1 if sought.prefix else len(words)):
        window = words[first : first + size]
        if sought.prefix:
            if window[:-1] == sought.words[:-1] and window[-1].startswith(sought.words[-1]):
                yield first, first + size - 1
        elif window == sought.words:
            yield first, first + size - 1
        elif size <= core_text.MOST_WORDS and (last := _written_apart(words, first, sought.joined)) is not None:
            yield first, last


def _written_apart(words: tuple[str, ...], first: int, joined: str) -> int | None:
    """The last word of a run that starts at `first` and reads as the phrase when written together."""
    run = ""
    for last in range(first, min(first + core_text.MOST_WORDS, len(words))):
        run += words[last]
        if run == joined:
            return last if len(run) >= core_text.SHORTEST_JOINED else None
        if not joined.startswith(run):
            return None
    return None


def _beside(flat: str, form: tuple[int, int], readable: list[Quantity], units: UnitReader) -> list[Quantity]:
    """The quantities that belong to a written form."""
    start, end = form
    headed = _headed(flat, end, units)
    if headed is not None:
        return [headed]
    after_index = bisect_left(readable, end, key=lambda quantity: quantity.start)
    before_index = bisect_right(readable, start, key=lambda quantity: quantity.end) - 1
    after = readable[after_index] if after_index < len(readable) else None
    before = readable[before_index] if before_index >= 0 else None
    if before is not None and not (start - before.end <= _REACH and _leads_up(flat[before.end : start])):
        before = None
    if after is not None and not (after.start - end <= _REACH and _follows(flat[end : after.start])):
        after = None
    if before is not None and after is not None:
        between = flat[end : after.start]
        if "," in between or not _only_connecting(between):
            after = None
        elif between.strip(" -") or not _WORD.match(flat[after.end :].lstrip()):
            before = None
    return [quantity for quantity in (before, after) if quantity is not None]


def _headed(flat: str, end: int, units: UnitReader) -> Quantity | None:
    """A number whose unit stands with the form: `UTS (MPa): 2050`."""
    head = _HEAD.match(flat, end)
    unit = units.at(flat, head.end() if head else end)
    number = NUMBER.search(flat, unit[0], unit[0] + 30) if unit else None
    if unit is None or number is None or not _only_connecting(flat[unit[0] : number.start()]):
        return None
    found = quantities.read_at(flat, number, units, unit[1])
    return None if found is None or _OTHER_UNIT.match(flat, found.end) else found


def _follows(between: str) -> bool:
    """Whether what stands between a form and a later number leaves them together."""
    if ";" in between or "•" in between or _OTHER_NUMBER.search(between) or _BARE_NUMBER.search(between):
        return False
    dots = [found.group(1).lower() for found in _DOT.finditer(between)]
    if any(word not in _ABBREVIATED for word in dots if word):
        return False
    if "," in between or "" in dots:
        return _only_connecting(between)
    return len(_WORD.findall(between)) <= FARTHEST


def _leads_up(between: str) -> bool:
    """Whether a number stands directly before a form."""
    return not re.search(r"[,;:•.]|\d", _ABBREVIATION_DOT.sub("", between)) and _only_connecting(between)


def _only_connecting(between: str) -> bool:
    return all(word in _CONNECTING for word in _WORD.findall(between.lower()))


def _bound(flat: str, form: tuple[int, int], quantity: Quantity) -> str | None:
    """The bound that words or marks put on the number, or None when it is exact."""
    after = quantity.start >= form[1]
    between = flat[form[1] : quantity.start] if after else flat[quantity.end : form[0]]
    lead = flat[max(0, quantity.start - 40) : quantity.start]
    within = list(_ANY_BOUND.finditer(between))
    found = (
        (within[-1] if within else None)
        or _REACHING.search(lead)
        or _SUFFIX.match(flat, quantity.end)
        or _BOUND_AT_END.search(flat[max(0, form[0] - 40) : form[0]] if after else lead)
    )
    return _KIND[" ".join(found["bound"].lower().split())] if found else None


def _bounded(interval: tuple[Fraction, Fraction], kind: str | None, span: tuple[int, int]) -> StatedQuantity:
    """A bound opens an exact number on one side; a range stays what it is."""
    low, high = interval
    if low == high and kind in (_LOW, _ABOVE):
        return StatedQuantity(low, None, kind == _LOW, False, *span)
    if low == high and kind in (_HIGH, _BELOW):
        return StatedQuantity(None, high, False, kind == _HIGH, *span)
    return StatedQuantity(low, high, True, True, *span)
