"""Columns of cells read once for every distinct value."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stce_rules.core.span import Source
from stce_rules.intake.tables import mapping
from stce_rules.intake.tables.identity import identity
from stce_rules.intake.tables.mapfile import parse_map
from stce_rules.intake.tables.mapping import Known, mapped
from stce_rules.intake.tables.spreading import Unit, units


def _mass() -> Unit:
    table = parse_map(Source("m", "declaration: {id: No}\nitem: {net_mass_kg: {column: Mass, unit: Unit}}"))
    (found,) = [one for one in units(table) or () if isinstance(one, Unit) and one.of_item]
    return found


def test_cells_that_come_again_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read of the rows before is known; of too many cells nothing is kept."""
    unit, where, known = _mass(), {"Mass": 0, "Unit": 1}, Known()
    for few, kept in ((2, 2), (1, 2)):
        monkeypatch.setattr(mapping, "_FEW", few)
        for amounts in (["1", "2", "1"], ["2", "2", "1"]):
            read = mapped(unit, where, [pa.array(amounts), pa.array(["t"] * 3)], known)
            assert read.columns[0].to_pylist() == [f"{one}000" for one in amounts]
            assert not read.odd.any()
        assert sum(map(len, known.values())) == kept


@pytest.mark.parametrize(("number", "is_odd"), [(10**18 - 1, False), (10**18, True), (-(10**18), True)])
def test_whole_numbers_have_eighteen_digits_at_most(number: int, is_odd: bool) -> None:
    """A longer one makes its row odd, as in a row that is read by itself."""
    (unit,) = [
        one
        for one in units(identity(["id", "version"], "t", typed=True)) or ()
        if isinstance(one, Unit) and one.columns == ("version",)
    ]
    read = mapped(unit, {"version": 0}, [pa.array([number, 1, None], pa.int64())], {})
    assert read.odd.tolist() == [is_odd, False, False]
    assert read.columns[0].to_pylist() == [None if is_odd else number, 1, None]
    assert read.columns[0].type == pa.int64()
