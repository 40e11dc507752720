"""The windows of a plan over a history, stage by stage.

Enters: a plan, a way to read the history again and again, a folder. Leaves: the past of each of its messages. Promise:
memory does not grow with the history: declarations are read one by one, and DuckDB spills what is beyond its limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from stce_rules.core.declaration import Declaration
from stce_rules.core.fields import CATALOGUE, Field
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Predicates, Surroundings
from stce_rules.intake.normalise import normalise
from stce_rules.plan.model import Plan
from stce_rules.replay.windows.compute import Computing
from stce_rules.replay.windows.recorded import Places, RecordedPast
from stce_rules.replay.windows.stages import stages
from stce_rules.replay.windows.tables import Extracting, Message

__all__ = ["HistoryOfWindows", "past_of", "without_outcome"]

_BATCH = 2_000
"""Messages whose rows are handed to DuckDB at once."""


def without_outcome(declaration: Declaration) -> Declaration:
    """A declaration as rules see it."""
    return declaration if declaration.outcome is None else replace(declaration, outcome=None)


@dataclass(frozen=True, slots=True)
class HistoryOfWindows:
    """A history: a way to read its messages from the beginning, what plugins bring, what DuckDB may use.

    A message is the name of its source, its row there, and the declaration. `seen` is what rules are asked about; where
    that has another date, as in a replay as of a day, the declaration keeps its own place in time all the same.
    """

    read: Callable[[], Iterable[tuple[str, int, Declaration]]]
    predicates: Predicates = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    seen: Callable[[Declaration], Declaration] = without_outcome
    memory: str = "512MB"
    threads: int = 2


def past_of(plan: Plan, history: HistoryOfWindows, folder: Path) -> RecordedPast | None:
    """The past of each message of a history; None for a plan without windows.

    The folder must be there; files of values are left in it, and are needed as long as the past is. Raises ValueError
    when the history gives a source again after another one: its rows could not be told apart.
    """
    files: list[Path] = []
    places = Places()
    for number, windows in enumerate(stages(plan)):
        file = folder / f"windows-{number}.parquet"
        wanted = {one: plan.windows[one] for one in windows}
        past = RecordedPast(plan, files, places)
        with Computing(folder, history.memory, history.threads) as computing:
            computing.prepare(wanted)
            places = _extract(plan, history, past, Extracting(plan, windows), computing)
            computing.compute(wanted, file)
        files.append(file)
    return RecordedPast(plan, files, places) if files else None


def _extract(
    plan: Plan,
    history: HistoryOfWindows,
    past: RecordedPast,
    extracting: Extracting,
    computing: Computing,
) -> Places:
    places = Places()
    catalogue = CATALOGUE.extended(history.fields) if history.fields else CATALOGUE
    prepared = Prepared(plan, Surroundings(history.predicates, past))
    for count, (source, row, one) in enumerate(history.read(), start=1):
        case = normalise(one, catalogue)
        seen = history.seen(one)
        asked = case if seen.date == one.date else normalise(seen, catalogue)
        places.add(source)
        past.turn_to(source, row)
        message = Message(places.number(source, row), one.version, one.action == "cancellation")
        extracting.add(message, case, Judging(prepared, asked).outcome)
        if count % _BATCH == 0:
            computing.fill(extracting.take())
    computing.fill(extracting.take())
    return places
