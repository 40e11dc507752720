"""A book as one HTML page, to read on a screen and to print.

Enters: a book, and perhaps what changed since an earlier one. Leaves: the page. Promises: whatever a ruleset says shows
as text; the same book gives the same bytes; nothing is asked for outside the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from stce_rules.pages.frame import Section, page, tiles
from stce_rules.pages.markup import Cell, Column, Html, count, joined, some, table, tag
from stce_rules.workbench.rulebook.book import Book, ListTold, Part, RowTold
from stce_rules.workbench.rulebook.changes import Change, Weight
from stce_rules.workbench.rulebook.entries import Links, anchor, entry_piece, facts_of
from stce_rules.workbench.rulebook.indexes import by_cas, by_chapter, by_regime, reviews

__all__ = ["book_page"]

_ROWS = 200
"""Rows of a list that are printed; the file of the list has all."""

_WEIGHTS = {
    Weight.REMOVED: "removed",
    Weight.STATUS: "status",
    Weight.CONDITION: "condition",
    Weight.EFFECT: "effect",
    Weight.LIST: "list",
    Weight.ADDED: "added",
    Weight.DATES: "dates",
    Weight.WORDS: "words",
}


def book_page(book: Book, changes: Sequence[Change] | None = None) -> str:
    """The page. `changes` are told where they are given, none of them too."""
    links = Links(book)
    sections = [
        None if changes is None else _changes(changes),
        by_regime(book, links),
        by_chapter(book, links),
        by_cas(book, links),
        *_units(book, links),
        _shared(book),
        reviews(book, links),
        _lists(book, links),
    ]
    names = ", ".join(one.title or one.name for one in book.parts)
    under = "; ".join(f"{one.name} version {one.version}" for one in book.parts)
    closing = f"Rule book of {under}; content hash {book.hash}."
    return page(f"Rule book: {names}", under, _opening(book), [one for one in sections if one is not None], closing)


def _opening(book: Book) -> Html:
    kinds = [(one.kind, one.status) for one in book.entries]
    counts = [
        (
            "rules",
            sum(kind == "rule" for kind, _ in kinds),
            f"{sum(one == ('rule', 'active') for one in kinds)} active",
        ),
        ("indicators", sum(kind == "indicator" for kind, _ in kinds), "what to look for"),
        ("exemptions", sum(kind == "exemption" for kind, _ in kinds), "what lifts rules"),
        ("lists", len(book.lists), some(sum(len(one.rows) for one in book.lists), "row")),
        ("examples", sum(len(one.examples) for one in book.entries), "run by stce test"),
    ]
    return joined(tiles([(name, count(number), remark) for name, number, remark in counts]), *_title(book))


def _title(book: Book) -> Iterator[Html]:
    for one in book.parts:
        yield facts_of(
            (
                ("ruleset", f"{one.name}, version {one.version}"),
                ("title", one.title),
                ("owner", one.owner),
                ("legal basis", joined(*one.legal_basis, between=Html("<br>"))),
                ("HS edition", str(one.edition)),
            )
        )
    yield facts_of((("content hash", tag("code", book.hash)),))


def _units(book: Book, links: Links) -> Iterator[Section]:
    kinds = (
        ("rule", "Rules", "What to do about it: conditions, and what each outcome does."),
        ("indicator", "Indicators", "What to look for: named conditions that rules ask."),
        ("exemption", "Exemptions", "What lifts rules, where it is proven to apply."),
    )
    for kind, title, lead in kinds:
        found = sorted((one for one in book.entries if one.kind == kind), key=lambda one: one.name)
        if found:
            yield Section(f"{kind}s", title, lead, joined(*[entry_piece(one, links) for one in found]))


def _shared(book: Book) -> Section | None:
    """The text of decisions, parameters and measures."""
    pieces = [piece for part in book.parts for piece in _shared_by(part)]
    lead = "How points become a channel, and values that sentences name."
    return Section("shared", "Decision, parameters, measures", lead, joined(*pieces)) if pieces else None


def _shared_by(part: Part) -> Iterator[Html]:
    for text in (part.decision, part.groundwork):
        if text.strip():
            yield tag("pre", text.rstrip(), class_="rule")


def _lists(book: Book, links: Links) -> Section | None:
    pieces = [_list(one, links) for one in sorted(book.lists, key=lambda each: (each.ruleset, each.name))]
    lead = f"Every list with its source and day, and its rows, {_ROWS} at most."
    return Section("lists", "Lists", lead, joined(*pieces), leaf=True) if pieces else None


def _list(one: ListTold, links: Links) -> Html:
    sources = {row.source for row in one.rows}
    told = facts_of(
        (
            ("holds", f"{some(len(one.rows), 'row')} of {one.kind}"),
            ("source", one.source),
            ("source of its rows", "".join(sources) if len(sources) == 1 else ""),
            ("as of", one.as_of or "undated"),
            ("review every", one.review_every),
            ("used by", links.units((one.ruleset, name) for name in one.used_by) or "nothing"),
        )
    )
    rows = _rows(one.rows[:_ROWS]) if len(sources) > 1 else [tag("li", _row(row)) for row in one.rows[:_ROWS]]
    more = tag("p", f"and {some(len(one.rows) - _ROWS, 'more row')}", class_="note") if len(one.rows) > _ROWS else ""
    head, place = tag("h3", tag("code", one.name)), anchor("list", one.ruleset, one.name)
    return tag("article", head, told, tag("ul", *rows, class_="rows"), more, class_="entry", id=place)


def _rows(rows: Sequence[RowTold]) -> list[Html]:
    """Rows with their sources; those that follow one another from one source together."""
    return [
        tag("li", "; ".join(_row(row) for row in each), tag("span", f" ({source})", class_="note") if source else "")
        for source, each in groupby(rows, key=lambda row: row.source)
    ]


def _row(row: RowTold) -> str:
    dates = "".join((f" from {row.start}" if row.start else "", f" until {row.until}" if row.until else ""))
    return f"{row.value} {row.name}".rstrip() + dates


def _changes(changes: Sequence[Change]) -> Section:
    lead = "Since the version that the book was compared with; the weightiest first."
    if not changes:
        return Section("changes", "What changed", lead, tag("p", "Nothing has changed."))
    rows: list[tuple[Cell, ...]] = [
        (
            _WEIGHTS[Weight(one.weight)],
            joined(tag("code", one.name), f" {one.title}"),
            one.how,
            _lines(one.before),
            _lines(one.after),
        )
        for one in changes
    ]
    columns = (Column("Weight", fit="short"), Column("What"), Column("How"), Column("Before"), Column("Now"))
    return Section("changes", "What changed", lead, table(some(len(rows), "change"), columns, rows, search="Find"))


def _lines(text: str) -> Html:
    return joined(*text.splitlines(), between=Html("<br>"))
