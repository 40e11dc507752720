"""`stce audit`: the trail of a store checked, and what was assessed explained years later."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

pytest.importorskip("sqlalchemy")

from stce_rules import Assessor
from stce_rules.history import open_store
from stce_rules.history.trail import head
from stce_rules.intake.canonical import decode
from stce_rules.plugins import discover

Run = Callable[..., Result]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
EXPECTED = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "trail"


def expected(name: str) -> str:
    """A report of the corpus."""
    return (EXPECTED / f"{name}.expected").read_text(encoding="utf-8")


@pytest.fixture
def store(rules: Path, declarations: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The store `s.db`, beside which commands run, with the assessments of A, B and C; the rules are gone since."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("stce_rules.assessor.records.library_version", lambda: "1.0")
    plugins = discover(entry_points=False)
    with Assessor.from_rulesets(rules, records=tmp_path / "s.db", clock=lambda: NOON, plugins=plugins) as assessor:
        for line in declarations.read_text(encoding="utf-8").splitlines():
            assessor.assess(line)
        assessor.assess('{"id": "B", "version": 2, "destination": "SE", "items": [{"number": 1}]}')
    rules.unlink()
    (tmp_path / "goods.csv").unlink()
    return "s.db"


def tamper(statement: str) -> None:
    """Change the store behind its back, as somebody with every right on it could."""
    with sqlite3.connect("s.db") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
    connection.close()


def test_a_whole_trail(run: Run, store: str, tmp_path: Path) -> None:
    """The head is written in one line, and the trail is held to heads that were kept in a file."""
    result = run("audit", "head", store)
    with open_store(tmp_path / store) as database, database.reading() as turn:
        last = head(turn)
    assert (result.exit_code, result.stdout) == (0, f"4 {last.hash}\n")
    assert run("audit", "verify", store).stdout == f"4 rows, whole: {last.hash}\n"
    (tmp_path / "heads").write_text(f"\n{result.stdout}", encoding="utf-8")
    assert run("audit", "verify", store, "--heads", "heads").stdout == (
        f"4 rows, whole, 1 kept head lies in it: {last.hash}\n"
    )
    assert run("audit", "verify", store, "--heads", "-", stdin=result.stdout * 2).stdout == (
        f"4 rows, whole, 2 kept heads lie in it: {last.hash}\n"
    )


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("changed", "UPDATE stce_trail SET record = CAST(replace(record, '2026', '2025') AS BLOB) WHERE number = 2"),
        ("another_kind", "UPDATE stce_trail SET record = 'text' WHERE number = 2"),
        ("taken_away", "DELETE FROM stce_trail WHERE number = 3"),
        ("plan_changed", "UPDATE stce_plans SET packed = x'00'"),
    ],
)
def test_a_trail_that_was_tampered_with(run: Run, store: str, name: str, statement: str) -> None:
    """The first row that is not what it was is named, with exit code 1."""
    tamper(statement)
    result = run("audit", "verify", store)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == expected(name)


def test_a_trail_that_was_cut_off(run: Run, store: str) -> None:
    """Without a head a shorter trail is whole; with one that was kept it is not."""
    kept = run("audit", "head", store).stdout
    tamper("DELETE FROM stce_trail WHERE number = 4")
    assert run("audit", "verify", store).exit_code == 0
    result = run("audit", "verify", store, "--heads", "-", stdin=kept)
    assert result.exit_code == 1
    assert result.stderr == expected("cut_off")


@pytest.mark.parametrize("written", ["4", "4 xyz", "four " + "0" * 64, "4 00 00"])
def test_heads_that_cannot_be_read(run: Run, store: str, written: str) -> None:
    """A file of heads that was not written by `stce audit head` is told by its line."""
    result = run("audit", "verify", store, "--heads", "-", stdin=f"\n{written}\n")
    assert (result.exit_code, result.stderr) == (2, expected("heads"))


def test_show_tells_what_was_answered_and_why(run: Run, store: str) -> None:
    """When, by what, what was answered, and each sentence with the value it was read from."""
    said = run("audit", "show", store, "A").stdout
    for line in (
        "A version 1, row 1\n",
        "  assessed  2026-06-01T12:00:00.000000+00:00\n",
        "  lists     rules/goods.watched ",
        "  engine    indexed, stce-rules ",
        "A  RED  75 points\n",
        'R-1 "Watched goods to South Sudan"\n',
        "rule of rules, version 1, active; declaration A, item 1\n",
        "yes      '84012000', row 2 of goods.watched, 8401.20 (own list)\n",
    ):
        assert line in said
    assert 'R-1 "Watched goods to South Sudan"\nrule of rules, version 1, active; declaration A, item 2' in said


def test_show_one_rule(run: Run, store: str) -> None:
    """A rule that found nothing is explained when it is asked for by its name."""
    said = run("audit", "show", store, "C", "--rule", "R-1").stdout
    assert "NO HIT: it applies from 2020-01-01, the declaration is of 2019-06-01" in said
    result = run("audit", "show", store, "A", "--rule", "R-9")
    assert result.exit_code == 2
    assert result.stderr.startswith("E884 --rule: there was no rule, exemption or indicator 'R-9'")


def test_show_for_programs(run: Run, store: str, tmp_path: Path) -> None:
    """One JSON object: the record, by what was judged, the answer to the byte, and the explanations."""
    result = run("audit", "show", store, "A", "--format", "json")
    told = json.loads(result.stdout)
    assert (told["record"]["number"], told["record"]["declaration"], told["setting"]["engine"]) == (1, "A", "indexed")
    assert [(one["name"], one["item"], one["outcome"]) for one in told["explanations"]] == [
        ("R-1", 1, "hit"),
        ("R-1", 2, "undetermined"),
    ]
    with open_store(tmp_path / store) as database, database.reading() as turn:
        from stce_rules.history.checking import about

        (row,) = about(turn, "A")
    assert (row.assessment or b"?").decode() in result.stdout
    assert decode(row.input).id == "A"


def test_show_a_version(run: Run, store: str) -> None:
    """The highest version is shown, or the one that is asked for."""
    assert "B version 2, row 4\n" in run("audit", "show", store, "B").stdout
    assert "B version 1, row 2\n" in run("audit", "show", store, "B", "--version", "1").stdout
    result = run("audit", "show", store, "B", "--version", "3")
    assert (result.exit_code, result.stderr) == (2, expected("no_such_version"))


def test_what_is_not_there(run: Run, store: str, tmp_path: Path) -> None:
    """An id that was not assessed and a store that is not there are told by code; looking makes no store."""
    result = run("audit", "show", store, "Z")
    assert (result.exit_code, result.stderr) == (2, expected("no_such_declaration"))
    for words in (("verify", "t.db"), ("head", "t.db"), ("show", "t.db", "A")):
        result = run("audit", *words)
        assert result.exit_code == 2
        assert result.stderr == "E881 t.db: there is no store 't.db'\n  help: correct the path\n"
    assert not (tmp_path / "t.db").exists()


def test_what_cannot_be_made_again(run: Run, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that another version wrote is not explained; the answer is shown, and that version named."""
    from stce_rules.plan.model import Plan
    from stce_rules.rulesets.packed import packing

    monkeypatch.setattr(packing(Plan), "form", "0" * 64)
    result = run("audit", "show", store, "A")
    assert result.exit_code == 1
    assert "A  RED  75 points\n" in result.stdout
    assert "HIT" not in result.stdout
    assert result.stderr == expected("another_form")


def test_what_comes_out_otherwise(run: Run, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the rules of then find something else now, that is told with what is installed otherwise."""
    monkeypatch.setattr("stce_rules.assessor.again.Again.differs", lambda *_: True)
    monkeypatch.setattr("stce_rules.assessor.again.library_version", lambda: "9.9")
    result = run("audit", "show", store, "A", "--format", "json")
    assert (result.exit_code, result.stderr) == (1, expected("otherwise"))


def test_a_sheet_of_then(run: Run, store: str, tmp_path: Path) -> None:
    """What was answered can be written as a sheet too, with the day of the assessment and the reasons made again."""
    result = run("audit", "show", store, "A", "--html", "sheet.html")
    assert result.exit_code == 0, result.stderr
    page = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert "<title>Case file A</title>" in page
    assert "assessed 2026-06-01T12:00:00" in page
    assert "row 1 of goods.watched" in page or "row 2 of goods.watched" in page
