"""The table of declarations of a batch, column by column; each distinct cell is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from stce_rules.core.assessment import CHANNELS
from stce_rules.core.declaration import Declaration, Item, Outcome
from stce_rules.engines.columnar.books import Codes, Column
from stce_rules.intake.columnar.batch import ArrowBatch
from stce_rules.intake.columnar.cells import Cell, declaration_of
from stce_rules.intake.reading import said
from stce_rules.intake.tables.columns import columns_of
from stce_rules.replay.judging import accepted
from stce_rules.replay.result_tables import declarations_schema
from stce_rules.replay.rows import Moment, chapter_of, country_of
from stce_rules.replay.tally import finding_of, told

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DeclaredColumns", "Known", "declarations_table"]

Reads = Callable[[Declaration], object]


@dataclass(slots=True)
class Known:
    """What was read before: by columns, then by the codes of their cells; texts by the code."""

    values: dict[tuple[str, ...], dict[tuple[int, ...], object]] = field(default_factory=dict)
    texts: dict[str, pa.Array] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Distinct:
    """Values, and for each row which of them it has."""

    values: list[object]
    codes: npt.NDArray[np.int64]

    def array(self, kind: pa.DataType) -> pa.Array:
        """The column as Arrow has it."""
        import pyarrow as pa

        return pa.array(self.values, type=kind).take(pa.array(self.codes))


class DeclaredColumns:
    """What the declarations of a batch state, for both tables and the counts. Read once for each distinct cell."""

    def __init__(self, batch: ArrowBatch, real_date: Column[Cell], known: Known) -> None:
        """`real_date`: the dates of rows as declared, whatever day rules judge by. `known` is kept between batches."""
        self._batch = batch
        self._known = known
        starts = batch.starts
        self._dates = Column(real_date.book, real_date.codes[starts])
        self.count = len(starts)
        self.version = self._read(("version",), lambda one: one.version)
        self.action = self._read(("action",), lambda one: one.action)
        self.flow = self._read(("flow",), lambda one: one.flow)
        self.days, self.hours = self._moments()
        self.office = self._read(("office",), lambda one: said(one.office))
        self.outcome = self._read(
            ("outcome.inspected", "outcome.selected_by", "outcome.finding"), lambda one: one.outcome
        )
        self.told = Distinct([told(cast("Outcome | None", one)) for one in self.outcome.values], self.outcome.codes)
        self.chapter = self._of_items(("item.hs",), chapter_of)
        self.going_to = self._destinations()
        self.ids = batch.table.column("id").take(_indices(starts))

    def _moments(self) -> tuple[Distinct, Distinct]:
        """Acceptance dates, and hours."""
        codes, values = _met(self._dates.codes)
        known = self._known.values.setdefault(("date",), {})
        moments: list[Moment] = []
        for code in values:
            if (code,) not in known:
                page = self._dates.book.page(code)
                known[code,] = accepted(None if page is None else str(page))
            moments.append(cast("Moment", known[code,]))
        return Distinct([day for day, _ in moments], codes), Distinct([hour for _, hour in moments], codes)

    def _read(self, names: Sequence[str], read: Reads) -> Distinct:
        """What declarations with these header cells state."""
        return self._distinct(names, self._batch.starts, read)

    def _of_items(self, names: Sequence[str], read: Callable[[Item], object]) -> Distinct:
        """What goods items with these cells state."""
        return self._distinct(names, None, lambda one: read(one.items[0]))

    def _distinct(self, names: Sequence[str], rows: npt.NDArray[np.int64] | None, read: Reads) -> Distinct:
        present = [name for name in names if name in self._batch.owns]
        parts = [self._batch.cells(name) for name in present]
        count = self._batch.table.num_rows if rows is None else len(rows)
        if not parts:
            return Distinct([read(declaration_of({}, ({},)))], np.zeros(count, dtype=np.int64))
        stacked = np.stack([part.codes if rows is None else part.codes[rows] for part in parts])
        met, codes = _distinct_columns(stacked)
        owns = columns_of(("id", *present), "")[1:]
        known = self._known.values.setdefault(tuple(present), {})
        values: list[object] = []
        for one in met.T.tolist():
            pages = tuple(one)
            if pages in known:
                values.append(known[pages])
                continue
            cells = {own: part.book.page(code) for own, part, code in zip(owns, parts, pages, strict=True)}
            header = {own: cell for own, cell in cells.items() if not own.of_item}
            item = {own: cell for own, cell in cells.items() if own.of_item}
            known[pages] = read(declaration_of(header, (item,)))
            values.append(known[pages])
        return Distinct(values, codes)

    def _destinations(self) -> tuple[Distinct, Distinct]:
        """Of the header, of each goods item."""
        return (
            self._read(("destination",), lambda one: country_of(one.destination)),
            self._of_items(("item.destination",), lambda item: country_of(item.destination)),
        )

    def destination(self) -> pa.Array:
        """The header's, else that of the first goods item that has one."""
        import pyarrow as pa

        header, items = self.going_to
        own = pa.array(items.values, pa.string())
        stated = np.asarray([one is not None for one in items.values])[items.codes]
        rows = _first_stated(self._batch, stated)
        of_items = own.take(_indices(items.codes[rows], rows < 0))
        return _either(header.array(pa.string()), of_items)

    def destinations(self) -> pa.Array:
        """Of each goods item: its own, else the header's."""
        import pyarrow as pa

        header, items = self.going_to
        spread = np.repeat(header.codes, np.diff(self._batch.offsets))
        values = _either(items.array(pa.string()), Distinct(header.values, spread).array(pa.string()))
        return self._listed(values)

    def chapters(self) -> pa.Array:
        """Of each goods item the first two digits of its code."""
        import pyarrow as pa

        return self._listed(self.chapter.array(pa.string()))

    def _listed(self, values: pa.Array) -> pa.Array:
        import pyarrow as pa

        return pa.ListArray.from_arrays(pa.array(self._batch.offsets.astype(np.int32)), values)

    def party(self, role: str) -> pa.Array:
        """The party in a role: the header's, else that of the first goods item that has one."""
        found = self._identity(role, "", self._batch.starts)
        items = self._identity(role, "item.", None)
        stated = items.is_valid().to_numpy(zero_copy_only=False)
        if stated.any():
            rows = _first_stated(self._batch, stated)
            found = _either(found, items.take(_indices(rows, rows < 0)))
        return found

    def _identity(self, role: str, prefix: str, rows: npt.NDArray[np.int64] | None) -> pa.Array:
        """Identifier, else name, of the only party in a role that a row can tell of."""
        name = role.replace(" ", "_")
        return _either(*[self._texts(f"{prefix}{name}.{part}", rows) for part in ("id", "name")])

    def _texts(self, name: str, rows: npt.NDArray[np.int64] | None) -> pa.Array:
        """What is said in a column of text."""
        import pyarrow as pa

        column = self._batch.cells(name)
        known = self._known.texts.get(name, pa.array([], pa.string()))
        if len(known) < len(column.book):
            cells = [column.book.page(code) for code in range(len(known), len(column.book))]
            fresh = pa.array([None if cell is None else said(str(cell)) for cell in cells], pa.string())
            known = self._known.texts[name] = pa.concat_arrays([known, fresh])
        return known.take(_indices(column.codes if rows is None else column.codes[rows]))


def declarations_table(
    batch: ArrowBatch,
    stated: DeclaredColumns,
    rows: npt.NDArray[np.int64],
    source: str,
    decided: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]],
    alarms: dict[int, tuple[str, ...]],
) -> pa.Table:
    """The table of declarations. `decided` are scores, channels and what the sample raised."""
    import pyarrow as pa

    scores, ranks, sampled = decided
    text = pa.string()
    outcomes = [cast("Outcome | None", one) for one in stated.outcome.values]
    of_outcomes = stated.outcome.codes
    count = stated.count
    columns = {
        "source": pa.repeat(pa.scalar(source, text), count),
        "row": pa.array(rows[batch.starts]),
        "declaration": stated.ids.cast(text),
        "version": stated.version.array(pa.int64()),
        "action": stated.action.array(text),
        "flow": stated.flow.array(text),
        "date": stated.days.array(pa.date32()),
        "hour": stated.hours.array(pa.int8()),
        "office": stated.office.array(text),
        "destination": stated.destination(),
        "exporter": stated.party("exporter"),
        "importer": stated.party("importer"),
        "consignee": stated.party("consignee"),
        "items": pa.array(np.diff(batch.offsets)),
        "chapters": stated.chapters(),
        "destinations": stated.destinations(),
        "channel": pa.array(CHANNELS, text).take(pa.array(ranks)),
        "score": pa.array(scores),
        "sampled": pa.array(sampled),
        "inspected": Distinct([None if one is None else one.inspected for one in outcomes], of_outcomes).array(
            pa.bool_()
        ),
        "selected_by": Distinct([None if one is None else one.selected_by for one in outcomes], of_outcomes).array(
            text
        ),
        "finding": Distinct([None if one is None else finding_of(one) for one in outcomes], of_outcomes).array(text),
        "alarms": pa.array(
            [list(alarms.get(at, ())) for at in range(count)] if alarms else [[]] * count, pa.list_(text)
        ),
    }
    return pa.table([columns[name] for name in declarations_schema().names], schema=declarations_schema())


def _indices(rows: npt.NDArray[np.integer], absent: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    import pyarrow as pa

    return pa.array(rows, mask=absent)


def _either(one: pa.Array, other: pa.Array) -> pa.Array:
    from pyarrow import compute

    return compute.coalesce(one, other)


def _met(codes: Codes) -> tuple[npt.NDArray[np.int64], list[int]]:
    values, places = np.unique(codes, return_inverse=True)
    return places.astype(np.int64), values.tolist()


def _distinct_columns(stacked: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    if len(stacked) == 1:
        values, places = np.unique(stacked[0], return_inverse=True)
        return values[None, :], places.astype(np.int64)
    values, places = np.unique(stacked, axis=1, return_inverse=True)
    return values, places.astype(np.int64)


def _first_stated(batch: ArrowBatch, stated: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """For each declaration the first row that states something, or -1."""
    rows = np.where(stated, np.arange(len(stated)), len(stated))
    first = np.minimum.reduceat(rows, batch.starts) if len(batch.starts) else rows
    return np.where(first < len(stated), first, -1)
