"""Which columns of a canonical table the box of a field is read from."""

from __future__ import annotations

from collections.abc import Iterable

from stce_rules.core.fields import Field, Level
from stce_rules.plan.model import Scope

__all__ = ["columns_behind"]

_SPECIAL = {
    "hs": ("hs", "hs_edition", "date"),
    "cas": ("cas", "description"),
    "unit value": ("value", "net_mass_kg"),
    "transit country": ("route", "destination", "dispatch_country"),
    "route detour": ("route", "transport_mode"),
}
"""Boxes read from others than their own."""


def columns_behind(field: Field, scope: Scope, present: Iterable[str]) -> tuple[str, ...]:
    """The columns, of those present, that a field's box of a goods item or of a declaration rests on."""
    roots = _SPECIAL.get(field.words, (_root(field),))
    wanted = {f"{prefix}{root}" for root in roots for prefix in _prefixes(field, scope, root)}
    return tuple(name for name in present if any(name == one or name.startswith(f"{one}.") for one in wanted))


def _prefixes(field: Field, scope: Scope, root: str) -> tuple[str, ...]:
    if root in ("route", "date") or field.level is Level.HEADER:
        return ("",)
    if field.level is Level.ITEM:
        return ("item.",) if scope is Scope.ITEM else ()
    return ("item.", "") if scope is Scope.ITEM else ("",)


def _root(field: Field) -> str:
    path = field.path.removeprefix("items[].")
    if path.startswith("parties[role="):
        return path.removeprefix("parties[role=").partition("]")[0]
    return path.partition("[")[0] if not path.startswith("extra.") else path
