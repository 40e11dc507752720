"""What was lost on the way here is unreadable, not blank; what could not be read is told."""

from __future__ import annotations

from typing import Any

import pytest

from stce_rules.core.declaration import ParseIssue
from stce_rules.intake.canonical import decode
from stce_rules.intake.normalise import NormalCase, normalise


def case_of(**boxes: Any) -> NormalCase:  # noqa: ANN401 (any box)
    """A declaration as it came over the wire."""
    return normalise(decode({"id": "a", **boxes}))


@pytest.mark.parametrize(
    ("words", "item"),
    [
        ("hs", {"hs": 29307000}),
        ("net mass", {"net_mass_kg": "about 25"}),
        ("unit value", {"net_mass_kg": "about 25", "value": {"amount": 5, "currency": "EUR"}}),
        ("quantity", {"quantity": {"value": 5}}),
        ("description", {"description": ["pump"]}),
        ("cas", {"description": ["pump"]}),
        ("declared cas", {"cas": [111488]}),
        ("destination", {"destination": 578}),
        ("document", {"documents": [7]}),
        ("licence", {"documents": 7}),
        ("licence", {"documents": [{"claim": "licence"}]}),
        ("consignee", {"parties": [{"name": "B"}]}),
        ("consignee country", {"parties": [{"role": "consignee", "country": 784}]}),
        ("hs", 7),
        ("document", 7),
    ],
)
def test_a_box_of_the_wrong_kind_is_unreadable(words: str, item: object) -> None:
    """What was written and could not be kept is not blank, and is not taken from the header instead."""
    own = {"number": 1, **item} if isinstance(item, dict) else item
    case = case_of(items=[own], destination="NO", documents=[{"type": "X002", "claim": "licence"}])
    box = case.items[0].box(words)
    assert box.unreadable
    assert not box.blank


@pytest.mark.parametrize("words", ["origin", "gross mass", "consignee name", "agent", "document"])
def test_other_boxes_are_not_touched(words: str) -> None:
    """The loss of one box is not that of its neighbours."""
    item = {"number": 1, "hs": 2930, "parties": [{"role": "consignee", "country": 784}]}
    assert case_of(items=[item]).items[0].box(words).unreadable == ()


def test_a_loss_in_item_1_is_not_one_in_item_10() -> None:
    """Paths are compared part by part."""
    case = case_of(items=[{"number": number} for number in range(10)] + [{"number": 10, "hs": 1}])
    assert case.items[1].box("hs").blank
    assert case.items[10].box("hs").unreadable


def test_the_header_route_is_lost_for_all() -> None:
    """A stop that was lost leaves the third countries and the stops unsure."""
    case = case_of(route=[{"country": "DE"}, 7, {"country": "SS"}], items=[{"number": 1}])
    assert case.items[0].box("route").unreadable
    assert case.items[0].box("transit country").unreadable


def test_what_was_read_all_the_same_is_not_lost() -> None:
    """A list without its brackets, and a name that is no box, leave the boxes as they are."""
    case = case_of(
        containers="MSKU1234565",
        contaners=1,
        items=[{"number": 1, "quantity": {"value": 1, "unit": "C62", "x": 1}}],
    )
    assert case.header.box("container").unreadable == ()
    assert case.items[0].box("quantity").unreadable == ()


def test_a_fault_is_told_once() -> None:
    """A fault seen by several boxes or items, or already told by the adapter, stands once among the issues."""
    case = case_of(
        destination="QN",
        items=[{"number": 1, "cas": ["1"]}, {"number": 2}],
        route=[7, {}],
        parties=[{"name": "B"}],
    )
    assert [one.place for one in case.issues] == [
        "route[0]", "parties[0].role", "destination", "route[1]", "items[0].cas[0]",
    ]  # fmt: skip


def test_issues_are_plain_and_do_not_depend_on_what_was_asked() -> None:
    """The issues are the same before and after boxes were asked for."""
    case = case_of(destination="QN", office=7)
    before = case.issues
    case.header.box("destination")
    assert case.issues == before
    assert before[0] == ParseIssue("W622", "office", "must be text in quotes, not the number 7")


def test_an_adapters_own_places_do_no_harm() -> None:
    """An issue that names a segment of another format touches no box."""
    case = case_of(parse_issues=[{"code": "X1", "place": "segment CST 3", "message": "too short"}], office="DE004600")
    assert case.header.box("office").unreadable == ()
    assert [one.place for one in case.issues] == ["segment CST 3"]


def test_subjects_with_the_same_boxes_are_different_subjects() -> None:
    """Two goods items declared alike are still two."""
    item = {"number": 1, "hs": "2930.70"}
    one, other = case_of(items=[item, item]).items
    assert one.box("hs").seen[0].value == other.box("hs").seen[0].value
    assert one != other
    assert len({one, other}) == 2
