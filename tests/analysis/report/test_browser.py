"""The page in a real browser: what it does, what it asks for, how it prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stce_rules.analysis.figures import Figures
from stce_rules.analysis.report.build import report
from tests.analysis.report.conftest import shown
from tests.analysis.report.made import figures
from tests.browser import Browser

pytestmark = pytest.mark.slow

TABLE = "[...document.querySelectorAll('table')].find(t => t.caption.textContent.startsWith('All rules'))"
FIRST = f"{TABLE}.tBodies[0].rows[0].cells[0].textContent"


def column(tab: Browser, title: str) -> list[str]:
    """The cells of a column of the table of rules, from above."""
    found: list[str] = tab.run(
        f"""(() => {{ const t = {TABLE};
        const at = [...t.tHead.rows[0].cells].findIndex(c => c.textContent === '{title}');
        return [...t.tBodies[0].rows].map(r => r.cells[at].textContent); }})()"""
    )
    return found


def press(tab: Browser, title: str) -> None:
    """Click the head of a column."""
    tab.run(f"[...{TABLE}.querySelectorAll('button')].find(b => b.textContent === '{title}').click()")


def sorted_as(tab: Browser) -> list[str]:
    """What the heads say of the order."""
    said: list[str] = tab.run(
        f"[...{TABLE}.tHead.rows[0].cells].filter(c => c.ariaSort).map(c => c.textContent + ' ' + c.ariaSort)"
    )
    return said


def test_the_page_is_quiet(tab: Browser, path: Path) -> None:
    """Nothing is complained of, nothing but the file itself is asked for, and no declared text has run."""
    tab.open(path.as_uri())
    assert tab.run("document.title").startswith("Replay <script>")
    tab.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert tab.complaints == []
    assert tab.asked == [path.as_uri()]


def test_the_policy_holds(tab: Browser, text: str, tmp_path: Path) -> None:
    """Had a script or an address come into the page all the same, the browser would refuse them."""
    worse = tmp_path / "worse.html"
    bad = "<script>document.title='taken'</script><img src='http://localhost:9999/x.png'><i style='color:red'></i>"
    worse.write_text(text.replace("<footer>", f"{bad}<footer>"), encoding="utf-8")
    tab.open(worse.as_uri())
    assert tab.run("document.title") != "taken"
    assert len(tab.complaints) == 3
    assert all("Content Security Policy" in one for one in tab.complaints)


def test_columns_sort(tab: Browser, path: Path, told: Figures) -> None:
    """A column of numbers sorts from the largest, then from the least; the head says which way."""
    tab.open(path.as_uri())
    hits = [f"{one.hits:,}" for one in sorted(told.rules, key=lambda one: one.hits)]
    assert column(tab, "Hits") != hits
    press(tab, "Hits")
    assert (column(tab, "Hits"), sorted_as(tab)) == (hits[::-1], ["Hits descending"])
    press(tab, "Hits")
    assert (column(tab, "Hits"), sorted_as(tab)) == (hits, ["Hits ascending"])
    press(tab, "Title")
    assert sorted_as(tab) == ["Title ascending"]


def test_what_is_not_known_is_last_both_ways(tab: Browser, path: Path) -> None:
    """Cells with nothing in them stay below, whichever way a column is sorted."""
    tab.open(path.as_uri())
    for _ in range(2):
        press(tab, "First")
        days = column(tab, "First")
        assert days == [*[one for one in days if one != "–"], *[one for one in days if one == "–"]]


def test_the_keyboard_sorts(tab: Browser, path: Path) -> None:
    """The head of a column can be reached and pressed without a mouse."""
    tab.open(path.as_uri())
    tab.run(f"{TABLE}.querySelector('button').focus()")
    tab.key("Enter", 13, "\r")
    assert sorted_as(tab) == ["Rule ascending"]
    tab.key("Tab", 9)
    assert tab.run("document.activeElement.textContent") == "Title"


def test_rules_can_be_searched(tab: Browser, path: Path, told: Figures) -> None:
    """The box above a table keeps the rows with a word, and says how many."""
    tab.open(path.as_uri())
    tab.run(
        f"""(() => {{ const box = {TABLE}.closest('.scroll').previousElementSibling.querySelector('input');
        box.value = 'GROUP 12'; box.dispatchEvent(new Event('input')); }})()"""
    )
    assert tab.run(f"[...{TABLE}.tBodies[0].rows].filter(r => !r.hidden).map(r => r.cells[0].textContent)") == [
        "CHEM-0012"
    ]
    assert tab.run("document.querySelector('.search output').value") == f"1 of {len(told.rules)}"


def test_a_link_to_a_rule_opens_its_examples(tab: Browser, path: Path) -> None:
    """Following the name of a rule shows its examples, also from outside."""
    tab.open(f"{path.as_uri()}#rule-1")
    assert tab.run("document.querySelector('#rule-1').open")
    tab.run("document.querySelector('a[href=\"#rule-2\"]').click()")
    assert tab.run("new Promise(done => setTimeout(() => done(document.querySelector('#rule-2').open), 50))")


def test_without_scripts_everything_is_there(tab: Browser, path: Path, told: Figures) -> None:
    """The page shows all it has where scripts do not run: tables in the order written, and no dead button."""
    tab.without_scripts()
    tab.open(path.as_uri())
    assert tab.run("document.querySelectorAll('button, input').length") == 0
    assert len(column(tab, "Rule")) == len(told.rules)
    assert tab.complaints == []


def test_it_prints_on_paper_of_a4(tab: Browser, path: Path, tmp_path: Path) -> None:
    """On paper the page is A4, whatever the browser would have chosen."""
    tab.open(path.as_uri())
    paper = tmp_path / "report.pdf"
    tab.paper(paper)
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", paper.read_bytes())
    assert len(boxes) > 5
    assert all(abs(float(wide) - 595.3) < 1 and abs(float(high) - 841.9) < 1 for wide, high in boxes)


def test_nothing_stands_out_of_the_page(tab: Browser, path: Path) -> None:
    """Neither on a desk nor in a hand the page as a whole is wider than the window."""
    for width in (1400, 390):
        tab.wide(width, 900)
        tab.open(path.as_uri())
        assert tab.run("document.documentElement.scrollWidth") <= width


def test_a_thousand_rules(tab: Browser, tmp_path: Path) -> None:
    """A thousand rules over ten years make a page that is still small, and quiet, and sorts."""
    made = figures(1000, 120)
    page = tmp_path / "large.html"
    page.write_text(report(made, shown(made), title="Ten years"), encoding="utf-8")
    assert page.stat().st_size < 4_000_000
    tab.open(page.as_uri())
    press(tab, "Hits")
    hits = [int(one.replace(",", "")) for one in column(tab, "Hits")]
    assert hits == sorted(hits, reverse=True)
    assert (len(hits), tab.complaints) == (1000, [])


def test_every_chart_is_described(tab: Browser, path: Path) -> None:
    """Who cannot see a chart is told what it shows, and finds its numbers beside it."""
    tab.open(path.as_uri())
    assert tab.run("document.querySelectorAll('figure').length") == 6
    assert tab.run("[...document.querySelectorAll('figure')].every(f => f.querySelector('svg[aria-label]'))")
    assert tab.run("[...document.querySelectorAll('figure')].every(f => f.querySelector('table').rows.length > 1)")
