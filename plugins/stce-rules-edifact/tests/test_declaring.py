"""What segments say becomes boxes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from stce_rules_edifact import cargo, offers

from stce_rules.core.declaration import Declaration, Document, Money, Stop
from stce_rules.intake.refusal import Refused

Declared = Callable[..., Declaration]
Read = Callable[..., list[Declaration | Refused]]


def issues(one: Declaration) -> list[tuple[str, str]]:
    """Codes and places of what could not be read."""
    return [(issue.code, issue.place) for issue in one.parse_issues]


@pytest.mark.parametrize(
    ("code", "action"),
    [("9", "original"), ("", "original"), ("7", "original"), ("5", "amendment"), ("1", "cancellation")],
)
def test_the_function_of_a_message_is_its_action(read: Read, code: str, action: str) -> None:
    """No function is that of an original."""
    (one,) = read("UNH+1+CUSDEC:D:01B:UN", f"BGM+929+26XX1+{code}", "UNT+3+1")
    assert isinstance(one, Declaration)
    assert (one.action, one.flow, one.parse_issues) == (action, "import", [])


def test_the_lowest_rank_fills_a_box(declared: Declared) -> None:
    """The country of ultimate destination goes before that of destination, acceptance before the document."""
    one = declared("LOC+28+AE", "LOC+36+SS", "LOC+41+X1", "LOC+22+X2", "DTM+137:20260601:102", "DTM+148:20260603:102")
    assert (one.destination, one.office, one.date, one.parse_issues) == ("SS", "X2", "2026-06-03", [])


def test_a_date_of_a_reference_is_not_that_of_the_declaration(declared: Declared) -> None:
    """It belongs to the group of the reference."""
    one = declared("RFF+AAS:083-01", "DTM+137:20160607:102", "DOC+380+I-1", "DTM+148:20160607:102")
    assert one.date is None
    assert one.documents == [Document(type="380", reference="I-1")]


def test_the_route_is_in_the_order_of_the_message(declared: Declared) -> None:
    """Two letters are a country, anything else a place."""
    one = declared("LOC+49+KE", "LOC+13+AEJEA:139:6", "LOC+9+DEHAM", "LOC+49+UG")
    assert one.route == [Stop(country="KE"), Stop(place="AEJEA"), Stop(country="UG")]


def test_parties_of_both_forms_of_address(declared: Declared) -> None:
    """Structured, unstructured, by identifier alone; a role with nothing else is no party."""
    one = declared(
        "NAD+EX+DE1", "NAD+CN++FIRM:STREET 1:TOWN", "NAD+BY+++A:B+S1:S2+TOWN+RG+123+AE", "NAD+SE", "NAD+ZZZ+X"
    )
    assert [(party.role, party.id, party.name, party.address, party.country) for party in one.parties] == [
        ("exporter", "DE1", None, None, None),
        ("consignee", None, "FIRM", "STREET 1, TOWN", None),
        ("buyer", None, "A B", "S1, S2, TOWN, RG, 123", "AE"),
    ]


def test_a_commodity_code_without_a_list_is_the_first_of_digits(declared: Declared) -> None:
    """A letter is no commodity code, nor is what stands second."""
    one = declared("UNS+D", "CST+1+29307000", "CST+2+I::95+29307000", "CST+3+9503000949G", "CST+4+1234")
    assert [item.hs for item in one.items] == ["29307000", None, "9503000949", None]


def test_a_goods_item_without_the_mark_of_the_detail_section(declared: Declared) -> None:
    """A numbered CST is one, though UNS was lost; what follows is of the item."""
    one = declared("CST++1040:117", "CST+1+29307000:122", "LOC+36+SS")
    assert (one.procedure, one.destination) == ("1040", None)
    assert [(item.hs, item.destination) for item in one.items] == [("29307000", "SS")]


def test_an_unknown_segment_changes_nothing(declared: Declared) -> None:
    """What stands behind it is of the same goods item."""
    one = declared("UNS+D", "CST+1", "ZZA+1", "EQD+CN+X", "LOC+36+SS", "UNS+S")
    assert (one.destination, one.items[0].destination, one.containers) == (None, "SS", [])


def test_the_origin_of_the_header_is_that_of_items_without_their_own(declared: Declared) -> None:
    """An origin has no box in the header."""
    one = declared("LOC+27+CN", "UNS+D", "CST+1", "CST+2", "LOC+27+JP")
    assert [item.origin for item in one.items] == ["CN", "JP"]
    assert one.sources["items[0].origin"] == "message 1, segment 3 LOC, C517.3225"
    assert one.parse_issues == []


def test_two_origins_of_the_header_are_told_for_every_item(declared: Declared) -> None:
    """The first is kept, and no item has an origin that can be read."""
    one = declared("LOC+27+CN", "LOC+27+CN", "LOC+27+JP", "LOC+27+KR", "UNS+D", "CST+1", "CST+2", "LOC+27+AU")
    assert [item.origin for item in one.items] == ["CN", "AU"]
    assert [(*issue, one.parse_issues[0].source) for issue in issues(one)] == [
        ("W645", "items[0].origin", "message 1, segment 5 LOC, C517.3225")
    ]


def test_masses_by_their_attribute(declared: Declared) -> None:
    """Net net goes before net; a weight that is neither is gross; a licence quantity is no mass of goods."""
    one = declared(
        "UNS+D", "CST+1", "MEA+WT+AAL+KGM:2", "MEA+WT+AAF+KGM:1", "MEA+WT++KG:3", "MEA+AAK+N+KGM:9",
        "CST+2", "MEA+AAI+G+LBR:1", "MEA+WT++KGM:5",
    )  # fmt: skip
    assert [(item.net_mass_kg, item.gross_mass_kg) for item in one.items] == [
        (Decimal(1), Decimal(3)),
        (None, Decimal("0.45359237")),
    ]


def test_amounts_take_the_currency_of_their_kind(declared: Declared) -> None:
    """Their own, that of CUX behind them, that of the header for the same kind, the only one of the header."""
    head = ("MOA+39::EUR", "MOA+63:9:AUD", "UNS+D")
    one = declared(
        *head, "CST+1", "MOA+38:1:USD", "CST+2", "MOA+38:2", "CUX+2:NZD", "CST+3", "MOA+63:3", "CST+4", "MOA+40:4"
    )
    assert [item.value and item.value.currency for item in one.items] == ["USD", "NZD", "AUD", None]
    assert issues(one) == [("W644", "items[3].value")]
    one = declared("CUX+2:EUR", "UNS+D", "CST+1", "TAX+7", "MOA+55:9:USD", "MOA+40:4")
    assert one.items[0].value is None
    one = declared("CUX+2:EUR", "UNS+D", "CST+1", "MOA+40:4", "TAX+7", "MOA+55:9:USD")
    assert one.items[0].value == Money(amount=Decimal(4), currency="EUR")


def test_amounts_and_texts_of_other_groups_are_not_the_goods(declared: Declared) -> None:
    """Taxes, marks of packages and terms have their own."""
    one = declared(
        "UNS+D", "CST+1", "PAC+1", "PCI++M", "FTX+AAA+++marks", "TAX+1", "MOA+40:5:EUR", "TOD", "FTX+AAA+++t"
    )
    assert (one.items[0].description, one.items[0].value) == (None, None)


@pytest.mark.parametrize(
    ("segments", "claim", "kind"),
    [
        (("DOC+811+L1",), "licence", "811"), (("DOC+X002+L1",), "licence", "X002"),
        (("DOC+Y901+L1",), "exemption", "Y901"), (("DOC+380+L1",), "other", "380"), (("RFF+EX:L1",), "licence", "EX"),
    ],
)  # fmt: skip
def test_documents_claim_what_their_code_claims(
    declared: Declared, segments: tuple[str, ...], claim: str, kind: str
) -> None:
    """By the mapping table, else by the table of document codes; their last day is read."""
    one = declared("UNS+D", "CST+1", *segments, "DTM+36:20270101:102")
    assert [(paper.type, paper.claim, paper.reference, paper.expires) for paper in one.items[0].documents] == [
        (kind, claim, "L1", "2027-01-01")
    ]


def test_the_last_day_of_something_else_is_no_last_day_of_a_document(declared: Declared) -> None:
    """It follows a reference that is no document."""
    one = declared("RFF+EX:L1", "RFF+ABE:7", "DTM+36:20270101:102")
    assert one.documents == [Document(type="EX", claim="licence", reference="L1")]


def test_products_of_invoice_lines_go_to_the_items_that_name_them(declared: Declared) -> None:
    """To the only item where none names a line; where it may be any of several, the box of all is unreadable."""
    lines = ("UNS+D", "DMS+I1", "LIN+1", "PIA+5+111-48-8:SSI+29307000:HS")
    (item,) = declared(*lines, "CST+1").items
    assert (item.cas, item.hs) == (["111-48-8"], "29307000")
    one = declared(*lines, "CST+1", "RFF+IV:I1:2", "CST+2", "RFF+IV:I1:1")
    assert [item.cas for item in one.items] == [[], ["111-48-8"]]
    one = declared(*lines, "CST+1", "RFF+IV:I1", "CST+2")
    assert [item.hs for item in one.items] == ["29307000", None]
    one = declared(*lines, "CST+1", "CST+2", "CST+3+8486:HS")
    assert [item.cas for item in one.items] == [[], [], []]
    assert issues(one) == [("W644", f"items[{item}].{box}") for box in ("cas", "hs") for item in range(3)]


def test_a_message_that_holds_only_what_changes_says_so(read: Read) -> None:
    """What it does not show is unknown; one that replaces shows all."""
    for code, places in (("4", ["items", "documents", "containers", "route"]), ("5", [])):
        (one,) = read("UNH+1+CUSDEC:D:01B:UN", f"BGM+830+26XX1+{code}", "UNT+3+1")
        assert isinstance(one, Declaration)
        assert issues(one) == [("W647", place) for place in places]


def test_bills_of_a_cargo_report_are_declarations(read: Read) -> None:
    """Their own places go before those of the head, and containers of the head are theirs where there is one bill."""
    head = ("UNH+1+CUSCAR:D:16B:UN", "BGM+785+M1+9", "LOC+11+KEMBA", "EQD+CN+C1")
    (one,) = read(*head, "CNI+1", "RFF+BM:B1", "LOC+11+AEJEA", "GID+1", "UNT+9+1")
    assert isinstance(one, Declaration)
    assert (one.id, one.port_of_discharge, one.containers, one.parse_issues) == ("M1/B1", "AEJEA", ["C1"], [])
    two = read(*head, "CNI+1+B1", "GID+1", "CNI+2", "GID+1", "SGP+C1", "UNT+10+1")
    assert [(bill.id, bill.containers) for bill in two if isinstance(bill, Declaration)] == [
        ("M1/B1", []),
        ("M1/2", ["C1"]),
    ]
    (none,) = read(*head, "UNT+5+1")
    assert isinstance(none, Declaration)
    assert (none.id, none.items) == ("M1", [])


def test_a_report_without_a_number_is_named_by_its_bills(read: Read) -> None:
    """Nothing else tells it from others."""
    (one,) = read("UNH+1+CUSCAR:D:16B:UN", "CNI+1", "RFF+BM:B1", "GID+1", "UNT+5+1")
    assert isinstance(one, Declaration)
    assert one.id == "B1"


def test_limits_of_lists_and_of_reports(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """More containers, or more bills times head, than any declaration has: refused, and the next message is read."""
    following = ("UNH+2+CUSDEC:D:01B:UN", "BGM+830+X2+9", "UNT+3+2")
    monkeypatch.setattr(offers, "MOST_VALUES", 3)
    many = ("UNH+1+CUSDEC:D:01B:UN", "BGM+830+X1+9", *[f"EQD+CN+C{one}" for one in range(4)], "UNT+7+1")
    refused, one = read(*many, *following)
    assert isinstance(refused, Refused)
    assert [fault.code for fault in refused.diagnostics] == ["E616"]
    assert isinstance(one, Declaration)
    monkeypatch.setattr(cargo, "MOST_WORK", 3)
    refused, one = read("UNH+1+CUSCAR:D:16B:UN", "BGM+785+M1+9", "LOC+9+DEHAM", "CNI+1", "CNI+2", "UNT+6+1", *following)
    assert isinstance(refused, Refused)
    assert [fault.code for fault in refused.diagnostics] == ["E616"]
    assert isinstance(one, Declaration)
