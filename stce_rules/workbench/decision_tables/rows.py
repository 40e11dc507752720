"""The rows of a table to the draft of a rule file.

Enters: a sheet and what its columns mean. Leaves: the text of its rules in a draft that remembers the cells, and the
faults of cells. Promise: what a faulty cell says is left out of the draft, or replaced, so that one fault is not told
twice and hides no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.fields import Catalogue
from stce_rules.core.span import Source
from stce_rules.language.parse import parse
from stce_rules.workbench.decision_tables.cells import MARK, Cell, Kind, one_line
from stce_rules.workbench.decision_tables.conditions import parts_of
from stce_rules.workbench.decision_tables.drafts import Draft
from stce_rules.workbench.decision_tables.headings import Clause, Heading, Tests
from stce_rules.workbench.decision_tables.values import Unread, day_of, tokens_of

_EFFECTS = ("points", "channel", "ask for", "refer to", "flag")


@dataclass(slots=True)
class Rows:
    """Rows read so far: the drafts of rules, the faults, and the editions that rows name."""

    headings: Sequence[Heading]
    catalogue: Catalogue
    drafts: list[Draft] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    editions: dict[str, Cell] = field(default_factory=dict)
    ids: dict[str, Cell] = field(default_factory=dict)

    def read(self, row: Sequence[Cell]) -> None:
        """One row: a rule, a remark, or nothing."""
        filled = {one.column: one for one in row if one.text and one.kind is not Kind.FAILED}
        if not filled or row[min(filled) - 1].text.startswith(MARK):
            return
        reading = _Row(self, filled, row)
        reading.rule()
        self.drafts.append(reading.draft)


@dataclass(slots=True)
class _Row:
    """One row on its way to a rule. Properties and effects by their headings, tests by their clauses."""

    rows: Rows
    filled: Mapping[int, Cell]
    row: Sequence[Cell]
    draft: Draft = field(default_factory=Draft)

    def cell(self, name: str) -> Cell | None:
        """The filled cell under a heading."""
        return next((self.filled.get(one.cell.column) for one in self.rows.headings if one.means == name), None)

    def empty(self, name: str) -> Cell:
        """The cell under a heading, to report that it is empty: the first of the row where there is no such column."""
        column = next((one.cell.column for one in self.rows.headings if one.means == name), 1)
        return self.row[column - 1] if column <= len(self.row) else self.row[0]

    def fault(self, cell: Cell, code: str, message: str, mend: str) -> None:
        """Report a cell. What is empty because a formula has failed is told already."""
        if code == "E931" and any(one.kind is Kind.FAILED for one in self.row):
            return
        self.rows.faults.append(cell.fault(code, message, mend))

    def rule(self) -> None:
        """Write the rule."""
        for name, word in (("id", "rule"), ("title", "")):
            if (cell := self.cell(name)) is None:
                cell = self.empty(name)
                self.fault(cell, "E931", f"the rule has no {name}", f"fill in the cell under '{name}'")
                self.add(word, (f'"row {cell.row}"',), cell)
            else:
                self.add(word, self.text(cell) if name == "title" else self.name(cell), cell)
        self.properties()
        self.for_each()
        self.tests(Clause.WHERE)
        if not self.tests(Clause.WHEN):
            self.draft.add("when hs is stated", self.empty("id"))
        self.unless()
        if not self.effects("then", ""):
            self.draft.add("then add 1 points", self.empty("id"))
        self.effects("if unknown", "if unknown ")
        if (cell := self.cell("because")) is not None:
            self.add("because", self.text(cell), cell)
        if (cell := self.cell("examples")) is not None:
            self.examples(cell)
        self.draft.add("end\n", self.empty("id"))
        if (cell := self.cell("edition")) is not None:
            self.rows.editions.setdefault(cell.text, cell)

    def name(self, cell: Cell) -> tuple[str, ...]:
        """The id, which no other row has."""
        found = self.text(cell)
        first = self.rows.ids.setdefault(found[0], cell)
        if first is cell:
            return found
        message = f"there already is a rule '{cell.text}', in {first.place.rpartition(', ')[2]}"
        self.fault(cell, "E250", message, "give one of them another name")
        return (f'{found[0][:-1]} in row {cell.row}"',)

    def for_each(self) -> None:
        """The scope."""
        cell = self.cell("for each")
        scope = cell.text.lower() if cell else "item"
        if cell is not None and scope not in {"item", "declaration"}:
            self.fault(cell, "E927", f"a rule is not for each '{scope}'", "write item or declaration")
            scope = "item"
        self.draft.add(f"for each {scope}", cell or self.empty("id"))

    def add(self, words: str, values: Sequence[str], cell: Cell) -> None:
        """Words with values after them, commas between."""
        self.draft.add(" ".join(filter(None, (words, ", ".join(values)))), cell)

    def text(self, cell: Cell, text: str | None = None) -> tuple[str, ...]:
        """A text of a cell, in quotes."""
        words = one_line(cell.text if text is None else text)
        if len(words) > 1 and words[0] == words[-1] == '"':
            words = words[1:-1]
        if '"' in words:
            mend = "write it without, or with single ones"
            self.fault(cell, "E927", f"a text of a rule holds no double quotation mark: {words}", mend)
            words = words.replace('"', "'")
        return (f'"{words}"',)

    def texts(self, cell: Cell) -> Iterator[str]:
        """The texts of a cell, in quotes."""
        for one in parts_of(cell.text):
            yield from self.text(cell, one)

    def properties(self) -> None:
        """What stands between title and `for each`."""
        for name in ("version", "status", "owner"):
            if (cell := self.cell(name)) is not None:
                if name == "owner":
                    self.add(name, self.text(cell), cell)
                elif self.word(cell, "INTEGER" if name == "version" else "NAME", name):
                    self.draft.add(f"{name} {cell.text.lower()}", cell)
        if (cell := self.cell("regime")) is not None:
            self.add("regime", tuple(self.texts(cell)), cell)
        start, until = self.day("effective from"), self.day("effective until")
        if start is not None or until is not None:
            self.draft.add("effective", start[0] if start else self.empty("effective until"))
        for word, found in (("from", start), ("until", until), ("review by", self.day("review by"))):
            if found is not None:
                self.draft.add(f"{word} {found[1]}", found[0])
        if (cell := self.cell("applies to")) is not None:
            flows = [one for one in re.split(r"[;,\s]+", cell.text.lower()) if one]
            if all(re.fullmatch(r"re-exports?|[a-z]+", one) for one in flows):
                self.add("applies to", flows, cell)
            else:
                self.fault(
                    cell, "E927", f"'{one_line(cell.text)}' names no flows", "write, for example: exports; transits"
                )

    def word(self, cell: Cell, kind: str, name: str) -> bool:
        """Whether a cell holds one word of this kind."""
        tokens = tokens_of(cell.text.lower())
        if tokens and len(tokens) == 1 and (tokens[0].type == kind or (kind == "NAME" and tokens[0].text.isalpha())):
            return True
        mend = "write a whole number" if kind == "INTEGER" else "write one word"
        self.fault(cell, "E927", f"'{one_line(cell.text)}' is no {name}", mend)
        return False

    def day(self, name: str) -> tuple[Cell, str] | None:
        """The day under a heading."""
        cell = self.cell(name)
        if cell is None:
            return None
        try:
            return cell, day_of(cell.text, cell.kind)
        except Unread as fault:
            self.rows.faults.append(fault.at(cell))
            return None

    # ---- tests

    def tests(self, clause: Clause) -> bool:
        """The conditions of a clause, joined by `and`; whether one could be read."""
        word, empty, either = clause.value, True, list[tuple[Cell, str]]()
        for one in self.rows.headings:
            cell = self.filled.get(one.cell.column)
            if cell is None or not isinstance(one.means, Tests) or one.means.clause is not clause:
                continue
            empty = False
            try:
                words = one.means.said(cell)
                if one.means.may_lack_zeros(cell):
                    mend = "if zeros stood before it, give the column the format 'text' and type it again"
                    self.rows.faults.append(cell.fault("W936", f"the code {cell.text} is typed as a number", mend))
            except Unread as fault:
                self.rows.faults.append(fault.at(cell))
                continue
            if one.means.either:
                either.append((cell, words))
            else:
                self.draft.add(f"{word} {words}", cell)
                word = "and"
        for at, (cell, words) in enumerate(either):
            alone = len(either) == 1
            begin = f"{word} " if alone else f"{word} any of: - " if at == 0 else "- "
            self.draft.add(f"{begin}{words}{' end' if at == len(either) - 1 and not alone else ''}", cell)
        word = "and" if either else word
        if empty and clause is Clause.WHEN:
            mend = "fill in a cell under a field; a rule for all goods would say 'stated' under one"
            self.fault(self.empty("id"), "E931", "the rule has no condition", mend)
        return word == "and"

    def unless(self) -> None:
        """The conditions that lift the rule, with their reason."""
        cell = self.cell("unless because")
        if self.tests(Clause.UNLESS):
            if cell is None:
                self.draft.add('because ""', self.empty("id"))
                mend = "say why it lifts the rule, in a column 'unless because'"
                self.fault(self.empty("unless because"), "E931", "what lifts the rule has no reason", mend)
            else:
                self.add("because", self.text(cell), cell)
        elif cell is not None and not self.lifted:
            mend = "fill in a cell under 'unless …', or empty this one"
            self.fault(cell, "E931", "there is a reason, but nothing that lifts the rule", mend)

    @property
    def lifted(self) -> bool:
        """Whether a cell says what lifts the rule."""
        tests = (
            one for one in self.rows.headings if isinstance(one.means, Tests) and one.means.clause is Clause.UNLESS
        )
        return any(one.cell.column in self.filled for one in tests)

    # ---- effects and examples

    def effects(self, word: str, prefix: str) -> bool:
        """The effects of a clause; whether one could be read."""
        joint, empty = word, True
        for name in _EFFECTS:
            cell = self.cell(prefix + name)
            if cell is None:
                continue
            empty = False
            for effect in self.effect(name, cell):
                self.draft.add(f"{joint} {effect}", cell)
                joint = ","
        if empty and not prefix:
            mend = "fill in points, channel, ask for, refer to or flag"
            self.fault(self.empty("points"), "E931", "the rule has no effect", mend)
        return joint == ","

    def effect(self, name: str, cell: Cell) -> Iterator[str]:
        """The effects of a cell."""
        match name:
            case "points":
                points = re.sub(r" ?points?$", "", cell.text)
                if re.fullmatch(r"\d{1,9}", points):
                    yield f"add {points} points"
                else:
                    self.fault(
                        cell,
                        "E927",
                        f"'{one_line(cell.text)}' is no number of points",
                        "write a whole number, such as 40",
                    )
            case "channel":
                channel = cell.text.lower().removeprefix("at least ")
                if channel.isascii() and channel.isalpha():
                    yield f"at least {channel}"
                else:
                    self.fault(
                        cell, "E927", f"'{one_line(cell.text)}' is no channel", "write green, blue, yellow or red"
                    )
            case _:
                yield from (f"{name} {one}" for one in self.texts(cell))

    def examples(self, cell: Cell) -> None:
        """The examples of a cell, one on each line, each read on its own first."""
        for line in filter(None, (one.strip() for one in cell.text.split("\n"))):
            example = line if line.startswith("example ") else f"example {line}"
            shell = f'rule "x" "x" for each item when hs is stated then add 1 points {example}\nend'
            faults = parse(Source("<example>", shell), self.catalogue).diagnostics
            for one in faults:
                self.fault(cell, one.code, f"{one.message}, in: {line}", one.help)
            if not faults:
                self.draft.add(f"{example}\n", cell)

    @property
    def catalogue(self) -> Catalogue:
        """The fields."""
        return self.rows.catalogue
