"""What an officer is told when a cluster cannot be used."""

from __future__ import annotations

import pickle
import socket
import sys
from functools import partial
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.replay.judging import Setting
from stce_rules.replay.sources import STDIN, History
from stce_rules.replay.spark import Cluster, replay_on_spark
from stce_rules.replay.spark.cluster import session, told
from stce_rules.replay.spark.task import UnfitWorkerError, Work, judged
from tests.replay.spark.local_cluster import missing

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "bad" / "clusters"

Read = partial[History]


def expected(name: str) -> str:
    """The report that stands in the corpus."""
    return (FOLDER / f"{name}.expected").read_text(encoding="utf-8")


def reported(cluster: Cluster) -> str:
    """The report of a session that cannot be begun."""
    with pytest.raises(StceError) as error, session(cluster):
        pass
    return f"{error.value}\n"


@pytest.fixture
def installed() -> None:
    """All that a cluster needs here."""
    if absent := missing():
        pytest.skip(f"not installed: {absent}")


def test_pyspark_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report says what to install."""
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert reported(Cluster()) == expected("without_pyspark")


def test_there_is_no_java(installed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report says where it was looked for."""
    monkeypatch.setenv("JAVA_HOME", "/opt/java")
    assert reported(Cluster("local[1]")) == expected("without_java")


def test_no_master_answers(installed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report comes at once, with the address."""
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.touch(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        master = f"spark://127.0.0.1:{nobody.getsockname()[1]}"
        assert reported(Cluster(master)) == expected("no_master").replace("spark://127.0.0.1:7077", master)


SAID = {
    "worker_without_library": """
An exception was thrown from the Python worker:
Traceback (most recent call last):
  File "/usr/lib/python3.11/site-packages/pyspark/serializers.py", line 180, in _read_with_length
ModuleNotFoundError: No module named 'stce_rules.replay'
""",
    "worker_without_python": """
An error occurred while calling o139.parquet.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times, most recent \
failure: Lost task 0.3 in stage 0.0 (TID 3) (10.0.0.7 executor 0): java.io.IOException: Cannot run program \
"/opt/stce/bin/python": Exec failed, error: 2 (No such file or directory)
""",
    "worker_with_another_python": """
[PYTHON_VERSION_MISMATCH] Python in worker has different version: 3.12 than that in driver: 3.11, PySpark cannot run \
with different minor versions.
""",
    "worker_without_file": """
An exception was thrown from the Python worker:
Traceback (most recent call last):
  File "/usr/lib/python3.11/site-packages/stce_rules/replay/spark/task.py", line 75, in _check_seen
stce_rules.replay.spark.task.UnfitWorkerError: a worker does not see the file 'june.parquet' as it stands here
""",
    "java_too_small": """
[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number.
""",
    "gave_up": """
An error occurred while calling None.org.apache.spark.api.java.JavaSparkContext.
: org.apache.spark.SparkException: Could not parse Master URL: 'spaark'
""",
    "worker_broke_off": """
An exception was thrown from the Python worker:
Traceback (most recent call last):
MemoryError: Unable to allocate 4.00 GiB
""",
}
"""What Spark 4.3 says, shortened."""


@pytest.mark.parametrize("name", SAID)
def test_what_spark_says_is_told_in_our_words(name: str) -> None:
    """What is missing on a worker is named, with what to do about it."""
    assert f"{StceError(told(SAID[name], 'spark://10.0.0.1:7077'))}\n" == expected(name)


def test_the_standard_input_is_no_history_for_a_cluster(
    installed: None, read: Read, setting: Setting, tmp_path: Path
) -> None:
    """It is refused before anything is begun."""
    with pytest.raises(StceError) as error:
        replay_on_spark(read([STDIN]), read, setting, Cluster("local[1]"), tmp_path / "out")
    assert f"{error.value}\n" == expected("standard_input")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_in_it(read: Read, setting: Setting, tmp_path: Path) -> None:
    """It is left as it is."""
    (tmp_path / "june.ndjson").write_text('{"id":"26XX1"}\n', encoding="utf-8")
    with pytest.raises(StceError) as error:
        replay_on_spark(read([tmp_path / "june.ndjson"]), read, setting, Cluster("local[1]"), tmp_path)
    assert f"{error.value}\n" == expected("folder_not_empty").replace("results", str(tmp_path), 1)
    assert [one.name for one in tmp_path.iterdir()] == ["june.ndjson"]


def test_a_plugin_that_cannot_be_sent(read: Read, setting: Setting, tmp_path: Path) -> None:
    """It is refused before anything is begun."""
    (tmp_path / "june.ndjson").write_text('{"id":"26XX1"}\n', encoding="utf-8")
    history = read([tmp_path / "june.ndjson"])
    with pytest.raises(StceError) as error:
        replay_on_spark(history, lambda _: history, setting, Cluster("local[1]"), tmp_path / "out")
    assert f"{error.value}\n" == expected("plugin_not_sent")


@pytest.mark.parametrize(("folder", "size"), [("", 14), ("elsewhere", 15)])
def test_a_worker_that_sees_other_files_breaks_off(
    folder: str, size: int, read: Read, setting: Setting, tmp_path: Path
) -> None:
    """It never judges less than it was given."""
    (tmp_path / "june.ndjson").write_text('{"id":"26XX1"}\n', encoding="utf-8")
    work = Work(setting, read, str(tmp_path / folder), (("june.ndjson", size),))
    with pytest.raises(UnfitWorkerError, match="does not see"):
        list(judged(pickle.dumps(work), [0]))
