"""Open documents and the rulesets they belong to.

Enters: documents as they are opened, changed and closed, files as they change on disk. Leaves: the rulesets that are
worked on, each with what was last read and found of it. A document belongs to the ruleset whose `ruleset.yaml` is
nearest above it; where that names it nowhere, or there is none, it stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Source
from stce_rules.lsp.documents import Change, Document
from stce_rules.lsp.judged import Judged, KeptFindings
from stce_rules.lsp.lenses import KeptExamples
from stce_rules.plan.together import NamedProgram
from stce_rules.rulesets.find import MANIFEST
from stce_rules.rulesets.gather import Gathered
from stce_rules.rulesets.kept import Kept
from stce_rules.rulesets.reading import Folder

__all__ = ["Root", "Workspace"]


@dataclass(slots=True, eq=False)
class Root:
    """A ruleset that is worked on: a folder with a manifest, or a file that stands alone.

    `asked`, `read` and `judged` count: how often something of it changed, and up to which change it was read and
    judged. `gathered`, from `files`, and `program` are what was last read and checked without error, though it may have
    changed since.
    `uncompared` is what was judged, as long as its units were not compared with each other.
    """

    path: Path
    alone: bool
    asked: int = 0
    read: int = 0
    judged: int = 0
    gathered: Gathered | None = None
    files: frozenset[Path] = frozenset()
    program: NamedProgram | None = None
    faultless: bool = False
    uncompared: Judged | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    versions: dict[Path, int] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    findings: KeptFindings = field(default_factory=KeptFindings)
    examples: KeptExamples = field(default_factory=KeptExamples)

    @property
    def given(self) -> Folder | Path:
        """What is to be read."""
        return self.path if self.alone else Folder(self.path, self.path.as_posix())

    def was_read(self, gathered: Gathered | None, upto: int) -> None:
        """What was read of it, and up to which change; where nothing could be, what was read before stays."""
        self.read = upto
        if gathered is not None:
            self.gathered, self.files = gathered, frozenset(Path(one.found) for one in gathered.inputs)


@dataclass(slots=True)
class Workspace:
    """All that is open."""

    documents: dict[str, Document] = field(default_factory=dict)
    roots: dict[Path, Root] = field(default_factory=dict)

    def opened(self, uri: str, path: Path, version: int, text: str) -> None:
        """A document is opened."""
        self.documents[uri] = Document(uri, path, version, Source(path.as_posix(), text))

    def changed(self, uri: str, version: int, changes: Sequence[Change]) -> None:
        """A document has changed."""
        self.documents[uri] = self.documents[uri].changed(changes, version)

    def closed(self, uri: str) -> None:
        """A document is closed; its file counts again."""
        self.documents.pop(uri, None)

    def texts(self) -> dict[Path, str]:
        """The texts of open documents by the files they stand for."""
        return {one.path: one.source.text for one in self.documents.values()}

    def versions(self) -> dict[Path, int]:
        """The versions of open documents."""
        return {one.path: one.version for one in self.documents.values()}

    def at(self, path: Path) -> Document | None:
        """The open document of a file."""
        return next((one for one in self.documents.values() if one.path == path), None)

    # ---- what belongs where

    def settle(self) -> tuple[list[Root], list[Root]]:
        """Find the rulesets of all open documents anew: those that are new, and those no longer worked on."""
        wanted: dict[Path, bool] = {}
        for one in self.documents.values():
            folder = self._folder_of(one.path)
            if folder is not None:
                wanted[folder] = False
            if one.path.suffix == ".stce" and (folder is None or self._left_out(one.path, folder)):
                wanted[one.path] = True
        gone = [self.roots.pop(path) for path in list(self.roots) if path not in wanted]
        new = [Root(path, alone) for path, alone in wanted.items() if path not in self.roots]
        self.roots |= {one.path: one for one in new}
        return new, gone

    def root_of(self, document: Document) -> Root | None:
        """The ruleset that a document is looked at in."""
        alone = self.roots.get(document.path)
        if alone is not None:
            return alone
        folder = self._folder_of(document.path)
        return None if folder is None else self.roots.get(folder)

    def using(self, document: Document) -> Iterator[Root]:
        """The rulesets that a document is part of."""
        own = self.root_of(document)
        return (root for root in self.roots.values() if root is own or document.path in root.files)

    def touched(self, paths: Iterable[Path]) -> Iterator[Root]:
        """The rulesets that a change of files may concern."""
        changed = list(paths)
        for root in self.roots.values():
            folder = root.path.parent if root.alone else root.path
            files = root.files
            if any(one in files or one == root.path or one.is_relative_to(folder) for one in changed):
                yield root

    def _folder_of(self, path: Path) -> Path | None:
        """The folder of the nearest manifest above a file."""
        if not path.is_absolute():
            return None
        open_manifests = {one.path.parent for one in self.documents.values() if one.path.name == MANIFEST}
        for folder in path.parents:
            if folder in open_manifests or (folder / MANIFEST).is_file():
                return folder
        return None

    def _left_out(self, path: Path, folder: Path) -> bool:
        """Whether a ruleset was read and does not hold this file."""
        root = self.roots.get(folder)
        return root is not None and root.gathered is not None and path not in root.files
