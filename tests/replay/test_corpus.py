"""Every fault of a history has a file or folder with the exact report an officer gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules.core.codes.declarations import TABLE
from stce_rules.core.diagnostics import Diagnostic, StceError, render, report
from stce_rules.replay.sources import History, Rejected, adapters_for

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "histories"
CASES = sorted(one.name for one in FOLDER.iterdir() if one.suffix != ".expected")
ELSEWHERE = {"E665", "E668", "E670", "E671", "E672", "E673", "E674", "E675"}
"""Codes of what is written, of the machine, and of plugins; see test_parquet, test_sources, test_run, test_workers."""


def reported(name: str) -> str:
    """All that is said of a history: what is refused, and what could not be read in declarations."""
    try:
        history = History([name], adapters_for((), None))
    except StceError as error:
        return f"{error}\n"
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
    assert reported(name) == (FOLDER / f"{name}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [one.code for one in TABLE if one.code[1:] >= "660" and one.code not in ELSEWHERE])
def test_every_code_has_a_case(code: str) -> None:
    """Each code of histories is met by a case of the corpus."""
    reports = [one.read_text(encoding="utf-8") for one in FOLDER.glob("*.expected")]
    assert any(line.startswith(f"{code} ") for text in reports for line in text.splitlines())
