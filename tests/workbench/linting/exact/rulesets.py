"""Rulesets by chance about few boxes, so that sentences about the same thing meet again and again."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_FEW = (
    "hs is 2931.41", "hs is heading 2931", "hs is from 2929.00 to 2931.42", "hs is in list l.watched", "hs is missing",
    "hs is exactly 8401.20", "hs is not heading 8401", "cas is 756-79-6", "cas is in list l.agents", "cas is stated",
    "cas is in (756-79-6, 111-48-8)", "net mass is at least 5 kg", "net mass is at least 25 kg",
    "net mass is less than 30 kg", "net mass is more than few", "destination is AE", "destination is in (AE, MY)",
    "destination is in list l.hubs", "destination is not in list l.friends", 'description mentions "pump"',
    'description mentions any of ("pump", "steel")', 'description mentions all of ("pump", "steel")',
    "description mentions any of list l.words", "description states strength at least 1,950 MPa",
    "description states strength at least 500 MPa", "document is X002", "licence is valid", "licence is X002",
    "consignee country is AE", "consignee is in list l.denied", "flow is export", "flow is not export",
    "date is at least 2022-01-01", "date is before 2024-01-01", "concentration is at most 25%",
    "item value is at least 1,500 EUR", "transit country is AE", "consignee country differs from destination",
)  # fmt: skip


def _condition(pick: Random, depth: int, names: Sequence[str]) -> str:
    kind = pick.random()
    if depth == 0 or kind < 0.2:
        sentence = pick.choice(_FEW).replace("is before", "is less than")
        return pick.choice(names) if names and pick.random() < 0.15 else sentence
    parts = [_condition(pick, depth - 1, names) for _ in range(pick.choice((2, 2, 3)))]
    if kind < 0.75:
        return "(" + pick.choice((" and ", " or ")).join(parts) + ")"
    if kind < 0.85:
        return f"not ({parts[0]})"
    bullets = " ".join(f"- {part}" for part in parts)
    return f"{pick.choice(('none of', 'at least 2 of'))}: {bullets} end"


def ruleset_text(pick: Random) -> str:
    """The text of a ruleset; it uses the lists `l.csv` of `stce_rules.testing.chance`."""
    lines = [
        "use edition 2022",
        'use lists from "l.csv" as l',
        "parameter few from 2020-01-01 is 10 kg from 2024-01-01 is 30 kg",
    ]
    lines.append('measure strength in MPa written "UTS", "tensile strength" end')
    names: list[str] = []
    for number in range(3):
        lines += [f'indicator i{number} "An indicator"', *_judged(pick, "item", names), "end"]
        names.append(f"i{number}")
    for number in range(4):
        scope = pick.choice(("item", "item", "declaration"))
        lines += [f'rule "R{number}" "A rule"', *_judged(pick, scope, names if scope == "item" else ())]
        lines.append(f"  then add {pick.choice((5, 10))} points, at least {pick.choice(('red', 'yellow'))}")
        lines += [f"  if unknown add {pick.choice((5, 10))} points, at least red"] if pick.random() < 0.5 else []
        lines.append("end")
    for number in range(2):
        applies, each, when, *_ = _judged(pick, "item", names)
        lines += [f'exemption "E{number}" "An exemption"', applies, each, '  lifts rules "R0", "R1"', when]
        lines += ['  because "an exemption"', "end"]
    return "\n".join(lines)


def _judged(pick: Random, scope: str, names: Sequence[str]) -> list[str]:
    applies = pick.choice(("", "", "  applies to exports", "  effective from 2022-01-01 until 2024-12-31"))
    where = f" where {_condition(pick, 0, ())}" if pick.random() < 0.2 else ""
    lines = [applies, f"  for each {scope}{where}", f"  when {_condition(pick, 2, names)}"]
    return [
        *lines,
        *(f'  unless {_condition(pick, 1, names)} because "a reason"' for _ in range(pick.choice((0, 1, 2)))),
    ]
