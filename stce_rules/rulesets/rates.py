"""The table of exchange rates of a ruleset.

Enters: the text of a CSV file with the columns `from,base,quote,rate,source`: from that day on, one unit of `base` is
`rate` units of `quote`. Leaves: rates, exact, with every fault of the table told at its line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from stce_rules.core.span import Source, Span
from stce_rules.language.checking.findings import Findings
from stce_rules.plan.model import Rate
from stce_rules.reference import currencies

COLUMNS = ("from", "base", "quote", "rate", "source")
_NEEDED = COLUMNS[:4]
_RATE = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_rates(source: Source, findings: Findings) -> tuple[Rate, ...]:
    """The rates of a table."""
    found: dict[tuple[date, str, str], Rate] = {}
    for cells, span in _rows(source, findings):
        rate = _rate(cells, span, findings)
        if rate is None:
            continue
        first = found.setdefault((rate.start, rate.base, rate.quote), rate)
        if first is not rate:
            message = f"there already is a rate from {rate.base} to {rate.quote} on {rate.start}"
            findings.add("E822", span, message, "leave one of them out")
    return tuple(found.values())


def _rows(source: Source, findings: Findings) -> Iterator[tuple[Mapping[str, str], Span]]:
    """The rows of the table as cells by column, each with its place."""
    lines = source.text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    reader = csv.reader(lines, strict=True)
    columns: list[str] = []
    before = 0
    try:
        for row in reader:
            span = source.span(starts[before], starts[before] + len(lines[before].rstrip("\r\n")))
            before = reader.line_num
            cells = [cell.strip() for cell in row]
            if not columns:
                columns = cells
                if not _columns_fit(columns, span, findings):
                    return
            elif len(cells) > len(columns):
                message = f"this row has {len(cells)} cells, the first line names {len(columns)} columns"
                findings.add("E821", span, message, "put a cell that holds a comma into double quotes")
            elif any(cells):
                yield dict(zip(columns, cells, strict=False)), span
    except csv.Error:
        span = source.span(starts[before], starts[before + 1])
        findings.add("E820", span, "this line is not CSV", "close the quotes around the cell")
        return
    if not columns:
        findings.add(
            "E820", source.span(0, 0), "the file is empty", f"the first line names the columns: {','.join(COLUMNS)}"
        )


def _columns_fit(columns: list[str], span: Span, findings: Findings) -> bool:
    faults = len(findings.found)
    for column in dict.fromkeys(columns):
        if column not in COLUMNS:
            findings.unknown_name("E820", _cell(span, column), "column of a table of rates", column, COLUMNS)
        elif columns.count(column) > 1:
            findings.add("E820", span, f"column '{column}' stands twice", "leave one of them out")
    for needed in _NEEDED:
        if needed not in columns:
            findings.add("E820", span, f"there is no column '{needed}'", f"the columns are {','.join(COLUMNS)}")
    return len(findings.found) == faults


def _rate(cells: Mapping[str, str], span: Span, findings: Findings) -> Rate | None:
    faults = len(findings.found)
    start = _day(cells.get("from", ""), span, findings)
    base, quote = (_currency(cells.get(column, ""), span, findings) for column in ("base", "quote"))
    written = cells.get("rate", "")
    rate = Fraction(written) if _RATE.fullmatch(written) else Fraction(0)
    if not rate:
        mend = "write a number above 0 with a point, such as 1.0852"
        findings.add("E821", _cell(span, written), f"'{written}' is no rate", mend)
    elif base and base == quote:
        findings.add("E821", span, f"a rate from {base} to itself", "name the other currency")
    if start is None or len(findings.found) > faults:
        return None
    return Rate(start, base, quote, rate, cells.get("source", ""))


def _day(written: str, span: Span, findings: Findings) -> date | None:
    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    findings.add("E821", _cell(span, written), f"'{written}' is no day", "write it as 2026-01-31")
    return None


def _currency(written: str, span: Span, findings: Findings) -> str:
    if not currencies.is_code(written):
        near = currencies.suggest(written)
        mend = f"did you mean {' or '.join(near)}?" if near else "write its three capital letters, such as EUR"
        findings.add("E821", _cell(span, written), f"'{written}' is no ISO 4217 currency", mend)
    return written


def _cell(row: Span, text: str) -> Span:
    """Where a cell first stands in its row; the whole row for an empty one."""
    at = row.text.find(text) if text else -1
    return row if at < 0 else row.source.span(row.start + at, row.start + at + len(text))
