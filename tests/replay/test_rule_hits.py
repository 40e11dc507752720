"""What rules found in a replay, read from what it wrote."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.replay.rule_hits import Hits, hits_of

ROWS = [
    {"source": "h", "row": 1, "declaration": "A", "rule": "R-1", "item": 1, "outcome": "hit"},
    {"source": "h", "row": 1, "declaration": "A", "rule": "R-1", "item": 2, "outcome": "hit"},
    {"source": "h", "row": 3, "declaration": "A", "rule": "R-1", "item": 1, "outcome": "undetermined"},
    {"source": "h", "row": 1, "declaration": "A", "rule": "R-1", "item": 3, "outcome": "undetermined"},
    {"source": "h", "row": 2, "declaration": "B", "rule": "R-2", "item": None, "outcome": "monitor hit"},
    {"source": "h", "row": 2, "declaration": "B", "rule": "R-3", "item": None, "outcome": "exempt"},
]
EXPECTED = {"R-1": Hits(1, 1), "R-2": Hits(1, 0)}


def test_declarations_are_counted_once(tmp_path: Path) -> None:
    """A declaration with several goods items hit counts once; one that is hit does not count as undetermined too."""
    lines = "".join(json.dumps(one) + "\n" for one in ROWS)
    plain, packed = tmp_path / "f.ndjson", tmp_path / "f.ndjson.gz"
    plain.write_text(lines)
    packed.write_bytes(gzip.compress(lines.encode()))
    assert hits_of(plain) == hits_of(packed) == EXPECTED


def test_parquet_says_the_same(tmp_path: Path) -> None:
    """The same rows as Parquet give the same counts."""
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "f.parquet"
    parquet.write_table(pa.Table.from_pylist(ROWS), path)
    assert hits_of(path) == EXPECTED


@pytest.mark.parametrize("name", ["nothing.ndjson", "text.ndjson", "text.ndjson.gz", "text.parquet", "."])
def test_what_is_no_replay_is_refused(tmp_path: Path, name: str) -> None:
    """A file that is not there, or holds something else, is one coded fault."""
    for one in ("text.ndjson", "text.ndjson.gz", "text.parquet"):
        (tmp_path / one).write_text("this is no finding\n")
    with pytest.raises(StceError) as refused:
        hits_of(tmp_path / name)
    assert [one.code for one in refused.value.diagnostics] == ["E942"]


def test_hits_in_words() -> None:
    """One declaration is not several, and open ones are told beside."""
    assert Hits(1, 0).said == "hit 1 declaration in the last replay"
    assert Hits(1_200, 3).said == "hit 1,200 declarations, undetermined in 3 in the last replay"
