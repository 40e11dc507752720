"""Lists: members held to the same checks as literals in rules.

Enters: the text of a list file (YAML by its name, else CSV), or `list … end` statements. Leaves: lists ready
for a plan. Promise: a list that is empty, unreadable or holds a value that is not what it should be is an
error, since a missed control list is a missed control.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from stce_rules.core.diagnostics import Diagnostic, in_order
from stce_rules.core.fields import FieldType
from stce_rules.core.predicates import HsWithin, ListedParty, ListRow, NamedList
from stce_rules.core.span import Source, Span
from stce_rules.language import syntax
from stce_rules.language.checking import hs_literals, hs_sets, literals
from stce_rules.language.checking.findings import Findings
from stce_rules.language.checking.list_files import Cell, RawList, RawRow, read_csv, read_yaml
from stce_rules.language.checking.symbols import Symbols
from stce_rules.language.checking.words import LIST_KINDS
from stce_rules.reference import hs

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SHAPES = {
    "cas": re.compile(r"\d{2,7}-\d{2}-\d"),
    "countries": re.compile(r"[A-Z]{2}"),
    "hs": re.compile(r"\d{4}(\.\d{2}){1,4}|\d{6}|\d{8}|\d{10}|(heading|chapter) \d+"),
    "places": re.compile(r"[A-Z]{2}[A-Z2-9]{3}"),
    "codes": re.compile(r"[A-Z0-9]+([./-][A-Z0-9]+)*"),
}
_INTERVAL = re.compile(r"([1-9]\d*) (day|week|month|year)s?")


def read_lists(
    source: Source, alias: str, *, edition: int | None = None
) -> tuple[tuple[NamedList, ...], tuple[Diagnostic, ...]]:
    """The lists of a file, named `alias.list`, and its faults.

    HS members are codes of `edition` (default: the newest).
    """
    findings = Findings()
    is_yaml = source.name.lower().endswith((".yaml", ".yml"))
    raw = read_yaml(source, findings) if is_yaml else read_csv(source, findings)
    if not raw and not findings.found:
        findings.add(
            "E132", source.span(0, 0), "the file holds no list", "a control list without members misses all it controls"
        )
    lists = [made for one in raw if (made := _named(one, alias, edition or hs.EDITIONS[-1], findings)) is not None]
    return tuple(lists), in_order(findings.found)


def statement_list(statement: syntax.ListStatement, symbols: Symbols) -> NamedList | None:
    """The list of a `list … end` statement."""
    findings = symbols.findings
    kind = statement.kind.text
    expected = LIST_KINDS.get(kind)
    if expected is None:
        findings.unknown_name("E211", statement.kind.span, "kind of list", kind, LIST_KINDS)
        return None
    edition, about = symbols.edition_of(statement.span), f"a list of {kind}"
    rows = [
        _statement_row(one, number, expected, about=about, edition=edition, findings=findings)
        for number, one in enumerate(statement.members, start=1)
    ]
    kept = tuple(row for row in rows if row is not None)
    _repeated(kept, [one.span for one, row in zip(statement.members, rows, strict=True) if row], findings)
    return NamedList(statement.name.text, kind, kept) if len(kept) == len(rows) else None


def _statement_row(
    one: syntax.Literal, number: int, expected: FieldType, *, about: str, edition: int, findings: Findings
) -> ListRow | None:
    if expected in (FieldType.HS, FieldType.TEXT):
        fitting = literals.fits(one, expected, about, findings)
        return _row(Cell(one.text, one.span), number, expected, edition, findings) if fitting else None
    value = literals.value(one, expected, about, findings)
    return None if value is None else ListRow(value, row=number)


def _row(cell: Cell, number: int, expected: FieldType, edition: int, findings: Findings) -> ListRow | None:
    """A member by its words alone."""
    match expected:
        case FieldType.HS:
            digits = hs_literals.code(cell.text, cell.span, edition, findings)
            return None if digits is None else ListRow(cell.text, row=number, hs=_carried(digits, edition))
        case FieldType.TEXT:
            written = literals.sought(cell.text, cell.span, findings)
            return None if written is None else ListRow(written, row=number)
        case _:
            value = literals.member(cell.text, cell.span, expected, findings)
            return None if value is None else ListRow(value, row=number)


def _carried(digits: str, edition: int) -> HsWithin:
    return hs_sets.within((hs_sets.interval(digits),), edition)


def _named(raw: RawList, alias: str, edition: int, findings: Findings) -> NamedList | None:
    name, faults = raw.name.text, findings.errors
    if not _NAME.fullmatch(name):
        mend = "a name is small letters, digits and underscores, and begins with a letter"
        findings.add("E134", raw.name.span, f"'{name}' is no name of a list", mend)
    if not raw.rows:
        mend = "a control list without members misses all it controls; give it members or take it out"
        findings.add("E132", raw.name.span, f"list '{name}' has no members", mend)
        return None
    kind = raw.words["of"].text if "of" in raw.words else kind_of([one.cells["value"].text for one in raw.rows])
    expected = LIST_KINDS.get(kind)
    if expected is None:
        findings.unknown_name("E211", raw.words["of"].span, "kind of list", kind, LIST_KINDS)
        return None
    rows = [_file_row(one, expected, edition, findings) for one in raw.rows]
    kept = tuple(row for row in rows if row is not None)
    spans = [one.cells["value"].span for one, row in zip(raw.rows, rows, strict=True) if row]
    _repeated(kept, spans, findings)
    as_of, every = _day(raw.words.get("as_of"), findings), raw.words.get("review_every")
    review_every = "" if every is None else interval_of(every.text, every.span, findings)
    if findings.errors > faults:
        return None
    source = raw.words["source"].text if "source" in raw.words else ""
    return NamedList(f"{alias}.{name}", kind, kept, source, as_of, review_every)


def kind_of(values: Sequence[str]) -> str:
    """The kind that most of the values look like; phrases when none does."""
    for kind, shape in _SHAPES.items():
        if 2 * sum(shape.fullmatch(value) is not None for value in values) > len(values):
            return kind
    return "phrases"


def _file_row(raw: RawRow, expected: FieldType, edition: int, findings: Findings) -> ListRow | None:
    cells = raw.cells
    row = _row(cells["value"], raw.number, expected, edition, findings)
    start, until = _day(cells.get("from"), findings), _day(cells.get("until"), findings)
    if start and until and until < start:
        findings.add("E102", cells["until"].span, f"{until} is before {start}", "a member ends after it begins")
    if row is None:
        return None
    texts = {word: cells[word].text for word in ("name", "source", "note") if word in cells}
    party = _party(raw, expected, findings)
    return ListRow(
        row.value,
        start,
        until,
        texts.get("name", ""),
        texts.get("source", ""),
        texts.get("note", ""),
        raw.number,
        row.hs,
        party,
    )


def _party(raw: RawRow, expected: FieldType, findings: Findings) -> ListedParty | None:
    """Other names, identifiers and countries of a party; only a party has them."""
    if not raw.many:
        return None
    if expected is not FieldType.PARTY:
        for word, cells in raw.many.items():
            span = cells[0].span if cells else raw.cells["value"].span
            findings.add("E131", span, f"only members of a list of parties have {word}", "say 'of: parties'")
        return None
    texts = {word: tuple(one.text for one in cells) for word, cells in raw.many.items()}
    read = (literals.member(one.text, one.span, FieldType.COUNTRY, findings) for one in raw.many.get("countries", ()))
    countries = tuple(one for one in read if one is not None)
    return ListedParty(texts.get("aliases", ()), texts.get("identifiers", ()), countries)


def _day(cell: Cell | None, findings: Findings) -> date | None:
    return None if cell is None else literals.day_of(cell.text, cell.span, findings)


def interval_of(text: str, span: Span, findings: Findings) -> str:
    """A length of time as written, empty and noted when it is none."""
    if _INTERVAL.fullmatch(text):
        return text
    findings.add("E135", span, f"'{text}' is no length of time", "write it as 12 months or 90 days")
    return ""


def _repeated(rows: Sequence[ListRow], spans: Sequence[Span], findings: Findings) -> None:
    """Note members that stand twice for the same days."""
    seen: dict[tuple[str, date | None, date | None], int] = {}
    for row, span in zip(rows, spans, strict=True):
        first = seen.setdefault((row.value, row.start, row.until), row.row)
        if first != row.row:
            findings.add("W430", span, f"'{row.value}' stands twice in this list", "leave one of them out")
