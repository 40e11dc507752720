"""The boxes read off a goods item or the header, one function per kind of box.

Enters: a view. Leaves: a box with every value typed, as written, and where it stands; None when the view says
nothing of its own. Promise: nothing written is dropped: it is either among the values or among what could not be
read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import cast

from stce_rules.core.boxes import BLANK, Amount, Box, HsCode, PartyKey, Seen
from stce_rules.core.declaration import Item
from stce_rules.core.text import FoldedText
from stce_rules.core.text import read as fold_text
from stce_rules.intake.quoting import plain, quoted
from stce_rules.intake.reading import (
    Fault,
    Read,
    edition_on,
    editions_having,
    hs_stem,
    read_cas,
    read_hs_digits,
    read_money,
    read_quantity,
    said,
)
from stce_rules.intake.views import View, role_of
from stce_rules.reference import cas, hs

__all__ = [
    "number_box",
    "party_box",
    "party_part_box",
    "read_cas_box",
    "read_declared_cas",
    "read_hs_box",
    "read_item_value",
    "read_quantity_box",
    "read_unit_value",
    "settled",
    "text_box",
    "word_box",
]

BoxReader = Callable[[View], Box | None]


# ---- one box, one value or many


def settled(view: View, parts: Iterable[tuple[str | None, str]], read: Read) -> Box | None:
    """The box of several written values, each with the rest of its path."""
    seen: list[Seen] = []
    unreadable: list[str] = []
    for written, name in parts:
        stated = said(written)
        if stated is None or written is None:
            continue
        value = read(written if read is fold_text else stated)
        if isinstance(value, Fault):
            unreadable.append(stated)
            view.tell(value, name)
        elif not isinstance(value, FoldedText):
            seen.append(Seen(value, stated, view.prefix + name))
        elif value.joined:  # punctuation alone says nothing
            seen.append(Seen(value, written, view.prefix + name))
    return Box(tuple(seen), tuple(unreadable)) if seen or unreadable else None


_Kept = tuple[Box | None, tuple[tuple[str, Fault], ...]]
"""A box that is kept for its like, and what to tell of it: a fault for the rest of a path."""


def _tell(view: View, faults: Iterable[tuple[str, Fault]]) -> None:
    for name, fault in faults:
        view.tell(fault, name)


@lru_cache(maxsize=8192)
def _word(written: str | None, prefix: str, name: str, read: Read) -> _Kept:
    """The box of one code or day, and why it could not be read. The same ones stand in the same boxes all day."""
    stated = said(written)
    if stated is None:
        return None, ()
    value = read(stated)
    if isinstance(value, Fault):
        return Box((), (stated,)), ((name, value),)
    return Box((Seen(value, stated, prefix + name),)), ()


@lru_cache(maxsize=8192)
def _words(written: tuple[str | None, ...], prefix: str, names: str, read: Read) -> _Kept:
    """The same of a list; `names` is the rest of a path, with `%d` for the place in the list."""
    kept = [_word(one, prefix, names % index, read) for index, one in enumerate(written)]
    boxes = [box for box, _ in kept if box is not None]
    whole = boxes[0] if boxes else None
    if len(boxes) > 1:
        whole = Box(
            tuple(seen for box in boxes for seen in box.seen),
            tuple(text for box in boxes for text in box.unreadable),
        )
    return whole, tuple(fault for _, faults in kept for fault in faults)


def word_box(name: str, read: Read) -> BoxReader:
    """The reader of a box of the struct that holds a code or a day, or a list of them."""
    names = f"{name}[%d]"

    def read_box(view: View) -> Box | None:
        written: str | list[str] | None = getattr(view.source, name)
        if not written:
            return None
        if isinstance(written, str):
            box, faults = _word(written, view.prefix, name, read)
        else:
            box, faults = _words(tuple(written), view.prefix, names, read)
        if faults:
            _tell(view, faults)
        return box

    return read_box


def text_box(name: str) -> BoxReader:
    """The reader of a box of the struct that holds a text."""

    def read_box(view: View) -> Box | None:
        written: str | None = getattr(view.source, name)
        if written is None or said(written) is None:
            return None
        folded = FoldedText(written)  # goods are seldom described in the same words again
        return Box((Seen(folded, written, view.prefix + name),)) if folded.joined else None

    return read_box


def number_box(name: str, read: Callable[[Decimal], Amount | Fault], unit: str) -> BoxReader:
    """The reader of a box of the struct that holds a number; `unit` is shown after it."""

    def read_box(view: View) -> Box | None:
        number: Decimal | None = getattr(view.source, name)
        if number is None:
            return None
        box, faults = _number(str(number), unit, view.prefix, name, read)
        if faults:
            _tell(view, faults)
        return box

    return read_box


@lru_cache(maxsize=8192)
def _number(written: str, unit: str, prefix: str, name: str, read: Callable[[Decimal], Amount | Fault]) -> _Kept:
    """The box of a number by its digits, since numbers that are equal may be written with more of them."""
    number = Decimal(written)
    return _amount(read(number), f"{plain(number)}{unit}", prefix, name)


def _amount(value: Amount | Fault, shown: str, prefix: str, name: str) -> _Kept:
    if isinstance(value, Fault):
        return Box(unreadable=(shown,)), ((name, value),)
    return Box((Seen(value, shown, prefix + name),)), ()


# ---- what the goods are


def read_hs_box(view: View) -> Box | None:
    """The commodity code, of the edition stated, else of the acceptance date, else of any that has it."""
    item, day = _item(view), view.shared.date
    box, faults = _hs(item.hs, item.hs_edition, None if day is None else edition_on(day), view.prefix)
    if faults:
        _tell(view, faults)
    return box


@lru_cache(maxsize=8192)
def _hs(written: str | None, of: int | None, in_force: int | None, prefix: str) -> _Kept:
    """The box of a code, and what to tell of it. Codes come again and again."""
    stated = said(written)
    if stated is None:
        return None, ()
    digits = read_hs_digits(stated)
    if isinstance(digits, Fault):
        return Box(unreadable=(stated,)), (("hs", digits),)
    told: list[tuple[str, Fault]] = []
    if of is not None and of not in hs.EDITIONS:
        told.append(("hs_edition", Fault("W633", f"there is no HS edition {plain(Decimal(of))}")))
        of = None
    edition = in_force if of is None else of
    editions = editions_having(digits) if edition is None else (edition,)
    absent = _absent(stated, digits, editions)
    if absent is not None:
        told.append(("hs", absent))
    return Box((Seen(_code(digits, editions), stated, prefix + "hs"),)), tuple(told)


_code = lru_cache(maxsize=8192)(HsCode)
"""One object serves all, so that what is kept by code is soon found."""


def _absent(stated: str, digits: str, editions: tuple[int, ...]) -> Fault | None:
    """What to tell of a code that no edition it may be of has; it makes no box unreadable."""
    stem = hs_stem(digits)
    if any(hs.exists(stem, edition) for edition in editions):
        return None
    newest = editions[-1]
    where = f"HS {newest}" if len(editions) == 1 else "any edition of the HS"
    # of a code that never was, the nearest ones are other goods
    close = [hs.dotted(code) for code in hs.suggest(stem, newest)[:3]] if hs.editions_of(stem) else []
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return Fault("W632", f"{quoted(stated)} is not in {where}{hint}")


read_declared_cas = word_box("cas", read_cas)
"""CAS numbers declared in their own box."""


def read_cas_box(view: View) -> Box | None:
    """CAS numbers declared, then those that stand in the description only."""
    declared = view.box("declared cas")
    description = _item(view).description
    if description is None:
        return declared
    numbers = cas.find(description)
    if not numbers:
        return declared
    known = {seen.value for seen in declared.seen}
    found: dict[str, Seen] = {}
    unreadable: list[str] = []
    for one in numbers:
        shown = description[one.start : one.end]
        if not one.valid:
            unreadable.append(shown)
            view.tell(Fault("W634", f"{quoted(shown)} is not a CAS number: its check digit is wrong"), "description")
        elif one.number not in known:
            place = view.prefix + "description"
            found.setdefault(one.number, Seen(one.number, shown, place, (one.start, one.end)))
    if not found and not unreadable:
        return declared
    return Box((*declared.seen, *found.values()), (*declared.unreadable, *unreadable))


def read_quantity_box(view: View) -> Box | None:
    """The quantity in supplementary units."""
    quantity = _item(view).quantity
    if quantity is None:
        return None
    box, faults = _quantity(str(quantity.value), quantity.unit, view.prefix)
    if faults:
        _tell(view, faults)
    return box


@lru_cache(maxsize=8192)
def _quantity(written: str, unit: str, prefix: str) -> _Kept:
    """As `_number`."""
    number = Decimal(written)
    return _amount(read_quantity(number, unit), f"{plain(number)} {unit}", prefix, "quantity")


def read_item_value(view: View) -> Box | None:
    """The value of the item."""
    money = _item(view).value
    if money is None:
        return None
    box, faults = _money(str(money.amount), money.currency, view.prefix)
    if faults:
        _tell(view, faults)
    return box


@lru_cache(maxsize=8192)
def _money(written: str, currency: str, prefix: str) -> _Kept:
    """As `_number`."""
    amount = Decimal(written)
    return _amount(read_money(amount, currency), f"{plain(amount)} {currency}", prefix, "value")


def read_unit_value(view: View) -> Box | None:
    """The item's value for each kilogram of its net mass."""
    value, mass = view.box("item value"), view.box("net mass")
    if value.blank or mass.blank:
        return None
    if not value.seen or not mass.seen:
        return Box(unreadable=(*value.unreadable, *mass.unreadable))
    money, kilograms = cast("Amount", value.seen[0].value), cast("Amount", mass.seen[0].value)
    shown = f"{value.seen[0].shown} for {mass.seen[0].shown}"
    if kilograms.value == 0:
        view.tell(Fault("W638", "no value per kilogram: the net mass is 0 kg"), "value")
        return Box(unreadable=(shown,))
    above, below = money.value, kilograms.value
    each = Fraction(above.numerator * below.denominator, above.denominator * below.numerator)  # sooner than `/`
    return Box((Seen(Amount(each, money.measure), shown, f"{view.prefix}value"),))


def _item(view: View) -> Item:
    if not isinstance(view.source, Item):
        raise TypeError("boxes of goods items are read off goods items only")
    return view.source


# ---- parties


def party_box(role: str) -> BoxReader:
    """The reader of the parties in a role; an item that names one has no other of that role."""

    def read_box(view: View) -> Box | None:
        parties = [(index, one) for index, one in enumerate(view.source.parties) if role_of(one.role) == role]
        if not parties:
            return None
        seen: list[Seen] = []
        for index, party in parties:
            name = said(party.name)
            folded = fold_text(name).folded if name is not None else ""
            key = PartyKey(said(party.id), folded or None)
            if key.id or key.name:
                seen.append(Seen(key, name or key.id or "", f"{view.prefix}parties[{index}]"))
        return Box(tuple(seen)) if seen else BLANK

    return read_box


def party_part_box(role: str, part: str, read: Read) -> BoxReader:
    """The reader of the country, name or address of the parties in a role."""
    names = f"parties[%d].{part}"

    def read_box(view: View) -> Box | None:
        parties = view.source.parties
        if not parties:  # as of most goods items
            return None
        written: list[str | None] = []
        named = False
        for party in parties:
            theirs = role_of(party.role) == role
            written.append(getattr(party, part) if theirs else None)
            named = named or theirs
        if not named:
            return None
        if read is fold_text:
            return settled(view, [(one, names % index) for index, one in enumerate(written)], read) or BLANK
        box, faults = _words(tuple(written), view.prefix, names, read)
        if faults:
            _tell(view, faults)
        return box or BLANK

    return read_box
