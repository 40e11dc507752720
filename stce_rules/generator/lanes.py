"""The way of a consignment: flow, day, countries, ports, mode of transport.

Enters choices, leaves a lane. Offices are of seven Member States; their numbers are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from stce_rules.core.declaration import Flow, Stop
from stce_rules.generator.dice import Dice, Weighted
from stce_rules.generator.goods import Goods, Partner, partner, partners
from stce_rules.reference import hs

__all__ = ["FIRST_DAY", "LAST_DAY", "Lane", "container", "flow", "lane"]

FIRST_DAY = date(2017, 1, 1)
LAST_DAY = date(2026, 6, 30)

SEA, RAIL, ROAD, AIR = "1", "2", "3", "4"
"""Modes of transport at the border (UN/ECE Recommendation 19)."""

_FLOWS: Weighted[Flow] = Weighted.of(
    [("export", 52), ("import", 32), ("transit", 9), ("transhipment", 3), ("re-export", 4)]
)
_HOMES = Weighted.of([("DE", 30), ("NL", 22), ("BE", 12), ("FR", 12), ("IT", 12), ("ES", 8), ("PL", 6)])
_HOME_PORTS = {
    "DE": ("DEHAM", "DEBRV"),
    "NL": ("NLRTM", "NLAMS"),
    "BE": ("BEANR", "BEZEE"),
    "FR": ("FRLEH", "FRFOS"),
    "IT": ("ITGOA", "ITTRS", "ITLIV"),
    "ES": ("ESVLC", "ESBCN", "ESALG"),
    "PL": ("PLGDN", "PLGDY"),
}
_HUBS = {
    "far_east": ("SGSIN", "MYPKG", "LKCMB", "AEJEA"),
    "south_asia": ("AEJEA", "LKCMB", "OMSLL"),
    "gulf": ("AEJEA", "EGPSD"),
    "levant": ("GRPIR", "EGPSD"),
    "maghreb": ("ESALG", "MAPTM"),
    "africa": ("MAPTM", "ESALG"),
    "america": ("PAONX", "ESALG"),
}
_ROADS = {"GE": ("TR",), "AM": ("TR", "GE"), "AZ": ("TR", "GE"), "KZ": ("PL", "BY", "RU"), "UZ": ("PL", "BY", "KZ")}


@dataclass(frozen=True, slots=True)
class Lane:
    """How a consignment goes. `home` is the country of the office; `stops` are known even where not declared."""

    flow: Flow
    day: date
    edition: int
    home: str
    office: str
    dispatch: str
    destination: str
    mode: str
    stops: tuple[Stop, ...]


def flow(dice: Dice) -> Flow:
    """A flow of ordinary trade."""
    return dice.weighted(_FLOWS)


def lane(
    dice: Dice,
    flow: Flow,
    goods: Goods,
    *,
    first: date = FIRST_DAY,
    destination: str | None = None,
    via: tuple[str, ...] | None = None,
) -> Lane:
    """A lane for these goods; destination and stops in between (countries or UN/LOCODEs) are chosen unless given."""
    day = first + timedelta(days=dice.below((LAST_DAY - first).days + 1))
    home = dice.weighted(_HOMES)
    here = Partner(home, "home", _HOME_PORTS[home], ())
    exports, _ = partners()
    customer = dice.weighted(exports) if destination is None else partner(destination)
    sender = here if flow in ("export", "re-export") else _supplier(dice, goods, customer)
    receiver = here if flow == "import" else customer
    mode = _mode(dice, sender, receiver, goods)
    ways = _usual_way(dice, sender, receiver, mode) if via is None else via
    ends = (sender.country, receiver.country)
    between = [_stop(one, mode) for one in ways if one[:2] not in ends]
    called = [_at(dice, here, mode)] if flow in ("transit", "transhipment") else []
    return Lane(
        flow=flow,
        day=day,
        edition=hs.edition_on(day),
        home=home,
        office=f"{home}00{4600 + 50 * dice.below(9)}",
        dispatch=sender.country,
        destination=receiver.country,
        mode=mode,
        stops=(_at(dice, sender, mode), *called, *between, _at(dice, receiver, mode)),
    )


def _supplier(dice: Dice, goods: Goods, customer: Partner) -> Partner:
    """A country that the goods come from, other than the customer's."""
    known = [country for country in goods.suppliers if country != customer.country]
    if known:
        return partner(dice.pick(known))
    _, imports = partners()
    found = dice.weighted(imports)
    while found == customer:
        found = dice.weighted(imports)
    return found


def _mode(dice: Dice, sender: Partner, receiver: Partner, goods: Goods) -> str:
    regions = (sender.region, receiver.region)
    if "road" in regions:
        return RAIL if dice.chance(120) else ROAD
    if "near" in regions and dice.chance(450):
        return ROAD
    light = goods.mass[1] <= 2000
    return AIR if dice.chance(550 if light else 60) else SEA


def _usual_way(dice: Dice, sender: Partner, receiver: Partner, mode: str) -> tuple[str, ...]:
    """Countries and ports that goods usually pass between the two."""
    far = receiver if sender.region == "home" else sender
    if mode == SEA and far.region in _HUBS and dice.chance(350):
        return (dice.pick(_HUBS[far.region]),)
    if mode in (ROAD, RAIL):
        way = _ROADS.get(far.country, ())
        return way if far is receiver else way[::-1]
    return ()


def _at(dice: Dice, where: Partner, mode: str) -> Stop:
    return Stop(country=where.country, place=dice.pick(where.ports) if mode == SEA and where.ports else None)


def _stop(code: str, mode: str) -> Stop:
    """A stop in a country or, by sea, at a port."""
    return Stop(country=code[:2], place=code if mode == SEA and len(code) == 5 else None)


# ISO 6346: letters have the values 10 to 38, those divisible by 11 left out; the sum of value times two to the power of
# its place, modulo 11, modulo 10, is the check digit.
_LETTER_VALUES = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True))


def container(dice: Dice) -> str:
    """A container number with its check digit; the owner codes are invented."""
    body = dice.pick(("XQAU", "XZBU", "XKWU")) + str(dice.between(100_000, 999_999))
    values = (_LETTER_VALUES.get(one) or int(one) for one in body)
    return f"{body}{sum(value << place for place, value in enumerate(values)) % 11 % 10}"
