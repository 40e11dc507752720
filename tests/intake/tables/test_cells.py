"""Cells: how numbers, days, codes and words are read, and what is said of those that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules import Declaration
from stce_rules.intake.adapters import Refused
from stce_rules.intake.tables.cells import mass_unit, to_kilograms
from stce_rules.intake.tables.forms import DAY, date_form, number_form, read_day, read_decimal
from stce_rules.intake.tables.model import Fault

ReadTable = Callable[[str, str | bytes], list[Declaration | Refused]]


def one(found: list[Declaration | Refused]) -> Declaration:
    """The only declaration that was found."""
    assert len(found) == 1
    assert isinstance(found[0], Declaration)
    return found[0]


@pytest.mark.parametrize(
    ("decimal", "thousands", "text", "expected"),
    [
        (".", "", "1234.50", "1234.50"),
        (".", "", "-5", "-5"),
        (".", "", ".5", "0.5"),
        (".", "", "12.", "12"),
        (".", "", "1.2E+05", "120000"),
        (".", ",", "1,234,567.8", "1234567.8"),
        (".", ",", "12,34,567", "1234567"),
        (",", ".", "1.234.567,80", "1234567.80"),
        (",", " ", "1\N{NO-BREAK SPACE}234,5", "1234.5"),
        (",", "", "2,5", "2.5"),
        (".", "'", "1\N{RIGHT SINGLE QUOTATION MARK}000", "1000"),
    ],
)
def test_numbers_are_read_exactly(decimal: str, thousands: str, text: str, expected: str) -> None:
    """Each country's way to write numbers gives the exact number."""
    assert read_decimal(text, number_form(decimal, thousands)) == Decimal(expected)


@pytest.mark.parametrize(
    ("decimal", "thousands", "text"),
    [(".", "", "1,5"), (".", ",", "1,23"), (".", ",", "1,2345"), (",", ".", "1.5"), (".", "", "12 kg"),
     (".", "", "1.2.3"), (".", "", "NaN"), (".", "", "1_000"), (".", "", "9" * 61), (".", "", "."), (".", "", "1E999")],
)  # fmt: skip
def test_what_is_no_number_is_not_guessed_at(decimal: str, thousands: str, text: str) -> None:
    """A number in another country's signs, with its unit, or of absurd length is a fault."""
    assert isinstance(read_decimal(text, number_form(decimal, thousands)), Fault)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_numbers_survive_any_form(number: Decimal) -> None:
    """A number written with the signs of any country is read back as the same number."""
    for decimal, thousands in ((".", ","), (",", "."), (",", " "), (".", "'")):
        text = f"{number:,f}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)
        assert read_decimal(text, number_form(decimal, thousands)) == number


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("YYYY-MM-DD", "2026-06-01", "2026-06-01"),
        ("DD.MM.YYYY", "01.06.2026", "2026-06-01"),
        ("D/M/YY", "1/6/26", "2026-06-01"),
        ("YYYYMMDD", "20260601", "2026-06-01"),
        ("D MMM YYYY", "1 jun 2026", "2026-06-01"),
        ("YYYY-MM-DDThh:mm:ss", "2026-06-01T23:59:59", "2026-06-01T23:59:59"),
        ("D-M-YYYY hh:mm", "1-6-2026 09:30", "2026-06-01T09:30:00"),
        ("DD.MM.YYYY hh:mm:ss", "01.06.2026 00:00:00", "2026-06-01"),
        ("M/D/YYYY h:mm:ss AM", "6/1/2026 9:30:00 AM", "2026-06-01T09:30:00"),
        ("M/D/YYYY h:mm AM", "6/1/2026 12:05\N{NARROW NO-BREAK SPACE}pm", "2026-06-01T12:05:00"),
        ("M/D/YYYY h:mm AM", "6/1/2026 11:59 p.m.", "2026-06-01T23:59:00"),
        ("D/M/YYYY h:mm AM", "1/6/2026 11:59 p.\N{NO-BREAK SPACE}m.", "2026-06-01T23:59:00"),
        ("M/D/YYYY h:mm AM", "6/1/2026 12:30 AM", "2026-06-01T00:30:00"),
        ("MM/DD/YYYY hh:mm:ss AM", "06/01/2026 12:00:00 AM", "2026-06-01"),
        ("M/D/YYYY hAM", "6/1/2026 7PM", "2026-06-01T19:00:00"),
    ],
)
def test_days_are_read_in_the_form_stated(form: str, text: str, expected: str) -> None:
    """The form of a map says where day, month and year stand."""
    made = date_form(form)
    assert made is not None
    assert read_day(text, (made,)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-04", "2026-05-04"),
        ("2026-05-04T09:30", "2026-05-04T09:30:00"),
        ("2026-05-04 23:59:59.5Z", "2026-05-04T23:59:59"),
        ("2026-05-04T01:30+02:00", "2026-05-04T01:30:00"),
        ("2026-05-04 00:00:00.000", "2026-05-04"),
        ("2026-05-04T00:00Z", "2026-05-04"),
    ],
)
def test_times_are_kept_as_the_clock_there_shows_them(text: str, expected: str) -> None:
    """Without a form a cell holds what a canonical declaration may; midnight is a day alone."""
    assert read_day(text, DAY) == expected


@pytest.mark.parametrize("text", ["2026-05-04T24:00", "2026-02-30T09:30", "2026-05-04T9:30", "2026-05-04 09:60"])
def test_what_is_no_time_is_not_guessed_at(text: str) -> None:
    """A date-time with an hour, minute or day that is none is a fault."""
    assert isinstance(read_day(text, DAY), Fault)


@pytest.mark.parametrize("text", ["6/1/2026 0:30 AM", "6/1/2026 13:30 PM", "6/1/2026 9:30", "6/1/2026 9:60 AM"])
def test_hours_of_half_a_day_are_1_to_12(text: str) -> None:
    """Other hours with AM or PM, and a time that says neither, are not guessed at."""
    form = date_form("M/D/YYYY h:mm AM")
    assert form is not None
    assert isinstance(read_day(text, (form,)), Fault)


@pytest.mark.parametrize(
    "form",
    [
        *("DD.MM", "DD.MM.YYYY DD", "DD.MM.YYYY mm", "DD.MM.YYYY hh:ss", "DD.MM.YYYY hh:mm:mm"),
        *("DD.MM.YYYY AM", "DD.MM.YYYY h AM AM"),
    ],
)
def test_what_is_no_form_of_a_date(form: str) -> None:
    """Year, month and day stand once each, minutes behind an hour, and AM beside one."""
    assert date_form(form) is None


def test_a_day_that_two_forms_read_differently_is_a_fault() -> None:
    """A map with both orders of day and month reads what can only be one day, and nothing else."""
    forms = tuple(form for form in (date_form("DD/MM/YYYY"), date_form("MM/DD/YYYY")) if form is not None)
    assert read_day("25/06/2026", forms) == "2026-06-25"
    assert read_day("06/06/2026", forms) == "2026-06-06"
    fault = read_day("02/06/2026", forms)
    assert isinstance(fault, Fault)
    assert "may be 2026-02-06 or 2026-06-02" in fault.message
    assert isinstance(read_day("31/02/2026", forms), Fault)


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [("g", "0.5"), ("kg", "500"), ("t", "500000"), ("KGM", "500"), ("TNE", "500000"), ("lb", "226.796185")],
)
def test_masses_become_kilograms_exactly(symbol: str, expected: str) -> None:
    """500 of each unit of mass in kilograms, to the last digit."""
    assert to_kilograms(Decimal(500), symbol) == Decimal(expected)


def test_what_is_no_unit_of_mass_is_told() -> None:
    """A litre is no unit of mass."""
    assert mass_unit("LTR") is None
    assert isinstance(to_kilograms(Decimal(1), "LTR"), Fault)


MAP = """
blanks: ["-", n/a]
decimal: ","
thousands: "."
dates: [DD.MM.YYYY]
declaration:
  id: {columns: [Office, No], join: "-"}
  flow: {column: Type, values: {A: import, B: export, X: ""}}
  date: Day
  destination: {column: To, countries: alpha-3}
  dispatch_country: {column: From, values: {"276": DE}, others: keep}
  documents:
    - {type: Permit type, claim: =licence, reference: Permit, expires: Until}
  outcome:
    inspected: {column: Found, values: {"1": yes, "0": no}}
    finding: {column: Found, values: {"1": fraud}, others: blank}
item:
  hs: {column: Code, digits: 6}
  cas: [{column: CAS, split: [";", "/"]}, CAS 2]
  net_mass_kg: {column: Mass, unit: {column: Unit, values: {TO: t, KI: kg}}}
  value: {amount: Price, currency: Currency}
  quantity: {value: Pieces, unit: =C62}
  parties: [{role: =buyer, name: Buyer, country: Buyer country}]
"""
COLUMNS = [
    "Office", "No", "Type", "Day", "To", "From", "Permit type", "Permit", "Until", "Found", "Code", "CAS", "CAS 2",
    "Mass", "Unit", "Price", "Currency", "Pieces", "Buyer", "Buyer country",
]  # fmt: skip
GOOD = {
    "Office": "DE1", "No": "7", "Type": "B", "Day": "01.06.2026", "To": "ARE", "From": "276", "Permit type": "X002",
    "Permit": "L-1", "Until": "31.12.2026", "Found": "1", "Code": "30289", "CAS": "111-48-8; 756-79-6/",
    "CAS 2": "7719-12-2", "Mass": "1.250,5", "Unit": "TO", "Price": "10,00", "Currency": "EUR", "Pieces": "3",
    "Buyer": "Example", "Buyer country": "AE",
}  # fmt: skip


def table(**cells: str) -> str:
    """The good row with some cells changed; underscores stand for blanks in names of columns."""
    row = GOOD | {name.replace("_", " "): cell for name, cell in cells.items()}
    return "\t".join(COLUMNS) + "\n" + "\t".join(row[name] for name in COLUMNS) + "\n"


def test_a_whole_row_is_read_as_the_map_says(read_table: ReadTable) -> None:
    """Joined id, translated words, codes, lists, units, money, parties, documents and outcome, all in one row."""
    found = one(read_table("delimiter: tab" + MAP, table()))
    item = found.items[0]
    assert (found.id, found.flow, found.date) == ("DE1-7", "export", "2026-06-01")
    assert (found.destination, found.dispatch_country) == ("AE", "DE")
    document = found.documents[0]
    assert (document.type, document.claim, document.reference, document.expires) == (
        "X002",
        "licence",
        "L-1",
        "2026-12-31",
    )
    assert found.outcome is not None
    assert (found.outcome.inspected, found.outcome.finding) == (True, "fraud")
    assert (item.hs, item.cas) == ("030289", ["111-48-8", "756-79-6", "7719-12-2"])
    assert item.net_mass_kg == Decimal(1250500)
    assert item.value is not None
    assert (item.value.amount, item.value.currency) == (Decimal("10.00"), "EUR")
    assert item.quantity is not None
    assert (item.quantity.value, item.quantity.unit) == (Decimal(3), "C62")
    assert (item.parties[0].name, item.parties[0].country) == ("Example", "AE")
    assert found.parse_issues == []


def test_blank_cells_leave_boxes_blank(read_table: ReadTable) -> None:
    """Cells that are blank in a way the map lists leave boxes, parties and documents out, without an issue."""
    blank = dict.fromkeys(
        ("Type", "Day", "To", "From", "Permit", "Until", "Code", "CAS", "CAS 2", "Mass", "Price"), "-"
    )
    blank |= dict.fromkeys(("Permit type", "Pieces", "Buyer", "Buyer country", "Unit", "Found"), "N/A")
    found = one(
        read_table("delimiter: tab" + MAP, table(**{name.replace(" ", "_"): cell for name, cell in blank.items()}))
    )
    item = found.items[0]
    assert (found.flow, found.date, found.destination, found.documents, found.outcome) == (None, None, None, [], None)
    assert (item.hs, item.cas, item.net_mass_kg, item.value, item.quantity, item.parties) == (
        None,
        [],
        None,
        None,
        None,
        [],
    )
    assert found.parse_issues == []


@pytest.mark.parametrize(
    ("cells", "code", "place", "said"),
    [
        ({"Type": "C"}, "W746", "flow", "row 2, column 'Type': 'C' is not in 'values' of the map, which has 'A', 'B'"),
        ({"Day": "2026-06-01"}, "W637", "date", "row 2, column 'Day': '2026-06-01' is not a date in the form"),
        ({"To": "AE"}, "W635", "destination", "column 'To': 'AE' is not an ISO 3166-1 code of three letters"),
        ({"Until": "soon"}, "W637", "documents[0].expires", "column 'Until'"),
        ({"Permit_type": "-"}, "W625", "documents[0].type", "row 2: a document needs a type"),
        ({"Found": "2"}, "W746", "outcome.inspected", "column 'Found'"),
        ({"Code": "0302.89"}, "W631", "items[0].hs", "column 'Code': '0302.89' is not a code of at most 6 digits"),
        ({"Mass": "12 kg"}, "W623", "items[0].net_mass_kg", "column 'Mass': '12 kg' is not a number"),
        ({"Mass": "12.5"}, "W623", "items[0].net_mass_kg", "the map may have the wrong 'decimal'"),
        ({"Unit": "LB"}, "W746", "items[0].net_mass_kg", "'LB' is not in 'values' of the map"),
        ({"Unit": "-"}, "W625", "items[0].net_mass_kg", "12505"),
        ({"Currency": "-"}, "W625", "items[0].value.currency", "row 2: an amount of money needs a currency"),
        ({"Price": "free"}, "W623", "items[0].value.amount", "column 'Price': 'free' is not a number"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_an_issue(
    read_table: ReadTable, cells: dict[str, str], code: str, place: str, said: str
) -> None:
    """The declaration is kept; the box is left blank and told with its path, row and column."""
    found = one(
        read_table("delimiter: tab" + MAP, table(**(cells if "Unit" not in cells else {"Mass": "12505", **cells})))
    )
    assert [(issue.code, issue.place) for issue in found.parse_issues] == [(code, place)]
    assert said in found.parse_issues[0].message


def test_an_unknown_unit_of_mass_in_a_cell_is_an_issue(read_table: ReadTable) -> None:
    """A unit that no mass has is not taken for kilograms."""
    found = one(read_table("declaration: {id: No}\nitem: {net_mass_kg: {column: M, unit: U}}", "No,M,U\n1,5,LTR\n"))
    assert found.items[0].net_mass_kg is None
    assert [(one.code, one.place) for one in found.parse_issues] == [("W624", "items[0].net_mass_kg")]


def test_boxes_of_plugins_have_the_type_the_map_says(read_table: ReadTable) -> None:
    """Under `extra` a map keeps texts, lists, numbers, days and yes or no."""
    found = one(
        read_table(
            "declaration: {id: No, extra: {rate: {column: R, type: number}, fast: {column: F, type: yes-no}, "
            "marks: {column: K, type: texts, split: ','}, on: {column: D, type: date}, note: N}}",
            'No,R,F,K,D,N\n1,6.50,yes,"a,b",2026-01-31,x\n',
        )
    )
    assert found.extra == {"rate": "6.50", "fast": True, "marks": ["a", "b"], "on": "2026-01-31", "note": "x"}


def test_constants_beside_blank_columns_say_nothing(read_table: ReadTable) -> None:
    """A party or document whose columns are blank is left out; one made of constants only always stands."""
    found = one(
        read_table(
            "declaration: {id: No, parties: [{role: =importer, id: Who}, {role: =carrier, name: =Post}]}",
            "No,Who\n1,\n",
        )
    )
    assert [(party.role, party.name) for party in found.parties] == [("carrier", "Post")]
