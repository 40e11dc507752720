"""Which of many phrases stand in each of many texts, compiled: one walk over the bytes of a column.

Enters: phrases, a column of text. Leaves: for each text the number of a set of phrases, or -1 where the text is not
plain ASCII or says nothing, which `core.text` then reads; and how many digits stand together in it, with nothing but
punctuation and blanks between. Promise: the sets are those that `core.text.PhraseIndex` finds. Phrases found run
together stand in one tree of letters, those found word by word in another, where a blank stands between words; a word
whose first letters begin no phrase is looked for in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from numba import njit

from stce_rules.core.text import MOST_WORDS, SHORTEST_JOINED, Phrase, found_by_words

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Scanner"]

_SLOW = -1
"""The set of a text that is to be read letter by letter."""

_SYMBOLS = 37
_BLANK = 36

_PARTS, _ENDS_DIGITS, _NOT_PLAIN = 64, 65, 66
"""Kinds of letters that are no symbols: such as part words, such as part digits too, such as are not ASCII."""

_HEAD = 3
"""Letters of a word by which it is told that no phrase begins with it."""


@dataclass(frozen=True, slots=True)
class _Tree:
    """Children by node and letter, 0 for none; by node the phrases that end there, and those that only begin so."""

    children: npt.NDArray[np.int32]
    ends: tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]
    begins: tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]


Scanned = tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]
"""For each text the number of its set, and the most digits together."""


class Scanner:
    """Scans columns for a set of phrases. `sets` are the sets met so far by number, `examples` a text of each."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        """`phrases` are known by their places."""
        numbered = [(at, one) for at, one in enumerate(phrases) if one.joined.isascii()]
        by_words = {at for at, one in numbered if one.prefix or found_by_words(one)}
        together = [(one.joined, at, False) for at, one in numbered if at not in by_words]
        apart = [(" ".join(one.words), at, one.prefix) for at, one in numbered if at in by_words]
        self._joined, self._words = _tree(together), _tree(apart)
        self._heads = _heads([*together, *apart])
        self._last: tuple[pa.Array, Scanned] | None = None
        self._known = _Sets(1 << 10)
        self.sets: list[tuple[int, ...]] = []
        self.examples: list[str] = []

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
        ends = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + count + 1]
        data = np.frombuffer(letters, dtype=np.uint8) if letters is not None else np.zeros(1, dtype=np.uint8)
        numbers, digits = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.uint8)
        done = 0
        while done < count:
            known = self._known
            done, sets = _scan(
                data, ends, _KINDS, self._heads, self._joined.children, *self._joined.ends, self._words.children,
                *self._words.ends, *self._words.begins, numbers, digits, known.starts, known.flat, known.table,
                known.rows, len(self.sets), done,
            )  # fmt: skip
            for number in range(len(self.sets), sets):
                self.sets.append(tuple(known.flat[known.starts[number] : known.starts[number + 1]].tolist()))
                self.examples.append(texts[int(known.rows[number])].as_py())
            if done < count:
                self._known = known.grown(sets)
        if texts.null_count:
            numbers[texts.is_null().to_numpy(zero_copy_only=False)] = _SLOW
        return numbers, digits


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


def _tree(phrases: Iterable[tuple[str, int, bool]]) -> _Tree:
    nodes: list[dict[int, int]] = [{}]
    ends: list[list[int]] = [[]]
    begins: list[list[int]] = [[]]
    for text, number, prefix in phrases:
        node = 0
        for letter in text.encode():
            symbol = _symbol(letter)
            if symbol not in nodes[node]:
                nodes[node][symbol] = len(nodes)
                nodes.append({})
                ends.append([])
                begins.append([])
            node = nodes[node][symbol]
        (begins if prefix else ends)[node].append(number)
    children = np.zeros((len(nodes), _SYMBOLS), dtype=np.int32)
    for node, following in enumerate(nodes):
        for symbol, child in following.items():
            children[node, symbol] = child
    return _Tree(children, _lists(ends), _lists(begins))


def _symbol(letter: int) -> int:
    if letter == ord(" "):
        return _BLANK
    return letter - ord("0") if letter <= ord("9") else letter - ord("a") + 10


def _kind(letter: int) -> int:
    """What a byte is to a text: a symbol, whatever its case, or what it parts."""
    if letter >= 128:
        return _NOT_PLAIN
    if chr(letter).isalnum():
        return _symbol(ord(chr(letter).lower()))
    return _ENDS_DIGITS if letter > ord("9") and letter != ord("_") else _PARTS


_KINDS = np.asarray([_kind(letter) for letter in range(256)], dtype=np.uint8)


def _heads(phrases: Iterable[tuple[str, int, bool]]) -> npt.NDArray[np.bool_]:
    """Whether a phrase can begin in a word, by the first symbols of the word, with blanks behind a short one."""
    found = np.zeros((_SYMBOLS,) * _HEAD, dtype=bool)
    for text, _, prefix in phrases:
        head = [_symbol(letter) for letter in text.split(" ")[0].encode()[:_HEAD]]
        for length in range(1, len(head) + 1):
            found[(*head[:length], *[_BLANK] * (_HEAD - length))] = True
        if prefix:
            found[tuple(head)] = True  # whatever follows
    return found.ravel()


def _lists(lists: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    starts = np.concatenate(([0], np.cumsum([len(one) for one in lists], dtype=np.int64))).astype(np.int64)
    return starts, np.asarray([one for each in lists for one in each], dtype=np.int32)


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
def _words_in(data, start, end, kinds, heads, first, last, begins):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Where each word begins and ends, and whether a phrase may begin in it.

    Gives how many there are, -1 where a letter is not plain; the most digits together; whether any phrase may begin.
    """
    words = 0
    digits = most = 0
    likely = False
    at = start
    while at < end:
        kind = kinds[data[at]]
        if kind >= _PARTS:
            if kind == _NOT_PLAIN:
                return -1, most, likely
            if kind == _ENDS_DIGITS:
                digits = 0
            at += 1
            continue
        if words == len(first):
            return -1, most, likely
        first[words] = at
        head = length = 0
        while kind < _PARTS:
            if kind < 10:
                digits += 1
                most = max(most, digits)
            else:
                digits = 0
            if length < _HEAD:
                head = head * _SYMBOLS + kind
                length += 1
            at += 1
            if at == end:
                break
            kind = kinds[data[at]]
        for _ in range(length, _HEAD):
            head = head * _SYMBOLS + _BLANK
        last[words] = at
        begins[words] = heads[head]
        likely |= heads[head]
        words += 1
    return words, most, likely


@njit(nogil=True, cache=True)
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
            node = spaced[node, _BLANK]
            if node == 0:
                break
        if count > len(met):
            return count
    return count


@njit(nogil=True, cache=True)
def _is_null(data, first, last):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Whether a word is `null`, which says nothing when it stands alone."""
    return last - first == 4 and data[first] == 110 and data[first + 1] == 117 and data[first + 2] == 108


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
    open_starts, open_ends, numbers, digits, starts, flat, table, rows, sets, done,  # noqa: ANN001
):  # fmt: skip
    """Scans from the text `done` on, as far as there is room for sets: the text to go on at, and how many sets."""
    first = np.empty(4096, dtype=np.int64)
    last = np.empty(4096, dtype=np.int64)
    begins = np.empty(4096, dtype=np.bool_)
    met = np.empty(_MOST_MET, dtype=np.int32)
    for text in range(done, len(numbers)):
        if sets == len(rows) or starts[sets] + _MOST_MET > len(flat):
            return text, sets
        words, most, likely = _words_in(data, ends[text], ends[text + 1], kinds, heads, first, last, begins)
        digits[text] = min(most, 255)
        if words <= 0 or (words == 1 and _is_null(data, first[0], last[0])):
            numbers[text] = _SLOW
            continue
        count = 0
        if likely:
            count = _met_in(
                data, kinds, words, first, last, begins, joined, joined_starts, joined_ends,
                spaced, spaced_starts, spaced_ends, open_starts, open_ends, met,
            )  # fmt: skip
        if count > len(met):
            numbers[text] = _SLOW
            continue
        slot = _slot_of(met, count, starts, flat, table)
        if table[slot] < 0:
            for at in range(count):
                flat[starts[sets] + at] = met[at]
            starts[sets + 1] = starts[sets] + count
            rows[sets] = text
            table[slot] = sets
            sets += 1
        numbers[text] = table[slot]
    return len(numbers), sets
