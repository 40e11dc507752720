"""The file of what could not be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.rejects import RejectsFile
from stce_rules.replay.sources import Rejected


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is a device of Linux")
def test_a_full_disk_is_told_when_the_file_ends() -> None:
    """What waits to be written is written at the end; that it cannot be is told with the name of the file."""
    file = RejectsFile(Path("/dev/full"))
    file.write(Rejected("a.csv:2", (Diagnostic("E740", "row 2 has 1 cells, not 2", where="a.csv:2"),), b"A"))
    with pytest.raises(StceError, match="E670 /dev/full"):
        file.close()
    file.close()
