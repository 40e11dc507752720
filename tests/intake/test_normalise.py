"""A declaration to boxes: every kind of box."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.boxes import BLANK, Amount, Box, Case, HsCode, PartyKey, Presented, Seen
from stce_rules.core.declaration import (
    Declaration,
    Document,
    Item,
    Money,
    Outcome,
    ParseIssue,
    Party,
    Quantity,
    Stop,
)
from stce_rules.core.fields import CATALOGUE, Field, FieldType, Level
from stce_rules.core.text import FoldedText
from stce_rules.intake.normalise import NormalCase, normalise
from stce_rules.reference.hs import EDITIONS


def item_box(words: str, header: dict[str, Any] | None = None, **boxes: Any) -> Box:  # noqa: ANN401 (any box)
    """The box of the only item of a declaration."""
    return normalise(Declaration(id="a", items=[Item(number=1, **boxes)], **(header or {}))).items[0].box(words)


def values(box: Box) -> list[object]:
    """What stands in a box."""
    return [seen.value for seen in box.seen]


def test_it_is_a_case() -> None:
    """What leaves is what the engines read."""
    case: Case = normalise(Declaration(id="a", date="2026-06-01", flow="export", items=[Item(number=7)]))
    assert (case.id, case.date, case.flow) == ("a", date(2026, 6, 1), "export")
    assert (case.header.number, case.items[0].number) == (None, 7)


def test_every_box_of_an_empty_declaration_is_blank() -> None:
    """Nothing is known of what nobody wrote."""
    case = normalise(Declaration(id="a", items=[Item(number=1)]))
    assert {
        words for words in CATALOGUE if case.items[0].box(words) != BLANK or case.header.box(words) != BLANK
    } == set()
    assert case.issues == ()


@pytest.mark.parametrize("nothing", ["", "  ", "null"])
def test_a_text_that_says_nothing_is_blank(nothing: str) -> None:
    """An empty text and the word null are unknown in every box."""
    written: dict[str, dict[str, Any]] = {
        "hs": {"hs": nothing}, "cas": {"cas": [nothing]}, "origin": {"origin": nothing},
        "description": {"description": nothing}, "control entry": {"control_entry": [nothing, nothing]},
    }  # fmt: skip
    for words, boxes in written.items():
        assert item_box(words, **boxes).blank, words


def test_what_was_written_is_shown_as_written() -> None:
    """A value is settled, and shown with its path as the declarant wrote it."""
    assert item_box("origin", origin=" cn ") == Box((Seen("CN", "cn", "items[0].origin"),))


# ---- codes


@pytest.mark.parametrize(
    ("written", "digits"), [("2930.70.00", "29307000"), ("2930 70", "293070"), ("8401", "8401"), ("28", "28")]
)
def test_a_commodity_code_is_its_digits(written: str, digits: str) -> None:
    """Dots and spaces in a commodity code do not matter; a chapter is a code."""
    box = item_box("hs", {"date": "2026-06-01"}, hs=written)
    assert values(box) == [HsCode(digits, (2022,))]


@pytest.mark.parametrize(
    ("day", "stated", "editions"),
    [
        ("2026-06-01", None, (2022,)),
        ("2021-12-31", None, (2017,)),
        ("2021-12-31", 2022, (2022,)),
        ("2021-12-31", 1999, (2017,)),
        (None, None, (2022,)),
        ("19/11/25", None, (2022,)),
    ],
)
def test_the_edition_of_a_code(day: str | None, stated: int | None, editions: tuple[int, ...]) -> None:
    """The edition stated, else of the acceptance date, else those that have the code."""
    assert values(item_box("hs", {"date": day}, hs="2931.41", hs_edition=stated)) == [HsCode("293141", editions)]


def test_a_code_of_no_edition_may_be_of_any() -> None:
    """Without a date, a code that no edition has is judged in all of them."""
    assert values(item_box("hs", hs="999999")) == [HsCode("999999", EDITIONS)]


def test_a_code_not_in_its_edition_is_told_and_still_read() -> None:
    """A code of another edition is no unreadable one."""
    case = normalise(Declaration(id="a", date="2026-06-01", items=[Item(number=1, hs="2931.31")]))
    assert not case.items[0].box("hs").unreadable
    assert [(one.code, one.place) for one in case.issues] == [("W632", "items[0].hs")]


def test_cas_numbers_come_from_both_boxes() -> None:
    """A number in the description is found with its characters, and never looks declared."""
    boxes: dict[str, Any] = {"cas": ["111 48 8"], "description": "thiodiglycol CAS 111-48-8, with 756-79-6"}
    assert values(item_box("declared cas", **boxes)) == ["111-48-8"]
    declared, found = item_box("cas", **boxes).seen
    assert (declared.value, declared.place, declared.span) == ("111-48-8", "items[0].cas[0]", None)
    assert (found.value, found.place) == ("756-79-6", "items[0].description")
    assert found.span is not None
    assert boxes["description"][slice(*found.span)] == "756-79-6"


def test_a_wrong_check_digit_is_unreadable() -> None:
    """A CAS number that is nobody's is not blank, declared or after the word CAS."""
    assert item_box("cas", cas=["111-48-9"]) == Box(unreadable=("111-48-9",))
    assert item_box("cas", description="CAS 111-48-7") == Box(unreadable=("111-48-7",))
    assert item_box("declared cas", description="CAS 111-48-7").blank


def test_codes_are_capitals() -> None:
    """Codes are compared in capitals, without blanks around them."""
    assert values(item_box("control entry", control_entry=[" 1c350 ", "1C450"])) == ["1C350", "1C450"]


def test_what_is_no_country_is_unreadable() -> None:
    """A country that is none is not blank, and does not fall back to the header's."""
    assert item_box("destination", {"destination": "NO"}, destination="QN") == Box(unreadable=("QN",))


def test_a_description_is_folded_and_keeps_its_characters() -> None:
    """Spans point into the text as it was declared, blanks before it included."""
    (seen,) = item_box("description", description="  Thiodiglykol, FÄSSER").seen
    assert isinstance(seen.value, FoldedText)
    assert (seen.shown, seen.value.folded) == ("  Thiodiglykol, FÄSSER", "thiodiglykol fasser")
    assert seen.value.span(1, 1) == (16, 22)


def test_punctuation_alone_says_nothing() -> None:
    """A description of a dash does not prove that a word is absent."""
    assert item_box("description", description="- . -").blank


# ---- amounts


@pytest.mark.parametrize(
    ("words", "boxes", "amount", "shown"),
    [
        ("net mass", {"net_mass_kg": Decimal("25.0")}, Amount(Fraction(25), "mass"), "25.0 kg"),
        ("net mass", {"net_mass_kg": Decimal(0)}, Amount(Fraction(0), "mass"), "0 kg"),
        ("gross mass", {"gross_mass_kg": Decimal("1E-7")}, Amount(Fraction(1, 10**7), "mass"), "0.0000001 kg"),
        ("concentration", {"concentration_percent": Decimal("0.1")}, Amount(Fraction(1, 10), "percentage"), "0.1%"),
        ("quantity", {"quantity": Quantity(value=Decimal(5), unit="grm")}, Amount(Fraction(5, 1000), "mass"), "5 grm"),
        ("quantity", {"quantity": Quantity(value=Decimal(5), unit="QQ9")}, Amount(Fraction(5), "unit:QQ9"), "5 QQ9"),
        ("item value", {"value": Money(amount=Decimal("1000.00"), currency="eur")}, Amount(Fraction(1000), "EUR"),
         "1000.00 eur"),
        ("unit value", {"value": Money(amount=Decimal(10), currency="EUR"), "net_mass_kg": Decimal(3)},
         Amount(Fraction(10, 3), "EUR"), "10 EUR for 3 kg"),
    ],
)  # fmt: skip
def test_amounts_are_exact_and_in_base_units(words: str, boxes: dict[str, Any], amount: Amount, shown: str) -> None:
    """Amounts are fractions in the base unit, shown with the digits declared."""
    (seen,) = item_box(words, **boxes).seen
    assert (seen.value, seen.shown) == (amount, shown)


def test_an_amount_keeps_more_digits_than_a_context_does() -> None:
    """No digit is rounded off, though decimals are rounded to 28 digits in arithmetic."""
    digits = "1234567890123456789012345678901234567.25"
    assert values(item_box("net mass", net_mass_kg=Decimal(digits))) == [Amount(Fraction(digits), "mass")]


@pytest.mark.parametrize("number", ["-1", "NaN", "sNaN", "Infinity", "1E+999999999", "1E-999999999", "0E+99999999"])
@pytest.mark.parametrize("words", ["net mass", "quantity", "item value", "concentration"])
def test_amounts_that_cannot_be_are_unreadable(words: str, number: str) -> None:
    """A number below zero, no number, or one of absurd size is unreadable, and soon found so."""
    value = Decimal(number)
    boxes: dict[str, Any] = {
        "net_mass_kg": value, "concentration_percent": value, "quantity": Quantity(value=value, unit="KGM"),
        "value": Money(amount=value, currency="EUR"),
    }  # fmt: skip
    box = item_box(words, **boxes)
    assert (box.seen, len(box.unreadable), box.blank) == ((), 1, False)


@pytest.mark.parametrize(
    ("value", "mass", "blank"),
    [(None, 1, True), ("EUR", None, True), ("EUR", 0, False), ("QQQ", 1, False), ("EUR", -1, False)],
)
def test_the_unit_value_needs_both(value: str | None, mass: int | None, blank: bool) -> None:
    """Blank when value or mass is, unreadable when they make no sense."""
    money = None if value is None else Money(amount=Decimal(5), currency=value)
    box = item_box("unit value", value=money, net_mass_kg=None if mass is None else Decimal(mass))
    assert (box.seen, bool(box.unreadable), box.blank) == ((), not blank, blank)


@pytest.mark.parametrize(
    "written",
    [
        *("2026-02-30", "20260601", "2026-W01-1", "11/19/25", "２０２６-06-01", "2026-02-30T10:00"),
        *("2026-06-01T", "2026-06-01T10", "2026-06-01T24:00", "2026-06-01T10:60", "2026-06-01t10:00"),
        *("2026-06-01  10:00", "2026-06-01T10:00 CET", "2026-06-01Z"),
    ],
)
def test_what_is_no_date_is_unreadable(written: str) -> None:
    """Only year-month-day is a date, perhaps with a time; nothing is guessed from other spellings."""
    case = normalise(Declaration(id="a", date=written))
    assert case.date is None
    assert case.header.box("date") == Box(unreadable=(written,))


@pytest.mark.parametrize(
    "written",
    [
        *("2026-06-01T14:30", "2026-06-01 14:30:05", "2026-06-01T23:59:59.999Z"),
        *("2026-06-01T00:10+09:00", "2026-06-01 23:30:00-0800", "2026-06-01 10:00:00+02"),
    ],
)
def test_a_time_of_day_means_its_day(written: str) -> None:
    """A date with a time, as the data model of the WCO has it, is the day written, whatever the zone."""
    case = normalise(Declaration(id="a", date=written))
    assert case.date == date(2026, 6, 1)
    assert [one.value for one in case.header.box("date").seen] == [date(2026, 6, 1)]
    assert case.issues == ()


# ---- parties


CONSIGNEE = Party(role="consignee", id="AE-778", name="Example Trading FZE", country="ae")


def test_a_party_is_its_identifier_and_folded_name() -> None:
    """A party is told by both, and each of its boxes has its own path."""
    header = {"parties": [Party(role="agent"), CONSIGNEE]}
    assert item_box("consignee", header) == Box(
        (Seen(PartyKey("AE-778", "example trading fze"), "Example Trading FZE", "parties[1]"),)
    )
    assert item_box("consignee country", header) == Box((Seen("AE", "ae", "parties[1].country"),))
    assert item_box("consignee address", header).blank
    assert item_box("agent", header).blank
    assert item_box("buyer", header).blank


def test_roles_may_be_written_with_blanks_and_capitals() -> None:
    """The role is recognised as a host or an officer writes it."""
    for role in ("notify_party", "notify party", "Notify-Party"):
        assert values(item_box("notify party", {"parties": [Party(role=role, id="1")]})) == [PartyKey("1", None)]


def test_an_items_party_replaces_the_headers_of_its_role_only() -> None:
    """The item's consignee replaces the header's, its country included; the agent stays."""
    header = {"parties": [CONSIGNEE, Party(role="agent", id="7")]}
    own = [Party(role="consignee", name="Other Ltd")]
    (seen,) = item_box("consignee", header, parties=own).seen
    assert (seen.value, seen.place) == (PartyKey(None, "other ltd"), "items[0].parties[0]")
    assert item_box("consignee country", header, parties=own).blank
    assert values(item_box("agent", header, parties=own)) == [PartyKey("7", None)]


def test_several_parties_of_a_role_all_count() -> None:
    """Two manufacturers are two values."""
    header = {"parties": [Party(role="manufacturer", id=one, country=two) for one, two in (("1", "DE"), ("2", "QN"))]}
    assert values(item_box("manufacturer", header)) == [PartyKey("1", None), PartyKey("2", None)]
    assert item_box("manufacturer country", header).unreadable == ("QN",)


# ---- documents


PAPERS = [
    Document(type="x002", claim="licence", expires="2027-01-01"),
    Document(type="Y901", claim="exemption"),
    Document(type="N380"),
    Document(type="E020", claim="licence", expires="soon"),
]


def test_documents_by_what_they_claim() -> None:
    """All types are documents; licences carry their last day; claims are only claims."""
    header = {"documents": PAPERS}
    assert values(item_box("document", header)) == ["X002", "Y901", "N380", "E020"]
    assert values(item_box("licence", header)) == [
        Presented("X002", date(2027, 1, 1)),
        Presented("E020", None),
    ]
    assert values(item_box("exemption claim", header)) == ["Y901"]


def test_an_unreadable_last_day_is_told() -> None:
    """A licence that expires nobody knows when is presented, and the day is asked after."""
    issues = normalise(Declaration(id="a", documents=PAPERS)).issues
    assert [(one.code, one.place) for one in issues] == [("W637", "documents[3].expires")]


def test_an_items_documents_replace_the_headers() -> None:
    """An item with documents of its own has no licence of the header's."""
    box = item_box("licence", {"documents": PAPERS}, documents=[Document(type="N380")])
    assert box == BLANK
    assert values(item_box("document", {"documents": PAPERS}, documents=[Document(type="N380")])) == ["N380"]


def test_a_document_without_a_type_is_not_no_document() -> None:
    """Something was presented; what it is, is unknown."""
    assert item_box("document", {"documents": [Document(type="")]}) == Box(unreadable=("documents[0]",))


# ---- header and item


def test_an_item_sees_the_header_unless_it_says_otherwise() -> None:
    """Destination, dispatch and procedure fall back to the header, with the header's path."""
    header = {"destination": "SS", "procedure": "1040", "office": "DE004600"}
    case = normalise(Declaration(id="a", items=[Item(number=1), Item(number=2, destination="NO")], **header))  # type: ignore[arg-type]  # by name
    assert [[seen.place for seen in item.box("destination").seen] for item in case.items] == [
        ["destination"],
        ["items[1].destination"],
    ]
    assert case.items[0].box("office") is case.header.box("office")


def test_the_header_shows_no_item() -> None:
    """A box of goods items is blank on the header."""
    case = normalise(Declaration(id="a", items=[Item(number=1, hs="2930", destination="NO")]))
    assert case.header.box("hs") == BLANK
    assert case.header.box("destination") == BLANK


# ---- plugins


def test_fields_of_plugins_are_kept_under_extra() -> None:
    """A plugin's field is read by its type, and falls back to the header as its level says."""
    catalogue = CATALOGUE.extended(
        [
            Field("seal", FieldType.CODE, Level.HEADER, "extra.seal", "seal number", many=True),
            Field("furnace count", FieldType.NUMBER, Level.ITEM_OR_HEADER, "items[].extra.furnaces", "furnaces"),
        ]
    )
    case = normalise(
        Declaration(id="a", extra={"seal": ["a1", "b2"], "furnaces": 3}, items=[Item(number=1)]), catalogue
    )
    assert values(case.items[0].box("seal")) == ["A1", "B2"]
    assert case.items[0].box("furnace count").seen == (Seen(Amount(Fraction(3), "number"), "3", "extra.furnaces"),)


def test_a_field_that_no_declaration_keeps_is_refused() -> None:
    """A plugin with a path of its own making is told when it is loaded, not when a rule asks."""
    catalogue = CATALOGUE.extended([Field("seal", FieldType.CODE, Level.HEADER, "seal_number", "seal number")])
    with pytest.raises(ValueError, match="field 'seal' is kept in 'seal_number'"):
        normalise(Declaration(id="a"), catalogue)


def test_a_field_that_is_in_no_catalogue_is_an_error() -> None:
    """Asking for a field that does not exist is a fault of the caller."""
    with pytest.raises(KeyError):
        normalise(Declaration(id="a")).header.box("seal")


# ---- anything at all

WORDS = (
    st.none()
    | st.text(max_size=12)
    | st.sampled_from(["DE", "DEHAM", "2930.70", "2026-06-01", "111-48-8", "EUR", "null"])
)
NUMBERS = st.none() | st.decimals()


def lists_of(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Short lists."""
    return st.lists(parts, max_size=3)


TEXTS = lists_of(WORDS.filter(lambda one: one is not None))
PARTIES = lists_of(
    st.builds(
        Party,
        role=st.sampled_from(["consignee", "notify_party", "x", ""]),
        id=WORDS,
        name=WORDS,
        country=WORDS,
    )
)
DOCUMENTS = lists_of(
    st.builds(
        Document,
        type=st.text(max_size=4),
        claim=st.sampled_from(["licence", "exemption", "other"]),
        expires=WORDS,
    )
)
EXTRAS = st.dictionaries(
    st.sampled_from([one.name for one in FieldType]),
    st.text(max_size=9) | st.integers() | st.decimals() | st.booleans() | TEXTS,
)
ITEMS = st.builds(
    Item, number=st.integers(0, 3), hs=WORDS, hs_edition=st.none() | st.integers(), description=WORDS, cas=TEXTS,
    origin=WORDS, destination=WORDS, net_mass_kg=NUMBERS, concentration_percent=NUMBERS,
    quantity=st.none() | st.builds(Quantity, value=st.decimals(), unit=st.text(max_size=4)),
    value=st.none() | st.builds(Money, amount=st.decimals(), currency=st.sampled_from(["EUR", "", "Q"])),
    parties=PARTIES, documents=DOCUMENTS, extra=EXTRAS,
)  # fmt: skip
ISSUES = lists_of(
    st.builds(
        ParseIssue,
        code=st.sampled_from(["W622", "W626"]),
        place=st.sampled_from(
            ["", "items", "items[0]", "items[0].hs", "route[1].country", "documents", "parties[0].role"]
        ),
        message=st.just("lost"),
    )
)
DECLARATIONS = st.builds(
    Declaration, id=st.text(min_size=1), flow=st.none() | st.sampled_from(["import", "export"]), date=WORDS,
    office=WORDS,
    destination=WORDS, dispatch_country=WORDS, route=lists_of(st.builds(Stop, country=WORDS, place=WORDS)),
    containers=TEXTS, parties=PARTIES, documents=DOCUMENTS, items=lists_of(ITEMS), extra=EXTRAS,
    outcome=st.none() | st.builds(Outcome, inspected=st.booleans()), parse_issues=ISSUES,
)  # fmt: skip
EVERY_TYPE = CATALOGUE.extended(
    Field(f"own {one.value}", one, Level.ITEM_OR_HEADER, f"items[].extra.{one.name}", "a box of a plugin")
    for one in FieldType
)


def boxes_of(case: NormalCase, words: list[str]) -> list[Box]:
    """All boxes of all subjects, asked for in this order of fields."""
    asked = {(view, name): view.box(name) for name in words for view in (*case.items, case.header)}
    return [asked[view, name] for view in (case.header, *case.items) for name in EVERY_TYPE]


@given(DECLARATIONS)
def test_any_declaration_has_all_its_boxes(declaration: Declaration) -> None:
    """No declaration makes a box fail, the order of asking does not matter, and a box is blank or holds something."""
    boxes = boxes_of(normalise(declaration, EVERY_TYPE), list(EVERY_TYPE))
    assert boxes == boxes_of(normalise(declaration, EVERY_TYPE), list(EVERY_TYPE)[::-1])
    assert not any(box.blank and (box.seen or box.unreadable) for box in boxes)


@given(DECLARATIONS)
def test_every_unreadable_box_is_told(declaration: Declaration) -> None:
    """Where a box holds what could not be read, the issues are not empty, and are the same each time."""
    case = normalise(declaration, EVERY_TYPE)
    issues = case.issues
    assert issues == case.issues
    if any(box.unreadable for box in boxes_of(case, list(EVERY_TYPE))):
        assert issues
