"""Windows of a store hold what the definition says."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("sqlalchemy")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stce_rules.core.boxes import Case
from stce_rules.core.declaration import Declaration
from stce_rules.core.windows import WindowValue
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Past, Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.history.database import Database
from stce_rules.history.past import StoredPast
from stce_rules.intake.canonical import decode
from stce_rules.intake.normalise import normalise
from stce_rules.plan.judgement import HEADER, Judgement
from stce_rules.plan.model import Plan
from stce_rules.testing.agreement import plan_of
from stce_rules.testing.chance import history, ruleset_text
from stce_rules.testing.past import InMemoryPast, Message
from tests.replay.windows.histories import WINDOWS, declaration_by_chance, window_plan

# ---- what the store says, and what the definition says

Values = list[tuple[int, int, WindowValue | None]]


def values(plan: Plan, past: Past, case: Case) -> Values:
    """The value of every window for every subject of a declaration."""
    outcomes = Judging(Prepared(plan, Surroundings(past=past)), case).outcome
    positions = range(len(case.items)) or (HEADER,)
    return [
        (at, window, past.value(window, case, at, outcomes)) for at in positions for window in range(len(plan.windows))
    ]


class _AsFound:
    """An engine that says again what it said when it was first asked about a declaration."""

    name = "as found"

    def __init__(self) -> None:
        self.found: dict[int, Judgement] = {}

    def judge(self, case: Case) -> Judgement:
        """What was found."""
        return self.found[id(case)]

    def close(self) -> None:
        """Nothing is held."""


def by_definition(plan: Plan, cases: Sequence[tuple[Declaration, Case]]) -> Iterator[Values]:
    """The values at each message, over the messages so far; what was found in one stays what was found."""
    engine = _AsFound()
    for number, (_, case) in enumerate(cases):
        so_far = [Message(each, one.version, one.action) for one, each in cases[: number + 1]]
        past = InMemoryPast(plan, so_far, lambda _past: engine)
        yield values(plan, past, case)
        engine.found[id(case)] = ReferenceEngine(plan, Surroundings(past=past)).judge(case)


def stored(database: Database, plan: Plan, cases: Iterable[tuple[Declaration, Case]]) -> Iterator[Values]:
    """The values at each message, each remembered in a turn of its own."""
    past = StoredPast(plan, normalise)
    for one, case in cases:
        with database.turn() as turn, past.at(turn, one):
            yield values(plan, past, case)
            past.remember(case)


def check(where: str | Path, plan: Plan, messages: Iterable[Declaration]) -> None:
    """The store has the values of the definition."""
    cases = [(one, normalise(one)) for one in messages]
    with Database.open(where) as database:
        for number, (found, wanted) in enumerate(
            zip(stored(database, plan, cases), by_definition(plan, cases), strict=True)
        ):
            assert found == wanted, number


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(WINDOWS), min_size=1, max_size=3, unique=True),
    st.randoms(use_true_random=False),
    st.integers(1, 12),
)
def test_a_store_gives_what_the_definition_gives(windows: list[str], chance: Random, size: int) -> None:
    """Late messages, amendments, cancellations, blanks and ties: every value is that of the definition."""
    with tempfile.TemporaryDirectory() as folder:
        check(f"{folder}/store.db", window_plan(windows), [declaration_by_chance(chance) for _ in range(size)])


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.integers(2, 10))
def test_any_plan_over_any_history(chance: Random, size: int) -> None:
    """Rulesets of every kind of sentence, over declarations of every kind of box."""
    plan = plan_of(ruleset_text(chance, windows=True))
    with tempfile.TemporaryDirectory() as folder:
        check(f"{folder}/store.db", plan, history(chance, size))


def test_a_longer_history(tmp_path: Path) -> None:
    """All kinds of windows at once, with many messages of each declaration."""
    chance = Random(7)
    check(tmp_path / "store.db", window_plan(WINDOWS), [declaration_by_chance(chance) for _ in range(60)])


def test_declarations_without_a_date(tmp_path: Path) -> None:
    """They may be of any day, until a version has one, also an earlier version that comes later."""
    chance = Random(5)
    messages = [
        replace(declaration_by_chance(chance), id=chance.choice("abcdefgh"), **({"date": None} if at % 3 else {}))
        for at in range(40)
    ]
    check(tmp_path / "store.db", window_plan(WINDOWS), messages)


@pytest.mark.slow
def test_postgresql_gives_the_same(postgresql: Callable[[], str]) -> None:
    """In PostgreSQL too every value is that of the definition."""
    chance = Random(11)
    check(postgresql(), window_plan(WINDOWS), [declaration_by_chance(chance) for _ in range(40)])
    check(postgresql(), plan_of(ruleset_text(chance, windows=True)), history(chance, 25))


# ---- what chance seldom brings

AMOUNTS = ("0.000000000001", "999999999999999.999999999999", "1000000000000000.5", "1e30", "333333.333333333333", "7")


@pytest.mark.parametrize("measure", ["total net mass", "largest net mass", "total item value"])
def test_amounts_of_every_size(tmp_path: Path, measure: str) -> None:
    """Sums stay exact to the last decimal, and an amount beyond the largest leaves the end open."""
    limit = "EUR" if "value" in measure else "kg"
    plan = plan_of(
        f'rule "R" "R" for each item when {measure} by office over 3 days is more than 5 {limit} then add 1 points end'
    )
    messages = [
        decode(
            {
                "id": f"D{number}",
                "date": "2026-06-01",
                "office": "DE004600",
                "items": [
                    {"number": 1, "net_mass_kg": one, "value": {"amount": one, "currency": money}}
                    for money in ("EUR", "USD")
                ],
            }
        )
        for number, one in enumerate(AMOUNTS)
    ]
    check(tmp_path / "store.db", plan, messages)


def test_names_of_every_kind(where: str) -> None:
    """Ids and names of any characters and length are told apart, and ids stand in the order of their characters."""
    plan = plan_of(
        'rule "R" "R" for each item when number of declarations by consignee over 3 days is more than 5 '
        "and number of distinct consignee by office over 3 days is more than 1 then add 1 points end"
    )
    names = (
        "a",
        "A",
        "ä",
        "\u0000",
        "a\u0000",
        "z" * 5000,
        "z" * 5001,
        "\ue000",
        "\U0001f600",
        "'; --",
        "é",
        "e\u0301",
    )
    messages = [
        decode(
            {
                "id": name,
                "date": "2026-06-01",
                "office": "DE004600",
                "parties": [{"role": "consignee", "id": names[(number * 5) % 3]}],
                "items": [{"number": 1, "parties": [{"role": "consignee", "id": name}]}],
            }
        )
        for number, name in enumerate(names)
    ]
    check(where, plan, messages)


def test_a_window_longer_than_time(tmp_path: Path) -> None:
    """It holds whatever came before."""
    length = 10**20
    rules = (
        f'rule "R" "R" for each item when number of items by office over {length} days is more than 5 '
        f"and number of items by cas over {length} months is more than 5 then add 1 points end"
    )
    chance = Random(2)
    check(tmp_path / "store.db", plan_of(rules), [declaration_by_chance(chance) for _ in range(8)])


def test_nothing_is_known_outside_of_a_turn(tmp_path: Path) -> None:
    """A past that is asked without a turn does not know, and can remember nothing."""
    plan = window_plan(WINDOWS[:1])
    past = StoredPast(plan, normalise)
    case = normalise(declaration_by_chance(Random(1)))
    assert {value for _, _, value in values(plan, past, case)} == {None}
    with pytest.raises(RuntimeError):
        past.remember(case)


def test_a_turn_that_only_reads_knows_too(tmp_path: Path) -> None:
    """An explanation looks back from a declaration without remembering it."""
    plan = window_plan(WINDOWS[:1])
    past = StoredPast(plan, normalise)
    chance = Random(3)
    one, other = ((message, normalise(message)) for message in (declaration_by_chance(chance) for _ in range(2)))
    with Database.open(tmp_path / "store.db") as database:
        *_, wanted = stored(database, plan, [one, other])
        with database.reading() as turn, past.at(turn, other[0]):
            assert values(plan, past, other[1]) == wanted
