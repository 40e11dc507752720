"""Tables that say which part of a message fills which box."""

from __future__ import annotations

import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError
from stce_rules.intake.messages.draft import Draft
from stce_rules.intake.messages.mapping import (
    Box,
    Parts,
    Row,
    actor,
    check_count,
    document,
    each,
    fill,
    joined,
    money,
    page,
    part_of_whole,
    quantity,
    read_as,
)
from stce_rules.intake.messages.values import mass, word
from stce_rules.intake.messages.xml import read_xml

ROWS: tuple[Row, ...] = (
    Box("id", "Name"),
    Box("flow", "Kind", read_as(word({"EX": "export"}, "kind", letters=2))),
    Box("office", "Office/@id | Place"),
    Box("containers", "Box", each),
    Parts("route", "Leg", (Box("country", "Land"),), order="No"),
    Parts("parties", "Buyer", (Box("id", "Id"), Box("address", ".", joined("Town", "Street"))), role="buyer"),
    Box("parties", "Actor", actor("Role", "Id")),
    Parts("documents", "Paper", document("Code", "Text")),
    Parts(
        "items",
        "Goods",
        (
            Box("number", "No"),
            Box("net_mass_kg", "Mass", read_as(mass)),
            Box("value", "Price", money),
            Box("quantity", "Count", quantity),
        ),
    ),
)


def _read(inner: str) -> Declaration:
    draft = Draft("m.xml")
    fill(ROWS, draft, read_xml(f"<M><Name>A</Name>{inner}</M>".encode(), "m.xml"))
    made = draft.finished()
    assert isinstance(made, Declaration)
    return made


def _told(read: Declaration) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.place, one.source) for one in read.parse_issues]


def test_the_first_source_that_says_anything_is_taken() -> None:
    """An empty element is passed over, and the place is that of what was taken."""
    read = _read('<Office id=" "/><Place><null/></Place><Place>P</Place>')
    assert (read.office, read.sources["office"]) == ("P", "/M/Place[2]")
    assert _read('<Office id="O"/><Place>P</Place>').office == "O"


def test_two_values_for_one_box_are_told() -> None:
    """The first is kept; both places are named."""
    read = _read("<Place>P</Place><Place>Q</Place>")
    assert (read.office, _told(read)) == ("P", [("W645", "office", "/M/Place[2]")])


def test_lists_hold_each_value_once() -> None:
    """Containers named twice are one container."""
    assert _read("<Box>1</Box><Box/><Box>2</Box><Box>1</Box>").containers == ["1", "2"]


def test_parts_come_in_the_order_they_are_numbered() -> None:
    """By number where all have one, else as they stand."""
    legs = "<Leg><No>10</No><Land>SS</Land></Leg><Leg><No>2</No><Land>AE</Land></Leg>"
    assert [one.country for one in _read(legs).route] == ["AE", "SS"]
    assert [one.country for one in _read(legs + "<Leg><Land>DE</Land></Leg>").route] == ["SS", "AE", "DE"]


def test_a_party_of_which_nothing_is_kept_is_none() -> None:
    """A role alone names nobody; goods items count even when they are empty."""
    assert _read("<Buyer><Other>1</Other></Buyer><Buyer><Id>B</Id></Buyer>").parties[0].id == "B"
    read = _read("<Goods/><Goods><No>2</No></Goods>")
    assert [one.number for one in read.items] == [1, 2]


def test_texts_are_joined_in_the_order_of_the_table() -> None:
    """An address is put together from its parts, without the empty ones."""
    buyer = "<Buyer><Id>B</Id><Street>1 Road</Street><Street/><Street>Flat 2</Street><Town>Juba</Town></Buyer>"
    assert _read(buyer).parties[0].address == "Juba, 1 Road, Flat 2"


def test_actors_have_a_role_or_are_kept_beside() -> None:
    """Freight forwarders and manufacturers are parties; others stand under extra."""
    read = _read("<Actor><Role>MF</Role><Id>M</Id></Actor><Actor><Role>CS</Role><Id>C</Id></Actor>")
    assert [(one.role, one.id) for one in read.parties] == [("manufacturer", "M")]
    assert read.extra == {"supply_chain_actors": ["CS C"]}


def test_documents_claim_by_their_code() -> None:
    """A known licence or exemption is told by its type."""
    papers = "<Paper><Code>X002</Code><Text>L-1</Text></Paper><Paper><Code>N730</Code></Paper>"
    assert [(one.type, one.claim, one.reference) for one in _read(papers).documents] == [
        ("X002", "licence", "L-1"),
        ("N730", "other", None),
    ]


def test_codes_stand_for_words_or_are_unreadable() -> None:
    """A code that is not in the list makes the box unreadable."""
    assert _read("<Kind>EXA</Kind>").flow == "export"
    assert _told(_read("<Kind>XX</Kind>")) == [("W644", "flow", "/M/Kind")]


def test_money_without_a_currency_is_unreadable() -> None:
    """An amount alone is no value; amount and currency each have their place."""
    read = _read('<Goods><No>1</No><Price currencyID="GBP">5.00</Price></Goods>')
    assert str(read.items[0].value) == "Money(amount=Decimal('5.00'), currency='GBP')"
    assert read.sources["items[0].value.currency"] == "/M/Goods/Price/@currencyID"
    bare = _read("<Goods><No>1</No><Price>5.00</Price></Goods>")
    assert _told(bare) == [("W644", "items[0].value", "/M/Goods/Price")]
    both = _read('<Goods><No>1</No><Price currencyID="GBP">five</Price></Goods>')
    assert [one.message for one in both.parse_issues] == ["'five' is not a number"]


def test_quantities_without_a_unit_stay_blank() -> None:
    """The tariff knows the unit, the message does not say it."""
    item = _read('<Goods><No>1</No><Count unitCode="LTR">2</Count></Goods>').items[0]
    assert item.quantity is not None
    assert (str(item.quantity.value), item.quantity.unit) == ("2", "LTR")
    broken = _read('<Goods><No>1</No><Count unitCode="LTR#G">two</Count></Goods>')
    assert _told(broken) == [("W644", "items[0].quantity", "/M/Goods/Count")]
    read = _read("<Goods><No>1</No><Count>2</Count></Goods>")
    assert (read.items[0].quantity, read.parse_issues) == (None, [])


def test_announced_goods_are_counted() -> None:
    """Another number of goods items than announced is told; leading zeros and words are not."""
    for announced, told in (("2", []), ("002", []), ("some", []), ("3", ["W646"])):
        draft = Draft("m.xml")
        draft.put("id", "A", "")
        node = read_xml(f"<M><Count>{announced}</Count></M>".encode(), "m.xml")
        check_count(draft, node, "Count", 2)
        made = draft.finished()
        assert isinstance(made, Declaration)
        assert [one.code for one in made.parse_issues] == told


def test_a_message_that_holds_only_changes_says_so() -> None:
    """Goods, documents, containers and stops may be there that it does not show."""
    draft = Draft("m.xml")
    draft.put("id", "A", "")
    part_of_whole(draft, read_xml(b"<M/>", "m.xml"))
    made = draft.finished()
    assert isinstance(made, Declaration)
    assert [(one.code, one.place) for one in made.parse_issues] == [
        ("W647", "items"),
        ("W647", "documents"),
        ("W647", "containers"),
        ("W647", "route"),
    ]


NESTED: tuple[Row, ...] = (
    Box("id", "Name"),
    Parts("documents", "Paper", document("Code", "Text")),
    Parts(
        "items",
        "House/Goods",
        (
            Box("number", "No"),
            Box("destination", "To | ../To"),
            Parts("parties", "Buyer | ../Buyer", (Box("id", "Id"),), role="buyer"),
            Parts("documents", "Paper", document("Code", "Text")),
            Parts("documents", "../../Paper", document("Code", "Text"), beside="Paper"),
        ),
    ),
)


def _nested(inner: str) -> Declaration:
    draft = Draft("m.xml")
    fill(NESTED, draft, read_xml(f"<M><Name>A</Name>{inner}</M>".encode(), "m.xml"))
    made = draft.finished()
    assert isinstance(made, Declaration)
    return made


def test_a_box_or_part_may_stand_in_what_its_part_is_in() -> None:
    """A goods item has what is its own, else what is that of its house, with the place where it stands."""
    buyer = "<Buyer><Id>H</Id></Buyer>"
    own = "<Goods><No>1</No><To>SS</To><Buyer><Id>I</Id></Buyer></Goods>"
    read = _nested(f"<House><To>AE</To>{buyer}{own}<Goods><No>2</No></Goods></House>")
    assert [(one.destination, one.parties[0].id) for one in read.items] == [("SS", "I"), ("AE", "H")]
    assert read.sources["items[1].destination"] == "/M/House/To"


def test_documents_for_all_goods_stand_beside_those_of_one() -> None:
    """An item that has documents of its own would hide those of the whole; one that has none does not."""
    paper, own = "<Paper><Code>X002</Code></Paper>", "<Paper><Code>N705</Code></Paper>"
    read = _nested(f"{paper}<House><Goods><No>1</No>{own}</Goods><Goods><No>2</No></Goods></House>")
    assert [[paper.type for paper in one.documents] for one in read.items] == [["N705", "X002"], []]
    assert [one.type for one in read.documents] == ["X002"]


def test_a_short_message_does_not_become_an_endless_declaration() -> None:
    """What counts for several goods items is repeated up to a limit."""
    paper = "<Paper><Code>X002</Code></Paper>"
    with pytest.raises(StceError, match=r"E616.*20,000 parts"):
        _nested(paper * 500 + f"<House>{f'<Goods>{paper}</Goods>' * 50}</House>")


@pytest.mark.slow
def test_parts_are_counted() -> None:
    """No declaration has as many parts as are refused."""
    with pytest.raises(StceError, match=r"E616.*100,000 parts"):
        _nested("<Paper><Code>X002</Code></Paper>" * 100_001)


def test_the_table_is_its_own_page() -> None:
    """Every box is in the page with its sources, parts in tables of their own."""
    shown = page(ROWS)
    assert "| `office` | `Office/@id`, else `Place` | As it stands |" in shown
    assert "| `flow` | `Kind` | By its first letters: `EX` export |" in shown
    assert "| `route[]` | `Leg` | in the order of `No`, see `route` below |" in shown
    assert "| `parties[role=buyer]` | `Buyer` | see `parties` below |" in shown
    assert "| `address` | this part | Joined: `Town`, `Street` |" in shown
    assert "| `documents[]` | `../../Paper` | see `documents` below, where there is `Paper` |" in page(NESTED)
    assert [line for line in shown.splitlines() if line.startswith("#")] == [
        "### `route`",
        "### `parties`",
        "### `documents`",
        "### `items`",
    ]
