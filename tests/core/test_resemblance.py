"""Parties that resemble listed ones: what the library makes of a matcher's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from stce_rules.core.boxes import BLANK, Box, PartyKey, Seen
from stce_rules.core.lookups import Lookup
from stce_rules.core.predicates import InList, ListedParty, ListRow, NamedList, Predicate, Resembles
from stce_rules.core.resemblance import Likened, Likeness
from stce_rules.core.semantics import Day, Finding, judge
from stce_rules.core.truth import Truth

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
DAY = date(2026, 6, 1)
ROWS = (
    ListRow("Example Trading", row=1, party=ListedParty(("Trading House Example",), ("AE-778",))),
    ListRow("Nordic Pumps", start=date(2027, 1, 1), row=2),
)
PARTY = PartyKey(None, "exampel trading")


@dataclass
class _Screen:
    """Gives one answer and notes what it was asked."""

    answer: Likened | Exception
    asked: list[tuple[PartyKey, int]] = field(default_factory=list)

    def likened(self, party: PartyKey, least: int) -> Likened:
        """The answer."""
        self.asked.append((party, least))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@dataclass(frozen=True)
class _Asked:
    predicate: Predicate
    negated: bool = False
    closed: bool = False


@dataclass(frozen=True)
class _Item:
    number: int = 1

    def box(self, words: str) -> Box:
        """Nothing else is there."""
        return BLANK


def _box(*parties: PartyKey) -> Box:
    return Box(tuple(Seen(one, one.name or "", "parties[0]") for one in parties), blank=not parties)


def _found(screen: _Screen, *parties: PartyKey, negated: bool = False, on: date | None = DAY) -> Finding:
    lookup = Lookup(NamedList("a/denied", "parties", ROWS), screen)
    asked = _Asked(Resembles("a/denied", 800, "any 1"), negated=negated)
    return judge(asked, _box(*parties), _Item(), Day(on, {"a/denied": lookup}, lambda *_: None))


def _alike(*found: Likeness, whole: bool = True) -> _Screen:
    return _Screen(Likened(found, whole))


def test_the_witness_says_how_much_and_which_name() -> None:
    """A finding names the row, the score and the name of the row that is meant."""
    (witness,) = _found(_alike(Likeness(0, 912, "Trading House Example")), PARTY).witnesses
    assert (witness.row, witness.score, witness.like) == (ROWS[0], 912, "Trading House Example")


def test_a_party_that_resembles_nothing_is_false() -> None:
    """No row found is false, or unknown where the party could not be compared whole."""
    assert _found(_alike(), PARTY).truth is F
    assert _found(_alike(whole=False), PARTY).truth is U
    assert _found(_alike(Likeness(0, 900, "Example Trading"), whole=False), PARTY).truth is T


def test_a_row_counts_on_its_days() -> None:
    """A row that is not valid yet does not count; on a day not known it may."""
    later = _alike(Likeness(1, 1000, "Nordic Pumps"))
    assert _found(later, PARTY).truth is F
    assert _found(later, PARTY, on=None).truth is U
    assert _found(later, PARTY, on=date(2027, 1, 1)).truth is T


def test_a_denied_resemblance_is_the_opposite() -> None:
    """A `not` of the sentence turns the truth, and a blank box stays unknown."""
    assert _found(_alike(), PARTY, negated=True).truth is T
    assert _found(_alike(whole=False), PARTY, negated=True).truth is U
    assert _found(_alike()).truth is U


def test_only_the_most_alike_are_shown() -> None:
    """However many rows a party resembles, five are named."""
    many = _alike(*(Likeness(0, 1000 - number, str(number)) for number in range(20)))
    assert [one.like for one in _found(many, PARTY).witnesses] == ["0", "1", "2", "3", "4"]


def test_a_matcher_that_fails_leaves_it_unknown() -> None:
    """An exception of a matcher never loses a declaration; the evidence says what happened."""
    found = _found(_Screen(OSError("no index")), PARTY, PartyKey(None, "another"))
    assert found.truth is U
    assert set(found.unreadable) == {"names could not be compared: no index"}


def test_a_party_is_asked_once() -> None:
    """Goods items that share a party do not ask for it again."""
    screen = _alike()
    lookup = Lookup(NamedList("a/denied", "parties", ROWS), screen)
    for least in (800, 800, 900):
        lookup.likened(PARTY, least)
    assert screen.asked == [(PARTY, 800), (PARTY, 900)]


def test_a_list_that_was_not_made_ready_cannot_be_asked() -> None:
    """To ask without a matcher is a mistake of the caller."""
    with pytest.raises(LookupError, match="denied"):
        Lookup(NamedList("denied", "parties", ROWS)).likened(PARTY, 800)


@pytest.mark.parametrize(
    ("party", "listed"),
    [
        (PartyKey("AE-778", None), T),
        (PartyKey("AE-779", None), F),
        (PartyKey(None, "trading house example"), T),
        (PartyKey(None, "trading house"), F),
    ],
)
def test_other_names_and_identifiers_are_members_too(party: PartyKey, listed: Truth) -> None:
    """`is in list` finds a party by any name and identifier of a row."""
    rows: Sequence[ListRow] = [replace(one, start=None) for one in ROWS]
    lookup = Lookup(NamedList("denied", "parties", tuple(rows)))
    day = Day(DAY, {"denied": lookup}, lambda *_: None)
    assert judge(_Asked(InList("denied")), _box(party), _Item(), day).truth is listed
