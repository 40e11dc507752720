"""Where a name comes from.

Enters: the caret. Leaves: the places that give the name it stands in; for a list of a file, its first row or key in
that file; for `use`, the file itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from stce_rules.core.span import Source, Span
from stce_rules.language import syntax as s
from stce_rules.language.checking.findings import Findings
from stce_rules.language.checking.list_files import read_csv, read_yaml
from stce_rules.lsp.features.names import Kind, Occurrence, definitions, named_at, token_at
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.rulesets.manifest import Written

__all__ = ["alias_in_manifest", "define", "list_source"]


def define(around: Surroundings, offset: int) -> tuple[Span, ...]:
    """The places that give what the caret stands in; none for what is given nowhere, such as a field."""
    for one in named_at(around, offset):
        found = _defined(around, one)
        if found:
            return found
    return _file_at(around, offset)


def _defined(around: Surroundings, one: Occurrence) -> tuple[Span, ...]:
    if one.kind is Kind.ALIAS:
        return _alias(around, one.name)
    given = definitions(around)
    if (one.kind, one.name) in given:
        return (given[one.kind, one.name][1],)
    match one.kind:
        case Kind.LIST if "." in one.name:
            alias, _, name = one.name.partition(".")
            return _in_file(around, alias, name)
        case Kind.RULE if (Kind.EXEMPTION, one.name) in given:
            return (given[Kind.EXEMPTION, one.name][1],)
        case _:
            return ()


def _alias(around: Surroundings, name: str) -> tuple[Span, ...]:
    """Where lists get their alias: in this document, in another, or in the manifest."""
    used = (*around.own_statements(), *around.statements())
    given = [one.alias.span for one in used if isinstance(one, s.UseLists) and one.alias.text == name]
    key = alias_in_manifest(around, name)
    return (given[0],) if given else () if key is None else (key,)


def _in_file(around: Surroundings, alias: str, name: str) -> tuple[Span, ...]:
    """Where a file of lists first names a list; the statement that uses the file where it cannot be read."""
    source = list_source(around, alias)
    if source is not None:
        read = read_yaml if source.name.lower().endswith((".yaml", ".yml")) else read_csv
        for raw in read(source, Findings()):
            if raw.name.text == name:
                return (raw.name.span,)
        return (source.span(0, 0),)
    return _alias(around, alias)


def list_source(around: Surroundings, alias: str) -> Source | None:
    """The text of the file whose lists are used under an alias; None for lists of a plugin, and where it is gone."""
    for one in around.statements():
        if isinstance(one, s.UseLists) and one.alias.text == alias:
            return _source(around, one.path.span, one.path.text)
    file = _of_manifest(around, alias)
    return None if file is None or file.span is None else _source(around, file.span, file.path)


def _of_manifest(around: Surroundings, alias: str) -> Written | None:
    listed = None if around.gathered is None else around.gathered.manifest.lists.get(alias)
    return None if listed is None else listed.file


def alias_in_manifest(around: Surroundings, alias: str) -> Span | None:
    """The characters of an alias that the manifest gives, without quotation marks."""
    file = _of_manifest(around, alias)
    if file is None or file.span is None:
        return None
    source = file.span.source  # it was read as YAML before, else there would be no span
    root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    keys = (key for top, lists in _pairs(root) if top.value == "lists" for key, _ in _pairs(lists))
    for key in keys:
        if key.value == alias:
            quotes = source.text[key.start_mark.index] in "'\""
            return source.span(key.start_mark.index + quotes, key.end_mark.index - quotes)
    return None


def _pairs(node: yaml.Node | None) -> Sequence[tuple[yaml.Node, yaml.Node]]:
    return node.value if isinstance(node, yaml.MappingNode) else ()


def _file_at(around: Surroundings, offset: int) -> tuple[Span, ...]:
    """The file that `use … from "…"` names."""
    word = token_at(around, offset)
    if word is None or word.token.type != "STRING" or not word.follows("FROM"):
        return ()
    source = _source(around, around.source.span(offset, offset), word.token.text)
    return () if source is None else (source.span(0, 0),)


def _source(around: Surroundings, written: Span, path: str) -> Source | None:
    """The text of a file by its path as it is written; of the files that were read with the ruleset only."""
    try:
        found = (Path(written.source.name).parent / path).resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    read = () if around.gathered is None else around.gathered.inputs
    text = around.text_of(found) if str(found) in {one.found for one in read} else None
    return None if text is None else Source(found.as_posix(), text)
