"""A case file on one sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stce_rules.workbench.casefile import sheet
from tests.browser import Browser
from tests.workbench.casefile.conftest import DECLARATION, Make

HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\u202e\"'&"
EXPECTED = Path(__file__).with_name("sheet.html")


def body(page: str) -> str:
    """What stands on the sheet, an element a line; a content hash is that of the form of plans too, and left out."""
    inside = re.sub(r"[0-9a-f]{64}", "HASH", page[page.index("<header>") : page.index("<script>")])
    return re.sub(r"(?=<(?:h\d|p|tr|div|table|ul|dl|dt|footer)\b)", "\n", inside)


def test_the_sheet_of_a_small_case(make: Make) -> None:
    """The sheet is this one, to the letter."""
    assert body(sheet(make())) == EXPECTED.read_text(encoding="utf-8")


def test_the_same_case_gives_the_same_bytes(make: Make) -> None:
    """No clock and nothing of the place is on it."""
    assert sheet(make()) == sheet(make())


def test_where_a_value_stands(make: Make) -> None:
    """A value is told with its place in the message where an adapter kept it, else with its box."""
    page = sheet(make())
    assert "SG25[1]/PIA:2" in page
    assert ">destination<" in page


def test_nothing_found(make: Make) -> None:
    """A declaration that no rule minds has a sheet too, to be signed."""
    page = sheet(make({"id": "A", "destination": "NO", "transport_mode": "1", "items": []}))
    assert "No rule adds points." in page
    assert "What was found" not in page
    assert "Decision (the officer&#x27;s)" in page
    assert "the declaration has no goods items" in page


def test_what_is_declared_stays_text(make: Make) -> None:
    """Nothing that a declarant writes becomes markup."""
    items = [{"number": 1, "cas": ["756-79-6"], "origin": HOSTILE, "procedure": HOSTILE}]
    page = sheet(make({**DECLARATION, "id": HOSTILE, "office": HOSTILE, "items": items}))
    assert "<script>document" not in page
    assert "<img" not in page
    assert "\u202e" not in page


@pytest.mark.slow
def test_it_prints_on_one_page(make: Make, tab: Browser, tmp_path: Path) -> None:
    """An ordinary case fits a sheet of A4."""
    path = tmp_path / "sheet.html"
    path.write_text(sheet(make()), encoding="utf-8")
    tab.open(path.as_uri())
    tab.paper(tmp_path / "sheet.pdf")
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", (tmp_path / "sheet.pdf").read_bytes())
    assert len(boxes) == 1
    wide, high = map(float, boxes[0])
    assert abs(wide - 595.3) < 1
    assert abs(high - 841.9) < 1


@pytest.mark.slow
def test_hostile_values_run_nowhere(make: Make, tab: Browser, tmp_path: Path) -> None:
    """In a browser the page is quiet, asks for nothing but itself, and no declared text has run."""
    items = [{"number": 1, "cas": ["756-79-6"], "origin": HOSTILE, "procedure": HOSTILE, "description": HOSTILE}]
    path = tmp_path / "hostile.html"
    path.write_text(sheet(make({**DECLARATION, "id": HOSTILE, "items": items})), encoding="utf-8")
    tab.open(path.as_uri())
    assert tab.run("document.title").startswith("Case file <script>")
    assert (tab.complaints, tab.asked) == ([], [path.as_uri()])
