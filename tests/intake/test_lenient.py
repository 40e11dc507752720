"""What a faulty message does say is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from stce_rules.core.declaration import Document, Item, Party, Stop
from stce_rules.core.diagnostics import StceError
from stce_rules.intake.canonical import decode
from stce_rules.intake.lenient import MOST_ISSUES, read_declaration


def places(data: dict[str, object]) -> list[str]:
    """Where a declaration was complained of."""
    return [one.place for one in read_declaration(data).parse_issues]


def test_every_fault_is_told_and_the_rest_is_kept() -> None:
    """Faults of several boxes are all told at once, each with its path; the other boxes arrive."""
    read = decode({"id": "a", "flow": "exprot", "destination": "NO", "items": [{"number": 1, "hs": 2930}, 7]})
    assert [one.place for one in read.parse_issues] == ["flow", "items[0].hs", "items[1]"]
    assert (read.flow, read.destination) == (None, "NO")
    assert read.items == [Item(number=1), Item(number=2)]


def test_a_part_that_cannot_be_read_keeps_its_place() -> None:
    """Parts of a list stay where they were, so that paths agree with the message."""
    read = decode({"id": "a", "route": [1, {"country": "AE"}], "parties": [2, {"role": "agent"}], "documents": [{}]})
    assert read.route == [Stop(), Stop(country="AE")]
    assert read.parties == [Party(role=""), Party(role="agent")]
    assert read.documents == [Document(type="")]


@pytest.mark.parametrize("nothing", [None, "", " ", "null"])
def test_nothing_is_blank(nothing: object) -> None:
    """Null, an empty text and the word null are no fault in any box."""
    boxes = {"flow": nothing, "version": nothing, "outcome": nothing, "destination": nothing}
    item = {"number": 1, "net_mass_kg": nothing, "quantity": nothing, "cas": [nothing]}
    assert places({"id": "a", "items": [item], **boxes}) == []


@pytest.mark.parametrize(
    ("said", "inspected"),
    [(True, True), ("Yes", True), (" TRUE ", True), ("1", True), (1, True), (1.0, True), ("no", False), (0, False)],
)
def test_yes_and_no_may_be_words_and_numbers(said: object, inspected: bool) -> None:
    """Those that cells of tables may have."""
    read = decode({"id": "a", "outcome": {"inspected": said}})
    assert read.outcome is not None
    assert (read.outcome.inspected, read.parse_issues) == (inspected, [])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("yess", "the text 'yess'"),
        (2, "the number 2"),
        (Decimal("1." + "0" * 40 + "1"), "the number 1." + "0" * 40 + "1"),
        (Decimal("sNaN"), "the number sNaN"),
        ([1], "a list"),
    ],
)
def test_what_is_neither_yes_nor_no_is_named(said: object, shown: str) -> None:
    """Another word or number, or no word at all, is a parse issue that shows it."""
    read = decode({"id": "a", "outcome": {"inspected": said}})
    assert read.outcome is None
    assert [one.message for one in read.parse_issues] == [f"must be true or false, not {shown}"]


def test_whole_numbers_may_be_text() -> None:
    """A version or an item number in quotes, or with a zero after the point, is a whole number."""
    read = decode({"id": "a", "version": "3", "items": [{"number": 2.0, "hs_edition": "2017"}]})
    assert (read.version, read.items[0].number, read.items[0].hs_edition) == (3, 2, 2017)
    assert read.parse_issues == []


def test_one_value_where_a_list_belongs_is_read() -> None:
    """A list of one that a converter wrote without its brackets is read, and told."""
    read = decode({"id": "a", "items": {"number": 1, "cas": "111-48-8"}})
    assert read.items == [Item(number=1, cas=["111-48-8"])]
    assert [one.code for one in read.parse_issues] == ["W626", "W626"]


def test_issues_of_an_adapter_come_first() -> None:
    """What an adapter could not read is kept before what is found here."""
    issue = {"code": "W635", "place": "destination", "message": "'QN' is not a country"}
    assert places({"id": "a", "parse_issues": [issue], "flow": "exprot"}) == ["destination", "flow"]


def test_values_that_json_does_not_have_are_faults() -> None:
    """A host that gives Python values of its own hears of it."""
    assert places({"id": "a", "office": b"DE004600", "extra": {"a": {1}}}) == ["office", "extra.a"]


def test_too_many_faults_are_no_declaration() -> None:
    """A message that is something else altogether is refused before its faults fill the memory."""
    with pytest.raises(StceError, match="E608"):
        read_declaration({"id": "a", "containers": [1] * (MOST_ISSUES + 1)})
