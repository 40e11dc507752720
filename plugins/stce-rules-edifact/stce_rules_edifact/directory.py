"""Names of the elements of segments, as the directories have them.

Enters: a segment. Leaves: texts by name, such as `C517.3225`, and where each stands. The layouts are those of D.96B to
D.21A as far as they agree in place; a name is the number of the data element, behind that of its composite.

Source: UN/EDIFACT directories D.96B, D.99B, D.03A and D.16B (UNTDID, EDSD and EDCD).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from stce_rules_edifact.segments import Segment

__all__ = ["LAYOUTS", "composites", "source", "text", "texts"]

LAYOUTS: Mapping[str, str] = {
    "BGM": "C002(1001 1131 3055 1000) C106(1004 1056 1060) 1225 4343",
    "CNI": "1490 C503(1004 1373 1366 3453) 1312",
    "CNT": "C270(6069 6066 6411)",
    "CST": "1496 C246(7361 1131 3055)*5",
    "CUX": "C504(6347 6345 6343 6348) C504(6347 6345 6343 6348) 5402",
    "DGS": "8273 C205(8351 8078 8092) C234(7124 7088)",
    "DMS": "C106(1004 1056 1060) C002(1001 1131 3055 1000)",
    "DOC": "C002(1001 1131 3055 1000) C503(1004 1373 1366 3453) 3153 1220 1218",
    "DTM": "C507(2005 2380 2379)",
    "EQD": "8053 C237(8260 1131 3055 3207) C224(8155 1131 3055 8154) 8077 8249 8169",
    "FTX": "4451 4453 C107(4441 1131 3055) C108(4440 4440 4440 4440 4440) 3453",
    "GID": "1496 C213(7224 7065 1131 3055 7064)",
    "LIN": "1082 1229 C212(7140 7143 1131 3055)",
    "LOC": "3227 C517(3225 1131 3055 3224) C519(3223 1131 3055 3222) C553(3233 1131 3055 3232)",
    "MEA": "6311 C502(6313 6321 6155 6154) C174(6411 6314 6162 6152 6432) 7383",
    "MOA": "C516(5025 5004 6345 6343 4405)",
    "NAD": (
        "3035 C082(3039 1131 3055) C058(3124 3124 3124 3124 3124) C080(3036 3036 3036 3036 3036 3045) "
        "C059(3042 3042 3042 3042) 3164 C819(3229 1131 3055 3228) 3251 3207"
    ),
    "PIA": "4347 C212(7140 7143 1131 3055)*5",
    "QTY": "C186(6063 6060 6411)",
    "RFF": "C506(1153 1154 1156 4000 1060)",
    "SGP": "C237(8260 1131 3055 3207) 7224",
    "TDT": (
        "8051 8028 C220(8067 8066) C228(8179 8178) C040(3127 1131 3055 3128) 8101 C401(8457 8459 7130) "
        "C222(8213 1131 3055 8212 8453)"
    ),
}
"""The segments that are read. `*5` is a composite that may stand in so many places."""

_PART = re.compile(r"(\w+)(?:\(([\w ]+)\))?(?:\*(\d+))?")


class _Composite(NamedTuple):
    """A composite, or an element without components, at a place."""

    name: str
    element: int
    components: tuple[str, ...]


def _places(layout: str) -> tuple[_Composite, ...]:
    found: list[_Composite] = []
    for name, components, times in _PART.findall(layout):
        for _ in range(int(times or 1)):
            found.append(_Composite(name, len(found), tuple(components.split()) or (name,)))
    return tuple(found)


_LAYOUTS: Mapping[str, tuple[_Composite, ...]] = {tag: _places(layout) for tag, layout in LAYOUTS.items()}
_FIRST: Mapping[tuple[str, str], tuple[int, int]] = {
    (tag, element if composite.name == element else f"{composite.name}.{element}"): (composite.element, place)
    for tag, composites_ in _LAYOUTS.items()
    for composite in reversed(composites_)
    for place, element in reversed(tuple(enumerate(composite.components)))
}


def text(segment: Segment, name: str) -> str:
    """The text of an element, such as `C517.3225`, without blanks around it; empty where there is none.

    Raises KeyError for a name that the segment does not have.
    """
    return segment.component(*_FIRST[segment.tag, name]).strip()


def texts(segment: Segment, name: str) -> list[str]:
    """All texts of an element that stands several times in its composite, such as `C108.4440`, blank ones left out."""
    first, last = name.split(".")
    return [
        said
        for composite in _LAYOUTS[segment.tag]
        if composite.name == first
        for place, component in enumerate(composite.components)
        if component == last and (said := segment.component(composite.element, place).strip())
    ]


def composites(segment: Segment, name: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each composite of a name with its texts: `C246`, the next `C246[2]`, and so on, repetitions among them."""
    number = 0
    for composite in _LAYOUTS[segment.tag]:
        if composite.name != name or composite.element >= len(segment.elements):
            continue
        for repetition in range(len(segment.elements[composite.element])):
            number += 1
            found = {
                component: segment.component(composite.element, place, repetition).strip()
                for place, component in enumerate(composite.components)
            }
            if any(found.values()):
                yield name if number == 1 else f"{name}[{number}]", found


def source(message: int, segment: Segment, name: str) -> str:
    """Where a value stands: `message 2, segment 14 CST, C246.7361`."""
    whole = f"message {message}, segment {segment.number} {segment.tag}"
    return f"{whole}, {name}" if name else whole
