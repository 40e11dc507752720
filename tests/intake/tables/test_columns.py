"""Columns of a canonical table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.intake.tables.columns import columns_of
from stce_rules.intake.tables.csvrows import Row
from stce_rules.intake.tables.filling import Filling
from stce_rules.intake.tables.identity import identity
from stce_rules.intake.tables.model import Cell


def filled(**cells: Cell) -> dict[str, object]:
    """The boxes that cells become, by columns with `__` for a point."""
    header = ["id", *(name.replace("__", ".") for name in cells)]
    table = identity(header, "t")
    filling = Filling({name: index for index, name in enumerate(header)})
    row = Row(1, 1, (None, *cells.values()))
    boxes = filling.boxes(table.declaration, row, "") | filling.boxes(table.item, row, "item.")
    assert not filling.issues
    return dict(boxes)


@pytest.mark.parametrize(
    ("cells", "boxes"),
    [
        ({"destination": "SS"}, {"destination": "SS"}),
        ({"outcome__inspected": "yes", "outcome__finding": "x"}, {"outcome": {"inspected": True, "finding": "x"}}),
        (
            {"item__value__amount": "5", "item__value__currency": "EUR"},
            {"value": {"amount": Decimal(5), "currency": "EUR"}},
        ),
        ({"item__cas": "756-79-6 | 111-48-8"}, {"cas": ["756-79-6", "111-48-8"]}),
        ({"containers": ("A", "B")}, {"containers": ["A", "B"]}),
        (
            {"consignee__name": "Alpha", "consignee__country": "AE", "end_user__id": "7"},
            {"parties": [{"role": "consignee", "name": "Alpha", "country": "AE"}, {"role": "end_user", "id": "7"}]},
        ),
        (
            {"documents": "N380", "documents__licence": "X002"},
            {"documents": [{"type": "N380", "claim": "other"}, {"type": "X002", "claim": "licence"}]},
        ),
        ({"route": "DE|AEJEA"}, {"route": [{"country": "DE"}, {"place": "AEJEA"}]}),
        ({"item__extra__colour": "red"}, {"extra": {"colour": "red"}}),
    ],
)
def test_cells_become_boxes(cells: dict[str, Cell], boxes: dict[str, object]) -> None:
    """A cell goes into the box that its column names."""
    assert filled(**cells) == boxes


def test_the_spelling_of_the_field_catalogue_is_known() -> None:
    """`items[].hs` is the column `item.hs`."""
    assert columns_of(["id", "items[].hs"], "t")[1].name == "item.hs"


def test_every_box_of_the_declaration_has_a_column() -> None:
    """Boxes of all kinds are columns: codes, dates, masses, parties in every role, both levels."""
    names = "id version action flow date office exit_office item.number item.hs_edition item.quantity.unit "
    names += "item.concentration_percent item.notify_party.address freight_forwarder.id outcome.selected_by"
    assert len(columns_of(names.split(), "t")) == 14


@pytest.mark.parametrize("name", ["items", "item.items", "parse_issues", "extra.", "item.outcome.finding", "item.id"])
def test_what_is_no_box_is_no_column(name: str) -> None:
    """Whole groups, and boxes at the wrong level, are no columns."""
    with pytest.raises(StceError, match="E662"):
        columns_of(["id", name], "t")
