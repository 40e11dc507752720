"""Editions of the Harmonized System and what carries from one to another."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.reference import hs, tables

editions = st.sampled_from(hs.EDITIONS)
# Subheadings that gathered goods from everywhere (see the module's text): correlation is one-way for them on purpose.
GATHERED = ("8524", "852990", "8541", "8542", "8549")


@st.composite
def subheadings(draw: st.DrawFn) -> tuple[str, int]:
    """A subheading and an edition that has it."""
    edition = draw(editions)
    return draw(st.sampled_from(hs.codes(edition))), edition


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(1999, 5, 1), 2002),
        (date(2002, 1, 1), 2002),
        (date(2006, 12, 31), 2002),
        (date(2007, 1, 1), 2007),
        (date(2016, 12, 31), 2012),
        (date(2021, 12, 31), 2017),
        (date(2022, 1, 1), 2022),
        (date(2027, 6, 1), 2022),
    ],
)
def test_an_edition_is_in_force_from_new_year_of_its_year(day: date, edition: int) -> None:
    """The day decides the edition; older days count as 2002."""
    assert hs.edition_on(day) == edition


def test_each_edition_has_the_published_number_of_subheadings() -> None:
    """The counts are those that the World Customs Organization published."""
    assert [len(hs.codes(edition)) for edition in hs.EDITIONS] == [5224, 5052, 5205, 5387, 5612]


@pytest.mark.parametrize(
    ("code", "edition", "there"),
    [
        ("293141", 2022, True),
        ("293131", 2022, False),
        ("293131", 2017, True),
        ("2931", 2022, True),
        ("29", 2022, True),
        ("77", 2022, False),
        ("98", 2022, False),
        ("8549", 2017, False),
        ("29314100", 2022, True),
        ("2931410090", 2022, True),
        ("29313100", 2022, False),
        ("2931410", 2022, False),
        ("29314", 2022, False),
        ("293", 2022, False),
        ("2", 2022, False),
        ("", 2022, False),
        ("2931.41", 2022, False),
        ("２９３１４１", 2022, False),
        ("ABCDEF", 2022, False),
        ("293141", 1996, False),
    ],
)
def test_codes_of_every_length_are_looked_up(code: str, edition: int, there: bool) -> None:
    """Chapters, headings, subheadings exist or not; national codes are judged by six digits; other lengths are none."""
    assert hs.exists(code, edition) is there


def test_a_code_knows_its_editions() -> None:
    """The editions of a code come oldest first."""
    assert hs.editions_of("293131") == (2017,)
    assert hs.editions_of("8542") == hs.EDITIONS
    assert hs.editions_of("999999") == ()


def test_an_unknown_edition_has_no_codes() -> None:
    """An edition that no table covers is empty rather than an error."""
    assert hs.codes(1996) == ()
    assert hs.correlated("293141", 2022, 1996) == frozenset()
    assert hs.suggest("293131", 1996) == ()


@given(subheadings())
def test_a_subheading_stands_with_its_heading_and_chapter(pair: tuple[str, int]) -> None:
    """Where a subheading exists, so do its heading and chapter."""
    code, edition = pair
    assert hs.exists(code[:4], edition)
    assert hs.exists(code[:2], edition)
    assert edition in hs.editions_of(code)


@pytest.mark.parametrize(
    ("code", "origin", "goal", "expected"),
    [
        ("293131", 2017, 2022, {"293141"}),
        ("293141", 2022, 2017, {"293131"}),
        ("293141", 2022, 2012, {"293190"}),
        ("293141", 2022, 2002, {"293100"}),
        ("291636", 2007, 2022, {"291616"}),
        ("842211", 2012, 2022, {"842211"}),
        ("854231", 2022, 2012, {"854231"}),
        ("854810", 2017, 2022, {"854911", "854912", "854913", "854914", "854919"}),
        ("293131", 2022, 2017, set()),
        ("29", 2022, 2017, set()),
        ("junk", 2022, 2017, set()),
    ],
)
def test_known_codes_are_carried_to_another_edition(code: str, origin: int, goal: int, expected: set[str]) -> None:
    """Splits, mergers, unchanged codes and codes of no edition are carried as the tables say."""
    assert hs.correlated(code, origin, goal) == expected


def test_electronic_waste_keeps_its_sources() -> None:
    """A subheading with no other source keeps all, so that a rule on it is unsure of older goods rather than silent."""
    assert len(hs.correlated("854921", 2022, 2017)) > 1000
    assert len(hs.correlated("852411", 2022, 2017)) > 400


@given(subheadings(), editions)
def test_what_is_carried_exists_where_it_goes(pair: tuple[str, int], goal: int) -> None:
    """Every code that comes out is a subheading of the goal."""
    code, edition = pair
    assert all(len(one) == 6 and hs.exists(one, goal) for one in hs.correlated(code, edition, goal))


@given(subheadings())
def test_within_one_edition_a_code_is_itself(pair: tuple[str, int]) -> None:
    """Nothing changes within an edition."""
    code, edition = pair
    assert hs.correlated(code, edition, edition) == {code}


@given(subheadings(), editions)
def test_carrying_there_and_back_leads_home(pair: tuple[str, int], goal: int) -> None:
    """What a code becomes has that code among what it was, save for subheadings that gathered from everywhere."""
    code, edition = pair
    for one in hs.correlated(code, edition, goal):
        if not (code.startswith(GATHERED) or one.startswith(GATHERED)):
            assert code in hs.correlated(one, goal, edition)


@pytest.mark.parametrize(("older", "newer"), list(pairwise(hs.EDITIONS)))
def test_a_code_that_no_table_names_is_unchanged(older: int, newer: int) -> None:
    """Between neighbours, codes outside the table are the same on both sides."""
    rows = [row for row in tables.rows("hs_correlation.csv") if (row[0], row[2]) == (str(newer), str(older))]
    named = {row[1] for row in rows} | {old for row in rows for old in row[3].split()}
    for code in set(hs.codes(older)) & set(hs.codes(newer)) - named:
        assert hs.correlated(code, older, newer) == hs.correlated(code, newer, older) == {code}


@pytest.mark.parametrize(("older", "newer"), list(pairwise(hs.EDITIONS)))
def test_no_code_is_lost_between_neighbours(older: int, newer: int) -> None:
    """Every code goes somewhere, save for 3002.19 of 2017, whose scope was empty."""
    lost = {code for code in hs.codes(older) if not hs.correlated(code, older, newer)}
    assert lost == ({"300219"} if newer == 2022 else set())
    assert all(hs.correlated(code, newer, older) for code in hs.codes(newer))


def test_machines_are_not_swept_into_waste_or_circuits() -> None:
    """Going to a newer edition, no code of chapter 84 carries waste, panels or circuits beside its own successor."""
    for code in hs.codes(2012):
        carried = hs.correlated(code, 2012, 2022)
        if code.startswith("84"):
            assert not any(one.startswith(("8524", "8542", "8549")) for one in carried)


def test_every_row_of_the_correlation_is_of_neighbouring_editions() -> None:
    """Rows pair neighbours, name existing codes, and name each new code once."""
    rows = tables.rows("hs_correlation.csv")
    neighbours = {(str(newer), str(older)) for older, newer in pairwise(hs.EDITIONS)}
    assert len({(row[0], row[1]) for row in rows}) == len(rows)
    for newer, new, older, olds in rows:
        assert (newer, older) in neighbours
        assert hs.exists(new, int(newer))
        assert all(len(old) == 6 and hs.exists(old, int(older)) for old in olds.split(" "))


def test_every_row_of_codes_is_well_formed() -> None:
    """Each subheading is listed once, sorted, with six digits, and is in some edition."""
    rows = tables.rows("hs_codes.csv")
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    for code, *present in rows:
        assert len(code) == 6
        assert code.isdigit()
        assert len(present) == 5
        assert set(present) <= {"0", "1"}
        assert "1" in present


def test_short_names_are_given_for_codes_of_2022() -> None:
    """Names are of existing subheadings, short, and each from a named source."""
    rows = tables.rows("hs_names.csv")
    assert len(rows) == len({row[0] for row in rows}) > 250
    for code, edition, name, source in rows:
        assert hs.exists(code, int(edition))
        assert hs.text(code) == name
        assert 3 <= len(name) <= 100
        assert source in {"map", "chpl"}
    assert hs.text("293141") == "dimethyl methylphosphonate"
    assert hs.text("010121") is None


@pytest.mark.parametrize(
    ("code", "edition", "expected"),
    [
        ("293131", 2022, ("293141",)),
        ("29313100", 2022, ("293141",)),
        ("293141", 2017, ("293131",)),
        ("293161", 2022, ("293149", "293151", "293152", "293153", "293154", "293159")),
        ("2977", 2022, ("2937", "2938", "2939", "2940", "2941", "2942")),
        ("77", 2022, ("73", "74", "75", "76", "78", "79")),
        ("293141", 2022, ()),
        ("chem", 2022, ()),
        ("", 2022, ()),
    ],
)
def test_a_code_that_does_not_exist_is_answered_with_others(code: str, edition: int, expected: tuple[str, ...]) -> None:
    """First what it became or was, else the nearest codes; nothing for a code that exists or is none."""
    assert hs.suggest(code, edition) == expected


@given(st.text("0123456789", max_size=12), editions)
def test_suggestions_exist(code: str, edition: int) -> None:
    """Whatever digits are asked for, what is suggested exists, at most six."""
    suggested = hs.suggest(code, edition)
    assert len(suggested) <= 6
    assert all(hs.exists(one, edition) for one in suggested)


def test_codes_are_written_with_dots_as_officers_do() -> None:
    """A dot stands after the heading and after every two digits that follow."""
    assert hs.dotted("293141") == "2931.41"
    assert hs.dotted("29314100") == "2931.41.00"
    assert hs.dotted("2931410090") == "2931.41.00.90"
    assert hs.dotted("2931") == "2931"
    assert hs.dotted("29") == "29"
