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

from stce_rules.replay.judging import Setting
from stce_rules.replay.run import Folder, Replay, Results, replay
from stce_rules.replay.sources import History
from stce_rules.replay.spark import Cluster, replay_on_spark
from stce_rules.replay.spark.cluster import session
from stce_rules.testing import chance
from stce_rules.testing.agreement import plan_of
from stce_rules.testing.tables import canonical_table, retyped
from tests.replay.spark.local_cluster import SETTINGS, LocalCluster

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
    alone, together = one_machine("one", setting), on_spark("two", setting)
    assert together == alone
    assert any(one["rule"] == "SMURF-1" and one["outcome"] == "hit" for one in alone.findings)
    assert "nonsense" in alone.rejects
    assert not (place / "two" / ".stream").exists()


@pytest.mark.parametrize("windows", [False, True])
def test_rules_by_chance_give_the_same_on_a_cluster(place: Path, asked: Cluster, read: Read, windows: bool) -> None:
    """By columns and looking back, tables, rejects and summary of 100 pairs are those of one machine."""
    source = Random(2 if windows else 0)
    plan = plan_of(chance.ruleset_text(source, windows=windows))
    assert bool(plan.windows) is windows
    history = place / f"history-{windows}"
    history.mkdir()
    declarations = [one for one in chance.history(source, 120) if one.items]
    for at in range(0, len(declarations), 60):
        table = canonical_table(declarations[at : at + 60])
        parquet.write_table(retyped(table, source), history / f"{at:03}.parquet")
    alone = Setting(plan, "indexed", {}, (), with_findings=True, with_declarations=True)
    together = replace(alone, engine="indexed" if windows else "columnar")
    replay(Replay(read([history]), alone), Results(folder=Folder(place / f"alone-{windows}")))
    replay_on_spark(read([history]), read, together, asked, place / f"together-{windows}")
    found = left(place / f"together-{windows}")
    assert found == left(place / f"alone-{windows}")
    assert len(found.declarations) >= 100


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
