"""Rules in the shape of real ones: an HS code or range, then countries, CAS numbers, words, amounts, documents.

The share of each kind is the same at every number of rules, so more rules means denser rules, as it does in an
administration that goes on writing them. `rule_texts` writes them in the rule language, `forms` for other engines.

They come in two styles. `PLAIN` ones ask for one code or range and for all else they say, which suits most an engine
that goes by codes, and one that stops at the first test that fails. `MIXED` ones say and, or, and not as the 117 rules
of the folder `rulesets` do, counted on 2026-11-22 with their indicators written out: 41% have an "or" in what tells the
goods, mostly names or CAS numbers under some codes, else codes or a CAS number that is stated; 67% ask for the
destination, most of these for one that is not among some; 54% are lifted by something, mostly a licence; half say "or"
somewhere, of nearly three parts; they have 6.5 tests each (median 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Literal

from stce_rules.reference import cas, countries, hs, tables

WORDS = (
    "pump", "valve", "compressor", "bearing", "furnace", "laser", "sensor", "camera", "drone", "resin", "powder",
    "alloy", "tube", "fibre", "carbon", "ceramic", "lathe", "grinder", "centrifuge", "converter", "capacitor",
    "detector", "gyroscope", "accelerometer", "autoclave", "press", "mixer", "reactor", "condenser", "heat",
    "exchanger", "graphite", "tungsten", "titanium", "nickel", "zirconium", "beryllium", "magnet", "motor", "turbine",
    "nozzle", "propellant", "oxidiser",
)  # fmt: skip
"""The words that rules look for in descriptions."""

DOCUMENTS = ("Y901", "X002", "L100")

CARRIERS = ("logistics", "freight", "cargo", "shipping", "express", "forwarding")
"""The words that rules look for in names of consignees."""

Style = Literal["plain", "mixed"]
PLAIN: Style = "plain"
MIXED: Style = "mixed"
STYLES: tuple[Style, ...] = (PLAIN, MIXED)


@dataclass(frozen=True, slots=True)
class Goods:
    """The code is from `first` to `last`, six digits each, both included; the sentence that says so."""

    first: str
    last: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Places:
    """The country in `field` (destination, origin or consignee) is one of these, or stated and none of them."""

    field: str
    codes: tuple[str, ...]
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Mentions:
    """The description (`text`) or the consignee's name (`name`) mentions one of these phrases."""

    phrases: tuple[str, ...]
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Substances:
    """One of the CAS numbers is one of these; where `stated`, a blank box is not left open."""

    numbers: tuple[str, ...]
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Heavier:
    """Net mass is more than so many kilograms."""

    kilograms: int


@dataclass(frozen=True, slots=True)
class Worth:
    """Item value is at least so many euros."""

    euros: int


@dataclass(frozen=True, slots=True)
class Presents:
    """A document of this type is presented."""

    document: str


@dataclass(frozen=True, slots=True)
class Diverted:
    """The consignee's country differs from the destination."""


Test = Goods | Places | Mentions | Substances | Heavier | Worth | Presents | Diverted


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds where a test of each group of `asked` does; a valid licence lifts it where `unless_licensed`."""

    number: int
    asked: tuple[tuple[Test, ...], ...]
    unless_licensed: bool
    points: int
    channel: str

    @property
    def name(self) -> str:
        """Its name in the rule language."""
        return f"BENCH-{self.number:06}"


def rules(count: int, seed: int, style: Style = PLAIN) -> tuple[Rule, ...]:
    """So many rules; the same for the same seed."""
    chance, make = Random(seed), _MAKERS[style]
    return tuple(make(number, chance) for number in range(count))


def _plain(number: int, chance: Random) -> Rule:
    tests = _circumstances(chance)
    if not tests and chance.random() < 0.8:
        tests = [_places(chance)]
    asked = tuple((one,) for one in (_goods(chance), *tests))
    unless_licensed = chance.random() < 0.3
    points, channel = chance.randint(5, 60), chance.choice(("blue", "yellow"))
    return Rule(number, asked, unless_licensed, points, channel)


def _mixed(number: int, chance: Random) -> Rule:
    codes = tuple(_goods(chance) for _ in range(chance.choice((1, 1, 1, 2, 3, 5))))
    names = Mentions(tuple(" ".join(chance.sample(WORDS, 2)) for _ in range(3)))
    numbers = tuple(chance.sample(substances(), 3))
    told = chance.random()
    asked: tuple[tuple[Test, ...], ...] = (codes,)
    if told < 0.26:
        asked = (codes, (names, Substances(numbers)))
    elif told < 0.41:
        asked = ((*codes, Substances(numbers, stated=True)),)
    asked += tuple(_surroundings(chance))
    unless_licensed = chance.random() < 0.54
    return Rule(number, asked, unless_licensed, chance.randint(5, 60), chance.choice(("blue", "yellow")))


_MAKERS: Mapping[Style, Callable[[int, Random], Rule]] = {PLAIN: _plain, MIXED: _mixed}


def _surroundings(chance: Random) -> list[tuple[Test, ...]]:
    """What a mixed rule asks beside the goods, one thing at least."""
    found: list[tuple[Test, ...]] = []
    if chance.random() < 0.67:
        found.append(_ways_there(chance))
    if chance.random() < 0.3:
        found.append((Mentions(tuple(" ".join(chance.sample(WORDS, chance.randint(1, 2))) for _ in range(3))),))
    if chance.random() < 0.07:
        found.append((Mentions(tuple(chance.sample(CARRIERS, 3)), "name"), Diverted()))
    if chance.random() < 0.2:
        found.append((Heavier(chance.randint(1, 5000)), Worth(chance.randint(1, 90) * 1000)))
    if chance.random() < 0.05:
        found.append((Presents(chance.choice(DOCUMENTS)),))
    return found or [_ways_there(chance)]


def _ways_there(chance: Random) -> tuple[Test, ...]:
    """Countries: a destination that is not among some, or one that is, or a consignee there."""
    if chance.random() < 0.6:
        partners = tuple(sorted(chance.sample(_countries(), chance.randint(5, 30))))
        return (Places("destination", partners, elsewhere=True),)
    codes = tuple(sorted(chance.sample(_countries(), chance.randint(1, 12))))
    return tuple(Places(field, codes) for field in ("destination", "consignee")[: chance.randint(1, 2)])


def _places(chance: Random) -> Places:
    codes = tuple(sorted(chance.sample(_countries(), chance.randint(1, 8))))
    return Places(chance.choice(("destination", "destination", "origin")), codes)


def _circumstances(chance: Random) -> list[Test]:
    """What a rule asks beside the code: few rules of an administration stop every consignment under a code."""
    tests: list[Test] = []
    if chance.random() < 0.55:
        tests.append(_places(chance))
    if chance.random() < 0.35:
        tests.append(Mentions(tuple(" ".join(chance.sample(WORDS, chance.randint(1, 2))) for _ in range(3))))
    if chance.random() < 0.2:
        tests.append(Substances(tuple(chance.sample(substances(), 3))))
    if chance.random() < 0.3:
        tests.append(Heavier(chance.randint(1, 5000)))
    if chance.random() < 0.15:
        tests.append(Worth(chance.randint(1, 90) * 1000))
    if chance.random() < 0.1:
        tests.append(Presents(chance.choice(DOCUMENTS)))
    if chance.random() < 0.1:
        tests.append(Diverted())
    return tests


def _goods(chance: Random) -> Goods:
    """Mostly one subheading, some headings, some short ranges."""
    codes = hs.codes(2022)
    at = chance.randrange(len(codes) - 12)
    kind, code = chance.random(), codes[at]
    if kind < 0.6:
        return Goods(code, code, f"hs is {hs.dotted(code)}")
    if kind < 0.8:
        return Goods(f"{code[:4]}00", f"{code[:4]}99", f"hs is heading {code[:4]}")
    last = codes[at + chance.randint(1, 12)]
    return Goods(code, last, f"hs is from {hs.dotted(code)} to {hs.dotted(last)}")


@cache
def _countries() -> list[str]:
    return [row[0] for row in tables.rows("countries.csv") if countries.is_code(row[0])]


@cache
def substances() -> list[str]:
    """CAS numbers that rules look for, and goods are declared with."""
    return [row[0] for row in tables.rows("cas_names.csv") if cas.is_valid(row[0])]
