"""Which of many phrases stand in each of many texts, compiled: all are looked over, and those read that may hold one.

Enters: phrases, a column of text. Leaves: for each text the number of a set of phrases, or -1 where the text is not
plain ASCII or says nothing, which `core.text` then reads; and how many digits stand together in it, with nothing but
punctuation and blanks between. Promise: the sets are those that `core.text.PhraseIndex` finds. Phrases found run
together stand in one tree of letters, those found word by word in another, where a blank stands between words; a word
whose first letters begin no phrase is looked for in neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from numba import njit

from stce_rules.core.text import MOST_WORDS, SHORTEST_JOINED, Phrase, found_by_words
from stce_rules.intake.columnar.trees import (
    BLANK,
    ENDS_DIGITS,
    HEAD,
    KINDS,
    NOT_PLAIN,
    PARTS,
    SYMBOLS,
    heads_of,
    tree_of,
)

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Scanner"]

_SLOW = -1
"""The set of a text that is to be read letter by letter."""

_LEFT, _WITHOUT, _PERHAPS = 0, 1, 2
"""What a text is when it was looked over: left to others; without a phrase; or one may begin in it."""

Scanned = tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]
"""For each text the number of its set, and the most digits together."""


class Scanner:
    """Scans columns for a set of phrases. `sets` are the sets met so far by number, `examples` a text of each."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        """`phrases` are known by their places.

        The compiled functions are loaded at once: that takes its time, in which the first batch can be read.
        """
        import pyarrow as pa

        numbered = [(at, one) for at, one in enumerate(phrases) if one.joined.isascii()]
        by_words = {at for at, one in numbered if one.prefix or found_by_words(one)}
        together = [(one.joined, at, False) for at, one in numbered if at not in by_words]
        apart = [(" ".join(one.words), at, one.prefix) for at, one in numbered if at in by_words]
        self._joined, self._words = tree_of(together), tree_of(apart)
        self._heads = heads_of([*together, *apart])
        self._last: tuple[pa.Array, Scanned] | None = None
        self._known = _Sets(1 << 10)
        self.sets: list[tuple[int, ...]] = []
        self.examples: list[str] = []
        self._scanned(pa.array([], pa.string()))

    def scan(self, array: pa.Array) -> Scanned:
        """For each text of a column the number of its set and the most digits together."""
        if self._last is None or self._last[0] is not array:
            self._last = (array, self._scanned(array))
        return self._last[1]

    def _scanned(self, array: pa.Array) -> Scanned:
        import pyarrow as pa

        texts = array.cast(pa.large_string())
        _, offsets, letters = texts.buffers()
        count = len(texts)
        ends = np.frombuffer(offsets, dtype=np.uint64)[texts.offset : texts.offset + count + 1]
        data = np.frombuffer(letters, dtype=np.uint8) if letters is not None else np.zeros(1, dtype=np.uint8)
        looks, digits = np.empty(count, dtype=np.uint8), np.empty(count, dtype=np.uint8)
        _look_over(data, ends, KINDS, self._heads, looks, digits)
        if texts.null_count:
            looks[texts.is_null().to_numpy(zero_copy_only=False)] = _LEFT
        without = np.flatnonzero(looks == _WITHOUT)
        chosen = np.append(without[:1], np.flatnonzero(looks == _PERHAPS))
        numbers = np.full(count, _SLOW, dtype=np.int32)
        numbers[chosen] = self._numbered(texts, data, ends, chosen)
        numbers[without[1:]] = numbers[without[:1]]
        return numbers, digits

    def _numbered(
        self, texts: pa.Array, data: npt.NDArray[np.uint8], ends: npt.NDArray[np.uint64], chosen: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int32]:
        """The sets of some texts."""
        numbers = np.empty(len(chosen), dtype=np.int32)
        done = 0
        while done < len(chosen):
            known = self._known
            done, sets = _scan(
                data, ends, KINDS, self._heads, self._joined.children, *self._joined.ends, self._words.children,
                *self._words.ends, *self._words.begins, chosen, numbers, known.starts, known.flat, known.table,
                known.rows, len(self.sets), done,
            )  # fmt: skip
            for number in range(len(self.sets), sets):
                self.sets.append(tuple(known.flat[known.starts[number] : known.starts[number + 1]].tolist()))
                self.examples.append(texts[int(known.rows[number])].as_py())
            if done < len(chosen):
                self._known = known.grown(sets)
        return numbers


class _Sets:
    """Room for sets of phrases, one behind another, and a table that finds them; the first row of each just met."""

    def __init__(self, room: int) -> None:
        """`room` is a power of two."""
        self.starts = np.zeros(room + 1, dtype=np.int64)
        self.flat = np.empty(room * 16 + _MOST_MET, dtype=np.int32)
        self.rows = np.empty(room, dtype=np.int64)
        self.table = np.full(4 * room, -1, dtype=np.int32)

    def grown(self, sets: int) -> _Sets:
        """More room, with the first sets in it."""
        more = _Sets(2 * len(self.rows))
        more.starts[: sets + 1] = self.starts[: sets + 1]
        more.flat[: self.starts[sets]] = self.flat[: self.starts[sets]]
        _enter(more.starts, more.flat, more.table, sets)
        return more


_MOST_MET = 256
"""Phrases of one text; where more are met it is left to others."""

_MOST_IN_TEXT = 4096
"""Words of one text; one with more is left to others."""

_NEXT = np.uint64(1)
"""Places are unsigned: of a signed one it would be asked at every letter whether it counts from the end."""


@njit(nogil=True, cache=True)
def _note(number, met, count):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Keep a phrase among those met, sorted and once."""
    at = count
    while at > 0 and met[at - 1] > number:
        at -= 1
    if at > 0 and met[at - 1] == number:
        return count
    if count == len(met):
        return count + 1
    for place in range(count, at, -1):
        met[place] = met[place - 1]
    met[at] = number
    return count + 1


@njit(nogil=True, cache=True)
def _may_begin(data, at, end, kinds, heads):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Whether a phrase may begin in the word that begins here."""
    head = np.uint64(kinds[data[at]])
    for _ in range(1, HEAD):
        at += _NEXT
        kind = np.uint64(BLANK)
        if at < end and kinds[data[at]] < PARTS:
            kind = np.uint64(kinds[data[at]])
        else:
            end = at  # nothing more stands in the word
        head = head * np.uint64(SYMBOLS) + kind
    return heads[head]


@njit(nogil=True, cache=True)
def _is_null(data, first, last):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Whether a word is `null`, which says nothing when it stands alone."""
    return last - first == 4 and data[first] == 110 and data[first + _NEXT] == 117 and data[last - _NEXT] == 108


@njit(nogil=True, cache=True)
def _looked_over(data, start, end, kinds, heads):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """How a text looks, and the most digits together."""
    words = 0
    digits = most = 0
    likely = False
    at = begin = stop = start
    while at < end:
        kind = kinds[data[at]]
        if kind >= PARTS:
            if kind == NOT_PLAIN:
                return _LEFT, most
            if kind == ENDS_DIGITS:
                digits = 0
            at += _NEXT
            continue
        words += 1
        begin = at
        likely |= _may_begin(data, at, end, kinds, heads)
        while kind < PARTS:
            if kind < 10:
                digits += 1
                most = max(most, digits)
            else:
                digits = 0
            at += _NEXT
            if at == end:
                break
            kind = kinds[data[at]]
        stop = at
    if words == 0 or words > _MOST_IN_TEXT or (words == 1 and _is_null(data, begin, stop)):
        return _LEFT, most
    return _PERHAPS if likely else _WITHOUT, most


@njit(nogil=True, cache=True)
def _look_over(data, ends, kinds, heads, looks, digits):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Looks over all texts: most hold no phrase, so that no more than this is to be known of them."""
    for text in range(len(looks)):
        look, most = _looked_over(data, ends[text], ends[text + 1], kinds, heads)
        looks[text] = look
        digits[text] = min(most, 255)


@njit(nogil=True, cache=True, inline="always")
def _words_in(data, start, end, kinds, heads, first, last, begins):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Where each word begins and ends, and whether a phrase may begin in it; how many there are."""
    words = 0
    at = start
    while at < end:
        if kinds[data[at]] >= PARTS:
            at += _NEXT
            continue
        first[words] = at
        begins[words] = _may_begin(data, at, end, kinds, heads)
        while at < end and kinds[data[at]] < PARTS:
            at += _NEXT
        last[words] = at
        words += 1
    return words


@njit(nogil=True, cache=True, inline="always")
def _met_in(  # type: ignore[no-untyped-def] # noqa: ANN202
    data, kinds, words, first, last, begins, joined, joined_starts, joined_ends,  # noqa: ANN001
    spaced, spaced_starts, spaced_ends, open_starts, open_ends, met,  # noqa: ANN001
):  # fmt: skip
    """The phrases of a text; how many."""
    count = 0
    for word in range(words):
        if not begins[word]:
            continue
        node = 0
        length = 0
        for other in range(word, min(word + MOST_WORDS, words)):
            for at in range(first[other], last[other]):
                node = joined[node, kinds[data[at]]]
                if node == 0:
                    break
            if node == 0:
                break
            length += last[other] - first[other]
            if other == word or length >= SHORTEST_JOINED:
                for place in range(joined_starts[node], joined_starts[node + 1]):
                    count = _note(joined_ends[place], met, count)
        node = 0
        for other in range(word, words):
            for at in range(first[other], last[other]):
                node = spaced[node, kinds[data[at]]]
                if node == 0:
                    break
                for place in range(open_starts[node], open_starts[node + 1]):
                    count = _note(open_ends[place], met, count)
            if node == 0:
                break
            for place in range(spaced_starts[node], spaced_starts[node + 1]):
                count = _note(spaced_ends[place], met, count)
            node = spaced[node, BLANK]
            if node == 0:
                break
        if count > len(met):
            return count
    return count


@njit(nogil=True, cache=True)
def _slot_of(met, count, starts, flat, table):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Where a set stands in the table, or where it is to stand."""
    mixed = np.uint64(count)
    for at in range(count):
        mixed = (mixed ^ np.uint64(met[at])) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    slot = np.int64(mixed & np.uint64(len(table) - 1))
    while True:
        known = table[slot]
        if known < 0:
            return slot
        same = starts[known + 1] - starts[known] == count
        at = 0
        while same and at < count:
            same = flat[starts[known] + at] == met[at]
            at += 1
        if same:
            return slot
        slot = (slot + 1) & (len(table) - 1)


@njit(nogil=True, cache=True)
def _enter(starts, flat, table, sets):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Enter sets into an empty table."""
    for number in range(sets):
        met = flat[starts[number] : starts[number + 1]]
        table[_slot_of(met, len(met), starts, flat, table)] = number


@njit(nogil=True, cache=True)
def _scan(  # type: ignore[no-untyped-def] # noqa: ANN202
    data, ends, kinds, heads, joined, joined_starts, joined_ends, spaced, spaced_starts, spaced_ends,  # noqa: ANN001
    open_starts, open_ends, chosen, numbers, starts, flat, table, rows, sets, done,  # noqa: ANN001
):  # fmt: skip
    """Scans the texts chosen, from `done` on as far as there is room for sets: where to go on, and how many sets."""
    first = np.empty(_MOST_IN_TEXT, dtype=np.uint64)
    last = np.empty(_MOST_IN_TEXT, dtype=np.uint64)
    begins = np.empty(_MOST_IN_TEXT, dtype=np.bool_)
    met = np.empty(_MOST_MET, dtype=np.int32)
    for at in range(done, len(chosen)):
        if sets == len(rows) or starts[sets] + _MOST_MET > len(flat):
            return at, sets
        text = chosen[at]
        words = _words_in(data, ends[text], ends[text + 1], kinds, heads, first, last, begins)
        count = _met_in(
            data, kinds, words, first, last, begins, joined, joined_starts, joined_ends,
            spaced, spaced_starts, spaced_ends, open_starts, open_ends, met,
        )  # fmt: skip
        if count > len(met):
            numbers[at] = _SLOW
            continue
        slot = _slot_of(met, count, starts, flat, table)
        if table[slot] < 0:
            for place in range(count):
                flat[starts[sets] + place] = met[place]
            starts[sets + 1] = starts[sets] + count
            rows[sets] = text
            table[slot] = sets
            sets += 1
        numbers[at] = table[slot]
    return len(chosen), sets
