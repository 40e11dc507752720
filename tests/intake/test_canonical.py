"""One declaration of canonical JSON, in and out."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.declaration import Declaration, Item, Money, Quantity
from stce_rules.core.diagnostics import StceError
from stce_rules.intake.canonical import LIMIT_BYTES, decode, encode

WHOLE: dict[str, Any] = {
    "id": "26XX0417", "version": 2, "action": "amendment", "flow": "export", "date": "2026-06-01",
    "route": [{"country": "DE", "place": "DEHAM"}, {"country": "SS"}], "containers": ["MSKU1234565"],
    "parties": [{"role": "consignee", "id": "AE-778", "name": "Example Trading FZE", "country": "AE"}],
    "documents": [{"type": "X002", "claim": "licence", "expires": "2027-01-01"}],
    "items": [{"number": 1, "hs": "29307000", "hs_edition": 2022, "cas": ["111-48-8"], "net_mass_kg": 25.0,
               "quantity": {"value": 1, "unit": "C62"}, "value": {"amount": "1000.00", "currency": "EUR"},
               "destination": None, "extra": {"seal": "intact", "boxes": 4, "checked": True, "marks": ["a", "b"]}}],
    "outcome": {"inspected": True, "selected_by": "random", "finding": "unlicensed"},
}  # fmt: skip


def test_a_faultless_declaration_is_read_whole() -> None:
    """Every box of a faultless message arrives, and nothing is complained of."""
    read = decode(json.dumps(WHOLE))
    assert type(read) is Declaration
    assert type(read.items[0]) is Item
    assert read.items[0].quantity == Quantity(value=Decimal(1), unit="C62")
    assert read.items[0].value == Money(amount=Decimal("1000.00"), currency="EUR")
    assert read.items[0].extra == {"seal": "intact", "boxes": 4, "checked": True, "marks": ["a", "b"]}
    assert read.parse_issues == []


def test_text_bytes_and_plain_data_are_the_same() -> None:
    """It does not matter in which of its forms a declaration comes."""
    assert decode(json.dumps(WHOLE)) == decode(json.dumps(WHOLE).encode()) == decode(WHOLE)


def test_a_declaration_comes_back_as_it_was_written() -> None:
    """What is encoded is read again as the same declaration."""
    read = decode(WHOLE)
    assert decode(encode(read)) == read


@pytest.mark.parametrize(
    "digits", ["0.1", "1000.00", "12345678901234567890.123456789012345678901234567890", "1E-7", "25", "-3.50"]
)
@pytest.mark.parametrize("box", ["net_mass_kg", "extra"])
def test_numbers_are_exact(digits: str, box: str) -> None:
    """A number keeps every digit, as a number and as text, in a fast message and in a slow one."""
    value = f'{{"a": {digits}}}' if box == "extra" else digits
    for more in ("", ', "nonsense": 1'):
        item = decode(f'{{"id": "a", "items": [{{"number": 1, "{box}": {value}}}]{more}}}').items[0]
        read = item.extra["a"] if box == "extra" else item.net_mass_kg
        assert str(read) == digits
    item = decode(f'{{"id": "a", "items": [{{"number": 1, "net_mass_kg": "{digits}"}}]}}').items[0]
    assert str(item.net_mass_kg) == digits


def test_a_float_of_a_python_host_is_its_shortest_digits() -> None:
    """0.1 given by a host written in Python is one tenth."""
    assert decode({"id": "a", "items": [{"number": 1, "net_mass_kg": 0.1}]}).items[0].net_mass_kg == Decimal("0.1")


@pytest.mark.parametrize("raw", ["\ufeff" + '{"id": "a"}', b"\xef\xbb\xbf" + b'{"id": "a"}'])
def test_a_mark_of_utf8_does_no_harm(raw: str | bytes) -> None:
    """Programs of some makers put a mark before UTF-8; it is passed over."""
    assert decode(raw).id == "a"


def test_places_of_a_text_have_line_and_column() -> None:
    """A fault in a declaration of several lines is shown with its line and a caret."""
    with pytest.raises(StceError) as refused:
        decode('{"id": "a",\n "flow" "export"}', name="a.json")
    assert str(refused.value) == (
        'E601 a.json:2:9: a colon is missing here, after the name of a box\n     "flow" "export"}\n            ^'
    )


def test_a_very_long_text_is_shown_around_the_fault() -> None:
    """A fault in a long line shows some characters around it, not the line."""
    with pytest.raises(StceError) as refused:
        decode('{"id": "' + "a" * 10_000 + '" "b": 1}', name="a.json")
    assert 'in \'aaaaaaaaaaaaaaaaaa" "b": 1}\'' in str(refused.value)


def test_a_declaration_beyond_the_limit_is_refused() -> None:
    """One message cannot take all memory."""
    with pytest.raises(StceError, match="E609"):
        decode(b" " * (LIMIT_BYTES + 1))


@pytest.mark.parametrize("raw", ["", "  \n", "﻿"])
def test_nothing_is_no_declaration(raw: str) -> None:
    """An empty message is refused in words, without a caret under nothing."""
    with pytest.raises(StceError, match=r"E603 <declaration>: there is no declaration here$"):
        decode(raw)


def test_a_refusal_names_the_place() -> None:
    """Plain data of a host has no line, but it has a name."""
    with pytest.raises(StceError, match="E604 message 7: the declaration has no id"):
        decode({"destination": "NO"}, name="message 7")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["null", "NaN", "1e999", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(list(Item.__struct_fields__ + Declaration.__struct_fields__)) | st.text(), inner
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    """Whatever JSON a message is, it gives a declaration or a refusal in words, never another error."""
    for raw in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        with suppress(StceError):
            decode(raw)


@given(st.dictionaries(st.sampled_from(Declaration.__struct_fields__), JSON))
def test_an_id_is_enough(boxes: dict[str, object]) -> None:
    """A message with an id is never lost, whatever its other boxes hold, and can be written out again."""
    read = decode(json.dumps({**boxes, "id": "26XX0417"}))
    assert read.id == "26XX0417"
    assert decode(encode(read)).id == "26XX0417"


@given(st.binary())
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Noise is refused in words."""
    for message in (raw, b'{"id": "a", ' + raw + b"}"):
        with suppress(StceError):
            decode(message)
