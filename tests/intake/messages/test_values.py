"""Values as messages write them."""

from __future__ import annotations

import pytest

from stce_rules.intake.messages import values
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.values import Read
from stce_rules.intake.reading import Fault
from stce_rules.reference import currencies


def _node(text: str, unit: str = "") -> Node:
    node = Node("value", text=text)
    if unit:
        node.add("@unitCode", unit)
    return node


@pytest.mark.parametrize(
    ("read", "text", "means"),
    [
        (values.number, "25.000000", "25.000000"),
        (values.number, "0.1", "0.1"),
        (values.number, "-1e3", "-1e3"),
        (values.day, "2026-06-01", "2026-06-01"),
        (values.day, "2026-06-01T10:11:12", "2026-06-01T10:11:12"),
        (values.day, "20260601", "2026-06-01"),
        (values.day, "202606011011", "2026-06-01T10:11:00"),
        (values.day, "20260601101112Z", "2026-06-01T10:11:12Z"),
        (values.day, "20260601101112+01", "2026-06-01T10:11:12+01"),
        (values.day, "11/19/25", "2025-11-19"),
        (values.day, "19/11/25", "2025-11-19"),
        (values.day, "6/6/2026", "2026-06-06"),
        (values.currency, "EUR", "EUR"),
        (values.currency, "840", "USD"),
        (values.currency, "8", "ALL"),
        (values.cus_number, "0010164-4", "0010164-4"),
        (values.cus_number, "00101644", "0010164-4"),
        (values.un_number, "0004", "0004"),
        (values.un_number, "un 2966", "2966"),
    ],
)
def test_what_is_written_is_read(read: Read, text: str, means: str) -> None:
    """Digits are kept, days become year-month-day, numeric currencies their letters."""
    assert read(_node(text)) == means


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (values.number, "1,835.12", "'1,835.12' is not a number"),
        (values.number, "2,045.01+0.00+20.57", "'2,045.01+0.00+20.57' is not a number"),
        (values.number, "NaN", "'NaN' is not a number"),
        (values.number, "1e999", "'1e999' is not a number"),
        (values.number, "٣", "'٣' is not a number"),
        (values.day, "11/12/25", "'11/12/25' may be 2025-11-12 or 2025-12-11"),
        (values.day, "20260231", "'20260231' is not a date"),
        (values.day, "2026-06-01T25:00", "'2026-06-01T25:00' is not a date"),
        (values.day, "31/31/25", "'31/31/25' is not a date"),
        (values.day, "1 June", "'1 June' is not a date"),
        (values.currency, "000", "'000' is no numeric code of a currency"),
        (values.cus_number, "AA11GG00", "'AA11GG00' is not a CUS number"),
        (values.un_number, "42", "'42' is not a UN number of four digits"),
    ],
)
def test_what_cannot_be_read_is_told(read: Read, text: str, said: str) -> None:
    """Nothing is guessed: what may be two days is no day."""
    assert read(_node(text)) == Fault("W644", said)


def test_masses_become_kilograms_exactly() -> None:
    """Units of mass are converted without rounding; a qualifier after the unit says what was weighed."""
    assert [values.mass(_node("12.5", unit)) for unit in ("", "KGM", "KGM#G", "TNE", "GRM", "LBR")] == [
        "12.5", "12.5", "12.5", "12500", "0.0125", "5.669904625",
    ]  # fmt: skip
    assert values.mass(_node("12.5", "MTR")) == Fault("W644", "'MTR' is no unit of mass")
    assert values.mass(_node("ten", "TNE")) == Fault("W644", "'ten' is not a number")


def test_document_codes_claim_what_a_source_says_of_them() -> None:
    """Licences and exemption claims are known by code; a code that is not in the table claims nothing."""
    assert [values.claim_of(code) for code in ("X002", "9104", "Y901", "999l", "C052", "Y024", "")] == [
        "licence", "licence", "exemption", "exemption", "other", "other", "other",
    ]  # fmt: skip


def test_numeric_currencies_are_those_of_the_currency_table() -> None:
    """Every number has three digits, and the letters of a currency; no two numbers have the same."""
    table = values.table("currency_numbers.csv")
    assert [number for number in table if len(number) != 3 or not number.isdigit()] == []
    assert [code for code in table.values() if not currencies.is_code(code)] == []
    assert len(set(table.values())) == len(table)
