"""Messages dropped into a folder are answered, each once, whatever happens to the process."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import StceError, report
from stce_rules.decide.wire import encode
from stce_rules.serve.desk import Desk
from stce_rules.serve.folder.layout import Layout
from stce_rules.serve.folder.watching import Done, watch
from tests.serve.conftest import declared

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "bad" / "doors"


def _once(desk: Desk, folder: Path) -> list[Done]:
    """Answer what waits."""
    told: list[Done] = []
    watch(desk, Layout(folder), told.append, ended=threading.Event(), once=True)
    return told


def _drop(folder: Path, name: str, *lines: bytes) -> None:
    """Write a message aside, and move it in as a host does."""
    (folder / "in").mkdir(parents=True, exist_ok=True)
    aside = folder / f"{name}.aside"
    aside.write_bytes(b"".join(line + b"\n" for line in lines))
    aside.rename(folder / "in" / name)


def _files(folder: Path) -> list[str]:
    return sorted(
        str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file() and not one.name.startswith(".lock")
    )


def test_a_message_is_answered_beside(desk: Desk, tmp_path: Path) -> None:
    """Assessments appear in `out` as every door writes them, and the message goes to `done`."""
    _drop(tmp_path / "drop", "a.json", declared("1"), declared("2", "NO"))
    assert _once(desk, tmp_path / "drop") == [Done("a.json", Counter(red=1, green=1))]
    assert _files(tmp_path / "drop") == ["done/a.json", "out/a.json.ndjson"]
    expected = b"".join(encode(desk.assessor.assess(one)) + b"\n" for one in (declared("1"), declared("2", "NO")))
    assert (tmp_path / "drop/out/a.json.ndjson").read_bytes() == expected


def test_what_cannot_be_read_goes_to_the_twin(desk: Desk, tmp_path: Path) -> None:
    """A bad line is told in `.err` with its place, and the others are assessed."""
    _drop(tmp_path / "drop", "a.json", declared("1"), b'{"id', declared("2"))
    assert _once(desk, tmp_path / "drop") == [Done("a.json", Counter(red=2), refused=1)]
    (told,) = (tmp_path / "drop/out/a.json.err").read_text().splitlines()
    assert (json.loads(told)["refused"], json.loads(told)["diagnostics"][0]["code"]) == ("a.json:2", "E602")


def test_messages_are_answered_in_the_order_they_came(desk: Desk, tmp_path: Path) -> None:
    """The oldest first, whatever their names."""
    for age, name in enumerate(("b.json", "c.json", "a.json")):
        _drop(tmp_path / "drop", name, declared("1"))
        os.utime(tmp_path / "drop/in" / name, (1000 + age, 1000 + age))
    assert [one.name for one in _once(desk, tmp_path / "drop")] == ["b.json", "c.json", "a.json"]


def test_names_of_unfinished_files_are_left_alone(desk: Desk, tmp_path: Path) -> None:
    """What a program is still writing, and what is hidden, is not taken."""
    for name in ("a.json.part", "b.tmp", ".c.json"):
        _drop(tmp_path / "drop", name, declared("1"))
    assert _once(desk, tmp_path / "drop") == []
    assert len(_files(tmp_path / "drop")) == 3


def test_a_name_that_comes_again_gets_a_number(desk: Desk, tmp_path: Path) -> None:
    """Neither the message nor the answers of before are written over."""
    for _ in range(3):
        _drop(tmp_path / "drop", "a.json", declared("1"))
        _once(desk, tmp_path / "drop")
    names = ("a.json", "a~2.json", "a~3.json")
    assert _files(tmp_path / "drop") == sorted(
        f"{where}" for one in names for where in (f"done/{one}", f"out/{one}.ndjson")
    )


def test_what_a_killed_process_left_is_answered_first(desk: Desk, tmp_path: Path) -> None:
    """A message in `work` is answered from its beginning; halves of answers and a twin of before go away."""
    folder = tmp_path / "drop"
    for name in ("work", "out"):
        (folder / name).mkdir(parents=True)
    (folder / "work/old.json").write_bytes(declared("1") + b"\n")
    (folder / "out/.old.json.part").write_bytes(b'{"sch')
    (folder / "out/old.json.err").write_bytes(b"{}\n")
    _drop(folder, "a.json", declared("2"))
    assert [one.name for one in _once(desk, folder)] == ["old.json", "a.json"]
    assert _files(folder) == ["done/a.json", "done/old.json", "out/a.json.ndjson", "out/old.json.ndjson"]


def test_answers_that_are_there_are_not_made_again(desk: Desk, tmp_path: Path) -> None:
    """A process that was killed between the answers and the last rename left only that to do."""
    folder = tmp_path / "drop"
    for name in ("work", "out"):
        (folder / name).mkdir(parents=True)
    (folder / "work/a.json").write_bytes(declared("1") + b"\n")
    (folder / "out/a.json.ndjson").write_bytes(b"as it was\n")
    _once(desk, folder)
    assert (folder / "out/a.json.ndjson").read_bytes() == b"as it was\n"
    assert (folder / "done/a.json").exists()


def test_a_folder_is_watched_by_one_process(desk: Desk, tmp_path: Path) -> None:
    """A second watcher is told so, and takes nothing."""
    with Layout(tmp_path / "drop").held(), pytest.raises(StceError) as refused:
        _once(desk, tmp_path / "drop")
    told = report(refused.value.diagnostics).replace(str(tmp_path), "…")
    assert told + "\n" == (CORPUS / "watched_already.expected").read_text(encoding="utf-8")


def test_answers_that_cannot_be_written_are_tried_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk costs nothing: the message waits in `work` until there is room."""
    folder = tmp_path / "drop"
    _drop(folder, "a.json", declared("1"))

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("stce_rules.serve.folder.layout.os.fsync", full)
        (done,) = _once(desk, folder)
    assert done.fault is not None
    told = report([done.fault]).replace(str(tmp_path), "…")
    assert told + "\n" == (CORPUS / "disk_full.expected").read_text(encoding="utf-8")
    assert _files(folder) == ["work/a.json"]
    assert _once(desk, folder) == [Done("a.json", Counter(red=1))]


@pytest.mark.slow
def test_a_watcher_may_be_killed_at_any_time(rules: Path, tmp_path: Path, warm: tuple[str, ...]) -> None:
    """Killed again and again, it loses nothing and answers nothing twice."""
    folder, chance = tmp_path / "drop", random.Random(4)
    for number in range(12):
        _drop(folder, f"{number:02}.json", *(declared(f"{number}-{one}") for one in range(300)))
    command = [*warm, "-m", "stce_rules", "watch", str(folder), "--rules", str(rules), "--every", "0.05"]
    plans = {**os.environ, "STCE_CACHE": str(tmp_path)}
    killed = 0
    while len(list((folder / "done").glob("*"))) < 12 and killed < 40:
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=plans) as process:
            began = len(list((folder / "out").glob("*.ndjson")))
            while process.poll() is None and len(list((folder / "out").glob("*.ndjson"))) == began:
                time.sleep(0.005)
            time.sleep(chance.random() / 20)
            process.send_signal(signal.SIGKILL)
            process.communicate()  # until it is gone
        killed += process.returncode == -signal.SIGKILL
    assert killed > 3
    subprocess.run([*command, "--once"], check=True, stdout=subprocess.DEVNULL, env=plans)
    assert _files(folder) == sorted(
        f"{where}" for one in range(12) for where in (f"done/{one:02}.json", f"out/{one:02}.json.ndjson")
    )
    for number in range(12):
        lines = (folder / f"out/{number:02}.json.ndjson").read_bytes().splitlines()
        assert [json.loads(line)["declaration"] for line in lines] == [f"{number}-{one}" for one in range(300)]


def test_a_watcher_ends_when_it_is_told(rules: Path, tmp_path: Path) -> None:
    """SIGTERM ends it with exit code 0; what it has not answered waits."""
    folder = tmp_path / "drop"
    command = [sys.executable, "-m", "stce_rules", "watch", str(folder), "--rules", str(rules), "--every", "0.05"]
    with subprocess.Popen([*command, "--format", "json"], stdout=subprocess.PIPE) as process:
        _drop(folder, "a.json", declared("1"))
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        process.terminate()
    assert process.returncode == 0
    assert told == {"name": "a.json", "channels": {"red": 1}, "refused": 0}
