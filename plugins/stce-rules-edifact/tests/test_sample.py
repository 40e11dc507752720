"""The Australian export declaration that others publish, field by field."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from stce_rules_edifact import EdifactAdapter

from stce_rules.core.declaration import Declaration, Document, Money, Party, Quantity


def test_the_sample_field_by_field(sample: Path) -> None:
    """Every mapped value is there, with its source, and nothing is told."""
    adapter = EdifactAdapter()
    assert adapter.recognises(sample.read_bytes()[:4096], sample.name)
    with sample.open("rb") as stream:
        (one,) = adapter.read(stream, sample.name)
    assert isinstance(one, Declaration)
    assert (one.id, one.version, one.action, one.flow) == ("200401270001", 1, "original", "export")
    assert (one.port_of_loading, one.port_of_discharge, one.destination) == ("AUMEL", "USLAX", "US")
    assert (one.date, one.office, one.transport_mode, one.route) == (None, None, None, [])
    assert one.parties == [Party(role="consignee", name="DHL", address="MELBOURNE")]
    (item,) = one.items
    assert (item.number, item.hs, item.description) == (1, "03026200", "GOODS DESCRIPTION")
    assert (item.origin, item.destination, item.net_mass_kg, item.gross_mass_kg) == ("US", None, None, Decimal(10))
    assert item.quantity == Quantity(value=Decimal(10), unit="KG")
    assert item.value == Money(amount=Decimal(5000), currency="AUD")
    assert item.documents == [Document(type="EP", claim="licence", reference="PIF9999999")]
    assert one.parse_issues == []
    assert one.sources["items[0].hs"] == "message 1, segment 24 RFF, C506.1154"
    assert one.sources["items[0].value.currency"] == "message 1, segment 16 MOA, C516.6345"
    assert one.sources["parties[0].address"] == "message 1, segment 14 NAD, 3164"
