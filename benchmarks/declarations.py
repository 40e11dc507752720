"""Declarations to measure with, one goods item each, codes of the whole nomenclature.

`KINDS` are those that are timed, by name: `complete` ones leave no box blank that a rule may look at, so that all
engines can judge them; `traded` are those of a history with the shares of a published set (`shapes`), where CAS numbers
and documents may be blank, which peers take for none, and values in other currencies, which they take for euros;
`generated` ones have blanks in all boxes, which only a three-valued engine can judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import assert_never

from msgspec.structs import replace

from benchmarks.history_table import history
from benchmarks.rules import (
    DOCUMENTS,
    WORDS,
    Diverted,
    Goods,
    Heavier,
    Mentions,
    Places,
    Presents,
    Rule,
    Substances,
    Test,
    Worth,
    substances,
)
from benchmarks.shapes import TRADED
from stce_rules.core.declaration import Declaration, Document, Item, Money, Party
from stce_rules.generator import generate
from stce_rules.reference import countries, hs, tables

_MORE_WORDS = (
    "for",
    "industrial",
    "use",
    "spare",
    "parts",
    "new",
    "steel",
    "plastic",
    "electric",
    "model",
    "type",
    "set",
)


def single_items(count: int, seed: int) -> Iterator[Declaration]:
    """Generated trade, blank boxes and all; the codes are spread evenly, so that dense and sparse chapters are met."""
    chance = Random(seed)
    for one in generate(count, seed):
        edition = hs.edition_on(date.fromisoformat(one.date or "2022-01-01"))
        yield replace(one, items=[replace(one.items[0], number=1, hs=chance.choice(hs.codes(edition)))])


def in_lot(one: Declaration, lot: int) -> Declaration:
    """The same declaration with a description that was not met before."""
    (item,) = one.items
    return replace(one, items=[replace(item, description=f"{item.description or ''} lot {lot} of {one.id}")])


def near_rules(rules: Sequence[Rule], count: int, seed: int) -> Iterator[Declaration]:
    """Complete declarations that mostly meet some rule, or just miss it: to see that engines give the same hits."""
    chance = Random(seed)
    for one in complete_items(count, seed):
        changed = one
        for some in chance.choice(rules).asked:
            test = chance.choice(some)
            if isinstance(test, Goods) or chance.random() < 0.9:
                changed = _meeting(test, changed, chance)
        yield changed


def _meeting(test: Test, one: Declaration, chance: Random) -> Declaration:
    (item,) = one.items
    match test:
        case Goods(first, last):
            codes = [code for code in hs.codes(2022) if first <= code <= last]
            return replace(one, items=[replace(item, hs=chance.choice(codes))])
        case Places(elsewhere=True):
            return one
        case Places("destination", codes):
            return replace(one, destination=chance.choice(codes))
        case Places("consignee", codes):
            return replace(one, parties=[replace(one.parties[0], country=chance.choice(codes))])
        case Places(codes=codes):
            return replace(one, items=[replace(item, origin=chance.choice(codes))])
        case Mentions(phrases, "name"):
            return replace(one, parties=[replace(one.parties[0], name=f"Rovo {chance.choice(phrases)}")])
        case Mentions(phrases):
            return replace(one, items=[replace(item, description=f"{item.description} {chance.choice(phrases)}")])
        case Substances(numbers):
            return replace(one, items=[replace(item, cas=[chance.choice(numbers)])])
        case Heavier(kilograms):
            return replace(one, items=[replace(item, net_mass_kg=Decimal(kilograms + chance.randint(0, 1)))])
        case Worth(euros):
            amount = Decimal(euros - chance.randint(0, 1))
            return replace(one, items=[replace(item, value=Money(amount=amount, currency="EUR"))])
        case Presents(document):
            return replace(one, documents=[*one.documents, Document(type=document)])
        case Diverted():
            return one
        case _:
            assert_never(test)


def complete_items(count: int, seed: int) -> Iterator[Declaration]:
    """Declarations of 2022 and later that leave no box blank that a rule may look at: what other engines can judge."""
    chance = Random(seed)
    places = [row[0] for row in tables.rows("countries.csv") if countries.is_code(row[0])]
    for number in range(count):
        destination, origin, other = chance.choices(places, k=3)
        documents = [Document(type=one) for one in DOCUMENTS if chance.random() < 0.2]
        if chance.random() < 0.3:
            documents.append(Document(type="D001", claim="licence", expires="2099-12-31"))
        words = chance.sample(WORDS, chance.randint(1, 4)) + chance.sample(_MORE_WORDS, chance.randint(1, 4))
        chance.shuffle(words)
        item = Item(
            number=1,
            hs=chance.choice(hs.codes(2022)),
            description=" ".join(words),
            cas=chance.sample(substances(), chance.randint(1, 2)),
            origin=origin,
            net_mass_kg=Decimal(chance.randint(1, 20_000)),
            value=Money(amount=Decimal(chance.randint(100, 200_000)), currency="EUR"),
        )
        yield Declaration(
            id=f"B{number:07}",
            flow="export",
            date=f"202{chance.randint(2, 6)}-06-01",
            destination=destination,
            parties=[Party(role="consignee", name="Firm", country=chance.choice((destination, other)))],
            documents=documents,
            items=[item],
        )


def traded_items(count: int, seed: int) -> Iterator[Declaration]:
    """Goods items of a traded history, each as a declaration of its own; the same whatever the seed."""
    del seed
    from pyarrow import parquet

    for row in parquet.read_table(history(count, TRADED)).to_pylist():
        item = Item(
            number=1,
            hs=row["item.hs"],
            description=row["item.description"],
            cas=[row["item.cas"]] if row["item.cas"] else [],
            origin=row["item.origin"],
            net_mass_kg=row["item.net_mass_kg"],
            value=Money(amount=row["item.value.amount"], currency=row["item.value.currency"]),
        )
        yield Declaration(
            id=row["id"],
            flow=row["flow"],
            date=row["date"].isoformat(),
            office=row["office"],
            destination=row["destination"],
            parties=[
                Party(role="exporter", name=row["exporter.name"]),
                Party(role="consignee", name=row["consignee.name"], country=row["consignee.country"]),
            ],
            documents=[Document(type=one) for one in (row["documents"] or "").split("|") if one],
            items=[item],
        )


KINDS: Mapping[str, Callable[[int, int], Iterator[Declaration]]] = {
    "complete": complete_items,
    "traded": traded_items,
    "generated": single_items,
}
