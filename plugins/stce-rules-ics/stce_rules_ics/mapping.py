"""Which element of an entry summary declaration fills which box. The README shows the same table.

Each element has the short name of its group in its own name, so that a consignee of the goods item has other names
than one of the header.
"""

from __future__ import annotations

from stce_rules.intake.messages.mapping import Box, Parts, Row, document, each, joined, read_as
from stce_rules.intake.messages.values import day, mass, number, un_number
from stce_rules_ics import fills


def _party(name: str, street: str, postcode: str, city: str, country: str, identity: str) -> tuple[Row, ...]:
    return (
        Box("id", identity),
        Box("name", name),
        Box("address", ".", joined(street, postcode, city)),
        Box("country", country),
    )


_CONSIGNOR = _party("NamCO17", "StrAndNumCO122", "PosCodCO123", "CitCO124", "CouCO125", "TINCO159")
_CONSIGNEE = _party("NamCE17", "StrAndNumCE122", "PosCodCE123", "CitCE124", "CouCE125", "TINCE159")
_NOTIFIED = _party(
    "NamNOTPAR672", "StrNumNOTPAR673", "PosCodNOTPAR676", "CitNOTPAR674", "CouCodNOTPAR675", "TINNOTPAR671"
)
_LODGING = _party("NamPLD1", "StrAndNumPLD1", "PosCodPLD1", "CitPLD1", "CouCodPLD1", "TINPLD1")
_REPRESENTING = _party("NamTRE1", "StrAndNumTRE1", "PosCodTRE1", "CitTRE1", "CouCodTRE1", "TINTRE1")
_CARRYING = _party(
    "NamTRACARENT604",
    "StrNumTRACARENT607",
    "PstCodTRACARENT606",
    "CtyTRACARENT603",
    "CouCodTRACARENT605",
    "TINTRACARENT602",
)
_ITEM_CONSIGNOR = _party("NamCO27", "StrAndNumCO222", "PosCodCO223", "CitCO224", "CouCO225", "TINCO259")
_ITEM_CONSIGNEE = _party("NamCE27", "StrAndNumCE222", "PosCodCE223", "CitCE224", "CouCE225", "TINCE259")
_ITEM_NOTIFIED = _party(
    "NamPRTNOT642", "StrNumPRTNOT646", "PstCodPRTNOT644", "CtyPRTNOT643", "CouCodGINOT647", "TINPRTNOT641"
)

_ITEM: tuple[Row, ...] = (
    Box("number", "IteNumGDS7", read_as(number)),
    Box("hs", "COMCODGODITM/ComNomCMD1"),
    Box("description", "GooDesGDS23"),
    Box("un_number", "UNDanGooCodGDI1", read_as(un_number, many=True)),
    Box("gross_mass_kg", "GroMasGDS46", read_as(mass)),
    Parts("parties", "TRACONCO2", _ITEM_CONSIGNOR, role="consignor"),
    Parts("parties", "TRACONCE2", _ITEM_CONSIGNEE, role="consignee"),
    Parts("parties", "PRTNOT640", _ITEM_NOTIFIED, role="notify_party"),
    Parts("documents", "PRODOCDC2", document("DocTypDC21", "DocRefDC23")),
    Box("extra.statements", "SPEMENMT2/AddInfCodMT23", each),
    Box("extra.commercial_reference", "ComRefNumGIM1"),
)

ROWS: tuple[Row, ...] = (
    Box("id", "HEAHEA/DocNumHEA5 | HEAHEA/RefNumHEA4"),
    Box("version", "HEAHEA/DatTimAmeHEA113", fills.version),
    Box("action", ".", fills.action),
    Box("flow", ".", fills.inbound),
    Box("date", "HEAHEA/DecDatTimHEA114", read_as(day)),
    Box("office", "CUSOFFLON/RefNumCOL1 | CUSOFFFENT730/RefNumCUSOFFFENT731"),
    Box("transport_mode", "HEAHEA/TraModAtBorHEA76"),
    Parts("route", "ITI", (Box("country", "CouOfRouCodITI1"),)),
    Box("port_of_loading", "HEAHEA/PlaLoaGOOITE334 | GOOITEGDS/PlaLoaGOOITE333"),
    Box("port_of_discharge", "HEAHEA/PlaUnlGOOITE334 | HEAHEA/CodPlUnHEA357 | GOOITEGDS/PlaUnlGOOITE333"),
    Box("containers", "GOOITEGDS/CONNR2/ConNumNR21", each),
    Parts("parties", "TRACONCO1", _CONSIGNOR, role="consignor"),
    Parts("parties", "TRACONCE1", _CONSIGNEE, role="consignee"),
    Parts("parties", "NOTPAR670", _NOTIFIED, role="notify_party"),
    Parts("parties", "PERLODSUMDEC", _LODGING, role="declarant"),
    Parts("parties", "TRAREP", _REPRESENTING, role="agent"),
    Parts("parties", "TRACARENT601", _CARRYING, role="carrier"),
    Parts("items", "GOOITEGDS", _ITEM),
    Box("extra.lrn", "HEAHEA/RefNumHEA4"),
    Box("extra.mrn", "HEAHEA/DocNumHEA5"),
    Box("extra.entry_office", "CUSOFFFENT730/RefNumCUSOFFFENT731"),
    Box("extra.expected_arrival", "CUSOFFFENT730/ExpDatOfArrFIRENT733", read_as(day)),
    Box("extra.commercial_reference", "HEAHEA/ComRefNumHEA"),
    Box("extra.conveyance_reference", "HEAHEA/ConRefNumHEA"),
)
