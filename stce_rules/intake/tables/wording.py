"""A proposed map as text.

Enters: a proposal. Leaves: YAML with a remark wherever somebody must decide. Promise: it can be read as a map as it
stands; what needs a decision is written out, but commented.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import get_args

from stce_rules.core.declaration import SelectedBy
from stce_rules.intake.tables.contents import Contents
from stce_rules.intake.tables.proposing import IMPORTANT, Proposal, plain_words
from stce_rules.intake.tables.vocabulary import PARTIES

__all__ = ["worded"]

_PLAIN = re.compile(r"[^\W_](?:[\w ()/.%+-]*[\w)%])?")
_MARKS = ("|", ";", "/", ",")
_FLOWS = {"export": "export", "eksport": "export", "exportacion": "export", "transit": "transit"}
_UNITS = {"t": "t", "ton": "t", "tons": "t", "tonnes": "t", "tonne": "t", "mt": "t", "lb": "lb", "lbs": "lb", "g": "g"}
_DECLARATION = (
    "id", "version", "flow", "date", "office", "exit_office", "procedure", "transport_mode", "dispatch_country",
    "destination", "port_of_loading", "port_of_discharge", "payment_country", "containers",
)  # fmt: skip
_ITEM = ("number", "hs", "description", "cas", "un_number", "control_entry", "origin", "net_mass_kg", "gross_mass_kg",
         "concentration_percent", "end_use")  # fmt: skip


def worded(made: Proposal, name: str) -> str:
    """The text of the map; `name` is that of the table."""
    return "\n".join(_Wording(made, name).lines()) + "\n"


class _Wording:
    """One map being written."""

    def __init__(self, made: Proposal, name: str) -> None:
        self._made = made
        self._name = name
        numbers = [self._contents(box).signs for box in made.columns if self._contents(box).signs is not None]
        wanted = [one for one in numbers if one is not None and one != (".", "")]
        self._signs = Counter(wanted).most_common(1)[0][0] if wanted else (".", "")
        self._dates = self._contents("date").dates if "date" in made.columns else ()

    def _contents(self, box: str) -> Contents:
        return self._made.contents[self._made.columns[box]]

    def lines(self) -> Iterator[str]:
        sample = self._made.sample
        yield f"# Proposed from the first {sample.rows:,} rows of {self._name}. Check every line before you rely on it:"
        yield "# 'stce map check TABLE --map MAP' says what it reads. Keep it beside the table as '<file>.map.yaml'."
        yield f"table: {_scalar(self._name)}"
        yield from self._writing()
        yield ""
        yield "declaration:"
        yield from self._section(_DECLARATION, "", "  ")
        yield from self._lists("  ")
        yield from self._outcome("  ")
        item = [*self._section(_ITEM, "item.", "  "), *self._pairs("  ")]
        if any(not line.lstrip().startswith("#") for line in item):
            yield ""
            yield "item:"
        yield from item
        yield from self._ending()

    def _writing(self) -> Iterator[str]:
        sample = self._made.sample
        if sample.encoding not in ("", "utf-8"):
            sure = "" if sample.encoding.startswith("utf-16") else "   # check letters beyond A to Z"
            yield f"encoding: {sample.encoding}{sure}"
        if sample.delimiter:
            yield f"delimiter: {'tab' if sample.delimiter == chr(9) else _quoted(sample.delimiter)}"
        if sample.header != 1:
            yield f"header: {sample.header}"
        decimal, thousands = self._signs
        if decimal != ".":
            yield f"decimal: {_quoted(decimal)}"
        if thousands:
            yield f"thousands: {_quoted(thousands)}"
        if self._dates and self._dates != ("YYYY-MM-DD",):
            doubt = "   # or is the month first?" if self._contents("date").doubtful_dates else ""
            yield f"dates: [{', '.join(map(_quoted, self._dates))}]{doubt}"
        blanks = sorted({one for box in self._made.columns for one in self._contents(box).blanks})
        if blanks:
            yield f"blanks: [{', '.join(map(_quoted, blanks))}]"

    def _section(self, names: tuple[str, ...], prefix: str, indent: str) -> Iterator[str]:
        for name in names:
            box = prefix + name
            if box in self._made.columns:
                remark = self._made.remarks.get(box, "")
                yield f"{indent}{name}: {self._leaf(box)}" + (f"   # {remark}" if remark else "")
            elif box == "flow":
                words = f"{plain_words(self._name)} {' '.join(map(plain_words, self._made.sample.names))}".split()
                guess = next((_FLOWS[one] for one in words if one in _FLOWS), "import")
                yield f"{indent}# flow: ={guess}   # import, export, transit, transhipment or re-export: say which"

    def _leaf(self, box: str) -> str:
        """A column with the keys it needs."""
        contents, column = self._contents(box), self._made.columns[box]
        keys = dict[str, str]()
        last = box.rpartition(".")[2]
        if (
            last in ("origin", "destination", "dispatch_country", "payment_country", "country")
            and contents.longest == 3
        ):
            keys["countries"] = "alpha-3"
        if last == "hs" and (contents.short_codes or column in self._made.sample.numeric):
            keys["digits"] = str(contents.longest + contents.longest % 2)
        if last in ("containers", "cas", "un_number", "control_entry"):
            keys |= _split(contents)
        if last in ("net_mass_kg", "gross_mass_kg"):
            unit = next((_UNITS[one] for one in plain_words(column).split() if one in _UNITS), "")
            keys |= {"unit": f"={unit}"} if unit else {}
        if contents.signs is not None and contents.signs not in (self._signs, (".", "")) and last not in ("id", "hs"):
            keys |= {"decimal": _quoted(contents.signs[0]), "thousands": _quoted(contents.signs[1])}
        if last == "flow":
            keys["values"] = f"{{{', '.join(f'{_quoted(one)}: {_flow(one)}' for one in sorted(contents.distinct))}}}"
            self._made.remarks.setdefault(box, "say what each value means")
        if not keys:
            return _scalar(column)
        return f"{{column: {_scalar(column)}, {', '.join(f'{key}: {value}' for key, value in keys.items())}}}"

    def _lists(self, indent: str) -> Iterator[str]:
        columns = self._made.columns
        if "route" in columns:
            split = "".join(f", {key}: {value}" for key, value in _split(self._contents("route")).items())
            yield f"{indent}route:"
            yield f"{indent}  - stop: {{column: {_scalar(columns['route'])}{split}}}"
        if "documents" in columns:
            split = "".join(f", {key}: {value}" for key, value in _split(self._contents("documents")).items())
            yield f"{indent}documents:   # 'claim: =licence' below the type, if they are licences"
            yield f"{indent}  - type: {{column: {_scalar(columns['documents'])}{split}}}"
        parties = list[str]()
        for role in PARTIES:
            parts = [one for one in ("id", "name", "address", "country") if f"{role}.{one}" in columns]
            leaves = ", ".join(f"{one}: {self._leaf(f'{role}.{one}')}" for one in parts)
            parties += [f"{indent}  - {{role: ={role}, {leaves}}}"] if parts else []
        if parties:
            yield f"{indent}parties:"
            yield from parties

    def _outcome(self, indent: str) -> Iterator[str]:
        columns = self._made.columns
        if "outcome.finding" not in columns:
            return
        contents, column = self._contents("outcome.finding"), columns["outcome.finding"]
        yield f"{indent}outcome:"
        yield f"{indent}  inspected: =yes   # if every row was inspected; else the column that says which were"
        if contents.flags and all(one.isdigit() for one in contents.distinct):
            said = plain_words(column)
            words = {"0": "", "1": said}
            meant = ", ".join(
                f"{_quoted(one)}: {_quoted(words.get(one, f'{said} {one}'))}" for one in sorted(contents.distinct)
            )
            yield f"{indent}  finding: {{column: {_scalar(column)}, values: {{{meant}}}}}"
        else:
            yield f"{indent}  finding: {_scalar(column)}"
        if "outcome.selected_by" in columns:
            yield f"{indent}  {self._selected_by(_scalar(columns['outcome.selected_by']))}"

    def _selected_by(self, column: str) -> str:
        """As it stands where its words are known, whatever their case; else what each means is asked."""
        known, said = get_args(SelectedBy), sorted(self._contents("outcome.selected_by").distinct)
        if said and all(one.lower() in known for one in said):
            return f"selected_by: {column}"
        meant = [f"{_quoted(one)}: {one.lower() if one.lower() in known else 'rule'}" for one in said[:20]]
        leaf = f"{{column: {column}, values: {{{', '.join(meant)}}}}}"
        return f"# selected_by: {leaf}   # rule, manual, random or mandatory"

    def _pairs(self, indent: str) -> Iterator[str]:
        columns = self._made.columns
        for box, first, second, example, what in (
            ("quantity", "value", "unit", "=C62", "in which unit, such as C62 for pieces?"),
            ("value", "amount", "currency", "=EUR", "in which currency?"),
        ):
            if f"item.{box}.{first}" not in columns:
                continue
            amount = self._leaf(f"item.{box}.{first}")
            if f"item.{box}.{second}" in columns:
                yield f"{indent}{box}: {{{first}: {amount}, {second}: {self._leaf(f'item.{box}.{second}')}}}"
            else:
                yield f"{indent}# {box}: {{{first}: {amount}, {second}: {example}}}   # {what}"

    def _ending(self) -> Iterator[str]:
        if self._made.missing:
            yield ""
            yield "# No column was found for:"
            yield from (f"#   {box:<18} {IMPORTANT[box]}" for box in self._made.missing)
        if self._made.left_out:
            yield ""
            yield "# Columns left out; one that rules shall see can stand under 'extra':"
            yield from (f"#   {_scalar(name)}" for name in self._made.left_out)


def _flow(written: str) -> str:
    """What a value may mean, by its first letters; blank where they do not tell."""
    first = plain_words(written)[:1]
    return {"e": "export", "i": "import", "t": "transit"}.get(first, '""')


def _split(contents: Contents) -> dict[str, str]:
    mark = next((one for one in _MARKS if any(one in cell for cell in contents.distinct)), None)
    return {} if mark is None else {"split": _quoted(mark)}


def _scalar(text: str) -> str:
    """A column's name as YAML has it."""
    return text if _PLAIN.fullmatch(text) and text.isprintable() else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
