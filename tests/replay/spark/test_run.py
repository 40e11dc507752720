"""A replay on a cluster of two worker processes, beside the same replay on one machine."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Self

import pytest

from stce_rules.intake.canonical import encode
from stce_rules.replay.judging import Setting
from stce_rules.replay.run import Folder, Replay, Results, replay
from stce_rules.replay.sources import History
from stce_rules.replay.spark import Cluster, replay_on_spark
from stce_rules.replay.spark.cluster import session
from stce_rules.replay.spark.task import work_of
from stce_rules.replay.spark.windows import with_past
from stce_rules.replay.windows.looking_back import looking_back
from stce_rules.testing import chance
from stce_rules.testing.agreement import plan_of
from stce_rules.testing.tables import canonical_table, retyped
from tests.replay.spark.local_cluster import SETTINGS, LocalCluster
from tests.replay.windows.histories import declaration_by_chance, window_plan

pyarrow: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("spark")]

Read = partial[History]
Replayed = Callable[[str, Setting], "Left"]


@pytest.fixture(scope="module")
def one_machine(place: Path, history: str, read: Read) -> Replayed:
    """Replays into a folder on this machine alone."""

    def run(name: str, setting: Setting) -> Left:
        replay(Replay(read([history]), setting), Results(folder=Folder(place / name)))
        return left(place / name)

    return run


@pytest.fixture(scope="module")
def asked(cluster: LocalCluster) -> Iterator[Cluster]:
    """The cluster with a session under way, since beginning one takes its time."""
    asked = Cluster(cluster.master, SETTINGS)
    with session(asked):
        yield asked


@pytest.fixture(scope="module")
def on_spark(place: Path, history: str, read: Read, asked: Cluster) -> Replayed:
    """Replays into a folder on the cluster."""

    def run(name: str, setting: Setting) -> Left:
        replay_on_spark(read([history]), read, setting, asked, place / name)
        return left(place / name)

    return run


@dataclass
class Left:
    """What a replay leaves, without the name of the engine."""

    declarations: list[dict[str, object]]
    findings: list[dict[str, object]]
    rejects: str
    summary: dict[str, object]


def left(out: Path) -> Left:
    """All that is in the folder of a replay."""
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    rejects = (out / "rejects.ndjson").read_text(encoding="utf-8")
    return Left(rows(out / "declarations"), rows(out / "findings"), rejects, summary | {"engine": ""})


def rows(table: Path) -> list[dict[str, object]]:
    """All rows of a table, in the order of its parts."""
    parts = sorted(one.name for one in table.iterdir())
    assert parts == [f"part-{number:05}.parquet" for number in range(len(parts))]
    return [row for part in parts for row in parquet.read_table(table / part).to_pylist()]


def test_two_workers_find_what_one_machine_finds(
    place: Path, setting: Setting, one_machine: Replayed, on_spark: Replayed
) -> None:
    """Both tables, row by row, what was refused and the summary are the same, also where rules look back."""
    alone, together = one_machine("one", setting), on_spark("two", replace(setting, engine="columnar"))
    assert together == alone
    assert any(one["rule"] == "SMURF-1" and one["outcome"] == "hit" for one in alone.findings)
    assert "nonsense" in alone.rejects
    assert not (place / "two" / ".stream").exists()


def test_rules_by_chance_give_the_same_on_a_cluster(place: Path, asked: Cluster, read: Read) -> None:
    """By columns, tables, rejects and summary of 100 pairs are those of one machine, also in folders with odd names."""
    source = Random(0)
    plan = plan_of(chance.ruleset_text(source))
    history = place / "history by chance 100%20"
    history.mkdir()
    declarations = [one for one in chance.history(source, 120) if one.items]
    for at in range(0, len(declarations), 60):
        table = canonical_table(declarations[at : at + 60])
        parquet.write_table(retyped(table, source), history / f"{at:03}.parquet")
    alone = Setting(plan, "indexed", {}, (), with_findings=True, with_declarations=True)
    together = replace(alone, engine="columnar")
    replay(Replay(read([history]), alone), Results(folder=Folder(place / "alone by chance")))
    replay_on_spark(read([history]), read, together, asked, place / "together 100%20 ä")
    found = left(place / "together 100%20 ä")
    assert found == left(place / "alone by chance")
    assert len(found.declarations) >= 100


WINDOWS = (
    "largest net mass by consignee and destination over 1 month",
    "number of items showing heavy by consignee over 3 days",
    'number of earlier hits of rule "EACH" by cas over 3 days',
)
"""The plan brings two that count declarations and distinct values; totals are in the rules of every test."""


def test_spark_computes_windows_as_one_machine_does(place: Path, asked: Cluster, read: Read) -> None:
    """Every value of every measure is the same, over amendments, cancellations and blanks in several files."""
    source, history = Random(7), place / "history of windows"
    history.mkdir()
    for at in range(3):
        lines = [encode(declaration_by_chance(source)) for _ in range(14)]
        (history / f"{at}.ndjson").write_bytes(b"\n".join(lines))
    setting = Setting(window_plan(WINDOWS), "indexed", {}, (), with_findings=True)
    with looking_back(setting, read([history])) as alone, session(asked) as spark:
        computed = place / "values of windows"
        computed.mkdir()
        together = with_past(spark, work_of(read([history]), read, setting), computed).setting
        assert alone.past is not None
        assert together.past is not None
        order = [(name, "ascending") for name in ("message", "number", "position", "nth")]
        parts = [pyarrow.concat_tables(map(whole, sorted(part.glob("*/*.parquet")))) for part in together.past.parts]
        found = [one.sort_by(order).to_pylist() for one in parts]
        assert found == [whole(part).to_pylist() for part in alone.past.parts]
    assert all(len(one) > 30 for one in found)


def whole(path: Path) -> Any:  # noqa: ANN401 (a table of Arrow, whose types are not known without it)
    """A file, without what the names of its folders say."""
    return parquet.ParquetFile(path).read()


def test_a_worker_that_is_killed_costs_no_row(
    place: Path, by_columns: Setting, one_machine: Replayed, on_spark: Replayed, cluster: LocalCluster
) -> None:
    """Killed in the middle of a task, with all it did, it leaves its tasks to the other, and each row is there once."""
    alone = one_machine("one-by-columns", by_columns)
    with Killer(cluster, place / "two-by-columns") as killer:
        together = on_spark("two-by-columns", by_columns)
    assert killer.ended == -signal.SIGKILL
    assert together == alone
    assert len(alone.findings) > 100


class Killer:
    """Kills the first worker as soon as tasks are under way; each worker has one at a time."""

    def __init__(self, cluster: LocalCluster, out: Path) -> None:
        self._cluster = cluster
        self._under_way = out / ".stream" / "judged" / "_temporary" / "0" / "_temporary"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._wait)
        self.ended: int | None = None

    def _wait(self) -> None:
        while not self._over.wait(0.02):
            if any(self._under_way.glob("attempt_*")):
                self.ended = self._cluster.kill("worker-1")
                return

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
