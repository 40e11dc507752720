"""The file of findings."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.replay import parquet_file
from stce_rules.replay.findings import FindingsFile
from stce_rules.replay.judging import Judge, Setting
from stce_rules.replay.parquet_file import as_table
from stce_rules.replay.result_tables import findings_schema
from stce_rules.replay.rows import Columns, in_rows
from stce_rules.replay.sources import Declared


@pytest.fixture
def found(setting: Setting, read: list[Declared]) -> Columns:
    """Some findings."""
    made = Judge(setting).judge(read).findings
    assert isinstance(made, dict)
    return made


def portion(found: Columns, begin: int, end: int | None) -> Columns:
    """Some rows of them."""
    return {name: cells[begin:end] for name, cells in found.items()}


def written(path: Path, found: Columns) -> Path:
    """A file of findings, written in two portions."""
    file = FindingsFile(path)
    file.write(portion(found, 0, 3))
    file.write(portion(found, 3, None))
    return file.finish(whole=True)


def lines(raw: bytes) -> list[dict[str, object]]:
    """NDJSON as plain data."""
    return [json.loads(line) for line in raw.splitlines()]


def plain(found: Columns) -> list[dict[str, Any]]:
    """Rows as plain data."""
    rows: list[dict[str, Any]] = list(in_rows(found))
    return [one | {"date": one["date"] and str(one["date"]), "evidence": json.loads(one["evidence"])} for one in rows]


def test_ndjson_has_a_line_for_each_row(tmp_path: Path, found: Columns) -> None:
    """NDJSON holds every column of every row, in order."""
    assert lines(written(tmp_path / "f.ndjson", found).read_bytes()) == plain(found)


def test_a_compressed_file_is_the_same_every_time(tmp_path: Path, found: Columns) -> None:
    """The same findings give the same bytes, without the time they were written at."""
    one = written(tmp_path / "f.ndjson.gz", found).read_bytes()
    assert one == written(tmp_path / "g.ndjson.gz", found).read_bytes()
    assert lines(gzip.decompress(one)) == plain(found)


def test_parquet_has_typed_columns_in_row_groups(
    tmp_path: Path, found: Columns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parquet holds the same rows as NDJSON, with days as days and missing fields as lists."""
    parquet: Any = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet_file, "GROUP_ROWS", 4)
    file = parquet.ParquetFile(written(tmp_path / "f.parquet", found))
    rows = list(in_rows(found))
    assert file.metadata.num_row_groups == -(-len(rows) // 4)
    assert file.read().to_pylist() == rows
    assert file.schema_arrow == findings_schema()


def test_the_portions_of_a_table_do_not_show(tmp_path: Path, found: Columns, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows give the same bytes in whatever portions they come, plain or as Arrow's."""
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(parquet_file, "GROUP_ROWS", 4)
    whole = FindingsFile(tmp_path / "whole.parquet")
    whole.write(as_table(found, findings_schema()))
    assert whole.finish(whole=True).read_bytes() == written(tmp_path / "f.parquet", found).read_bytes()
    lines_of = FindingsFile(tmp_path / "whole.ndjson")
    lines_of.write(as_table(found, findings_schema()))
    assert lines_of.finish(whole=True).read_bytes() == written(tmp_path / "f.ndjson", found).read_bytes()


def test_numbers_of_texts_do_not_show(tmp_path: Path, found: Columns, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table some of whose texts are numbered gives the bytes of the same texts, wherever it is cut."""
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(parquet_file, "GROUP_ROWS", 4)
    plain = as_table(found, findings_schema())
    numbered = plain
    for at, name in enumerate(plain.schema.names):
        if name in ("source", "rule", "outcome", "channel"):
            turned = plain.column(name).take(list(reversed(range(len(plain))))).dictionary_encode().combine_chunks()
            numbered = numbered.set_column(at, name, turned.take(list(reversed(range(len(plain))))))
    expected = written(tmp_path / "g.parquet", found).read_bytes()
    for ways in ((numbered, numbered), (numbered, plain)):
        file = FindingsFile(tmp_path / "f.parquet")
        for begin in range(0, len(plain), 3):
            file.write(ways[begin % 2].slice(begin, 3))
        assert file.finish(whole=True).read_bytes() == expected


def test_no_findings_are_a_file_too(tmp_path: Path) -> None:
    """A replay that found nothing leaves an empty table, not no file."""
    parquet: Any = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(written(tmp_path / "f.parquet", {})).num_rows == 0


def test_the_name_appears_when_the_file_is_whole(tmp_path: Path, found: Columns) -> None:
    """Until it is finished a file has another name, and an older one stays."""
    path = tmp_path / "f.ndjson"
    path.write_text("older")
    file = FindingsFile(path)
    file.write(found)
    assert path.read_text() == "older"
    file.finish(whole=True)
    assert sorted(one.name for one in tmp_path.glob("f.*")) == ["f.ndjson"]
    assert path.read_text() != "older"


def test_an_interrupted_file_says_so(tmp_path: Path, found: Columns) -> None:
    """What was written until an interrupt is kept under a name of its own."""
    file = FindingsFile(tmp_path / "f.ndjson.gz")
    file.write(portion(found, 0, 1))
    kept = file.finish(whole=False)
    assert kept.name == "f.interrupted.ndjson.gz"
    assert lines(gzip.decompress(kept.read_bytes())) == plain(portion(found, 0, 1))
    assert not (tmp_path / "f.ndjson.gz").exists()


def test_an_abandoned_file_is_gone(tmp_path: Path, found: Columns) -> None:
    """After a fault nothing half-written stays."""
    file = FindingsFile(tmp_path / "f.ndjson")
    file.write(found)
    file.abandon()
    assert list(tmp_path.glob("f.*")) == []


@pytest.mark.parametrize(("name", "code"), [("f.csv", "E672"), ("none/f.ndjson", "E670"), (".parquet", "E670")])
def test_a_file_that_cannot_be_made_is_told(tmp_path: Path, name: str, code: str) -> None:
    """An unknown format, a missing folder, and a folder of that name are coded reports."""
    (tmp_path / ".parquet").mkdir()
    with pytest.raises(StceError, match=code):
        FindingsFile(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is a device of Linux")
def test_a_full_disk_is_told(tmp_path: Path, found: Columns) -> None:
    """When the disk is full that is said, with the name of the file."""
    (tmp_path / "f.ndjson.part").symlink_to("/dev/full")
    file = FindingsFile(tmp_path / "f.ndjson")
    long = {**portion(found, 0, 1), "evidence": ['"' + "x" * 100_000 + '"']}
    with pytest.raises(StceError, match=r"E670 .*f\.ndjson: cannot be written: no space left on device"):
        file.write(long)
    file.abandon()
