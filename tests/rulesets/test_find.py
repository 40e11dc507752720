"""What a path or name given by a host means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stce_rules.hooks import Contributions, RulesetFolder
from stce_rules.rulesets.find import shipped
from stce_rules.rulesets.load import check_paths

Write = Callable[..., Path]


def test_shipped_rulesets_are_known_by_folder(repository: Path) -> None:
    """Every folder of the repository's rulesets that has a manifest ships under its name."""
    found = {one.parent.name for one in (repository / "rulesets").glob("*/ruleset.yaml")}
    assert set(shipped()) == found


@pytest.mark.parametrize("given", ["chemical", "chemicols"])
def test_a_misspelt_name_is_told_with_the_nearest(given: str) -> None:
    """A name that is not known is told with the one that may be meant."""
    (fault,) = check_paths([given])
    assert (fault.code, fault.help) == ("E801", "did you mean 'chemicals'?")


def test_a_name_far_from_all_is_told_with_all(write: Write) -> None:
    """Where no name is near, all are named, those of plugins too."""
    contributions = Contributions(rulesets=(RulesetFolder("of-a-plugin", write()),))
    (fault,) = check_paths(["zzzz"], contributions=contributions)
    assert fault.code == "E801"
    assert "chemicals" in fault.help
    assert "of-a-plugin" in fault.help


def test_a_file_that_is_no_rule_file_is_told(write: Write) -> None:
    """A list, given as a ruleset, is refused."""
    path = write({"hubs.csv": "list,value\nhubs,AE\n"}) / "hubs.csv"
    (fault,) = check_paths([path])
    assert (fault.code, fault.where) == ("E801", str(path))


@pytest.mark.parametrize("given", ["a\0b", "x" * 5000, "", "/nowhere/rules.stce"])
def test_what_cannot_be_a_path_is_told(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that are no path at all are a fault, never a failure."""
    monkeypatch.chdir(tmp_path)
    assert [one.code for one in check_paths([given])] in (["E801"], ["E807"])
