"""The field catalogue: every box a rule may speak of, as data.

Grammar, checker, JSON schema, completion and documentation are generated from it; plugins add to it. WCO data element
numbers are those of the WCO Data Model; an empty `wco` says that the model has no such element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum


class FieldType(Enum):
    """What kind of value a box holds, in an officer's word."""

    HS = "HS code"
    CAS = "CAS number"
    COUNTRY = "country"
    PLACE = "place"
    ROUTE = "route"
    TEXT = "text"
    CODE = "code"
    MASS = "mass"
    QUANTITY = "quantity"
    MONEY = "money"
    PERCENT = "percentage"
    DATE = "date"
    NUMBER = "number"
    PARTY = "party"
    FLOW = "flow"
    BOOLEAN = "yes or no"


class Level(Enum):
    """Where a box stands. An `ITEM_OR_HEADER` box of an item falls back to the header's."""

    ITEM = "goods item"
    ITEM_OR_HEADER = "goods item, else header"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Field:
    """One box.

    `words` is how a rule names it; `many` says that it can hold several values ("some member does"); `closed` says that
    a blank box means none, not unknown. `path` is where the canonical declaration keeps it (JSON, items as `items[]`).
    """

    words: str
    type: FieldType
    level: Level
    path: str
    help: str
    wco: str = ""
    many: bool = False
    closed: bool = False


PARTY_ROLES: Mapping[str, str] = {
    "exporter": "Exporter",
    "consignor": "Consignor",
    "consignee": "Consignee",
    "importer": "Importer",
    "buyer": "Buyer",
    "seller": "Seller",
    "notify party": "NotifyParty",
    "declarant": "Declarant",
    "agent": "Agent",
    "carrier": "Carrier",
    "freight forwarder": "FreightForwarder",
    "manufacturer": "Manufacturer",
    "end user": "",
}
"""Role as rules name it, and the WCO class; the model has no class for an end user."""

_ITEM, _EITHER, _HEADER = Level.ITEM, Level.ITEM_OR_HEADER, Level.HEADER
_T = FieldType

_OWN = (
    Field("hs", _T.HS, _ITEM, "items[].hs", "commodity code, 4 to 12 digits", "Commodity/Classification/ID"),
    Field("cas", _T.CAS, _ITEM, "items[].cas", "CAS numbers, declared or found in the description",
          "Commodity/Classification/ID (type SSI)", many=True),
    Field("declared cas", _T.CAS, _ITEM, "items[].cas", "CAS numbers declared in their own box",
          "Commodity/Classification/ID (type SSI)", many=True),
    Field("cus", _T.CODE, _ITEM, "items[].cus", "CUS numbers (European customs inventory of chemicals)",
          "Commodity/Classification/ID (type CV)", many=True),
    Field("un number", _T.CODE, _ITEM, "items[].un_number", "UN dangerous goods numbers",
          "Commodity/DangerousGoods/UNDGID", many=True),
    Field("control entry", _T.CODE, _ITEM, "items[].control_entry", "control list entries declared, such as 1C350",
          many=True),
    Field("description", _T.TEXT, _ITEM, "items[].description", "goods description as declared",
          "Commodity/Description"),
    Field("origin", _T.COUNTRY, _ITEM, "items[].origin", "country of origin", "Origin/CountryCode"),
    Field("destination", _T.COUNTRY, _EITHER, "items[].destination", "country of destination",
          "GoodsShipment/Destination/CountryCode"),
    Field("dispatch country", _T.COUNTRY, _EITHER, "items[].dispatch_country", "country of dispatch or export",
          "GoodsShipment/ExportCountry/ID"),
    Field("net mass", _T.MASS, _ITEM, "items[].net_mass_kg", "net mass", "GoodsMeasure/NetNetWeightMeasure"),
    Field("gross mass", _T.MASS, _ITEM, "items[].gross_mass_kg", "gross mass", "GoodsMeasure/GrossMassMeasure"),
    Field("quantity", _T.QUANTITY, _ITEM, "items[].quantity", "quantity in supplementary units",
          "GoodsMeasure/TariffQuantity"),
    Field("item value", _T.MONEY, _ITEM, "items[].value", "value of the item as declared",
          "InvoiceLine/ItemChargeAmount"),
    Field("unit value", _T.MONEY, _ITEM, "items[].value", "item value for each kilogram of net mass"),
    Field("concentration", _T.PERCENT, _ITEM, "items[].concentration_percent", "percent by weight"),
    Field("end use", _T.TEXT, _ITEM, "items[].end_use", "end use as declared",
          "AdditionalInformation/StatementDescription"),
    Field("procedure", _T.CODE, _EITHER, "items[].procedure", "customs procedure, requested and previous",
          "GovernmentProcedure/CurrentCode"),
    Field("document", _T.CODE, _EITHER, "items[].documents[].type", "type codes of all documents presented",
          "AdditionalDocument/TypeCode", many=True, closed=True),
    Field("licence", _T.CODE, _EITHER, "items[].documents[].type", "documents presented as a licence",
          "AdditionalDocument/TypeCode", many=True, closed=True),
    Field("exemption claim", _T.CODE, _EITHER, "items[].documents[].type",
          "codes by which the declarant claims an exemption; a claim is never a fact", "AdditionalDocument/TypeCode",
          many=True, closed=True),
    Field("flow", _T.FLOW, _HEADER, "flow", "import, export, transit, transhipment or re-export",
          "Declaration/TypeCode"),
    Field("date", _T.DATE, _HEADER, "date", "acceptance date", "Declaration/AcceptanceDateTime"),
    Field("office", _T.CODE, _HEADER, "office", "customs office of the declaration",
          "Declaration/DeclarationOfficeID"),
    Field("exit office", _T.CODE, _HEADER, "exit_office", "customs office of exit", "Declaration/ExitOffice/ID"),
    Field("transport mode", _T.CODE, _HEADER, "transport_mode", "mode of transport at the border",
          "BorderTransportMeans/ModeCode"),
    Field("route", _T.ROUTE, _HEADER, "route", "countries and places in the order travelled",
          "Consignment/Itinerary/RoutingCountryCode", many=True),
    Field("transit country", _T.COUNTRY, _EITHER, "route[].country",
          "countries on the route other than those of dispatch and destination",
          "Consignment/Itinerary/RoutingCountryCode", many=True),
    Field("route detour", _T.PERCENT, _HEADER, "route", "how much longer the route is than the direct way, in percent"),
    Field("port of loading", _T.PLACE, _HEADER, "port_of_loading", "UN/LOCODE where goods are loaded",
          "LoadingLocation/ID"),
    Field("port of discharge", _T.PLACE, _HEADER, "port_of_discharge", "UN/LOCODE where goods are unloaded",
          "UnloadingLocation/ID"),
    Field("payment country", _T.COUNTRY, _HEADER, "payment_country", "country the payment comes from"),
    Field("container", _T.CODE, _HEADER, "containers", "container numbers", "TransportEquipment/ID", many=True),
)  # fmt: skip


def _party_fields() -> Iterator[Field]:
    for role, wco in PARTY_ROLES.items():
        path = "parties[role=" + role.replace(" ", "_") + "]"
        yield Field(role, _T.PARTY, _EITHER, path, f"{role} as declared, by identifier", wco and f"{wco}/ID")
        yield Field(f"{role} country", _T.COUNTRY, _EITHER, f"{path}.country", f"country of the {role}",
                    wco and f"{wco}/Address/CountryCode")  # fmt: skip
        yield Field(f"{role} name", _T.TEXT, _EITHER, f"{path}.name", f"name of the {role}", wco and f"{wco}/Name")
        yield Field(f"{role} address", _T.TEXT, _EITHER, f"{path}.address", f"address of the {role}",
                    wco and f"{wco}/Address/Line")  # fmt: skip


class Catalogue(Mapping[str, Field]):
    """Fields by their words, in the order of the language reference."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields = {one.words: one for one in fields}

    def __getitem__(self, words: str) -> Field:
        return self._fields[words]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def extended(self, more: Iterable[Field]) -> Catalogue:
        """This catalogue with the fields of plugins; a name already taken raises ValueError."""
        added = tuple(more)
        for one in added:
            if one.words in self._fields:
                raise ValueError(f"field '{one.words}' is already in the catalogue")
        return Catalogue((*self._fields.values(), *added))


CATALOGUE = Catalogue((*_OWN, *_party_fields()))
"""The fields every installation has."""
