"""The example of the README does what the README says."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from stce_rules_table import TableAdapter

from stce_rules import Declaration
from stce_rules.intake.adapters import read

README = Path(__file__).resolve().parents[1] / "README.md"


def test_the_example_gives_two_declarations(tmp_path: Path) -> None:
    """The table and the map of the README, saved under their names, are read as it says."""
    text = README.read_text(encoding="utf-8")
    table, map_ = (re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)[0] for kind in ("csv", "yaml"))
    (tmp_path / "goods.csv").write_text(table, encoding="utf-8")
    (tmp_path / "goods.csv.map.yaml").write_text(map_, encoding="utf-8")
    first, second = read(tmp_path / "goods.csv", adapters=[TableAdapter()])
    assert isinstance(first, Declaration)
    assert isinstance(second, Declaration)
    assert (first.id, first.flow, first.destination, second.destination) == ("26XX1", "export", "SS", "NO")
    assert [item.net_mass_kg for item in (*first.items, *second.items)] == [Decimal("1250.5"), 2500, 1000]
    assert first.items[1].cas == ["111-48-8", "7719-12-2"]
    assert [[paper.reference for paper in item.documents] for item in first.items] == [[], ["L-1"]]
    assert first.parse_issues == second.parse_issues == []
