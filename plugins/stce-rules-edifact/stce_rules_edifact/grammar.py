"""Where a segment stands in its message: its section, and the groups it is in.

Enters: the segments of a message, in their order. Leaves: for each that has a place there its section and its path,
such as `RFF/DTM` for the date of a reference. Promise: a segment belongs to the innermost open group that may hold its
tag; one that none may hold is passed over and changes nothing.

The groups are those of CUSDEC and CUSCAR from D.96B to D.21A together: the directories add groups, and none is moved.
Within a group the order of segments is not insisted on. Source: UN/EDIFACT directories D.99B and D.16B (EDMD).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from stce_rules_edifact.segments import Segment

__all__ = ["Placed", "Section", "place_cuscar", "place_cusdec"]


class Section(Enum):
    """Parts of a message."""

    HEADER = "header"
    INVOICE = "invoice"
    CONSIGNMENT = "consignment"
    ITEM = "item"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment with its place. `path` is the tags of the groups it is in and its own, within the section."""

    section: Section
    path: str
    segment: Segment
    begins: bool = False
    """Whether a goods item begins here."""


@dataclass(slots=True)
class _Group:
    """A group: the tags that may stand in it, each with the group it begins."""

    held: dict[str, _Group] = field(default_factory=dict)


def _group(written: str) -> _Group:
    """`RFF(DTM)` is a group that RFF begins, and DTM stands in it."""
    stack = [_Group()]
    last = stack[0]
    for word in re.findall(r"\w+|[()]", written):
        if word == "(":
            stack.append(last)
        elif word == ")":
            stack.pop()
        else:
            last = stack[-1].held[word] = _Group()
    return stack[0]


_HEADER = _group(
    "BGM CST LOC DTM GIS GEI FII MEA EQD SEL FTX RFF(DTM PAC(PCI(FTX))) PAC(PCI(FTX)) TDT(TPL) DOC(DTM LOC) "
    "NAD(RFF CTA COM) TOD(LOC FTX) MOA(CUX(DTM)) CUX(DTM) EFI(CED COM RFF DTM QTY)"
)
_INVOICE = _group(
    "DMS(DTM MEA MOA(CUX(DTM)) TOD(LOC FTX) NAD(DOC(DTM LOC)) PAC(PCI(FTX RFF)) PAT(MOA PCD FTX) PYT(MOA PCD FTX) "
    "ALC(RTE MOA PCD QTY CUX(DTM)) EFI(CED COM RFF DTM QTY) LIN(PIA QTY PRI PCD MEA QVR MOA NAD GIR GIS GEI LOC "
    "DOC(DTM) ALC(RTE MOA PCD QTY CUX(DTM)) TOD(LOC) PAT(MOA PCD FTX) PYT(MOA PCD FTX) IMD(FTX) PAC(PCI(FTX RFF))))"
)
_CUSDEC_ITEM = _group(
    "FTX LOC DTM MEA NAD TDT DGS PAC(PCI(FTX RFF)) MOA(CUX(DTM)) RFF(DTM GIN MOA IMD(FTX)) DOC(DTM LOC NAD) "
    "TOD(LOC FTX) GDS(FTX) GIS(PCD DTM RFF) GEI(PCD DTM RFF) TAX(MOA GIS GEI) QVR(QTY RFF(DTM)) "
    "GIR(GIS GEI NAD MEA MOA(CUX(DTM)) TAX(MOA GIS GEI) DOC(DTM LOC))"
)
_SUMMARY = _group("CNT TAX(MOA GIS GEI) AUT(DTM RFF)")
_REPORT = _group(
    "BGM DTM LOC QTY RFF(DTM) NAD(DTM CTA(COM)) FTX TDT(LOC DTM) GIS GEI CNT "
    "EQD(TSR MEA DIM SEL NAD GIS GEI LOC TMP(RNG))"
)
_CONSIGNMENT = _group(
    "CNI RFF CNT MOA LOC GIS GEI CUX CPI TDT(LOC DTM MEA RFF(TSR)) NAD(DTM RFF CTA(COM)) QTY(FTX) AUT(DTM RFF)"
)
_CUSCAR_ITEM = _group(
    "PAC HAN FTX MEA MOA NAD SGP DGS(FTX) PCI CST LOC TMD GIS(DTM DOC PAC MEA) GEI(DTM DOC PAC MEA) QTY(FTX)"
)


class _Place:
    """Where in a section we are: the groups that are open, the section itself the first of them."""

    def __init__(self, section: Section, group: _Group) -> None:
        self.section = section
        self._open: list[tuple[str, _Group]] = [("", group)]

    def of(self, segment: Segment) -> Placed | None:
        """The place of a segment; None when the section has none for it."""
        for depth in range(len(self._open) - 1, -1, -1):
            begun = self._open[depth][1].held.get(segment.tag)
            if begun is not None:
                del self._open[depth + 1 :]
                self._open.append((segment.tag, begun))
                return Placed(self.section, "/".join(tag for tag, _ in self._open[1:]), segment)
        return None


def place_cusdec(segments: Sequence[Segment]) -> Iterator[Placed]:
    """A customs declaration: header, invoices, goods items, summary.

    A CST begins a goods item in the detail section, and before it when it has a number.
    """
    place = _Place(Section.HEADER, _HEADER)
    in_detail = False
    for segment in segments:
        if segment.tag == "UNS":
            in_detail = segment.component(0) != "S"
            place = _Place(Section.INVOICE, _INVOICE) if in_detail else _Place(Section.SUMMARY, _SUMMARY)
        elif segment.tag == "CST" and (in_detail or segment.component(0)):
            place = _Place(Section.ITEM, _CUSDEC_ITEM)
            yield Placed(Section.ITEM, "CST", segment, begins=True)
        else:
            if segment.tag == "DMS":
                place = _Place(Section.INVOICE, _INVOICE)
            if (placed := place.of(segment)) is not None:
                yield placed


def place_cuscar(segments: Sequence[Segment]) -> Iterator[Placed]:
    """A cargo report: header, then consignments (CNI), each with its bills (RFF) and their goods items (GID)."""
    place = _Place(Section.HEADER, _REPORT)
    for segment in segments:
        match segment.tag:
            case "CNI":
                place = _Place(Section.CONSIGNMENT, _CONSIGNMENT)
            case "GID" if place.section is not Section.HEADER:
                place = _Place(Section.ITEM, _CUSCAR_ITEM)
                yield Placed(Section.ITEM, "GID", segment, begins=True)
                continue
            case "RFF" if place.section is Section.ITEM:
                place = _Place(Section.CONSIGNMENT, _CONSIGNMENT)
            case _:
                pass
        if (placed := place.of(segment)) is not None:
            yield placed
