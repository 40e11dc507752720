"""Lists ready for questions, and the two comparisons a list shares with plain sentences: HS codes and identities.

Enters: lists of a plan, values. Leaves: rows that hold a value, truths. A list is indexed once, when a plan is loaded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from stce_rules.core.boxes import HsCode, PartyKey, Place, Presented, Value
from stce_rules.core.predicates import HsExactly, HsWithin, Intervals, ListRow, NamedList
from stce_rules.core.resemblance import Likened, Screen
from stce_rules.core.text import FoldedText, PhraseIndex, phrase, read, stands
from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, agreement, known


class Lookup:
    """A list ready for questions. Made once, when a plan is loaded."""

    __slots__ = ("_by_hs", "_by_value", "_codes", "_likened", "_phrase_rows", "_phrases", "_screen", "dated", "named")

    def __init__(self, named: NamedList, screen: Screen | None = None) -> None:
        """`screen` is of the same rows, for a list that parties are compared with."""
        self.named = named
        self.dated = any(row.start is not None or row.until is not None for row in named.rows)
        """Whether some row does not hold on all days."""
        self._by_value: dict[str, tuple[ListRow, ...]] | None = None
        self._by_hs: dict[HsCode, tuple[tuple[Truth, ListRow], ...]] = {}
        self._codes: dict[tuple[str, tuple[int, ...]], Truth] = {}
        self._screen = screen
        self._likened: dict[tuple[PartyKey, int], Likened] = {}
        of_phrases = named.rows if named.kind == "phrases" else ()
        self._phrase_rows = tuple(
            [(one, row, one.joined) for row in of_phrases if (one := phrase(row.value)) is not None]
        )
        self._phrases = PhraseIndex(one for one, _, _ in self._phrase_rows)

    def holding(self, value: Value) -> Iterator[tuple[Truth, ListRow]]:
        """Rows that hold the value, or that an HS code partly correlates with (unknown)."""
        if isinstance(value, HsCode):
            yield from self._holding_hs(value)
        else:
            members = self._members()
            for row in dict.fromkeys(row for key in identities(value) for row in members.get(key, ())):
                yield TRUE, row

    def _members(self) -> dict[str, tuple[ListRow, ...]]:
        """Rows by the words that they are known by; a list that parties are only compared with never needs them."""
        if self._by_value is None:
            found: dict[str, tuple[ListRow, ...]] = {}
            for row in self.named.rows:
                for key in member_keys(self.named.kind, row):
                    found[key] = (*found.get(key, ()), row)
            self._by_value = found
        return self._by_value

    def _holding_hs(self, value: HsCode) -> tuple[tuple[Truth, ListRow], ...]:
        if (kept := self._by_hs.get(value)) is not None:
            return kept
        judged = [(hs_truth(row.hs, value), row) for row in self.named.rows if row.hs is not None]
        found = tuple((truth, row) for truth, row in judged if truth is not FALSE)
        if len(self._by_hs) >= _CODES_REMEMBERED:
            self._by_hs.clear()
        self._by_hs[value] = found
        return found

    def lists(self, value: Value, on: date | None) -> Truth:
        """Whether a row that holds on a day holds the value: the best truth that `holding` and the days give."""
        if isinstance(value, HsCode):
            return self._lists_code(value, on)
        best, members = FALSE, self._members()
        for key in (value,) if isinstance(value, str) else identities(value):
            for row in members.get(key, ()):
                best = max(best, row_holds(row, on))
        return best

    def _lists_code(self, code: HsCode, on: date | None) -> Truth:
        key = code.digits, code.editions  # sooner found than the code
        if (kept := self._codes.get(key)) is not None:
            return kept
        best = FALSE
        for held, row in self._holding_hs(code):
            best = max(best, min(held, row_holds(row, on)))
        if not self.dated:
            if len(self._codes) >= _CODES_REMEMBERED:
                self._codes.clear()
            self._codes[key] = best
        return best

    def likened(self, party: PartyKey, least: int) -> Likened:
        """Rows that a party resembles. Raises LookupError where nothing was made ready to compare with."""
        key = (party, least)
        found = self._likened.get(key)
        if found is None:
            if self._screen is None:
                raise LookupError(f"list {self.named.name} was not made ready to be compared with")
            try:
                found = self._screen.likened(party, least)
            except Exception as fault:  # noqa: BLE001  # a plugin may raise anything; none of it may lose a declaration
                said = str(fault) or "no reason was given"
                found = Likened(whole=False, fault=f"names could not be compared: {said}")
            if len(self._likened) >= _PARTIES_REMEMBERED:
                self._likened.clear()
            self._likened[key] = found
        return found

    def mentioned(self, text: FoldedText) -> list[tuple[ListRow, tuple[int, int]]]:
        """Rows whose phrase stands in the text, with its characters."""
        return [(self._phrase_rows[at][1], place) for at, place in self._phrases.found(text)]

    def names(self, text: FoldedText, on: date | None) -> Truth:
        """Whether the phrase of a row that holds on a day stands in the text: sooner than to find all that do."""
        best, whole = FALSE, text.joined
        for one, row, joined in self._phrase_rows:
            if joined in whole and stands(text, one):  # most are not, which is soon seen
                best = max(best, row_holds(row, on))
                if best is TRUE:
                    break
        return best


_CODES_REMEMBERED = 20_000  # distinct commodity codes are few; forgetting all at once keeps memory bounded


_PARTIES_REMEMBERED = 20_000  # goods items of a declaration share their parties, and traders come again


def member_keys(kind: str, row: ListRow) -> Iterable[str]:
    """The words that a member is known by, each once.

    A party is known by its identifiers and names, which are compared folded; everything else as it is written.
    """
    if kind != "parties":
        return (row.value,)
    known = row.party
    written = (row.value,) if known is None else (row.value, *known.aliases, *known.identifiers)
    return dict.fromkeys(read(one).folded for one in written)


def row_holds(row: ListRow, on: date | None) -> Truth:
    """Whether a row is valid on a day; on a day not known only a row without dates surely is."""
    if on is None:
        return TRUE if row.start is None and row.until is None else UNKNOWN
    return known((row.start is None or row.start <= on) and (row.until is None or on <= row.until))


def hs_truth(predicate: HsWithin | HsExactly, value: Value) -> Truth:
    """A code against a carried set, in each edition it may be of."""
    if not isinstance(value, HsCode):
        return UNKNOWN
    low, high = subtree(value.digits)
    if isinstance(predicate, HsExactly):
        high = low
    if len(value.editions) == 1:
        (of,) = value.editions
        for edition, codes in predicate.by_edition:
            if edition == of:
                return _inside(codes, low, high)
    return agreement(_inside(codes, low, high) for edition, codes in predicate.by_edition if edition in value.editions)


@lru_cache(maxsize=_CODES_REMEMBERED)
def subtree(digits: str) -> tuple[int, int]:
    """First and last code of 12 digits that begin so."""
    return int(digits.ljust(12, "0")), int(digits.ljust(12, "9"))


def _inside(codes: Intervals, low: int, high: int) -> Truth:
    """Wholly inside is true, partly inside or only correlated is unknown, outside is false."""
    at = bisect_right(codes.whole, (low, _HIGHEST)) - 1
    if at >= 0 and codes.whole[at][1] >= high:
        return TRUE
    touched = _touches(codes.whole, low, high) or _touches(codes.part, low, high)
    return UNKNOWN if touched else FALSE


def _touches(intervals: Sequence[tuple[int, int]], low: int, high: int) -> bool:
    at = bisect_right(intervals, (high, _HIGHEST)) - 1
    return at >= 0 and intervals[at][1] >= low


_HIGHEST = 10**12


def identities(value: Value) -> tuple[str, ...]:
    """The words a value answers to when it is compared with codes or listed members."""
    match value:
        case str():
            return (value,)
        case PartyKey():
            return tuple(one for one in (value.id, value.id and read(value.id).folded, value.name) if one)
        case Presented():
            return (value.type,)
        case Place():
            return tuple(one for one in (value.country, value.place) if one)
        case FoldedText():
            return (value.folded,)
        case _:
            return ()
