"""The headings of a table: what each column means.

Enters: the cells of the row of headings. Leaves: columns, and a fault for every heading that means nothing. Promise: a
column is either understood or reported; only those whose heading begins with `#`, and those without any cell, are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.fields import Catalogue, FieldType
from stce_rules.core.span import Source
from stce_rules.language import syntax
from stce_rules.language.checking.findings import listed, quoted
from stce_rules.language.parse import parse
from stce_rules.workbench.decision_tables import conditions as c
from stce_rules.workbench.decision_tables.cells import MARK, Cell, Kind, Sheet, one_line
from stce_rules.workbench.decision_tables.values import Unread

FIXED = {
    "id": "how results name the rule; no other rule has it",
    "title": "the rule in a few words",
    "edition": "HS edition of the codes, the same in all rows; left out: that of the ruleset",
    "status": "draft, monitor, active or retired; left out: active",
    "version": "a whole number; stands in every result",
    "owner": "who answers for the rule",
    "regime": "the control regimes, parted by semicolons",
    "effective from": "the first acceptance date it applies to",
    "effective until": "the last one",
    "review by": "the day by which it is looked at again",
    "applies to": "exports, imports, transits, transhipments, re-exports; left out: all",
    "for each": "item or declaration; left out: item",
    "points": "points that a hit adds to the score",
    "channel": "the lightest channel of a hit: green, blue, yellow or red",
    "ask for": "documents or facts to obtain on a hit, parted by semicolons",
    "refer to": "authorities to refer a hit to, parted by semicolons",
    "flag": "words for the host on a hit, parted by semicolons",
    "if unknown points": "points where a box that would decide is blank",
    "if unknown channel": "the lightest channel then",
    "if unknown ask for": "what to obtain then, parted by semicolons",
    "if unknown refer to": "authorities to refer to then, parted by semicolons",
    "if unknown flag": "words for the host then, parted by semicolons",
    "because": "the reason, told with every hit",
    "unless because": "why what stands under 'unless …' lifts the rule",
    "examples": 'one on each line, such as: "no licence" hs 2931.41, destination SS expect hit with red',
}
"""Headings of properties and effects, in their order, and what their cells hold."""


INDICATOR = "indicator"
"""The heading of a column whose cells name indicators."""


_YES, _NO = frozenset(("yes", "x", "true")), frozenset(("no", "false"))

EITHER = "either "
"""How the headings of columns begin of which one must hold."""


class Clause(Enum):
    """The clause of the rule that a condition stands in."""

    WHERE = "where"
    WHEN = "when"
    UNLESS = "unless"


@dataclass(frozen=True, slots=True)
class Tests:
    """A column of conditions: `column`, or a whole sentence that cells affirm or deny.

    Of the columns `either …` of a row one must hold; of all others, each.
    """

    clause: Clause
    column: c.Column | None
    sentence: str
    either: bool = False

    def said(self, cell: Cell) -> str:
        """The condition of a cell. Raises Unread."""
        if self.column is not None:
            return c.condition(self.column, cell)
        said = cell.text.lower()
        if said not in _YES | _NO:
            message = f"'{one_line(cell.text)}' is neither yes nor no"
            raise Unread("E927", message, "write yes, no, or leave the cell empty")
        return self.sentence if said in _YES else f"not {self.sentence}"

    def may_lack_zeros(self, cell: Cell) -> bool:
        """Whether a number stands where codes do that often begin with zeros."""
        of_codes = self.column is not None and self.column.type is FieldType.CODE
        return of_codes and cell.kind is Kind.NUMBER and len(cell.text) > 1


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that is understood: the name of a property or effect, or conditions."""

    cell: Cell
    means: str | Tests


@dataclass(frozen=True, slots=True)
class Known:
    """The names that headings may use."""

    catalogue: Catalogue
    indicators: frozenset[str]


def heading_row(sheet: Sheet) -> int:
    """The index of the row of headings: the first with a cell `id`. Raises StceError (E924)."""
    for at, row in enumerate(sheet.rows):
        if any(_name(cell) == "id" for cell in row):
            return at
    said = "the table is empty" if not any(cell.text for row in sheet.rows for cell in row) else "no cell says 'id'"
    mend = "write the headings in the first row, 'id' among them; 'stce table init' writes a table to begin with"
    raise StceError(Diagnostic("E924", f"{said}, so there is no row of headings", where=sheet.name, help=mend))


def headings_of(row: Sequence[Cell], filled: frozenset[int], known: Known) -> tuple[list[Heading], list[Diagnostic]]:
    """The columns of a table, and the faults of its headings. `filled` are the columns that hold something below."""
    found, faults, first = list[Heading](), list[Diagnostic](), dict[str, Cell]()
    for cell in row:
        if cell.text.startswith(MARK):
            continue
        if not cell.text:
            if cell.column in filled:
                mend = f"write what the column holds; the heading of remarks begins with '{MARK}'"
                faults.append(cell.fault("E925", "the column has no heading", mend))
            continue
        means = _name(cell) if _name(cell) in FIXED else _tests(one_line(cell.text), known)
        if means is None:
            faults.append(_unknown(cell, known))
        elif isinstance(means, str) and means in first:
            message = f"the heading '{means}' stands twice"
            faults.append(cell.fault("E926", message, f"delete one of them; the first is {first[means].place}"))
        else:
            found.append(Heading(cell, means))
            if isinstance(means, str):
                first[means] = cell
    return found, faults


def _name(cell: Cell) -> str:
    return one_line(cell.text).lower().rstrip(":")


def _tests(text: str, known: Known) -> Tests | None:
    clause = Clause.WHEN
    for one in (Clause.WHERE, Clause.UNLESS):
        if text.lower().startswith(f"{one.value} "):
            clause, text = one, text[len(one.value) + 1 :]
    either = clause is Clause.WHEN and text.lower().startswith(EITHER)
    text = text[len(EITHER) :] if either else text
    column = column_of(text, known.catalogue)
    if column is not None:
        return Tests(clause, column, "", either)
    if text in known.indicators or (" " in text and _is_sentence(text, known.catalogue)):
        return Tests(clause, None, text, either)
    return None


# ---- fields with an operator

_ENDINGS: dict[str, tuple[str, bool, bool]] = {
    "is not in list": (c.IS, True, True),
    "not in list": (c.IS, True, True),
    "is in list": (c.IS, False, True),
    "in list": (c.IS, False, True),
    "is not in": (c.IS, True, False),
    "not in": (c.IS, True, False),
    "is not": (c.IS, True, False),
    "not": (c.IS, True, False),
    "is in": (c.IS, False, False),
    "in": (c.IS, False, False),
    "is exactly": (c.EXACTLY, False, False),
    "exactly": (c.EXACTLY, False, False),
    "is the same as": (c.SAME_AS, False, False),
    "same as": (c.SAME_AS, False, False),
    "differs from": (c.DIFFERS_FROM, False, False),
    "does not mention": (c.MENTIONS, True, False),
    "mentions all of": (c.MENTIONS_ALL, False, False),
    "mentions any of": (c.MENTIONS, False, False),
    "mentions": (c.MENTIONS, False, False),
    "passes through": (c.PASSES, False, False),
    "avoids": (c.PASSES, True, False),
    **{f"is {one}": (one, False, False) for one in c.ORDERS},
    **{one: (one, False, False) for one in c.ORDERS},
    "is": (c.IS, False, False),
}
"""How a heading may end: the verb, whether it says `not`, whether cells name lists. Longer ones stand first."""

_UNIT = re.compile(r"(.+?) ?\[([^\[\]]+)\]")
_STATES = re.compile(r"(.+) states ([a-z][a-z0-9_]*)")
_PAST = re.compile(r"(?:total|largest|number of) .+ by .+ over \d+ \w+")


def column_of(text: str, catalogue: Catalogue) -> c.Column | None:
    """The column of a heading that is a field, or a window over the past, with or without an operator."""
    if text.lower() == INDICATOR:
        return c.Column("", c.SHOWS, None)
    text, unit = (match[1], match[2]) if (match := _UNIT.fullmatch(text)) else (text, "")
    lower = text.lower()
    if lower in catalogue:
        natural = {FieldType.TEXT: c.MENTIONS, FieldType.ROUTE: c.PASSES}.get(catalogue[lower].type, c.IS)
        return c.Column(lower, natural, catalogue[lower].type, unit=unit)
    for ending, (verb, negated, lists) in _ENDINGS.items():
        if not lower.endswith(f" {ending}"):
            continue
        subject = lower.removesuffix(f" {ending}")
        if subject in catalogue:
            kind = None if verb in {c.SAME_AS, c.DIFFERS_FROM} else catalogue[subject].type
            return c.Column(subject, verb, kind, negated, lists, unit)
        match = _STATES.fullmatch(subject)
        if match and verb in c.ORDERS and match[1] in catalogue:
            return c.Column(match[1], f"states {match[2]} {verb}", FieldType.QUANTITY, unit=unit)
        if verb in {*c.ORDERS, c.IS} and _is_window(text[: len(subject)], catalogue):
            return c.Column(text[: len(subject)], verb, FieldType.NUMBER, negated, lists=False, unit=unit)
    return None


def _is_window(text: str, catalogue: Catalogue) -> bool:
    return bool(_PAST.fullmatch(text)) and _is_sentence(f"{text} is at least 1", catalogue)


# ---- whole sentences


def _is_sentence(text: str, catalogue: Catalogue) -> bool:
    """Whether a text is one sentence that may stand after `when`."""
    found = parsed_condition(text, catalogue)
    return isinstance(found, syntax.Sentence | syntax.ItemsShow | syntax.RuleHits)


def parsed_condition(text: str, catalogue: Catalogue) -> syntax.Condition | None:
    """A condition as the language reads it; None with faults."""
    parsed = parse(Source("<heading>", f'indicator heading "heading" for each item when {text}\nend'), catalogue)
    statements = parsed.file.statements
    if parsed.diagnostics or len(statements) != 1 or not isinstance(statements[0], syntax.IndicatorStatement):
        return None
    return statements[0].when


# ---- unknown ones


def _unknown(cell: Cell, known: Known) -> Diagnostic:
    text, before = one_line(cell.text), ""
    for begin in ("where ", "unless ", EITHER, "when "):
        if text.startswith(begin):
            text, before = text.removeprefix(begin), "" if begin == "when " else begin
    near = [before + one for one in dict.fromkeys(_near(text, known))][:3]
    remark = f"the heading of a column of remarks begins with '{MARK}'"
    mend = f"did you mean {listed(quoted(near), 'or')}? {remark}" if near else remark
    return cell.fault("E925", f"no such heading: '{one_line(cell.text)}'", mend)


def _near(text: str, known: Known) -> Iterator[str]:
    lower, fields = text.lower(), list(known.catalogue)
    yield from get_close_matches(lower, [*FIXED, INDICATOR, *fields, *known.indicators], n=3, cutoff=0.75)
    for ending in _ENDINGS:
        if lower.endswith(f" {ending}"):
            subject = lower.removesuffix(f" {ending}")
            yield from (f"{one} {ending}" for one in get_close_matches(subject, fields, n=2, cutoff=0.75))
            return
    yield from get_close_matches(lower, [f"{one} {ending}" for one in fields for ending in _ENDINGS], n=1, cutoff=0.85)
