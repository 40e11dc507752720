"""Whether rulesets have changed on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stce_rules.hooks import NONE
from stce_rules.rulesets.cache import plan_of
from stce_rules.rulesets.changes import Look, as_now, places

RULE = 'use lists from "l.csv" as l\nrule "R" "r" for each item when destination is in list l.hubs then add 1 point end'


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A ruleset with a list."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text("name: desk\nversion: 1\nlanguage: 1\n", encoding="utf-8")
    (folder / "r.stce").write_text(RULE, encoding="utf-8")
    (folder / "l.csv").write_text("list,value\nhubs,AE\n", encoding="utf-8")
    return folder


def _unlink(path: Path) -> None:
    path.unlink()


def _write(path: Path) -> None:
    path.write_text("list,value\nhubs,MY\n", encoding="utf-8")


def _link(path: Path) -> None:
    other = path.with_name("other")
    path.rename(other)
    path.symlink_to(other)


@pytest.mark.parametrize("kept", [False, True], ids=["read", "kept"])
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("ruleset.yaml", _write),
        ("r.stce", _write),
        ("l.csv", _write),
        ("l.csv", _unlink),
        ("l.csv", _link),
        ("n.stce", _write),
    ],
)
def test_a_change_is_seen(desk: Path, tmp_path: Path, name: str, change: Callable[[Path], None], kept: bool) -> None:
    """Any file that was read counts, what a link leads to, and a rule file that was not there; the time does not."""
    cache = tmp_path / "cache" if kept else None
    first, look = (plan_of([desk], folder=cache).look for _ in range(2))
    assert look == first
    (desk / "l.csv").write_text((desk / "l.csv").read_text(encoding="utf-8"), encoding="utf-8")
    assert look.again([desk], NONE) == look
    change(desk / name)
    assert look.again([desk], NONE) != look


def test_what_is_not_there(tmp_path: Path) -> None:
    """A ruleset or file that is gone is looked at without a fault."""
    assert places([tmp_path / "gone", "no such ruleset"], NONE) == ((str(tmp_path / "gone"),), ("no such ruleset",))
    assert Look((), ()).again([], NONE) == Look((), ())


def test_a_link_to_itself(tmp_path: Path) -> None:
    """A path that leads nowhere has nothing there."""
    from stce_rules.rulesets.reading import Input

    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    found = as_now(Input(str(tmp_path / "loop"), "", "x"))
    assert found.digest == ""
