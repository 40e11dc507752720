"""The meaning of every predicate: true, false, and above all unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import pytest

from stce_rules.core.boxes import BLANK, Amount, Box, HsCode, PartyKey, Place, Presented, Seen, Value
from stce_rules.core.lookups import Lookup
from stce_rules.core.predicates import (
    Blank,
    Dated,
    HsExactly,
    HsWithin,
    InList,
    Intervals,
    IsYes,
    Limit,
    ListRow,
    Mentions,
    MentionsListed,
    NamedList,
    OneOf,
    PassesThrough,
    PassesThroughListed,
    Predicate,
    SameAs,
    States,
    TextIs,
    Unexpired,
    Within,
    Written,
)
from stce_rules.core.semantics import Day, Finding, judge
from stce_rules.core.text import read
from stce_rules.core.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
MAY = date(2026, 5, 1)


@dataclass(frozen=True)
class Item:
    """A goods item with given boxes."""

    boxes: dict[str, Box] = field(default_factory=dict)
    number: int | None = 1

    def box(self, words: str) -> Box:
        """The box, blank when not given."""
        return self.boxes.get(words, BLANK)


@dataclass(frozen=True)
class Asked:
    """A sentence about a box."""

    predicate: Predicate
    negated: bool = False
    closed: bool = False


def of(*values: Value, unreadable: tuple[str, ...] = ()) -> Box:
    """A box holding values."""
    return Box(tuple(Seen(value, getattr(value, "raw", str(value)), "items[0].box") for value in values), unreadable)


def twice_euro(amount: Amount, currency: str, on: date | None) -> Amount | None:
    """A rate: one USD is two EUR, on any day that is known."""
    known = on is not None and (amount.measure, currency) == ("USD", "EUR")
    return Amount(amount.value * 2, "EUR") if known else None


def found(predicate: Predicate, box: Box, *, on: date | None = MAY, **more: object) -> Finding:
    """Judge a sentence about one box."""
    lists = more.pop("lists", {})
    assert isinstance(lists, dict)
    day = Day(on, {name: Lookup(each) for name, each in lists.items()}, twice_euro)
    other = more.pop("other", BLANK)
    assert isinstance(other, Box)
    asked = Asked(predicate, negated=bool(more.get("negated")), closed=bool(more.get("closed")))
    return judge(asked, box, Item({"other": other}), day)


def truth(predicate: Predicate, box: Box, *, on: date | None = MAY, **more: object) -> Truth:
    """The truth of a sentence about one box."""
    return found(predicate, box, on=on, **more).truth


def kilograms(value: int) -> Amount:
    """A mass."""
    return Amount(Fraction(value), "mass")


def bound(value: Amount) -> Dated:
    """A bound that never changed."""
    return Dated(((None, value),))


AE = OneOf(frozenset({"AE"}))


class TestMissing:
    """Missing is not false."""

    def test_a_blank_open_box_makes_a_sentence_unknown(self) -> None:
        """Nothing written is not known."""
        assert truth(AE, BLANK) is U

    def test_a_blank_closed_box_means_none(self) -> None:
        """Where a blank box means none, the sentence is false."""
        assert truth(AE, BLANK, closed=True) is F

    def test_not_unknown_is_unknown(self) -> None:
        """`is not AE` about a blank box is unknown too."""
        assert truth(AE, BLANK, negated=True) is U

    @pytest.mark.parametrize("box", [BLANK, of("AE"), Box(unreadable=("??",))])
    def test_missing_and_stated_are_never_unknown(self, box: Box) -> None:
        """`is missing` is true of a blank box alone, `is stated` of all others."""
        assert truth(Blank(), box) is (T if box.blank else F)
        assert truth(Written(), box) is (F if box.blank else T)

    def test_what_could_not_be_read_may_be_anything(self) -> None:
        """An unreadable value leaves the sentence unknown, unless another value makes it true."""
        assert truth(AE, Box(unreadable=("Emirates",))) is U
        assert truth(AE, of("MY", unreadable=("Emirates",))) is U
        assert truth(AE, of("AE", unreadable=("Emirates",))) is T

    def test_a_stated_set_without_members_is_known_to_be_empty(self) -> None:
        """A route without third countries has no transit country, which is known."""
        assert truth(AE, Box()) is F


class TestSets:
    """On a set-valued box: some member does."""

    def test_some_member_is_enough(self) -> None:
        """One of several CAS numbers is looked for."""
        assert truth(OneOf(frozenset({"756-79-6"})), of("67-64-1", "756-79-6")) is T

    def test_is_not_means_that_no_member_is(self) -> None:
        """`is not` is the negation of `is`."""
        assert truth(AE, of("AE", "MY"), negated=True) is F
        assert truth(AE, of("MY", "HK"), negated=True) is T

    def test_the_deciding_members_are_the_witnesses(self) -> None:
        """Evidence shows the member that is, not all of them."""
        witnesses = found(AE, of("MY", "AE")).witnesses
        assert [one.seen.value for one in witnesses] == ["AE"]


class TestHs:
    """Whole is true, part is unknown, none is false."""

    SUBTREE = HsWithin(((2022, Intervals(whole=((293141_000000, 293141_999999),))),))
    CARRIED = HsWithin(
        (
            (2017, Intervals(whole=(), part=((293139_000000, 293139_999999),))),
            (2022, Intervals(whole=((293141_000000, 293149_999999),))),
        )
    )

    @pytest.mark.parametrize(
        ("digits", "expected"),
        [("293141", T), ("29314100", T), ("2931410090", T), ("293142", F), ("2931", U), ("29", U), ("2930", F)],
    )
    def test_a_code_means_its_subtree(self, digits: str, expected: Truth) -> None:
        """A longer declared code lies inside; a shorter one only may."""
        assert truth(self.SUBTREE, of(HsCode(digits, (2022,)))) is expected

    def test_a_code_that_partly_correlates_is_unknown(self) -> None:
        """A code of an older edition that only partly goes over into the set is unknown."""
        assert truth(self.CARRIED, of(HsCode("293139", (2017,)))) is U
        assert truth(self.CARRIED, of(HsCode("293131", (2017,)))) is F

    def test_editions_in_doubt_must_agree(self) -> None:
        """When the edition is not known the sentence is known only where all editions agree."""
        assert truth(self.CARRIED, of(HsCode("293141", (2017, 2022)))) is U
        assert truth(self.CARRIED, of(HsCode("010110", (2017, 2022)))) is F

    def test_an_edition_without_tables_leaves_it_unknown(self) -> None:
        """A code of an edition nobody has tables for cannot be judged."""
        assert truth(self.SUBTREE, of(HsCode("293141", (2028,)))) is U

    @pytest.mark.parametrize(("digits", "expected"), [("293141", T), ("29314100", T), ("29314110", F)])
    def test_exactly_means_the_one_code(self, digits: str, expected: Truth) -> None:
        """`exactly` does not take subdivisions; padding zeros do not matter."""
        one = HsExactly(((2022, Intervals(whole=((293141_000000, 293141_000000),))),))
        assert truth(one, of(HsCode(digits, (2022,)))) is expected


class TestLists:
    """Membership by the rows valid on the acceptance date."""

    HUBS = NamedList(
        "hubs",
        "countries",
        (
            ListRow("AE", row=1),
            ListRow("MY", start=date(2022, 1, 1), until=date(2025, 12, 31), row=2),
        ),
    )

    @pytest.mark.parametrize(
        ("country", "on", "expected"),
        [
            ("AE", MAY, T),
            ("MY", MAY, F),
            ("MY", date(2025, 12, 31), T),
            ("MY", date(2022, 1, 1), T),
            ("MY", date(2021, 12, 31), F),
            ("MY", None, U),
            ("AE", None, T),
            ("HK", None, F),
        ],
    )
    def test_rows_hold_on_their_days(self, country: str, on: date | None, expected: Truth) -> None:
        """Both days of a row are included; without a date only an undated row is sure."""
        assert truth(InList("hubs"), of(country), on=on, lists={"hubs": self.HUBS}) is expected

    def test_as_of_settles_the_day(self) -> None:
        """`as of` asks the list of that day, whatever the declaration's."""
        asked = InList("hubs", as_of=date(2023, 1, 1))
        assert truth(asked, of("MY"), lists={"hubs": self.HUBS}) is T

    def test_the_row_that_decided_is_a_witness(self) -> None:
        """Evidence names the row."""
        witnesses = found(InList("hubs"), of("AE"), lists={"hubs": self.HUBS}).witnesses
        assert [one.row and one.row.row for one in witnesses] == [1]

    def test_parties_are_listed_by_identifier_or_by_name(self) -> None:
        """A listed name is compared folded, a listed identifier as it is."""
        listed = NamedList("cleared", "parties", (ListRow("Example Trading FZE"), ListRow("AE-778")))
        for party in (PartyKey(None, "example trading fze"), PartyKey("AE-778", "other")):
            assert truth(InList("cleared"), of(party), lists={"cleared": listed}) is T
        assert truth(InList("cleared"), of(PartyKey("AE-77", "other")), lists={"cleared": listed}) is F

    def test_hs_lists_are_carried_like_codes(self) -> None:
        """A row of a list of HS codes means the code's subtree."""
        listed = NamedList("watch", "hs", (ListRow("2931.41", hs=TestHs.SUBTREE, row=4),))
        for digits, expected in (("29314100", T), ("2931", U), ("293142", F), ("29314100", T)):
            assert truth(InList("watch"), of(HsCode(digits, (2022,))), lists={"watch": listed}) is expected


class TestAmounts:
    """Comparisons are exact and never cross dimensions."""

    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            (Limit(bound(kilograms(25)), included=True), None, T),
            (Limit(bound(kilograms(25)), included=False), None, F),
            (None, Limit(bound(kilograms(25)), included=True), T),
            (None, Limit(bound(kilograms(25)), included=False), F),
            (Limit(bound(kilograms(20)), included=True), Limit(bound(kilograms(30)), included=True), T),
            (Limit(bound(kilograms(26)), included=True), Limit(bound(kilograms(30)), included=True), F),
        ],
    )
    def test_limits_are_included_or_not(self, low: Limit | None, high: Limit | None, expected: Truth) -> None:
        """25 kg is at least 25 kg, and not more than 25 kg."""
        assert truth(Within(low, high), of(kilograms(25))) is expected

    def test_another_dimension_is_unknown(self) -> None:
        """A quantity in pieces says nothing about a mass."""
        at_least = Within(Limit(bound(kilograms(1)), included=True), None)
        assert truth(at_least, of(Amount(Fraction(5), "count"))) is U

    def test_money_is_converted_at_the_rate_of_the_day(self) -> None:
        """6 USD are 12 EUR at two to one; without a rate or a day it is unknown."""
        at_least = Within(Limit(bound(Amount(Fraction(12), "EUR")), included=True), None)
        assert truth(at_least, of(Amount(Fraction(6), "USD"))) is T
        assert truth(at_least, of(Amount(Fraction(5), "USD"))) is F
        assert truth(at_least, of(Amount(Fraction(6), "USD")), on=None) is U
        assert truth(at_least, of(Amount(Fraction(600), "JPY"))) is U

    def test_a_dated_parameter_is_the_one_of_the_day(self) -> None:
        """Before its first day a parameter has no value; on a day not known, all its values must agree."""
        dated = Dated(((date(2000, 1, 1), kilograms(20)), (date(2010, 1, 1), kilograms(10))))
        at_least = Within(Limit(dated, included=True), None)
        for mass, on, expected in (
            (15, date(2009, 12, 31), F),
            (15, date(2010, 1, 1), T),
            (15, date(1999, 12, 31), U),
            (15, None, U),
            (25, None, T),
            (5, None, F),
        ):
            assert truth(at_least, of(kilograms(mass)), on=on) is expected

    def test_dates_compare_by_day(self) -> None:
        """A day is at least itself."""
        assert truth(Within(Limit(Dated(((None, MAY),)), included=True), None), of(MAY)) is T


class TestLicence:
    """`licence is valid`: presented and not expired."""

    def test_valid_needs_a_date_that_has_not_passed(self) -> None:
        """The last day counts; a licence without a date, or a declaration without one, is unknown."""
        for expires, on, expected in ((MAY, MAY, T), (date(2026, 4, 30), MAY, F), (None, MAY, U), (MAY, None, U)):
            assert truth(Unexpired(), of(Presented("X002", expires)), on=on, closed=True) is expected

    def test_no_licence_is_not_valid(self) -> None:
        """Licences are closed: none presented means none."""
        assert truth(Unexpired(), BLANK, closed=True) is F


class TestSameAs:
    """Two boxes compared."""

    def test_two_countries(self) -> None:
        """Equal, different, and unknown when either box is blank."""
        for one, other, expected in ((of("AE"), of("AE"), T), (of("AE"), of("SS"), F), (of("AE"), BLANK, U)):
            assert truth(SameAs("other"), one, other=other) is expected

    def test_parties_are_one_by_identifier_or_name(self) -> None:
        """Parties known by nothing they have in common cannot be told apart."""
        named, numbered = PartyKey(None, "example"), PartyKey("7", None)
        assert truth(SameAs("other"), of(PartyKey("7", "x")), other=of(PartyKey("7", "y"))) is T
        assert truth(SameAs("other"), of(PartyKey("7", "x")), other=of(PartyKey("8", "y"))) is F
        assert truth(SameAs("other"), of(named), other=of(numbered)) is U


class TestText:
    """Texts: whole, mentioned, stated."""

    def test_a_whole_text_is_compared_folded(self) -> None:
        """Case and punctuation do not matter."""
        assert truth(TextIs(frozenset({"textile dyeing"})), of(read("Textile, Dyeing"))) is T

    def test_mentions_any_and_all(self) -> None:
        """One phrase is enough for any, all must stand for all; the place is the evidence."""
        text = of(read("maraging steel bars"))
        for phrases, every, expected in (
            (("maraging", "carbon"), False, T),
            (("maraging", "carbon"), True, F),
            (("maraging", "steel bars"), True, T),
            (("carbon",), False, F),
        ):
            assert truth(Mentions(phrases, every), text) is expected
        assert [one.seen.span for one in found(Mentions(("steel bars",), every=False), text).witnesses] == [(9, 19)]

    def test_mentions_with_a_blank_text_is_unknown(self) -> None:
        """A blank description may hide any word."""
        assert truth(Mentions(("maraging",), every=False), BLANK) is U

    def test_listed_phrases_hold_on_their_days(self) -> None:
        """A phrase not yet or no longer listed does not count; without a date it may."""
        listed = NamedList(
            "names", "phrases", (ListRow("maraging", row=1), ListRow("carbon", start=date(2027, 1, 1), row=2))
        )
        for text, every, on, expected in (
            ("maraging steel", False, MAY, T),
            ("carbon fibre", False, MAY, F),
            ("carbon fibre", False, None, U),
            ("maraging steel", True, MAY, T),
            ("maraging steel", True, date(2027, 1, 1), F),
            ("maraging steel", True, None, U),
            ("carbon fibre", True, MAY, F),
        ):
            asked = MentionsListed("names", every)
            assert truth(asked, of(read(text)), on=on, lists={"names": listed}) is expected

    def test_states_reads_a_quantity_beside_a_written_form(self) -> None:
        """Enough is true, too little is false, none stated is unknown."""
        strength = Within(Limit(bound(Amount(Fraction(1950), "pressure")), included=True), None)
        units = (("MPa", Fraction(1), Fraction(0)), ("GPa", Fraction(1000), Fraction(0)))
        asked = States("pressure", ("UTS",), units, strength)
        for text, expected in (
            ("maraging steel, UTS 2.4 GPa", T),
            ("maraging steel, UTS 1800 MPa", F),
            ("maraging steel", U),
            ("maraging steel, 2400 MPa", U),
        ):
            assert truth(asked, of(read(text))) is expected, text


class TestRoute:
    """`passes through`."""

    def test_countries_and_places(self) -> None:
        """A stop is in a country or at a place; a stop known by country only may be any place of it."""
        route = of(Place("DE", "DEHAM"), Place("AE", None))
        for countries, places, expected in (
            ({"AE"}, set(), T),
            ({"IR"}, set(), F),
            (set(), {"DEHAM"}, T),
            (set(), {"AEJEA"}, U),
            (set(), {"DEBRV"}, F),
        ):
            assert truth(PassesThrough(frozenset(countries), frozenset(places)), route) is expected

    def test_listed_stops(self) -> None:
        """A list of countries or of places says which stops count."""
        hubs = NamedList("hubs", "countries", (ListRow("AE"),))
        zones = NamedList("zones", "places", (ListRow("AEJEA"),))
        lists = {"hubs": hubs, "zones": zones}
        route = of(Place("AE", "AEDXB"))
        assert truth(PassesThroughListed("hubs"), route, lists=lists) is T
        assert truth(PassesThroughListed("zones"), route, lists=lists) is F


def test_yes_or_no() -> None:
    """A yes-or-no box that says yes."""
    assert truth(IsYes(), of(True)) is T
    assert truth(IsYes(), of(False)) is F
