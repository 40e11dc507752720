"""A replay from beginning to end."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError
from stce_rules.generator import generate
from stce_rules.replay import Replay, Results, replay
from stce_rules.replay.findings import FindingsFile
from stce_rules.replay.judging import Setting
from stce_rules.replay.rows import Columns
from stce_rules.replay.sources import History, adapters_for

Write = Callable[..., Path]


def history(*paths: Path) -> History:
    """The history of some files."""
    return History(paths, adapters_for((), None))


def ids(path: Path) -> list[str]:
    """Declarations in a file of findings, each once."""
    return list(dict.fromkeys(json.loads(line)["declaration"] for line in path.read_bytes().splitlines()))


def test_amendments_and_cancellations_are_judged_as_they_stand(
    setting: Setting, some: list[Declaration], write: Write
) -> None:
    """Every message is judged; changes of earlier ones are counted as such."""
    summary, file = replay(Replay(history(write(some)), setting), Results())
    assert (summary.judged, summary.items, summary.amendments, summary.cancellations) == (4, 5, 1, 0)
    assert (summary.ended, file, str(summary.first), str(summary.last)) == (
        "complete",
        None,
        "2026-05-01",
        "2026-07-01",
    )


def test_what_is_refused_is_counted_written_and_told(
    setting: Setting, some: list[Declaration], write: Write, tmp_path: Path
) -> None:
    """A bad line is never dropped silently: place, code, message and the line itself are kept."""
    path = write(some)
    path.write_bytes(b"{oops \xe4\n" + path.read_bytes() + b"[]\n")
    told: list[str] = []
    results = Results(rejects=tmp_path / "rejects.ndjson")
    summary, _ = replay(Replay(history(path), setting), results, rejected=lambda one: told.append(one.place))
    assert (summary.judged, summary.refused) == (4, 2)
    assert [(one.code, one.messages) for one in summary.refusals] == [("E603", 1), ("E605", 1)]
    assert told == [f"{path}:1", f"{path}:6"]
    kept = [json.loads(line) for line in (tmp_path / "rejects.ndjson").read_bytes().splitlines()]
    assert [(one["place"], one["code"], one["raw"]) for one in kept] == [
        (f"{path}:1", "E605", "{oops \\xe4"),
        (f"{path}:6", "E603", "[]"),
    ]


@pytest.mark.parametrize(("limit", "ended"), [(0, "limit"), (3, "limit"), (4, "complete")])
def test_a_limit_ends_a_replay(setting: Setting, some: list[Declaration], write: Write, limit: int, ended: str) -> None:
    """No more declarations are judged than asked for, and the summary says that there were more."""
    summary, _ = replay(Replay(history(write(some)), setting, limit), Results())
    assert (summary.judged, summary.ended) == (limit, ended)


def test_progress_comes_to_the_end(setting: Setting, write: Write) -> None:
    """Progress tells declarations judged and bytes read, up to all of them."""
    path = write(generate(250, 7))
    seen: list[tuple[int, int]] = []
    replay(Replay(history(path), setting), Results(), progress=lambda judged, read: seen.append((judged, read)))
    assert [judged for judged, _ in seen] == [100, 200, 250]
    assert seen[-1][1] == path.stat().st_size


def test_an_interrupt_keeps_what_was_judged(setting: Setting, write: Write, tmp_path: Path) -> None:
    """After Ctrl-C the summary says how far it came, and the file holds just those declarations."""

    def interrupt(judged: int, _read: int) -> None:
        if judged == 200:
            os.kill(os.getpid(), signal.SIGINT)

    results = Results(findings=tmp_path / "f.ndjson")
    asked = Replay(history(write(generate(1000, 7))), setting)
    before = signal.getsignal(signal.SIGINT)
    summary, file = replay(asked, results, progress=interrupt)
    assert (summary.ended, summary.judged) == ("interrupted", 200)
    assert file == tmp_path / "f.interrupted.ndjson"
    assert set(ids(file)) <= {one.id for one in generate(200, 7)}
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_a_library_loses_ends_the_replay(setting: Setting, write: Write) -> None:
    """Ctrl-C within a call back from a compiled library, which ignores what is raised, counts at the next batch."""

    def call_back() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0)  # the signal is handled before the next line

    def interrupt(judged: int, _read: int) -> None:
        if judged == 200:
            ctypes.CFUNCTYPE(None)(call_back)()

    asked = Replay(history(write(generate(1000, 7))), setting)
    summary, _ = replay(asked, Results(), progress=interrupt)
    assert (summary.ended, summary.judged) == ("interrupted", 300)


def test_an_interrupt_while_a_batch_is_written_waits_until_it_is_whole(
    setting: Setting, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts and findings never part, whenever Ctrl-C is pressed."""
    whole = FindingsFile.write

    def interrupted(file: FindingsFile, rows: Columns) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        whole(file, rows)

    monkeypatch.setattr(FindingsFile, "write", interrupted)
    asked = Replay(history(write(generate(500, 7, planted=1))), setting)
    summary, file = replay(asked, Results(findings=tmp_path / "f.ndjson"))
    assert (summary.ended, summary.judged) == ("interrupted", 100)
    assert file is not None
    assert file.read_bytes().count(b"\n") == sum(
        one.hits + one.undetermined + one.exempt for one in (*summary.rules, *summary.monitor)
    )


@pytest.mark.slow
def test_an_interrupt_ends_all_processes(setting: Setting, write: Write) -> None:
    """With several processes Ctrl-C ends the replay too, and keeps what was judged."""

    def interrupt(_judged: int, _read: int) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    asked = Replay(history(write(generate(2000, 7))), setting, workers=2)
    summary, _ = replay(asked, Results(), progress=interrupt)
    assert (summary.ended, summary.judged) == ("interrupted", 100)


def test_a_fault_leaves_no_half_written_file(
    setting: Setting, some: list[Declaration], write: Write, tmp_path: Path
) -> None:
    """When a replay breaks off, no findings are left that look whole."""

    def broken(_judged: int, _read: int) -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        replay(Replay(history(write(some)), setting), Results(findings=tmp_path / "f.ndjson"), progress=broken)
    assert list(tmp_path.glob("f.*")) == []


@pytest.mark.parametrize("kind", ["findings", "rejects"])
def test_a_result_is_not_written_over_the_history(
    setting: Setting, some: list[Declaration], write: Write, kind: str
) -> None:
    """A result with the name of a file that is read is refused, and the file stays."""
    path = write(some)
    before = path.read_bytes()
    with pytest.raises(StceError, match="E671"):
        replay(Replay(history(path), setting), Results(findings=path) if kind == "findings" else Results(rejects=path))
    assert path.read_bytes() == before


def test_rejects_that_cannot_be_written_are_told(setting: Setting, some: list[Declaration], write: Write) -> None:
    """A folder that is missing is told before anything is judged."""
    path = write(some)
    with pytest.raises(StceError, match="E670"):
        replay(Replay(history(path), setting), Results(rejects=path.parent / "none" / "r.ndjson"))


def test_an_unknown_engine_is_told_before_anything_is_written(
    setting: Setting, some: list[Declaration], write: Write, tmp_path: Path
) -> None:
    """A misspelt engine leaves no file behind."""
    with pytest.raises(StceError, match="E710"):
        replay(Replay(history(write(some)), replace(setting, engine="none")), Results(tmp_path / "f.ndjson"))
    assert list(tmp_path.glob("f.*")) == []
