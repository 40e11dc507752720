"""The language server: what the editor asks, to those who answer.

Enters: the protocol, on standard input. Leaves: the protocol, on standard output, and nothing else there. Promises: a
feature that fails answers nothing, is told with a code, and stops nothing else; the process ends as the protocol says.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Generator
from datetime import date
from functools import partial, wraps
from importlib.metadata import PackageNotFoundError, version
from typing import Any, ParamSpec, TypeVar

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter
from pygls.protocol.language_server import lsp_method

from stce_rules.core.span import Source
from stce_rules.hooks import Contributions
from stce_rules.lsp import converted
from stce_rules.lsp.actions import FIX_ALL, QUICK_FIX
from stce_rules.lsp.answers import EXPLAIN, Answers
from stce_rules.lsp.desk import Desk
from stce_rules.lsp.features.completion import complete
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.plugins import discover

__all__ = ["serve"]

_P = ParamSpec("_P")
_R = TypeVar("_R")

WATCHED = ("**/*.stce", "**/ruleset.yaml", "**/lists/*.{yaml,yml,csv}")
"""Files that rulesets are made of."""

_TRIGGERS = [" ", '"', "(", ".", "-", ","]
_YOUNG = 100_000
"""Objects between two collections: trees are moved at each keystroke, and hold no circles."""


class _Server(LanguageServer):
    """Tells what fails as everything else is told: with a code, in the log of the editor."""

    desk: Desk

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """A message that could not be understood or answered; requests have their own answer."""
        if not issubclass(source, FeatureRequestError):
            self.desk.failed("understanding the editor", error)


class _Protocol(LanguageServerProtocol):
    """The protocol with places in UTF-16, and without a second copy of each text: `workspace` keeps them."""

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        general = params.capabilities.general
        if general is not None:
            general.position_encodings = None  # not stated means UTF-16, which every editor speaks
        return (yield from super().lsp_initialize(params))

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


def serve() -> int:
    """Answer one editor on standard input and output until it ends; the exit code.

    Raises StceError (E701 to E709) for plugins that are not whole.
    """
    stdin, stdout = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a plugin prints is no message to the editor
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # what fails is told by `desk`
    server = _made(discover().contributions)
    server.start_io(stdin, stdout)
    return 0 if server.protocol._shutdown else 1  # noqa: SLF001  # no other way to know how the editor left


def _made(contributions: Contributions) -> LanguageServer:
    server = _Server("stce", _version(), protocol_cls=_Protocol, converter_factory=default_converter)
    server.desk = desk = Desk(server, contributions)
    _lifecycle(server, desk)
    _documents(server, desk)
    _features(server, desk)
    return server


def _version() -> str:
    try:
        return version("stce-rules")
    except PackageNotFoundError:
        return "0"


def _lifecycle(server: LanguageServer, desk: Desk) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        desk.initial = params.initialization_options

    @server.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        desk.set(desk.initial)
        _watch(server)
        await desk.work.aside(partial(_warm, desk.contributions))

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: types.DidChangeConfigurationParams) -> None:
        if not params.settings:
            return  # an editor that has nothing to say says so too
        desk.set(params.settings)
        desk.work.ask(list(desk.workspace.roots.values()))

    @server.feature(types.SHUTDOWN)
    def shutdown(_params: None) -> None:
        desk.work.end()


def _warm(contributions: Contributions) -> None:
    """Read grammar and reference tables before the first key is pressed."""
    complete(Surroundings(Source("x.stce", _FIRST), date.min, contributions=contributions), len(_FIRST))
    gc.freeze()  # they stay for good
    gc.set_threshold(_YOUNG)


_FIRST = 'rule "A" "a"\n  for each item\n  when hs is 29'


def _watch(server: LanguageServer) -> None:
    workspace = server.client_capabilities.workspace
    watching = None if workspace is None else workspace.did_change_watched_files
    if watching is None or not watching.dynamic_registration:
        return
    watchers = [types.FileSystemWatcher(one) for one in WATCHED]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    wanted = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    server.client_register_capability(types.RegistrationParams([wanted]))


def _documents(server: LanguageServer, desk: Desk) -> None:
    workspace, work = desk.workspace, desk.work

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        one = params.text_document
        path = converted.path_of(one.uri) or converted.unsaved_path(one.uri)
        workspace.opened(one.uri, path, one.version, one.text)
        work.settle()
        work.ask(list(workspace.touched([path])))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if uri in workspace.documents:
            workspace.changed(
                uri, params.text_document.version, [converted.change(one) for one in params.content_changes]
            )
            work.ask(list(workspace.using(workspace.documents[uri])))

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        document = workspace.documents.get(params.text_document.uri)
        workspace.closed(params.text_document.uri)
        work.settle()
        if document is not None:
            work.ask(list(workspace.touched([document.path])))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def on_disk(params: types.DidChangeWatchedFilesParams) -> None:
        paths = [path for one in params.changes if (path := converted.path_of(one.uri)) is not None]
        work.settle()
        work.ask(list(workspace.touched(paths)))


def _features(server: LanguageServer, desk: Desk) -> None:
    answers = Answers(desk)

    def answer(method: str, told: Callable[_P, Awaitable[_R]], options: object = None) -> None:
        server.feature(method, options)(_guarded(desk, method, told))

    answer(types.TEXT_DOCUMENT_COMPLETION, answers.complete, types.CompletionOptions(_TRIGGERS))
    answer(types.TEXT_DOCUMENT_HOVER, answers.hover)
    answer(types.TEXT_DOCUMENT_DEFINITION, answers.define)
    answer(types.TEXT_DOCUMENT_REFERENCES, answers.refer)
    answer(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, answers.highlight)
    answer(types.TEXT_DOCUMENT_PREPARE_RENAME, answers.prepare)
    answer(types.TEXT_DOCUMENT_RENAME, answers.rename, types.RenameOptions(prepare_provider=True))
    answer(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, answers.outline)
    answer(types.TEXT_DOCUMENT_FOLDING_RANGE, answers.fold)
    answer(types.WORKSPACE_SYMBOL, answers.find)
    answer(types.TEXT_DOCUMENT_CODE_ACTION, answers.act, types.CodeActionOptions([QUICK_FIX, FIX_ALL]))
    answer(types.TEXT_DOCUMENT_FORMATTING, answers.lay_out)
    answer(types.TEXT_DOCUMENT_CODE_LENS, answers.lenses)
    server.command(EXPLAIN)(_guarded(desk, EXPLAIN, answers.explain))


def _guarded(desk: Desk, what: str, answer: Callable[_P, Awaitable[_R]]) -> Callable[_P, Awaitable[_R | None]]:
    """An answer that fails is none, and is told."""

    @wraps(answer)
    async def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R | None:
        try:
            return await answer(*args, **kwargs)
        except JsonRpcException:
            raise
        except Exception as fault:  # noqa: BLE001  # whatever it is, the editor goes on
            desk.failed(f"answering '{what}'", fault)
            return None

    return guarded
