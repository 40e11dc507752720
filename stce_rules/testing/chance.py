"""Rulesets and declarations by chance, for holding engines to one another.

Enters: a source of chance. Leaves: the text of a ruleset that checks without an error, and declarations that its
rules find something in. Promises: the same chance gives the same text; every kind of sentence, connective, unit,
effect and status of the language can come up; boxes are stated, blank and unreadable. A history holds amendments and
cancellations, and its dates lie as far apart as some windows reach, or a day more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from msgspec.structs import replace

from stce_rules.core.declaration import Declaration
from stce_rules.intake.canonical import decode

LISTS = """\
list,of,value,from,until
hubs,countries,AE,,
hubs,countries,MY,2022-01-01,2025-06-30
friends,countries,NO,2020-01-01,
friends,countries,AU,,
agents,cas,756-79-6,,
agents,cas,111-48-8,2024-01-01,
watched,hs,2931.41,,
watched,hs,heading 8401,2023-01-01,
watched,hs,chapter 30,,2024-12-31
words,phrases,pump,,
words,phrases,heat exchanger,2024-01-01,
words,phrases,centrifug*,,
denied,parties,AE-778,,
denied,parties,Example Trading FZE,2023-01-01,
ports,places,AEJEA,,
ports,places,SGSIN,2024-01-01,
papers,codes,X002,,
papers,codes,Y901,2024-01-01,
"""
"""The file `l.csv` that every ruleset uses."""

RATES = "from,base,quote,rate,source\n2022-01-01,EUR,USD,1.25,made up\n2025-01-01,EUR,USD,2,made up\n"
"""The exchange rates of every ruleset."""

_BEGINNING = """\
use lists from "l.csv" as l
list near of countries is DE, FR, NO end
parameter few from 2020-01-01 is 10 kg from 2024-01-01 is 30 kg
parameter rich is 1,000 EUR
measure strength in MPa written "UTS", "tensile strength" end
"""

_ITEM_SENTENCES = (
    "hs is 2931.{h}", "hs is heading 8401", "hs is chapter 29", "hs is from 2929.00 to 2931.{h}",
    "hs is exactly 8401.20",
    "hs is in (heading 2931, 8401.20)", "hs is in list l.watched", "hs is not in list l.watched as of 2023-06-01",
    "hs is missing", "hs is stated", "cas is 756-79-6", "cas is not 756-79-6", "cas is in list l.agents",
    "cas is missing",
    "declared cas is 111-48-8", "control entry is 1C350", 'un number is "1760"', 'description mentions "pump"',
    'description mentions all of ("pump", "steel")', 'description does not mention "centrifug*"',
    "description mentions any of list l.words", "description mentions all of list l.words",
    "description states strength at least 1,950 MPa", "description states strength less than 500 MPa",
    "origin is {c}", "origin is not {c}", "origin is in (AE, DE)", "destination is {c}",
    "destination is in list l.hubs",
    "destination is not in list l.friends", "destination is in list near", "dispatch country is stated",
    "net mass is at least {n} kg", "net mass is more than few", "net mass is between {n} kg and 40 kg",
    "gross mass is less than 0.5 t", "net mass is 25 kg", "quantity is at least 2 kg", "quantity is more than 3 pieces",
    "item value is at least 1,500 EUR", "item value is less than rich", "unit value is more than 50 EUR",
    "concentration is at most {n}%", 'end use is "textile dyeing"', 'end use mentions "dye*"', 'procedure is "1040"',
    "document is X002", "document is in list l.papers", "document is missing", "licence is valid",
    "licence is not valid",
    "licence is stated", "licence is X002", "exemption claim is Y901", "consignee is in list l.denied",
    'consignee is "AE-778"', 'consignee name mentions "trading"', "consignee country differs from destination",
    "consignee country is the same as origin", "consignee is the same as buyer", "buyer is missing",
    "transit country is {c}",
    "end user differs from consignee",
)  # fmt: skip
_HEADER_SENTENCES = (
    "office is DE004600", "exit office is stated", 'transport mode is "1"', "flow is export", "flow is not transit",
    "date is at least 2024-01-01", "date is missing", "route passes through {c}", "route passes through list l.hubs",
    "route passes through any of (AEJEA, SGSIN)", "route avoids list l.ports", "route detour is at least {n}%",
    "port of loading is DEHAM", "port of discharge is in list l.ports", "payment country is {c}",
    "payment country differs from destination", "container is MSKU1234565",
)  # fmt: skip
_WINDOWS = (
    "total net mass by consignee over {d} is more than 30 kg",
    "total net mass by consignee and cas over {d} is more than few",
    "total item value by destination over {d} is at least 2,500 EUR",
    "total quantity by origin over {d} is more than 3 pieces",
    "largest net mass by consignee and destination over {d} is less than 40 kg",
    "largest item value by cas over {d} is less than rich",
    "number of declarations by consignee over {d} is at least 2",
    "number of declarations by container and origin over {d} is 1",
    "number of earlier declarations by office over {d} is 0",
    "number of earlier declarations by hs over {d} is at least 1",
    "number of items by hs and consignee over {d} is between 2 and 4",
    "number of distinct origin by consignee over {d} is at least 2",
    "number of distinct cas by consignee and destination over {d} is at most 1",
    "number of distinct document by office and licence over {d} is at least 3",
)  # fmt: skip
_COUNTED = ("cas", "consignee", "consignee and origin", "office")
_LENGTHS = ("1 day", "365 days", "366 days", "7 months", "12 months", "3 years")
_COUNTRIES = ("AE", "MY", "DE", "NO", "SS")
_CHANNELS = ("red", "yellow", "blue")
_DAYS = ("2021-06-01", "2022-01-01", "2023-06-01", "2024-01-01", "2024-12-31", "2026-06-01")


def ruleset_text(chance: Random, *, windows: bool = False) -> str:
    """The text of a ruleset; with `windows` some of its sentences look back over past declarations."""
    return _Writing(chance, windows).text()


@dataclass(slots=True)
class _Writing:
    """A ruleset being written; what comes later may ask what came before."""

    chance: Random
    windows: bool
    indicators: dict[str, list[str]] = field(default_factory=lambda: {"item": [], "declaration": []})
    rules: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The whole."""
        one_of = self.chance
        self.parts = [f"use edition {one_of.choice((2022, 2022, 2017))}", _BEGINNING]
        for number in range(one_of.randint(1, 5)):
            self._indicator(f"sign_{number}")
        for number in range(one_of.randint(0, 2)):
            self._exemption(number, [f"R{rule}" for rule in range(3) if one_of.random() < 0.6] or ["R0"])
        for number in range(one_of.randint(3, 8)):
            self._rule(f"R{number}")
        if one_of.random() < 0.5:
            self._decision()
        return "\n".join(self.parts)

    def _scope(self) -> str:
        return self.chance.choice(("item", "item", "declaration"))

    def _indicator(self, name: str) -> None:
        scope = self._scope()
        self.parts += [
            f'indicator {name} "An indicator"',
            *self._applies(),
            *self._conditions(scope),
            *self._unless(scope),
        ]
        self.parts.append("end")
        self.indicators[scope].append(name)

    def _rule(self, name: str) -> None:
        scope, status = self._scope(), self.chance.choice(("active",) * 6 + ("monitor", "draft", "retired"))
        dates = ["  effective until 2024-12-31"] if status == "retired" else self._applies()
        self.parts += [f'rule "{name}" "A rule"', f"  status {status}", *dates]
        self.parts += [*self._conditions(scope, rules=True), *self._unless(scope)]
        self.parts.append(f"  then {self._effects()}")
        if self.chance.random() < 0.5:
            self.parts.append(f"  if unknown {self._effects()}")
        self.parts.append("end")
        if status == "active":
            self.rules.append(name)

    def _exemption(self, number: int, lifted: Sequence[str]) -> None:
        lifts = ", ".join(f'"{one}"' for one in lifted)
        scope = self._scope()
        each, *when = self._conditions(scope)
        status = ["  status monitor"] if self.chance.random() < 0.25 else []
        head = [f'exemption "E{number}" "An exemption"', *status, *self._applies()]
        self.parts += [*head, each, f"  lifts rules {lifts}", *when]
        self.parts += ['  because "an exemption"', "end"]

    def _decision(self) -> None:
        red = self.chance.choice((20, 60, 90))
        self.parts += ["decision", f"  score at most {self.chance.choice((50, 100))}"]
        self.parts += [f"  red when score is at least {red}", f"  yellow when score is more than {red // 2}"]
        self.parts += ["  green otherwise", f"  sample {self.chance.choice((0, 30, 100))}% of green into yellow", "end"]

    # ---- clauses

    def _applies(self) -> list[str]:
        lines = []
        if self.chance.random() < 0.3:
            lines.append(f"  effective from {self.chance.choice(_DAYS[:3])}")
            if self.chance.random() < 0.5:
                lines[-1] += f" until {self.chance.choice(_DAYS[3:])}"
        if self.chance.random() < 0.3:
            lines.append(f"  applies to {self.chance.choice(('exports', 'exports, transits', 'imports, re-exports'))}")
        return lines

    def _conditions(self, scope: str, *, rules: bool = False) -> list[str]:
        lines = [f"  for each {scope}"]
        if self.chance.random() < 0.2:
            lines[0] += f" where {self._condition(scope, 1, rules=False)}"
        return [*lines, f"  when {self._condition(scope, 2, rules=rules)}"]

    def _unless(self, scope: str) -> list[str]:
        count = self.chance.choice((0, 0, 1, 2))
        return [f'  unless {self._condition(scope, 1, rules=False)} because "reason {n}"' for n in range(count)]

    def _effects(self) -> str:
        effects = [f"add {self.chance.choice((5, 10, 25, 60))} points"]
        if self.chance.random() < 0.3:
            effects.append(f"at least {self.chance.choice(_CHANNELS)}")
        if self.chance.random() < 0.3:
            effects.append(f'ask for "paper {self.chance.randint(1, 3)}"')
        if self.chance.random() < 0.2:
            effects += ['refer to "a desk"', f'flag "flag {self.chance.randint(1, 2)}"']
        return ", ".join(effects)

    # ---- conditions

    def _condition(self, scope: str, depth: int, *, rules: bool) -> str:
        kind = self.chance.random()
        if depth == 0 or kind < 0.35:
            return self._leaf(scope, rules=rules)
        parts = [self._condition(scope, depth - 1, rules=rules) for _ in range(self.chance.choice((2, 2, 3)))]
        if kind < 0.75:
            word = self.chance.choice((" and ", " and ", " or "))
            return "(" + word.join(parts) + ")"
        if kind < 0.85:
            return f"not ({parts[0]})"
        bullets = self.chance.choice(("all of", "any of", "none of", "at least 2 of"))
        return f"{bullets}: " + " ".join(f"- {part}" for part in parts) + " end"

    def _leaf(self, scope: str, *, rules: bool) -> str:
        """A sentence, an indicator that stands before, or the outcome of a rule that does."""
        kind, items, whole = self.chance.random(), self.indicators["item"], self.indicators["declaration"]
        if rules and self.rules and kind < 0.1:
            return f'rule "{self.chance.choice(self.rules)}" hits'
        if scope == "declaration" and items and kind < 0.3:
            quantifier = self.chance.choice(
                ("any item shows", "no item shows", "every item shows", "at least 2 items show")
            )
            return f"{quantifier} {self.chance.choice(items)}"
        if self.windows and kind > 0.8:
            return self._window(rules=rules)
        bare = whole if scope == "declaration" else [*items, *whole]
        if bare and kind < 0.35:
            return self.chance.choice(bare)
        pool = _HEADER_SENTENCES if self.chance.random() < 0.25 else _ITEM_SENTENCES
        return self.chance.choice(pool).format(
            h=self.chance.choice(("31", "32", "90") if "edition 2017" in self.parts[0] else ("41", "42", "90")),
            c=self.chance.choice(_COUNTRIES),
            n=self.chance.choice((5, 25, 30)),
        )

    def _window(self, *, rules: bool) -> str:
        """A sentence about past declarations, or about what was found in them."""
        length, kind = self.chance.choice(_LENGTHS), self.chance.random()
        counted = [f"items showing {one}" for one in self.indicators["item"]]
        counted += [f"earlier {one}" for one in counted]
        counted += [f'earlier hits of rule "{one}"' for one in self.rules] if rules else []
        if not counted or kind < 0.6:
            return self.chance.choice(_WINDOWS).format(d=length)
        what, key = self.chance.choice(counted), self.chance.choice(_COUNTED)
        compared = self.chance.choice(("is at least 2", "is 0", "is at most 3"))
        return f"number of {what} by {key} over {length} {compared}"


# ---- declarations

_PARTIES: tuple[dict[str, object], ...] = (
    {"id": "AE-778", "name": "Example Trading F.Z.E.", "country": "AE"},
    {"name": "EXAMPLE TRADING FZE"},
    {"id": "NO-1", "name": "Nordic Pumps", "country": "NO"},
    {"country": "??"},
)
_DOCUMENTS: tuple[dict[str, object], ...] = (
    {"type": "X002", "claim": "licence", "expires": "2024-06-30"},
    {"type": "X002", "claim": "licence", "expires": "2030-01-01"},
    {"type": "X060", "claim": "licence"},
    {"type": "Y901", "claim": "exemption"},
    {"type": "N380"},
)
_STOPS: tuple[dict[str, object], ...] = (
    {"country": "DE"}, {"country": "AE"}, {"place": "AEJEA"}, {"place": "DEHAM"}, {"country": "SG"}, {"place": "SGSIN"},
    {"country": "??"},
)  # fmt: skip
_SHARED: dict[str, Sequence[object]] = {
    "destination": (*_COUNTRIES, "??"),
    "dispatch_country": ("DE", "AE"),
    "procedure": ("1040", "3151"),
}
_ITEM: dict[str, Sequence[object]] = {
    "hs": ("293141", "293131", "29314100", "2931", "293142", "293190", "840120", "84012000", "8401", "300490", "12x"),
    "description": (
        "steel pump", "Heat-Exchanger, used", "centrifuges", "maraging steel, UTS 2050 MPa",
        "rod, tensile strength 400 MPa",
        "drums, CAS 756-79-6", "CAS 756-79-5", "toys", "...",
    ),
    "cas": (["756-79-6"], ["111-48-8"], ["111-48-8", "756-79-6"], ["7732-18-5"], ["1-2-3"]),
    "control_entry": (["1C350"], ["1C450", "1C350"], ["5A002"]),
    "un_number": (["1760"], ["1263"]),
    "origin": (*_COUNTRIES, "??"),
    "net_mass_kg": ("5", "25", "30.0", "40", "1000"),
    "gross_mass_kg": ("499.9", "500", "2000"),
    "quantity": ({"value": "2", "unit": "KGM"}, {"value": "4", "unit": "C62"}, {"value": "1", "unit": "ZZZ"}),
    "value": (
        {"amount": "1000", "currency": "EUR"}, {"amount": "2500", "currency": "USD"},
        {"amount": "9999", "currency": "GBP"},
    ),
    "concentration_percent": ("5", "25", "30", "98"),
    "end_use": ("Textile dyeing", "dyes", "farming"),
    **_SHARED,
}  # fmt: skip
_HEADER: dict[str, Sequence[object]] = {
    "flow": ("export", "transit", "import", "re-export"),
    "office": ("DE004600", "DE004851"),
    "exit_office": ("DE004851",),
    "transport_mode": ("1", "4"),
    "port_of_loading": ("DEHAM", "??"),
    "port_of_discharge": ("AEJEA", "SGSIN"),
    "payment_country": _COUNTRIES,
    "containers": (["MSKU1234565"], ["MSKU0000000", "MSKU1234565"]),
    **_SHARED,
}


def declaration(chance: Random, name: str) -> Declaration:
    """A declaration with up to four goods items."""
    header = _boxes(chance, _HEADER, 0.6)
    if chance.random() < 0.9:
        header["date"] = chance.choice(_DAYS)
    if chance.random() < 0.6:
        header["route"] = [chance.choice(_STOPS) for _ in range(chance.randint(1, 3))]
    items = [
        {"number": number, **_boxes(chance, _ITEM, 0.5), **_papers(chance, 0.2)}
        for number in range(1, chance.choice((0, 1, 1, 2, 2, 3, 4)) + 1)
    ]
    return decode({"id": name, **header, **_papers(chance, 0.6), "items": items})


def history(chance: Random, count: int) -> Iterator[Declaration]:
    """Declarations in the order in which they came; some of them amend or cancel one that came before."""
    versions: list[int] = []
    for number in range(count):
        one = declaration(chance, f"declaration {number}")
        if versions and chance.random() < 0.2:
            before = chance.randrange(len(versions))
            versions[before] += 1
            action = "cancellation" if chance.random() < 0.3 else "amendment"
            yield replace(one, id=f"declaration {before}", version=versions[before], action=action)
        else:
            versions.append(1)
            yield replace(one, id=f"declaration {len(versions) - 1}")


def _boxes(chance: Random, pools: dict[str, Sequence[object]], filled: float) -> dict[str, object]:
    return {name: chance.choice(pool) for name, pool in pools.items() if chance.random() < filled}


def _papers(chance: Random, filled: float) -> dict[str, object]:
    roles = [role for role in ("consignee", "buyer", "end_user") if chance.random() < filled]
    papers = [chance.choice(_DOCUMENTS) for _ in range(chance.choice((1, 2)))] if chance.random() < filled else []
    return {"parties": [{"role": role, **chance.choice(_PARTIES)} for role in roles], "documents": papers}
