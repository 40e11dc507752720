"""Which of many phrases stand in each of many texts, compiled: one walk over the bytes of a column.

Enters: phrases, a column of text. Leaves: for each text the number of a set of phrases, or -1 where the text is not
plain ASCII or says nothing, which `core.text` then reads; and how many digits stand together in it, with nothing but
punctuation and blanks between. Promise: the sets are those that
`core.text.PhraseIndex` finds. Phrases found run together stand in one tree of letters, those found word by word in
another, where a blank stands between words.
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


@dataclass(frozen=True, slots=True)
class _Tree:
    """Children by node and letter, 0 for none; by node the phrases that end there, and those that only begin so."""

    children: npt.NDArray[np.int32]
    ends: tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]
    begins: tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]


Scanned = tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8], list[tuple[int, ...]]]
"""For each text its set and the most digits together; the sets by number."""


class Scanner:
    """Scans columns for a set of phrases. Sets are numbered as they are met, in every column anew."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        """`phrases` are known by their places."""
        numbered = [(at, one) for at, one in enumerate(phrases) if one.joined.isascii()]
        by_words = {at for at, one in numbered if one.prefix or found_by_words(one)}
        self._joined = _tree((one.joined, at, False) for at, one in numbered if at not in by_words)
        self._last: tuple[pa.Array, Scanned] | None = None
        self._words = _tree((" ".join(one.words), at, one.prefix) for at, one in numbered if at in by_words)

    def scan(self, array: pa.Array) -> Scanned:
        """For each text of a column without blanks its set and the most digits together; the sets by number."""
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
        numbers = np.empty(count, dtype=np.int32)
        digits = np.empty(count, dtype=np.uint8)
        starts, flat = np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int32)
        room = 1 << 10
        while True:
            starts, flat = np.zeros(room + 1, dtype=np.int64), np.empty(room * 16, dtype=np.int32)
            sets = _scan(
                data, ends, self._joined.children, *self._joined.ends, self._words.children, *self._words.ends,
                *self._words.begins, numbers, digits, starts, flat,
            )  # fmt: skip
            if sets >= 0:
                break
            room *= 4
        return numbers, digits, [tuple(flat[starts[at] : starts[at + 1]].tolist()) for at in range(sets)]


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


def _lists(lists: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    starts = np.concatenate(([0], np.cumsum([len(one) for one in lists], dtype=np.int64))).astype(np.int64)
    return starts, np.asarray([one for each in lists for one in each], dtype=np.int32)


@njit(nogil=True, cache=True)
def _symbol_of(letter):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """A letter or digit as a symbol, whatever its case; -1 for all that parts words."""
    if 48 <= letter <= 57:
        return letter - 48
    if 97 <= letter <= 122:
        return letter - 87
    if 65 <= letter <= 90:
        return letter - 55
    return -1


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
def _words_in(data, start, end, first, last):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Where each word begins and ends; how many there are, -1 where a letter is not plain; the most digits together."""
    words = 0
    digits = most = 0
    inside = False
    for at in range(start, end):
        letter = data[at]
        if letter >= 128:
            return -1, most
        if 48 <= letter <= 57:
            digits += 1
            most = max(most, digits)
        elif letter > 57 and letter != 95:
            digits = 0
        if _symbol_of(letter) >= 0:
            if not inside:
                if words == len(first):
                    return -1, most
                first[words] = at
                inside = True
        elif inside:
            last[words] = at
            words += 1
            inside = False
    if inside:
        last[words] = end
        words += 1
    return words, most


@njit(nogil=True, cache=True)
def _met_in(  # type: ignore[no-untyped-def] # noqa: ANN202
    data, words, first, last, joined, joined_starts, joined_ends, spaced, spaced_starts, spaced_ends,  # noqa: ANN001
    begin_starts, begins, met,  # noqa: ANN001
):  # fmt: skip
    """The phrases of a text; how many."""
    count = 0
    for word in range(words):
        node = 0
        length = 0
        for other in range(word, min(word + MOST_WORDS, words)):
            for at in range(first[other], last[other]):
                node = joined[node, _symbol_of(data[at])]
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
                node = spaced[node, _symbol_of(data[at])]
                if node == 0:
                    break
                for place in range(begin_starts[node], begin_starts[node + 1]):
                    count = _note(begins[place], met, count)
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
def _scan(  # type: ignore[no-untyped-def] # noqa: ANN202
    data, ends, joined, joined_starts, joined_ends, spaced, spaced_starts, spaced_ends,  # noqa: ANN001
    begin_starts, begins,  # noqa: ANN001
    numbers, digits, starts, flat,  # noqa: ANN001
):  # fmt: skip
    """The number of different sets; -1 where there is no room for them."""
    first = np.empty(4096, dtype=np.int64)
    last = np.empty(4096, dtype=np.int64)
    met = np.empty(256, dtype=np.int32)
    room = len(starts) - 1
    table = np.full(4 * room, -1, dtype=np.int32)
    sets = 0
    for text in range(len(numbers)):
        words, found_digits = _words_in(data, ends[text], ends[text + 1], first, last)
        digits[text] = min(found_digits, 255)
        if words <= 0 or (words == 1 and _is_null(data, first[0], last[0])):
            numbers[text] = _SLOW
            continue
        count = _met_in(
            data, words, first, last, joined, joined_starts, joined_ends, spaced, spaced_starts, spaced_ends,
            begin_starts, begins, met,
        )  # fmt: skip
        if count > len(met):
            numbers[text] = _SLOW
            continue
        mixed = np.uint64(count)
        for at in range(count):
            mixed = (mixed ^ np.uint64(met[at])) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        slot = np.int64(mixed % np.uint64(len(table)))
        while True:
            known = table[slot]
            if known < 0:
                if sets == room or starts[sets] + count > len(flat):
                    return -1
                for at in range(count):
                    flat[starts[sets] + at] = met[at]
                starts[sets + 1] = starts[sets] + count
                table[slot] = sets
                numbers[text] = sets
                sets += 1
                break
            if starts[known + 1] - starts[known] == count:
                same = True
                for at in range(count):
                    if flat[starts[known] + at] != met[at]:
                        same = False
                        break
                if same:
                    numbers[text] = known
                    break
            slot = (slot + 1) % len(table)
    return sets
