"""Rules in the shape of real ones: an HS code or range, then countries, CAS numbers, words, amounts, documents.

The share of each kind is the same at every number of rules, so more rules means denser rules, as it does in an
administration that goes on writing them. `rule_texts` writes them in the rule language, `forms` for other engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

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


@dataclass(frozen=True, slots=True)
class Goods:
    """`first` to `last` as six digits, both included, and the sentence that says so."""

    first: str
    last: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Places:
    """The country in `field` (destination or origin) is one of these."""

    field: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """The description mentions one of these phrases."""

    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Substances:
    """One of the CAS numbers is one of these."""

    numbers: tuple[str, ...]


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


Test = Places | Mentions | Substances | Heavier | Worth | Presents | Diverted


@dataclass(frozen=True, slots=True)
class Rule:
    """The goods and all of `tests`; a valid licence lifts it where `unless_licensed`."""

    number: int
    goods: Goods
    tests: tuple[Test, ...]
    unless_licensed: bool
    points: int
    channel: str

    @property
    def name(self) -> str:
        """Its name in the rule language."""
        return f"BENCH-{self.number:06}"


def rules(count: int, seed: int) -> tuple[Rule, ...]:
    """So many rules; the same for the same seed."""
    chance = Random(seed)
    return tuple(_rule(number, chance) for number in range(count))


def _rule(number: int, chance: Random) -> Rule:
    tests = _circumstances(chance)
    if not tests and chance.random() < 0.8:
        tests = [_places(chance)]
    goods = _goods(chance)
    unless_licensed = chance.random() < 0.3
    points, channel = chance.randint(5, 60), chance.choice(("blue", "yellow"))
    return Rule(number, goods, tuple(tests), unless_licensed, points, channel)


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
