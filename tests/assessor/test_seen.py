"""Values of windows, written down and read back."""

from __future__ import annotations

import threading
from fractions import Fraction
from random import Random

import pytest

from stce_rules.assessor.seen import AskedWindows, KeptPast, Seen, SeenPast
from stce_rules.core.boxes import Case
from stce_rules.core.windows import Group, WindowValue
from stce_rules.engines.protocol import Outcomes
from stce_rules.intake.canonical import decode
from stce_rules.intake.normalise import normalise
from stce_rules.plan.judgement import HEADER, Outcome
from stce_rules.testing.agreement import plan_of
from stce_rules.testing.chance import ruleset_text

CASE = normalise(decode({"id": "A", "items": [{"number": 1}, {"number": 2}]}))


def no_outcome(_unit: int, _at: int) -> Outcome:
    """Nothing is found."""
    return Outcome.NO_HIT


class Past:
    """Values that a test states, and how often each was asked for."""

    def __init__(self, values: dict[tuple[int, int], WindowValue | None]) -> None:
        self.values = values
        self.asked: list[tuple[int, int]] = []

    def value(self, window: int, _case: Case, at: int, _outcomes: Outcomes) -> WindowValue | None:
        """The value that was stated."""
        self.asked.append((window, at))
        return self.values.get((window, at))


VALUES = {
    (0, HEADER): None,
    (0, 0): WindowValue(()),
    (1, 0): WindowValue((Group(("a", "b"), Fraction(1, 3), None, 2),), ("consignee",)),
    (1, 1): WindowValue((Group(("a", "b"), Fraction(1, 3), None, 2),), ("consignee",)),
    (2, 1): WindowValue((Group((), None, Fraction(10**30), 0), Group(("ä",), Fraction(0), Fraction(-5, 7), 9))),
}


def test_values_come_back() -> None:
    """Every value comes back as it was, whatever its ends; equal ones of a window are written once."""
    seen, past = Seen(), Past(VALUES)
    for window, at in VALUES:
        seen.value(past, window, CASE, at, no_outcome)
    packed = seen.packed()
    kept = KeptPast(packed)
    assert {key: kept.value(key[0], CASE, key[1], no_outcome) for key in VALUES} == VALUES
    assert kept.value(7, CASE, 0, no_outcome) is None
    assert packed.count(b'"a","b"') == 1
    assert past.asked == [*VALUES]


def test_each_thread_sees_its_own() -> None:
    """What one thread asks is not written down for another; a value is asked for once."""
    past = Past(VALUES)
    shared = SeenPast(past)
    with shared.seen() as mine:
        shared.value(1, CASE, 0, no_outcome)
        shared.value(1, CASE, 0, no_outcome)
        other = threading.Thread(target=shared.value, args=(2, CASE, 1, no_outcome))
        other.start()
        other.join()
    assert past.asked == [(1, 0), (2, 1)]
    assert mine.packed() == b'[[1,[0],true,[[["a","b"],"1/3",null,2]],["consignee"]]]'


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[[1]]", b'[[0,[0],true,[[[],"1/0",null,1]],[]]]', b'[[0,[0],true,[[[],"x",null,1]],[]]]']
)
def test_other_bytes_are_refused(raw: bytes) -> None:
    """Bytes that hold no values are refused."""
    with pytest.raises(ValueError, match="these bytes are no values of windows"):
        KeptPast(raw)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("items", [0, 2])
def test_wherever_an_engine_asks(seed: int, items: int) -> None:
    """No sentence of a plan asks for a window at a place that was not looked at."""
    from stce_rules.engines.protocol import Surroundings
    from stce_rules.engines.reference import ReferenceEngine
    from stce_rules.plan.model import Scope

    plan = plan_of(ruleset_text(Random(seed), windows=True))
    case = normalise(decode({"id": "A", "items": [{"number": one + 1} for one in range(items)]}))
    past = Past({})
    judgement = ReferenceEngine(plan, Surroundings(past=past)).judge(case)
    for number, unit in enumerate(plan.units):
        for at in (HEADER,) if unit.scope is Scope.DECLARATION else range(items):
            judgement.explain(number, at)
    assert set(past.asked) <= set(AskedWindows(plan).at(items))
