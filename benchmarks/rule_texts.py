"""Rule texts in the shape of real ones: an HS code or range, then countries, CAS numbers, words, amounts, documents.

The share of each kind is the same at every number of rules, so more rules means denser rules, as it does in an
administration that goes on writing them.
"""

from __future__ import annotations

from random import Random

from stce_rules.reference import cas, countries, hs, tables

_WORDS = [
    "pump", "valve", "compressor", "bearing", "furnace", "laser", "sensor", "camera", "drone", "resin", "powder",
    "alloy", "tube", "fibre", "carbon", "ceramic", "lathe", "grinder", "centrifuge", "converter", "capacitor",
    "detector", "gyroscope", "accelerometer", "autoclave", "press", "mixer", "reactor", "condenser", "heat",
    "exchanger", "graphite", "tungsten", "titanium", "nickel", "zirconium", "beryllium", "magnet", "motor", "turbine",
    "nozzle", "propellant", "oxidiser",
]  # fmt: skip


def ruleset_text(count: int, seed: int) -> str:
    """A rule file of so many rules; every rule is active, has points and a channel, and no list outside the file."""
    chance = Random(seed)
    codes = hs.codes(2022)
    places = [row[0] for row in tables.rows("countries.csv") if countries.is_code(row[0])]
    numbers = [row[0] for row in tables.rows("cas_names.csv") if cas.is_valid(row[0])]
    rules = [_rule(number, chance, codes, places, numbers) for number in range(count)]
    return "use edition 2022\n\n" + "\n".join(rules)


def _rule(number: int, chance: Random, codes: tuple[str, ...], places: list[str], numbers: list[str]) -> str:
    tests = _circumstances(chance, places, numbers)
    if not tests and chance.random() < 0.8:
        tests = [_places(chance, places)]
    tests.insert(0, _goods(chance, codes))
    unless = '  unless licence is valid because "a permit covers it"\n' if chance.random() < 0.3 else ""
    return (
        f'rule "BENCH-{number:06}" "Rule {number}"\n  for each item\n  when {" and ".join(tests)}\n{unless}'
        f"  then add {chance.randint(5, 60)} points, at least {chance.choice(('blue', 'yellow'))}\n"
        f'  if unknown ask for "data sheet"\n  because "benchmark"\nend\n'
    )


def _places(chance: Random, places: list[str]) -> str:
    chosen = ", ".join(sorted(chance.sample(places, chance.randint(1, 8))))
    return f"{chance.choice(('destination', 'destination', 'origin'))} is in ({chosen})"


def _circumstances(chance: Random, places: list[str], numbers: list[str]) -> list[str]:
    """What a rule asks beside the code: few rules of an administration stop every consignment under a code."""
    tests = []
    if chance.random() < 0.55:
        tests.append(_places(chance, places))
    if chance.random() < 0.35:
        words = ", ".join(f'"{" ".join(chance.sample(_WORDS, chance.randint(1, 2)))}"' for _ in range(3))
        tests.append(f"description mentions any of ({words})")
    if chance.random() < 0.2:
        tests.append(f"cas is in ({', '.join(chance.sample(numbers, 3))})")
    if chance.random() < 0.3:
        tests.append(f"net mass is more than {chance.randint(1, 5000)} kg")
    if chance.random() < 0.15:
        tests.append(f"item value is at least {chance.randint(1, 90)},000 EUR")
    if chance.random() < 0.1:
        tests.append(f'document is "{chance.choice(("Y901", "X002", "L100"))}"')
    if chance.random() < 0.1:
        tests.append("consignee country differs from destination")
    return tests


def _goods(chance: Random, codes: tuple[str, ...]) -> str:
    """Mostly one subheading, some headings, some short ranges."""
    first = chance.randrange(len(codes) - 12)
    kind = chance.random()
    if kind < 0.6:
        return f"hs is {hs.dotted(codes[first])}"
    if kind < 0.8:
        return f"hs is heading {codes[first][:4]}"
    last = first + chance.randint(1, 12)
    return f"hs is from {hs.dotted(codes[first])} to {hs.dotted(codes[last])}"
