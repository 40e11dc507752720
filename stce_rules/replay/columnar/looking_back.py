"""What came before the declarations of a batch, from values that were recorded for its history.

Enters: a batch and the places of its declarations, recorded values. Leaves: codes of sentences about windows, as the
columnar engine asks for them. Promise: they say what values say that are looked up one by one (`RecordedPast.value`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stce_rules.core.semantics import Day
from stce_rules.core.truth import Truth
from stce_rules.core.windows import Group, Window, WindowValue, told, window_truth
from stce_rules.engines.columnar.batch import Aspect
from stce_rules.engines.columnar.books import Codes
from stce_rules.engines.columnar.looking_back import NO_DATE, NOT_KNOWN, first_key
from stce_rules.engines.judging import Prepared
from stce_rules.intake.columnar import ArrowBatch
from stce_rules.plan.model import Scope, WindowIs
from stce_rules.replay.windows.recorded import RecordedPast, end_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PastOfBatch"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of a window by group: subject, day, ends. By subject: whether it is not known, what is open."""

    subjects: Ints
    days: Ints
    ends: list[tuple[Fraction | None, Fraction | None]]
    not_known: npt.NDArray[np.bool_]
    still_open: Ints


class PastOfBatch:
    """The past of the declarations of a batch."""

    def __init__(
        self, prepared: Prepared, batch: ArrowBatch, past: RecordedPast | None, source: str, rows: Ints
    ) -> None:
        """`rows` are the first rows of the declarations in their source."""
        self._prepared = prepared
        self._batch = batch
        self._past = past
        self._source = source
        self._rows = rows
        self._recorded: pa.Table | None = None
        self._known: dict[int, _Values] = {}

    def turn_to(self, declaration: int) -> None:
        """Whoever asks the past itself is judging this declaration from now on."""
        if self._past is not None:
            self._past.turn_to(self._source, int(self._rows[declaration]))

    def codes(self, condition: WindowIs, scope: Scope) -> Codes:
        """The code of a sentence for each subject of a scope."""
        window = self._prepared.plan.windows[condition.window]
        if scope is Scope.ITEM and not window.of_item:  # every item asks what the header asks
            return np.repeat(self.codes(condition, Scope.DECLARATION), np.diff(self._batch.offsets))
        if condition.window not in self._known:
            self._known[condition.window] = self._values(condition.window, scope)
        values = self._known[condition.window]
        truths = np.zeros(len(values.not_known), dtype=np.int32)
        np.maximum.at(truths, values.subjects, self._truths(condition, window, values))
        truths[(truths == Truth.FALSE) & (values.still_open != 0)] = Truth.UNKNOWN
        truths[values.not_known] = Truth.UNKNOWN
        if condition.negated:
            truths = 2 - truths
        why = np.where(values.not_known, NOT_KNOWN, values.still_open)
        codes: Codes = (truths + np.where(truths == Truth.UNKNOWN, why, 0)).astype(np.int32)
        return codes

    def _truths(self, condition: WindowIs, window: Window, values: _Values) -> npt.NDArray[np.int32]:
        """The truth of a sentence for each group alone."""
        met: dict[tuple[object, ...], Truth] = {}
        found = np.empty(len(values.ends), dtype=np.int32)
        for at, (ends, day) in enumerate(zip(values.ends, values.days.tolist(), strict=True)):
            truth = met.get((ends, day))
            if truth is None:
                alone = WindowValue((Group((), *ends, 0),))
                truth = window_truth(alone, window.measured_in, condition.within, self._day(self._batch.days[day][0]))
                met[ends, day] = truth
            found[at] = truth
        return found

    def _day(self, on: date | None) -> Day:
        return Day(on, self._prepared.lists, self._prepared.rates.convert)

    # ---- values

    def _values(self, number: int, scope: Scope) -> _Values:
        batch = self._batch
        groups, still_open = self._asked(self._prepared.plan.windows[number], scope)
        if self._past is None:
            nothing = np.empty(0, dtype=np.int64)
            return _Values(nothing, nothing, [], np.ones(len(groups), dtype=bool), still_open)
        rows = self._rows_of(number)
        declarations, position, nth = (rows[name].to_numpy() for name in ("declaration", "position", "nth"))
        subjects = declarations + 0
        fits = np.ones(len(subjects), dtype=bool)
        if scope is Scope.ITEM:
            subjects = batch.offsets[declarations] + position
            fits = (position >= 0) & (subjects < batch.offsets[declarations + 1])
        fits[fits] = nth[fits] < groups[subjects[fits]]
        lows, highs = rows["low"].to_pylist(), rows["high"].to_pylist()
        ends = [(end_of(low), end_of(high)) for low, high in zip(lows, highs, strict=True)]
        return _Values(
            subjects[fits],
            batch.day_of[declarations[fits]].astype(np.int64),
            [ends[at] for at in np.flatnonzero(fits).tolist()],
            np.bincount(subjects[fits], minlength=len(groups)) != groups,
            still_open,
        )

    def _asked(self, window: Window, scope: Scope) -> tuple[Ints, Ints]:
        """For each subject the number of groups it asks about, and the bits of what leaves more possible."""
        batch = self._batch
        of_declarations = np.asarray([day is not None for day, _ in batch.days], dtype=bool)[batch.day_of]
        dated = np.repeat(of_declarations, np.diff(batch.offsets)) if scope is Scope.ITEM else of_declarations
        groups, still_open = dated.astype(np.int64), np.where(dated, 0, NO_DATE)
        for at, key in enumerate(window.by):
            column = batch.column(key.words, scope, Aspect.WHOLE)
            met, places = np.unique(column.codes, return_inverse=True)
            texts = [told(column.book.page(code), key.closed) for code in met.tolist()]
            groups *= np.asarray([len(one.texts) for one in texts], dtype=np.int64)[places]
            bits = np.asarray([one.open * first_key(at) for one in texts], dtype=np.int64)[places]
            still_open |= np.where(dated, bits, 0)
        return groups, still_open

    def _rows_of(self, number: int) -> pa.Table:
        """What was recorded of a window for the declarations of the batch, with their places in it."""
        import pyarrow as pa
        from pyarrow import compute

        if self._recorded is None:
            self._recorded = self._all_rows()
        return self._recorded.filter(compute.equal(self._recorded["number"], pa.scalar(number, pa.int32())))

    def _all_rows(self) -> pa.Table:
        import pyarrow as pa

        assert self._past is not None  # noqa: S101 (asked for where there is one)
        numbers = self._rows + self._past.number(self._source, 0)
        rows = self._past.rows(self._source, int(numbers[0]), int(numbers[-1]))
        messages = rows["message"].to_numpy()
        at = np.searchsorted(numbers, messages)
        rows = rows.append_column("declaration", pa.array(at))
        return rows.filter(pa.array(numbers[at] == messages))
