"""The units of a book as pieces of a page: plain reading, effects, examples, lists, and the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from stce_rules.pages.frame import facts
from stce_rules.pages.markup import Html, escaped, joined, some, tag
from stce_rules.workbench.rulebook.book import Book, Clause, Entry, Line

__all__ = ["Links", "anchor", "entry_piece", "facts_of"]

_NUMBERS = 12
"""CAS numbers of a unit that are named with it; the index has all."""


class Links:
    """Where each unit and list of a book stands on its page."""

    def __init__(self, book: Book) -> None:
        self._units = {(one.ruleset, one.name): anchor(one.kind, one.ruleset, one.name) for one in book.entries}
        self._lists = {(one.ruleset, one.name): one for one in book.lists}

    def unit(self, ruleset: str, name: str) -> Html:
        """The name of a unit, leading to it where it is in the book."""
        return _link(name, self._units.get((ruleset, name)))

    def units(self, named: Iterable[tuple[str, str]]) -> Html:
        """Names of units one after the other."""
        return joined(*[self.unit(*one) for one in named], between=", ")

    def list(self, ruleset: str, name: str) -> Html:
        """The name of a list, leading to it."""
        return _link(name, anchor("list", ruleset, name))

    def lists_told(self, ruleset: str, names: Iterable[str]) -> Html:
        """Lists one below the other, each with its size, day, review interval and source."""
        told = [
            joined(self.list(ruleset, one), tag("span", f" ({self._said(ruleset, one)})", class_="note"))
            for one in names
        ]
        return joined(*told, between=Html("<br>"))

    def _said(self, ruleset: str, name: str) -> str:
        one = self._lists[ruleset, name]
        parts = (
            some(len(one.rows), "row"),
            f"of {one.as_of}" if one.as_of else "undated",
            f"review every {one.review_every}" if one.review_every else "",
            one.source,
        )
        return "; ".join(part for part in parts if part)


def anchor(kind: str, ruleset: str, name: str) -> str:
    """An address within the page that any name gives, each another one."""
    safe = re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found[0]):x}_", f"{ruleset} {name}")
    return f"{kind}-{safe}"


def _link(name: str, anchor: str | None) -> Html:
    return escaped(name) if anchor is None else tag("a", name, href=f"#{anchor}")


def entry_piece(one: Entry, links: Links) -> Html:
    """A unit, whole."""
    parts = [
        tag("h3", tag("code", one.name), f" {one.title}"),
        tag("p", _standing(one), class_="note"),
        tag("p", one.because) if one.because else "",
        *[_clause(clause, one.ruleset, links) for clause in one.reading],
        _effects(one),
        facts_of(_told(one, links)),
        _examples(one),
        tag("pre", one.source.rstrip(), class_="rule"),
    ]
    return tag("article", *[part for part in parts if part], class_="entry", id=anchor(one.kind, one.ruleset, one.name))


def facts_of(told: Iterable[tuple[str, str]]) -> Html:
    """Names with what they are; nothing where there is nothing."""
    found = [(name, said) for name, said in told if said]
    return facts(found) if found else Html("")


def _standing(one: Entry) -> str:
    """Kind, status, version, scope and days, in one line."""
    days = "".join(
        (
            f" from {one.effective_from}" if one.effective_from else "",
            f" until {one.effective_until}" if one.effective_until else "",
        )
    )
    parts = [
        f"{one.kind}, {one.status}, version {one.version}" if one.kind != "indicator" else "indicator",
        f"for each {'goods item' if one.scope == 'item' else 'declaration'}",
        f"applies to {', '.join(one.flows)}" if one.flows else "",
        f"effective{days}" if days else "",
        f"review by {one.review_by}" if one.review_by else "",
        one.owner,
        one.place,
    ]
    return "; ".join(part for part in parts if part)


def _clause(clause: Clause, ruleset: str, links: Links) -> Html:
    because = tag("span", f" because {clause.because}", class_="note") if clause.because else ""
    return tag("div", tag("b", clause.word), because, _nested(clause.lines, ruleset, links), class_="clause")


def _nested(lines: Sequence[Line], ruleset: str, links: Links) -> Html:
    """Lines as lists within lists, by their depth."""
    made, at = list[str](), 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and lines[end].depth > lines[at].depth:
            end += 1
        below = lines[at + 1 : end]
        made.append(tag("li", _line(lines[at], ruleset, links), _nested(below, ruleset, links) if below else ""))
        at = end
    return tag("ul", *made)


def _line(line: Line, ruleset: str, links: Links) -> Html:
    note = tag("span", f" ({line.note})", class_="note") if line.note else ""
    if line.unit is None:
        return joined(line.text, note)
    before, _, after = line.text.partition(line.unit)
    return joined(before, links.unit(ruleset, line.unit), after, note)


def _effects(one: Entry) -> Html:
    rows = [
        tag("li", tag("b", each.outcome), f": {'; '.join(each.does) or 'nothing; it is recorded'}")
        for each in one.effects
    ]
    rows += [tag("li", tag("b", "exempt"), ": nothing; it is recorded with its reason")] if _can_be_exempt(one) else []
    return joined(tag("h4", "What it does"), tag("ul", *rows)) if rows else Html("")


def _can_be_exempt(one: Entry) -> bool:
    return one.kind == "rule" and (bool(one.lifted_by) or any(clause.word == "unless" for clause in one.reading))


def _told(one: Entry, links: Links) -> Iterator[tuple[str, str]]:
    in_ruleset = [(one.ruleset, name) for name in one.lifts]
    yield "law", "; ".join(one.regime)
    yield "lifts", links.units(in_ruleset)
    yield "lifted by", links.units((one.ruleset, name) for name in one.lifted_by)
    yield "used by", links.units((one.ruleset, name) for name in one.used_by)
    yield "lists", links.lists_told(one.ruleset, one.lists)
    yield "HS chapters", chapters_said(one.chapters)
    more = f" and {some(len(one.cas) - _NUMBERS, 'more number')}" if len(one.cas) > _NUMBERS else ""
    yield "CAS numbers", ", ".join(one.cas[:_NUMBERS]) + more


def chapters_said(chapters: Sequence[str]) -> str:
    """Chapters with runs of them drawn together: `28 to 38, 84`."""
    runs: list[list[int]] = []
    for one in map(int, chapters):
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return ", ".join(f"{low:02d}" if low == high else f"{low:02d} to {high:02d}" for low, high in runs)


def _examples(one: Entry) -> Html:
    rows = [
        tag("li", f"“{each.title}”: {each.facts or 'all boxes blank'} → ", tag("b", each.expect))
        for each in one.examples
    ]
    return joined(tag("h4", "Examples"), tag("ul", *rows)) if rows else Html("")
