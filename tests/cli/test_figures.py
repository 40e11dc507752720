"""`stce figures` and `stce compare`, called as a user would."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stce_rules.core.declaration import Declaration, Item, Outcome
from stce_rules.intake.canonical import encode
from tests.cli.conftest import Run

RULES = """use edition 2022

rule "A-1" "Goods for South Sudan"
  for each item
  when destination is SS
  then add 80 points
end

rule "N-1" "Goods for Norway"
  for each item
  when destination is NO
  then add 80 points
end
"""


@pytest.fixture(autouse=True)
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rulesets, a history and its replay in `out`."""
    monkeypatch.chdir(tmp_path)
    Path("a.stce").write_text(RULES, encoding="utf-8")
    Path("b.stce").write_text(RULES.replace("destination is SS", "destination is FR"), encoding="utf-8")
    some = [
        Declaration(
            id=f"X{at}",
            date=f"2026-0{1 + at % 2}-01",
            office="DE01\x1b",
            destination="SS" if at < 3 else "FR",
            items=[Item(number=1, hs="84012000")],
            outcome=Outcome(inspected=True, selected_by="random", finding="x" if at % 2 else None),
        )
        for at in range(6)
    ]
    Path("history.ndjson").write_bytes(b"".join(encode(one) + b"\n" for one in some))


@pytest.fixture
def replayed(run: Run) -> None:
    """The replay."""
    assert run("replay", "history.ndjson", "--rules", "a.stce", "--out", "out").exit_code == 0


def test_figures_are_drawn_with_counts_intervals_and_notes(run: Run, replayed: None) -> None:
    """The terminal shows what was found of what was inspected, and rules that never fired; no control characters."""
    result = run("figures", "out", "--rules", "a.stce")
    assert result.exit_code == 0
    assert "flagged (yellow or heavier): 3 of 6, 50.00% (18.76% to 81.24%)" in result.stdout
    assert "never fired (1 rule): N-1" in result.stdout
    assert "without one rule" in result.stdout
    assert "\x1b" not in result.stdout
    assert "DE01\\x1b" in result.stdout


def test_figures_leave_as_json_csv_and_parquet(run: Run, replayed: None) -> None:
    """JSON on the standard output, tables in the folders asked for."""
    result = run("figures", "out", "--format", "json", "--csv", "tables/csv", "--parquet", "tables/parquet")
    told = json.loads(result.stdout)
    assert (told["schema"], told["headline"]["declarations"], told["flagged_from"]) == (1, 6, "yellow")
    assert any("--rules" in note for note in told["notes"])
    assert Path("tables/csv/rules.csv").is_file()
    assert Path("tables/parquet/rules.parquet").is_file()
    hours = pq.read_table("tables/parquet/workload_by_hour.parquet").to_pylist()
    assert [(str(one["day"]), one["hour"], one["declarations"], one["findings"]) for one in hours] == [
        ("2026-01-01", None, 2, 0),
        ("2026-02-01", None, 1, 1),
    ]


def test_figures_hold_work_against_capacity_and_weigh_inspections(run: Run, replayed: None) -> None:
    """What is over a capacity is told, and estimates follow stated rates."""
    Path("capacity.yaml").write_text("source: plan\nothers:\n  red: {per_day: 1}\n", encoding="utf-8")
    Path("rates.yaml").write_text("rates:\n  - {selected_by: random, rate: 50%}\n", encoding="utf-8")
    words = ("--capacity", "capacity.yaml", "--sampling-rates", "rates.yaml", "--flagged-from", "red")
    told = json.loads(run("figures", "out", *words, "--format", "json").stdout)
    assert [(one["per_day"], one["over"]) for one in told["workload"]["offices"]] == [(1, 1)]
    assert told["weighted"]["findings"]["value"] == 6.0
    shown = run("figures", "out", *words).stdout
    assert "over capacity: the lowest scores would be dropped" in shown
    assert "estimates for all declarations, by sampling rates" in shown


def test_acceptance_times_fill_the_workload_by_hour(run: Run) -> None:
    """A time of day behind the acceptance date is the hour of a replay's table, and of the workload in its figures."""
    goods = [Item(number=1, hs="84012000")]
    some = [
        Declaration(id=f"T{at}", date=f"2026-06-01{time}", office="DE01", destination="SS", items=goods)
        for at, time in enumerate(("T09:30", " 09:45:00+02:00", "T14:05Z", ""))
    ]
    Path("times.ndjson").write_bytes(b"".join(encode(one) + b"\n" for one in some))
    assert run("replay", "times.ndjson", "--rules", "a.stce", "--out", "out").exit_code == 0
    rows = pq.read_table("out/declarations").to_pylist()
    assert [(str(one["date"]), one["hour"]) for one in rows] == [("2026-06-01", at) for at in (9, 9, 14, None)]
    work = json.loads(run("figures", "out", "--format", "json").stdout)["workload"]
    assert [(one["hour"], one["declarations"], one["red"]) for one in work["hours"]] == [(9, 2, 2), (14, 1, 1)]
    assert (work["offices"][0]["busiest_hour"], work["without_day"]) == (2, 0)


def test_a_folder_without_a_replay_is_refused(run: Run) -> None:
    """The report is coded."""
    result = run("figures", ".")
    assert (result.exit_code, result.stderr[:7]) == (2, "E840 .:")


def test_a_comparison_is_drawn_and_can_be_checked(run: Run) -> None:
    """What was caught and lost is listed with the rules; the sign-off holds until a ruleset changes."""
    result = run("compare", "a.stce", "b.stce", "history.ndjson", "--out", "out")
    assert result.exit_code == 0
    assert "newly caught: 3" in result.stdout
    assert "newly lost: 3" in result.stdout
    assert "to sign: out/signoff.md" in result.stdout
    holds = run("compare", "--check", "out/signoff.json")
    assert (holds.exit_code, holds.stdout) == (0, "out/signoff.json: everything is as it was signed\n")
    Path("b.stce").write_text(RULES, encoding="utf-8")
    changed = run("compare", "--check", "out/signoff.json")
    assert (changed.exit_code, changed.stdout[:25]) == (1, "E848 challenger b.stce: t")


def test_a_long_name_leaves_room_for_its_numbers(run: Run) -> None:
    """An office whose name fills a line is told in several, and the numbers beside it are whole."""
    office = "An office whose name goes on and on " * 5
    goods = [Item(number=1, hs="84012000")]
    one = Declaration(id="L1", date="2026-06-01", office=office, destination="SS", items=goods)
    Path("long.ndjson").write_bytes(encode(one))
    Path("capacity.yaml").write_text("others:\n  red: {per_day: 123456, expected: 98765}\n", encoding="utf-8")
    assert run("replay", "long.ndjson", "--rules", "a.stce", "--out", "out").exit_code == 0
    shown = run("figures", "out", "--capacity", "capacity.yaml").stdout
    row = next(line for line in shown.splitlines() if "An office" in line)
    assert row.split()[-9:] == ["1", "1.0", "98,765", "1", "123,456/-", "0", "0", "0", "0"]
    assert "…" not in shown


def test_nothing_caught_and_nothing_lost_is_said(run: Run) -> None:
    """A ruleset against itself."""
    shown = run("compare", "a.stce", "a.stce", "history.ndjson", "--out", "out").stdout
    assert "newly caught: none" in shown
    assert "newly lost: none" in shown


def test_what_could_not_be_read_is_told_with_the_figures(run: Run) -> None:
    """A message that is no declaration is in no figure, and a note says so."""
    with Path("history.ndjson").open("ab") as file:
        file.write(b"oops\n")
    assert run("replay", "history.ndjson", "--rules", "a.stce", "--out", "out").exit_code == 1
    assert "note: 1 message could not be read: no figure counts what is in there" in run("figures", "out").stdout


def test_a_comparison_leaves_as_json(run: Run) -> None:
    """One document on the standard output; messages that cannot be read give exit code 1."""
    with Path("history.ndjson").open("ab") as file:
        file.write(b"oops\n")
    result = run("compare", "a.stce", "b.stce", "history.ndjson", "--out", "out", "--format", "json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["schema"], told["declarations"]) == (1, 1, 6)
    assert "E601 history.ndjson:7" in result.stderr
    assert told["notes"][0] == "1 message could not be read, and neither ruleset judged what is in there"


def test_a_comparison_leaves_as_a_page(run: Run) -> None:
    """With --html the comparison is written as one page too."""
    result = run("compare", "a.stce", "b.stce", "history.ndjson", "--out", "out", "--html", "page.html")
    assert result.exit_code == 0
    text = Path("page.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "<title>b against a</title>" in text
    assert hashlib.sha256(Path("out/signoff.json").read_bytes()).hexdigest() in text


def test_a_page_that_cannot_be_written_is_told_before_the_replays(run: Run) -> None:
    """The fault is coded, and nothing is replayed."""
    result = run("compare", "a.stce", "b.stce", "history.ndjson", "--out", "out", "--html", "nowhere/page.html")
    assert result.exit_code == 2
    assert result.stderr.startswith("E889 nowhere/page.html: the page cannot be written: ")
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "words", [["a.stce", "b.stce", "--out", "x"], ["a.stce", "b.stce", "h"], ["a", "--check", "s"]]
)
def test_a_comparison_needs_two_rulesets_a_history_and_a_folder(run: Run, words: list[str]) -> None:
    """Anything less is a wrong command."""
    result = run("compare", *words)
    assert (result.exit_code, result.stderr[:5]) == (2, "E880 ")
    assert not Path("x").exists()


def test_a_page_of_others_stays(run: Run) -> None:
    """A file that is no page of a comparison is refused before anything is judged; a page of one gives way."""
    words = ("compare", "a.stce", "b.stce", "history.ndjson", "--out", "out", "--html")
    refused = run(*words, "a.stce")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "E670 a.stce: a file of this name is there already, and no 'stce compare' wrote it\n"
        "  help: give another name, or remove it\n"
    )
    assert Path("a.stce").read_text(encoding="utf-8") == RULES
    assert not Path("out").exists()
    assert run(*words, "page.html").exit_code == 0
    before = Path("page.html").read_bytes()
    assert run(*words, "page.html").exit_code == 0
    assert Path("page.html").read_bytes() == before
