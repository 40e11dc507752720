"""Files given to a command, to declarations.

Enters: paths (`-` is the standard input), adapters, perhaps the name of one. Leaves: declarations and refusals in the
order of the files, one at a time. Promise: a file that cannot be opened is refused like a message that cannot be read,
and the files after it are still read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import BinaryIO

from stce_rules.cli.screen import tell
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.hooks import Contributions
from stce_rules.intake.adapters import BUILT_IN, Adapter, Refused, read

UNREADABLE = "E881"
"""The code of a file that cannot be opened, which is a wrong input rather than a finding."""


class _Forced:
    """An adapter that was named: it is not asked whether it recognises the message."""

    def __init__(self, adapter: Adapter) -> None:
        self.name, self.title = adapter.name, adapter.title
        self._adapter = adapter

    def recognises(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the protocol's names
        return True

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        return self._adapter.read(stream, name)


def adapters_for(contributions: Contributions, named: str | None) -> Sequence[Adapter]:
    """The adapters to choose from: those of plugins first, or the one that is named. Raises StceError (E882)."""
    every = (*contributions.adapters, *BUILT_IN)
    if named is None:
        return every
    known = {one.name: one for one in every}
    if named in known:
        return (_Forced(known[named]),)
    near = get_close_matches(named, known, n=1)
    mend = f"did you mean '{near[0]}'?" if near else f"those installed: {', '.join(sorted(known))}"
    raise StceError(Diagnostic("E882", f"there is no adapter '{named}'", where="--adapter", help=mend))


def declarations(files: Iterable[str], adapters: Sequence[Adapter]) -> Iterator[Declaration | Refused]:
    """All declarations of all files."""
    for file in files:
        try:
            if file == "-":
                yield from read(sys.stdin.buffer, adapters=adapters, name="<stdin>")
            else:
                yield from read(file, adapters=adapters)
        except OSError as fault:
            yield Refused(file, (unreadable(file, fault),))


def one_declaration(files: Sequence[str], adapters: Sequence[Adapter], wanted: str | None) -> Declaration:
    """The declaration of an id, or the only one of the files, in its highest version.

    Raises StceError: E883 when it is not there, after what could not be read is told; E910 when no id is said and
    there are several.
    """
    found: Declaration | None = None
    seen: dict[str, None] = {}
    refused: list[Diagnostic] = []
    for one in declarations(files, adapters):
        if isinstance(one, Refused):
            refused += one.diagnostics
        elif wanted is None and found is not None and one.id != found.id:
            raise StceError(_several(found.id, one.id))
        elif wanted in (None, one.id):
            found = one if found is None or one.version >= found.version else found
        elif len(seen) < _MOST_KNOWN:
            seen[one.id] = None
    if found is None or (wanted is None and refused):
        tell(refused)
        raise StceError(_not_there(files, wanted, seen, bool(refused)))
    return found


_MOST_KNOWN = 10_000
"""Ids kept to suggest one from, however long the file is."""


def _several(first: str, second: str) -> Diagnostic:
    mend = "say which one with --declaration ID; `stce assess` judges them all"
    return Diagnostic(
        "E910", f"the files hold several declarations: '{first}', '{second}' …", where="--declaration", help=mend
    )


def _not_there(files: Sequence[str], wanted: str | None, seen: Iterable[str], refused: bool) -> Diagnostic:
    near = get_close_matches(wanted or "", seen, n=1)
    mend = f"did you mean '{near[0]}'?" if near else "correct the id, or give the file that holds it"
    if refused:
        mend = "it may be one of those that could not be read, told above"
    which = "one declaration only" if wanted is None else f"declaration '{wanted}'"
    return Diagnostic("E883", f"there is no {which} in {', '.join(files)}", where="--declaration", help=mend)


def unreadable(file: str, fault: OSError) -> Diagnostic:
    """The report of a file that cannot be opened."""
    match fault:
        case FileNotFoundError():
            return Diagnostic(UNREADABLE, f"there is no file '{file}'", where=file, help="correct the path")
        case IsADirectoryError():
            mend = "give the files in it; a ruleset is given with --rules"
            return Diagnostic(UNREADABLE, f"'{file}' is a folder", where=file, help=mend)
        case _:
            mend = "check who may read the file, and that it is a file"
            return Diagnostic(UNREADABLE, f"'{file}' cannot be read", where=file, help=mend)
