"""What a sheet says of its cells beside their values: errors, hidden rows and columns, percentages.

Enters: the bytes of a workbook. Leaves: those marks, by row and column from 1. Promise: a workbook that unpacks to more
than the limit, or that defines entities of its own, is refused before it is unpacked.
"""

from __future__ import annotations

import contextlib
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat  # entities are refused below, sizes above it

MOST_BYTES = 200_000_000
"""A workbook of more than this, unpacked, is not read."""

_PERCENT_FORMATS = {9, 10}
"""The built-in formats `0%` and `0.00%`."""


class Damaged(Exception):  # noqa: N818  # it is told as a report
    """The workbook is not what it should be; the text is what is wrong."""


@dataclass(slots=True)
class Marks:
    """The marks of one sheet; `rows` and `columns` are the last that hold something."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percent: set[tuple[int, int]] = field(default_factory=set)
    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


_BROKEN = (zipfile.BadZipFile, zlib.error, LookupError, EOFError, expat.ExpatError, ValueError, OSError, RuntimeError)


def sheets_of(raw: bytes) -> tuple[tuple[str, bool], ...]:
    """The names of the sheets, each with whether it is visible. Raises Damaged."""
    found: list[tuple[str, bool]] = []

    def listed(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            found.append((attributes["name"], attributes.get("state", "visible") == "visible"))

    with _opened(raw) as package:
        _walk(package.read("xl/workbook.xml"), listed)
    return tuple(found)


def marks_of(raw: bytes, sheet: str) -> Marks:
    """The marks of the sheet of this name. Raises Damaged."""
    with _opened(raw) as package:
        path = _path_of(package, sheet)
        styles = "xl/styles.xml"
        percents = _percent_styles(package.read(styles)) if styles in package.namelist() else set()
        return _marks(package.read(path), percents)


@contextlib.contextmanager
def _opened(raw: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            if sum(one.file_size for one in package.infolist()) > MOST_BYTES:
                raise Damaged(f"the workbook unpacks to more than {MOST_BYTES // 1_000_000} MB")
            yield package
    except _BROKEN as fault:
        raise Damaged("the workbook is damaged, or locked with a password") from fault


def _walk(
    raw: bytes, begin: Callable[[str, Mapping[str, str]], None], text: Callable[[str], None] | None = None
) -> None:
    """Call `begin` for every element, its name and those of attributes without prefixes."""

    def refuse(*_: object) -> None:
        raise Damaged("the workbook defines entities of its own")

    def start(name: str, attributes: Mapping[str, str]) -> None:
        begin(name.rpartition(":")[2], {one.rpartition(":")[2]: value for one, value in attributes.items()})

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    if text is not None:
        parser.CharacterDataHandler = text
    parser.Parse(raw, True)


def _path_of(package: zipfile.ZipFile, sheet: str) -> str:
    """The part of the package that holds a sheet."""
    related: dict[str, str] = {}
    found: list[str] = []

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            related[attributes["Id"]] = attributes["Target"]

    def listed(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet" and attributes.get("name") == sheet:
            found.append(attributes["id"])

    _walk(package.read("xl/_rels/workbook.xml.rels"), relation)
    _walk(package.read("xl/workbook.xml"), listed)
    target = related[found[0]] if found else ""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _percent_styles(raw: bytes) -> set[int]:
    """The numbers of the styles that show a number as a percentage."""
    formats, styles = set(_PERCENT_FORMATS), list[int]()
    inside = [False]

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        if name in {"cellStyleXfs", "cellXfs", "cellStyles"}:
            inside[0] = name == "cellXfs"
        elif name == "numFmt" and "%" in attributes.get("formatCode", ""):
            formats.add(int(attributes["numFmtId"]))
        elif name == "xf" and inside[0]:
            styles.append(int(attributes.get("numFmtId", 0)))

    _walk(raw, begin)
    return {at for at, one in enumerate(styles) if one in formats}


_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def _marks(raw: bytes, percents: set[int]) -> Marks:
    reading = _Reading(percents)
    _walk(raw, reading.begin, reading.text)
    reading.end()
    return reading.marks


@dataclass(slots=True)
class _Reading:
    """The marks found so far, and the cell that is read: its place, whether it holds an error, or a formula only."""

    percents: set[int]
    marks: Marks = field(default_factory=Marks)
    place: tuple[int, int] = (0, 0)
    failed: bool = False
    in_value: bool = False
    unsaid: bool = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.in_value = name == "v"
        match name:
            case "c" if match := _ADDRESS.fullmatch(attributes.get("r", "")):
                self.end()
                self.place = int(match[2]), _number(match[1])
                self.failed = attributes.get("t") == "e"
                if int(attributes.get("s", 0)) in self.percents:
                    self.marks.percent.add(self.place)
            case "v" | "is" | "f":
                self.unsaid = name == "f"
                self.marks.rows = max(self.marks.rows, self.place[0])
                self.marks.columns = max(self.marks.columns, self.place[1])
            case "row" if attributes.get("hidden") in {"1", "true"}:
                self.marks.hidden_rows.add(int(attributes["r"]))
            case "col" if attributes.get("hidden") in {"1", "true"}:
                first, last = int(attributes["min"]), int(attributes["max"])
                self.marks.hidden_columns.update(range(first, min(last, 20_000) + 1))
            case _:
                pass

    def end(self) -> None:
        """The cell is read; a formula that no program has computed has no value."""
        if self.unsaid:
            self.marks.errors[self.place] = "it has no value"
        self.unsaid = False

    def text(self, value: str) -> None:
        """Characters between elements."""
        if self.in_value and self.failed and value.strip():
            self.marks.errors[self.place] = value.strip()[:20]


def _number(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - ord("A") + 1
    return number
