"""Which unit is looked at, told on a terminal."""

from __future__ import annotations

import contextlib

import pytest

from stce_rules.cli.unit_progress import following_units


def test_a_terminal_is_told_and_left_clean(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """One line that is written over, and nothing left of it, even when the work is interrupted."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with contextlib.suppress(KeyboardInterrupt), following_units("changing") as told:
        told("R-1", 2)
        raise KeyboardInterrupt
    assert capsys.readouterr().err.split("\r\x1b[K")[1:] == ["changing R-1, 1 of 2", ""]


def test_a_file_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody looks nothing is written."""
    with following_units("changing") as told:
        told("R-1", 1)
    assert capsys.readouterr().err == ""
