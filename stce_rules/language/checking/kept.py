"""Units as they were checked before, so that an editor checks only those that have changed.

Enters: statements of units, and the names of a ruleset. Leaves: what checking them anew would give. Promise: a unit is
taken as it was only when its text is, and so are the names in it, with what they stand for; one with faults, which may
speak of other names, only when all names are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.language.checking.contradictions import Contradictions
from stce_rules.language.checking.symbols import JudgedStatement, JudgedUnit, Symbols
from stce_rules.language.reading.moving import moved

_S = TypeVar("_S", bound=JudgedStatement)
_U = TypeVar("_U", bound=JudgedUnit)

_Key = tuple[type, str, str]
_Checked = tuple[int, JudgedUnit | None, tuple[Diagnostic, ...]]
"""Where the statement stood, what it was checked to, and the faults in it."""

_Seen = tuple[object, dict[tuple[str, str], object]]
"""Editions, and by kind and name what a unit can see of what stands around it."""


_MANY = 100
"""Names that change together from which on all units are checked, which takes less than looking for each name."""


@dataclass(slots=True)
class KeptUnits:
    """The units of one ruleset as last checked, by kind, file and text of their statements."""

    contradictions: Contradictions | None = None
    _seen: _Seen = field(default=(None, {}))
    _changed: frozenset[str] = frozenset()
    _before: dict[_Key, _Checked] = field(default_factory=dict)
    _now: dict[_Key, _Checked] = field(default_factory=dict)

    def begin(self, symbols: Symbols) -> None:
        """Check units again; the names are all there."""
        (base_before, before), (base, names) = self._seen, _seen(symbols)
        changed = (one for one in names.keys() | before.keys() if names.get(one, ...) != before.get(one, ...))
        self._changed = frozenset(name for _, name in changed)
        self._before = self._now if base == base_before and len(self._changed) <= _MANY else {}
        self._seen, self._now = (base, names), {}

    def of(self, statement: _S, check: Callable[[_S, Symbols], _U | None], symbols: Symbols) -> _U | None:
        """The unit of a statement, or None; its faults are noted."""
        span, findings = statement.span, symbols.findings
        key = type(statement), span.source.name, span.text
        kept = self._before.get(key)
        if kept is not None and not (kept[2] and self._changed) and not any(one in span.text for one in self._changed):
            start, before, faults = kept
            unit = cast("_U | None", moved(before, span.source, span.start - start))
            found = tuple([moved(one, span.source, span.start - start) for one in faults])
            findings.found += found
            findings.errors += sum(one.code.startswith("E") for one in found)
        else:
            first = len(findings.found)
            unit = check(statement, symbols)
            found = tuple(findings.found[first:])
        self._now[key] = span.start, unit, found
        return unit


def _seen(symbols: Symbols) -> _Seen:
    names: dict[tuple[str, str], object] = {
        **{("indicator", name): one.for_each.scope for name, one in symbols.indicators.items()},
        **{("rule", name): True for name in symbols.rules},
        **{("alias", alias): not lists for alias, lists in symbols.list_files.items()},
        **{("list", name): one for name, one in symbols.lists.items()},
        **{("parameter", name): one for name, one in symbols.parameters.items()},
        **{("measure", name): one for name, one in symbols.measures.items()},
    }
    return (symbols.edition, {source.name: edition for source, edition in symbols.editions.items()}), names
