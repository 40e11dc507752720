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
from stce_rules.replay.sources import History, Rejected, adapters_for


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
    with pytest.raises(StceError, match="did you mean 'parquet'"):
        adapters_for((), "parket")


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
