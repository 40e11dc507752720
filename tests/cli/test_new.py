"""`stce new`: a ruleset to begin with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from stce_rules.core.span import Source
from stce_rules.language.checking.findings import Findings
from stce_rules.rulesets.manifest import read_manifest

Run = Callable[..., Result]


@pytest.mark.parametrize("name", ["own", "my-rules", "a.b_c-1"])
def test_a_new_ruleset_is_whole(run: Run, tmp_path: Path, name: str) -> None:
    """A new ruleset has no faults, is in canonical layout, and its examples pass."""
    folder = tmp_path / name
    assert run("new", "ruleset", name, "--in", tmp_path).exit_code == 0
    assert sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()) == [
        "README.md",
        "lists/goods.csv",
        "rules.stce",
        "ruleset.yaml",
    ]
    assert run("check", folder).stdout == "1 ruleset, 1 rule, 0 errors, 0 warnings\n"
    assert run("fmt", "--check", folder).exit_code == 0
    assert run("test", folder).exit_code == 0


def test_two_new_rulesets_stand_together(run: Run, tmp_path: Path) -> None:
    """Rules of new rulesets are named after the ruleset, so that several can be loaded together."""
    for name in ("one", "two"):
        run("new", "ruleset", name, "--in", tmp_path)
    assert run("check", tmp_path / "one", tmp_path / "two").exit_code == 0


def test_nothing_is_overwritten(run: Run, tmp_path: Path) -> None:
    """A folder that is there is left as it is."""
    (tmp_path / "own").mkdir()
    result = run("new", "ruleset", "own", "--in", tmp_path)
    assert (result.exit_code, result.stderr[:5]) == (2, "E887 ")
    assert list((tmp_path / "own").iterdir()) == []


@pytest.mark.parametrize("name", ["Own", "", "a b", "../own", "-own", "own-", "é", "a/b"])
def test_names_that_a_manifest_refuses(run: Run, tmp_path: Path, name: str) -> None:
    """A name that `ruleset.yaml` would refuse is refused before anything is written."""
    result = run("new", "ruleset", "--in", tmp_path, "--", name)
    assert (result.exit_code, result.stderr[:5]) == (2, "E888 ")
    assert list(tmp_path.iterdir()) == []
    findings = Findings()
    read_manifest(Source("ruleset.yaml", f'name: "{name}"\nversion: 1\nlanguage: 1\n'), findings)
    assert findings.errors
