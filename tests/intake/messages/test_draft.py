"""A message being read becomes a declaration that knows where its values stood."""

from __future__ import annotations

from decimal import Decimal

from stce_rules.core.declaration import Declaration
from stce_rules.intake.messages.draft import Draft
from stce_rules.intake.refusal import Refused


def _read(draft: Draft) -> Declaration:
    made = draft.finished()
    assert isinstance(made, Declaration)
    return made


def test_a_value_keeps_its_source() -> None:
    """Every box says where in the message its value stood, also in items and lists."""
    draft = Draft("m.xml")
    draft.put("id", "26XX1", "/D/ID")
    item = draft.next("items", "/D/Item[1]")
    item.put("number", "1", "/D/Item[1]/Number")
    item.put("net_mass_kg", " 2.50 ", "/D/Item[1]/Mass")
    item.add("cas", "111-48-8", "/D/Item[1]/Cas")
    item.next("parties", "/D/Item[1]/Buyer").put("role", "buyer", "/D/Item[1]/Buyer")
    made = _read(draft)
    assert made.items[0].net_mass_kg == Decimal("2.50")
    assert (made.items[0].cas, made.items[0].parties[0].role) == (["111-48-8"], "buyer")
    assert made.sources["items[0].net_mass_kg"] == "/D/Item[1]/Mass"
    assert made.sources["items[0].cas[0]"] == "/D/Item[1]/Cas"
    assert made.parse_issues == []


def test_blank_values_leave_boxes_blank() -> None:
    """Blanks, the word null and nothing at all fill no box and no list."""
    draft = Draft("m.xml")
    draft.put("id", "26XX1", "/D/ID")
    for blank in (None, "", "  ", "null"):
        draft.put("destination", blank, "/D/Destination")
        draft.add("containers", blank, "/D/Container")
    assert not draft.has("destination")
    assert _read(draft) == Declaration(id="26XX1", sources={"id": "/D/ID"})


def test_two_values_for_one_box_make_it_unreadable() -> None:
    """The first value stays, and an issue names both places; the same value twice is no fault."""
    draft = Draft("m.xml")
    draft.put("id", "26XX1", "/D/ID")
    draft.put("destination", "SS", "/D/A")
    draft.put("destination", "SS", "/D/B")
    draft.put("destination", "NO", "/D/C")
    made = _read(draft)
    (issue,) = made.parse_issues
    assert (made.destination, issue.code, issue.place, issue.source) == ("SS", "W645", "destination", "/D/C")
    assert issue.message == "'NO' stands here, and 'SS' at /D/A"


def test_a_value_of_the_wrong_type_is_told_with_its_source() -> None:
    """What the reader of canonical JSON finds wrong names the place in the message too."""
    draft = Draft("m.xml")
    draft.put("id", "26XX1", "/D/ID")
    draft.put("flow", "sideways", "/D/Flow")
    draft.next("items", "/D/Item[1]").put("net_mass_kg", "heavy", "/D/Item[1]/Mass")
    told = [(one.code, one.place, one.source) for one in _read(draft).parse_issues]
    assert told == [
        ("W624", "flow", "/D/Flow"),
        ("W623", "items[0].net_mass_kg", "/D/Item[1]/Mass"),
        ("W626", "items[0].number", "/D/Item[1]"),
    ]


def test_what_an_adapter_cannot_read_is_no_blank_box() -> None:
    """A box told to be unreadable is held, though it has no value."""
    draft = Draft("m.xml")
    draft.put("id", "26XX1", "/D/ID")
    draft.unreadable("date", "'11/19/25' may be two days", "/D/Date")
    assert draft.has("date")
    assert [(one.code, one.place) for one in _read(draft).parse_issues] == [("W644", "date")]


def test_a_message_without_an_id_is_refused() -> None:
    """Nothing can be answered to a message that names no declaration."""
    refused = Draft("m.xml").finished()
    assert isinstance(refused, Refused)
    assert [(one.code, one.where) for one in refused.diagnostics] == [("E604", "m.xml")]
