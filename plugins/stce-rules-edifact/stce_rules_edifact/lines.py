"""Lines of invoices to the goods items they belong to.

Enters: lines with the numbers of their products, and the lines that goods items refer to. Leaves: numbers offered to
goods items. Promise: a number that may be of any of several items makes that box of all of them unreadable; it is never
given to the wrong one, nor passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from stce_rules.intake.quoting import quoted
from stce_rules_edifact.mapping import Row
from stce_rules_edifact.offers import Offers, Stated, Writer
from stce_rules_edifact.values import commodity, cus_number

__all__ = ["Line", "attach_lines"]


@dataclass(slots=True)
class Line:
    """A line of an invoice, with its products."""

    invoice: str
    number: str
    products: list[tuple[Row, Stated]] = field(default_factory=list)


def attach_lines(lines: Sequence[Line], items: Sequence[tuple[Offers, Sequence[tuple[str, str]]]], to: Writer) -> None:
    """Give the products of a line to the one item that refers to it, or to its invoice, or that is the only item.

    `items` are with the invoices and lines that they refer to.
    """
    referring: dict[tuple[str, str], list[Offers]] = {}
    for offers, references in items:
        for reference in dict.fromkeys(references):
            referring.setdefault(reference, []).append(offers)
    open_boxes: dict[str, Stated] = {}
    for line in lines:
        its = (
            referring.get((line.invoice, line.number))
            or referring.get((line.invoice, ""))
            or [one[0] for one in items[:2]]
        )
        for row, stated in line.products:
            if len(its) == 1:
                _attach(row, stated, its[0], to)
            elif stated.value:
                open_boxes.setdefault(row.box, stated)
    for box, stated in open_boxes.items():
        fault = (
            f"{quoted(stated.value)} stands at a line of an invoice, and which goods item is of that line is not told"
        )
        for offers, _ in items:
            offers.part.unreadable(box, fault, stated.source)


def _attach(row: Row, stated: Stated, its: Offers, to: Writer) -> None:
    if not stated.value:
        return
    match row.box:
        case "hs":
            its.offer("hs", row.rank, stated._replace(value=commodity(stated.value)))
        case "cus":
            to.add(its.part, "cus", stated._replace(value=cus_number(stated.value)))
        case box:
            to.add(its.part, box, stated)
