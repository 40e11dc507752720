"""Plans kept on disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import StceError, report
from stce_rules.core.fields import Field, FieldType, Level
from stce_rules.hooks import Contributions, ListReader, ListSource
from stce_rules.plan.hash import content_hash
from stce_rules.rulesets import cache
from stce_rules.rulesets import load as loading
from stce_rules.rulesets.cache import Planned, plan_of, user_folder
from stce_rules.rulesets.load import load
from stce_rules.testing.matching import WORDS

Write = Callable[..., Path]

RULES = (
    'use lists from "lists/hubs.csv" as risk\nuse rules from "more/common.stce"\n'
    'rule "A-1" "Goods for hubs"\n  for each item\n  when destination is in list risk.hubs and south\n'
    "  then add 10 points\nend\n"
)
FILES = {
    "rules.stce": RULES,
    "lists/hubs.csv": "list,value\nhubs,AE\nhubs,MY\nhubs,AE\n",
    "more/common.stce": 'indicator south "South"\n  for each item\n  when origin is SS\nend\n',
}
"""With a member that stands twice, which is warned of."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for plans, which is not there yet."""
    return tmp_path / "deep" / "plans"


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Notes every time that rulesets are read."""
    noted: list[object] = []

    def noting(*given: object, **more: object) -> object:
        noted.append(given)
        return load(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "load", noting)
    return noted


def _is_fresh(loads: list[object], make: Callable[[], Planned]) -> bool:
    before = len(loads)
    make()
    return len(loads) > before


def test_a_kept_plan_equals_a_fresh_one(write: Write, folder: Path, loads: list[object]) -> None:
    """The second time nothing is read anew: plan, hash and warnings with their places are the same."""
    root = write(FILES)
    fresh, kept = plan_of([root], folder=folder), plan_of([root], folder=folder)
    assert len(loads) == 1
    assert kept == fresh
    assert content_hash(kept.plan) == fresh.plan.content_hash == load([root]).plan.content_hash
    assert "W430" in report(kept.diagnostics)
    assert report(kept.diagnostics) == report(load([root]).diagnostics)


def test_without_a_folder_nothing_is_kept(write: Write, loads: list[object]) -> None:
    """Keeping plans is asked for, never a habit."""
    root = write()
    assert plan_of([root]) == plan_of([root])
    assert len(loads) == 2


@pytest.mark.parametrize("name", ["ruleset.yaml", *FILES])
def test_a_changed_byte_is_a_miss(write: Write, folder: Path, loads: list[object], name: str) -> None:
    """A change in any file that was read, of the same length and with the old time, gives the new plan."""
    root = write(FILES)
    first = plan_of([root], folder=folder)
    changed, before = root / name, (root / name).stat()
    text = changed.read_text(encoding="utf-8")
    for old, new in (("name: own", "name: one"), ("MY", "HK"), ("10 points", "20 points"), ("is SS", "is IR")):
        text = text.replace(old, new)
    changed.write_text(text, encoding="utf-8")
    os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))
    second = plan_of([root], folder=folder)
    assert len(loads) == 2
    assert second.plan == load([root]).plan != first.plan


def test_a_new_rule_file_is_a_miss(write: Write, folder: Path) -> None:
    """A manifest without file names takes what lies beside it, and a new file is noticed."""
    root = write()
    assert len(plan_of([root], folder=folder).plan.units) == 1
    (root / "b.stce").write_text((root / "rules.stce").read_text(encoding="utf-8").replace("A-1", "B-1"))
    assert len(plan_of([root], folder=folder).plan.units) == 2
    (root / "b.stce").unlink()
    assert len(plan_of([root], folder=folder).plan.units) == 1


def test_a_link_that_leads_elsewhere_is_a_miss(write: Write, folder: Path, loads: list[object]) -> None:
    """A list that is a link is the list it leads to now."""
    root = write(FILES)
    hubs = root / "lists" / "hubs.csv"
    hubs.rename(root / "lists" / "old.csv")
    (root / "lists" / "new.csv").write_text("list,value\nhubs,HK\n", encoding="utf-8")
    hubs.symlink_to("old.csv")
    first = plan_of([root], folder=folder)
    hubs.unlink()
    hubs.symlink_to("new.csv")
    assert plan_of([root], folder=folder).plan == load([root]).plan != first.plan
    assert len(loads) == 2


def test_a_file_that_went_away_is_told(write: Write, folder: Path) -> None:
    """A kept plan does not hide that a list is missing now, or a fault that a file has now."""
    root = write(FILES)
    plan_of([root], folder=folder)
    (root / "lists" / "hubs.csv").unlink()
    with pytest.raises(StceError, match="E802"):
        plan_of([root], folder=folder)
    shutil.rmtree(root)
    with pytest.raises(StceError, match="E801"):
        plan_of([root], folder=folder)


_NO_READER = ListReader("none", "1", "reads nothing", lambda _: False, lambda _source, _beside: ((), ()))


def test_each_question_has_its_own_plan(write: Write, folder: Path, loads: list[object]) -> None:
    """Other rulesets beside it, another day, or other plugins give another plan."""
    root = write(FILES)
    manifest = "name: other\nversion: 1\nlanguage: 1\n"
    other = write({**FILES, "ruleset.yaml": manifest, "rules.stce": RULES.replace("A-1", "B")}, "other")
    field = Contributions(fields=(Field("colour", FieldType.TEXT, Level.ITEM, "items[].extra.colour", "colour"),))
    lists = [Contributions(lists=(ListSource("x", "csv", f"list,value\na,{one}\n"),)) for one in ("AE", "MY")]
    matchers = [Contributions(matchers=(replace(WORDS, version=one),)) for one in ("1", "2")]
    readers = [Contributions(list_readers=(replace(_NO_READER, version=one),)) for one in ("1", "2")]
    makers: list[Callable[[], Planned]] = [
        lambda: plan_of([root], folder=folder),
        lambda: plan_of([root, other], folder=folder),
        lambda: plan_of([root / "rules.stce"], folder=folder),
        lambda: plan_of([root], on=date(2026, 1, 1), folder=folder),
        lambda: plan_of([root], on=date(2027, 1, 1), folder=folder),
        lambda: plan_of([root], contributions=field, folder=folder),
        *(partial(plan_of, [root], contributions=one, folder=folder) for one in (*lists, *matchers, *readers)),
    ]
    assert [_is_fresh(loads, make) for make in makers] == [True] * len(makers)
    assert [_is_fresh(loads, make) for make in makers] == [False] * len(makers)


def test_other_code_makes_another_plan(
    write: Write, folder: Path, loads: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan made by another release, or by code that has changed since, is not taken."""
    root = write()
    plan_of([root], folder=folder)
    monkeypatch.setattr(cache, "_code", lambda: "other")
    plan_of([root], folder=folder)
    assert len(loads) == 2


@pytest.mark.parametrize("damage", ["cut", "empty", "bit", "other", "folder"])
def test_a_damaged_file_is_passed_over(write: Write, folder: Path, loads: list[object], damage: str) -> None:
    """Whatever happened to a kept plan, a fresh one is made and kept in its place."""
    root = write(FILES)
    fresh = plan_of([root], folder=folder)
    (kept,) = folder.iterdir()
    raw = kept.read_bytes()
    kept.unlink()
    match damage:
        case "cut":
            kept.write_bytes(raw[: len(raw) // 2])
        case "empty":
            kept.write_bytes(b"")
        case "bit":
            kept.write_bytes(raw[:-9] + bytes([raw[-9] ^ 1]) + raw[-8:])
        case "other":
            kept.write_bytes(b"\x80\x04\x95" + raw)
        case _:
            kept.mkdir()
    assert plan_of([root], folder=folder) == fresh
    assert len(loads) == 2
    assert _is_fresh(loads, lambda: plan_of([root], folder=folder)) is (damage == "folder")


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners and modes of folders are those of POSIX")
def test_a_folder_that_others_can_write_is_not_used(write: Write, folder: Path, loads: list[object]) -> None:
    """Where somebody else could put a plan, none is taken and none is put."""
    root = write()
    plan_of([root], folder=folder)
    folder.chmod(0o777)
    plan_of([root], folder=folder)
    assert len(loads) == 2
    folder.chmod(0o700)
    assert not _is_fresh(loads, lambda: plan_of([root], folder=folder))


def test_a_place_that_is_no_folder_is_no_fault(write: Write, tmp_path: Path) -> None:
    """Where plans cannot be kept, rulesets are loaded all the same."""
    (tmp_path / "file").write_text("")
    assert plan_of([write()], folder=tmp_path / "file" / "plans").plan == plan_of([tmp_path / "own"]).plan


def test_old_plans_are_forgotten(
    write: Write, folder: Path, loads: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the newest plans are kept, and a file of somebody else's is left alone."""
    monkeypatch.setattr(cache, "_MOST_KEPT", 2)
    folder.mkdir(parents=True)
    (folder / "letter.plan").write_text("mine")
    roots = [write(folder=name) for name in "abc"]
    for number, root in enumerate(roots):
        plan_of([root], folder=folder)
        for kept in folder.glob("?" * 64 + ".plan"):
            os.utime(kept, ns=(number, min(number, kept.stat().st_mtime_ns)))
    assert len([*folder.iterdir()]) == 3
    assert [_is_fresh(loads, partial(plan_of, [root], folder=folder)) for root in roots[1:]] == [False, False]


def test_processes_share_a_folder(write: Write, folder: Path) -> None:
    """Processes that make and take one plan at the same time all get it, and leave one whole file."""
    root = write(FILES)
    program = (
        "import sys; from pathlib import Path; from stce_rules.rulesets.cache import plan_of\n"
        "for _ in range(5): print(plan_of([sys.argv[1]], folder=Path(sys.argv[2])).plan.content_hash)"
    )
    command = (sys.executable, "-c", program, str(root), str(folder))
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    hashes = {line for process in started for line in process.communicate()[0].split()}
    assert [process.returncode for process in started] == [0, 0, 0]
    assert hashes == {load([root]).plan.content_hash}
    assert len([*folder.iterdir()]) == 1


def test_where_a_users_plans_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`STCE_CACHE` names a folder or says `off`; else it is the user's folder for such files."""
    monkeypatch.setenv("STCE_CACHE", "off")
    assert user_folder() is None
    monkeypatch.setenv("STCE_CACHE", str(tmp_path))
    assert user_folder() == tmp_path
    monkeypatch.delenv("STCE_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_folder() == tmp_path / "stce-rules"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert user_folder() == tmp_path / ".cache" / "stce-rules"
