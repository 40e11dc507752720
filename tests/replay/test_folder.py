"""The folder of results."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.generator import generate
from stce_rules.intake.canonical import encode
from stce_rules.plan.model import Plan
from stce_rules.replay import Folder, Replay, Results, Summary, replay
from stce_rules.replay.judging import Setting
from stce_rules.replay.result_tables import declarations_schema, findings_schema
from stce_rules.replay.run import Progress
from stce_rules.replay.sources import History, adapters_for
from stce_rules.replay.summary import as_json
from stce_rules.rulesets.load import load

parquet: Any = pytest.importorskip("pyarrow.parquet")

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "results"


@pytest.fixture
def setting(plan: Plan) -> Setting:
    """The plan with the indexed engine, both tables wanted."""
    return Setting(plan, "indexed", {}, (), with_findings=True, with_evidence=False, with_declarations=True)


@pytest.fixture
def june(tmp_path: Path) -> Path:
    """A history of 230 declarations in two files, with lines that are none at every place where a part may end."""
    folder = tmp_path / "june"
    folder.mkdir()
    declarations = list(generate(230, 7, planted=0.3))
    for name, some in (("a.ndjson", declarations[:140]), ("b.ndjson", declarations[140:])):
        lines = [encode(one) + (b"\n{oops\n" if number % 10 == 9 else b"\n") for number, one in enumerate(some)]
        (folder / name).write_bytes(b"".join(lines) + b"[]\n")
    return folder


def run(
    history: Path,
    setting: Setting,
    out: Path,
    *,
    part: int = 50,
    restart: bool = False,
    workers: int = 1,
    limit: int | None = None,
    options: dict[str, str] | None = None,
    progress: Progress = lambda _judged, _read: None,
    resumed: Callable[[int, bool], None] = lambda _judged, _whole: None,
) -> Summary:
    """Replay a history into a folder."""
    asked = Replay(History([history], adapters_for((), None)), setting, limit, workers)
    results = Results(folder=Folder(out, restart, part, options or {}))
    return replay(asked, results, progress=progress, resumed=resumed)[0]


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table, part after part."""
    found: list[dict[str, Any]] = []
    for one in sorted((folder / table).glob("*.parquet")):
        found += parquet.read_table(one).to_pylist()
    return found


def typed(schema: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Names and types; Parquet has a name of its own for the members of a list."""
    return tuple((one.name, str(one.type).replace("element:", "item:")) for one in schema)


def test_a_folder_holds_both_tables_in_parts(june: Path, setting: Setting, tmp_path: Path) -> None:
    """Parts hold the number of declarations asked for; tables have their schemas; rejects and summary lie beside."""
    summary = run(june, setting, tmp_path / "out")
    parts = [parquet.ParquetFile(one) for one in sorted((tmp_path / "out" / "declarations").iterdir())]
    assert [one.metadata.num_rows for one in parts] == [50, 50, 50, 50, 30]
    assert {typed(one.schema_arrow) for one in parts} == {typed(declarations_schema())}
    assert typed(parquet.read_schema(tmp_path / "out/findings/part-00000.parquet")) == typed(findings_schema())
    assert (tmp_path / "out" / "summary.json").read_text(encoding="utf-8") == as_json(summary)
    assert (summary.judged, summary.refused) == (230, 25)
    assert (tmp_path / "out" / "rejects.ndjson").read_bytes().count(b"\n") == 25
    journal = [json.loads(line) for line in (tmp_path / "out" / "journal.ndjson").read_bytes().splitlines()]
    assert [one["entry"] for one in journal] == ["begun", "part", "part", "part", "part", "ended"]


def test_rows_say_where_they_were_read(june: Path, setting: Setting, tmp_path: Path) -> None:
    """Every declaration has its file and line, every finding those of its declaration and the same decision."""
    run(june, setting, tmp_path / "out")
    declarations = rows(tmp_path / "out", "declarations")
    lines = {(one["source"], one["row"]): one for one in declarations}
    assert len(lines) == 230
    for (source, row), one in lines.items():
        assert json.loads(Path(source).read_bytes().splitlines()[row - 1])["id"] == one["declaration"]
    findings = rows(tmp_path / "out", "findings")
    assert findings
    for one in findings:
        whole = lines[one["source"], one["row"]]
        assert [whole[name] for name in ("declaration", "version", "date", "channel", "score")] == [
            one[name] for name in ("declaration", "version", "date", "declaration_channel", "score")
        ]
        assert one["evidence"] is None


def test_the_tables_are_those_of_a_file_of_findings(june: Path, setting: Setting, tmp_path: Path) -> None:
    """The folder has the findings that a file has, and counts do not depend on where results go."""
    whole = replace(setting, with_evidence=True)
    summary = run(june, whole, tmp_path / "out")
    asked = Replay(History([june], adapters_for((), None)), whole)
    same, file = replay(asked, Results(findings=tmp_path / "f.parquet", rejects=tmp_path / "r.ndjson"))
    assert same == summary
    assert parquet.read_table(file).to_pylist() == rows(tmp_path / "out", "findings")
    assert (tmp_path / "r.ndjson").read_bytes() == (tmp_path / "out" / "rejects.ndjson").read_bytes()


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_the_number_of_workers(june: Path, setting: Setting, tmp_path: Path) -> None:
    """Two processes write what one writes."""
    run(june, setting, tmp_path / "one")
    run(june, setting, tmp_path / "two", workers=2)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_a_folder_that_is_whole_is_left_alone(june: Path, setting: Setting, tmp_path: Path) -> None:
    """The same command again judges nothing and gives the same summary; with restart it judges all again."""
    told: list[tuple[int, bool]] = []
    summary = run(june, setting, tmp_path / "out")
    before = content(tmp_path / "out")
    again = run(june, setting, tmp_path / "out", resumed=lambda *how: told.append(how), progress=_never)
    assert (again, told, content(tmp_path / "out")) == (summary, [(230, True)], before)
    with pytest.raises(AssertionError):
        run(june, setting, tmp_path / "out", restart=True, progress=_never)
    assert run(june, setting, tmp_path / "out", resumed=lambda *how: told.append(how)) == summary
    assert content(tmp_path / "out") == before


def _never(_judged: int, _read: int) -> None:
    raise AssertionError


@pytest.mark.parametrize("after", [10, 50, 100, 149, 230])
def test_an_interrupt_leaves_a_folder_that_goes_on(june: Path, setting: Setting, tmp_path: Path, after: int) -> None:
    """After Ctrl-C whole parts stay, and the same command goes on and ends with the same bytes."""
    run(june, setting, tmp_path / "whole")

    def interrupt(judged: int, _read: int) -> None:
        if judged >= after:
            os.kill(os.getpid(), signal.SIGINT)

    told: list[tuple[int, bool]] = []
    stopped = run(june, setting, tmp_path / "out", progress=interrupt)
    assert (stopped.ended, stopped.judged >= after) == ("interrupted", True)
    assert not (tmp_path / "out" / "summary.json").exists()
    run(june, setting, tmp_path / "out", resumed=lambda *how: told.append(how))
    assert content(tmp_path / "out") == content(tmp_path / "whole")
    assert told == ([(stopped.judged // 50 * 50, False)] if stopped.judged >= 50 else [])


def test_a_limit_is_part_of_what_was_asked(june: Path, setting: Setting, tmp_path: Path) -> None:
    """A replay of some declarations is whole when they are judged, and no other one."""
    summary = run(june, setting, tmp_path / "out", limit=60)
    assert (summary.ended, len(rows(tmp_path / "out", "declarations"))) == ("limit", 60)
    with pytest.raises(StceError, match=r"E830 .*--limit"):
        run(june, setting, tmp_path / "out", limit=70)


def test_a_history_without_declarations_gives_a_folder_too(setting: Setting, tmp_path: Path) -> None:
    """Rejects and counts are there, and no part."""
    (tmp_path / "bad.ndjson").write_text("{oops\n" * 3000)
    summary = run(tmp_path / "bad.ndjson", setting, tmp_path / "out")
    assert (summary.judged, summary.refused, rows(tmp_path / "out", "declarations")) == (0, 3000, [])
    assert (tmp_path / "out" / "rejects.ndjson").read_bytes().count(b"\n") == 3000


# ---- what keeps a replay from going on


@pytest.fixture
def begun(june: Path, setting: Setting, tmp_path: Path) -> Path:
    """A folder whose replay was interrupted after two parts."""

    def interrupt(judged: int, _read: int) -> None:
        if judged >= 100:
            os.kill(os.getpid(), signal.SIGINT)

    run(june, setting, tmp_path / "out", progress=interrupt)
    return tmp_path / "out"


def _other_rules(setting: Setting, folder: Path) -> Setting:
    path = folder / "other.stce"
    path.write_text('rule "X" "x"\n  for each item\n  when destination is NO\n  then add 1 points\nend\n')
    return replace(setting, plan=load([path]).plan)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda asked, june: {"setting": _other_rules(asked, june.parent)}, "its rules"),
        (lambda asked, _: {"setting": replace(asked, with_evidence=True)}, "--evidence"),
        (lambda asked, _: {"setting": replace(asked, as_of=date(2026, 1, 1))}, "--as-of"),
        (lambda asked, _: {"setting": replace(asked, engine="reference")}, "its engine"),
        (lambda asked, _: {"setting": asked, "part": 60}, "--part-size"),
        (lambda asked, _: {"setting": asked, "options": {"--adapter": "json"}}, "--adapter"),
        (lambda asked, june: {"setting": asked, **_changed(june / "b.ndjson")}, "b.ndjson' is new or changed"),
        (lambda asked, june: {"setting": asked, **_changed(june / "c.ndjson")}, "c.ndjson' is new or changed"),
        (lambda asked, june: {"setting": asked, **_gone(june / "b.ndjson")}, "b.ndjson' is gone"),
    ],
)
def test_another_replay_does_not_go_on(
    june: Path, setting: Setting, begun: Path, change: Callable[[Setting, Path], dict[str, Any]], told: str
) -> None:
    """What results rest on must be the same; the report says what is not, and the folder stays as it is."""
    before = content(begun)
    how = change(setting, june)
    with pytest.raises(StceError) as refused:
        run(june, out=begun, **how)
    (one,) = refused.value.diagnostics
    assert one.code == "E830"
    assert told in one.message
    assert content(begun) == before
    assert run(june, out=begun, restart=True, **how).ended == "complete"


def _changed(path: Path) -> dict[str, Any]:
    with path.open("ab") as file:
        file.write(b'{"id":"NEW"}\n')
    return {}


def _gone(path: Path) -> dict[str, Any]:
    path.unlink()
    return {}


def expected(name: str) -> str:
    """A report of the corpus."""
    return (CORPUS / f"{name}.expected").read_text(encoding="utf-8")


def refused(history: Path, setting: Setting, out: Path) -> str:
    """The report of a replay that is refused; the folder stays as it is."""
    before = content(out)
    with pytest.raises(StceError) as error:
        run(history, setting, out)
    assert content(out) == before
    return f"{error.value}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Names of files are as short as in the corpus."""
    with monkeypatch.context() as patch:
        patch.chdir(tmp_path)
        yield


@pytest.mark.usefixtures("here")
def test_the_report_of_another_replay(june: Path, setting: Setting) -> None:
    """A folder of another replay is told with all that differs."""
    run(Path("june"), setting, Path("out"))
    _changed(june / "b.ndjson")
    assert refused(Path("june"), replace(setting, as_of=date(2026, 1, 1)), Path("out")) == expected("another_replay")


@pytest.mark.usefixtures("here", "june")
def test_a_folder_with_other_files_is_not_touched(setting: Setting) -> None:
    """A replay begins in a folder of its own; a mistyped name costs nothing."""
    Path("out/findings").mkdir(parents=True)
    Path("out/findings/notes.txt").write_text("mine")
    assert refused(Path("june"), setting, Path("out")) == expected("other_files")


@pytest.mark.usefixtures("here", "june")
@pytest.mark.parametrize(
    "damage",
    [
        lambda: Path("out/journal.ndjson").write_bytes(b"{oops\n"),
        lambda: Path("out/journal.ndjson").unlink(),
        lambda: Path("out/journal.ndjson").write_bytes(Path("out/journal.ndjson").read_bytes().partition(b"\n")[2]),
        lambda: Path("out/findings/part-00001.parquet").unlink(),
    ],
)
def test_results_that_are_damaged_are_told(setting: Setting, damage: Callable[[], object]) -> None:
    """A journal that cannot be read, none at all, and a part that is missing are told; restart begins anew."""
    run(Path("june"), setting, Path("out"))
    whole = content(Path("out"))
    damage()
    with pytest.raises(StceError, match="E832"):
        run(Path("june"), setting, Path("out"))
    run(Path("june"), setting, Path("out"), restart=True)
    assert content(Path("out")) == whole


@pytest.mark.usefixtures("here", "june")
def test_the_report_of_a_part_that_is_missing(setting: Setting) -> None:
    """The part is named."""
    run(Path("june"), setting, Path("out"))
    Path("out/findings/part-00001.parquet").unlink()
    assert refused(Path("june"), setting, Path("out")) == expected("part_missing")


@pytest.mark.usefixtures("here", "june")
def test_a_replay_of_a_stream_does_not_go_on(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came from the standard input is whole when it was read, and cannot be read again."""

    class Standard:
        buffer = Path("june/a.ndjson").open("rb")  # noqa: SIM115 (the replay reads it)

    with Standard.buffer:
        monkeypatch.setattr(sys, "stdin", Standard())
        assert run(Path("-"), setting, Path("out")).judged == 140
        assert refused(Path("-"), setting, Path("out")) == expected("stream")


@pytest.mark.usefixtures("here", "june")
def test_two_replays_do_not_write_one_folder(setting: Setting) -> None:
    """While a replay writes, another one is refused."""
    pytest.importorskip("fcntl")
    told: list[str] = []

    def meanwhile(judged: int, _read: int) -> None:
        if judged == 100:
            with pytest.raises(StceError) as error:
                run(Path("june"), setting, Path("out"))
            told.append(f"{error.value}\n")

    run(Path("june"), setting, Path("out"), progress=meanwhile)
    assert told == [expected("being_written")]


@pytest.mark.usefixtures("here", "june")
def test_results_and_history_stay_apart(setting: Setting) -> None:
    """A folder that the history is in is refused."""
    with pytest.raises(StceError, match="E671"):
        run(Path("june/a.ndjson"), setting, Path("june"))
