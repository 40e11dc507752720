"""Texts by number: a code for each set of a plan's phrases that stand in a text, and for the CAS numbers found in one.

Enters: columns of text. Leaves: codes, and a text for each. Promise: what a rule says of a text it says of every text
of the same code; two blank texts have one code.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from stce_rules.core.predicates import Mentions, MentionsListed
from stce_rules.core.text import Phrase, PhraseIndex, phrase, read
from stce_rules.engines.columnar.books import Book, Codes, Column
from stce_rules.intake.columnar.cells import places_in
from stce_rules.plan.model import Plan
from stce_rules.reference import cas

if TYPE_CHECKING:
    import pyarrow as pa

    from stce_rules.intake.columnar.scan import Scanner

__all__ = ["CasCodes", "PhraseCodes", "TextCodes", "phrases_of"]

TextBook = Book[object]
"""A text for each code, None for blank ones."""

_REMEMBERED = 200_000


def phrases_of(plan: Plan, field: str) -> tuple[Phrase, ...]:
    """All phrases that a plan looks for in a field, sorted."""
    written: set[str] = set()
    rows = {named.name: [row.value for row in named.rows] for named in plan.lists}
    for test in plan.tests:
        if test.field == field:
            match test.predicate:
                case Mentions():
                    written.update(test.predicate.phrases)
                case MentionsListed():
                    written.update(rows[test.predicate.list])
                case _:
                    pass
    return tuple(one for text in sorted(written) if (one := phrase(text)) is not None)


class TextCodes:
    """Codes of texts by a key made from each text once, or for many texts at a time by a scanner."""

    def __init__(self, key: Callable[[str], Hashable]) -> None:
        self.book: TextBook = Book()
        self._key = key
        self._known: dict[str, int] = {}

    def column(self, array: pa.Array) -> Column[object]:
        """The codes of a column of text."""
        from pyarrow import types

        if not types.is_dictionary(array.type):
            array = array.dictionary_encode()
        codes = self.codes(array.dictionary)
        return Column(self.book, np.append(codes, self.code(None)).astype(np.int32).take(places_in(array)))

    def codes(self, texts: pa.Array) -> Codes:
        """The codes of texts."""
        blank = self.code(None)
        codes = [blank if text is None else self.code(text) for text in texts.to_pylist()]
        return np.asarray(codes, dtype=np.int32)

    def code(self, text: str | None) -> int:
        """The code of one text."""
        if text is None or text.strip() in ("", "null"):
            return self.book.code(None, lambda: None)
        code = self._known.get(text)
        if code is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            code = self._known[text] = self.book.code((self._key(text),), lambda: text)
        return code


class PhraseCodes(TextCodes):
    """Texts by the phrases that stand in them; those without a word are like no other."""

    def __init__(self, sought: Sequence[Phrase]) -> None:
        index = PhraseIndex(sought)

        def key(text: str) -> Hashable:
            folded = read(text)
            return tuple(at for at, _ in index.found(folded)) if folded.words else None

        super().__init__(key)
        self.scanner = _scanner(sought)
        self._of_sets: list[int] = []

    def column(self, array: pa.Array) -> Column[object]:
        """The codes of a column of text."""
        from pyarrow import types

        if self.scanner is None or types.is_dictionary(array.type):
            return super().column(array)
        return Column(self.book, self.codes(array))

    def codes(self, texts: pa.Array) -> Codes:
        """The codes of texts."""
        if self.scanner is None:
            return super().codes(texts)
        numbers, _ = self.scanner.scan(texts)
        sets, examples = self.scanner.sets, self.scanner.examples
        for at in range(len(self._of_sets), len(sets)):
            self._of_sets.append(self.book.code((sets[at],), lambda at=at: examples[at]))  # type: ignore[misc]
        codes = np.asarray([*self._of_sets, 0], dtype=np.int32)[numbers]
        slow = np.flatnonzero(numbers < 0)
        if len(slow):
            codes[slow] = super().codes(texts.take(slow))
        return codes


class CasCodes(TextCodes):
    """Texts by the CAS numbers found in them."""

    def __init__(self, beside: PhraseCodes) -> None:
        """`beside` scans the same texts for phrases: one walk serves both."""
        super().__init__(_numbers)
        self._scanner = beside.scanner

    def column(self, array: pa.Array) -> Column[object]:
        """The codes of a column of text."""
        from pyarrow import types

        if types.is_dictionary(array.type):
            return super().column(array)
        return Column(self.book, self.codes(array))

    def codes(self, texts: pa.Array) -> Codes:
        """The codes of texts; one in which no number can stand is not looked at."""
        if self._scanner is None:
            return super().codes(texts)
        sets, together = self._scanner.scan(texts)
        codes = np.full(len(texts), self.book.code(((),), lambda: "-"), dtype=np.int32)
        slow = np.flatnonzero((sets == SLOW) | (together >= _FEWEST_DIGITS))
        codes[slow] = super().codes(texts.take(slow))
        return codes


def _numbers(text: str) -> Hashable:
    return tuple((one.number, one.valid) for one in cas.find(text))


_FEWEST_DIGITS = 5
"""Of a CAS number; nothing but punctuation and blanks stands between them."""

SLOW = -1
"""The set of a text that a scanner leaves to others."""


def _scanner(sought: Sequence[Phrase]) -> Scanner | None:
    """The compiled scanner, where it can be had."""
    if find_spec("numba") is None:
        return None
    from stce_rules.intake.columnar.scan import Scanner

    return Scanner(sought)
