"""Workbooks as spreadsheet programs leave them, faults included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

HEADINGS = ("id", "title", "hs", "cas", "destination", "concentration more than", "procedure", "review by", "points")
ROW = ("B-1", "A rule", "2931.41", "", "SS", "", "", "", 10)


def _made(fill: Callable[[Workbook, Worksheet], None], name: str = "Rules") -> bytes:
    page = BytesIO()
    book = Workbook(page, {"in_memory": True})
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ROW)
    fill(book, sheet)
    book.close()
    return page.getvalue()


def fine() -> bytes:
    """A table without a fault, below a line that is no part of it."""

    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, "Risk profiles of the desk")
        sheet.merge_range("B1:F1", "2026")
        sheet.write_row(1, 0, HEADINGS)
        sheet.write_row(2, 0, ("B-1", " A\u00a0rule ", 2931.41, "756-79-6", "SS", "", "", "", 10))
        sheet.write_row(3, 0, ("B-2", "Another", 8401, "", "SS", "", "1040", "", 10.0))
        sheet.write(2, 5, 0.3, book.add_format({"num_format": "0%"}))
        sheet.write_datetime(2, 7, datetime(2027, 1, 31), book.add_format({"num_format": "dd.mm.yyyy"}))  # noqa: DTZ001
        sheet.write_formula(3, 8, "=5+5", None, 10)

    return _made(fill)


def changed_by_the_program() -> bytes:
    """Numbers for codes, days for CAS numbers, shares without their sign."""

    def fill(book: Workbook, sheet: Worksheet) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write(1, 2, 2931.4)
        sheet.write_datetime(1, 3, datetime(1975, 12, 7), day)  # noqa: DTZ001
        sheet.write(1, 5, 0.3)
        sheet.write(1, 6, 40)
        sheet.write_datetime(1, 7, datetime(2027, 1, 31, 15, 30), day)  # noqa: DTZ001
        sheet.write_row(2, 0, ("B-2", "Another", 701.9, 756796, True, "", "", 46387, 10))
        sheet.write_row(3, 0, ("B-3", "A third", 293141, "", "SS", "", "", "", 10))

    return _made(fill)


def failed_formulas() -> bytes:
    """Errors, and a formula that no program has computed."""

    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_formula(1, 2, "=Lists!#REF!", None, "#REF!")
        sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 8, "=A1", None, "not computed")
        sheet.write_row(2, 0, ("B-2", "Another", "2931.88", "", "SS", "", "", "", 10))

    return _rewritten(_made(fill), lambda content: content.replace(b"<v>not computed</v>", b""))


def merged() -> bytes:
    """Cells that are merged over rows, and over columns."""

    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(2, 0, ("B-2", "Another", "2931.42", "", "", "", "", "", 10))
        sheet.merge_range("E2:E3", "SS")
        sheet.write_row(3, 0, ("B-3", "A third", "", "", "", "", "", "", 10))
        sheet.merge_range("C4:D4", "2931.41")

    return _made(fill)


def hidden() -> bytes:
    """Rows and a column that are hidden."""

    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(2, 0, ("B-2", "Another", "2931.42", "", "SS", "", "", "", 10))
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(9, None, None, {"hidden": True})
        sheet.set_column(4, 4, None, None, {"hidden": True})

    return _made(fill)


def too_large() -> bytes:
    """A cell far below."""

    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write(1_000_000, 16_000, "x")

    return _made(fill)


def damaged() -> bytes:
    """The first half of a workbook."""
    return fine()[:3000]


def locked() -> bytes:
    """What begins like a workbook with a password."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000)


def bomb() -> bytes:
    """A small file that unpacks to very much."""
    page = BytesIO()
    with ZipFile(BytesIO(fine())) as book, ZipFile(page, "w", ZIP_DEFLATED) as made:
        for one in book.infolist():
            made.writestr(one.filename, book.read(one.filename))
        with made.open("xl/media/image1.png", "w") as image:
            for _ in range(201):
                image.write(bytes(1_000_000))
    return page.getvalue()


def entities() -> bytes:
    """A sheet that defines words of its own, which stand for many more."""
    begin = b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]>\n'
    return _rewritten(fine(), lambda content: begin + content.partition(b"?>")[2])


def _rewritten(raw: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with its first sheet changed."""
    page = BytesIO()
    with ZipFile(BytesIO(raw)) as book, ZipFile(page, "w", ZIP_DEFLATED) as made:
        for one in book.infolist():
            content = book.read(one.filename)
            made.writestr(one.filename, change(content) if one.filename.endswith("sheet1.xml") else content)
    return page.getvalue()
