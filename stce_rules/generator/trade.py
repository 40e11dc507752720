"""Ordinary declarations.

Enters a lane and goods, leaves a declaration as declarants fill it: most boxes of the header stated, the boxes that
strategic trade control would need mostly blank.
"""

from __future__ import annotations

from decimal import Decimal

from stce_rules.core.declaration import Declaration, Document, Item, Money, Outcome, Party, Quantity, SelectedBy
from stce_rules.generator import lanes
from stce_rules.generator.dice import Dice, Weighted
from stce_rules.generator.firms import party
from stce_rules.generator.goods import Goods, code_on, ordinary_goods
from stce_rules.generator.lanes import Lane

__all__ = ["declare", "ordinary"]

_ITEM_COUNTS = Weighted.of([(1, 70), (2, 15), (3, 8), (4, 4), (5, 3)])
_PROCEDURES = {"export": "1040", "import": "4000", "re-export": "3151"}
_SELECTED: Weighted[SelectedBy] = Weighted.of([("random", 45), ("rule", 30), ("manual", 15), ("mandatory", 10)])
_FINDINGS = Weighted.of([("none", 85), ("undervalued", 6), ("misdeclared", 5), ("wrong origin", 4)])
_TECHNICAL = frozenset({"28", "29", "38", "84", "85", "90"})
_COMMON_USES = ("resale", "own use", "production", "spare parts for maintenance", "for retail sale", "stock")


def ordinary(dice: Dice, number: int) -> Declaration:
    """A declaration of ordinary trade."""
    flow = lanes.flow(dice)
    first = dice.weighted(ordinary_goods())
    lane = lanes.lane(dice, flow, first)
    more = range(dice.weighted(_ITEM_COUNTS) - 1)
    goods = [first, *(first if dice.chance(400) else dice.weighted(ordinary_goods()) for _ in more)]
    outcome = None
    if dice.chance(40):
        outcome = Outcome(inspected=True, selected_by=dice.weighted(_SELECTED), finding=dice.weighted(_FINDINGS))
    elif dice.chance(700):
        outcome = Outcome(inspected=False)
    return declare(dice, number, lane, goods, receiver=first.group, outcome=outcome)


def declare(
    dice: Dice, number: int, lane: Lane, goods: list[Goods], *, receiver: str, outcome: Outcome | None
) -> Declaration:
    """The declaration of these goods on this lane; `receiver` is the consignee's line of business."""
    by_sea = lane.mode == lanes.SEA
    return Declaration(
        id=f"{lane.day.year % 100:02}{lane.home}{number:010}",
        flow=lane.flow,
        date=lane.day.isoformat(),
        office=lane.office,
        exit_office=f"{lane.home}00{4850 + dice.below(9)}" if lane.dispatch == lane.home else None,
        procedure=_PROCEDURES.get(lane.flow),
        transport_mode=lane.mode if not dice.chance(30) else None,
        dispatch_country=lane.dispatch,
        destination=lane.destination,
        route=list(lane.stops) if dice.chance(350) else [],
        port_of_loading=lane.stops[0].place,
        port_of_discharge=lane.stops[-1].place,
        payment_country=lane.destination if dice.chance(60) else None,
        containers=[lanes.container(dice)] if by_sea and dice.chance(550) else [],
        parties=_parties(dice, lane, goods[0].group, receiver),
        documents=_documents(dice, lane, goods),
        items=[_item(dice, place, one, lane) for place, one in enumerate(goods, start=1)],
        outcome=outcome,
    )


def _parties(dice: Dice, lane: Lane, business: str, receiver: str) -> list[Party]:
    # The square makes a few firms trade often and most of them seldom.
    sender, other = (dice.below(60) * dice.below(60) // 60 for _ in range(2))
    found = [
        party("exporter", lane.dispatch, business, sender),
        party("consignee", lane.destination, receiver, other),
    ]
    if lane.flow == "import":
        found.append(party("importer", lane.destination, receiver, other))
    if dice.chance(800):
        found.append(party("declarant", lane.home, "broker", dice.below(25)))
    if dice.chance(150):
        found.append(party("notify_party", lane.destination, receiver, other))
    if dice.chance(120):
        found.append(party("freight_forwarder", lane.home, "forwarder", dice.below(15)))
    if dice.chance(80):
        found.append(party("buyer", lane.destination, receiver, other))
    if dice.chance(50):
        found.append(party("end_user", lane.destination, receiver, other))
    return found


def _documents(dice: Dice, lane: Lane, goods: list[Goods]) -> list[Document]:
    found = [Document(type="N380", reference=f"INV-{dice.between(10_000, 99_999)}")]
    if dice.chance(500):
        kind = {lanes.SEA: "N705", lanes.RAIL: "N720", lanes.ROAD: "N730", lanes.AIR: "N740"}[lane.mode]
        found.append(Document(type=kind, reference=str(dice.between(1_000_000, 9_999_999))))
    if dice.chance(300):
        found.append(Document(type="N271"))
    if dice.chance(150):
        found.append(Document(type="N954", reference=f"A{dice.between(100_000, 999_999)}"))
    exported = lane.flow in ("export", "re-export")
    if exported and any(one.hs[:2] in _TECHNICAL for one in goods) and dice.chance(350):
        found.append(Document(type="Y901", claim="exemption"))
    return found


def _item(dice: Dice, number: int, goods: Goods, lane: Lane) -> Item:
    grams = dice.spread(goods.mass[0] * 1000, goods.mass[1] * 1000)
    quantity = None
    if goods.piece is not None:
        pieces = max(1, grams // (goods.piece * 1000))
        grams = pieces * goods.piece * dice.between(900, 1100)
        quantity = Quantity(value=Decimal(pieces), unit="C62")
    elif dice.chance(300):
        quantity = Quantity(value=Decimal(dice.between(2, 900)), unit="C62")
    grams -= grams % (100 if grams > 100_000 else 1)
    percent = dice.between(*goods.percent) if goods.percent else None
    description = dice.pick(goods.wordings).said(dice, percent)
    cents = grams * dice.between(goods.price[0] * 100, goods.price[1] * 100) // 1000
    gross = grams * dice.between(1020, 1150) // 1000
    return Item(
        number=number,
        hs=code_on(goods.hs, lane.edition, 10 if lane.flow == "import" else 8) if not dice.chance(3) else None,
        description=(description.upper() if dice.chance(550) else description) if not dice.chance(5) else None,
        cas=list(goods.cas),
        origin=_origin(dice, goods, lane),
        net_mass_kg=_kilograms(grams) if not dice.chance(15) else None,
        gross_mass_kg=_kilograms(gross) if not dice.chance(30) else None,
        quantity=quantity,
        value=_money(dice, cents) if not dice.chance(8) else None,
        concentration_percent=Decimal(percent) if percent is not None else None,
        end_use=dice.pick(_COMMON_USES) if dice.chance(30) else None,
    )


def _origin(dice: Dice, goods: Goods, lane: Lane) -> str | None:
    if dice.chance(25):
        return None
    foreign = lane.flow == "re-export" or dice.chance(100)
    return dice.pick(goods.suppliers) if foreign and goods.suppliers else lane.dispatch


def _kilograms(grams: int) -> Decimal:
    kilograms = Decimal(grams).scaleb(-3)
    return kilograms.quantize(Decimal("0.1")) if grams > 100_000 else kilograms


def _money(dice: Dice, cents: int) -> Money:
    if dice.chance(350):
        return Money(amount=Decimal(cents * 11 // 10).scaleb(-2), currency="USD")
    return Money(amount=Decimal(cents).scaleb(-2), currency="EUR")
