"""Files of lists, as they are written.

Enters: the text of a CSV or YAML file. Leaves: its lists with every cell and its place, nothing yet judged.
Promise: YAML is read as plain words, so that NO is Norway and never `false`; a file that cannot be read is a
fault, never an empty list.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from stce_rules.core.span import Source, Span
from stce_rules.language.checking.findings import Findings

ROW_WORDS = ("value", "name", "from", "until", "source", "note")
PARTY_WORDS = ("aliases", "identifiers", "countries")
LIST_WORDS = ("of", "source", "as_of", "review_every", "members")
_COLUMNS = ("list", "of", *ROW_WORDS)


@dataclass(frozen=True, slots=True)
class Cell:
    """Some words of the file and where they stand."""

    text: str
    span: Span


@dataclass(slots=True)
class RawRow:
    """A member: its cells by their words, and its number in the file (line of a CSV, member of a YAML list).

    `many` are the words of a party that hold several.
    """

    cells: dict[str, Cell]
    number: int
    many: dict[str, tuple[Cell, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class RawList:
    """A list: its name, the words beside its members, its members."""

    name: Cell
    words: dict[str, Cell] = field(default_factory=dict)
    rows: list[RawRow] = field(default_factory=list)


def read_csv(source: Source, findings: Findings) -> list[RawList]:
    """The lists of a CSV file; commas or semicolons, the first line names the columns."""
    lines = source.text.removeprefix("\ufeff").splitlines(keepends=True)
    cut = len(source.text) - sum(map(len, lines))
    if not lines:
        findings.add("E130", source.span(0, 0), "the file is empty", "the first line names the columns: list,value")
        return []
    head = lines[0]
    delimiter = ";" if ";" in head and "," not in head else ","
    starts = [cut]
    for line in lines:
        starts.append(starts[-1] + len(line))
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    found: dict[str, RawList] = {}
    columns: list[str] | None = None
    first = 0
    try:
        for cells in rows:
            span = source.span(
                starts[first], max(starts[first], starts[rows.line_num] - _line_break(lines, rows.line_num))
            )
            if columns is None:
                columns = _columns(cells, span, findings)
                if columns is None:
                    return []
            elif any(cell.strip() for cell in cells):
                _csv_row(columns, cells, span, first + 1, found=found, findings=findings)
            first = rows.line_num
    except csv.Error:
        span = source.span(starts[first], starts[first + 1])
        findings.add(
            "E130",
            span,
            "this line cannot be read as CSV",
            "double quotes stand around a whole cell, and twice inside one",
        )
    return list(found.values())


def _line_break(lines: Sequence[str], number: int) -> int:
    line = lines[number - 1]
    return len(line) - len(line.rstrip("\r\n"))


def _columns(cells: Sequence[str], span: Span, findings: Findings) -> list[str] | None:
    columns = [cell.strip().lower() for cell in cells]
    faults = len(findings.found)
    for column in columns:
        if column not in _COLUMNS:
            findings.unknown_name("E131", _within(span, column), "column of a list", column, _COLUMNS)
        elif columns.count(column) > 1:
            findings.add("E131", span, f"column '{column}' stands twice", "leave one of them out")
            return None
    for needed in ("list", "value"):
        if needed not in columns:
            findings.add("E131", span, f"there is no column '{needed}'", "the columns are list,value and any of "
                         "of,name,from,until,source,note")  # fmt: skip
    return columns if len(findings.found) == faults else None


def _csv_row(
    columns: Sequence[str],
    cells: Sequence[str],
    span: Span,
    number: int,
    *,
    found: dict[str, RawList],
    findings: Findings,
) -> None:
    if len(cells) > len(columns):
        message = f"this row has {len(cells)} cells, the first line names {len(columns)} columns"
        findings.add("E133", span, message, "put a cell that holds a comma into double quotes")
        return
    words = {
        column: Cell(cell.strip(), _within(span, cell.strip()))
        for column, cell in zip(columns, cells, strict=False)
        if cell.strip()
    }
    name, kind = words.pop("list", None), words.pop("of", None)
    if name is None or "value" not in words:
        what = "list" if name is None else "value"
        findings.add("E133", span, f"this row has no {what}", "each row names its list and its value")
        return
    into = found.setdefault(name.text, RawList(name))
    if kind is not None:
        first = into.words.setdefault("of", kind)
        if first.text != kind.text:
            message = f"list '{name.text}' is of '{first.text}' in an earlier row, of '{kind.text}' here"
            findings.add("E134", kind.span, message, "a list holds values of one kind")
    into.rows.append(RawRow(words, number))


def _within(span: Span, text: str) -> Span:
    """Where a cell's words stand in its row; the whole row when quotes hide them."""
    at = span.text.lower().find(text.lower())
    return span if at < 0 or not text else span.source.span(span.start + at, span.start + at + len(text))


def read_yaml(source: Source, findings: Findings) -> list[RawList]:
    """The lists of a YAML file: a mapping of names, each with `of`, `members` and the like."""
    try:
        root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        start = min(mark.index, len(source.text)) if mark else 0
        findings.add(
            "E130",
            source.span(start, start),
            "the file cannot be read as YAML from here on",
            "look for a bracket or quote that is not closed, and at the indentation",
        )
        return []
    except RecursionError:
        findings.add(
            "E130", source.span(0, 0), "the file is nested too deeply", "write lists as name: {of: …, members: […]}"
        )
        return []
    if not isinstance(root, yaml.MappingNode):
        findings.add("E130", source.span(0, 0), "the file names no list", "write lists as name: {of: …, members: […]}")
        return []
    return [one for name, body in _pairs(root, source, findings) if (one := _yaml_list(name, body, source, findings))]


def _yaml_list(name: Cell, body: yaml.Node, source: Source, findings: Findings) -> RawList | None:
    if not isinstance(body, yaml.MappingNode):
        findings.add("E131", name.span, f"'{name.text}' has no members", "write a list as name: {of: …, members: […]}")
        return None
    found = RawList(name)
    for key, node in _pairs(body, source, findings):
        if key.text not in LIST_WORDS:
            findings.unknown_name("E131", key.span, "word of a list", key.text, LIST_WORDS)
        elif key.text == "members" and not isinstance(node, yaml.SequenceNode):
            findings.add("E131", _span(node, source), "members are a list", "write members: [AE, MY]")
            return None
        elif key.text == "members":
            found.rows = list(_yaml_rows(node, source, findings))
        elif (cell := _scalar(node, source, findings)) is not None:
            found.words[key.text] = cell
    return found


def _yaml_rows(node: yaml.Node, source: Source, findings: Findings) -> Iterator[RawRow]:
    for number, one in enumerate(node.value, start=1):
        if not isinstance(one, yaml.MappingNode):
            cell = _scalar(one, source, findings)
            if cell is not None:
                yield RawRow({"value": cell}, number)
            continue
        cells: dict[str, Cell] = {}
        many: dict[str, tuple[Cell, ...]] = {}
        for key, value in _pairs(one, source, findings):
            if key.text in PARTY_WORDS:
                many[key.text] = _several(value, source, findings)
            elif key.text not in ROW_WORDS:
                findings.unknown_name("E131", key.span, "word of a member", key.text, (*ROW_WORDS, *PARTY_WORDS))
            elif (cell := _scalar(value, source, findings)) is not None:
                cells[key.text] = cell
        if "value" in cells:
            yield RawRow(cells, number, many)
        else:
            findings.add("E133", _span(one, source), "this member has no value", "write {value: MY, from: 2022-01-01}")


def _several(node: yaml.Node, source: Source, findings: Findings) -> tuple[Cell, ...]:
    """Several texts; a single one counts as a list of one."""
    parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(cell for one in parts if (cell := _scalar(one, source, findings)) is not None)


def _pairs(node: yaml.MappingNode, source: Source, findings: Findings) -> Iterator[tuple[Cell, yaml.Node]]:
    seen: set[str] = set()
    for key, value in node.value:
        cell = _scalar(key, source, findings)
        if cell is None:
            continue
        if cell.text in seen:
            findings.add("E131", cell.span, f"'{cell.text}' stands twice", "leave one of them out")
        seen.add(cell.text)
        yield cell, value


def _scalar(node: yaml.Node, source: Source, findings: Findings) -> Cell | None:
    span = _span(node, source)
    if isinstance(node, yaml.ScalarNode):
        text = node.value.strip()
        if text:
            return Cell(text, span)
        findings.add("E133", span, "nothing is written here", "write a value, or leave the word out")
        return None
    findings.add("E131", span, "a single word or text is needed here", "see the form name: {of: …, members: […]}")
    return None


def _span(node: yaml.Node, source: Source) -> Span:
    start, end = node.start_mark.index, node.end_mark.index
    line_end = source.text.find("\n", start)
    return source.span(start, min(end, line_end) if line_end >= 0 else end)
