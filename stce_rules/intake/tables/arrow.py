"""Tables as record batches: what the columnar engine reads in place of declarations.

Enters: an open table. Leaves: batches whose columns are named as `columns` says, one goods item in each row, with the
number of every row; beside them declarations that columns cannot tell, and rows that are refused. Promises: a
declaration is never split between two batches, all its cells can be read, and all its rows say the same of it as a
whole; whatever is not so goes through the row reader and comes as a declaration; one batch is in memory at a time, and
the same table gives the same batches every time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from stce_rules.intake.declared import Declared
from stce_rules.intake.refusal import Refused
from stce_rules.intake.tables.assemble import MOST_ROWS
from stce_rules.intake.tables.batch import TableBatch
from stce_rules.intake.tables.blocks import Cells, cells_of
from stce_rules.intake.tables.csvrows import Row, Unread
from stce_rules.intake.tables.mapping import Codes, Mapped, mapped, nothing_in
from stce_rules.intake.tables.opening import Opened, empty, open_typed
from stce_rules.intake.tables.spreading import KEY, Bundle, Unit, narrowed, units
from stce_rules.intake.tables.typedrows import BATCH_ROWS, TypedTable, cells, open_parquet

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["BATCH_ROWS", "TableBatch", "parquet_batches", "table_batches"]


def parquet_batches(
    path: str | Path, columns: Collection[str] | None = None
) -> Iterator[TableBatch | Declared | Refused]:
    """A canonical table as Parquet. Texts that come again and again are dictionary-encoded.

    `columns` are canonical names; those the file lacks are passed over, None stands for all. Raises StceError: no
    canonical table (E662 to E664), nothing in it (W613), not readable (E665, E666, E668); OSError when the file cannot
    be opened.
    """
    name = str(path)
    yield from table_batches(open_typed(open_parquet(path, name), name, None), columns)


def table_batches(table: Opened, columns: Collection[str] | None) -> Iterator[TableBatch | Declared | Refused]:
    """The batches of an open table. Of the rows of one batch come first those refused, then the batch, then the others.

    Raises StceError, also when there is no row (W613), and what reading the rows raises.
    """
    narrow = Opened(table.name, narrowed(table.map, columns), table.names, table.rows, table.fixed)
    parts = units(narrow.map)
    if parts is None:  # the map fills boxes that no column stands for
        yield from table.declarations()
        return
    nothing = True
    for one in _Door(narrow, parts, columns).batches():
        nothing = False
        yield one
    if nothing:
        raise empty(table.name)


class _Door:
    """A table on its way into batches. `_kept` are the rows of the last declaration so far, which may go on."""

    def __init__(self, table: Opened, parts: Sequence[Unit | Bundle], asked: Collection[str] | None) -> None:
        self._name = table.name
        self._asked = asked
        self._table = table
        self._columns, self._assembly = table.assembly()
        self._units = [one for one in parts if one.columns]
        self._kept: _Chunk | None = None

    def batches(self) -> Iterator[TableBatch | Declared | Refused]:
        """Everything, once."""
        try:
            for piece, is_last in _with_end(self._pieces()):
                if isinstance(piece, _Chunk):
                    yield from self._take(piece, is_last=is_last)
                else:
                    yield from self._let_go()
                    yield from self._assembly.take(piece)
        except Exception:
            yield from self._let_go()
            yield from self._assembly.break_off()
            raise
        yield from self._assembly.close()

    def _pieces(self) -> Iterator[_Chunk | Row | Unread]:
        rows = self._table.rows
        if isinstance(rows, TypedTable):
            done = 0
            for batch in rows.batches(self._columns, BATCH_ROWS):
                yield self._chunk(done + 1, done + 1, batch.columns, batch.num_rows)
                done += batch.num_rows
            return
        for piece in cells_of(rows, len(self._columns)):
            yield (
                self._chunk(piece.number, piece.line, piece.columns, len(piece)) if isinstance(piece, Cells) else piece
            )

    def _chunk(self, number: int, line: int, columns: Sequence[pa.Array], count: int) -> _Chunk:
        import pyarrow as pa

        fixed = [
            pa.array([value], pa.string()).take(pa.array(np.zeros(count, int))) for value in self._table.fixed.values()
        ]
        steps = np.arange(count, dtype=np.int64)
        return _Chunk(number + steps, line + steps, [*columns, *fixed])

    def _let_go(self) -> Iterator[Declared | Refused]:
        """The declaration that may go on, given to the row reader."""
        kept, self._kept = self._kept, None
        if kept is not None:
            yield from self._by_rows(kept, np.arange(len(kept)))

    def _by_rows(self, chunk: _Chunk, chosen: np.ndarray) -> Iterator[Declared | Refused]:
        rows = self._table.rows
        own = len(self._columns)
        for row in chunk.rows(chosen, own, None if isinstance(rows, TypedTable) else rows.delimiter):
            yield from self._assembly.take(row)

    def _take(self, chunk: _Chunk, *, is_last: bool) -> Iterator[TableBatch | Declared | Refused]:
        """Rows more; all but those of the last declaration are given, which may go on."""
        if self._kept is not None:
            chunk, self._kept = self._kept.joined(chunk), None
        if self._assembly.open is not None:
            yield from self._go_on(chunk, is_last=is_last)
            return
        runs = self._runs(chunk)
        if is_last:
            yield from self._given(chunk, runs)
            return
        last = int(np.flatnonzero(runs.begins)[-1])
        self._kept = chunk.part(last, len(chunk))
        if last:
            yield from self._given(chunk.part(0, last), runs.part(last))
        if len(self._kept) > MOST_ROWS:
            yield from self._let_go()

    def _go_on(self, chunk: _Chunk, *, is_last: bool) -> Iterator[TableBatch | Declared | Refused]:
        """Rows of which the first may belong to the declaration that the row reader has open."""
        begins = np.flatnonzero(self._runs(chunk).begins)
        end = int(begins[1]) if len(begins) > 1 else len(chunk)
        yield from self._by_rows(chunk, np.arange(end))
        if end < len(chunk):
            yield from self._assembly.close()
            yield from self._take(chunk.part(end, len(chunk)), is_last=is_last)

    def _runs(self, chunk: _Chunk) -> _Runs:
        keys = {unit.columns[0]: self._mapped(unit, chunk) for unit in self._units if unit.columns[0] in KEY}
        return _Runs.of(keys, together=self._table.map.together)

    def _mapped(self, unit: Unit | Bundle, chunk: _Chunk) -> Mapped:
        return mapped(unit, self._assembly.where, chunk.columns)

    def _given(self, chunk: _Chunk, runs: _Runs) -> Iterator[TableBatch | Declared | Refused]:
        """Whole declarations."""
        odd, goes_on = runs.odd.copy(), ~runs.begins[1:]
        found = [(unit, self._mapped(unit, chunk)) for unit in self._units]
        for unit, one in found:
            odd |= one.odd
            if not unit.of_item and goes_on.any():
                odd[1:] |= goes_on & one.changes()
        is_odd = runs.oddities(odd)
        beside = list(self._apart(chunk, np.flatnonzero(is_odd)))
        yield from (one for one in beside if isinstance(one, Refused))
        if not is_odd.all():
            yield self._batch(chunk, found, np.flatnonzero(~is_odd), runs)
        yield from (one for one in beside if isinstance(one, Declared))

    def _apart(self, chunk: _Chunk, chosen: np.ndarray) -> Iterator[Declared | Refused]:
        """Declarations that go through the row reader; those that do not follow each other must not meet there."""
        for together in np.split(chosen, np.flatnonzero(np.diff(chosen) > 1) + 1):
            if len(together):
                yield from self._by_rows(chunk, together)
                yield from self._assembly.close()

    def _batch(
        self,
        chunk: _Chunk,
        found: Sequence[tuple[Unit | Bundle, Mapped]],
        chosen: np.ndarray,
        runs: _Runs,
    ) -> TableBatch:
        import pyarrow as pa
        from pyarrow import compute

        has_item = np.full(len(chunk), not self._table.map.bare)
        columns: dict[str, pa.Array] = {}
        for unit, one in found:
            columns |= zip(unit.columns, one.columns, strict=True)
            if unit.of_item and self._table.map.bare:
                for column in one.columns:
                    has_item |= column.is_valid().to_numpy(zero_copy_only=False)
        so_far = np.cumsum(has_item)
        place = so_far - (so_far - has_item)[runs.begins][np.cumsum(runs.begins) - 1]
        numbers = pa.array(place, pa.int64(), mask=~has_item)
        stated = columns.get("item.number")
        columns["item.number"] = numbers if stated is None else compute.coalesce(stated, numbers)
        everything = len(chosen) == len(chunk)
        kept = {
            name: column if everything else column.take(pa.array(chosen))
            for name, column in columns.items()
            if self._asked is None or name in self._asked or name in (*KEY, "item.number")
        }
        return TableBatch(self._name, chunk.lines[chosen], pa.record_batch(kept))


@dataclass(frozen=True, slots=True)
class _Runs:
    """Rows by declarations: those with which one begins, and those that only the row reader can put to one.

    A row without an id stands among the rows of the declaration before it, which may go on behind it. `others` are
    version and action: their numbers, and the rows that state them.
    """

    begins: np.ndarray
    odd: np.ndarray
    ids: Codes
    others: tuple[tuple[Codes, np.ndarray], ...]

    @classmethod
    def of(cls, keys: Mapping[str, Mapped], *, together: bool) -> Self:
        """The runs by their keys; each row is one by itself unless they go `together`."""
        (ids,) = keys["id"].codes()
        column = keys["id"].columns[0]
        nameless = ~column.is_valid().to_numpy(zero_copy_only=False) | nothing_in(column, ["", "null"]) | keys["id"].odd
        others = tuple(
            (key.codes()[0], key.columns[0].is_valid().to_numpy(zero_copy_only=False))
            for name, key in keys.items()
            if name != "id"
        )
        found = cls(np.ones(len(ids), dtype=bool), nameless.copy(), ids, others)
        rows = np.arange(len(ids))
        if together:
            named = np.maximum.accumulate(np.where(nameless, 0, rows))
            found.begins[1:] = ~nameless[1:] & ~found.are_same(named[:-1], rows[1:])
        for name, key in keys.items():
            found.odd[:] |= key.odd
            if name != "id":
                found.odd[1:] |= ~found.begins[1:] & key.changes()
        return found

    def part(self, end: int) -> _Runs:
        """Those of the first rows."""
        others = tuple((codes[:end], said[:end]) for codes, said in self.others)
        return _Runs(self.begins[:end], self.odd[:end], self.ids[:end], others)

    def are_same(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Whether rows would be of one declaration if they followed each other."""
        same = self.ids[one] == self.ids[other]
        for codes, said in self.others:
            same &= (codes[one] == codes[other]) | ~said[one] | ~said[other]
        return np.asarray(same)

    def oddities(self, odd: np.ndarray) -> np.ndarray:
        """All rows of declarations that have an odd row, too many rows, or come to stand behind one of the same id."""
        starts = np.flatnonzero(self.begins)
        found = np.logical_or.reduceat(odd, starts) | (np.diff([*starts, len(odd)]) > MOST_ROWS)
        while True:
            kept = np.flatnonzero(~found)
            again = self.are_same(starts[kept[:-1]], starts[kept[1:]])
            if not again.any():
                return np.asarray(found[np.cumsum(self.begins) - 1])
            found[kept[1:][again]] = True


def _with_end(pieces: Iterator[_Chunk | Row | Unread]) -> Iterator[tuple[_Chunk | Row | Unread, bool]]:
    """Each piece, and whether it is the last."""
    before: _Chunk | Row | Unread | None = None
    for piece in pieces:
        if before is not None:
            yield before, False
        before = piece
    if before is not None:
        yield before, True


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Rows as columns of cells, with their numbers and lines."""

    numbers: np.ndarray
    lines: np.ndarray
    columns: list[pa.Array]

    def __len__(self) -> int:
        return len(self.numbers)

    def part(self, start: int, end: int) -> _Chunk:
        """Some of the rows."""
        columns = [column.slice(start, end - start) for column in self.columns]
        return _Chunk(self.numbers[start:end], self.lines[start:end], columns)

    def joined(self, other: _Chunk) -> _Chunk:
        """These rows, and others behind them."""
        columns = [_behind(*pair) for pair in zip(self.columns, other.columns, strict=True)]
        return _Chunk(np.concatenate([self.numbers, other.numbers]), np.concatenate([self.lines, other.lines]), columns)

    def rows(self, chosen: np.ndarray, own: int, delimiter: str | None) -> Iterator[Row]:
        """Rows by their places, with the first cells; of a text also as they stood, but for quotation marks."""
        import pyarrow as pa

        values = [cells(column.take(pa.array(chosen))) for column in self.columns[:own]]
        for place, row in zip(chosen, zip(*values, strict=True), strict=True):
            text = "" if delimiter is None else delimiter.join(map(str, row))
            yield Row(int(self.numbers[place]), int(self.lines[place]), row, text)


def _behind(few: pa.Array, many: pa.Array) -> pa.Array:
    """A column behind a few of its rows; a dictionary is not made anew, which would take longer than reading it."""
    import pyarrow as pa
    from pyarrow import compute

    if not isinstance(many, pa.DictionaryArray):
        return pa.concat_arrays([few, many])
    plain = few.cast(many.type.value_type)
    values = plain.unique().drop_null()
    met = compute.index_in(many.dictionary, value_set=values)
    at = np.flatnonzero(met.is_valid().to_numpy(zero_copy_only=False))
    places = np.full(len(values), -1)
    places[met.take(pa.array(at)).to_numpy(zero_copy_only=False)] = at
    new = places < 0
    places[new] = len(many.dictionary) + np.arange(np.count_nonzero(new))
    dictionary = pa.concat_arrays([many.dictionary, values.filter(pa.array(new))]) if new.any() else many.dictionary
    indices = pa.array(places, many.type.index_type).take(compute.index_in(plain, value_set=values))
    return pa.DictionaryArray.from_arrays(pa.concat_arrays([indices, many.indices]), dictionary)
