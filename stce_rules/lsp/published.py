"""Diagnostics by the files they are to be told at.

Enters: the rulesets that are worked on. Leaves: for each file what all of them say of it. Promises: what has no place
in a file of its own is told at the manifest, or at the file that stands alone; a file is told of again only when that
changes or its document has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, in_order
from stce_rules.lsp.workspace import Root, Workspace
from stce_rules.rulesets.find import MANIFEST

__all__ = ["Published", "of_file"]


def of_file(path: Path, roots: Iterable[Root]) -> tuple[Diagnostic, ...]:
    """What rulesets say of a file, in order."""
    return in_order(one for root in roots for one in root.diagnostics if _file_of(one, root) == path)


def _file_of(one: Diagnostic, root: Root) -> Path:
    files = root.files
    own = root.path if root.alone else root.path / MANIFEST
    if one.span is not None:
        path = Path(one.span.source.name)
        return path if path in files or path.is_absolute() else own
    path = Path(one.where)
    return path if path in files else own


class Published:
    """What was told of each file."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._told: dict[Path, tuple[int | None, tuple[Diagnostic, ...]]] = {}
        self._of_root: dict[Root, frozenset[Path]] = {}

    def after(self, root: Root) -> Iterator[tuple[Path, int | None, tuple[Diagnostic, ...]]]:
        """What is to be told when a ruleset was judged: file, version of its document, all that is said of it."""
        by_file = {_file_of(one, root) for one in root.diagnostics}
        own = {path for path in root.versions if path in root.files or path == root.path}
        yield from self._changed(frozenset(by_file | own), root, root.versions)

    def without(self, root: Root) -> Iterator[tuple[Path, int | None, tuple[Diagnostic, ...]]]:
        """What is to be told when a ruleset is no longer worked on."""
        yield from self._changed(frozenset(), root, self._workspace.versions())
        self._of_root.pop(root, None)

    def _changed(
        self, files: frozenset[Path], root: Root, versions: dict[Path, int]
    ) -> Iterator[tuple[Path, int | None, tuple[Diagnostic, ...]]]:
        before = self._of_root.get(root, frozenset())
        self._of_root[root] = files
        roots = list(self._workspace.roots.values())
        for path in sorted(files | before):
            told = versions.get(path), of_file(path, roots)
            if self._told.get(path) != told:
                self._told[path] = told
                yield path, *told
