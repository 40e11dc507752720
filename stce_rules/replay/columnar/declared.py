"""The table of declarations of a batch, column by column; each distinct cell is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from stce_rules.core.assessment import CHANNELS
from stce_rules.core.declaration import Declaration, Item, Outcome
from stce_rules.engines.columnar.books import Column, met
from stce_rules.intake.columnar.batch import ArrowBatch
from stce_rules.intake.columnar.cells import Cell, declaration_of
from stce_rules.intake.reading import said
from stce_rules.intake.tables.columns import columns_of
from stce_rules.replay.columnar.distinct import Distinct, Texts
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
    """What was read before: by columns, then by the codes of their cells."""

    values: dict[tuple[str, ...], dict[tuple[int, ...], object]] = field(default_factory=dict)


class DeclaredColumns:
    """What the declarations of a batch state, for both tables and the counts. Read once for each distinct cell.

    What the table of declarations alone asks for is read when it is asked for.
    """

    def __init__(self, batch: ArrowBatch, real_date: Column[Cell], known: Known) -> None:
        """`real_date`: the dates of rows as declared, whatever day rules judge by. `known` is kept between batches."""
        import pyarrow as pa

        self._batch = batch
        self._known = known
        starts = batch.starts
        self._dates = Column(real_date.book, real_date.codes[starts])
        self.count = len(starts)
        self.version = self._read(("version",), lambda one: one.version)
        self.action = self._read(("action",), lambda one: one.action)
        self.days, self.hours = self._moments()
        self.outcome = self._read(
            ("outcome.inspected", "outcome.selected_by", "outcome.finding"), lambda one: one.outcome
        )
        self.told = self._told()
        self.ids = batch.table.column("id").take(pa.array(starts)).cast(pa.string())

    @cached_property
    def flow(self) -> Distinct:
        """Import, export, transit."""
        return self._read(("flow",), lambda one: one.flow)

    @cached_property
    def office(self) -> Distinct:
        """Customs offices."""
        return self._read(("office",), lambda one: said(one.office))

    def _told(self) -> Distinct:
        """How outcomes are counted, each way once."""
        of_outcomes = [told(cast("Outcome | None", one)) for one in self.outcome.values]
        ways = sorted(set(of_outcomes))
        places = np.asarray([ways.index(one) for one in of_outcomes], dtype=np.int64)
        return Distinct(list(ways), places[self.outcome.codes])

    def _moments(self) -> tuple[Distinct, Distinct]:
        """Acceptance dates, and hours."""
        values, codes = met(self._dates.codes, len(self._dates.book))
        known = self._known.values.setdefault(("date",), {})
        moments: list[Moment] = []
        for code in values.tolist():
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
        each, codes = _together([Column(part.book, part.codes if rows is None else part.codes[rows]) for part in parts])
        owns = columns_of(("id", *present), "")[1:]
        known = self._known.values.setdefault(tuple(present), {})
        values: list[object] = []
        for pages in each:
            if pages in known:
                values.append(known[pages])
                continue
            cells = {own: part.book.page(code) for own, part, code in zip(owns, parts, pages, strict=True)}
            header = {own: cell for own, cell in cells.items() if not own.of_item}
            item = {own: cell for own, cell in cells.items() if own.of_item}
            known[pages] = read(declaration_of(header, (item,)))
            values.append(known[pages])
        return Distinct(values, codes)

    @cached_property
    def _going_to(self) -> tuple[Texts, Texts]:
        """Of the header, of each goods item."""
        return (
            self._read(("destination",), lambda one: country_of(one.destination)).texts(),
            self._of_items(("item.destination",), lambda item: country_of(item.destination)).texts(),
        )

    def destination(self) -> pa.Array:
        """The header's, else that of the first goods item that has one."""
        header, items = self._going_to
        if items.are_none:
            return header.coded()
        return header.or_else(items.at(self._first(items.stated()))).coded()

    def destinations(self) -> pa.Array:
        """Of each goods item: its own, else the header's."""
        header, items = self._going_to
        declarations = np.repeat(np.arange(self.count), np.diff(self._batch.offsets))
        return self._listed(items.or_else(header.at(declarations)))

    def chapters(self) -> pa.Array:
        """Of each goods item the first two digits of its code."""
        return self._listed(self._of_items(("item.hs",), chapter_of).texts())

    def _listed(self, of_items: Texts) -> pa.Array:
        import pyarrow as pa

        return pa.ListArray.from_arrays(pa.array(self._batch.offsets.astype(np.int32)), of_items.coded())

    def party(self, role: str) -> pa.Array:
        """The party in a role: the header's, else that of the first goods item that has one."""
        import pyarrow as pa

        found = self._identity(role, "", self._batch.starts)
        items = self._identity(role, "item.", None)
        if items is not None:
            rows = self._first(items.is_valid().to_numpy(zero_copy_only=False))
            of_items = items.take(pa.array(rows, mask=rows < 0))
            found = of_items if found is None else _either(found, of_items)
        return pa.nulls(self.count, pa.string()) if found is None else found

    def _identity(self, role: str, prefix: str, rows: npt.NDArray[np.int64] | None) -> pa.Array | None:
        """Identifier, else name, of the only party in a role that a row can tell of; None where no column tells."""
        name = role.replace(" ", "_")
        parts = [f"{prefix}{name}.{part}" for part in ("id", "name")]
        said_in = [self._batch.said(part, rows) for part in parts if part in self._batch.owns]
        return reduce(_either, said_in) if said_in else None

    def _first(self, stated: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """For each declaration the first row that states something, or -1."""
        rows = np.where(stated, np.arange(len(stated)), len(stated))
        first = np.minimum.reduceat(rows, self._batch.starts) if self.count else rows
        return np.where(first < len(stated), first, -1)


def declarations_table(
    batch: ArrowBatch,
    stated: DeclaredColumns,
    rows: npt.NDArray[np.int64],
    source: str,
    decided: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]],
    alarms: dict[int, tuple[str, ...]],
) -> pa.Table:
    """The table of declarations, some texts coded. `decided` are scores, channels and what the sample raised."""
    import pyarrow as pa

    scores, ranks, sampled = decided
    outcomes, of = [cast("Outcome | None", one) for one in stated.outcome.values], stated.outcome.codes
    count = stated.count
    columns = {
        "source": Distinct([source], np.zeros(count, dtype=np.int32)).coded(),
        "row": pa.array(rows[batch.starts]),
        "declaration": stated.ids,
        "version": stated.version.array(pa.int64()),
        "action": stated.action.coded(),
        "flow": stated.flow.coded(),
        "date": stated.days.array(pa.date32()),
        "hour": stated.hours.array(pa.int8()),
        "office": stated.office.coded(),
        "destination": stated.destination(),
        "exporter": stated.party("exporter"),
        "importer": stated.party("importer"),
        "consignee": stated.party("consignee"),
        "items": pa.array(np.diff(batch.offsets)),
        "chapters": stated.chapters(),
        "destinations": stated.destinations(),
        "channel": Distinct(list(CHANNELS), ranks).coded(),
        "score": pa.array(scores),
        "sampled": pa.array(sampled),
        "inspected": Distinct([None if one is None else one.inspected for one in outcomes], of).array(pa.bool_()),
        "selected_by": Distinct([None if one is None else one.selected_by for one in outcomes], of).coded(),
        "finding": Distinct([None if one is None else finding_of(one) for one in outcomes], of).coded(),
        "alarms": _alarms(count, alarms),
    }
    return pa.table({name: columns[name] for name in declarations_schema().names})


def _alarms(count: int, alarms: dict[int, tuple[str, ...]]) -> pa.Array:
    """The alarms of each declaration, by those that have some."""
    import pyarrow as pa

    ends = np.zeros(count + 1, dtype=np.int32)
    for at, texts in alarms.items():
        ends[at + 1] = len(texts)
    told = [text for at in sorted(alarms) for text in alarms[at]]
    return pa.ListArray.from_arrays(pa.array(np.cumsum(ends, dtype=np.int32)), pa.array(told, pa.string()))


def _either(one: pa.Array, other: pa.Array) -> pa.Array:
    from pyarrow import compute

    return compute.coalesce(one, other)


def _together(parts: Sequence[Column[Cell]]) -> tuple[list[tuple[int, ...]], npt.NDArray[np.int64]]:
    """The different rows of codes, and for each row which of them it is."""
    first, *others = parts
    values, places = met(first.codes, len(first.book))
    rows: list[tuple[int, ...]] = [(code,) for code in values.tolist()]
    for part in others:
        size = len(part.book)
        values, places = met(places * size + part.codes, len(rows) * size)
        rows = [(*rows[pair // size], pair % size) for pair in values.tolist()]
    return rows, places
