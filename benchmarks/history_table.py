"""A long history as a canonical Parquet file, made column by column.

One row is one goods item, one to five of them to a declaration, with the declaration's boxes repeated, in the order of
time. Cardinalities are those of real histories: descriptions are composed of words with some numbers between, half of
them said before by the same trade and half new; firms come in a long tail; codes are those of the edition in force.
How often codes and countries come, and boxes are blank, is said by `shapes`. The same shape and number of rows give the
same file.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.machine import WORK
from benchmarks.rules import DOCUMENTS, WORDS, substances
from benchmarks.shapes import GENERATED, Amounts, Shape
from stce_rules.reference import hs

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_CHUNK = 250_000
_FIRST_DAY, _DAYS = np.datetime64("2018-01-01"), 3_000
_NEW_EDITION = int((np.datetime64("2022-01-01") - _FIRST_DAY).astype(int))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def history(rows: int, shape: Shape = GENERATED) -> Path:
    """The file of so many goods items, made unless it is there."""
    path = WORK / f"{'history' if shape is GENERATED else shape.name}-{rows}.parquet"
    if not path.exists():
        making = path.with_suffix(f".{os.getpid()}")
        chance, first, at = np.random.default_rng(rows), 0, 0
        writer: pq.ParquetWriter | None = None
        while at < rows:
            count = min(_CHUNK, rows - at)
            chunk, first = _chunk(shape, chance, count, first, np.int64(at), rows)
            writer = writer or pq.ParquetWriter(making, chunk.schema, compression="zstd")
            writer.write_table(chunk)
            at += count
        if writer is not None:
            writer.close()
        making.replace(path)
    return path


def _chunk(
    shape: Shape, chance: np.random.Generator, count: int, first: int, at: np.int64, rows: int
) -> tuple[pa.Table, int]:
    """So many rows of whole declarations, from row `at`; `first` is the number of the first declaration."""
    sizes = chance.choice(5, size=count, p=[0.70, 0.15, 0.08, 0.04, 0.03]) + 1
    of_row = np.repeat(np.arange(count), sizes)[:count]
    made = int(of_row[-1]) + 1
    starts = np.flatnonzero(np.diff(of_row, prepend=-1))
    number = np.arange(count) - starts[of_row] + 1
    places = shape.places()

    def header(column: pa.Array) -> pa.Array:
        return column.take(pa.array(of_row))

    def blank(name: str, column: pa.Array) -> pa.Array:
        return _blank(chance, column, shape.blank.get(name, 0.0))

    def picked(name: str, words: list[str], of: int) -> pa.Array:
        return blank(name, _picked(chance, words, of))

    days = (at + starts) * _DAYS // rows
    ids = pc.binary_join_element_wise("26XX", pc.utf8_lpad(pc.cast(first + np.arange(made), pa.string()), 9, "0"), "")
    senders, receivers = _tail(chance, made, rows // 60 + 10), _tail(chance, made, rows // 40 + 10)
    columns = {
        "id": header(ids),
        "flow": header(_picked(chance, ["export", "import", "transit"], made)),
        "date": header(pa.array(_FIRST_DAY + days)),
        "office": header(_picked(chance, [f"XX{one:06}" for one in range(180)], made)),
        "destination": header(destination := picked("destination", places, made)),
        "exporter.name": header(_names(senders)),
        "consignee.name": header(blank("consignee.name", _names(receivers + 7))),
        "consignee.country": header(
            _at_home(chance, picked("consignee.country", places, made), destination, shape.at_home)
        ),
        "documents": header(picked("documents", [*DOCUMENTS, "N380", "N935", f"N380|{DOCUMENTS[0]}"], made)),
        "item.number": pa.array(number),
        "item.hs": blank("item.hs", _codes(shape, chance, days[of_row])),
        "item.description": blank("item.description", _descriptions(chance, count, rows)),
        "item.cas": picked("item.cas", substances(), count),
        "item.origin": picked("item.origin", places, count),
        "item.net_mass_kg": blank("item.net_mass_kg", _amounts(chance, count, shape.mass)),
        "item.value.amount": blank("item.value.amount", _amounts(chance, count, shape.value)),
        "item.value.currency": _picked(chance, ["EUR", "EUR", "EUR", "EUR", "USD", "CNY"], count),
    }
    return pa.table(columns), first + made


def _tail(chance: np.random.Generator, count: int, firms: int) -> Ints:
    """Numbers of firms: a few often, most seldom."""
    return (chance.random(count) ** 3 * firms).astype(np.int64)


def _picked(chance: np.random.Generator, words: list[str], count: int) -> pa.Array:
    return pa.array(words).take(pa.array(chance.integers(0, len(words), count)))


def _at_home(chance: np.random.Generator, countries: pa.Array, home: pa.Array, share: float) -> pa.Array:
    """The country of home for a share of them."""
    if not share:
        return countries
    return pc.if_else(pa.array(chance.random(len(home)) < share), home, countries)


def _blank(chance: np.random.Generator, column: pa.Array, share: float) -> pa.Array:
    if not share:
        return column
    return pc.if_else(pa.array(chance.random(len(column)) < share), pa.scalar(None, column.type), column)


def _names(firms: Ints) -> pa.Array:
    """A name for each number of a firm."""
    parts = (_word(firms * 31 + 5), _word(firms * 17 + 3), pa.array(["Trading", "GmbH", "Ltd", "Logistics"]))
    forms = parts[2].take(pa.array(firms % 4))
    return pc.binary_join_element_wise(pc.utf8_capitalize(parts[0]), pc.utf8_capitalize(parts[1]), forms, " ")


def _word(number: Ints) -> pa.Array:
    """A word that can be spoken, the same for the same number."""
    syllables = pa.array([f"{one}{two}" for one in "bdfgklmnprstvz" for two in "aeiou"])
    first, second, third = (pa.array(_mixed(number, salt) % len(syllables)) for salt in (1, 2, 3))
    return pc.binary_join_element_wise(syllables.take(first), syllables.take(second), syllables.take(third), "")


def _mixed(number: Ints, salt: int) -> Ints:
    """Scattered, the same for the same number and salt."""
    wide = (number.astype(np.uint64) + np.uint64(salt * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)) * np.uint64(
        0xBF58476D1CE4E5B9
    )
    return ((wide ^ (wide >> np.uint64(29))) >> np.uint64(8)).astype(np.int64)


def _codes(shape: Shape, chance: np.random.Generator, days: Ints) -> pa.Array:
    """Eight digits, of the edition in force on the day; some headings have much more trade than others."""
    found = []
    for edition in (2017, 2022):
        codes = pa.array([f"{one}00" for one in hs.codes(edition)])
        ranks = shape.ranks(chance.random(len(days)), len(codes))
        found.append(codes.take(pa.array(ranks * 37 % len(codes))))
    return pc.if_else(pa.array(days < _NEW_EDITION), found[0], found[1])


def _descriptions(chance: np.random.Generator, count: int, rows: int) -> pa.Array:
    """Three to seven words, some of them those that rules look for, some numbers; half are descriptions of before."""
    again = _tail(chance, count, rows // 8 + 10)
    fresh = chance.integers(10**9, 10**15, count)
    number = np.where(chance.random(count) < 0.5, again, fresh)
    common = [str(one) for one in _word(np.arange(900))]
    vocabulary = pa.array([*(one.upper() if place % 5 == 0 else one for place, one in enumerate(WORDS)), *common])
    length = 3 + _mixed(number, 40) % 5
    words: list[pa.Array] = []
    for place in range(7):
        word = vocabulary.take(pa.array(_mixed(number, place) % len(vocabulary)))
        words.append(pc.if_else(pa.array(length > place), word, pa.scalar(None, pa.string())))
    size = pc.binary_join_element_wise("DN", pc.cast(_mixed(number, 50) % 400, pa.string()), "")
    words.append(pc.if_else(pa.array(_mixed(number, 51) % 3 == 0), size, pa.scalar(None, pa.string())))
    return pc.binary_join_element_wise(*words, " ", null_handling="skip")


def _amounts(chance: np.random.Generator, count: int, amounts: Amounts) -> pa.Array:
    """Amounts over several orders of magnitude, to the hundredth."""
    hundredths = np.round(np.exp(chance.normal(amounts.median, amounts.spread, count)) * 100).astype(np.int64) + 1
    halves = np.zeros((count, 2), dtype=np.int64)  # a decimal is 128 bits, the lower half first
    halves[:, 0] = hundredths
    return pa.Array.from_buffers(pa.decimal128(18, 2), count, [None, pa.py_buffer(halves)])
