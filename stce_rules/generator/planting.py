"""Planted cases: a declaration of ordinary form with what its kind adds.

Enters a kind, leaves a declaration. Nothing on it says that it is planted; the outcome, where there was a control, is
not visible to rules.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from stce_rules.core.declaration import Declaration, Document, Item, Outcome, Party, SelectedBy
from stce_rules.generator import lanes
from stce_rules.generator.dice import Dice, Weighted
from stce_rules.generator.firms import party
from stce_rules.generator.goods import ordinary_goods
from stce_rules.generator.kinds import Kind
from stce_rules.generator.trade import declare

__all__ = ["plant"]

_SELECTED: Weighted[SelectedBy] = Weighted.of([("rule", 50), ("manual", 30), ("random", 15), ("mandatory", 5)])
_BLANK_ITEM_BOXES = ("hs", "description", "net_mass_kg", "origin")
_BLANK_BOXES = ("destination", "transport_mode", "date")


def plant(dice: Dice, number: int, kind: Kind) -> Declaration:
    """A declaration that is a case of this kind."""
    first = dice.pick(kind.goods)
    via = dice.pick(kind.via) if kind.via else None
    lane = lanes.lane(
        dice, dice.pick(kind.flows), first, first=kind.first, destination=dice.pick(kind.destinations), via=via
    )
    goods = [first]
    if dice.chance(250):
        goods.insert(dice.below(2), dice.weighted(ordinary_goods()))
    base = declare(dice, number, lane, goods, receiver=dice.pick(kind.receivers), outcome=_outcome(dice, kind))
    case = msgspec.structs.replace(
        base,
        route=list(lane.stops) if via is not None else base.route,
        documents=_documents(dice, kind, base, lane.day),
        parties=_parties(kind, base, dice),
        payment_country=dice.pick(kind.third) if kind.third and dice.chance(500) else base.payment_country,
        items=[_item(dice, kind, one) for one in base.items],
    )
    return _blanked(dice, case) if kind.blank else case


def _outcome(dice: Dice, kind: Kind) -> Outcome | None:
    if dice.chance(350):
        found = kind.finding if dice.chance(800) else "none"
        return Outcome(inspected=True, selected_by=dice.weighted(_SELECTED), finding=found)
    return Outcome(inspected=False) if dice.chance(700) else None


def _documents(dice: Dice, kind: Kind, base: Declaration, day: date) -> list[Document]:
    found = [one for one in base.documents if one.type != "Y901"]
    if kind.claim:
        found.append(Document(type="Y901", claim="exemption"))
    if kind.licence is not None:
        days = dice.between(30, 300) if kind.licence == "valid" else -dice.between(5, 200)
        expires = (day + timedelta(days=days)).isoformat()
        number = f"L-{dice.between(1000, 9999)}"
        found.append(Document(type="X002", claim="licence", reference=number, expires=expires))
    return found


def _parties(kind: Kind, base: Declaration, dice: Dice) -> list[Party]:
    found = [one for one in base.parties if one.role != "end_user" or kind.licence == "valid"]
    if kind.one_receiver and base.destination is not None:
        found = [one for one in found if one.role != "consignee"]
        found.append(party("consignee", base.destination, kind.receivers[0], 7))
    if kind.third:
        found = [one for one in found if one.role != "notify_party"]
        found.append(party("notify_party", dice.pick(kind.third), "trader", dice.below(20)))
    return found


def _item(dice: Dice, kind: Kind, item: Item) -> Item:
    end_use = dice.pick(kind.end_uses) if kind.end_uses and dice.chance(700) else item.end_use
    gross = item.gross_mass_kg
    if kind.heavy and item.net_mass_kg is not None:
        gross = item.net_mass_kg * dice.between(160, 200) / 100
    return msgspec.structs.replace(item, end_use=end_use, gross_mass_kg=gross)


def _blanked(dice: Dice, case: Declaration) -> Declaration:
    """Some boxes of the header and of the goods left blank, at least one of them."""
    empty = {box: None for box in _BLANK_BOXES if dice.chance(300)}
    gone = {box: None for box in _BLANK_ITEM_BOXES if dice.chance(400)} or {"description": None}
    items = [msgspec.structs.replace(one, **gone) for one in case.items]
    parties = case.parties if dice.chance(600) else [one for one in case.parties if one.role != "consignee"]
    return msgspec.structs.replace(case, items=items, parties=parties, **empty)
