"""Windows of every kind, and declarations by chance that they are computed over."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from stce_rules.core.declaration import Declaration
from stce_rules.intake.canonical import decode
from stce_rules.plan.model import Plan
from stce_rules.testing.agreement import plan_of

WINDOWS = (
    "total net mass by consignee over 3 days",
    "total net mass by consignee and cas over 1 month",
    "total item value by cas over 4 days",
    "total quantity by destination over 1 week",
    "largest net mass by consignee and destination over 3 days",
    "largest item value by cas over 1 month",
    "number of declarations by consignee and cas over 3 days",
    "number of declarations by container and origin over 3 days",
    "number of earlier declarations by office over 2 days",
    "number of items by consignee and cas and origin over 3 days",
    "number of distinct origin by consignee over 3 days",
    "number of distinct cas by consignee and destination over 3 days",
    "number of distinct document by office and licence over 1 month",
    "number of items showing heavy by consignee over 3 days",
    "number of earlier items showing heavy by cas over 3 days",
    'number of earlier hits of rule "WHOLE" by consignee and cas over 3 days',
    'number of earlier hits of rule "EACH" by cas over 3 days',
)
_BEFORE = """\
use lists from "l.csv" as l
indicator heavy "Heavy"
  for each item
  when net mass is at least 5 kg
end
rule "WHOLE" "A declaration that follows another"
  for each declaration
  when any item shows heavy and number of earlier declarations by consignee over 3 days is at least 1
  then add 5 points
end
rule "EACH" "Goods of many origins"
  for each item
  when heavy or number of distinct origin by consignee over 5 days is at least 2
  then add 5 points
end
"""
_LIMITS = {"net mass": "5 kg", "item value": "500 EUR", "quantity": "5 kg"}


def window_plan(windows: Sequence[str]) -> Plan:
    """A plan that asks for these windows, some of which count outcomes that rest on others."""

    def limit(window: str) -> str:
        return next((amount for box, amount in _LIMITS.items() if f" {box} by" in window), "3")

    sentences = "\n".join(f"      - {window} is more than {limit(window)}" for window in windows)
    rule = f'rule "ALL" "All"\n  for each item\n  when any of:\n{sentences}\n    end\n  then add 1 points\nend\n'
    return plan_of(_BEFORE + rule)


# ---- histories by chance

_DAYS = ("2026-01-29", "2026-01-30", "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01", None)
_PARTIES: tuple[dict[str, Any], ...] = ({"id": "A"}, {"id": "B", "name": "bee"}, {"name": "Bee"}, {"country": "AE"})
_ITEM: dict[str, Sequence[object]] = {
    "cas": (["756-79-6"], ["111-48-8"], ["111-48-8", "756-79-6"], ["756-79-6", "1-2-3"], ["1-2-3"]),
    "origin": ("DE", "AE", "??"),
    "net_mass_kg": ("1", "2.5", "7", "-3"),
    "value": (
        {"amount": "100", "currency": "EUR"},
        {"amount": "333.33", "currency": "USD"},
        {"amount": "5", "currency": "GBP"},
    ),
    "quantity": ({"value": "2", "unit": "KGM"}, {"value": "3", "unit": "C62"}),
}
_HEADER: dict[str, Sequence[object]] = {
    "destination": ("DE", "AE"),
    "containers": (["C1"], ["C1", "C2"]),
    "office": ("DE004600",),
    "documents": ([{"type": "X002", "claim": "licence"}, {"type": "N380"}],),
}


def _boxes(chance: Random, pools: dict[str, Sequence[object]]) -> dict[str, object]:
    return {name: chance.choice(pool) for name, pool in pools.items() if chance.random() < 0.7}


def _parties(chance: Random, filled: float) -> list[dict[str, Any]]:
    return [{"role": "consignee", **chance.choice(_PARTIES)}] if chance.random() < filled else []


def declaration_by_chance(chance: Random) -> Declaration:
    """An original, amendment or cancellation with boxes blank, filled or unreadable."""
    items = [
        {"number": number + 1, "parties": _parties(chance, 0.2), **_boxes(chance, _ITEM)}
        for number in range(chance.choice((0, 1, 1, 2, 3)))
    ]
    return decode(
        {
            "id": chance.choice("abcd"),
            "version": chance.choice((1, 1, 2, 3)),
            "action": chance.choice(("original", "original", "amendment", "cancellation")),
            "date": chance.choice(_DAYS),
            "parties": _parties(chance, 0.7),
            "items": items,
            **_boxes(chance, _HEADER),
        }
    )
