"""Which element of a declaration fills which box. The README shows the same table."""

from __future__ import annotations

from stce_rules.intake.messages.mapping import Box, Parts, Row, document, each, read_as
from stce_rules.intake.messages.values import day, mass, number
from stce_rules_asycuda import fills


def _party(code: str, name: str) -> tuple[Row, ...]:
    return (Box("id", code), Box("name", name, fills.first_line), Box("address", name, fills.further_lines))


_LICENCE: tuple[Row, ...] = (
    Box("type", ".", fills.as_named),
    Box("claim", ".", fills.licence),
    Box("reference", "."),
)

_ITEM: tuple[Row, ...] = (
    Box("number", ".", fills.position),
    Box("hs", "Tarification/HScode", fills.commodity_code),
    Box("description", "Goods_description/Commercial_Description | Goods_description/Description_of_goods"),
    Box("origin", "Goods_description/Country_of_origin_code"),
    Box("net_mass_kg", "Valuation_item/Weight_itm/Net_weight_itm", read_as(mass)),
    Box("gross_mass_kg", "Valuation_item/Weight_itm/Gross_weight_itm", read_as(mass)),
    Box("quantity", "Tarification", fills.supplementary),
    Box("value", "Valuation_item/Item_Invoice/Amount_foreign_currency", fills.invoiced),
    Box("procedure", "Tarification/Extended_customs_procedure"),
    Parts("documents", "Attached_documents", document("Attached_document_code", "Attached_document_reference")),
    Parts("documents", "Licence_number", _LICENCE),
    Box("extra.additional_procedures", "Tarification/National_customs_procedure", each),
    Box("extra.tariff_text", "Goods_description/Description_of_goods"),
    Box("extra.free_text", "Free_text_1", each),
    Box("extra.free_text", "Free_text_2", each),
    Box("extra.licence_quantity", "Quantity_deducted_from_licence", read_as(number)),
    Box("extra.transport_document", "Previous_doc/Summary_declaration"),
)

_COUNTRY = "General_information/Country"

ROWS: tuple[Row, ...] = (
    Box("id", ".", fills.identity),
    Box("flow", "Property/Sad_flow", fills.flow),
    Box("date", "Identification/Registration/Date | Property/Date_of_declaration", read_as(day)),
    Box("office", "Identification/Office_segment/Customs_clearance_office_code"),
    Box("exit_office", ".", fills.exit_office),
    Box("transport_mode", "Transport/Means_of_transport/Border_information/Mode"),
    Box("dispatch_country", f"{_COUNTRY}/Export/Export_country_code"),
    Box("destination", f"{_COUNTRY}/Destination/Destination_country_code"),
    Box("port_of_loading", "Transport/Place_of_loading/Code"),
    Box("containers", "Container/Container_identity", each),
    Parts("parties", "Traders/Exporter", _party("Exporter_code", "Exporter_name"), role="exporter"),
    Parts("parties", "Traders/Consignee", _party("Consignee_code", "Consignee_name"), role="consignee"),
    Parts("parties", "Declarant", _party("Declarant_code", "Declarant_name"), role="declarant"),
    Parts("items", "Item", _ITEM),
    Box("extra.reference", "Declarant/Reference/Number"),
    Box("extra.type", "Identification/Type", fills.model),
    Box("extra.trading_country", f"{_COUNTRY}/Trading_country"),
    Box("extra.first_destination", f"{_COUNTRY}/Country_first_destination"),
    Box("extra.border_office", "Transport/Border_office/Code"),
    Box("extra.manifest", "Identification/Manifest_reference_number"),
    Box("extra.comments", "General_information/Comments_free_text"),
)
