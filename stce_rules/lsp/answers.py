"""The requests of an editor, each answered from what was read of the ruleset.

Enters: requests of the protocol. Leaves: their answers. Promise: a request waits until what was typed before it is
read, never longer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from stce_rules.core.diagnostics import has_errors
from stce_rules.core.span import Source
from stce_rules.language.format import format as laid_out
from stce_rules.language.reparse import reparse
from stce_rules.lsp import actions, converted
from stce_rules.lsp.desk import Desk
from stce_rules.lsp.documents import Position, layout_of
from stce_rules.lsp.features import completion, definition, folding, hover, references, rename, symbols
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.lsp.lenses import explained, outcomes
from stce_rules.lsp.published import of_file

__all__ = ["Answers"]

EXPLAIN = "stce.explainExample"
"""The command of a lens on an example: URI, unit, title of the example."""

_T = TypeVar("_T")


class Answers:
    """What one desk answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ---- what the features say

    async def _at(
        self, uri: str, place: types.Position, feature: Callable[[Surroundings, int], _T]
    ) -> tuple[_T, Source] | None:
        """The answer of a feature at a place."""
        read = await self._desk.read(uri)
        if read is None:
            return None
        around = self._desk.surroundings(*read)
        offset = layout_of(around.source).offset(Position(place.line, place.character))
        return feature(around, offset), around.source

    async def complete(self, params: types.CompletionParams) -> types.CompletionList | None:
        """What may be written here: by the text as it is now, and by what was last read of the ruleset."""
        desk, uri = self._desk, params.text_document.uri
        document = desk.workspace.documents.get(uri)
        root = None if document is None else desk.workspace.root_of(document)
        if root is None or root.gathered is None:
            found = await self._at(uri, params.position, completion.complete)
            return None if found is None else converted.completions(*found)
        if document is None:
            return None
        offset = document.layout.offset(Position(params.position.line, params.position.character))
        return converted.completions(completion.complete(desk.surroundings(document, root), offset), document.source)

    async def hover(self, params: types.HoverParams) -> types.Hover | None:
        """What this means."""
        found = await self._at(params.text_document.uri, params.position, hover.hover)
        return None if found is None or found[0] is None else converted.hover(found[0])

    async def define(self, params: types.DefinitionParams) -> list[types.Location]:
        """Where this comes from."""
        found = await self._at(params.text_document.uri, params.position, definition.define)
        return [] if found is None else [converted.location(one, self._desk.workspace) for one in found[0]]

    async def refer(self, params: types.ReferenceParams) -> list[types.Location]:
        """Where this is used."""
        feature = partial(references.refer, with_definition=params.context.include_declaration)
        found = await self._at(params.text_document.uri, params.position, feature)
        return [] if found is None else [converted.location(one, self._desk.workspace) for one in found[0]]

    async def highlight(self, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        """Where this is used in the document."""
        found = await self._at(params.text_document.uri, params.position, references.highlight)
        return [] if found is None else [types.DocumentHighlight(converted.range_of(one)) for one in found[0]]

    async def prepare(self, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        """The name here, if it can be given another."""
        found = await self._at(params.text_document.uri, params.position, rename.prepare)
        if found is None:
            return None
        if isinstance(found[0], rename.Refusal):
            raise JsonRpcInvalidParams(message=found[0].sentence)
        return types.PrepareRenamePlaceholder(converted.range_of(found[0].span), found[0].text)

    async def rename(self, params: types.RenameParams) -> types.WorkspaceEdit | None:
        """Give the name here another everywhere."""
        feature = partial(rename.rename, new=params.new_name)
        found = await self._at(params.text_document.uri, params.position, feature)
        if found is None:
            return None
        if isinstance(found[0], rename.Refusal):
            raise JsonRpcInvalidParams(message=found[0].sentence)
        return converted.edits(found[0], self._desk.workspace)

    async def outline(self, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        """The statements of a document."""
        read = await self._desk.read(params.text_document.uri)
        if read is None:
            return []
        return [converted.symbol(one) for one in symbols.outline(self._desk.surroundings(*read))]

    async def fold(self, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        """What can be folded away."""
        read = await self._desk.read(params.text_document.uri)
        if read is None:
            return []
        return [converted.fold(one) for one in folding.folds(self._desk.surroundings(*read))]

    async def find(self, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        """Statements of all rulesets that are open, by their names."""
        desk = self._desk
        found: dict[tuple[str, int], types.WorkspaceSymbol] = {}
        for document in list(desk.workspace.documents.values()):
            root = desk.workspace.root_of(document)
            if root is not None:
                for one in symbols.find(desk.surroundings(document, root), params.query):
                    key = one.span.source.name, one.span.start
                    found.setdefault(key, converted.workspace_symbol(one, desk.workspace))
        return list(found.values())

    # ---- mending and laying out

    async def act(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What can be done about the diagnostics here."""
        desk, uri = self._desk, params.text_document.uri
        read = await desk.read(uri)
        if read is None:
            return []
        document, root = read
        await desk.work.until_judged(root)
        if desk.workspace.documents.get(uri) is not document:
            return []
        found = of_file(document.path, desk.workspace.roots.values())
        only = params.context.only
        if only and not any(kind == actions.QUICK_FIX or kind.startswith("source") for kind in only):
            return []
        offsets = [
            document.layout.offset(Position(one.line, one.character)) for one in (params.range.start, params.range.end)
        ]
        is_rules = document.path.suffix == ".stce"
        statements = desk.surroundings(document, root).own_statements() if is_rules else None
        made = list(actions.actions(found, document.source.span(*offsets), statements))
        whole = actions.all_fixes(found)
        if whole:
            made.append(actions.Action("Mend all that can be mended", actions.FIX_ALL, whole))
        return [
            converted.action(one, desk.workspace)
            for one in made
            if only is None or any(one.kind == kind or one.kind.startswith(f"{kind}.") for kind in only)
        ]

    async def lay_out(self, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        """The document in the canonical layout; nothing when it has faults of shape."""
        document = self._desk.workspace.documents.get(params.text_document.uri)
        if document is None or document.path.suffix != ".stce":
            return []
        source, fields = document.source, tuple(self._desk.contributions.catalogue)
        text = await asyncio.to_thread(_laid_out, source, fields)
        if text is None or text == source.text:
            return []
        whole = types.Range(types.Position(0, 0), converted.position(source, len(source.text)))
        return [types.TextEdit(whole, text)]

    # ---- lenses

    async def lenses(self, params: types.CodeLensParams) -> list[types.CodeLens]:
        """What became of each example, and what each rule found in the last replay."""
        read = await self._desk.read(params.text_document.uri)
        if read is None or read[1].gathered is None:
            return []
        document, root = read
        gathered, found = root.gathered, list[types.CodeLens]()
        if gathered is None:
            return []
        for one in outcomes(gathered, root.examples, document.source.name):
            if one.said is not None:
                mark = "✓" if one.passed else "✗"
                run = types.Command(f"{mark} {one.said}", EXPLAIN, arguments=[document.uri, one.unit, one.example])
                found.append(types.CodeLens(converted.range_of(one.span), run))
        hits = self._desk.hits()
        around = self._desk.surroundings(document, root)
        for symbol in symbols.outline(around) if hits else ():
            told = hits.get(symbol.name)
            if told is not None and symbol.kind is symbols.SymbolKind.RULE:
                found.append(types.CodeLens(converted.range_of(symbol.selection), types.Command(told.said, "")))
        return found

    async def explain(self, uri: str, unit: str, example: str) -> dict[str, str] | None:
        """Why an example comes out as it does, as text."""
        read = await self._desk.read(uri)
        if read is None:
            return None
        _, root = read
        await self._desk.work.until_judged(root)
        gathered, program = root.gathered, root.program
        if gathered is None or program is None or not root.faultless:
            return None
        found = await asyncio.to_thread(explained, gathered, program, self._desk.contributions, unit, example)
        return None if found is None else {"title": found.title, "text": found.text}


def _laid_out(source: Source, fields: tuple[str, ...]) -> str | None:
    parsed = reparse(source, None, fields).parsed
    return None if has_errors(parsed.diagnostics) else laid_out(parsed.file, source, fields)
