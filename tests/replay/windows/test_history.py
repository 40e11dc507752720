"""Windows over a whole history hold what the definition says."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError
from stce_rules.core.windows import WindowValue
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Past, Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.intake.canonical import decode
from stce_rules.intake.normalise import normalise
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Plan
from stce_rules.replay.windows import HistoryOfWindows, RecordedPast, past_of
from stce_rules.replay.windows.stages import stages
from stce_rules.testing.agreement import plan_of
from stce_rules.testing.past import InMemoryPast, Message
from tests.replay.windows.histories import WINDOWS, declaration_by_chance, window_plan


def _history(declarations: Sequence[Declaration]) -> HistoryOfWindows:
    half = len(declarations) // 2

    def read() -> Iterator[tuple[str, int, Declaration]]:
        yield from ((("one", row, each) if row < half else ("two", row, each)) for row, each in enumerate(declarations))

    return HistoryOfWindows(read, ("one", "two"), threads=1)


# ---- the definition


def _values(
    plan: Plan, messages: Sequence[Message], past: Past, turn: Callable[[int], None] = lambda _number: None
) -> Iterator[tuple[int, int, int, WindowValue | None]]:
    """The value of every window for every subject of every message."""
    oracle = _oracle(plan, messages)
    for number, message in enumerate(messages):
        turn(number)
        outcomes = Judging(Prepared(plan, Surroundings(past=oracle)), message.case).outcome
        for at in range(len(message.case.items)) or (HEADER,):
            for window in range(len(plan.windows)):
                yield number, at, window, past.value(window, message.case, at, outcomes)


def _oracle(plan: Plan, messages: Sequence[Message]) -> InMemoryPast:
    return InMemoryPast(plan, messages, lambda past: ReferenceEngine(plan, Surroundings(past=past)))


def _recorded(plan: Plan, declarations: Sequence[Declaration], folder: Path) -> tuple[RecordedPast, list[Message]]:
    past = past_of(plan, _history(declarations), folder)
    assert past is not None
    return past, [Message(normalise(one), one.version, one.action) for one in declarations]


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(WINDOWS), min_size=1, max_size=3, unique=True),
    st.randoms(use_true_random=False),
    st.integers(1, 9),
)
def test_duckdb_gives_what_the_definition_gives(windows: list[str], chance: Random, size: int) -> None:
    """Blanks, unreadable boxes, amendments, cancellations and ties of date: every value is that of the definition."""
    plan = window_plan(windows)
    declarations = [declaration_by_chance(chance) for _ in range(size)]
    with TemporaryDirectory() as folder:
        past, messages = _recorded(plan, declarations, Path(folder))

        def turn(number: int) -> None:
            past.turn_to("one" if number < size // 2 else "two", number)

        found = list(_values(plan, messages, past, turn))
        assert found == list(_values(plan, messages, _oracle(plan, messages)))


def test_every_window_of_a_longer_history(tmp_path: Path) -> None:
    """All kinds of windows at once over a history with several messages of each declaration."""
    plan = window_plan(WINDOWS)
    chance = Random(7)
    declarations = [declaration_by_chance(chance) for _ in range(40)]
    past, messages = _recorded(plan, declarations, tmp_path)
    found = list(_values(plan, messages, past, lambda number: past.turn_to("one" if number < 20 else "two", number)))
    assert found == list(_values(plan, messages, _oracle(plan, messages)))


# ---- stages, places


def test_what_is_counted_is_judged_before() -> None:
    """A window over outcomes that rest on another window is computed after it; all others at once."""
    plan = window_plan(
        ['number of earlier hits of rule "EACH" by cas over 3 days', "number of items by cas over 3 days"]
    )
    first, second = stages(plan)
    assert [plan.windows[one].unit is None for one in (*first, *second)] == [True, True, True, False]


def _shipment(row: int, mass: int) -> tuple[str, int, Declaration]:
    party = {"role": "consignee", "id": "A"}
    items = [{"number": 1, "net_mass_kg": mass}]
    return "a.csv", row, decode({"id": f"{row:03}", "date": "2026-06-01", "parties": [party], "items": items})


def test_a_past_can_be_sent_to_another_process(tmp_path: Path) -> None:
    """What is sent finds the same values."""
    plan = window_plan(["total net mass by consignee over 3 days"])
    history = [_shipment(row, row) for row in range(1, 5)]
    past = past_of(plan, HistoryOfWindows(lambda: history, ["a.csv"]), tmp_path)
    sent = pickle.loads(pickle.dumps(past))
    sent.turn_to("a.csv", 4)
    case = normalise(history[-1][2])
    (number,) = (at for at, one in enumerate(plan.windows) if one.of is not None and one.of.words == "net mass")
    value = sent.value(number, case, 0, Judging(Prepared(plan, Surroundings()), case).outcome)
    assert [(group.low, group.high, group.declarations) for group in value.groups] == [(10, 10, 4)]


def test_a_message_of_another_history_is_unknown(tmp_path: Path) -> None:
    """A message that was not there when windows were computed has no value."""
    plan = window_plan(["total net mass by consignee over 3 days"])
    past = past_of(plan, HistoryOfWindows(lambda: [_shipment(1, 1)], ["a.csv"]), tmp_path)
    assert past is not None
    for source, row in (("a.csv", 2), ("b.csv", 1)):
        past.turn_to(source, row)
        case = normalise(_shipment(2, 1)[2])
        values = {
            past.value(number, case, 0, Judging(Prepared(plan, Surroundings()), case).outcome)
            for number in range(len(plan.windows))
        }
        assert values == {None}


def test_a_source_that_comes_again_is_refused(tmp_path: Path) -> None:
    """Rows of one source that are read at two times could not be told apart."""
    rows = [("a", 1), ("b", 1), ("a", 1)]
    history = [(source, row, _shipment(row, 1)[2]) for source, row in rows]
    with pytest.raises(ValueError, match="'a' again"):
        past_of(
            window_plan(["number of items by cas over 3 days"]), HistoryOfWindows(lambda: history, ["a", "b"]), tmp_path
        )


def test_values_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    """Where DuckDB has no room or no folder, the report says so and what DuckDB says."""
    history = HistoryOfWindows(lambda: [_shipment(1, 1)], ["a.csv"])
    with pytest.raises(StceError, match=r"E670 windows: what came before .* cannot be written\n  help: DuckDB says: "):
        past_of(window_plan(["number of items by cas over 3 days"]), history, tmp_path / "absent")


def test_a_plan_without_windows_needs_no_past(tmp_path: Path) -> None:
    """The history is not even read."""
    plan = plan_of('rule "R" "R" for each item when destination is AE then add 1 points end')
    assert past_of(plan, HistoryOfWindows(lambda: iter(()), []), tmp_path) is None
