"""Which element of a declaration fills which box. The README shows the same table."""

from __future__ import annotations

from stce_rules.intake.messages.mapping import Box, Parts, Row, actor, each, joined, money, quantity, read_as
from stce_rules.intake.messages.values import cus_number, day, mass, number, un_number
from stce_rules_wco_dm import fills

_ADDRESS = joined("Address/Line", "Address/CityName", "Address/PostcodeID")

_PARTY: tuple[Row, ...] = (
    Box("id", "ID"),
    Box("name", "Name"),
    Box("address", ".", _ADDRESS),
    Box("country", "Address/CountryCode"),
)

_DOCUMENT: tuple[Row, ...] = (
    Box("type", ".", fills.document_type),
    Box("claim", ".", fills.document_claim),
    Box("reference", "ID"),
    Box("expires", "ExpirationDateTime/DateTimeString | ExpirationDateTime", read_as(day)),
)

_ACTOR = actor("RoleCode", "ID")

_ITEM: tuple[Row, ...] = (
    Box("number", "SequenceNumeric", read_as(number)),
    Box("hs", "Commodity", fills.commodity_code),
    Box("description", "Commodity/Description"),
    Box("cas", "Commodity", fills.classified("SSI")),
    Box("cus", "Commodity", fills.classified("CV", cus_number)),
    Box("un_number", "Commodity/DangerousGoods/UNDGID", read_as(un_number, many=True)),
    Box("origin", ".", fills.origin),
    Box("destination", "Destination/CountryCode"),
    Box("dispatch_country", "ExportCountry/ID"),
    Box("net_mass_kg", "Commodity/GoodsMeasure/NetNetWeightMeasure", read_as(mass)),
    Box("gross_mass_kg", "Commodity/GoodsMeasure/GrossMassMeasure", read_as(mass)),
    Box("quantity", "Commodity/GoodsMeasure/TariffQuantity", quantity),
    Box("value", "Commodity/InvoiceLine/ItemChargeAmount | StatisticalValueAmount", money),
    Box("procedure", ".", fills.procedure),
    Parts("parties", "Exporter", _PARTY, role="exporter"),
    Parts("parties", "Consignor", _PARTY, role="consignor"),
    Parts("parties", "Consignee", _PARTY, role="consignee"),
    Parts("parties", "Importer", _PARTY, role="importer"),
    Parts("parties", "Buyer", _PARTY, role="buyer"),
    Parts("parties", "Seller", _PARTY, role="seller"),
    Parts("parties", "Manufacturer", _PARTY, role="manufacturer"),
    Box("parties", "AEOMutualRecognitionParty", _ACTOR),
    Parts("documents", "AdditionalDocument", _DOCUMENT),
    Parts("documents", "../AdditionalDocument", _DOCUMENT, beside="AdditionalDocument"),
    Parts("documents", "../../AdditionalDocument", _DOCUMENT, beside="AdditionalDocument"),
    Box("extra.document_status", "AdditionalDocument", fills.document_status),
    Box("extra.additional_codes", "Commodity", fills.classified("TRA", "GN")),
    Box("extra.additional_procedures", ".", fills.additional_procedures),
    Box("extra.tariff_quantity", "Commodity/GoodsMeasure/TariffQuantity"),
    Box("extra.statements", "AdditionalInformation", fills.statement),
)

_SHIPMENT = "GoodsShipment"

ROWS: tuple[Row, ...] = (
    Box("id", "ID | FunctionalReferenceID"),
    Box("version", "VersionID", read_as(number)),
    Box("action", ".", fills.action),
    Box("flow", "TypeCode", fills.flow),
    Box("date", "AcceptanceDateTime/DateTimeString | AcceptanceDateTime", read_as(day)),
    Box("office", "DeclarationOfficeID | DeclarationOffice/ID"),
    Box("exit_office", "ExitOffice/ID"),
    Box(
        "transport_mode",
        "BorderTransportMeans/ModeCode | GoodsShipment/Consignment/BorderTransportMeans/ModeCode",
    ),
    Box("dispatch_country", f"{_SHIPMENT}/ExportCountry/ID"),
    Box("destination", f"{_SHIPMENT}/Destination/CountryCode"),
    Parts("route", "Consignment/Itinerary", (Box("country", "RoutingCountryCode"),), order="SequenceNumeric"),
    Box("port_of_loading", f"{_SHIPMENT}/Consignment/LoadingLocation/ID | Consignment/LoadingLocation/ID"),
    Box("port_of_discharge", f"{_SHIPMENT}/Consignment/UnloadingLocation/ID | Consignment/UnloadingLocation/ID"),
    Box("containers", f"{_SHIPMENT}/Consignment/TransportEquipment/ID | Consignment/TransportEquipment/ID", each),
    Parts("parties", "Exporter", _PARTY, role="exporter"),
    Parts("parties", "Declarant", _PARTY, role="declarant"),
    Parts("parties", "Agent", _PARTY, role="agent"),
    Parts("parties", "Consignment/Carrier", _PARTY, role="carrier"),
    Parts("parties", "Consignment/Consignor", _PARTY, role="consignor"),
    Parts("parties", "Consignment/NotifyParty", _PARTY, role="notify_party"),
    Parts("parties", f"{_SHIPMENT}/Consignor", _PARTY, role="consignor"),
    Parts("parties", f"{_SHIPMENT}/Consignee", _PARTY, role="consignee"),
    Parts("parties", f"{_SHIPMENT}/Importer", _PARTY, role="importer"),
    Parts("parties", f"{_SHIPMENT}/Buyer", _PARTY, role="buyer"),
    Parts("parties", f"{_SHIPMENT}/Seller", _PARTY, role="seller"),
    Parts("parties", f"{_SHIPMENT}/NotifyParty", _PARTY, role="notify_party"),
    Box("parties", f"{_SHIPMENT}/AEOMutualRecognitionParty", _ACTOR),
    Parts("documents", "AdditionalDocument", _DOCUMENT),
    Parts("documents", f"{_SHIPMENT}/AdditionalDocument", _DOCUMENT),
    Parts("items", f"{_SHIPMENT}/GovernmentAgencyGoodsItem", _ITEM),
    Box("extra.lrn", "FunctionalReferenceID"),
    Box("extra.mrn", "ID"),
    Box("extra.ucr", f"{_SHIPMENT}/UCR/TraderAssignedReferenceID"),
    Box("extra.statements", "AdditionalInformation", fills.statement),
)
