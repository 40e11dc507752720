"""Which element of a declaration fills which box. The README shows the same table.

The names are those of the EU customs data model.
"""

from __future__ import annotations

from stce_rules.intake.messages.mapping import Box, Parts, Row, actor, document, each, joined, read_as
from stce_rules.intake.messages.values import cus_number, day, mass, number, un_number
from stce_rules_ncts import fills

_PARTY: tuple[Row, ...] = (
    Box("id", "identificationNumber"),
    Box("name", "name"),
    Box("address", ".", joined("Address/streetAndNumber", "Address/postcode", "Address/city")),
    Box("country", "Address/country"),
)

_ACTOR = actor("role", "identificationNumber")

_KINDS = ("SupportingDocument", "TransportDocument", "AdditionalReference")
_DOCUMENT = document("type", "referenceNumber")
_OWN = " | ".join(f"{level}{kind}" for level in ("", "../") for kind in _KINDS)

_ITEM: tuple[Row, ...] = (
    Box("number", "declarationGoodsItemNumber | goodsItemNumber", read_as(number)),
    Box("hs", "Commodity/CommodityCode", fills.commodity_code),
    Box("description", "Commodity/descriptionOfGoods"),
    Box("cus", "Commodity/cusCode", read_as(cus_number, many=True)),
    Box("un_number", "Commodity/DangerousGoods/UNNumber", read_as(un_number, many=True)),
    Box("destination", "countryOfDestination | ../countryOfDestination"),
    Box("dispatch_country", "countryOfDispatch | ../countryOfDispatch"),
    Box("net_mass_kg", "Commodity/GoodsMeasure/netMass", read_as(mass)),
    Box("gross_mass_kg", "Commodity/GoodsMeasure/grossMass", read_as(mass)),
    Parts("parties", "Consignor | ../Consignor", _PARTY, role="consignor"),
    Parts("parties", "Consignee | ../Consignee", _PARTY, role="consignee"),
    Box("parties", "AdditionalSupplyChainActor | ../AdditionalSupplyChainActor", _ACTOR),
    *(Parts("documents", kind, _DOCUMENT) for kind in _KINDS),
    *(Parts("documents", f"../{kind}", _DOCUMENT) for kind in _KINDS),
    *(Parts("documents", f"../../{kind}", _DOCUMENT, beside=_OWN) for kind in _KINDS),
    Box("extra.declaration_type", "declarationType"),
    Box("extra.tariff_quantity", "Commodity/GoodsMeasure/supplementaryUnits", read_as(number)),
    Box("extra.statements", "AdditionalInformation", fills.statement),
)

ROWS: tuple[Row, ...] = (
    Box("id", "TransitOperation/MRN | TransitOperation/LRN"),
    Box("version", ".", fills.version),
    Box("action", ".", fills.action),
    Box("flow", ".", fills.transit),
    Box("date", "preparationDateAndTime", read_as(day)),
    Box("office", "CustomsOfficeOfDeparture/referenceNumber"),
    Box("exit_office", "CustomsOfficeOfExitForTransitDeclared/referenceNumber", fills.only_first),
    Box("transport_mode", "Consignment/modeOfTransportAtTheBorder"),
    Box("dispatch_country", "Consignment/countryOfDispatch"),
    Box("destination", "Consignment/countryOfDestination"),
    Parts("route", "Consignment/CountryOfRoutingOfConsignment", (Box("country", "country"),), order="sequenceNumber"),
    Box("port_of_loading", "Consignment/PlaceOfLoading/UNLocode | Consignment/PlaceOfLoading/UNlocode"),
    Box("port_of_discharge", "Consignment/PlaceOfUnloading/UNLocode | Consignment/PlaceOfUnloading/UNlocode"),
    Box("containers", "Consignment/TransportEquipment/containerIdentificationNumber", each),
    Parts("parties", "HolderOfTheTransitProcedure", _PARTY, role="declarant"),
    Parts("parties", "Representative", _PARTY, role="agent"),
    Parts("parties", "Consignment/Carrier", _PARTY, role="carrier"),
    Parts("parties", "Consignment/Consignor", _PARTY, role="consignor"),
    Parts("parties", "Consignment/Consignee", _PARTY, role="consignee"),
    Box("parties", "Consignment/AdditionalSupplyChainActor", _ACTOR),
    *(Parts("documents", f"Consignment/{kind}", _DOCUMENT) for kind in _KINDS),
    Parts("items", "Consignment/HouseConsignment/ConsignmentItem", _ITEM),
    Box("extra.lrn", "TransitOperation/LRN"),
    Box("extra.mrn", "TransitOperation/MRN"),
    Box("extra.declaration_type", "TransitOperation/declarationType"),
    Box("extra.destination_office", "CustomsOfficeOfDestinationDeclared/referenceNumber"),
    Box("extra.transit_offices", "CustomsOfficeOfTransitDeclared/referenceNumber", each),
    Box("extra.exit_offices", "CustomsOfficeOfExitForTransitDeclared/referenceNumber", each),
    Box("extra.statements", "Consignment/AdditionalInformation", fills.statement),
    Box("extra.reason", "Invalidation/justification"),
)
