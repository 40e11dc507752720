"""Our own forms in those of the protocol; the other modules of this package speak of characters, not of columns.

Promise: places are counted in the text that they were found in.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from stce_rules.core.codes import Severity
from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.span import Source, Span
from stce_rules.lsp.actions import Action
from stce_rules.lsp.documents import Change, Position, layout_of
from stce_rules.lsp.features.folding import Fold
from stce_rules.lsp.features.hover import Hover
from stce_rules.lsp.features.items import Completions, Item, ItemKind
from stce_rules.lsp.features.symbols import Symbol, SymbolKind
from stce_rules.lsp.workspace import Workspace

NAME = "stce"
"""Who tells a diagnostic."""

START = types.Range(types.Position(0, 0), types.Position(0, 0))


def path_of(uri: str) -> Path | None:
    """The file of a URI, links followed; None for a document that is not saved."""
    path = to_fs_path(uri)
    return None if path is None else Path(path).resolve()


def unsaved_path(uri: str) -> Path:
    """Where a document is taken to be that is not saved: a folder that is not there, so that nothing is beside it."""
    name = "".join(each if each.isalnum() or each in "-_" else "-" for each in uri.rpartition(":")[2])
    return Path(os.sep) / "unsaved documents" / f"{name}.stce"


def uri_of(path: Path, workspace: Workspace) -> str:
    """The URI of a file, as the editor wrote it if it is open."""
    document = workspace.at(path)
    return document.uri if document is not None else str(from_fs_path(path.as_posix()))


# ---- places


def position(source: Source, offset: int) -> types.Position:
    """The place of a character."""
    found = layout_of(source).position(offset)
    return types.Position(found.line, found.character)


def range_of(span: Span) -> types.Range:
    """The place of a span."""
    return types.Range(position(span.source, span.start), position(span.source, span.end))


def location(span: Span, workspace: Workspace) -> types.Location:
    """The place of a span in its file."""
    return types.Location(uri_of(Path(span.source.name), workspace), range_of(span))


def change(one: types.TextDocumentContentChangeEvent) -> Change:
    """A change of a document."""
    if isinstance(one, types.TextDocumentContentChangePartial):
        start, end = one.range.start, one.range.end
        return Change(one.text, Position(start.line, start.character), Position(end.line, end.character))
    return Change(one.text)


# ---- diagnostics and edits

_SEVERITIES = {Severity.ERROR: types.DiagnosticSeverity.Error, Severity.WARNING: types.DiagnosticSeverity.Warning}


def diagnostic(one: Diagnostic) -> types.Diagnostic:
    """A fault or finding; what has no place in a text stands at its beginning."""
    return types.Diagnostic(
        range=START if one.span is None else range_of(one.span),
        message=f"{one.message}\n{one.help}" if one.help else one.message,
        severity=_SEVERITIES[one.severity],
        code=one.code,
        source=NAME,
        data={"help": one.help, "fixes": len(one.fixes)},
    )


def edits(replacements: Iterable[Replacement], workspace: Workspace) -> types.WorkspaceEdit:
    """Replacements, by the files they are in."""
    changes: dict[str, list[types.TextEdit]] = {}
    for one in sorted(replacements, key=lambda each: (each.span.source.name, each.span.start)):
        uri = uri_of(Path(one.span.source.name), workspace)
        changes.setdefault(uri, []).append(types.TextEdit(range_of(one.span), one.text))
    return types.WorkspaceEdit(changes=dict(changes))


def action(one: Action, workspace: Workspace) -> types.CodeAction:
    """Something that can be done about diagnostics."""
    return types.CodeAction(
        title=one.title,
        kind=one.kind,
        diagnostics=[diagnostic(each) for each in one.about] or None,
        is_preferred=True if one.preferred else None,
        edit=edits(one.edits, workspace),
    )


# ---- features

_ITEMS: Mapping[ItemKind, types.CompletionItemKind] = {
    ItemKind.KEYWORD: types.CompletionItemKind.Keyword,
    ItemKind.PHRASE: types.CompletionItemKind.Keyword,
    ItemKind.SNIPPET: types.CompletionItemKind.Snippet,
    ItemKind.FIELD: types.CompletionItemKind.Field,
    ItemKind.INDICATOR: types.CompletionItemKind.Interface,
    ItemKind.FUNCTION: types.CompletionItemKind.Function,
    ItemKind.RULE: types.CompletionItemKind.Class,
    ItemKind.LIST: types.CompletionItemKind.Enum,
    ItemKind.PARAMETER: types.CompletionItemKind.Constant,
    ItemKind.MEASURE: types.CompletionItemKind.Property,
    ItemKind.VALUE: types.CompletionItemKind.Value,
    ItemKind.UNIT: types.CompletionItemKind.Unit,
    ItemKind.TEXT: types.CompletionItemKind.Text,
    ItemKind.FILE: types.CompletionItemKind.File,
}


def completions(found: Completions, source: Source) -> types.CompletionList:
    """What may be written."""
    end = position(source, found.end)
    return types.CompletionList(
        is_incomplete=not found.complete,
        items=[
            _item(one, types.Range(position(source, found.start if one.start is None else one.start), end))
            for one in found.items
        ],
    )


def _item(one: Item, replaced: types.Range) -> types.CompletionItem:
    form = types.InsertTextFormat.Snippet if one.snippet else types.InsertTextFormat.PlainText
    return types.CompletionItem(
        label=one.label,
        kind=_ITEMS[one.kind],
        detail=one.detail or None,
        documentation=markdown(one.help) if one.help else None,
        sort_text=one.sort,
        filter_text=f"{one.label} {one.filter}" if one.filter else None,
        insert_text_format=form,
        text_edit=types.TextEdit(replaced, one.insert or one.label),
    )


def markdown(text: str) -> types.MarkupContent:
    """A text in Markdown."""
    return types.MarkupContent(types.MarkupKind.Markdown, text)


def hover(found: Hover) -> types.Hover:
    """What a word means."""
    return types.Hover(markdown(found.markdown), range_of(found.span))


_SYMBOLS: Mapping[SymbolKind, types.SymbolKind] = {
    SymbolKind.USE: types.SymbolKind.Module,
    SymbolKind.LIST: types.SymbolKind.Enum,
    SymbolKind.PARAMETER: types.SymbolKind.Constant,
    SymbolKind.MEASURE: types.SymbolKind.Property,
    SymbolKind.INDICATOR: types.SymbolKind.Interface,
    SymbolKind.RULE: types.SymbolKind.Class,
    SymbolKind.EXEMPTION: types.SymbolKind.Event,
    SymbolKind.DECISION: types.SymbolKind.Function,
    SymbolKind.GUARANTEE: types.SymbolKind.Boolean,
    SymbolKind.EXAMPLE: types.SymbolKind.Field,
}


def symbol(one: Symbol) -> types.DocumentSymbol:
    """A statement in the outline."""
    return types.DocumentSymbol(
        name=one.name,
        detail=one.detail or None,
        kind=_SYMBOLS[one.kind],
        range=range_of(one.span),
        selection_range=range_of(one.selection),
        children=[symbol(each) for each in one.children] or None,
    )


def workspace_symbol(one: Symbol, workspace: Workspace) -> types.WorkspaceSymbol:
    """A statement found by its name."""
    return types.WorkspaceSymbol(
        location=location(one.selection, workspace),
        name=one.name,
        kind=_SYMBOLS[one.kind],
        container_name=one.detail or None,
    )


def fold(one: Fold) -> types.FoldingRange:
    """Lines that can be folded."""
    kind = types.FoldingRangeKind.Comment if one.comment else None
    return types.FoldingRange(start_line=one.start_line - 1, end_line=one.end_line - 1, kind=kind)
