"""Segments that say what the goods are.

Enters: a segment of a goods item, or of the header where it holds for all. Leaves: values in line for its boxes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from stce_rules.intake.quoting import quoted
from stce_rules_edifact.amounts import Money
from stce_rules_edifact.declaring import Declaring, Scope
from stce_rules_edifact.directory import composites, source, text, texts
from stce_rules_edifact.mapping import Row, find
from stce_rules_edifact.offers import Stated
from stce_rules_edifact.segments import Segment
from stce_rules_edifact.values import Wrong, commodity, cus_number, kilograms, number, un_number

__all__ = ["amount", "count", "currency", "danger", "description", "fill_code", "measure", "status"]

_WEIGHTS = frozenset({"WT", "AAE", "AAI"})
"""Measurements (6311) of which 6313 says which weight they are."""


def status(making: Declaring, scope: Scope, segment: Segment) -> None:
    """CST: codes of customs for the goods, each of a code list."""
    for name, found in composites(segment, "C246"):
        stated = Stated(found["7361"], source(making.number, segment, f"{name}.7361"))
        row = find("CST", "1131", found["1131"], scope.level)
        if row is None and scope.level == "item" and name == "C246" and _is_bare_commodity(found):
            row = find("CST", "1131", "HS", "item")
        if row is not None:
            fill_code(making, scope, row, stated)


def fill_code(making: Declaring, scope: Scope, row: Row, stated: Stated) -> None:
    """A code for the goods, in the box of its row."""
    if not stated.value:
        return
    match row.box:
        case "hs":
            making.offer(scope, row, stated._replace(value=commodity(stated.value)))
        case "cas" | "control_entry":
            making.writer.add(scope.part, row.box, stated)
        case "cus":
            making.writer.add(scope.part, row.box, stated._replace(value=cus_number(stated.value)))
        case _:
            making.offer(scope, row, stated)


def danger(making: Declaring, scope: Scope, segment: Segment) -> None:
    """DGS: the UN number of dangerous goods."""
    stated = making.said(segment, "C234.7124")
    if stated.value:
        making.writer.add(scope.part, "un_number", stated._replace(value=un_number(stated.value)))


def description(making: Declaring, scope: Scope, segment: Segment) -> None:
    """FTX: what the goods are."""
    row = find("FTX", "4451", text(segment, "4451"), scope.level)
    if row is not None and (said := " ".join(texts(segment, "C108.4440"))):
        scope.texts.append((row.rank, Stated(said, source(making.number, segment, "C108.4440"))))


def measure(making: Declaring, scope: Scope, segment: Segment) -> None:
    """MEA: a mass, or a quantity in a supplementary unit."""
    purpose, attribute = text(segment, "6311"), text(segment, "C502.6313")
    row = find("MEA", "6313", attribute, scope.level) if purpose in _WEIGHTS else None
    if row is None and (not attribute or purpose not in _WEIGHTS):
        row = find("MEA", "6311", purpose, scope.level)
    stated = making.said(segment, "C174.6314")
    if row is None or not stated.value:
        return
    if row.box == "quantity":
        _quantity(scope, row.rank, stated, making.said(segment, "C174.6411"))
    else:
        making.offer(scope, row, stated._replace(value=kilograms(stated.value, text(segment, "C174.6411"))))


def count(making: Declaring, scope: Scope, segment: Segment) -> None:
    """QTY: a quantity."""
    stated = making.said(segment, "C186.6060")
    if stated.value and scope.level == "item":
        _quantity(scope, 3, stated, making.said(segment, "C186.6411"))


def _quantity(scope: Scope, rank: int, stated: Stated, unit: Stated) -> None:
    value = number(stated.value) if unit.value else Wrong(f"{quoted(stated.value)} has no unit")
    if isinstance(value, Wrong):
        scope.offers.offer("quantity", rank, stated._replace(value=value))
    else:
        scope.offers.offer("quantity.value", rank, stated._replace(value=value))
        scope.offers.offer("quantity.unit", rank, unit)


def amount(making: Declaring, scope: Scope, segment: Segment) -> None:
    """MOA: the value of the goods, or a currency for those that state none."""
    qualifier = text(segment, "C516.5025")
    stated, currency = making.said(segment, "C516.5004"), making.said(segment, "C516.6345")
    row = find("MOA", "5025", qualifier, scope.level)
    value = stated._replace(value=number(stated.value)) if stated.value else stated
    scope.money.append(Money(qualifier, row.rank if row is not None else 0, value, currency))


def currency(making: Declaring, scope: Scope, segment: Segment) -> None:
    """CUX: the currency of the amount before it, or of all."""
    stated = making.said(segment, "C504.6345")
    if not stated.value:
        return
    if scope.money and not scope.money[-1].currency.value:
        scope.money[-1] = scope.money[-1]._replace(currency=stated)
    elif not scope.money:
        scope.money.append(Money("", 0, Stated("", ""), stated))


def _is_bare_commodity(found: Mapping[str, str]) -> bool:
    """Whether a code of no list can only be a commodity code."""
    return not found["1131"] and re.fullmatch(r"[0-9]{6,12}[A-Z]?", found["7361"]) is not None
