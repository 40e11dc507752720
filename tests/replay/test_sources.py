"""Files and folders of a history."""

from __future__ import annotations

import gzip
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError
from stce_rules.intake.adapters import Refused
from stce_rules.replay.sources import Declared, History, Rejected, TableBatch, adapters_for, history_of


class Semaphore:
    """A format of a plugin: each line that begins with `flag` is a declaration; `stuck` breaks the adapter down."""

    name = "semaphore"
    title = "flags"

    def recognises(self, head: bytes, name: str) -> bool:
        """By its first word."""
        return head.startswith(b"flag")

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """Line by line."""
        for line in stream:
            if line.startswith(b"stuck"):
                raise ValueError("the arm\nis stuck")
            yield Declaration(id=line.split()[1].decode())


def ids(history: History) -> list[str]:
    """Ids of declarations, and codes with places of what was refused."""
    return [
        one.id if isinstance(one, Declaration) else f"{one.diagnostics[0].code} {Path(one.place).name}"
        for one in history.read()
    ]


def test_a_folder_is_read_below_in_the_order_of_names(tmp_path: Path) -> None:
    """Files of any format below a folder are read, sorted; hidden ones are left."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.csv").write_text("id\nfrom-csv\n")
    (tmp_path / "c.flags").write_text("flag from-plugin\n")
    (tmp_path / "a.ndjson.gz").write_bytes(gzip.compress(b'{"id":"from-json"}\n'))
    (tmp_path / ".hidden").write_text("x")
    history = History([tmp_path], adapters_for((Semaphore(),), None))
    assert ids(history) == ["from-json", "from-csv", "from-plugin"]
    assert history.bytes_read == history.total_bytes


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    """A file, and the folder that it is in, do not count its declarations twice."""
    path = tmp_path / "a.ndjson"
    path.write_text('{"id":"A"}\n')
    assert ids(History([path, tmp_path], adapters_for((), None))) == ["A"]


def test_the_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads what is piped in; how much that is is not known."""

    class Standard:
        buffer = io.BytesIO(b'{"id":"A"}\n')

    monkeypatch.setattr(sys, "stdin", Standard())
    history = History(["-"], adapters_for((), None))
    assert history.total_bytes is None
    assert ids(history) == ["A"]
    assert not Standard.buffer.closed


def test_an_adapter_that_was_named_reads_every_file(tmp_path: Path) -> None:
    """A format that is asked for is not told by content."""
    path = tmp_path / "a.txt"
    path.write_text("a A\n")
    assert ids(History([path], adapters_for((Semaphore(),), "semaphore"))) == ["A"]


def test_an_adapter_that_is_not_there_is_told_with_the_nearest() -> None:
    """A misspelt format gives the names there are."""
    with pytest.raises(StceError, match="did you mean 'table'"):
        adapters_for((), "tabel")


def test_an_adapter_that_breaks_down_costs_the_rest_of_its_file_only(tmp_path: Path) -> None:
    """Whatever an adapter raises is told, and the next file is read."""
    (tmp_path / "a").write_text("flag A\nstuck\nflag B\n")
    (tmp_path / "b").write_text("flag C\n")
    history = History([tmp_path], adapters_for((Semaphore(),), None))
    found = list(history.read())
    assert [one.id for one in found if isinstance(one, Declaration)] == ["A", "C"]
    (told,) = [one for one in found if isinstance(one, Rejected)]
    assert told.diagnostics[0].code == "E614"
    assert told.diagnostics[0].message.endswith("was not read: the arm is stuck")


def test_a_file_that_goes_away_meanwhile_is_told(tmp_path: Path) -> None:
    """A fault of the system in one file does not stop the next."""
    (tmp_path / "a.ndjson").write_text('{"id":"A"}\n')
    (tmp_path / "b.ndjson").write_text('{"id":"B"}\n')
    history = History([tmp_path], adapters_for((), None))
    (tmp_path / "a.ndjson").unlink()
    assert ids(history) == ["E673 a.ndjson", "B"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_stops_before_the_first(tmp_path: Path) -> None:
    """All files can be read before the first is."""
    path = tmp_path / "a.ndjson"
    path.write_text('{"id":"A"}\n')
    path.chmod(0)
    with pytest.raises(StceError, match="may not be read"):
        History([path], adapters_for((), None))


def test_a_refused_line_is_kept_as_it_stood(tmp_path: Path) -> None:
    """The raw line comes with the refusal, cut where it is long, of a compressed file too."""
    long = b'{"id":7' + b"x" * 5000
    path = tmp_path / "a.ndjson"
    path.write_bytes(gzip.compress(b'{"id":"A"}\r\n{oops\r\n{"id":"\xe4"}\n' + long + b"\n"))
    raw = [one.raw for one in History([path], adapters_for((), None)).read() if isinstance(one, Rejected)]
    assert raw == [b"{oops", b'{"id":"\xe4"}', long[:4096]]


def test_the_first_part_of_a_line_beyond_the_limit_is_kept(tmp_path: Path) -> None:
    """Of a line of 50 MB the beginning is kept, and the line after it is read."""
    path = tmp_path / "a.ndjson"
    path.write_bytes(b'{"id":"' + b"x" * 50_000_000 + b'"}\n{"id":"B"}\n')
    refused, good = History([path], adapters_for((), None)).read()
    assert isinstance(refused, Rejected)
    assert refused.diagnostics[0].code == "E609"
    assert refused.raw == b'{"id":"' + b"x" * 4089
    assert isinstance(good, Declaration)


def test_a_pattern_names_files_and_folders(tmp_path: Path) -> None:
    """`data/*.csv`, which the shell did not unfold, names the files it fits, sorted; none at all is a fault."""
    for name in ("b.csv", "a.csv", "c.ndjson"):
        (tmp_path / name).write_text("id\nA\n" if name.endswith("csv") else '{"id":"C"}\n')
    assert [Path(one).name for one in history_of([tmp_path / "*.csv"]).files] == ["a.csv", "b.csv"]
    assert [Path(one).name for one in history_of([tmp_path / "?.*"]).files] == ["a.csv", "b.csv", "c.ndjson"]
    with pytest.raises(StceError, match="no file fits the pattern"):
        history_of([tmp_path / "*.parquet"])


def test_columns_in_paths_fill_boxes(tmp_path: Path) -> None:
    """A box that stands in the path of a file is read; other columns of the path are there for a map."""
    folder = tmp_path / "year=2024" / "office=DE%20004600" / "exit_office=__HIVE_DEFAULT_PARTITION__"
    folder.mkdir(parents=True)
    (folder / "part.csv").write_text("id,item.hs\nA,2930\nA,8401\nB,1\n")
    (folder / "_SUCCESS").write_text("")
    found = [one for one in history_of([tmp_path]).read() if isinstance(one, Declaration)]
    assert [(one.id, one.office, one.exit_office, len(one.items)) for one in found] == [
        ("A", "DE 004600", None, 2),
        ("B", "DE 004600", None, 1),
    ]
    map_ = tmp_path / "m.yaml"
    map_.write_text(
        "declaration: {id: id, date: {columns: [year, item.hs], join: -}, extra: {y: year}}", encoding="utf-8"
    )
    history = history_of([tmp_path / "year=*" / "**" / "*.csv"], map_path=map_)
    assert [one.extra for one in history.read() if isinstance(one, Declaration)] == [{"y": "2024"}, {"y": "2024"}]
    map_.write_text("declaration: {id: id, extra: {y: year}}", encoding="utf-8")
    history = history_of([tmp_path / "year=*" / "**" / "*.csv"], map_path=map_)
    batches = [one.batch for one in history.batches() if isinstance(one, TableBatch)]
    assert [one["extra.y"].to_pylist() for one in batches] == [["2024"] * 3]


def test_a_column_of_the_table_goes_before_one_of_its_path(tmp_path: Path) -> None:
    """What a row says itself is nearer."""
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    folder = tmp_path / "office=A" / "destination=SS"
    folder.mkdir(parents=True)
    parquet.write_table(arrow.table({"id": ["1"], "office": ["B"], "item.hs": ["1"]}), folder / "p.parquet")
    history = history_of([tmp_path])
    (row,) = [one for one in history.read() if isinstance(one, Declaration)]
    (batch,) = [one for one in history.batches() if isinstance(one, TableBatch)]
    assert (row.office, row.destination) == ("B", "SS")
    assert batch.batch.select(["id", "office", "destination"]).to_pylist() == [
        {"id": "1", "office": "B", "destination": "SS"}
    ]


def test_maps_beside_tables_are_no_messages(tmp_path: Path) -> None:
    """A folder of tables with their maps is read without a refusal."""
    (tmp_path / "a.csv").write_text("No,HS\n1,2930\n")
    (tmp_path / "a.csv.map.yaml").write_text("declaration: {id: No}\nitem: {hs: HS}\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.csv").write_text("Nr\n2\n")
    (tmp_path / "deep" / "stce-table.yaml").write_text("declaration: {id: Nr}\n")
    history = history_of([tmp_path])
    assert ids(history) == ["1", "2"]
    assert len(history.files) == 2
    assert [Path(one.name).name for one in history.prints or ()] == [
        "a.csv",
        "b.csv",
        "a.csv.map.yaml",
        "stce-table.yaml",
    ]


def test_a_map_that_was_given_reads_all_tables(tmp_path: Path) -> None:
    """`--map` goes before maps beside tables; messages of other formats are still told by content."""
    (tmp_path / "a.csv").write_text("No\n1\n")
    (tmp_path / "a.csv.map.yaml").write_text("declaration: {id: Other}\n")
    (tmp_path / "b.ndjson").write_text('{"id":"2"}\n')
    map_ = tmp_path / "m.yml"
    map_.write_text("declaration: {id: No}")
    assert ids(history_of([tmp_path / "a.csv", tmp_path / "b.ndjson"], map_path=map_)) == ["1", "2"]
    with pytest.raises(StceError, match="E730"):
        history_of([tmp_path / "a.csv"], map_path=tmp_path / "none.yaml")


def test_batches_of_what_is_no_table_are_declarations(tmp_path: Path) -> None:
    """Every source can be read by batches; where there are none, declarations come with their places."""
    (tmp_path / "a.csv").write_text("id,item.hs\nA,1\n")
    (tmp_path / "b.ndjson").write_text('{"id":"B"}\n\n{"id":"C"}\n')
    found = list(history_of([tmp_path]).batches())
    assert [type(one) for one in found] == [TableBatch, Declared, Declared]
    assert [one.row for one in found if isinstance(one, Declared)] == [1, 3]


def test_how_far_reading_came_can_be_asked_while_a_file_is_closed(tmp_path: Path) -> None:
    """One thread reads and closes files, another asks how far it has come."""
    (tmp_path / "a.csv").write_text("id\nA\n")
    history = history_of([tmp_path / "a.csv"])
    messages = history.located()
    next(messages)
    assert history._current is not None
    history._current.close()
    assert history.bytes_read == 0
