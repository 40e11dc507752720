"""Files that are there already."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError
from stce_rules.replay import Replay, Results, replay
from stce_rules.replay.judging import Setting
from stce_rules.replay.sources import History, adapters_for

Write = Callable[..., Path]


def run(path: Path, setting: Setting, findings: Path | None = None, rejects: Path | None = None) -> None:
    """Replay one file."""
    replay(Replay(History([path], adapters_for((), None)), setting), Results(findings, rejects))


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("rejects", "rules.stce", b"use edition 2022\n"),
        ("rejects", "map.yaml", b"declaration: {id: No}\n"),
        ("rejects", "july.ndjson", b'{"id":"A"}\n'),
        ("findings", "july.ndjson", b'{"id":"A"}\n'),
        ("findings", "july.ndjson.gz", gzip.compress(b'{"id":"A"}\n')),
        ("findings", "july.ndjson.gz", b"no gzip"),
        ("findings", "july.parquet", b"no table"),
    ],
)
def test_what_no_replay_wrote_stays(
    setting: Setting, some: list[Declaration], write: Write, tmp_path: Path, kind: str, name: str, content: bytes
) -> None:
    """A file of another kind is refused as a result, before anything is judged."""
    pytest.importorskip("pyarrow")
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StceError, match="E670"):
        run(write(some), setting, **{kind: path})
    assert path.read_bytes() == content


def test_a_table_of_others_stays(setting: Setting, some: list[Declaration], write: Write, tmp_path: Path) -> None:
    """A Parquet file that has not the columns of findings is refused."""
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "july.parquet"
    parquet.write_table(arrow.table({"id": ["A"], "item.hs": ["29307000"]}), path)
    with pytest.raises(StceError, match="E670"):
        run(write(some), setting, findings=path)
    assert parquet.read_schema(path).names == ["id", "item.hs"]


@pytest.mark.parametrize("name", ["f.ndjson", "f.ndjson.gz", "f.parquet"])
def test_results_of_a_replay_are_written_anew(
    setting: Setting, some: list[Declaration], write: Write, tmp_path: Path, name: str
) -> None:
    """Findings and rejects of a replay give way to those of the next, and so do empty files."""
    pytest.importorskip("pyarrow")
    path, findings, rejects = write(some), tmp_path / name, tmp_path / "r.ndjson"
    path.write_bytes(b"oops\n" + path.read_bytes())
    rejects.touch()
    run(path, setting, findings=findings, rejects=rejects)
    before = findings.read_bytes(), rejects.read_bytes()
    run(path, setting, findings=findings, rejects=rejects)
    assert (findings.read_bytes(), rejects.read_bytes()) == before
    assert before[1].startswith(b'{"place":')
