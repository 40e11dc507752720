"""Invented firms: coined names, so that no real one is meant.

Enters a country, a line of business and a number, leaves a firm that is always the same. How it is asked for often
decides how often it trades.
"""

from __future__ import annotations

from functools import lru_cache

from stce_rules.core.declaration import Party
from stce_rules.generator.dice import Dice
from stce_rules.generator.goods import partner

__all__ = ["HOME_FORMS", "party"]

HOME_FORMS = {
    "DE": ("GmbH", "AG", "GmbH & Co. KG"),
    "NL": ("B.V.", "N.V."),
    "BE": ("NV", "BVBA"),
    "FR": ("SAS", "SA", "SARL"),
    "IT": ("S.r.l.", "S.p.A."),
    "ES": ("S.L.", "S.A."),
    "PL": ("Sp. z o.o.", "S.A."),
}
"""Member States whose offices the generator knows, with the legal forms of their firms."""

_HEADS = ("Bre", "Ka", "Lor", "Mi", "Ne", "Ost", "Pra", "Qui", "Ral", "Sev", "Tor", "Ul", "Vas", "Wen", "Yar", "Zel")
_MIDDLES = ("ban", "del", "fin", "gor", "lim", "mar", "nov", "rel", "stan", "ter", "vin", "wick", "zan", "quor")
_TAILS = ("a", "o", "en", "is", "ia", "um", "ux", "ay")
_BUSINESS = {
    "textile": ("Textil", "Fashion", "Apparel", "Mills", "Garments"),
    "food": ("Foods", "Agro", "Food Trading", "Provisions"),
    "chemical": ("Chemicals", "Chem", "Coatings", "Pharma"),
    "plastic": ("Plast", "Polymers", "Packaging"),
    "wood": ("Timber", "Paper", "Print"),
    "furniture": ("Interiors", "Furniture", "Home"),
    "household": ("Household", "Retail", "Trading"),
    "metal": ("Steel", "Metals", "Fasteners", "Metallbau"),
    "machinery": ("Machinery", "Maschinenbau", "Engineering", "Pumps", "Industries"),
    "electronics": ("Electronics", "Components", "Systems", "Digital"),
    "medical": ("Medical", "Lab Supply", "Healthcare"),
    "vehicle": ("Motors", "Automotive", "Auto Parts"),
    "trader": ("General Trading", "Import Export", "Trading", "Commercial"),
    "forwarder": ("Logistics", "Freight Forwarding", "Cargo Services", "Shipping Agency"),
    "free_zone": ("Trading FZE", "International FZCO", "Electronics FZE"),
    "defence": ("Ordnance Works", "Defence Research Workshops", "Military Supply Bureau"),
    "broker": ("Zollagentur", "Customs Brokers", "Douane Services"),
}
_STREETS = (
    "Harbour Road",
    "Industrial Estate",
    "Mill Street",
    "Station Road",
    "Market Square",
    "Airport Road",
    "Park Lane",
)


def party(role: str, country: str, business: str, number: int) -> Party:
    """The firm of this number and line of business in a country, in a role."""
    identity, name, address = _firm(country, business, number)
    return Party(role=role, id=identity, name=name, address=address, country=country)


@lru_cache(maxsize=65536)
def _firm(country: str, business: str, number: int) -> tuple[str, str, str]:
    dice = Dice(f"{country}/{business}/{number}")
    root = (
        dice.pick(_HEADS) + dice.pick(_MIDDLES) + (dice.pick(_MIDDLES) if dice.chance(300) else "") + dice.pick(_TAILS)
    )
    trade = dice.pick(_BUSINESS[business])
    forms = HOME_FORMS.get(country) or partner(country).forms
    name = f"{root} {trade}" if trade.endswith(("FZE", "FZCO")) else f"{root} {trade} {dice.pick(forms)}"
    where = f"{dice.pick(_STREETS)} {dice.between(1, 240)}"
    if business == "free_zone":
        where = f"Free Zone, Warehouse {dice.between(1, 90)}"
    elif dice.chance(120):
        where = f"P.O. Box {dice.between(100, 9999)}"
    return f"{country}{dice.between(100_000_000, 999_999_999)}", name, where
