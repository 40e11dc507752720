"""The shipped map of Korean import declarations, on 1,800 of them."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from stce_rules_table import plugin

from stce_rules import Assessor, Declaration, StceError
from stce_rules.core.declaration import Money, Outcome, Party
from stce_rules.intake.adapters import BUILT_IN, choose, read
from stce_rules.plugins import Plugins, discover


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    """This plugin alone, as a host would give it."""
    return discover(extra=[plugin], entry_points=False)


@pytest.fixture(scope="module")
def declarations(korea: Path, plugins: Plugins) -> list[Declaration]:
    """The whole sample, read through the front door; a refused row would be an error here."""
    found = list(read(korea, adapters=(*plugins.contributions.adapters, *BUILT_IN)))
    return [one for one in found if isinstance(one, Declaration)]


@pytest.fixture(scope="module")
def written(korea: Path) -> list[dict[str, str]]:
    """The rows as they stand in the file."""
    with korea.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_a_declaration(declarations: list[Declaration], written: list[dict[str, str]]) -> None:
    """1,800 rows give 1,800 declarations of one goods item, in their order, and every cell is read."""
    assert [one.id for one in declarations] == [row["Declaration ID"] for row in written]
    assert len(declarations) == 1800
    assert {len(one.items) for one in declarations} == {1}
    assert [one.parse_issues for one in declarations if one.parse_issues] == []


def test_first_row_field_by_field(declarations: list[Declaration]) -> None:
    """Every box of the first declaration holds what the first row says."""
    one, item = declarations[0], declarations[0].items[0]
    assert (one.id, one.flow, one.date, one.office) == ("97061800", "import", "2020-01-01", "30")
    assert (one.transport_mode, one.dispatch_country, one.destination) == ("10", "BE", "KR")
    assert one.parties == [
        Party(role="declarant", id="ZZR1LT6"),
        Party(role="importer", id="QLRUBN9"),
        Party(role="seller", id="0VKY2BR"),
    ]
    assert one.extra == {"process_type": "B", "import_type": "11", "import_use": "21", "payment_type": "11"}
    assert (item.number, item.hs, item.origin, item.net_mass_kg) == (1, "440890", "BE", Decimal("108.0"))
    assert item.value == Money(amount=Decimal("372254.4"), currency="KRW")
    assert item.extra == {"tax_rate": "0.0", "tax_type": "FEU1", "origin_indicator": "G"}
    assert one.outcome == Outcome(inspected=True)


def test_all_rows_agree_with_the_file(declarations: list[Declaration], written: list[dict[str, str]]) -> None:
    """Codes, masses and prices of all rows are those of the file, to the digit."""
    for one, row in zip(declarations, written, strict=True):
        item = one.items[0]
        assert one.transport_mode == row["Mode of Transport"]
        assert (one.date, one.office, one.dispatch_country) == (
            row["Date"],
            row["Office ID"],
            row["Country of Departure"],
        )
        assert (item.hs, item.origin) == (row["HS6 Code"], row["Country of Origin"])
        assert str(item.net_mass_kg) == row["Net Mass"]
        assert item.value is not None
        assert str(item.value.amount) == row["Item Price"]
        parties = {party.role: party.id for party in one.parties}
        assert parties.get("carrier", "") == row["Courier ID"]
        assert parties.get("seller", "") == row["Seller ID"]


def test_outcomes_come_from_the_labels(declarations: list[Declaration]) -> None:
    """All were inspected; 344 were fraud, 20 critical fraud, and the others without a finding."""
    outcomes = [one.outcome for one in declarations if one.outcome is not None]
    assert {one.inspected for one in outcomes} == {True}
    assert Counter(one.finding for one in outcomes) == {None: 1436, "fraud": 344, "critical fraud": 20}


def test_the_sample_is_recognised_by_its_header_alone(korea: Path, plugins: Plugins) -> None:
    """The name of the file does not matter, nor that it is compressed; without its header it is not recognised."""
    adapters = (*plugins.contributions.adapters, *BUILT_IN)
    head = korea.read_bytes()[:4096]
    assert choose(adapters, head, "").name == "known-table"
    with pytest.raises(StceError, match="E612"):
        choose(adapters, head.split(b"\n", 1)[1], "table.txt")


def test_a_compressed_table_reads_the_same(
    korea: Path, tmp_path: Path, plugins: Plugins, declarations: list[Declaration]
) -> None:
    """What is compressed with gzip gives the same declarations."""
    packed = tmp_path / "imports.csv.gz"
    packed.write_bytes(gzip.compress(korea.read_bytes()))
    assert list(read(packed, adapters=plugins.contributions.adapters)) == declarations


def test_declarations_of_a_table_are_judged(declarations: list[Declaration], plugins: Plugins) -> None:
    """Shipped rules judge what the adapter made."""
    with Assessor.from_rulesets("chemicals", plugins=plugins) as assessor:
        assessments = [assessor.assess(one) for one in declarations[:50]]
    assert [one.declaration for one in assessments] == [one.id for one in declarations[:50]]
