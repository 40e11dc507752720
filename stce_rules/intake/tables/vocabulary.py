"""Words by which columns of customs tables are called, for the boxes of a declaration.

English, French, Spanish, Portuguese, and Russian as it is spelled in Latin letters; written here,
in lower case without
accents. A phrase stands in the name of a column as whole words, in this order.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BOXES", "FINDINGS", "PARTIES", "PARTY_PARTS"]

BOXES: Mapping[str, tuple[str, ...]] = {
    "id": ("declaration id", "declaration number", "declaration no", "mrn", "sad number", "entry number", "entry no",
           "numero declaration", "num declaration", "numero declaracion", "numero de la declaracion",
           "nro declaracion",
           "numero declaracao", "numero da declaracao", "numero de declaracion", "numero de declaration", "due",
           "nomer deklaratsii", "nomer dt", "nomer gtd", "gtd", "id", "reference", "registration number", "dua",
           "declaracion", "declaracao", "declaration", "deklaratsiya", "no", "number"),
    "version": ("version", "version number", "versao"),
    "flow": ("flow", "direction", "regime type", "import export", "flux", "flujo", "fluxo", "napravlenie"),
    "date": ("acceptance date", "declaration date", "registration date", "date", "date declaration",
             "fecha aceptacion",
             "fecha", "fecha declaracion", "data", "data declaracao", "data registro", "data registratsii", "day",
             "date enregistrement", "date acceptation", "data dt"),
    "office": ("customs office", "office", "office id", "office code", "bureau", "bureau douane", "aduana",
               "alfandega",
               "post", "tamozhnya", "tamozhennyy organ", "declaration office", "unidade"),
    "exit_office": ("exit office", "office of exit", "bureau sortie", "aduana salida", "alfandega saida"),
    "procedure": ("procedure", "procedure code", "regime", "customs procedure", "cpc", "regimen", "regime aduaneiro",
                  "regime douanier", "protsedura", "tamozhennaya protsedura", "extended procedure"),
    "transport_mode": ("mode of transport", "transport mode", "transport", "mode transport", "mode de transport",
                       "modo transporte", "via transporte", "vid transporta", "via"),
    "dispatch_country": ("country of departure", "country of dispatch", "departure country", "dispatch country",
                         "country of export", "export country", "pays provenance", "pays de provenance",
                         "pais procedencia", "pais de procedencia", "pais procedencia codigo", "strana otpravleniya",
                         "consignment country", "country of consignment"),
    "destination": ("country of destination", "destination country", "destination", "pays destination",
                    "pays de destination", "pais destino", "pais de destino", "strana naznacheniya", "dest"),
    "port_of_loading": ("port of loading", "loading port", "port chargement", "puerto embarque", "porto embarque"),
    "port_of_discharge": ("port of discharge", "discharge port", "port of unloading", "unloading port",
                          "port dechargement", "puerto desembarque", "porto desembarque"),
    "payment_country": ("payment country", "country of payment", "bank country"),
    "containers": ("container", "containers", "container number", "conteneur", "contenedor", "conteiner", "konteyner"),
    "route": ("route", "itinerary", "countries of routing", "itineraire", "ruta", "rota", "marshrut"),
    "documents": ("documents", "document codes", "document code", "document type", "documentos", "dokumenty"),
    "item.number": ("item number", "item no", "line number", "numero article", "num article", "numero item", "item",
                    "nomer tovara", "adicao"),
    "item.hs": ("hs code", "hs", "hs6 code", "hs6", "hs8", "hs10", "commodity code", "commodity", "tariff code",
                "tariff",
                "cn code", "taric", "code sh", "position tarifaire", "nomenclature", "ncm", "nandina", "partida",
                "partida arancelaria", "posicion arancelaria", "subpartida", "codigo arancelario", "codigo ncm",
                "tnved", "kod tnved", "kod tovara", "tn ved", "htsus", "hts", "schedule b", "codigo sh"),
    "item.description": ("goods description", "description of goods", "description", "commercial description",
                         "item description", "designation", "designation marchandises", "libelle", "descripcion",
                         "descripcion mercancia", "descricao", "descricao mercadoria", "mercancia", "mercadoria",
                         "opisanie", "opisanie tovara", "naimenovanie", "naimenovanie tovara", "goods"),
    "item.cas": ("cas", "cas number", "cas no", "cas rn"),
    "item.un_number": ("un number", "un no", "dangerous goods code"),
    "item.control_entry": ("control entry", "eccn", "control code", "dual use code"),
    "item.origin": ("country of origin", "origin country", "origin", "pays origine", "pays d origine", "pais origen",
                    "pais de origen", "pais origem", "pais de origem", "strana proiskhozhdeniya", "orig"),
    "item.net_mass_kg": ("net mass", "net weight", "net kg", "masse nette", "poids net", "peso neto", "peso liquido",
                         "massa netto", "ves netto", "netto", "mass", "weight", "net"),
    "item.gross_mass_kg": ("gross mass", "gross weight", "masse brute", "poids brut", "peso bruto", "massa brutto",
                           "ves brutto", "brutto", "gross"),
    "item.quantity.value": ("quantity", "supplementary quantity", "qty", "quantite", "cantidad", "quantidade",
                            "kolichestvo"),
    "item.quantity.unit": ("quantity unit", "unit of quantity", "unit", "supplementary unit", "uom", "unite", "unidad",
                           "unidade medida", "edinitsa", "ed izm"),
    "item.value.amount": ("item value", "item price", "customs value", "statistical value", "invoice value", "value",
                          "price", "amount", "valeur", "valeur en douane", "valor", "valor aduana", "valor fob",
                          "valor cif", "valor aduaneiro", "stoimost", "tamozhennaya stoimost", "fob", "cif",
                          "fakturnaya stoimost"),
    "item.value.currency": ("currency", "currency code", "devise", "monnaie", "moneda", "divisa", "moeda", "valyuta"),
    "item.concentration_percent": ("concentration", "percent by weight", "purity", "concentracion", "kontsentratsiya"),
    "item.end_use": ("end use", "use of goods", "utilisation finale", "uso final", "konechnoe ispolzovanie"),
    "outcome.selected_by": ("selected by", "selection", "selection reason"),
}  # fmt: skip
"""The better names of a box stand first."""

PARTIES: Mapping[str, tuple[str, ...]] = {
    "exporter": ("exporter", "exportateur", "exportador", "eksporter"),
    "consignor": ("consignor", "shipper", "sender", "expediteur", "remitente", "expedidor", "otpravitel",
                  "gruzootpravitel"),
    "consignee": ("consignee", "receiver", "destinataire", "consignatario", "destinatario", "poluchatel",
                  "gruzopoluchatel"),
    "importer": ("importer", "importateur", "importador", "importer rf", "importyor"),
    "buyer": ("buyer", "purchaser", "acheteur", "comprador", "pokupatel"),
    "seller": ("seller", "vendor", "vendeur", "vendedor", "prodavets", "supplier", "fournisseur", "proveedor"),
    "notify_party": ("notify party", "notify", "notificado"),
    "declarant": ("declarant", "declarante", "deklarant"),
    "agent": ("agent", "broker", "customs broker", "representative", "agente", "despachante", "commissionnaire",
              "predstavitel"),
    "carrier": ("carrier", "courier", "transporteur", "transportista", "transportador", "perevozchik"),
    "freight_forwarder": ("freight forwarder", "forwarder", "transitaire", "transitario", "ekspeditor"),
    "manufacturer": ("manufacturer", "producer", "maker", "fabricant", "fabricante", "izgotovitel", "proizvoditel"),
    "end_user": ("end user", "ultimate consignee", "utilisateur final", "usuario final", "konechnyy polzovatel"),
}  # fmt: skip

PARTY_PARTS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "code", "number", "no", "tin", "eori", "ruc", "nif", "cnpj", "rut", "inn", "nit", "key"),
    "name": ("name", "nom", "nombre", "nome", "naimenovanie", "razon social"),
    "address": ("address", "adresse", "direccion", "endereco", "adres"),
    "country": ("country", "pays", "pais", "strana"),
}

FINDINGS = ("fraud", "finding", "illegal", "illicit", "offence", "offense", "violation", "infraction", "infraccion",
            "infracao", "fraude", "result", "resultat", "resultado", "hit", "label", "narushenie",
            "nonconform")  # fmt: skip
"""Columns that say what a control found."""
