"""Declarations as canonical tables: a row for each goods item, with the declaration's own boxes repeated.

Enters: declarations, or a table and a source of chance. Leaves: Arrow tables whose columns are those of
`intake.tables.columns`. Promise: read again, a table gives declarations that state what these stated, in the same
order, but for what `untold` names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

from stce_rules.core.declaration import Declaration, Item

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["canonical_table", "odd", "retyped", "untold"]

_HEADER = ("version", "action", "flow", "date", "office", "exit_office", "procedure", "transport_mode",
           "dispatch_country", "destination", "port_of_loading", "port_of_discharge", "payment_country")  # fmt: skip
_ITEM = ("number", "hs", "hs_edition", "description", "origin", "destination", "dispatch_country", "net_mass_kg",
         "gross_mass_kg", "concentration_percent", "end_use", "procedure")  # fmt: skip
_LISTS = ("cas", "cus", "un_number", "control_entry")
_CLAIMS = {"other": "documents", "licence": "documents.licence", "exemption": "documents.exemption"}


def canonical_table(declarations: Iterable[Declaration]) -> pa.Table:
    """Declarations as a table. What is `untold` is left out, and with it declarations without goods items."""
    import pyarrow as pa

    rows = [row for one in declarations for row in _rows(one)]
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def untold(declaration: Declaration) -> tuple[str, ...]:
    """What of a declaration no table can tell, by place; nothing for one that can be told whole."""
    return tuple(_untold(declaration))


def _untold(one: Declaration) -> Iterator[str]:
    if not one.items:
        yield "items"
    for at, stop in enumerate(one.route):
        if not (stop.place or stop.country) or (stop.place and stop.country) or len(stop.place or "long") == 2:
            yield f"route[{at}]"
    if one.extra:
        yield "extra"
    yield from _untold_papers(one, "")
    for at, item in enumerate(one.items):
        if item.extra:
            yield f"items[{at}].extra"
        yield from _untold_papers(item, f"items[{at}].")


def _untold_papers(source: Declaration | Item, prefix: str) -> Iterator[str]:
    roles = [party.role for party in source.parties]
    yield from (f"{prefix}parties[{at}]" for at, role in enumerate(roles) if role in roles[:at])
    for at, document in enumerate(source.documents):
        if document.reference or document.expires:
            yield f"{prefix}documents[{at}]"


def _rows(declaration: Declaration) -> Iterator[dict[str, object]]:
    header = {"id": declaration.id, **_cells(declaration, _HEADER, "")}
    header["route"] = [stop.place or stop.country for stop in declaration.route] or None
    header["containers"] = declaration.containers or None
    if declaration.outcome is not None:
        for name in ("inspected", "selected_by", "finding"):
            header[f"outcome.{name}"] = getattr(declaration.outcome, name)
    for item in declaration.items:
        row = header | _cells(item, _ITEM, "item.") | {f"item.{name}": getattr(item, name) or None for name in _LISTS}
        if item.value is not None:
            row |= {"item.value.amount": item.value.amount, "item.value.currency": item.value.currency}
        if item.quantity is not None:
            row |= {"item.quantity.value": item.quantity.value, "item.quantity.unit": item.quantity.unit}
        yield row


def _cells(source: Declaration | Item, names: Iterable[str], prefix: str) -> dict[str, object]:
    found: dict[str, object] = {f"{prefix}{name}": getattr(source, name) for name in names}
    for party in source.parties:
        for part in ("id", "name", "address", "country"):
            found[f"{prefix}{party.role.replace(' ', '_')}.{part}"] = getattr(party, part)
    papers: dict[str, list[str]] = {}
    for document in source.documents:
        papers.setdefault(prefix + _CLAIMS[document.claim], []).append(document.type)
    return found | papers


_ODD_TEXTS = (
    None, "", " ", "null", "NULL", "-", "0", "ae", " AE ", "\u00a0", "é pump, CAS 756-79-6", "PUMP_pump", "a|b", "|",
    "2024-01-01T09:30", "2024-02-30", "2024-13", "29.31", "293141 00", "K" * 5000, "756-79-6", "AEJEA", "X002|Y901",
)  # fmt: skip
_ODD_NUMBERS = ("0", "-5", "25.000", "0.00000001", "123456789012345678.5", "much", "1,5", "1e3", "5 kg", "", None)
_OF_TEXT = ("id", "version", "action", "flow", "item.number", "item.hs_edition")
"""Columns that tell rows apart, or hold one of a few words or numbers."""


def odd(table: pa.Table, chance: Random) -> pa.Table:
    """The same table with something odd in some columns: a cell, wherever it stands, holds what is hardly ever met."""
    import pyarrow as pa
    from pyarrow import types

    columns = {name: table.column(name).combine_chunks() for name in table.column_names}
    for name, column in columns.items():
        number = types.is_decimal(column.type)
        if name in _OF_TEXT or chance.random() < 0.7 or not (number or types.is_string(column.type)):
            continue
        cells = column.cast(pa.string()).to_pylist()
        replaced, by = chance.choice(cells), chance.choice(_ODD_NUMBERS if number else _ODD_TEXTS)
        columns[name] = pa.array([by if one == replaced else one for one in cells], pa.string())
    return pa.table(columns)


def retyped(table: pa.Table, chance: Random) -> pa.Table:
    """The same table with its columns in other types, as other writers have them."""
    import pyarrow as pa

    names = list(table.column_names)
    return pa.table({name: _retyped(name, table.column(name).combine_chunks(), chance) for name in names})


def _retyped(name: str, column: pa.Array, chance: Random) -> pa.Array:
    import pyarrow as pa
    from pyarrow import compute, types

    if types.is_list(column.type):
        return compute.binary_join(column, "|") if chance.random() < 0.5 else column
    if types.is_decimal(column.type):
        digits = column.cast(pa.string())  # straight from decimals Arrow does not always find the nearest float
        return chance.choice((column, digits, digits.cast(pa.float64())))
    if name == "date" and chance.random() < 0.5:
        with suppress(pa.ArrowInvalid):  # where something else than days stands
            return column.cast(pa.date32())
    if types.is_string(column.type):
        return chance.choice((lambda: column, column.dictionary_encode, lambda: column.cast(pa.large_string())))()
    return column
