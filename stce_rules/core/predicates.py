"""What can be said of a box: the closed set of predicates, as plain data.

A plan is made of these, so they hold nothing but values that are settled at load: HS codes already carried to every
edition, units already turned to base units, names of lists of the plan. `core.semantics` says what each means.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stce_rules.core.boxes import Amount


@dataclass(frozen=True, slots=True)
class Intervals:
    """Disjoint, sorted intervals of HS codes padded to 12 digits, both ends included.

    `whole` is what certainly lies in the set; `part` is what only partly correlates with it. Codes that the edition
    does not have belong to neither unless they lie between two codes that do.
    """

    whole: tuple[tuple[int, int], ...]
    part: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class HsWithin:
    """`hs is 2931.41`, `is from … to …`, `is in (…)`: the subtree, carried to each edition (sorted by edition)."""

    by_edition: tuple[tuple[int, Intervals], ...]


@dataclass(frozen=True, slots=True)
class HsExactly:
    """`hs is exactly 2931.41`: the one code, after padding with zeros."""

    by_edition: tuple[tuple[int, Intervals], ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """`is AE`, `is in (AE, MY)`: CAS numbers, countries, places, codes, flows, party identifiers or folded names."""

    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class InList:
    """`is in list x.y`, by the rows valid on the acceptance date, or on `as_of`."""

    list: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Resembles:
    """`resembles a party in list x.y by at least 92%`: by the rows valid on the acceptance date, or on `as_of`.

    `least` is the lowest score that is enough, in thousandths. `matcher` is the name and version of what compares.
    """

    list: str
    least: int
    matcher: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A value that changed over time: (first day, value), sorted; the first day is None for `from the beginning`."""

    values: tuple[tuple[date | None, Bound], ...]


Bound = Amount | date | Fraction
"""What a comparison compares with: an amount, a day, or a plain number or percentage."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One end of a comparison."""

    bound: Dated
    included: bool


@dataclass(frozen=True, slots=True)
class Within:
    """`at least`, `at most`, `more than`, `less than`, `between`, `is 25 kg`: at least one limit is given."""

    low: Limit | None
    high: Limit | None


@dataclass(frozen=True, slots=True)
class Blank:
    """`is missing`. Never unknown."""


@dataclass(frozen=True, slots=True)
class Written:
    """`is stated`. Never unknown."""


@dataclass(frozen=True, slots=True)
class Unexpired:
    """`licence is valid`: presented, and not expired on the acceptance date."""


@dataclass(frozen=True, slots=True)
class SameAs:
    """`is the same as FIELD`."""

    field: str


@dataclass(frozen=True, slots=True)
class TextIs:
    """`end use is "textile dyeing"`: the whole text, folded."""

    folded: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mentions:
    """`mentions …` with phrases written in the rule."""

    phrases: tuple[str, ...]
    every: bool


@dataclass(frozen=True, slots=True)
class MentionsListed:
    """`mentions any of list x.y`, by the rows valid on the acceptance date, or on `as_of`."""

    list: str
    every: bool
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class States:
    """`states uts at least 1950 MPa`: a quantity beside one of the written forms of a measure."""

    measure: str
    written: tuple[str, ...]
    units: tuple[tuple[str, Fraction, Fraction], ...]
    within: Within


@dataclass(frozen=True, slots=True)
class PassesThrough:
    """`passes through (AE, AEJEA)`: a stop in one of the countries, or at one of the places."""

    countries: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class PassesThroughListed:
    """`passes through list x.y`, by the rows valid on the acceptance date, or on `as_of`."""

    list: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class IsYes:
    """A yes-or-no box that says yes."""


Predicate = (
    HsWithin
    | HsExactly
    | OneOf
    | InList
    | Resembles
    | Within
    | Blank
    | Written
    | Unexpired
    | SameAs
    | TextIs
    | Mentions
    | MentionsListed
    | States
    | PassesThrough
    | PassesThroughListed
    | IsYes
)


@dataclass(frozen=True, slots=True)
class ListedParty:
    """What a list says of a party beside its name: other names, identifiers, countries it has to do with (ISO)."""

    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListRow:
    """A member of a list: what it is, when it holds (both days included), and where it came from.

    `hs` is the carried set of an HS row; `value` is how the member is written, which is what it is for all other kinds.
    `party` is what is known of a party beside its name or identifier.
    """

    value: str
    start: date | None = None
    until: date | None = None
    name: str = ""
    source: str = ""
    note: str = ""
    row: int = 0
    hs: HsWithin | None = None
    party: ListedParty | None = None


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list of the plan. `kind` is the word of the language: countries, places, cas, hs, phrases, parties, codes.

    `review_every` is how long the list stays fresh after `as_of`, as written (`12 months`).
    """

    name: str
    kind: str
    rows: tuple[ListRow, ...]
    source: str = ""
    as_of: date | None = None
    review_every: str = ""
