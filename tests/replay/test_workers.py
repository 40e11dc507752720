"""Batches judged in several processes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from stce_rules.core.boxes import Subject
from stce_rules.core.declaration import Declaration, ParseIssue
from stce_rules.core.diagnostics import StceError
from stce_rules.core.truth import Truth
from stce_rules.generator import generate
from stce_rules.intake.canonical import decode
from stce_rules.replay import processes
from stce_rules.replay.judging import Judged, Setting
from stce_rules.replay.rows import in_rows
from stce_rules.replay.sources import Declared
from stce_rules.replay.tally import Tally
from stce_rules.replay.workers import judged, judged_by


@pytest.mark.slow
def test_answers_and_their_order_do_not_depend_on_the_number_of_processes(setting: Setting) -> None:
    """Two processes give the batches that one gives, in the order of the history."""
    history = [Declared("a", number, one) for number, one in enumerate(generate(300, 7, planted=0.1), start=1)]
    batches = [history[at : at + 20] for at in range(0, 300, 20)]
    alone = list(judged(setting, batches, 1))
    assert list(judged(setting, batches, 2)) == alone
    assert sum(len(list(in_rows(batch.findings))) for batch in alone) > 50


@pytest.mark.slow
def test_only_a_few_batches_are_under_way(setting: Setting, read: list[Declared]) -> None:
    """Batches are taken from the history as they are needed, so memory does not grow with it."""
    taken = 0

    def history() -> Iterator[list[Declared]]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield read

    done = judged(setting, history(), 2)
    next(done)
    done.close()
    assert taken <= 5


def test_tables_are_read_ahead_by_one_thread_that_also_closes_them() -> None:
    """A connection that only one thread may use serves a whole history, though another thread takes what is judged."""
    threads: list[int] = []

    def history() -> Generator[int]:
        try:
            for number in range(100):
                threads.append(threading.get_ident())
                yield number
        finally:
            threads.append(threading.get_ident())

    done = judged_by(_Numbers, _Numbers.judge, history(), 2)
    assert [next(done).tally.judged for _ in range(10)] == list(range(10))
    done.close()
    assert len(set(threads)) == 1
    assert len(threads) < 20
    assert threads[0] != threading.get_ident()


def test_the_first_batch_is_read_while_the_judge_is_made() -> None:
    """Who makes the judge may wait for the first batch to have been read."""
    read = threading.Event()

    def history() -> Generator[int]:
        read.set()
        yield 7

    def make() -> _Numbers:
        assert read.wait(60)
        return _Numbers()

    assert [one.tally.judged for one in judged_by(make, _Numbers.judge, history(), 2)] == [7]


def test_tables_are_closed_when_there_is_no_judge() -> None:
    """What goes wrong while the judge is made is told, and nothing that was opened stays open."""
    closed: list[int] = []

    def history() -> Generator[int]:
        try:
            yield from range(100)
        finally:
            closed.append(threading.get_ident())

    def make() -> _Numbers:
        raise ValueError("no judge")

    with pytest.raises(ValueError, match="no judge"):
        list(judged_by(make, _Numbers.judge, history(), 2))
    assert len(closed) == 1


class _Numbers:
    """Judges numbers."""

    def judge(self, number: int) -> Judged:
        return Judged(Tally(judged=number), {}, {})

    def close(self) -> None:
        """Nothing is held."""


@pytest.mark.slow
def test_a_process_that_is_ended_from_outside_is_told(setting: Setting, read: list[Declared], repository: Path) -> None:
    """When a process goes away the replay ends with a report instead of waiting for ever."""
    ending = replace(setting, predicates=_Ending())
    with pytest.raises(StceError) as broken:
        list(judged(ending, [read] * 5, 2))
    expected = repository / "tests" / "corpus" / "bad" / "histories" / "process_ended.expected"
    assert f"{broken.value}\n" == expected.read_text(encoding="utf-8")


class _Ending(dict[str, Callable[[Subject], Truth]]):
    """Predicates that end the process that unpacks them."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (3,)


def test_what_cannot_be_sent_is_judged_in_this_process(setting: Setting, read: list[Declared]) -> None:
    """A plugin's function that lives in a function only is no reason to stop."""

    def inner(_subject: Subject) -> Truth:
        return Truth.TRUE

    here = replace(setting, predicates={"inner": inner})
    assert list(judged(here, [read], 4)) == list(judged(setting, [read], 1))


def test_a_declaration_is_sent_as_it_is(some: list[Declaration]) -> None:
    """What the other process unpacks equals what was sent, exact numbers of plugins' boxes and issues included."""
    issue = ParseIssue(code="W623", place="items[0].net_mass_kg", message="must be a number")
    exact = msgspec.structs.replace(some[0], extra={"share": Decimal("1.50")})
    told = msgspec.structs.replace(some[0], parse_issues=[issue])
    for one in (*some, exact, told, Declaration(id=" "), *generate(50, 7)):
        packed = processes._packed(one)
        assert (decode(packed) if isinstance(packed, bytes) else packed) == one


def test_nothing_is_read_when_the_engine_is_not_there(setting: Setting, tmp_path: Path) -> None:
    """An engine that cannot be made is told before the first batch is taken."""

    def history() -> Iterator[list[Declared]]:
        (tmp_path / "read").touch()
        yield []

    with pytest.raises(StceError, match="E710"):
        list(judged(replace(setting, engine="none"), history(), 1))
    assert not (tmp_path / "read").exists()
