"""Tables as record batches: what the columnar engine reads in place of declarations.

Enters: an open table. Leaves: batches whose columns are named as `columns` says, one goods item in each row, with the
number of every row; beside them declarations that columns cannot tell, and rows that are refused. Promises: a
declaration is never split between two batches, all its cells can be read but for those of its outcome, which are told
beside, and all its rows say the same of it as a whole; whatever is not so goes through the row reader and comes as a
declaration; one batch is in memory at a time, and the same table gives the same batches every time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stce_rules.intake.declared import Declared
from stce_rules.intake.refusal import Refused
from stce_rules.intake.tables.assemble import MOST_ROWS
from stce_rules.intake.tables.batch import TableBatch, UnreadOutcomes
from stce_rules.intake.tables.beside import told_beside
from stce_rules.intake.tables.blocks import Cells, cells_of
from stce_rules.intake.tables.chunks import Chunk
from stce_rules.intake.tables.csvrows import Row, Unread
from stce_rules.intake.tables.distinct import differing, valid
from stce_rules.intake.tables.mapping import Known, Mapped, mapped
from stce_rules.intake.tables.opening import Opened, empty, open_typed
from stce_rules.intake.tables.runs import Runs
from stce_rules.intake.tables.spreading import KEY, Bundle, Unit, units
from stce_rules.intake.tables.typedrows import BATCH_ROWS, TypedTable, open_parquet

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["BATCH_ROWS", "TableBatch", "parquet_batches", "table_batches"]


def parquet_batches(path: str | Path, rows: int = BATCH_ROWS) -> Iterator[TableBatch | Declared | Refused]:
    """A canonical table as Parquet. Texts that come again and again are dictionary-encoded.

    `rows`: about as many are in a batch. Raises StceError: no canonical table (E662 to E664), nothing in it (W613), not
    readable (E665, E666, E668); OSError when the file cannot be opened.
    """
    name = str(path)
    yield from table_batches(open_typed(open_parquet(path, name), name, None), rows)


def table_batches(table: Opened, rows: int = BATCH_ROWS) -> Iterator[TableBatch | Declared | Refused]:
    """The batches of an open table, of a typed one with about so many rows.

    Of the rows of one batch come first those refused, then the batch, then the others.

    Raises StceError, also when there is no row (W613), and what reading the rows raises.
    """
    parts = units(table.map)
    if parts is None:  # the map fills boxes that no column stands for
        yield from table.declarations()
        return
    nothing = True
    for one in _Door(table, parts, rows).batches():
        nothing = False
        yield one
    if nothing:
        raise empty(table.name)


class _Door:
    """A table on its way into batches. `_kept` are the rows of the last declaration so far, where it may go on."""

    def __init__(self, table: Opened, parts: Sequence[Unit | Bundle], rows: int) -> None:
        self._name = table.name
        self._most = rows
        self._table = table
        self._columns, self._assembly = table.assembly()
        self._units = [one for one in parts if one.columns]
        self._keys = [one for one in self._units if isinstance(one, Unit) and one.columns[0] in KEY]
        self._of_keys = {self._assembly.where[name] for unit in self._keys for name in unit.read}
        self._kept: Chunk | None = None
        self._known: Known = {}

    def batches(self) -> Iterator[TableBatch | Declared | Refused]:
        """Everything, once."""
        try:
            for piece, behind in _with_next(self._pieces()):
                if isinstance(piece, Chunk):
                    yield from self._take(piece, behind)
                else:
                    yield from self._let_go()
                    yield from self._assembly.take(piece)
        except Exception:
            yield from self._let_go()
            yield from self._assembly.break_off()
            raise
        yield from self._assembly.close()

    def _pieces(self) -> Iterator[_Piece]:
        rows = self._table.rows
        if isinstance(rows, TypedTable):
            done = 0
            for batch in rows.batches(self._columns, self._most):
                yield self._chunk(done + 1, done + 1, batch.columns, batch.num_rows)
                done += batch.num_rows
            return
        for piece in cells_of(rows, len(self._columns)):
            yield (
                self._chunk(piece.number, piece.line, piece.columns, len(piece)) if isinstance(piece, Cells) else piece
            )

    def _chunk(self, number: int, line: int, columns: Sequence[pa.Array], count: int) -> Chunk:
        import pyarrow as pa

        fixed = [
            pa.array([value], pa.string()).take(pa.array(np.zeros(count, int))) for value in self._table.fixed.values()
        ]
        numbers = np.arange(number, number + count, dtype=np.int64)
        lines = numbers if line == number else np.arange(line, line + count, dtype=np.int64)
        return Chunk(numbers, lines, [*columns, *fixed])

    def _let_go(self) -> Iterator[Declared | Refused]:
        """The declaration that may go on, given to the row reader."""
        kept, self._kept = self._kept, None
        if kept is not None:
            yield from self._by_rows(kept, np.arange(len(kept)))

    def _by_rows(self, chunk: Chunk, chosen: np.ndarray) -> Iterator[Declared | Refused]:
        rows = self._table.rows
        own = len(self._columns)
        for row in chunk.rows(chosen, own, None if isinstance(rows, TypedTable) else rows.delimiter):
            yield from self._assembly.take(row)

    def _take(self, chunk: Chunk, behind: _Piece | Exception | None) -> Iterator[TableBatch | Declared | Refused]:
        """Rows more; all are given, but for those of the last declaration where it may go on in the piece behind."""
        if self._kept is not None:
            chunk, self._kept = self._kept.joined(chunk), None
        if self._assembly.open is not None:
            yield from self._go_on(chunk, behind)
            return
        found = self._mapped(self._units, chunk)
        runs = self._runs(self._units, found)
        last = int(np.flatnonzero(runs.begins)[-1])
        if not self._is_open(chunk.part(last, len(chunk)), behind):
            yield from self._given(chunk, found, runs)
            return
        self._kept = chunk.part(last, len(chunk))
        if last:
            yield from self._given(chunk.part(0, last), [one.part(last) for one in found], runs.part(last))
        if len(self._kept) > MOST_ROWS:
            yield from self._let_go()

    def _is_open(self, chunk: Chunk, behind: _Piece | Exception | None) -> bool:
        """Whether the declaration of some rows may go on in what stands behind them."""
        if not isinstance(behind, Chunk):
            return behind is not None
        return not self._begins(chunk.only(self._of_keys).joined(behind.part(0, 1).only(self._of_keys)))[-1]

    def _go_on(self, chunk: Chunk, behind: _Piece | Exception | None) -> Iterator[TableBatch | Declared | Refused]:
        """Rows of which the first may belong to the declaration that the row reader has open."""
        begins = np.flatnonzero(self._begins(chunk))
        end = int(begins[1]) if len(begins) > 1 else len(chunk)
        yield from self._by_rows(chunk, np.arange(end))
        if end < len(chunk):
            yield from self._assembly.close()
            yield from self._take(chunk.part(end, len(chunk)), behind)

    def _begins(self, chunk: Chunk) -> np.ndarray:
        """The rows with which a declaration begins."""
        return self._runs(self._keys, self._mapped(self._keys, chunk)).begins

    def _runs(self, parts: Sequence[Unit | Bundle], found: Sequence[Mapped]) -> Runs:
        keys = {part.columns[0]: one for part, one in zip(parts, found, strict=True) if part.columns[0] in KEY}
        return Runs.of(keys, together=self._table.map.together)

    def _mapped(self, parts: Sequence[Unit | Bundle], chunk: Chunk) -> list[Mapped]:
        return [mapped(unit, self._assembly.where, chunk.columns, self._known) for unit in parts]

    def _given(self, chunk: Chunk, found: Sequence[Mapped], runs: Runs) -> Iterator[TableBatch | Declared | Refused]:
        """Whole declarations."""
        odd, goes_on = runs.odd | ~self._has_item(found), ~runs.begins[1:]
        unread: UnreadOutcomes | None = None
        for unit, one in zip(self._units, found, strict=True):
            odd |= one.odd
            for column in () if unit.of_item else one.columns:
                odd[differing(column, goes_on)] = True
            if isinstance(unit, Bundle) and one.unread is not None and one.unread.any():
                unread, otherwise = told_beside(unit, self._assembly.where, chunk.columns, one.unread, runs.begins)
                odd[otherwise] = True
        is_odd = runs.oddities(odd)
        beside = list(self._apart(chunk, np.flatnonzero(is_odd)))
        yield from (one for one in beside if isinstance(one, Refused))
        if not is_odd.all():
            batch = self._batch(chunk, found, np.flatnonzero(~is_odd), runs)
            yield batch if unread is None else replace(batch, unread=_kept(unread, ~is_odd, chunk.lines))
        yield from (one for one in beside if isinstance(one, Declared))

    def _apart(self, chunk: Chunk, chosen: np.ndarray) -> Iterator[Declared | Refused]:
        """Declarations that go through the row reader; those that do not follow each other must not meet there."""
        for together in np.split(chosen, np.flatnonzero(np.diff(chosen) > 1) + 1):
            if len(together):
                yield from self._by_rows(chunk, together)
                yield from self._assembly.close()

    def _has_item(self, found: Sequence[Mapped]) -> np.ndarray:
        """The rows that are goods items: for an engine that judges columns every row is one."""
        has_item = np.full(len(found[0].odd), not self._table.map.bare)
        for unit, one in zip(self._units, found, strict=True):
            for column in one.columns if unit.of_item and not has_item.all() else ():
                has_item |= valid(column)
        return has_item

    def _batch(self, chunk: Chunk, found: Sequence[Mapped], chosen: np.ndarray, runs: Runs) -> TableBatch:
        import pyarrow as pa

        columns = {
            name: column
            for unit, one in zip(self._units, found, strict=True)
            for name, column in zip(unit.columns, one.columns, strict=True)
        }
        columns["item.number"] = runs.numbered(columns.get("item.number"))
        everything = len(chosen) == len(chunk)
        kept = {name: column if everything else column.take(pa.array(chosen)) for name, column in columns.items()}
        return TableBatch(self._name, chunk.lines if everything else chunk.lines[chosen], pa.record_batch(kept))


def _kept(unread: UnreadOutcomes, rows: np.ndarray, lines: np.ndarray) -> UnreadOutcomes | None:
    """What is told of declarations that begin in some of the rows, by the numbers that rows have in results."""
    stay = rows[unread.rows]
    return UnreadOutcomes(unread.ways, lines[unread.rows[stay]], unread.of[stay]) if stay.any() else None


def _with_next(pieces: Iterator[_Piece]) -> Iterator[tuple[_Piece, _Piece | Exception | None]]:
    """Each piece, and the one behind it or the fault by which reading ends there."""
    before: _Piece | None = None
    try:
        for piece in pieces:
            if before is not None:
                yield before, piece
            before = piece
    except Exception as fault:
        if before is not None:
            yield before, fault
        raise
    if before is not None:
        yield before, None


_Piece = Chunk | Row | Unread
