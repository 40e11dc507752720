"""Every fault of a history has a file or folder with the exact report an officer gets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from stce_rules.core.codes.declarations import TABLE
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError, render, report
from stce_rules.intake import ndjson
from stce_rules.intake.refusal import Refused
from stce_rules.replay.sources import History, Rejected, adapters_for

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "histories"
CASES = sorted(one.name for one in FOLDER.iterdir() if one.suffix != ".expected")


class Failing:
    """An adapter of a plugin that stops at what its maker did not foresee."""

    name = "failing"
    title = "a format of its own"

    def recognises(self, head: bytes, name: str) -> bool:
        """Everything."""
        return True

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """The declarations, then it fails."""
        yield from ndjson.read(stream, name=name)
        raise KeyError("segment LOC")


def expected(name: str) -> str:
    """The report that stands in the corpus."""
    return (FOLDER / f"{name}.expected").read_text(encoding="utf-8")


def reported(name: str) -> str:
    """All that is said of a history: what is refused, and what could not be read in declarations."""
    try:
        history = History([name], adapters_for((), None))
    except StceError as error:
        return f"{error}\n"
    return told(history)


def told(history: History) -> str:
    """What is refused while a history is read, and what could not be read in declarations."""
    lines: list[str] = []
    for one in history.read():
        if isinstance(one, Rejected):
            lines.append(report(one.diagnostics))
        else:
            lines += [render(Diagnostic(issue.code, issue.message, where=issue.place)) for issue in one.parse_issues]
            lines.append(f"read: {one.id}, {len(one.items)} goods items")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", [*CASES, "unknown_colum.csv"])
def test_the_report_is_exactly_the_one_expected(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A faulty history gives the report that stands beside it, to the letter."""
    monkeypatch.chdir(FOLDER)
    assert reported(name) == expected(name)


def test_parquet_where_pyarrow_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report says what to install."""
    monkeypatch.chdir(FOLDER)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert reported("nested.parquet") == expected("without_pyarrow")


def test_a_file_that_goes_away_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the system is told with the words of the system."""
    monkeypatch.chdir(tmp_path)
    Path("june.ndjson").write_text('{"id":"26XX1"}\n', encoding="utf-8")
    history = History(["june.ndjson"], adapters_for((), None))
    Path("june.ndjson").unlink()
    assert told(history) == expected("gone_meanwhile")


def test_an_adapter_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an adapter raises is told with its name, after what it read before."""
    monkeypatch.chdir(tmp_path)
    Path("june.edi").write_text('{"id":"26XX1"}\n', encoding="utf-8")
    assert told(History(["june.edi"], adapters_for((Failing(),), None))) == expected("adapter_that_fails")


@pytest.mark.parametrize("code", [one.code for one in TABLE if one.code[1:] >= "660"])
def test_every_code_has_a_case(code: str) -> None:
    """Each code of histories is met by a case of the corpus; those of results by a command."""
    found = (*FOLDER.glob("*.expected"), *FOLDER.with_name("commands").glob("*.expected"))
    reports = [one.read_text(encoding="utf-8") for one in found]
    assert any(line.startswith(f"{code} ") for text in reports for line in text.splitlines())
