"""Floor 9: the command `stce`. No rule is judged here.

`door` (the group, its commands by name) → one module for each command → `screen` (what a terminal shows). `guard` turns
whatever goes wrong into coded reports and exit codes. Libraries that take long to load are loaded by the command that
needs them.
"""

from __future__ import annotations

import gc

from stce_rules.cli.door import stce

__all__ = ["main", "stce"]


def main() -> None:
    """The command `stce`; ends the process with its exit code."""
    # Rules and results are many objects that stay: looking for garbage among them takes a sixth of the time of a load.
    gc.set_threshold(100_000, 50, 50)
    stce.main(prog_name="stce")
