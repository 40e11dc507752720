"""Rulesets that are watched."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from stce_rules import Assessor, Reloaded
from stce_rules.assessor.watching import Changes, Watch
from stce_rules.core.diagnostics import report

NOT_LOADED = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "trail" / "not_loaded.expected"
OFTEN = 0.02
LONG = 60
"""How long a test waits for a thread before it fails."""


class Told:
    """Who hears of reloads, and can wait for them."""

    def __init__(self) -> None:
        self.heard: list[Reloaded] = []
        self._heard = threading.Semaphore(0)

    def __call__(self, one: Reloaded) -> None:
        """Hear of one."""
        self.heard.append(one)
        self._heard.release()

    def next(self) -> Reloaded:
        """The next that is heard."""
        assert self._heard.acquire(timeout=LONG)
        return self.heard[-1]


def _changes(assessor: Assessor, told: Told) -> Changes:
    return Changes(assessor._on_disk, assessor._reloaded, told)


@pytest.mark.parametrize("name", ["rules.stce", "hubs.csv"])
def test_a_changed_file_is_taken_in(rules: Path, name: str) -> None:
    """A rule file or list that changes is loaded by the watch, and the host is told what is in force."""
    told = Told()
    with Assessor.from_rulesets(rules) as assessor:
        before = assessor.plan.content_hash
        assessor.watch(OFTEN, told)
        text = (rules.parent / name).read_text(encoding="utf-8")
        (rules.parent / name).write_text(text.replace("10 points", "20 points").replace("AE", "MY"), encoding="utf-8")
        heard = told.next()
        assert heard.faults == ()
        assert heard.ruleset.hash == assessor.plan.content_hash != before


def test_a_fault_is_told_and_then_its_end(rules: Path) -> None:
    """A faulty file leaves the old plan in force and is told once; mended, it is loaded."""
    told = Told()
    good = rules.read_text(encoding="utf-8")
    with Assessor.from_rulesets(rules) as assessor:
        before = assessor.plan.content_hash
        assessor.watch(OFTEN, told)
        rules.write_text(good.replace("destination", "destinatoin"), encoding="utf-8")
        heard = told.next()
        assert [one.code for one in heard.faults] != []
        assert heard.ruleset.hash == assessor.plan.content_hash == before
        rules.write_text(good.replace("10 points", "20 points"), encoding="utf-8")
        heard = told.next()
        assert heard.faults == ()
        assert heard.ruleset.hash == assessor.plan.content_hash != before


def test_a_manifest_and_a_new_file(rules: Path, tmp_path: Path) -> None:
    """A manifest that changes counts, and so does a rule file that is put into the folder of a ruleset."""
    folder, told = tmp_path / "desk", Told()
    folder.mkdir()
    (folder / "ruleset.yaml").write_text("name: desk\nversion: 1\nlanguage: 1\n", encoding="utf-8")
    (folder / "a.stce").write_text('rule "A" "a" for each item when destination is SS then add 1 point end', "utf-8")
    with Assessor.from_rulesets(folder) as assessor:
        assessor.watch(OFTEN, told)
        (folder / "b.stce").write_text('rule "B" "b" for each item when origin is SS then add 1 point end', "utf-8")
        assert told.next().faults == ()
        assert [one.name for one in assessor.plan.units] == ["A", "B"]
        (folder / "ruleset.yaml").write_text("name: desk\nversion: 2\nlanguage: 1\n", encoding="utf-8")
        assert told.next().ruleset.version == "2"


def test_a_file_that_is_being_written_waits(rules: Path) -> None:
    """What one look sees is loaded only when the next look sees the same."""
    told = Told()
    text = rules.read_text(encoding="utf-8")
    with Assessor.from_rulesets(rules) as assessor:
        changes = _changes(assessor, told)
        rules.write_text(text.replace("10 points", "1"), encoding="utf-8")
        changes.look()
        rules.write_text(text.replace("10 points", "12 points"), encoding="utf-8")
        changes.look()
        assert told.heard == []
        changes.look()
        assert [one.faults for one in told.heard] == [()]
        changes.look()
        assert len(told.heard) == 1


def test_what_was_missing_is_looked_for_again(rules: Path) -> None:
    """A list that a changed rule names, and that comes later, is found though no file that was read has changed."""
    told = Told()
    text = rules.read_text(encoding="utf-8")
    with Assessor.from_rulesets(rules) as assessor:
        changes = _changes(assessor, told)
        rules.write_text(text.replace("hubs.csv", "more.csv"), encoding="utf-8")
        for _ in range(4):
            changes.look()
        assert [[fault.code for fault in one.faults] for one in told.heard] == [["E802"]]
        (rules.parent / "more.csv").write_text("list,value\nhubs,MY\n", encoding="utf-8")
        changes.look()
        assert [len(one.faults) for one in told.heard] == [1, 0]


def test_a_change_that_is_taken_back(rules: Path) -> None:
    """When the faulty text is put back as it was, the host is told that nothing is wrong any more."""
    told = Told()
    text = rules.read_text(encoding="utf-8")
    with Assessor.from_rulesets(rules) as assessor:
        changes = _changes(assessor, told)
        rules.write_text("rule", encoding="utf-8")
        changes.look()
        changes.look()
        rules.write_text(text, encoding="utf-8")
        changes.look()
        changes.look()
        assert [bool(one.faults) for one in told.heard] == [True, False]


def test_what_is_no_fault_of_the_rules(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a plugin raises while rulesets are loaded is told by code, and the old plan stays in force."""
    told = Told()
    with Assessor.from_rulesets(rules) as assessor:
        changes = _changes(assessor, told)
        rules.write_text(rules.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")

        def fail(*_: object, **__: object) -> None:
            raise OSError("the engine is out of tune")

        monkeypatch.setattr("stce_rules.assessor.loaded.make", fail)
        changes.look()
        changes.look()
        (faults,) = [one.faults for one in told.heard]
        assert report(faults) == NOT_LOADED.read_text(encoding="utf-8").rstrip("\n")


def test_a_watch_ends_with_the_assessor(rules: Path) -> None:
    """Closing the assessor ends its one watch, and no thread is left."""
    before = threading.active_count()
    assessor = Assessor.from_rulesets(rules)
    assessor.watch(3600)
    with pytest.raises(RuntimeError):
        assessor.watch(3600)
    assessor.close()
    assert threading.active_count() == before


def test_a_callback_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a callback raises goes where exceptions of threads go, and the next look comes."""
    looks, raised = threading.Semaphore(0), threading.Event()

    def look() -> None:
        looks.release()
        raise ValueError("no")

    def told(_: threading.ExceptHookArgs) -> None:
        raised.set()

    monkeypatch.setattr(threading, "excepthook", told)
    watch = Watch(look, OFTEN)
    assert looks.acquire(timeout=LONG)
    assert looks.acquire(timeout=LONG)
    assert raised.wait(LONG)
    watch.close()


def test_a_callback_may_close_the_assessor(rules: Path) -> None:
    """A host that ends at the first reload closes the assessor from its callback."""
    closed = threading.Event()
    assessor = Assessor.from_rulesets(rules)

    def close(_: Reloaded) -> None:
        assessor.close()
        closed.set()

    assessor.watch(OFTEN, close)
    rules.write_text(rules.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert closed.wait(LONG)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_time_between_looks(rules: Path, seconds: float) -> None:
    """There must be time between looks."""
    with Assessor.from_rulesets(rules) as assessor, pytest.raises(ValueError, match="seconds"):
        assessor.watch(seconds)
