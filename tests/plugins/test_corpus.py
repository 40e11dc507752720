"""Every fault of a plugin has a folder with the exact report that stops start-up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stce_rules.core.codes.plugins import TABLE
from stce_rules.core.diagnostics import report

Environment = Any
"""The `_Environment` of conftest.py, which test modules cannot import."""

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "plugins"
CASES = sorted(one for one in FOLDER.iterdir() if one.is_dir())


def _install(case: Path, environment: Environment) -> None:
    """Each file is the module of a distribution; `NAME__REST` is announced as the plugin NAME."""
    for module in sorted(case.glob("*.py.txt")):
        stem = module.name.removesuffix(".py.txt")
        distribution = "stce-rules-" + stem.replace("__", "-").replace("_", "-")
        environment.install(distribution, module.read_text(encoding="utf-8"), plugin=stem.split("__")[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_report_is_exactly_the_one_expected(case: Path, environment: Environment) -> None:
    """A faulty plugin gives the report that stands beside it, to the letter."""
    _install(case, environment)
    assert report(environment.faults()) + "\n" == (FOLDER / f"{case.name}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [one.code for one in TABLE if one.code < "E710"])
def test_every_code_has_a_folder(code: str) -> None:
    """Each code that stops start-up is met by a folder of the corpus."""
    assert any(one.read_text(encoding="utf-8").startswith(f"{code} ") for one in FOLDER.glob("*.expected"))
