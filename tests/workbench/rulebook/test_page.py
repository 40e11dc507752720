"""A book as a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stce_rules.workbench.rulebook import book_page, changes_of
from tests.browser import Browser
from tests.workbench.rulebook.conftest import GOODS, RULES, Make

EXPECTED = Path(__file__).with_name("book.html")
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>'&"


def body(page: str) -> str:
    """What stands on the page, an element a line; a content hash is that of the form of plans too, and left out."""
    inside = re.sub(r"[0-9a-f]{64}", "HASH", page[page.index("<header>") : page.index("<script>")])
    return re.sub(r"(?=<(?:h\d|p|tr|li|div|section|article|table|ul|dl|dt|pre|footer)\b)", "\n", inside)


def test_the_book_of_a_small_ruleset(make: Make) -> None:
    """The page is this one, to the letter."""
    then, now = make(), make(RULES.replace("add 60 points", "add 50 points"))
    assert body(book_page(now, changes_of(then, now))) == EXPECTED.read_text(encoding="utf-8")


def test_every_link_leads_somewhere(make: Make) -> None:
    """Names of units and lists lead to where they stand, and every place is one only, whatever the names."""
    page = book_page(
        make(f'{RULES}rule "precursor" "As the indicator" for each item when precursor then add 1 point end\n')
    )
    places = re.findall(r' id="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)
    assert page.count('href="#rule-desk_20_R-1"') > 3


def test_nothing_is_said_of_changes_unless_asked(make: Make) -> None:
    """A book alone has no chapter of changes; one compared with an equal says that there are none."""
    assert "What changed" not in book_page(make())
    assert "Nothing has changed." in book_page(make(), [])


def test_an_index_names_indicators_before_many_rules(make: Make) -> None:
    """Where very many rules ask one indicator, a row of an index names it first, and says how many more there are."""
    more = "".join(f'rule "N-{one:02}" "n" for each item when precursor then add 1 point end\n' for one in range(60))
    row = next(line for line in body(book_page(make(RULES + more))).splitlines() if ">756-79-6<" in line)
    assert row.index("precursor</a>") < row.index("N-00</a>")
    assert "N-38</a> and 22 more rules" in row


def test_long_lists_are_cut(make: Make) -> None:
    """Of a long list the first rows stand in the book, with how many more there are."""
    members = ", ".join(f'"firm {one}"' for one in range(1000))
    page = book_page(make(goods=f"{GOODS}firms:\n  of: phrases\n  members: [{members}]\n"))
    assert "and 800 more rows" in page
    assert "firm 199" in page
    assert "firm 200" not in page


def test_what_a_ruleset_says_stays_text(make: Make) -> None:
    """Nothing in a title, a reason, a list or an example becomes markup."""
    rules = RULES.replace("Precursor to a country", HOSTILE).replace("a permit covers it", HOSTILE)
    goods = GOODS.replace("Annex", f'"{HOSTILE}"')
    page = book_page(make(rules, goods))
    assert "<script>document" not in page
    assert "<img" not in page


@pytest.mark.slow
def test_it_is_quiet_and_prints_on_a4(make: Make, tab: Browser, tmp_path: Path) -> None:
    """In a browser the book asks for nothing but itself, and prints on A4."""
    path = tmp_path / "book.html"
    path.write_text(book_page(make(RULES.replace("Precursor to a country", HOSTILE))), "utf-8")
    tab.open(path.as_uri())
    assert (tab.complaints, tab.asked) == ([], [path.as_uri()])
    assert tab.run("document.title") == "Rule book: Goods of the desk"
    assert tab.run("document.documentElement.scrollWidth <= innerWidth")
    tab.paper(tmp_path / "book.pdf")
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", (tmp_path / "book.pdf").read_bytes())
    assert len(boxes) > 1
    assert all(abs(float(wide) - 595.3) < 1 and abs(float(high) - 841.9) < 1 for wide, high in boxes)


@pytest.mark.slow
def test_a_thousand_rules(make: Make, tab: Browser, tmp_path: Path) -> None:
    """A thousand rules are all on the page, which lays out what is looked at."""
    start = RULES.index('rule "R-1"')
    rule = RULES[start : RULES.index('rule "R-2"')]
    many = "".join(rule.replace('"R-1"', f'"R-1-{one:03}"') for one in range(1000))
    path = tmp_path / "book.html"
    path.write_text(book_page(make(RULES + many)), encoding="utf-8")
    assert path.stat().st_size < 6_000_000
    tab.open(path.as_uri())
    assert tab.run("document.querySelectorAll('#rules .entry').length") == 1002
    assert tab.complaints == []
