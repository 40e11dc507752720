"""What was read of files before, so that an editor reads again only what has changed.

Enters: files as they are asked for. Leaves: what reading them anew would give. Promise: a file is taken as unchanged
only when its time of change and its size are, a text only when it is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import NamedList
from stce_rules.core.span import Source
from stce_rules.hooks import Beside, ListReader
from stce_rules.language.checking.findings import Findings
from stce_rules.language.lists import read_lists
from stce_rules.language.parse import Parsed
from stce_rules.language.reparse import Reread, reparse
from stce_rules.rulesets.reading import Asked, read_source

_T = TypeVar("_T")

Lists = tuple[tuple[NamedList, ...], tuple[Diagnostic, ...]]
"""The lists of a file, and its faults."""

_Read = tuple[Sequence[NamedList], Sequence[Diagnostic]]


@dataclass(slots=True)
class Kept:
    """The files of one ruleset as last read, with one catalogue and one set of plugins."""

    _read: dict[str, tuple[Source, object, Findings]] = field(default_factory=dict)
    _saved: dict[Path, tuple[tuple[int, int], Source]] = field(default_factory=dict)
    _parsed: dict[str, Reread] = field(default_factory=dict)
    _lists: dict[tuple[str, int | None], tuple[Source, Lists]] = field(default_factory=dict)
    _of_readers: dict[tuple[str, Path], tuple[Source, dict[str, Source | None], _Read]] = field(default_factory=dict)

    def saved(self, path: Path, shown: str, asked: Asked, findings: Findings) -> Source | None:
        """The text of a file as it is saved."""
        try:
            state = path.stat()
        except OSError:
            return read_source(path, shown, asked, findings)
        changed, before = (state.st_mtime_ns, state.st_size), self._saved.get(path)
        if before is not None and before[0] == changed:
            return before[1]
        source = read_source(path, shown, asked, findings)
        if source is not None:
            self._saved[path] = changed, source
        return source

    def read(self, source: Source, how: Callable[[Source, Findings], _T], findings: Findings) -> _T:
        """A file of one purpose only, such as the manifest."""
        before = self._read.get(source.name)
        if before is None or before[0] != source:
            noted = Findings()
            before = self._read[source.name] = source, how(source, noted), noted
        findings.found += before[2].found
        findings.errors += before[2].errors
        return cast("_T", before[1])

    def parsed(self, source: Source, fields: Iterable[str]) -> Parsed:
        """The tree of a rule file."""
        made = reparse(source, self._parsed.get(source.name), fields)
        self._parsed[source.name] = made
        return made.parsed

    def lists(self, source: Source, alias: str, edition: int | None) -> Lists:
        """The lists of a file in the project's own formats."""
        key = alias, edition
        before = self._lists.get(key)
        if before is None or before[0] != source:
            before = self._lists[key] = source, read_lists(source, alias, edition=edition)
        return before[1]

    def of_reader(self, reader: ListReader, source: Source, folder: Path, beside: Beside) -> _Read:
        """The lists of a file in a format of a plugin, which may look at files `beside` it."""
        key = reader.name, folder / source.name
        before = self._of_readers.get(key)
        if before is not None and before[0] == source and all(beside(name) == one for name, one in before[1].items()):
            return before[2]
        seen: dict[str, Source | None] = {}

        def noted(name: str) -> Source | None:
            seen[name] = beside(name)
            return seen[name]

        made = reader.read(source, noted)
        self._of_readers[key] = source, seen, made
        return made
