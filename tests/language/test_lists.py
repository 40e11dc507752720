"""Files of lists."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.predicates import ListRow, NamedList
from stce_rules.core.span import Source
from stce_rules.language.lists import kind_of, read_lists


def _read(name: str, text: str) -> dict[str, NamedList]:
    lists, diagnostics = read_lists(Source(name, text), "risk")
    assert diagnostics == ()
    return {one.name: one for one in lists}


def test_norway_is_a_country_in_yaml() -> None:
    """NO without quotes is Norway, not `false`, and a date is read as it is written."""
    found = _read("risk.yaml", "hubs: {of: countries, as_of: 2026-06-01, review_every: 12 months, members: [NO, AE]}")
    hubs = found["risk.hubs"]
    assert [row.value for row in hubs.rows] == ["NO", "AE"]
    assert (hubs.as_of, hubs.review_every) == (date(2026, 6, 1), "12 months")


def test_a_row_keeps_its_days_and_where_it_came_from() -> None:
    """Dates, name, source, note and the line of a CSV row are kept."""
    text = "list,value,name,from,until,source,note\nhubs,MY,Malaysia,2022-01-01,2025-12-31,Trade desk,left\n"
    assert _read("risk.csv", text)["risk.hubs"].rows == (
        ListRow("MY", date(2022, 1, 1), date(2025, 12, 31), "Malaysia", "Trade desk", "left", 2),
    )


def test_a_spreadsheet_with_semicolons_and_a_mark_is_read() -> None:
    """A byte order mark, semicolons, CR LF and blank lines do not hinder."""
    found = _read("risk.csv", "\ufefflist;value\r\nhubs;AE\r\n\r\nhubs;MY\r\n")
    assert [(row.value, row.row) for row in found["risk.hubs"].rows] == [("AE", 2), ("MY", 4)]


def test_an_hs_member_is_carried_from_the_edition_of_the_list() -> None:
    """The members of a list of HS codes are codes of the edition that is given."""
    source = Source("risk.csv", "list,value\ncodes,2931.31\n")
    assert read_lists(source, "risk")[1][0].code == "E110"
    lists, diagnostics = read_lists(source, "risk", edition=2017)
    carried = lists[0].rows[0].hs
    assert diagnostics == ()
    assert carried is not None
    assert dict(carried.by_edition)[2022].whole == ((293141000000, 293141999999),)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["756-79-6", "107-44-9"], "cas"),
        (["AE", "UK"], "countries"),
        (["AEJEA", "SGSIN"], "places"),
        (["2931.41", "heading 8401", "84011000"], "hs"),
        (["X002", "1C350", "N-1"], "codes"),
        (["pump", "AE"], "phrases"),
        (["heavy water"], "phrases"),
    ],
)
def test_a_list_is_of_what_most_members_look_like(values: list[str], kind: str) -> None:
    """Without `of` the kind is read off the members, so that one slip is told instead of changing the kind."""
    assert kind_of(values) == kind


def test_a_faulty_list_is_not_given_and_the_others_are() -> None:
    """A list with a wrong member is left out with its fault; the next one is read."""
    lists, diagnostics = read_lists(Source("risk.csv", "list,value\nhubs,AE\nchemicals,756-79-5\n"), "risk")
    assert [one.name for one in lists] == ["risk.hubs"]
    assert [one.code for one in diagnostics] == ["E103"]
    assert diagnostics[0].span is not None
    assert (diagnostics[0].span.line, diagnostics[0].span.text) == (3, "756-79-5")


@given(st.text(alphabet=st.sampled_from(list('list,value\n"AE;:{}[]- \r\t&*!|>%@`#a')), max_size=60), st.booleans())
def test_no_text_makes_reading_fail(text: str, as_yaml: bool) -> None:
    """Any text gives lists or diagnostics, and never neither."""
    lists, diagnostics = read_lists(Source("risk.yaml" if as_yaml else "risk.csv", text), "risk")
    assert lists or diagnostics


def test_a_file_nested_without_end_is_a_fault() -> None:
    """Brackets within brackets are told as a fault."""
    _, diagnostics = read_lists(Source("risk.yaml", "a: " + "[" * 5000), "risk")
    assert [one.code for one in diagnostics] == ["E130"]
