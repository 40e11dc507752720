"""Phrases as trees of letters, and letters by what they are to a text, as `scan` walks them.

Enters: texts of phrases with their numbers. Leaves: arrays. Letters are those of plain ASCII, whatever their case, each
by a symbol.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["BLANK", "ENDS_DIGITS", "HEAD", "KINDS", "NOT_PLAIN", "PARTS", "SYMBOLS", "Tree", "heads_of", "tree_of"]

SYMBOLS = 37
"""Ten digits, 26 letters, and the blank between words."""

BLANK = 36

PARTS, ENDS_DIGITS, NOT_PLAIN = 64, 65, 66
"""Kinds of letters that are no symbols: such as part words, such as part digits too, such as are not ASCII."""

HEAD = 3
"""Letters of a word by which it is told that no phrase begins with it."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Children by node and letter, 0 for none; by node the phrases that end there, and those that only begin so."""

    children: npt.NDArray[np.int32]
    ends: tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]
    begins: tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]


def tree_of(phrases: Iterable[tuple[str, int, bool]]) -> Tree:
    """The tree of some texts, each with the number of its phrase and whether the phrase only begins so."""
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
    children = np.zeros((len(nodes), SYMBOLS), dtype=np.int32)
    for node, following in enumerate(nodes):
        for symbol, child in following.items():
            children[node, symbol] = child
    return Tree(children, _lists(ends), _lists(begins))


def _symbol(letter: int) -> int:
    if letter == ord(" "):
        return BLANK
    return letter - ord("0") if letter <= ord("9") else letter - ord("a") + 10


def _kind(letter: int) -> int:
    """What a byte is to a text: a symbol, whatever its case, or what it parts."""
    if letter >= 128:
        return NOT_PLAIN
    if chr(letter).isalnum():
        return _symbol(ord(chr(letter).lower()))
    return ENDS_DIGITS if letter > ord("9") and letter != ord("_") else PARTS


KINDS = np.asarray([_kind(letter) for letter in range(256)], dtype=np.uint8)
"""By byte its kind, or its symbol, which is less than any kind."""


def heads_of(phrases: Iterable[tuple[str, int, bool]]) -> npt.NDArray[np.bool_]:
    """Whether a phrase can begin in a word, by the first symbols of the word, with blanks behind a short one."""
    found = np.zeros((SYMBOLS,) * HEAD, dtype=bool)
    for text, _, prefix in phrases:
        head = [_symbol(letter) for letter in text.split(" ")[0].encode()[:HEAD]]
        for length in range(1, len(head) + 1):
            found[(*head[:length], *[BLANK] * (HEAD - length))] = True
        if prefix:
            found[tuple(head)] = True  # whatever follows
    return found.ravel()


def _lists(lists: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    starts = np.concatenate(([0], np.cumsum([len(one) for one in lists], dtype=np.int64))).astype(np.int64)
    return starts, np.asarray([one for each in lists for one in each], dtype=np.int32)
