"""`stce replay`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from stce_rules.cli import stce as stce_command
from stce_rules.cli.replay import command
from stce_rules.cli.replay_report import draw_summary
from stce_rules.core.declaration import Declaration
from stce_rules.generator import generate
from stce_rules.replay.tally import Tally
from stce_rules.rulesets.load import load
from stce_rules.testing.tables import canonical_table

Write = Callable[..., Path]
Stce = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def stce(warm: tuple[str, ...]) -> Stce:
    """Runs a command line."""

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        line = [*warm, "-m", "stce_rules", *[str(one) for one in words]]
        return subprocess.run(line, capture_output=True, text=True, check=False)

    return run


def test_a_history_is_summed_up(stce: Stce, some: list[Declaration], write: Write, rules: Path, tmp_path: Path) -> None:
    """A faultless history gives counts for people, a file of findings, and exit 0."""
    done = stce("replay", write(some), "--rules", rules, "--findings", tmp_path / "f.ndjson")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("4 declarations judged (5 goods items, 1 amendment, 0 cancellations)")
    assert "met by no declaration (1 rule): D-1" in done.stdout
    assert (tmp_path / "f.ndjson").read_bytes().count(b"\n") == 11


def test_machines_get_json(stce: Stce, some: list[Declaration], write: Write, rules: Path) -> None:
    """`--format json` writes the summary as one JSON object; refused messages give exit 1."""
    path = write(some)
    path.write_bytes(path.read_bytes() + b"{oops\n")
    done = stce("replay", path, "--rules", rules, "--format", "json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["schema"], found["judged"], found["refused"]) == (1, 1, 4, 1)
    assert done.stderr.startswith("E601 ")


@pytest.mark.parametrize(
    ("name", "options", "engine"),
    [
        ("june.parquet", [], "columnar"),
        ("june.parquet", ["--engine", "indexed"], "indexed"),
        ("june.parquet", ["--limit", 2], "indexed"),
        ("june.ndjson", [], "indexed"),
        ("*", [], "indexed"),
    ],
)
def test_tables_are_judged_by_columns(
    name: str, options: list[object], engine: str, some: list[Declaration], write: Write, rules: Path, tmp_path: Path
) -> None:
    """So they are unless another engine is asked for, or there is more than tables, or not all of them is judged."""
    parquet = pytest.importorskip("pyarrow.parquet")
    june = write(some, name="june.ndjson")
    parquet.write_table(canonical_table(generate(5, 7)), june.with_name("june.parquet"))
    words = [june.parent if name == "*" else june.with_name(name), "--rules", rules, "--format", "json", *options]
    done = CliRunner().invoke(command, [str(one) for one in words])
    assert json.loads(done.stdout)["engine"] == engine


_BARE = """
import sys
for name in ("duckdb", "numba", "numpy", "pyarrow", "pyspark"):
    sys.modules[name] = None
from stce_rules.cli import main
sys.exit(main())
"""


def test_without_the_libraries_of_tables_messages_are_replayed(
    some: list[Declaration], write: Write, rules: Path, tmp_path: Path
) -> None:
    """NDJSON needs no library beyond those of every installation; a folder of results says what it needs."""
    bare = [sys.executable, "-c", _BARE, "replay", str(write(some)), "--rules", str(rules)]
    words = [*bare, "--findings", str(tmp_path / "f.ndjson")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "f.ndjson").read_bytes().count(b"\n") == 11
    words = [*bare, "--out", str(tmp_path / "out")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr[:4]) == (2, "E665")


def test_a_folder_of_results(stce: Stce, some: list[Declaration], write: Write, rules: Path, tmp_path: Path) -> None:
    """Results go into a folder; the same command again says that all is there."""
    pytest.importorskip("pyarrow")
    words = ["replay", write(some), "--rules", rules, "--out", tmp_path / "out", "--as-of", "2026-06-01"]
    done = stce(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"results: {tmp_path / 'out'}\n")
    assert "\nas of 2026-06-01: every declaration as if it had been accepted on that day\n" in done.stdout
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [
        *("declarations", "findings", "journal.ndjson", "rejects.ndjson", "summary.json"),
    ]
    again = stce(*words, "--format", "json")
    assert again.stdout == (tmp_path / "out" / "summary.json").read_text(encoding="utf-8")
    assert again.stderr == "the folder holds this replay whole, so nothing was judged; --restart begins anew\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--restart"], "are for --out DIR"),
        (["--part-size", "5"], "are for --out DIR"),
        (["--out", "o", "--findings", "f.ndjson"], "leave --findings and --rejects out"),
        (["--evidence", "all"], "--evidence is for"),
        (["--findings", "f.ndjson", "--rejects", "./f.ndjson"], "name the same file"),
        (["--as-of", "soon"], "'soon' is no day"),
        (["--master", "local"], "are for --engine spark"),
        (["--engine", "spark"], "needs --out DIR"),
        (["--engine", "spark", "--out", "o", "--limit", "5"], "do not go with --engine spark"),
        (["--engine", "spark", "--out", "o", "--spark-setting", "x"], "is NAME=VALUE"),
    ],
)
def test_options_that_do_not_go_together(rules: Path, words: list[str], said: str) -> None:
    """What cannot be meant is told before anything is read."""
    result = CliRunner().invoke(command, [str(rules), "--rules", str(rules), *words])
    assert result.exit_code == 2
    assert said in result.stderr


def test_results_do_not_become_history(rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of results within a folder that is read is refused."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(stce_command, ["replay", ".", "--rules", rules.name, "--out", "out"])
    assert (result.exit_code, result.stderr[:4]) == (2, "E671")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["none.ndjson"], "E660"),
        ([".", "--adapter", "none"], "E882"),
        (["rules.stce", "--engine", "none"], "E710"),
        (["rules.stce", "--findings", "f.csv"], "E672"),
        (["rules.stce"], "E612"),
    ],
)
def test_wrong_input_is_exit_2(
    stce: Stce, rules: Path, words: list[str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be begun, or gives nothing to judge, is a coded report and exit 2."""
    monkeypatch.chdir(rules.parent)
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    done = stce("replay", *words, "--rules", rules.name)
    assert (done.returncode, done.stderr[:4]) == (2, code)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("engine", ["columnar", "indexed"])
def test_an_empty_month_is_told_and_no_failure(rules: Path, tmp_path: Path, engine: str) -> None:
    """Tables without rows are warned of beside others that have some; alone they leave nothing to judge."""
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    months = tmp_path / "months"
    months.mkdir()
    (months / "2026-05.csv").write_text("id,item.hs\nA,29307000\n", encoding="utf-8")
    (months / "2026-06.csv").write_text("id,item.hs\n", encoding="utf-8")
    parquet.write_table(arrow.table({"id": arrow.array([], "string")}), months / "2026-07.parquet")
    words = ["--rules", str(rules), "--engine", engine, "--format", "json"]
    done = CliRunner().invoke(command, [str(months), *words])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["judged"], told["refused"], told["refusals"], told["empty"]) == (0, 1, 0, [], 2)
    assert done.stderr.count("W613 ") == 2
    assert CliRunner().invoke(command, [str(months / "2026-06.csv"), *words]).exit_code == 2
    shown = CliRunner().invoke(command, [str(months), *words[:-2]]).stdout
    assert "2 sources without any declaration" in shown


def test_of_many_reports_the_first_are_told(rules: Path, tmp_path: Path) -> None:
    """Ten in full, then how many more there are and where all of them can be had, be they faults or warnings."""
    (tmp_path / "a.csv").write_text("id,item.hs\nA,29307000\n" + ",29307000\n" * 9, encoding="utf-8")
    for name in "bcd":
        (tmp_path / f"{name}.csv").write_text("id,item.hs\n", encoding="utf-8")
    done = CliRunner().invoke(command, [str(tmp_path / "*.csv"), "--rules", str(rules)])
    assert (done.stderr.count("E741 "), done.stderr.count("W613 ")) == (9, 1)
    assert done.stderr.endswith("and 2 more; --rejects FILE writes them all\n")


def test_an_empty_summary_can_be_drawn(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A replay that was interrupted before the first declaration says so."""
    tally = Tally()
    tally.alarms["predicate 'x' failed\x1b[2J"] = 1
    draw_summary(tally.summary(load([rules]).plan, "indexed", "interrupted"))
    drawn = capsys.readouterr().out
    assert drawn.startswith("interrupted after 0 declarations; this is not the whole history\n")
    assert "\x1b" not in drawn
