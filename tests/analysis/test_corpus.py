"""Every fault of figures and comparisons has the exact report that an officer gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stce_rules.analysis.compare import compare
from stce_rules.analysis.measure import Asked, measure
from stce_rules.analysis.signoff import FileHash, ListHash, Program, Ruleset, Signoff, changes, read
from stce_rules.analysis.stated import read_capacity, read_rates
from stce_rules.core.codes.figures import TABLE
from stce_rules.core.diagnostics import StceError, report
from tests.analysis.conftest import Made, declaration, found
from tests.analysis.test_measure import DECISION, plan

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "figures"


def expected(name: str) -> str:
    """The report that stands in the corpus."""
    return (FOLDER / f"{name}.expected").read_text(encoding="utf-8")


def told(call: Callable[[], object]) -> str:
    """What a call says when it refuses."""
    with pytest.raises(StceError) as refused:
        call()
    return report(refused.value.diagnostics) + "\n"


@pytest.fixture
def replayed(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A replay in the folder `replay`, named from where the test stands."""
    made([declaration(1), declaration(2)], [found(1, "A"), found(2, "A")], ["A"])
    monkeypatch.chdir(tmp_path)
    return Path("replay")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.rates.yaml")), ids=lambda path: path.stem)
def test_sampling_rates_that_cannot_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fault is told at its place."""
    monkeypatch.chdir(FOLDER)
    assert told(lambda: read_rates(Path(path.name))) == expected(path.stem)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.capacity.yaml")), ids=lambda path: path.stem)
def test_capacities_that_cannot_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fault is told at its place."""
    monkeypatch.chdir(FOLDER)
    assert told(lambda: read_capacity(Path(path.name))) == expected(path.stem)


def test_a_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report names it and says why."""
    monkeypatch.chdir(tmp_path)
    assert told(lambda: read_rates(Path("rates.yaml"))).startswith("E881 rates.yaml: 'rates.yaml' cannot be used")
    Path("rates.yaml").write_bytes(b"source: \xff")
    assert told(lambda: read_rates(Path("rates.yaml"))) == expected("not_utf8")


def test_a_folder_that_is_of_no_replay(replayed: Path) -> None:
    """A replay that was ended before has no summary; another version's is not taken for this one's."""
    summary = replayed / "summary.json"
    summary.write_text('{"schema": 99}', encoding="utf-8")
    assert told(lambda: measure(replayed)) == expected("summary_of_another_version")
    summary.unlink()
    assert told(lambda: measure(replayed)) == expected("no_summary")


def test_parts_that_do_not_belong_together(replayed: Path) -> None:
    """A part that is missing is told, and findings of other declarations are."""
    (replayed / "declarations/part-00001.parquet").unlink()
    assert told(lambda: measure(replayed)) == expected("part_missing")
    other = pq.read_table(replayed / "declarations/part-00000.parquet")
    moved = other.set_column(1, "row", pa.array([77], pa.int64()))
    pq.write_table(moved, replayed / "declarations/part-00001.parquet")
    assert told(lambda: measure(replayed)) == expected("findings_of_others")


def test_a_part_that_cannot_be_read(replayed: Path) -> None:
    """What is no Parquet, or lacks a column, is told with its name."""
    part = replayed / "findings/part-00000.parquet"
    pq.write_table(pq.read_table(part).drop_columns(["points"]), part)
    assert told(lambda: measure(replayed)) == expected("column_missing")
    part.write_bytes(b"no table")
    assert told(lambda: measure(replayed)) == expected("no_parquet")


def test_without_duckdb_figures_are_refused(replayed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    assert told(lambda: measure(replayed)).startswith("E665 replay: figures need the libraries")


def test_rulesets_of_another_replay(replayed: Path) -> None:
    """They are not taken for those that were replayed."""
    other = replace(plan(DECISION), content_hash="1" * 64)
    assert told(lambda: measure(replayed, Asked(plan=other))) == expected("other_rulesets")


def test_replays_of_two_histories(replayed: Path, made: Made) -> None:
    """The report says how many declarations are the same."""
    made([declaration(1), declaration(3), declaration(4)], name="other")
    assert told(lambda: compare(replayed, Path("other"))) == expected("two_histories")


def test_a_file_that_is_no_signoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other JSON is not taken for one."""
    monkeypatch.chdir(FOLDER)
    assert told(lambda: read(Path("not_a_signoff.json"))) == expected("not_a_signoff")


def test_a_signoff_of_another_version(tmp_path: Path) -> None:
    """What later versions write is not taken for what this one does."""
    ruleset = Ruleset((), "a", "1", "0" * 64, ())
    path = tmp_path / "signoff.json"
    path.write_bytes(msgspec.json.encode(Signoff(2, Program("1", "0" * 64, ()), ruleset, ruleset, (), (), {}, ())))
    assert "this is not a sign-off of this version" in told(lambda: read(path))


def test_everything_that_changed_since_it_was_signed() -> None:
    """Program, rulesets, lists and files are told one by one."""
    lists = (ListHash("cwc.schedule_2", 10, "2026-06-01", "a" * 64), ListHash("hubs", 3, None, "b" * 64))
    rules = Ruleset(("rules.stce",), "rules", "1", "1" * 64, lists)
    files = (
        FileHash("a.csv", 10, "c" * 64),
        FileHash("b.csv", 10, "d" * 64),
        FileHash("postgresql://host", None, None),
    )
    signed = Signoff(
        1,
        Program("0.1.0", "e" * 64, ()),
        rules,
        rules,
        ("history",),
        files,
        {},
        (FileHash("comparison.json", 5, "f" * 64),),
    )
    assert list(changes(signed, signed)) == []
    now = replace(
        signed,
        program=Program("0.2.0", "0" * 64, ()),
        challenger=replace(rules, hash="2" * 64, lists=(replace(lists[0], rows=9), lists[1])),
        history=(FileHash("a.csv", 11, "9" * 64), FileHash("c.csv", 1, "9" * 64), files[2]),
        results=(FileHash("comparison.json", None, None),),
    )
    assert report(changes(signed, now)) + "\n" == expected("changed_since_signed")
    assert msgspec.json.decode(msgspec.json.encode(signed), type=Signoff) == signed


@pytest.mark.parametrize("code", [one.code for one in TABLE])
def test_every_code_has_a_case(code: str) -> None:
    """Each code of figures is met by a case of the corpus."""
    reports = [one.read_text(encoding="utf-8") for one in FOLDER.glob("*.expected")]
    assert any(line.startswith(f"{code} ") for text in reports for line in text.splitlines())
