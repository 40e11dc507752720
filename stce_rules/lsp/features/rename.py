"""Another name for an indicator, rule, parameter, measure, list or alias, in all files of the ruleset at once.

Enters: the caret and the new name. Leaves: one replacement for each place, or a sentence that says why not. Promise:
the ruleset means after it what it meant before; where that cannot be known, nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stce_rules.core.diagnostics import Replacement
from stce_rules.core.span import Span
from stce_rules.lsp.features.definition import alias_in_manifest
from stce_rules.lsp.features.keywords import KEYWORDS
from stce_rules.lsp.features.names import Kind, Occurrence, definitions, named_at
from stce_rules.lsp.features.references import same_name
from stce_rules.lsp.features.surroundings import Surroundings

__all__ = ["Prepared", "Refusal", "prepare", "rename"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_QUOTED = frozenset((Kind.RULE, Kind.EXEMPTION))
_NAMESPACES: Sequence[frozenset[Kind]] = (
    frozenset((Kind.INDICATOR,)),
    frozenset((Kind.RULE, Kind.EXEMPTION)),
    frozenset((Kind.PARAMETER,)),
    frozenset((Kind.MEASURE,)),
    frozenset((Kind.LIST, Kind.ALIAS)),
)
"""Kinds that must not share a name, or would be hard to tell apart."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The characters that will be replaced, and the name as it is."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is renamed, in one sentence."""

    sentence: str


def prepare(around: Surroundings, offset: int) -> Prepared | Refusal:
    """The name at the caret, if it can be given another."""
    found = _renamed(around, offset)
    return found if isinstance(found, Refusal) else Prepared(found.span, found.name)


def rename(around: Surroundings, offset: int, new: str) -> tuple[Replacement, ...] | Refusal:
    """What to replace so that the name at the caret is `new` everywhere."""
    found = _renamed(around, offset)
    if isinstance(found, Refusal):
        return found
    refusal = _unfit(around, found, new) or _unread(around)
    if refusal is not None:
        return refusal
    spans = [one.span for one in same_name(around, found)]
    key = alias_in_manifest(around, found.name) if found.kind is Kind.ALIAS else None
    if key is not None:
        spans.append(key)
    return () if new == found.name else tuple(Replacement(span, new) for span in spans)


def _renamed(around: Surroundings, offset: int) -> Occurrence | Refusal:
    """The name meant: of `cwc.schedule_2` the alias, if the caret stands in it."""
    named = named_at(around, offset)
    if not named:
        mend = "place the caret in the name of a rule, indicator, list, parameter or measure"
        return Refusal(f"here stands no name that can be changed; {mend}")
    chosen = named[-1]
    what = f"{chosen.kind.value} '{chosen.name}'"
    given = chosen.kind, chosen.name
    if chosen.kind is Kind.FIELD:
        return Refusal(f"'{chosen.name}' is a box of the declaration; its name is that of the language")
    if chosen.kind is Kind.LIST and "." in chosen.name:
        return Refusal(f"{what} gets its name in its own file; change it there and here")
    if given in definitions(around) or alias_in_manifest(around, chosen.name) is not None:
        return chosen
    functions = {one.name for one in around.contributions.functions}
    if chosen.name in functions:
        return Refusal(f"'{chosen.name}' is a predicate of a plugin; its name is given there")
    return Refusal(f"{what} is given in no file of this ruleset")


def _unfit(around: Surroundings, old: Occurrence, new: str) -> Refusal | None:
    """Why the new name cannot be this one's."""
    if old.kind in _QUOTED:
        if not new.strip() or '"' in new or not new.isprintable() or new != new.strip():
            mend = "write letters and digits without quotation marks, such as CHEM-001"
            return Refusal(f"'{new}' is no name of {_a(old.kind)}; {mend}")
    elif not _NAME.fullmatch(new):
        mend = "a name is small letters, digits and underscores, and begins with a letter"
        return Refusal(f"'{new}' is no name of {_a(old.kind)}; {mend}")
    elif new in KEYWORDS:
        return Refusal(f"'{new}' is a word of the language")
    elif new in around.catalogue:
        return Refusal(f"'{new}' is a box of the declaration")
    elif new in {one.name for one in around.contributions.functions}:
        return Refusal(f"'{new}' is a predicate of a plugin")
    return _taken(around, old, new)


def _taken(around: Surroundings, old: Occurrence, new: str) -> Refusal | None:
    if new == old.name:
        return None
    given = definitions(around)
    for kind in sorted(next(one for one in _NAMESPACES if old.kind in one), key=lambda one: one.value):
        if (kind, new) in given:
            _, span = given[kind, new]
            return Refusal(f"there already is {_a(kind)} '{new}', at line {span.line} of {Path(span.source.name).name}")
        if kind is Kind.ALIAS and alias_in_manifest(around, new) is not None:
            return Refusal(f"there already is {_a(kind)} '{new}', in the manifest")
    return None


def _unread(around: Surroundings) -> Refusal | None:
    """Why uses of the name might be missed: a newer text, or a file with a statement that was not understood."""
    if any(source.name == around.source.name and source.text != around.source.text for source, _ in around.files()):
        return Refusal("the text has just changed; ask again in a moment")
    parsed = () if around.gathered is None else around.gathered.parsed
    for one in parsed:
        for fault in one.diagnostics:
            if fault.code.startswith("E") and fault.span is not None:
                name, line = Path(fault.span.source.name).name, fault.span.line
                mend = "mend it first, since the name may be used in it"
                return Refusal(f"a statement could not be read, at line {line} of {name}; {mend}")
    return None


def _a(kind: Kind) -> str:
    return f"an {kind.value}" if kind.value[0] in "aeiou" else f"a {kind.value}"
