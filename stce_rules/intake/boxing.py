"""The boxes read off a goods item or the header, one function per kind of box.

Enters: a view. Leaves: a box with every value typed, as written, and where it stands; None when the view says
nothing of its own. Promise: nothing written is dropped: it is either among the values or among what could not be
read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import cast

from stce_rules.core.boxes import BLANK, Amount, Box, HsCode, PartyKey, Presented, Seen, Value
from stce_rules.core.declaration import Document, Item, Party
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
    read_code,
    read_date,
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
    "read_claims",
    "read_declared_cas",
    "read_documents",
    "read_hs_box",
    "read_item_value",
    "read_licences",
    "read_quantity_box",
    "read_unit_value",
    "settled",
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
        elif value.words:  # punctuation alone says nothing
            seen.append(Seen(value, written, view.prefix + name))
    return Box(tuple(seen), tuple(unreadable)) if seen or unreadable else None


@lru_cache(maxsize=4096)
def _word(written: str, place: str, read: Read) -> tuple[Box | None, Fault | None]:
    """The box of one code or day, and why it could not be read. The same ones stand in the same boxes all day."""
    stated = said(written)
    if stated is None:
        return None, None
    value = read(stated)
    if isinstance(value, Fault):
        return Box((), (stated,)), value
    return Box((Seen(value, stated, place),)), None


def word_box(name: str, read: Read) -> BoxReader:
    """The reader of a box of the struct that holds a text or a list of them."""

    def read_box(view: View) -> Box | None:
        written: str | list[str] | None = getattr(view.source, name)
        if not written:
            return None
        if not isinstance(written, str):
            return settled(view, _numbered(written, name), read)
        if read is fold_text:
            return settled(view, ((written, name),), read)
        box, fault = _word(written, view.prefix + name, read)
        if fault is not None:
            view.tell(fault, name)
        return box

    return read_box


def _numbered(written: Iterable[str], name: str) -> Iterator[tuple[str, str]]:
    return ((one, f"{name}[{index}]") for index, one in enumerate(written))


def number_box(name: str, read: Callable[[Decimal], Amount | Fault], unit: str) -> BoxReader:
    """The reader of a box of the struct that holds a number; `unit` is shown after it."""

    def read_box(view: View) -> Box | None:
        number: Decimal | None = getattr(view.source, name)
        return None if number is None else _amount(view, read(number), f"{plain(number)}{unit}", name)

    return read_box


def _amount(view: View, value: Amount | Fault, shown: str, name: str) -> Box:
    if isinstance(value, Fault):
        view.tell(value, name)
        return Box(unreadable=(shown,))
    return Box((Seen(value, shown, view.prefix + name),))


# ---- what the goods are


def read_hs_box(view: View) -> Box | None:
    """The commodity code, of the edition stated, else of the acceptance date, else of any that has it."""
    item = _item(view)
    stated = said(item.hs)
    if stated is None:
        return None
    digits = read_hs_digits(stated)
    if isinstance(digits, Fault):
        view.tell(digits, "hs")
        return Box(unreadable=(stated,))
    editions = _editions(view, item.hs_edition, digits)
    absent = _absent(stated, digits, editions)
    if absent is not None:
        view.tell(absent, "hs")
    return Box((Seen(_code(digits, editions), stated, view.prefix + "hs"),))


_code = lru_cache(maxsize=4096)(HsCode)
"""Codes come again and again; one object serves all."""


@lru_cache(maxsize=4096)
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


def _editions(view: View, stated: int | None, digits: str) -> tuple[int, ...]:
    if stated is not None:
        if stated in hs.EDITIONS:
            return (stated,)
        view.tell(Fault("W633", f"there is no HS edition {plain(Decimal(stated))}"), "hs_edition")
    return (edition_on(view.shared.date),) if view.shared.date is not None else editions_having(digits)


def read_declared_cas(view: View) -> Box | None:
    """CAS numbers declared in their own box."""
    numbers = _item(view).cas
    return settled(view, _numbered(numbers, "cas"), read_cas) if numbers else None


def read_cas_box(view: View) -> Box | None:
    """CAS numbers declared, then those that stand in the description only."""
    declared = view.box("declared cas")
    description = _item(view).description
    if description is None:
        return declared
    known = {seen.value for seen in declared.seen}
    found: dict[str, Seen] = {}
    unreadable: list[str] = []
    for one in _found(description):
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


@lru_cache(maxsize=4096)
def _found(description: str) -> tuple[cas.FoundCas, ...]:
    """Descriptions come again and again; looking for numbers in one is the dearest thing done to a declaration."""
    return cas.find(description)


def read_quantity_box(view: View) -> Box | None:
    """The quantity in supplementary units."""
    quantity = _item(view).quantity
    if quantity is None:
        return None
    shown = f"{plain(quantity.value)} {quantity.unit}"
    return _amount(view, read_quantity(quantity.value, quantity.unit), shown, "quantity")


def read_item_value(view: View) -> Box | None:
    """The value of the item."""
    money = _item(view).value
    if money is None:
        return None
    return _amount(view, read_money(money.amount, money.currency), f"{plain(money.amount)} {money.currency}", "value")


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
        return _amount(view, Fault("W638", "no value per kilogram: the net mass is 0 kg"), shown, "value")
    above, below = money.value, kilograms.value
    each = Fraction(above.numerator * below.denominator, above.denominator * below.numerator)  # sooner than `/`
    return _amount(view, Amount(each, money.measure), shown, "value")


def _item(view: View) -> Item:
    return cast("Item", view.source)  # boxes of goods items are read off goods items only


# ---- parties


def _in_role(view: View, role: str) -> list[tuple[int, Party]]:
    return [(index, one) for index, one in enumerate(view.source.parties) if role_of(one.role) == role]


def party_box(role: str) -> BoxReader:
    """The reader of the parties in a role; an item that names one has no other of that role."""

    def read_box(view: View) -> Box | None:
        parties = _in_role(view, role)
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

    def read_box(view: View) -> Box | None:
        parties = _in_role(view, role)
        if not parties:
            return None
        written = ((getattr(party, part), f"parties[{index}].{part}") for index, party in parties)
        return settled(view, written, read) or BLANK

    return read_box


# ---- documents


def read_documents(view: View) -> Box | None:
    """Type codes of all documents presented."""
    return _types(view, lambda _: True)


def read_claims(view: View) -> Box | None:
    """Type codes by which an exemption is claimed."""
    return _types(view, lambda document: document.claim == "exemption")


def _types(view: View, wanted: Callable[[Document], bool]) -> Box | None:
    return _papers(view, wanted, lambda code, _document, _index: read_code(code))


def read_licences(view: View) -> Box | None:
    """Documents presented as a licence. One whose last day cannot be read is presented, until nobody knows when."""

    def presented(code: str, document: Document, index: int) -> Presented:
        stated = said(document.expires)
        expires = None if stated is None else read_date(stated)
        if isinstance(expires, Fault):
            view.tell(expires, f"documents[{index}].expires")
            expires = None
        return Presented(read_code(code), expires)

    return _papers(view, lambda document: document.claim == "licence", presented)


def _papers(view: View, wanted: Callable[[Document], bool], read: Callable[[str, Document, int], Value]) -> Box | None:
    documents = view.source.documents
    if not documents:
        return None
    seen: list[Seen] = []
    unreadable: list[str] = []
    for index, document in enumerate(documents):
        if not wanted(document):
            continue
        name = f"documents[{index}].type"
        code = said(document.type)
        if code is None:
            unreadable.append(f"{view.prefix}documents[{index}]")
            view.tell(Fault("W625", "a document needs a type"), name)
        else:
            seen.append(Seen(read(code, document, index), code, view.prefix + name))
    return Box(tuple(seen), tuple(unreadable)) if seen or unreadable else BLANK
