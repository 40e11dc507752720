"""A declaration in the making.

Enters: what `readers` find in segments. Leaves: a declaration with the source of every value and with what could not be
read, or why the message is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stce_rules.core.declaration import Declaration
from stce_rules.intake.messages.draft import Draft, Part
from stce_rules.intake.refusal import Refused
from stce_rules_edifact.amounts import Currencies, Money, settle_value
from stce_rules_edifact.directory import source, text
from stce_rules_edifact.grammar import Placed, Section
from stce_rules_edifact.lines import Line, attach_lines
from stce_rules_edifact.mapping import Level, Row
from stce_rules_edifact.offers import Offers, Stated, Writer
from stce_rules_edifact.segments import Segment
from stce_rules_edifact.values import day

__all__ = ["BEHIND", "Declaring", "Scope"]

BEHIND = 100
"""Added to the rank of what the head of a cargo report says: a consignment's own word goes before it."""


@dataclass(slots=True)
class Scope:
    """The declaration, or one of its goods items, while it is read."""

    level: Level
    part: Part
    offers: Offers
    document: Part | None = None
    """The document whose group is open."""
    texts: list[tuple[int, Stated]] = field(default_factory=list)
    """What describes the goods, with its rank."""
    money: list[Money] = field(default_factory=list)
    invoices: list[tuple[str, str]] = field(default_factory=list)
    """Invoices and their lines that a goods item is made of."""


class Declaring:
    """One declaration in the making."""

    def __init__(self, place: str, number: int, bill: Stated | None = None) -> None:
        """`place` is where the message stands, `number` which of the stream it is, `bill` one of a cargo report."""
        self.draft = Draft(place)
        self.writer = Writer()
        self.number = number
        self.head = Scope("declaration", self.draft, Offers(self.draft, self.writer))
        self.items: list[Scope] = []
        self.lines: list[Line] = []
        self.invoice = ""
        self.bill = bill
        self.behind = 0

    def scope_of(self, placed: Placed) -> Scope:
        """What a segment is about; a goods item that begins with it is added."""
        if placed.begins:
            part = self.draft.next("items", source(self.number, placed.segment, ""))
            self.items.append(Scope("item", part, Offers(part, self.writer)))
            self.put(part, "number", placed.segment, "1496")
        return self.items[-1] if placed.section is Section.ITEM else self.head

    def finish(self) -> Declaration | Refused:
        """All that was read, as a declaration."""
        if self.bill is not None and not self.draft.has("id"):
            self.writer.put(self.draft, "id", self.bill)
        attach_lines(self.lines, [(one.offers, one.invoices) for one in self.items], self.writer)
        currencies, origins = Currencies(self.head.money), self.head.offers.taken("origin")
        for one in self.items:
            for stated in origins:
                one.offers.offer("origin", BEHIND, stated)
            _describe(one)
            settle_value(one.money, currencies, one.part, self.writer)
            one.offers.settle()
        self.head.offers.settle()
        return self.draft.finished()

    # ---- what a place of a segment holds

    def said(self, segment: Segment, name: str) -> Stated:
        """The text of an element, and where it stands."""
        return Stated(text(segment, name), source(self.number, segment, name))

    def put(self, part: Part, box: str, segment: Segment, name: str) -> None:
        """The text of an element, for a box."""
        self.writer.put(part, box, self.said(segment, name))

    def day(self, segment: Segment) -> Stated:
        """The day that a DTM holds."""
        stated = self.said(segment, "C507.2380")
        return stated._replace(value=day(stated.value, text(segment, "C507.2379"))) if stated.value else stated

    def offer(self, scope: Scope, row: Row, stated: Stated) -> None:
        """A value for the box of a row."""
        scope.offers.offer(row.box.partition("=")[0], row.rank + self.behind, stated)


def _describe(item: Scope) -> None:
    """The description: all texts of the lowest rank, then the others, as one."""
    told = sorted(item.texts, key=lambda one: one[0])
    if told:
        parts: list[str] = []
        for index, (rank, stated) in enumerate(told):
            parts.append(stated.value if not index else f"{' ' if rank == told[index - 1][0] else '; '}{stated.value}")
        item.offers.offer("description", 1, Stated("".join(parts), told[0][1].source))
