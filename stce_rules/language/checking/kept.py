"""Units as they were checked before, so that an editor checks only those that have changed.

Enters: statements of units, and the names of a ruleset. Leaves: what checking them anew would give. Promise: a unit is
taken as it was only when its text is, and so are all names that a unit can see, with what they stand for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.language.checking.symbols import JudgedStatement, JudgedUnit, Symbols
from stce_rules.language.reading.moving import moved

_S = TypeVar("_S", bound=JudgedStatement)
_U = TypeVar("_U", bound=JudgedUnit)

_Key = tuple[type, str, str]
_Checked = tuple[int, JudgedUnit | None, tuple[Diagnostic, ...]]
"""Where the statement stood, what it was checked to, and the faults in it."""


@dataclass(slots=True)
class KeptUnits:
    """The units of one ruleset as last checked, by kind, file and text of their statements."""

    _seen: object = None
    _before: dict[_Key, _Checked] = field(default_factory=dict)
    _now: dict[_Key, _Checked] = field(default_factory=dict)

    def begin(self, symbols: Symbols) -> None:
        """Check units again; the names are all there."""
        seen = _seen(symbols)
        self._before = self._now if seen == self._seen else {}
        self._seen, self._now = seen, {}

    def of(self, statement: _S, check: Callable[[_S, Symbols], _U | None], symbols: Symbols) -> _U | None:
        """The unit of a statement, or None; its faults are noted."""
        span, findings = statement.span, symbols.findings
        key = type(statement), span.source.name, span.text
        kept = self._before.get(key)
        if kept is not None:
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


def _seen(symbols: Symbols) -> object:
    """All that a unit can see of what stands around it."""
    return (
        symbols.edition,
        {source.name: edition for source, edition in symbols.editions.items()},
        {name: one.for_each.scope for name, one in symbols.indicators.items()},
        set(symbols.rules),
        {alias: not lists for alias, lists in symbols.list_files.items()},
        dict(symbols.lists),
        dict(symbols.parameters),
        dict(symbols.measures),
    )
