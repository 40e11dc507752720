"""A contest of two rulesets from beginning to end: both replayed over a history, compared, and made ready to sign.

Enters: paths of two rulesets and of a history. Leaves: in a folder

    champion/  challenger/     the two replays, as `stce replay --out` writes them
    comparison.json   newly_caught.parquet   newly_lost.parquet
    signoff.json   signoff.md

and the comparison. Promises: what was ended before goes on where it stopped; `verify` finds every change of what was
signed; a page that people have written into stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from stce_rules.analysis.compare import compare
from stce_rules.analysis.comparison import Comparison
from stce_rules.analysis.contest_files import (
    COMPARISON,
    PAGE,
    SIGNOFF,
    TABLES,
    check_own_results,
    check_page_stays,
    write_page,
)
from stce_rules.analysis.signed_page import above_names, page
from stce_rules.analysis.signoff import (
    SCHEMA,
    FileHash,
    Signoff,
    changes,
    file_hash,
    parts_hash,
    program,
    read,
    ruleset,
)
from stce_rules.analysis.written import as_json
from stce_rules.core.assessment import Channel
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.plan.model import Plan
from stce_rules.plugins import Plugins
from stce_rules.replay import Folder, Replay, Results, Summary, replay
from stce_rules.replay.judging import Setting
from stce_rules.replay.overwriting import check_outside
from stce_rules.replay.run import Progress, untold
from stce_rules.replay.sources import STDIN, History, Rejected, history_of
from stce_rules.replay.table_judge import best_engine
from stce_rules.rulesets.load import load

__all__ = ["Asked", "Interrupted", "Watch", "hold", "verify"]

_RESULTS = (
    COMPARISON,
    *TABLES,
    *(
        f"{role}/{name}"
        for role in ("champion", "challenger")
        for name in ("declarations", "findings", "rejects.ndjson", "summary.json")
    ),
)
"""What is signed of the folder; the parts of a table as one."""

_SMALL_BYTES = 2_000_000


class Interrupted(Exception):  # noqa: N818  # it is no fault
    """A replay was interrupted; what it judged is kept, and the same call goes on from there."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to compare. `beside` are rulesets that are loaded together with each of the two.

    `engine`: None for the one that is best for the history. `workers` judge a history that is large enough to be worth
    it. `restart`: replays of something else that stand in
    `out` are taken away.
    """

    champion: str
    challenger: str
    history: tuple[str, ...]
    out: Path
    beside: tuple[str, ...] = ()
    adapter: str | None = None
    map: Path | None = None
    as_of: date | None = None
    engine: str | None = None
    workers: int = 1
    flagged_from: Channel = "yellow"
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told while it runs.

    `following` is entered for each replay with the bytes to read, None where they are not known, and told of
    declarations judged and bytes read; `rejected` of messages that are no declaration, once for both replays.
    """

    following: Callable[[int | None], AbstractContextManager[Progress]] = lambda _total: nullcontext(untold)
    rejected: Callable[[Rejected], None] = lambda _one: None


def hold(asked: Asked, plugins: Plugins, watch: Watch) -> tuple[Comparison, Summary]:
    """Hold the contest; the comparison, and the summary of the champion's replay.

    Raises StceError: rulesets and history that cannot be read, results that cannot be written (E670, E671), replays
    that cannot be compared (E840 to E842, E846); Interrupted.
    """
    check_outside(asked.out, asked.history)
    paths = {
        role: (one, *asked.beside) for role, one in (("champion", asked.champion), ("challenger", asked.challenger))
    }
    plans = {role: load(given, contributions=plugins.contributions).plan for role, given in paths.items()}
    engine = asked.engine or best_engine(_history(asked.history, _options(asked), plugins), None)
    asked = replace(asked, engine=engine)
    try:
        asked.out.mkdir(parents=True, exist_ok=True)
        check_own_results(asked.out)
        check_page_stays(asked.out, lambda: _is_same(asked, paths, plans, plugins))
        champion, _ = (_replayed(asked, engine, role, plan, plugins, watch) for role, plan in plans.items())
        folders = [asked.out / role for role in plans]
        comparison = compare(*folders, flagged_from=asked.flagged_from, tables=asked.out)
        (asked.out / COMPARISON).write_text(as_json(comparison), encoding="utf-8")
        signed = _signoff(asked, paths, plans, plugins)
        written = as_json(signed)
        (asked.out / SIGNOFF).write_text(written, encoding="utf-8")
        write_page(asked.out / PAGE, page(comparison, signed, hashlib.sha256(written.encode()).hexdigest()))
    except OSError as fault:
        said = (fault.strerror or "the system gives no reason").lower()
        raise StceError(Diagnostic("E670", f"cannot be written: {said}", where=str(asked.out))) from fault
    return comparison, champion


def _signoff(
    asked: Asked, paths: Mapping[str, tuple[str, ...]], plans: Mapping[str, Plan], plugins: Plugins
) -> Signoff:
    """What is there to sign, as far as results are there."""
    return Signoff(
        schema=SCHEMA,
        program=program(_distributions(plugins)),
        champion=ruleset(paths["champion"], plans["champion"]),
        challenger=ruleset(paths["challenger"], plans["challenger"]),
        named=asked.history,
        history=_files(_history(asked.history, _options(asked), plugins), asked.map),
        options=_options(asked),
        results=_results(asked.out, _RESULTS),
    )


def _is_same(asked: Asked, paths: Mapping[str, tuple[str, ...]], plans: Mapping[str, Plan], plugins: Plugins) -> bool:
    """Whether what is there to sign is what was signed."""
    try:
        return read(asked.out / SIGNOFF) == _signoff(asked, paths, plans, plugins)
    except StceError:
        return False


def _options(asked: Asked) -> dict[str, str]:
    said = {
        "--adapter": asked.adapter,
        "--map": None if asked.map is None else str(asked.map),
        "--as-of": None if asked.as_of is None else asked.as_of.isoformat(),
        "--engine": asked.engine,
        "--flagged-from": asked.flagged_from,
    }
    return {name: value for name, value in said.items() if value is not None}


def _history(named: Sequence[str], options: dict[str, str], plugins: Plugins) -> History:
    table = options.get("--map")
    found = history_of(
        named,
        brought=plugins.contributions.adapters,
        adapter=options.get("--adapter"),
        map_path=None if table is None else Path(table),
    )
    if STDIN in found.files:
        message = "the standard input cannot be read once for each ruleset"
        raise StceError(Diagnostic("E846", message, where=STDIN, help="write it into a file"))
    return found


def _replayed(asked: Asked, engine: str, role: str, plan: Plan, plugins: Plugins, watch: Watch) -> Summary:
    brought, options = plugins.contributions, _options(asked)
    factories = {one.name: one for one in brought.engines}
    setting = Setting(
        plan,
        factories.get(engine, engine),
        brought.predicates,
        brought.fields,
        with_findings=True,
        with_evidence=False,
        with_declarations=True,
        as_of=asked.as_of,
        matcher=brought.matcher,
    )
    reading = {name: value for name, value in options.items() if name in ("--adapter", "--map")}
    history = _history(asked.history, options, plugins)
    with watch.following(history.total_bytes) as progress:
        summary, _ = replay(
            Replay(history, setting, workers=1 if _is_small(history) else asked.workers),
            Results(folder=Folder(asked.out / role, restart=asked.restart, options=reading)),
            progress=progress,
            rejected=watch.rejected if role == "champion" else lambda _one: None,
        )
    if summary.ended == "interrupted":
        raise Interrupted
    return summary


def _is_small(history: History) -> bool:
    """Whether it is judged before a second process would be ready."""
    return history.total_bytes is not None and history.total_bytes < _SMALL_BYTES


def _distributions(plugins: Plugins) -> list[str]:
    return [f"{one.distribution} {one.version}" for one in plugins.listing if one.distribution]


def _files(history: History, table: Path | None) -> tuple[FileHash, ...]:
    """The files of a history, and the maps that tables were read by."""
    beside = [one.name for one in history.prints or () if Path(one.name).is_file()]
    names = dict.fromkeys((*history.files, *beside, *(() if table is None else (str(table),))))
    return tuple(file_hash(Path(name)) for name in names)


def _results(folder: Path, names: Iterable[str]) -> tuple[FileHash, ...]:
    return tuple(
        parts_hash(folder / name, name) if (folder / name).is_dir() else file_hash(folder / name, name)
        for name in names
    )


def verify(path: Path, plugins: Plugins) -> tuple[Diagnostic, ...]:
    """All that is no longer as it was signed.

    Rulesets and history are looked for where they were, from the folder that the command was called in. Raises
    StceError: no sign-off (E847), rulesets that cannot be read any more.
    """
    signed = read(path)
    plans = [load(one.paths, contributions=plugins.contributions).plan for one in (signed.champion, signed.challenger)]
    table = signed.options.get("--map")
    try:
        history = _files(_history(signed.named, signed.options, plugins), None if table is None else Path(table))
    except StceError:  # something is not there; which of it, the files tell
        history = tuple(file_hash(Path(one.path)) for one in signed.history)
    now = Signoff(
        schema=SCHEMA,
        program=program(_distributions(plugins)),
        champion=ruleset(signed.champion.paths, plans[0]),
        challenger=ruleset(signed.challenger.paths, plans[1]),
        named=signed.named,
        history=history,
        options=signed.options,
        results=_results(path.parent, [one.path for one in signed.results]),
    )
    return tuple(changes(signed, now)) or tuple(_of_page(path, signed))


def _of_page(path: Path, signed: Signoff) -> Iterator[Diagnostic]:
    """Whether the page beside says what was compared, and names this sign-off; into its last table people write."""
    beside = path.with_name(PAGE)
    if not beside.is_file():
        yield Diagnostic("E848", "the file is not there", where=beside.name)
        return
    try:
        comparison = msgspec.json.decode(path.with_name(COMPARISON).read_bytes(), type=Comparison)
        due = page(comparison, signed, hashlib.sha256(path.read_bytes()).hexdigest())
    except msgspec.DecodeError:
        due = ""
    if above_names(beside.read_text(encoding="utf-8", errors="replace")) != above_names(due):
        yield Diagnostic("E848", "the page has changed, or was made with another sign-off", where=beside.name)
