"""The benchmarks run, and their tables can be written."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks.declarations import near_rules
from benchmarks.engines import ENGINES, OWN
from benchmarks.page import page
from benchmarks.rule_texts import text_of
from benchmarks.rules import STYLES, Style, rules

pytestmark = pytest.mark.skipif(find_spec("pyarrow") is None, reason="histories need the extra 'history'")


@pytest.mark.slow
@pytest.mark.parametrize("name", benchmarks.BENCHMARKS)
def test_every_part_runs(repository: Path, name: str) -> None:
    """`python -m benchmarks --quick` measures every part on tiny sizes; whoever judges gives the same hits."""
    command = (sys.executable, "-m", "benchmarks", "--quick", name)
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    rows = [json.loads(line.removeprefix(f"{name} ")) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert rows
    assert all(row.get("same", True) is not False for row in rows if row.get("engine") != "durable_rules alone")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", [name for name, one in ENGINES.items() if one.distribution == OWN])
def test_generated_rules_are_hit(name: str, style: Style) -> None:
    """Declarations near the generated rules meet many of them, so that engines can be compared by their hits."""
    chosen = rules(40, 40, style)
    prepared = ENGINES[name].prepare(chosen)
    found = [list(prepared.judge(prepared.given(one))) for one in near_rules(chosen, 60, seed=1)]
    assert sum(map(len, found)) > 20


def test_rules_of_a_seed_stay_what_they_are() -> None:
    """The same number and seed give the same rules, so that figures of two years can be compared."""
    assert text_of(rules(3, seed=7)) == text_of(rules(3, seed=7))
    assert text_of(rules(3, seed=7)) != text_of(rules(3, seed=8))


def test_the_page_is_written_from_results(repository: Path) -> None:
    """The page in the documentation is what the kept results give."""
    results = repository / "benchmarks" / "results"
    found = {
        name: json.loads(one.read_text(encoding="utf-8"))
        for name in benchmarks.BENCHMARKS
        if (one := results / f"{name}.json").exists()
    }
    assert (repository / "docs" / "benchmarks.md").read_text(encoding="utf-8") == page(found)
