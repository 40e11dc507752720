"""What an officer names as a history, to the files and databases in it.

Enters: paths, quoted patterns such as `data/*.parquet`, folders, databases. Leaves: names, in the order given and,
below a folder or pattern, sorted. Promise: everything named is there before the first message is read.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.tables.adapter import is_map
from stce_rules.replay.databases import Database, database

__all__ = ["STDIN", "Place", "places"]

STDIN = "-"
"""The path that stands for the standard input."""

Place = str | Database
"""A file by its name, the standard input, or a database."""


def places(
    named: Sequence[str | Path], query: str | None, is_known: Callable[[str], bool], titles: Sequence[str]
) -> tuple[Place, ...]:
    """All places, each once. `is_known` says whether a file can be read, `titles` what formats there are.

    Raises StceError (E660, E661, E679) with all that is not there.
    """
    finder = _Finder(is_known, titles)
    found: dict[str, Place] = {}
    for one in named:
        base = database(os.fspath(one), query)
        for place in (base,) if base is not None else finder.files(one):
            key = place.name if isinstance(place, Database) else STDIN if place == STDIN else os.path.realpath(place)
            found.setdefault(key, place)
        if base is not None and "://" not in base.where:
            finder.readable([base.where])
    if query is not None and not any(isinstance(one, Database) and one.query for one in found.values()):
        message = "a query is asked of a database, and none is given without a table"
        finder.faults.append(Diagnostic("E679", message, where="--query", help="give 'history.duckdb' or a URL"))
    if finder.faults:
        raise StceError(finder.faults)
    return tuple(found.values())


class _Finder:
    """Finds files, and notes what is not there."""

    def __init__(self, is_known: Callable[[str], bool], titles: Sequence[str]) -> None:
        self.faults: list[Diagnostic] = []
        self._is_known = is_known
        self._titles = titles

    def files(self, path: str | Path) -> list[str]:
        """The file, those that a pattern fits, or those below a folder, of which one at least can be read."""
        name = os.fspath(path)
        if name == STDIN:
            return [name]
        if Path(name).is_file():
            return self.readable([name])
        if Path(name).is_dir():
            return self._below(name)
        if glob.has_magic(name):
            fitting = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 (a pattern may be absolute)
            found = [one for each in fitting for one in (_walked(each) if Path(each).is_dir() else [each])]
            found = [one for one in found if not is_map(one)]
            if not found:
                self.faults.append(Diagnostic("E660", "no file fits the pattern", where=name))
            return self.readable(found)
        self.faults.append(Diagnostic("E660", "there is no such file or folder", where=name, help=_near(Path(name))))
        return []

    def _below(self, folder: str) -> list[str]:
        below = self.readable(list(_walked(folder)))
        if not any(self._is_known(one) for one in below):
            message = f"none of the {len(below)} files in the folder can be read" if below else "the folder is empty"
            mend = f"formats installed: {'; '.join(sorted(self._titles))}"
            self.faults.append(Diagnostic("E661", message, where=folder, help=mend))
        return below

    def readable(self, names: list[str]) -> list[str]:
        """The files; those that may not be read are told."""
        for name in names:
            if not Path(name).is_file():
                mend = _near(Path(name))
                self.faults.append(Diagnostic("E660", "there is no such file or folder", where=name, help=mend))
            elif not os.access(name, os.R_OK):
                self.faults.append(Diagnostic("E660", "the file may not be read", where=name))
        return names


def _walked(folder: str) -> Iterator[str]:
    """Files below a folder, sorted, without hidden ones and maps."""
    below = [
        os.path.join(at, file)  # noqa: PTH118 (a Path for each of many files would cost more)
        for at, _, files in os.walk(folder)
        for file in files
        if not file.startswith((".", "_")) and not is_map(file)
    ]
    yield from sorted(below)


def _near(path: Path) -> str:
    """The name nearby that may have been meant."""
    try:
        near = get_close_matches(path.name, [one.name for one in path.parent.iterdir()], n=1)
    except OSError:
        return ""
    return f"did you mean '{path.with_name(near[0])}'?" if near else ""
