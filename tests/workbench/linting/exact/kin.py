"""Rulesets whose units are nearly the same, and declarations near them.

Rules, indicators and exemptions by chance hardly ever lie within one another. Here each is made of an earlier one: a
bullet dropped, doubled or said otherwise, an `unless` that is as wide as the rule, an exemption of half its bullets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from stce_rules.core.declaration import Declaration
from stce_rules.intake.canonical import decode

_ABOUT = (
    ("hs is 2931.41", "hs is heading 2931", "hs is from 2929.00 to 2931.99", "hs is in list l.watched",
     "hs is not heading 8401", "not (hs is not heading 2931)", "hs is exactly 8401.20"),
    ("hs is in list moved", "hs is in (7019.13, 7019.19)", "hs is 7019.19", "hs is in list moving"),
    ("cas is 756-79-6", "cas is in (756-79-6, 111-48-8)", "cas is in list l.agents", "cas is stated",
     "cas is not 111-48-8", "not (cas is missing)"),
    ("net mass is at least 5 kg", "net mass is at least 25 kg", "net mass is more than few",
     "net mass is less than few", "net mass is less than 30 kg", "not (net mass is less than 25 kg)"),
    ("destination is AE", "destination is in (AE, MY)", "destination is in list l.hubs", "destination is in list near",
     "destination is not in list l.friends", "destination is stated"),
    ('description mentions "pump"', 'description mentions any of ("pump", "steel")',
     'description mentions all of ("pump", "steel")', "description mentions any of list l.words"),
    ("document is X002", "document is in (X002, Y901)", "document is in list l.papers", "licence is valid",
     "licence is X002", "document is missing"),
    ("consignee country is AE", "consignee country is in (AE, MY)", "consignee country is not AE",
     "consignee is in list l.denied"),
    ("flow is export", "flow is in (export, import)", "flow is not export", "flow is stated", "flow is missing"),
    ("date is at least 2022-01-01", "date is less than 2024-01-01", "date is at least 2024-01-01"),
    ("item value is at least 1,500 EUR", "item value is at least 100 EUR", "item value is at least 100 USD"),
    ("transit country is AE", "transit country is in (AE, SG)", "transit country is not AE",
     "transit country is stated", "transit country is missing"),
)  # fmt: skip

_EFFECTS = (
    "add 5 points", "add 10 points, at least red", "at least yellow", "at least red", 'ask for "paper"',
    'at least red, ask for "paper", ask for "licence"', "add 10 points, at least yellow",
)  # fmt: skip


@dataclass(frozen=True)
class _Kin:
    """What a unit is made of."""

    scope: str
    bullets: tuple[str, ...]
    unless: tuple[str, ...]
    applies: str


def kin_text(pick: Random) -> str:
    """The text of a ruleset; it uses the lists `l.csv` of `stce_rules.testing.chance`."""
    lines = [
        "use edition 2022",
        'use lists from "l.csv" as l',
        "list moved of hs is 7019.19, 7019.13 end",
        "list moving of hs is 7019.19 end",
        "list near of countries is AE, MY, NO end",
        "parameter few from 2020-01-01 is 10 kg from 2024-01-01 is 30 kg",
        "parameter limit from 2020-01-01 is 10 from 2024-01-01 is 40",
    ]
    known = [_new(pick)]
    for number in range(3):
        known.append(_like(pick, pick.choice(known)))
        lines += [f'indicator i{number} "An indicator"', *_judged(replace(known[-1], scope="item")), "end"]
    for number in range(5):
        known.append(_like(pick, pick.choice(known)) if pick.random() < 0.9 else _new(pick))
        asked = f'\n   - rule "R{pick.randrange(number)}" hits' if number and pick.random() < 0.1 else ""
        lines += [f'rule "R{number}" "A rule"', *_judged(known[-1], asked), f"  then {pick.choice(_EFFECTS)}"]
        lines += [f"  if unknown {pick.choice(_EFFECTS)}"] if pick.random() < 0.6 else []
        lines.append("end")
    for number in range(3):
        one = _like(pick, pick.choice(known))
        lifts = ", ".join(f'"R{at}"' for at in sorted(pick.sample(range(5), 2)))
        bullets = " and ".join(f"({bullet})" for bullet in one.bullets[: pick.choice((1, 2, 9))])
        lines += [f'exemption "E{number}" "An exemption"', one.applies, f"  for each {one.scope}"]
        lines += [f"  lifts rules {lifts}", f"  when {bullets}", '  because "an exemption"', "end"]
    lines += ["decision", *(["  score at most 30"] if pick.random() < 0.3 else [])]
    lines += [f"  {channel} when score is {_limit(pick)}" for channel in ("red", "yellow")]
    return "\n".join([*lines, "end"])


def _limit(pick: Random) -> str:
    return pick.choice(
        ("at least 5", "at least 10", "at least 25", "at least limit", "between 5 and 20", "at least 60")
    )


def _new(pick: Random) -> _Kin:
    topics = pick.sample(_ABOUT, pick.choice((1, 2, 2, 3)))
    bullets = tuple(_bullet(pick, topic) for topic in topics)
    unless = (_bullet(pick, pick.choice(topics)),) if pick.random() < 0.3 else ()
    applies = pick.choice(("", "", "  applies to exports", "  effective from 2022-01-01 until 2024-12-31"))
    return _Kin(pick.choice(("item", "item", "declaration")), bullets, unless, applies)


def _bullet(pick: Random, topic: Sequence[str]) -> str:
    kind = pick.random()
    if kind < 0.7:
        return pick.choice(topic)
    if kind < 0.9:
        return f"({pick.choice(topic)} or {pick.choice(topic)})"
    return f"not ({pick.choice(topic)})"


def _like(pick: Random, one: _Kin) -> _Kin:
    """Another one that is nearly the same."""
    for _ in range(pick.choice((0, 1, 1, 2))):
        bullets, at = one.bullets, pick.randrange(len(one.bullets))
        topic = next(topic for topic in _ABOUT if any(sentence in bullets[at] for sentence in topic))
        match pick.randrange(8):
            case 0 if len(bullets) > 1:
                one = replace(one, bullets=(*bullets[:at], *bullets[at + 1 :]))
            case 1:
                one = replace(one, bullets=(*bullets, _bullet(pick, topic)))
            case 2:
                one = replace(one, bullets=(*bullets, _bullet(pick, pick.choice(_ABOUT))))
            case 3:
                one = replace(one, unless=(*one.unless, bullets[at]))
            case 4:
                one = replace(one, unless=(*one.unless, _bullet(pick, topic)))
            case 5:
                one = replace(one, unless=())
            case 6:
                one = replace(one, applies="")
            case _:
                one = replace(one, bullets=(*bullets[:at], _bullet(pick, topic), *bullets[at + 1 :]))
    return one


def _judged(one: _Kin, asked: str = "") -> list[str]:
    bullets = "".join(f"\n   - {bullet}" for bullet in one.bullets)
    unless = [f'  unless {condition} because "a reason"' for condition in one.unless]
    return [one.applies, f"  for each {one.scope}", f"  when all of:{bullets}{asked}\n  end", *unless]


# ---- declarations

_ITEM: dict[str, Sequence[object]] = {
    "hs": ("293141", "2931410000", "2931", "293190", "840120", "8401", "300490", "701919", "701913", "29", "x"),
    "cas": (["756-79-6"], ["111-48-8"], ["756-79-6", "111-48-8"], ["64-17-5"], ["756-79-7"], ["756-79-6", "1-1"]),
    "net_mass_kg": (0, 5, 10, 11, 24, 25, 27, 30, 31, 100),
    "destination": ("AE", "MY", "NO", "DE", "??"),
    "description": ("steel pump", "pump", "pumps of steel", "centrifuges", "heat exchanger", "goods", "CAS 756-79-6"),
    "value": [{"amount": amount, "currency": of} for amount in (50, 100, 125, 2000) for of in ("EUR", "USD", "JPY")],
}  # fmt: skip
_HEADER: dict[str, Sequence[object]] = {
    "flow": ("export", "import", "transit", "sideways"),
    "date": ("2019-05-05", "2022-01-01", "2023-06-01", "2024-01-01", "2025-12-31", "soon"),
    "destination": ("AE", "NO"),
    "route": ([{"country": "DE"}, {"country": "AE"}, {"country": "SG"}, {"country": "NO"}], [{"country": "??"}],
              [{"country": "DE"}, {"country": "MY"}]),
}  # fmt: skip
_PARTIES: Sequence[dict[str, object]] = (
    {"country": "AE"}, {"country": "MY"}, {"country": "??"}, {"id": "AE-778", "country": "AE"}, {"name": "Somebody"},
    {"name": "Example Trading FZE", "country": "NO"},
)  # fmt: skip
_PAPERS: Sequence[dict[str, object]] = (
    {"type": "X002"}, {"type": "X002", "claim": "licence", "expires": "2023-01-01"}, {"type": "N380"},
    {"type": "Y901", "claim": "licence"}, {"type": "Y901", "claim": "licence", "expires": "2099-01-01"},
    {"claim": "licence"},
)  # fmt: skip


def near(pick: Random, name: str) -> Declaration:
    """A declaration of what these rulesets speak of."""
    filled = pick.choice((0.6, 0.9, 1.0))
    items = [
        {"number": number, **_boxes(pick, _ITEM, filled), **_others(pick)}
        for number in range(1, pick.choice((0, 1, 1, 1, 2, 3)) + 1)
    ]
    return decode({"id": name, **_boxes(pick, _HEADER, filled), **_others(pick), "items": items})


def _boxes(pick: Random, pools: dict[str, Sequence[object]], filled: float) -> dict[str, object]:
    return {name: pick.choice(pool) for name, pool in pools.items() if pick.random() < filled}


def _others(pick: Random) -> dict[str, object]:
    parties = [{"role": "consignee", **pick.choice(_PARTIES)} for _ in range(pick.choice((0, 0, 1, 1, 2)))]
    return {"parties": parties, "documents": [pick.choice(_PAPERS) for _ in range(pick.choice((0, 0, 1, 2)))]}
