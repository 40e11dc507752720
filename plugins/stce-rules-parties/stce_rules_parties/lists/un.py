"""The consolidated list of the United Nations Security Council as XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.predicates import ListRow, NamedList
from stce_rules.core.span import Source
from stce_rules.hooks import Beside, ListReader
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.xml import Limits, read_xml
from stce_rules_parties.lists.rows import Entry, by_kind, country

__all__ = ["READER"]

_ROOT = "CONSOLIDATED_LIST"
_KINDS = {"INDIVIDUALS/INDIVIDUAL": "persons", "ENTITIES/ENTITY": "entities"}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_LIMITS = Limits(bytes=50_000_000, depth=16, elements=5_000_000)
_HEAD = 4096
_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")
"""An encoding is declared of the file, which has become text before."""
_AGAIN = "fetch the list again from where it is published"


def _recognises(source: Source) -> bool:
    return f"<{_ROOT}" in source.text[:_HEAD]


def _read(source: Source, _beside: Beside) -> tuple[Sequence[NamedList], Sequence[Diagnostic]]:
    try:
        root = read_xml(_DECLARED.sub("", source.text).encode(), source.name, _LIMITS)
    except StceError as fault:
        (told,) = fault.diagnostics
        return (), [Diagnostic("E753", f"the list cannot be read whole: {told.message}", where=told.place, help=_AGAIN)]
    faults: list[Diagnostic] = []
    nodes = [(node, kind) for path, kind in _KINDS.items() for node in root.all(path)]
    entries = [one for node, kind in nodes if (one := _entry(node, kind, source.name, faults)) is not None]
    lists = by_kind(entries, "UN Security Council consolidated list")
    return [replace(one, as_of=_day(root.said("@dateGenerated"))) for one in lists], faults


def _entry(node: Node, kind: str, file: str, faults: list[Diagnostic]) -> Entry | None:
    name = " ".join(text for word in _NAMES if (text := node.said(word)))
    if not name:
        faults.append(Diagnostic("E754", "this entry has no name", where=f"{file} {node.place}", help=_AGAIN))
        return None
    listed = ListRow(
        name,
        _day(node.said("LISTED_ON")),
        source=node.said("REFERENCE_NUMBER"),
        note=node.said("UN_LIST_TYPE"),
        row=node.index,
    )
    group = node.name  # parts are named after it: INDIVIDUAL_ALIAS, ENTITY_ALIAS
    one = Entry(kind, listed)
    one.aliases = dict.fromkeys(_texts(node, "NAME_ORIGINAL_SCRIPT", f"{group}_ALIAS/ALIAS_NAME"))
    one.identifiers = dict.fromkeys(_texts(node, f"{group}_DOCUMENT/NUMBER"))
    places = _texts(node, "NATIONALITY/VALUE", f"{group}_ADDRESS/COUNTRY")
    one.countries = dict.fromkeys(code for each in places if (code := country(each)) is not None)
    return one


def _texts(node: Node, *paths: str) -> Iterator[str]:
    """What is said at some paths."""
    return (one.text for path in paths for one in node.all(path) if one.text)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


READER = ListReader("un-consolidated", "1", "the consolidated list of the Security Council as XML", _recognises, _read)
