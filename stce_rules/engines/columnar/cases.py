"""Cases with their boxes numbered: the slow way in, for declarations that come as objects."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date

import numpy as np

from stce_rules.core.boxes import Box, Case
from stce_rules.engines.columnar.batch import Aspect, Offsets
from stce_rules.engines.columnar.books import Book, Codes, Column
from stce_rules.plan.model import Scope

__all__ = ["CaseBatch", "CaseBooks", "box_key"]

CaseBooks = dict[tuple[str, Scope], Book[Box]]
"""Books by field, kept from batch to batch."""


class CaseBatch:
    """Some cases as a batch."""

    def __init__(self, cases: Sequence[Case], books: CaseBooks) -> None:
        self._cases = cases
        self._books = books
        self._columns: dict[tuple[str, Scope], Column[Box]] = {}
        counts = [len(case.items) for case in cases]
        self.offsets: Offsets = np.concatenate(([0], np.cumsum(counts, dtype=np.int64))).astype(np.int64)
        days: dict[tuple[date | None, str | None], int] = {}
        self.day_of: Codes = np.asarray(
            [days.setdefault((case.date, case.flow), len(days)) for case in cases], dtype=np.int32
        )
        self.days = tuple(days)

    def column(self, field: str, scope: Scope, aspect: Aspect) -> Column[Box]:  # noqa: ARG002 (a box tells all aspects)
        """The boxes of a field, asked of the cases themselves."""
        if (field, scope) not in self._columns:
            book = self._books.setdefault((field, scope), Book())
            if scope is Scope.DECLARATION:
                boxes = [case.header.box(field) for case in self._cases]
            else:
                boxes = [item.box(field) for case in self._cases for item in case.items]
            codes = [book.code(box_key(box), lambda box=box: box) for box in boxes]  # type: ignore[misc]
            self._columns[field, scope] = Column(book, np.asarray(codes, dtype=np.int32))
        return self._columns[field, scope]

    def case(self, declaration: int) -> Case:
        """One of the cases."""
        return self._cases[declaration]


def box_key(box: Box) -> Hashable:
    """What tells boxes apart for any test: values, whether something could not be read, whether nothing was written.

    A truth value and the number it equals are told apart by their kinds.
    """
    return tuple([(type(seen.value), seen.value) for seen in box.seen]), bool(box.unreadable), box.blank
