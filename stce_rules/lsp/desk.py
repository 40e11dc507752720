"""The desk of one editor: its documents, the work on their rulesets, and what the editor is told of it.

Enters: what the editor tells, settings. Leaves: diagnostics and notes to the editor; what features look at. Promise:
whatever fails is told with a code, and nothing else stops for it.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from stce_rules.core.diagnostics import Diagnostic, StceError, render
from stce_rules.hooks import Contributions
from stce_rules.lsp import converted
from stce_rules.lsp.documents import Document
from stce_rules.lsp.features.surroundings import Surroundings, on_disk
from stce_rules.lsp.published import Published
from stce_rules.lsp.work import Work
from stce_rules.lsp.workspace import Root, Workspace
from stce_rules.replay.rule_hits import Hits, hits_of

__all__ = ["Desk", "Settings"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the editor was set to: the day by which things are old, today without one; the findings of a replay."""

    on: date | None = None
    findings: Path | None = None


class Desk:
    """One editor, for as long as it is there."""

    def __init__(self, server: LanguageServer, contributions: Contributions) -> None:
        self.server = server
        self.contributions = contributions
        self.initial: object = None
        self.settings = Settings()
        self.workspace = Workspace()
        self.work = Work(self.workspace, contributions, self)
        self._published = Published(self.workspace)
        self._hits: tuple[tuple[Path, int] | None, Mapping[str, Hits]] = (None, {})

    # ---- settings

    def set(self, given: object) -> None:
        """Take the settings; what cannot be used is told and left."""
        stated = given if isinstance(given, dict) else {}
        stated = stated.get("stce", stated) or {}
        on, findings = stated.get("on"), stated.get("findings")
        self.settings = Settings(self._day(on), Path(findings) if isinstance(findings, str) and findings else None)
        self.work.on = self._today()
        self.hits()

    def _today(self) -> date:
        return self.settings.on or date.today()  # noqa: DTZ011  # the day where the officer is

    def _day(self, given: object) -> date | None:
        if given in (None, ""):
            return None
        try:
            return date.fromisoformat(str(given))
        except ValueError:
            mend = "write it as 2026-01-31, or leave the setting empty for today"
            self.note(Diagnostic("E942", f"'{given}' is no date", where="stce.on", help=mend))
            return None

    def hits(self) -> Mapping[str, Hits]:
        """What rules found in the last replay; what cannot be read is told once, until it changes."""
        path = self.settings.findings
        if path is None:
            return {}
        told = path / "summary.json" if path.is_dir() else path
        state = path, told.stat().st_mtime_ns if told.exists() else 0
        if self._hits[0] != state:
            try:
                self._hits = state, hits_of(path)
            except StceError as fault:
                self._hits = state, {}
                for one in fault.diagnostics:
                    self.note(one)
        return self._hits[1]

    # ---- what features look at

    async def read(self, uri: str) -> tuple[Document, Root] | None:
        """A document, and its ruleset with all that was typed by now read."""
        document = self.workspace.documents.get(uri)
        root = None if document is None else self.workspace.root_of(document)
        if root is None:
            return None
        await self.work.until_read(root)
        document = self.workspace.documents.get(uri)
        root = None if document is None else self.workspace.root_of(document)
        return None if document is None or root is None else (document, root)

    def surroundings(self, document: Document, root: Root) -> Surroundings:
        """A document in its ruleset."""
        return Surroundings(
            source=document.source,
            on=self._today(),
            gathered=root.gathered,
            contributions=self.contributions,
            text_of=self._text_of,
        )

    def _text_of(self, path: Path) -> str | None:
        document = self.workspace.at(path)
        return on_disk(path) if document is None else document.source.text

    # ---- what is told

    def found(self, root: Root) -> None:
        """The diagnostics of a ruleset are known."""
        for path, version, diagnostics in self._published.after(root):
            self._publish(path, version, diagnostics)

    def gone(self, root: Root) -> None:
        """A ruleset is no longer worked on."""
        for path, version, diagnostics in self._published.without(root):
            self._publish(path, version, diagnostics)

    def _publish(self, path: Path, version: int | None, diagnostics: tuple[Diagnostic, ...]) -> None:
        told = [converted.diagnostic(one) for one in diagnostics]
        uri = converted.uri_of(path, self.workspace)
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, told, version))

    def examples_judged(self) -> None:
        """Some examples have been judged anew."""
        workspace = self.server.client_capabilities.workspace
        if workspace is not None and workspace.code_lens is not None and workspace.code_lens.refresh_support:
            self.server.workspace_code_lens_refresh(None)

    def failed(self, what: str, fault: BaseException) -> None:
        """Something failed that never should: a report for the log of the editor."""
        where = "".join(traceback.format_exception(fault))
        _log.error("%s", where)
        mend = "go on working; send the log to those who look after the software"
        self.note(Diagnostic("E941", f"{what} failed", where="stce lsp", help=mend), shown=False)

    def note(self, one: Diagnostic, *, shown: bool = True) -> None:
        """Tell of something that is about no document."""
        text, kind = render(one), types.MessageType.Warning if shown else types.MessageType.Error
        self.server.window_log_message(types.LogMessageParams(kind, text))
        if shown:
            self.server.window_show_message(types.ShowMessageParams(kind, text))
