"""Files to source texts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from stce_rules.rulesets.load import check_paths, load
from stce_rules.rulesets.reading import LIMIT_BYTES

Write = Callable[..., Path]

MARK = b"\xef\xbb\xbf"


def test_a_mark_at_the_start_is_no_fault(write: Write) -> None:
    """UTF-8 files with a mark at the start, as spreadsheets save them, are read like any other."""
    root = write()
    plain = load([root]).plan
    lists = b"list,value\r\nhubs,AE\r\n"
    marked = write({
        "ruleset.yaml": MARK + (root / "ruleset.yaml").read_bytes() + b"lists: {risk: hubs.csv}\n",
        "rules.stce": MARK + (root / "rules.stce").read_bytes(),
        "hubs.csv": MARK + lists,
    }, "own2")  # fmt: skip
    assert load([marked]).plan.units == plain.units


def test_windows_line_ends_are_no_fault(write: Write) -> None:
    """Files with carriage returns give the same plan."""
    root = write()
    windows = {
        name: (root / name).read_text(encoding="utf-8").replace("\n", "\r\n") for name in ("ruleset.yaml", "rules.stce")
    }
    assert load([write(windows, "windows")]).plan == load([root]).plan


@pytest.mark.parametrize("name", ["rules.stce", "hubs.csv", "ruleset.yaml"])
def test_a_file_that_is_too_long_is_refused(write: Write, name: str) -> None:
    """A file of more than 50 MB is told as too long, whatever is in it."""
    root = write(
        {
            "ruleset.yaml": "name: own\nversion: 1\nlanguage: 1\nlists: {risk: hubs.csv}\n",
            "hubs.csv": "list,value\nhubs,AE\n",
        }
    )
    with (root / name).open("r+b") as file:
        file.truncate(LIMIT_BYTES + 1)
    (fault,) = check_paths([root])
    assert fault.code == "E805"
    assert fault.message.endswith(f"{name}' is longer than 50 MB")


def test_a_file_that_may_not_be_read_is_told(write: Write) -> None:
    """A file without permission is told, not passed over."""
    path = write() / "rules.stce"
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this account may read every file")
    assert [one.code for one in check_paths([path.parent])] == ["E803"]


@pytest.mark.parametrize("name", ["rules.stce", "hubs.csv", "ruleset.yaml"])
def test_every_kind_of_file_must_be_utf8(write: Write, name: str) -> None:
    """Text in another encoding is told with its line, in rules, lists and manifests alike."""
    files = {
        "ruleset.yaml": "name: own\nversion: 1\nlanguage: 1\nlists: {risk: hubs.csv}\n",
        "hubs.csv": "list,value\nhubs,AE\n",
    }
    root = write(files)
    (root / name).write_bytes((root / name).read_bytes() + b"# M\xfcller\n")
    (fault,) = check_paths([root])
    assert fault.code == "E804"
    assert name in fault.message
    assert "see line" in fault.message
