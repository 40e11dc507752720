"""A map proposed for a table nobody has described yet.

Enters: a sample of the table. Leaves: the text of a map, with remarks on what to check, which boxes have no column and
which columns are left out. Promise: the text is a map that can be read; where a column could mean several things, names
go before contents, and contents may forbid what a name suggests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from stce_rules.intake.tables.contents import Contents
from stce_rules.intake.tables.sampling import Sample
from stce_rules.intake.tables.vocabulary import BOXES, FINDINGS, PARTIES, PARTY_PARTS

__all__ = ["IMPORTANT", "Proposal", "plain_words", "propose"]

IMPORTANT: Mapping[str, str] = {
    "date": "rules, lists and the HS edition are those of that day",
    "flow": "rules apply to imports, exports and so on",
    "destination": "nearly every rule on strategic goods asks for it",
    "item.hs": "what the goods are",
    "item.description": "what the goods are, in words",
    "item.net_mass_kg": "thresholds are masses",
    "item.origin": "where the goods come from",
    "consignee.name": "who gets the goods",
}
"""Boxes that rules often need, and why."""

_COUNTRIES = {"dispatch_country", "destination", "payment_country", "item.origin"}
_MASSES = {"item.net_mass_kg", "item.gross_mass_kg"}
_NUMBERS = {*_MASSES, "item.quantity.value", "item.value.amount", "item.concentration_percent"}


@dataclass(slots=True)
class Proposal:
    """Boxes, by the columns that fill them; columns left out."""

    sample: Sample
    contents: dict[str, Contents]
    columns: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)

    @property
    def left_out(self) -> list[str]:
        """Columns that no box takes."""
        taken = set(self.columns.values())
        return [name for name in self.sample.names if name not in taken]

    @property
    def missing(self) -> list[str]:
        """Boxes that rules often need and no column fills."""
        return [box for box in IMPORTANT if box not in self.columns]


def propose(sample: Sample) -> Proposal:
    """The proposal for a sample."""
    made = Proposal(sample, dict(zip(sample.names, map(Contents, sample.cells), strict=True)))
    known = {name: plain_words(name) for name in sample.names if sample.names.count(name) == 1 and name}
    offers = sorted(
        ((-_score(words, phrase, place), place, box, name) for name, words in known.items()
         for box, phrases in _phrases() for place, phrase in enumerate(phrases) if _stands_in(phrase, words)),
    )  # fmt: skip
    for _, _, box, name in offers:
        if box not in made.columns and name not in made.columns.values() and _may(box, made.contents[name]):
            made.columns[box] = name
    _add_by_contents(made, known)
    if "id" not in made.columns:
        free = [name for name in known if name not in made.columns.values()] or list(known)
        made.columns["id"] = max(free, key=lambda name: len(made.contents[name].distinct))
        made.remarks["id"] = "no column is called an id; this one has the most values. Which is it?"
    return made


def plain_words(text: str) -> str:
    """A name in lower case without accents, its words parted by blanks."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    plain = "".join(one for one in unicodedata.normalize("NFKD", parted) if not unicodedata.combining(one))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def _phrases() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from BOXES.items()
    yield "outcome.finding", FINDINGS
    for role, roles in PARTIES.items():
        for part, parts in PARTY_PARTS.items():
            yield (
                f"{role}.{part}",
                tuple(f"{one} {two}" for one in roles for two in parts)
                + tuple(f"{two} {one}" for one in roles for two in parts),
            )
        yield f"{role}.name", roles
        yield f"{role}.id", roles


def _stands_in(phrase: str, words: str) -> bool:
    return f" {phrase} " in f" {words} "


def _score(words: str, phrase: str, place: int) -> float:
    """More for more words of the name; a little more for the better names of a box."""
    return len(phrase.split()) * 10 - (len(words.split()) - len(phrase.split())) * 4 - place * 0.05


def _may(box: str, contents: Contents) -> bool:
    """Whether the contents of a column do not forbid a box; a column that says nothing forbids none."""
    if not contents.said:
        return True
    if box in _COUNTRIES or box.endswith(".country"):
        return max(contents.country, contents.alpha3) >= 0.7 or contents.longest <= 3
    if box in _NUMBERS:
        return contents.signs is not None
    if box.endswith(".name"):
        return not all(one.isdigit() for one in contents.distinct) and contents.longest > 3 and _has_words(contents)
    if box.endswith(".id") and box != "id":
        return not _has_words(contents)
    match box:
        case "id":
            return len(contents.said) == len(contents.cells)
        case "date":
            return bool(contents.dates)
        case "version" | "item.number":
            return all(one.isdigit() and len(one) < 6 for one in contents.distinct)
        case "item.hs":
            return contents.hs >= 0.5
        case "item.cas":
            return contents.cas >= 0.5
        case "item.value.currency":
            return contents.currency >= 0.7
        case "item.description":
            return contents.hs < 0.5 and contents.signs is None
        case "outcome.finding":
            return len(contents.distinct) <= 20
        case "flow":
            return len(contents.distinct) <= 8
        case _:
            return True


def _has_words(contents: Contents) -> bool:
    several = sum(len(one.split()) > 1 for one in contents.distinct)
    return several * 3 >= len(contents.distinct)


def _add_by_contents(made: Proposal, known: Mapping[str, str]) -> None:
    """Boxes whose columns are told by their contents alone, where one column fits and no other does."""
    tests: Mapping[str, Callable[[Contents], bool]] = {
        "item.hs": lambda one: one.hs >= 0.9 and len(one.distinct) > 3,
        "item.cas": lambda one: one.cas >= 0.8,
        "date": lambda one: bool(one.dates) and not all(cell.isdigit() for cell in one.distinct),
        "item.value.currency": lambda one: one.currency >= 0.9 and one.longest == 3,
        "item.description": lambda one: _has_words(one) and len(one.distinct) > 5 and one.longest > 25,
    }
    for box, fits in tests.items():
        free = [name for name in known if name not in made.columns.values() and fits(made.contents[name])]
        if box not in made.columns and len(free) == 1:
            made.columns[box] = free[0]
            made.remarks[box] = "by its contents; check it"
