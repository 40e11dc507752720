"""Messages that others publish, each box compared with what was read off the message by eye."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from stce_rules_asycuda import ADAPTER

from stce_rules.core.declaration import Declaration, Party, Quantity
from stce_rules.intake.adapters import Refused, read
from stce_rules.intake.messages.xml import read_xml
from stce_rules.testing.messages import boxes, part_at

EXPECTED = Path(__file__).resolve().parent / "samples"


def _read(path: Path) -> Declaration:
    (one,) = read(path, adapters=[ADAPTER])
    assert isinstance(one, Declaration)
    return one


def test_a_declaration_of_jamaica_field_by_field(samples: Path) -> None:
    """Every box that the message fills, and no other; it announces eight items and carries none."""
    declaration = _read(samples / "CBJ250.xml")
    expected = EXPECTED / "CBJ250.xml.json"
    assert boxes(declaration) == json.loads(expected.read_text(encoding="utf-8"))
    assert [(one.code, one.message) for one in declaration.parse_issues] == [
        ("W646", "'8' goods items are announced, and none stands in it")
    ]


def test_the_header_of_a_declaration_of_nepal_field_by_field(samples: Path) -> None:
    """Names are parted from addresses; what stands as null is blank; it has no reference of its own yet."""
    one = _read(samples / "nepal_first12.xml")
    assert one.id.startswith("unnamed-")
    assert (one.flow, one.action, one.date, one.office, one.exit_office) == ("import", "original", None, "TIA00", None)
    assert (one.transport_mode, one.dispatch_country, one.destination) == ("01", "CN", None)
    assert (one.port_of_loading, one.route, one.containers, one.documents) == ("NPKTM", [], [], [])
    assert [party.role for party in one.parties] == ["exporter", "consignee", "declarant"]
    assert one.parties[1] == Party(
        role="consignee", id="1000000000001NP", name="Demo Importers Pvt.Ltd", address="Lalitpur, Lalitpur"
    )
    assert one.extra == {
        "type": "IM4",
        "trading_country": "CN",
        "first_destination": "CN",
        "border_office": "TIA00",
        "manifest": "2026/1436",
    }


def test_the_items_of_a_declaration_of_nepal_field_by_field(samples: Path) -> None:
    """Codes are put together, masses and quantities kept to the digit, the commercial description goes first."""
    items = _read(samples / "nepal_first12.xml").items
    assert [one.number for one in items] == list(range(1, 13))
    first = items[0]
    assert (first.hs, first.description, first.origin) == ("85044090900", "Adaptar 11 PCS", "CN")
    assert (str(first.net_mass_kg), str(first.gross_mass_kg)) == ("1.064", "1.52")
    assert (first.quantity, first.procedure) == (Quantity(value=Decimal("11.0"), unit="UNT"), "4000")
    assert (first.value, first.cas, first.documents, first.parties) == (None, [], [], [])
    assert first.extra == {
        "additional_procedures": ["000"],
        "tariff_text": "Other static converters",
        "free_text": ["LC NO:LCDEMO0000000001,$7023.17"],
        "transport_document": "DEMOHAWB0057",
    }
    last = items[11]
    assert (last.hs, last.quantity) == ("83089000000", Quantity(value=Decimal("1.246"), unit="KGM"))


def test_what_cannot_be_read_of_a_declaration_of_nepal_is_told(samples: Path) -> None:
    """No reference, twelve amounts without a currency, and 107 items that are not there."""
    issues = _read(samples / "nepal_first12.xml").parse_issues
    assert [one.code for one in issues] == ["W648", *["W644"] * 12, "W646"]
    assert issues[1].source == "/ASYCUDA/Item[1]/Valuation_item/Item_Invoice/Amount_foreign_currency"


@pytest.mark.parametrize("name", ["CBJ250.xml", "nepal_first12.xml"])
def test_every_source_leads_back_to_the_sample(samples: Path, name: str) -> None:
    """Every box has a source, and something stands at each."""
    path = samples / name
    declaration = _read(path)
    root = read_xml(path.read_bytes(), "")
    parts = [part_at(root, place) for place in declaration.sources.values()]
    assert [one for one in parts if one is None or one.is_blank] == []
    assert [one for one in boxes(declaration) if one not in declaration.sources] == []


def test_an_empty_form_is_no_declaration(samples: Path) -> None:
    """The template of a converter declares nothing."""
    (one,) = read(samples / "blank-asycuda-template.xml", adapters=[ADAPTER])
    assert isinstance(one, Refused)
    assert [fault.code for fault in one.diagnostics] == ["E617"]


def test_every_sample_is_recognised(samples: Path) -> None:
    """By its first element."""
    assert {ADAPTER.recognises(path.read_bytes()[:4096], "") for path in samples.glob("*.xml")} == {True}
