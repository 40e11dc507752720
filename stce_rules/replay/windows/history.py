"""The windows of a plan over a history, stage by stage.

Enters: a plan, a way to read the history again and again, a folder. Leaves: the past of each of its messages. Promise:
memory does not grow with the history: declarations are read one by one, and DuckDB spills what is beyond its limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from stce_rules.core.declaration import Declaration
from stce_rules.core.fields import Field
from stce_rules.core.resemblance import Matcher
from stce_rules.engines.protocol import Predicates
from stce_rules.intake.declared import Declared
from stce_rules.plan.model import Plan
from stce_rules.replay.processes import done
from stce_rules.replay.windows.compute import Computing
from stce_rules.replay.windows.extract import Extraction, Extractor, without_outcome
from stce_rules.replay.windows.recorded import Places, RecordedPast
from stce_rules.replay.windows.stages import stages

__all__ = ["UNDER_WAY", "HistoryOfWindows", "is_values_file", "past_of"]

UNDER_WAY = ".unfinished"
"""Ends the name of a file that is not whole."""

_BATCH = 500
"""Messages whose rows are handed to DuckDB at once."""


@dataclass(frozen=True, slots=True)
class HistoryOfWindows:
    """A history: a way to read its messages from the beginning, what plugins bring, what DuckDB may use.

    `read` gives the name of a source, the row of a message there, and the declaration; `sources` are all names in their
    order. `seen` is what rules are asked about; where that has another date, as in a replay as of a day, the
    declaration keeps its own place in time all the same. `workers` are processes. `read_so_far` is told how many
    messages were read, again and again.
    """

    read: Callable[[], Iterable[tuple[str, int, Declaration]]]
    sources: Sequence[str]
    predicates: Predicates = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    seen: Callable[[Declaration], Declaration] = without_outcome
    memory: str = "512MB"
    threads: int = 2
    matcher: Matcher | None = None
    workers: int = 1
    read_so_far: Callable[[int], None] = lambda _messages: None


def past_of(plan: Plan, history: HistoryOfWindows, folder: Path) -> RecordedPast | None:
    """The past of each message of a history; None for a plan without windows.

    The folder must be there. Files of values are left in it, and are needed as long as the past is; those that stand in
    it already are taken to be of this plan and this history. Raises ValueError when the history gives a source that is
    not among its sources, or one again after another: its rows could not be told apart.
    """
    files: list[Path] = []
    places = Places(history.sources)
    for number, windows in enumerate(stages(plan)):
        file = folder / _values_file(number)
        if not file.is_file():
            past = RecordedPast(plan, files, places)
            what = Extraction(plan, windows, past, history.predicates, history.fields, history.seen, history.matcher)
            _compute(what, history, file)
        files.append(file)
    return RecordedPast(plan, files, places) if files else None


def _values_file(stage: int) -> str:
    """The name of the file with the values of a stage."""
    return f"windows-{stage}.parquet"


def is_values_file(name: str) -> bool:
    """Whether a file has such a name."""
    stage = name.removeprefix("windows-").removesuffix(".parquet")
    return stage.isdecimal() and name == _values_file(int(stage))


def _compute(what: Extraction, history: HistoryOfWindows, file: Path) -> None:
    """The file appears under its name when it is whole."""
    wanted = {one: what.plan.windows[one] for one in what.windows}
    under_way = file.with_name(file.name + UNDER_WAY)
    with (
        TemporaryDirectory(prefix="windows-") as spilled,
        Computing(Path(spilled), history.memory, history.threads) as computing,
    ):
        computing.prepare(wanted)
        count = 0
        with closing(done(partial(Extractor, what), Extractor.rows, _batches(history), history.workers)) as extracted:
            for rows in extracted:
                computing.fill(rows.tables)
                count += rows.messages
                history.read_so_far(count)
        computing.compute(wanted, under_way)
    under_way.replace(file)


def _batches(history: HistoryOfWindows) -> Iterator[list[Declared]]:
    left, source = set(history.sources), ""
    batch: list[Declared] = []
    for one in history.read():
        declared = Declared(*one)
        if declared.source != source:
            source = declared.source
            if source not in left:
                raise ValueError(f"the history gives '{source}' again, or it is none of its sources")
            left.remove(source)
        batch.append(declared)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
