"""Rules and declarations by chance on a cluster, beside one machine that judges declaration by declaration."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import Random

import pytest
from pyarrow import parquet

from stce_rules.replay.judging import Setting
from stce_rules.replay.run import Folder, Replay, Results, replay
from stce_rules.replay.sources import History
from stce_rules.replay.spark import Cluster, replay_on_spark
from stce_rules.replay.spark.cluster import session
from stce_rules.testing import chance
from stce_rules.testing.agreement import plan_of
from stce_rules.testing.tables import canonical_table, retyped
from tests.replay.spark.local_cluster import SETTINGS, LocalCluster
from tests.replay.spark.test_run import left

pytestmark = pytest.mark.slow


def test_rules_by_chance_give_the_same_on_a_cluster(place: Path, cluster: LocalCluster, read: partial[History]) -> None:
    """For 600 pairs, by columns and looking back, tables, rejects and summary are those of one machine."""
    asked = Cluster(cluster.master, SETTINGS)
    pairs = 0
    with session(asked):
        for seed in range(3):
            source = Random(seed)
            windows = seed == 2
            plan = plan_of(chance.ruleset_text(source, windows=windows))
            assert bool(plan.windows) is windows
            history = place / f"history-{seed}"
            history.mkdir()
            declarations = [one for one in chance.history(source, 240) if one.items]
            for at in range(0, len(declarations), 60):
                table = canonical_table(declarations[at : at + 60])
                parquet.write_table(retyped(table, source), history / f"{at:03}.parquet")
            alone = Setting(plan, "indexed", {}, (), with_findings=True, with_declarations=True)
            together = Setting(plan, "indexed" if windows else "columnar", {}, (), True, with_declarations=True)
            replay(Replay(read([history]), alone), Results(folder=Folder(place / f"alone-{seed}")))
            replay_on_spark(read([history]), read, together, asked, place / f"together-{seed}")
            found = left(place / f"together-{seed}")
            assert found == left(place / f"alone-{seed}")
            pairs += len(found.declarations)
    assert pairs >= 600
