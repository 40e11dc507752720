"""Words that tell little of who somebody is: legal forms, titles, words of trade, small words.

Legal forms are written as they are after folding and transliteration. A company keeps its name when it is entered with
another of them, or with none, so they are taken away before names are compared. Short forms that are given names as
well (`na`, `da`) are not among them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

__all__ = ["FORM_WORDS", "LITTLE", "SAME", "SMALL", "TITLES", "TRADE"]


def _forms() -> Iterator[tuple[str, ...]]:
    """The spellings of `legal_forms.csv`, which names the law of each country, by their words."""
    table = files("stce_rules_parties.matching").joinpath("legal_forms.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        yield from (tuple(one.split()) for one in row["spellings"].split(";"))


FORM_WORDS = frozenset(_forms())
"""Every spelling of a legal form, by its words; the same may be of several countries."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words("""
mr mrs ms miss dr prof eng ing ir haji hajji hadji hajj sheikh shaykh sheik shaikh sayyid sayed seyed mullah mulla
maulana mawlana ustad herr frau senor monsieur madame gospodin lord sir dame rev
""")
"""What stands before the name of a person and may as well not."""

SMALL = _words("""
the of and for a an und der die das des fur y e et de du la le les los el al ul ur il in zum zur da do dos das di
del della dei van von den ve bin ben ibn bint abu abou abi umm i na s o 1st dba aka fka
""")
"""Words that join others."""

TRADE = _words("""
trading trade general company group holding international global world import export industry service technology
engineering manufacturing factory shipping maritime marine logistics transport cargo freight forwarding supply
equipment machinery tools parts spare electronics electric electrical chemical petrochemical steel metal oil gas
petroleum energy power construction contracting building development investment enterprise commercial commerce
business agency office store warehouse market systems solutions products materials medical pharmaceutical foods
textile aviation aerospace automotive motors computer telecom communications consulting management associates
partners brothers sons establishment corporation organization organisation ministry department institute center
university research national state limited firm bureau division branch handel handels trgovina ticaret sanayi dis
torgovyi torgovaya torgovyy dom kompaniya firma zavod kombinat predpriyatie grup grupo gruppe groupe compania
compagnie compagnia comercial comercio importadora exportadora industrias industrial sherkat sharikat sharika
muassasa tejarat bazargani tijara tijariya sanat sanaye maskan zhongguo youxian gongsi jituan
""")
"""Words that thousands of firms have in their names."""

LITTLE = {"trade": 35, "small": 20, "initial": 40}
"""How much such a word counts, in hundredths of one that says who somebody is."""

SAME = {
    written: meant
    for meant, spellings in {
        "international": "intl int internatl internacional internationale mezhdunarodnyy",
        "trading": "trdg tradg trd trdng traders trader",
        "manufacturing": "mfg manuf manufacturers manufacturer manufacture manufactures mfrs",
        "industry": "ind inds industries industrial indust indl",
        "engineering": "engg engrg engineers engineer engring",
        "technology": "tech technologies techn tek teknoloji technologie technologii tekhnologii",
        "service": "svc svcs services serv srvcs",
        "company": "co cie comp companies coy cia",
        "brothers": "bros brother",
        "group": "grp groups",
        "holding": "holdings hldg hldgs kholding",
        "import": "imp imports importers importer",
        "export": "exp exports exporters exporter eksport",
        "equipment": "equip eqpt equipments equpt",
        "electronics": "electronic elect elex elektronik elektronika",
        "electric": "electrical elec elektro",
        "chemical": "chem chemicals chemie khim khimicheskiy kimya",
        "shipping": "shpg ship shipg",
        "transport": "transp transportation trans transports",
        "construction": "constr const constructions",
        "development": "dev devt develop",
        "establishment": "est estab etablissement",
        "general": "gen gnl genel",
        "national": "natl nat nationale",
        "institute": "inst institut",
        "university": "univ",
        "department": "dept",
        "ministry": "min",
        "association": "assn assoc",
        "corporation": "corp",
        "center": "centre centr ctr",
        "products": "prod product prods",
        "supply": "supplies suppliers supplier",
        "materials": "material mat matls",
        "pharmaceutical": "pharma pharm pharmaceuticals",
        "petroleum": "petrol petro",
        "enterprise": "enterprises ent entpr",
        "aviation": "avn avia",
        "commercial": "comm coml",
        "mohammed": "mohd muhd md mhd",
        "machinery": "mach machineries machine machines",
        "logistics": "logistic logistik",
        "systems": "system sys",
        "solutions": "solution",
    }.items()
    for written in spellings.split()
}
"""What is written short, or in several ways, with what it means; in the words of trade, numbers do not matter."""
