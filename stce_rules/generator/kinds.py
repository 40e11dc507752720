"""The kinds of planted cases: what stands on the declaration, and what a control would find.

Each is modelled on published diversion and seizure cases or on published red flags, collected 2026; goods, numbers and
parties are invented. Three kinds are harmless and should not be stopped, their finding is `none`: a weak mixture, a
licensed export, an export to a participant of the Australia Group.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stce_rules.core.declaration import Flow
from stce_rules.generator import strategic
from stce_rules.generator.goods import Goods
from stce_rules.generator.lanes import FIRST_DAY

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of planted case.

    `model` is the published case (`IR-1988-TDG`: destination, year, goods) or the red flag it is modelled on.
    `receivers` are lines of business of the consignee; `via` the stops in between, stated on the route; `third` a
    country that stands in the boxes of notify party and payment only; `heavy` a gross mass far above the net mass.
    """

    name: str
    model: str
    finding: str
    goods: tuple[Goods, ...]
    destinations: tuple[str, ...]
    receivers: tuple[str, ...] = ("trader",)
    via: tuple[tuple[str, ...], ...] = ()
    end_uses: tuple[str, ...] = ()
    flows: tuple[Flow, ...] = ("export",)
    first: date = FIRST_DAY
    licence: Literal["valid", "expired"] | None = None
    claim: bool = False
    third: tuple[str, ...] = ()
    blank: bool = False
    heavy: bool = False
    one_receiver: bool = False


_GULF_STOPS = (("AEJEA",), ("SGSIN", "AEJEA"))
_CHIP_HUBS = ("AE", "TR", "HK", "KG", "AM", "KZ", "GE", "UZ", "RS")
_SINCE_2022 = date(2022, 4, 1)

KINDS: tuple[Kind, ...] = (
    Kind(
        "precursor by CAS",
        "IR-1989-SOCL2, KP-2003-NACN",
        "unlicensed",
        strategic.PRECURSORS,
        ("PK", "VN", "AE", "MY", "LB", "DZ"),
    ),
    Kind(
        "schedule 2 to a State not party",
        "RF36",
        "unlicensed",
        (strategic.THIODIGLYCOL, strategic.DMMP),
        ("EG", "SS", "KP"),
        via=(("EGPSD",), ("AEJEA",)),
    ),
    Kind(
        "precursor with cover use",
        "IR-1988-TDG",
        "false end use",
        (strategic.THIODIGLYCOL_IN_BULK,),
        ("PK", "SG", "AE"),
        via=(("SGSIN", "PKKHI"), ("AEJEA",)),
        end_uses=("inks and textiles", "textile dyeing", "ball pen inks"),
    ),
    Kind("CAS number with a slip", "RF25", "misdeclared", strategic.SLIPS, ("PK", "AE", "VN")),
    Kind(
        "weak mixture",
        "notes to 1C350",
        "none",
        strategic.WEAK_MIXTURES,
        ("PK", "TR", "VN", "AE", "IN"),
        ("chemical", "textile"),
    ),
    Kind("understated concentration", "RF30", "misdeclared", strategic.UNDERSTATED, ("PK", "AE", "EG", "MY")),
    Kind(
        "isopropanol in bulk",
        "SY-2014-ISOPROPANOL",
        "unlicensed",
        (strategic.ISOPROPANOL,),
        ("SY", "LB"),
        via=(("LBBEY",),),
        end_uses=("paint and varnish", "varnish production"),
    ),
    Kind(
        "riot control agent",
        "PK-2024-CS",
        "unlicensed",
        (strategic.RIOT_AGENT,),
        ("PK", "LY", "MM"),
        ("defence",),
        via=(("INMAA",),),
    ),
    Kind(
        "small precursor lots to one consignee",
        "RF32",
        "unlicensed",
        strategic.SMALL_LOTS,
        ("AE",),
        ("free_zone",),
        one_receiver=True,
    ),
    Kind(
        "oxidiser hidden in fertiliser",
        "YE-2022-AP",
        "misdeclared",
        (strategic.FERTILISER,),
        ("YE", "OM"),
        flows=("transit", "transhipment"),
        heavy=True,
    ),
    Kind(
        "maraging steel with its strength",
        "IR-2008-MARAGING",
        "unlicensed",
        (strategic.MARAGING,),
        ("CN", "AE", "PK", "MY"),
        via=(("HKHKG",), ("AEJEA",)),
        end_uses=("playground toy parts", "toy manufacture", "tooling"),
    ),
    Kind(
        "aluminium tubes over 75 mm",
        "KP-2003-VILLEDEVIRGO, IR-2012-AL7075",
        "false end use",
        (strategic.ALUMINIUM_TUBES,),
        ("MY", "AE", "CN", "EG"),
        via=(("EGPSD",), ("AEJEA",)),
        end_uses=("aircraft fuel tanks", "low-pressure steam lines for an oil company"),
    ),
    Kind(
        "carbon fibre as acrylic",
        "IR-2008-CARBONFIBRE",
        "misdeclared",
        (strategic.CARBON_FIBRE,),
        ("AE", "TR"),
        ("free_zone", "trader"),
        via=_GULF_STOPS,
    ),
    Kind(
        "frequency changers over 600 Hz",
        "NSG dual-use list",
        "unlicensed",
        (strategic.CHANGERS,),
        ("AE", "MY", "PK", "CN"),
        via=_GULF_STOPS,
        end_uses=("textile machinery", "spare parts"),
    ),
    Kind(
        "pressure transducers in number",
        "IR-2009-TRANSDUCERS",
        "unlicensed",
        (strategic.TRANSDUCERS,),
        ("CN", "AE", "MY"),
        ("trader", "electronics"),
    ),
    Kind(
        "measuring machine of understated accuracy",
        "LY-2001-CMM",
        "misdeclared",
        (strategic.MEASURING_MACHINE,),
        ("MY", "AE"),
        via=(("SGSIN", "AEJEA"),),
    ),
    Kind(
        "spark gaps for medicine",
        "PK-2003-SPARKGAPS",
        "false end use",
        (strategic.SPARK_GAPS,),
        ("ZA", "PK", "AE"),
        via=(("ZADUR",),),
        end_uses=("medical lithotripters", "lithotripter spare parts"),
    ),
    Kind(
        "bellows valves by a front firm",
        "IR-2010-ARAKVALVES",
        "false end use",
        (strategic.BELLOWS_VALVES,),
        ("TR", "AZ"),
        via=(("TRIST",), ("TRMER", "GE")),
    ),
    Kind(
        "semi-finished centrifuge parts",
        "LY-2003-BBCCHINA",
        "misdeclared",
        (strategic.CENTRIFUGE_PARTS,),
        ("AE",),
        ("free_zone", "trader"),
        via=(("AEJEA",),),
    ),
    Kind(
        "autoclave as dryer",
        "PK-2020-AUTOCLAVE",
        "misdeclared",
        (strategic.AUTOCLAVE,),
        ("PK",),
        ("forwarder",),
        via=(("INMUN",), ("AEJEA",)),
    ),
    Kind(
        "machine tool as commercial lathe",
        "PK-2024-CNC",
        "misdeclared",
        (strategic.COMMERCIAL_LATHE,),
        ("PK",),
        ("forwarder",),
        via=(("INNSA",),),
        end_uses=("automobile parts",),
    ),
    Kind(
        "graphite as lead pipe",
        "SY-2012-GRAPHITE",
        "misdeclared",
        (strategic.LEAD_PIPES,),
        ("SY", "LB"),
        via=(("KRPUS",), ("EGPSD",)),
    ),
    Kind(
        "chips to a transhipment point",
        "RU-2023-ICS",
        "diversion",
        strategic.CHIPS,
        _CHIP_HUBS,
        ("forwarder", "free_zone", "trader"),
        first=_SINCE_2022,
    ),
    Kind(
        "chips, third country behind",
        "RF20",
        "diversion",
        strategic.CHIPS,
        ("TR", "AE", "HK", "KZ"),
        ("electronics", "trader"),
        third=("RU", "BY"),
        first=_SINCE_2022,
    ),
    Kind(
        "chips on a detour",
        "RF11",
        "diversion",
        strategic.CHIPS,
        ("KG", "AM", "KZ", "UZ"),
        via=(("AEJEA", "GEPTI"), ("AEJEA", "IR"), ("TRMER", "GE")),
        first=_SINCE_2022,
    ),
    Kind(
        "vague electronics",
        "RF25",
        "misdeclared",
        (strategic.VAGUE_CHIPS,),
        _CHIP_HUBS,
        first=_SINCE_2022,
    ),
    Kind(
        "machine tools by a forwarder",
        "RF10, RF37",
        "diversion",
        strategic.MACHINES,
        ("KG", "UZ", "AM", "TR", "AE"),
        ("forwarder",),
        first=_SINCE_2022,
    ),
    Kind(
        "expired licence",
        "RF29",
        "unlicensed",
        (strategic.TRANSDUCERS, *strategic.PRECURSORS[2:4]),
        ("CN", "VN", "AE"),
        licence="expired",
    ),
    Kind(
        "not-listed claim on listed goods",
        "RF30",
        "misdeclared",
        (*strategic.PRECURSORS[:4], strategic.CHANGERS),
        ("AE", "VN", "MY"),
        claim=True,
    ),
    Kind(
        "defence body, civil use",
        "RF15",
        "false end use",
        (strategic.TRANSDUCERS, *strategic.PRECURSORS[6:8]),
        ("PK", "EG", "VN"),
        ("defence",),
        end_uses=("automobile parts", "medical equipment", "textile dyeing"),
    ),
    Kind(
        "blank boxes",
        "RF02, RF09",
        "misdeclared",
        (*strategic.PRECURSORS[:4], strategic.CHANGERS, *strategic.CHIPS[:2]),
        ("AE", "TR", "PK"),
        blank=True,
    ),
    Kind(
        "licensed export",
        "ordinary",
        "none",
        (strategic.TRANSDUCERS, *strategic.PRECURSORS[2:4]),
        ("VN", "CN", "BR"),
        ("chemical",),
        licence="valid",
    ),
    Kind(
        "precursor to a regime participant",
        "ordinary",
        "none",
        strategic.PRECURSORS[1:5],
        ("JP", "US", "NO"),
        ("chemical",),
    ),
)
