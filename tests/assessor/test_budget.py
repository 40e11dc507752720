"""A time within which the host gets an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stce_rules import Assessment, Assessor, Budget, StceError
from stce_rules.core.boxes import Subject
from stce_rules.core.truth import Truth
from stce_rules.hooks import hookimpl
from stce_rules.plugins import discover
from stce_rules.plugins.discover import Plugins

Declared = Callable[..., dict[str, Any]]
WithFunction = Callable[[Callable[[Subject], Truth]], Plugins]

SHORT, LONG = 0.05, 60.0
SLOW = 'rule "S" "slow" for each item when watched then add 70 points, at least red end'


class Gate:
    """A function of a plugin that waits, for declarations of a kind, until the test lets it."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.begun = threading.Semaphore(0)

    def judge(self, subject: Subject) -> Truth:
        """Waits for goods of heading 2930."""
        if not subject.box("hs").blank:
            self.begun.release()
            assert self.open.wait(LONG)
        return Truth.TRUE


@pytest.fixture
def gate() -> Iterator[Gate]:
    """A gate, open at the end whatever happens."""
    one = Gate()
    yield one
    one.open.set()


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A rule that asks the gate."""
    path = tmp_path / "slow.stce"
    path.write_text(SLOW, encoding="utf-8")
    return path


def test_in_time_nothing_is_changed(rules: Path, declared: Declared) -> None:
    """What is judged in time is the assessment that there is without a budget."""
    with Assessor.from_rulesets(rules) as plain, Assessor.from_rulesets(rules, budget=Budget(LONG)) as timed:
        assert timed.answer(declared("A")) == plain.answer(declared("A"))


@pytest.mark.parametrize(
    ("budget", "channel", "said"),
    [
        (Budget(SHORT), "green", "by the policy fail-open the lane of the host stands"),
        (Budget(SHORT, "closed"), "red", "by the policy fail-closed the channel is red"),
        (Budget(SHORT, "closed", "yellow"), "yellow", "by the policy fail-closed the channel is yellow"),
    ],
)
def test_when_time_is_over(
    slow: Path, gate: Gate, declared: Declared, with_function: WithFunction, budget: Budget, channel: str, said: str
) -> None:
    """The host gets an answer that says it was not judged, in the channel that its policy states."""
    plugins = with_function(gate.judge)
    with Assessor.from_rulesets(slow, plugins=plugins, budget=budget) as assessor:
        answer = assessor.answer(declared("A", 3))
        gate.open.set()
    told = answer.assessment
    assert (told.declaration, told.version, told.channel, told.score, told.judged) == ("A", 3, channel, 0, False)
    assert told.alarms == [f"not judged within 0.05 seconds, it is still being judged; {said}"]
    assert (told.hits, told.undetermined, told.issues) == ([], [], [])
    assert told.ruleset.hash == assessor.plan.content_hash


def test_threads_are_bounded(slow: Path, gate: Gate, declared: Declared, with_function: WithFunction) -> None:
    """When all threads are held up every answer still comes, no thread is added, and what was not begun never is."""
    before = threading.active_count()
    judged: list[str] = []

    class Observer:
        @hookimpl
        def stce_assessed(self, assessment: Assessment) -> None:
            judged.append(assessment.declaration)

    function = with_function(gate.judge)
    plugins = Plugins(function.contributions, function.listing, discover([Observer()], entry_points=False).observers)
    budget = Budget(SHORT, "closed", threads=2)
    with Assessor.from_rulesets(slow, plugins=plugins, budget=budget) as assessor:
        with ThreadPoolExecutor(16) as hosts:
            told = list(hosts.map(lambda name: assessor.assess(declared(name)), [f"D{one}" for one in range(64)]))
            assert threading.active_count() <= before + 16 + 2
        assert [one.judged for one in told] == [False] * 64
        fates = [one.alarms[0].split(", ")[1].split(";")[0] for one in told]
        assert sorted(set(fates)) == ["it is still being judged", "its judging was not begun"]
        assert fates.count("it is still being judged") == 2
        gate.open.set()
        # observers hear of the two that were begun, when they are done
    assert sorted(judged) == sorted(one.declaration for one, fate in zip(told, fates, strict=True) if "still" in fate)
    assert threading.active_count() == before


def test_after_a_rush_it_is_as_before(slow: Path, gate: Gate, declared: Declared, with_function: WithFunction) -> None:
    """When threads are free again declarations are judged in time again."""
    with Assessor.from_rulesets(slow, plugins=with_function(gate.judge), budget=Budget(SHORT, threads=1)) as assessor:
        assert not assessor.assess(declared("A")).judged
        assert not assessor.assess(declared("B")).judged
        gate.open.set()
        while not (told := assessor.assess(declared("C", items=[{"number": 1}]))).judged:
            pass
        assert told.score == 70


def test_faults_come_through(rules: Path) -> None:
    """What is no declaration is refused as without a budget, and so is what the work itself raises."""
    with Assessor.from_rulesets(rules, budget=Budget(LONG)) as assessor:
        with pytest.raises(StceError) as refused:
            assessor.assess(b"{")
        assert [one.code for one in refused.value.diagnostics] == ["E602"]


def test_late_ones_are_kept_and_told_apart(
    slow: Path, gate: Gate, declared: Declared, with_function: WithFunction, tmp_path: Path
) -> None:
    """What stood in is noted in the trail as that, what was judged late is the answer to whoever asks again."""
    from stce_rules.history import open_store
    from stce_rules.history.checking import about, verified

    store, plugins = tmp_path / "store.db", with_function(gate.judge)
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    budget = Budget(SHORT, threads=1)
    with Assessor.from_rulesets(slow, plugins=plugins, budget=budget, records=store, clock=lambda: noon) as assessor:
        begun, waiting = assessor.answer(declared("A")), assessor.answer(declared("B"))
        assert [begun.assessment.judged, waiting.assessment.judged] == [False, False]
        gate.open.set()
    with Assessor.from_rulesets(slow, plugins=plugins, records=store, clock=lambda: noon) as assessor:
        late = assessor.answer(declared("A"))
        assert (late.given_before, late.assessment.judged, late.assessment.score) == (True, True, 70)
        assert assessor.answer(declared("B")).given_before is False
    with open_store(store) as database, database.reading() as turn:
        rows = {name: about(turn, name) for name in ("A", "B")}
        assert verified(turn).number == 4
    kinds = {name: sorted(one.record.kind for one in each) for name, each in rows.items()}
    assert kinds == {"A": ["judged", "stood in"], "B": ["judged", "stood in"]}
    (stood_in,) = [one for one in rows["A"] if one.record.kind == "stood in"]
    assert stood_in.assessment == begun.raw
    assert {one.record.at for one in rows["A"]} == {"2026-06-01T12:00:00.000000+00:00"}


@pytest.mark.parametrize(
    "given",
    [
        {"seconds": 0},
        {"seconds": -1},
        {"seconds": float("nan")},
        {"seconds": float("inf")},
        {"seconds": 1, "policy": "ajar"},
        {"seconds": 1, "threads": 0},
    ],
)
def test_budgets_that_cannot_be_kept(given: dict[str, Any]) -> None:
    """A budget states a time, one of two policies, and at least one thread."""
    with pytest.raises(ValueError, match=r"budget|thread"):
        Budget(**given)
