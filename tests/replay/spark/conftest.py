"""A cluster of two workers, and a history for it, each made once for all tests of a module."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from stce_rules.generator import generate
from stce_rules.intake.canonical import encode
from stce_rules.replay.judging import Setting
from stce_rules.replay.sources import History, history_of
from stce_rules.rulesets.load import load
from tests.replay.spark.canonical_parquet import write_parquet
from tests.replay.spark.local_cluster import LocalCluster, java_home, missing

FILES, DECLARATIONS = 8, 60
"""Files of the history, and declarations in each."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder where the replay is begun."""
    if absent := missing():
        pytest.skip(f"not installed: {absent}")
    folder = tmp_path_factory.mktemp("spark")
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)


@pytest.fixture(scope="module")
def java(place: Path) -> Iterator[None]:
    """A Java runtime that Spark finds here."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("JAVA_HOME", str(java_home(place)))
        changed.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        changed.delenv("PYSPARK_PYTHON", raising=False)
        yield


@pytest.fixture(scope="module")
def cluster(place: Path, java: None) -> Iterator[LocalCluster]:
    """A master and two workers."""
    begun = LocalCluster(place)
    yield begun
    begun.close()


@pytest.fixture(scope="module")
def read() -> partial[History]:
    """Opens files as a history."""
    return partial(history_of)


@pytest.fixture(scope="module")
def history(place: Path) -> str:
    """A folder of Parquet files, and one of JSON in which a line is no declaration."""
    folder = place / "history"
    folder.mkdir()
    declarations = list(generate(FILES * DECLARATIONS, 7, 0.1))
    for at in range(FILES - 1):
        write_parquet(declarations[at * DECLARATIONS : (at + 1) * DECLARATIONS], folder / f"{at}.parquet")
    rest = [encode(one) for one in declarations[(FILES - 1) * DECLARATIONS :]]
    (folder / "rest.ndjson").write_bytes(b"\n".join([*rest[:5], b"{nonsense", *rest[5:], b""]))
    return folder.name


RULES = """rule "SMURF-1" "Small shipments that add up"
  for each item
  when total net mass by consignee over 90 days is more than 30 kg
  then add 45 points
end
"""


@pytest.fixture(scope="module")
def setting(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """Shipped rules and one that looks back; both tables wanted."""
    rules = tmp_path_factory.mktemp("rules") / "rules.stce"
    rules.write_text(RULES, encoding="utf-8")
    return _setting("indexed", repository / "rulesets" / "diversion", rules)


@pytest.fixture(scope="module")
def by_columns(repository: Path) -> Setting:
    """Shipped rules, judged by columns."""
    return _setting("columnar", repository / "rulesets" / "diversion")


def _setting(engine: str, *rules: Path) -> Setting:
    return Setting(load(rules).plan, engine, {}, (), with_findings=True, with_declarations=True)
