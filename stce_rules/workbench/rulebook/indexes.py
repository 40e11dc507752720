"""The indexes of a book: units by law, by HS chapter, by CAS number; what is due for review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from stce_rules.pages.frame import Section
from stce_rules.pages.markup import Cell, Column, Html, joined, table
from stce_rules.reference import cas
from stce_rules.workbench.rulebook.book import Book, Entry
from stce_rules.workbench.rulebook.entries import Links

__all__ = ["by_cas", "by_chapter", "by_regime", "reviews"]

_UNITS = 40
"""Units that a row of an index names."""

_ALL_CHAPTERS = 60
"""Chapters from which on a unit is said to speak of all goods."""


def by_regime(book: Book, links: Links) -> Section:
    """Units by the control regimes that they name."""
    found = _grouped(book.entries, lambda one: one.regime or ["none stated"])
    rows = [(regime, _units(each, links)) for regime, each in sorted(found.items())]
    body = table(
        "Units by law", (Column("Law, regime", fit="long"), Column("Rules and indicators")), rows, search="Find"
    )
    return Section("by-law", "By law", "The control regimes that units name, word for word.", body)


def by_chapter(book: Book, links: Links) -> Section:
    """Units by the HS chapters that they speak of."""
    found = _grouped(book.entries, _chapters)
    rows = [(name, _units(each, links)) for name, each in sorted(found.items())]
    body = table("Units by chapter", (Column("HS chapter"), Column("Rules and indicators")), rows)
    lead = "By the codes and lists of codes that sentences speak of, or those of the indicators that they ask."
    return Section("by-chapter", "By HS chapter", lead, body)


def _chapters(one: Entry) -> list[str]:
    if not one.chapters:
        return ["no commodity code"]
    return one.chapters if len(one.chapters) < _ALL_CHAPTERS else ["nearly all chapters"]


def by_cas(book: Book, links: Links) -> Section | None:
    """Units by the CAS numbers that they look for."""
    found = _grouped(book.entries, lambda one: one.cas)
    if not found:
        return None
    names = {row.value: row.name for one in book.lists if one.kind == "cas" for row in one.rows if row.name}
    numbers = sorted(found, key=lambda one: [int(part) for part in one.split("-")])
    rows: list[tuple[Cell, ...]] = [
        (one, names.get(one) or cas.name_of(one) or "", _units(found[one], links)) for one in numbers
    ]
    columns = (Column("CAS number", fit="short"), Column("Name", fit="long"), Column("Rules and indicators"))
    lead = "Numbers that sentences and lists name; names are those of the lists."
    return Section("by-cas", "By CAS number", lead, table("Units by CAS number", columns, rows, search="Find"))


def reviews(book: Book, links: Links) -> Section:
    """When what is due: units with a review date, lists with an interval."""
    rows: list[tuple[Cell, ...]] = [
        (one.review_by, one.kind, links.unit(one.ruleset, one.name), one.owner)
        for one in sorted(book.entries, key=lambda each: (each.review_by or "", each.name))
        if one.review_by
    ]
    rows += [
        (
            f"{one.as_of or 'undated'}, every {one.review_every}" if one.review_every else one.as_of or "undated",
            "list",
            links.list(one.ruleset, one.name),
            one.source,
        )
        for one in sorted(book.lists, key=lambda each: (each.as_of or "", each.name))
    ]
    columns = (Column("Review by, or list of", fit="short"), Column("What"), Column("Name"), Column("Owner or source"))
    body = table("Dates", columns, rows, search="Find")
    return Section("reviews", "Review", "Units by the day their review is due, lists by the day they are of.", body)


def _grouped(entries: Iterable[Entry], by: Callable[[Entry], list[str]]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for one in entries:
        for key in by(one):
            found.setdefault(key, []).append(one)
    return found


def _units(entries: Sequence[Entry], links: Links) -> Html:
    """Units of a row, indicators first: of very many rules, which are many by what they ask, only the first."""
    ordered = sorted(entries, key=lambda each: (each.kind == "rule", each.name))
    named = links.units((one.ruleset, one.name) for one in ordered[:_UNITS])
    return joined(named, f" and {len(ordered) - _UNITS:,} more rules") if len(ordered) > _UNITS else named
