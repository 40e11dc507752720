"""The page as text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

from stce_rules.analysis.figures import Figures, Outcomes
from stce_rules.analysis.report.build import report
from stce_rules.analysis.report.samples import Samples
from tests.analysis.report.conftest import shown
from tests.analysis.report.made import figures

_ALONE = frozenset({"meta", "link", "input", "br", "path", "rect", "line", "circle"})


class Outline(HTMLParser):
    """The elements of a page; fails where one is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.targets: set[str] = set()
        self.names: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        told = dict(attrs)
        self.names[tag] += 1
        self.attributes.update(told)
        if told.get("id"):
            self.ids[str(told["id"])] += 1
        if (told.get("href") or "").startswith("#"):
            self.targets.add(str(told["href"])[1:])
        if tag not in _ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is closed at once."""
        self.names[tag] += 1
        self.attributes.update(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag not in _ALONE:
            assert self.open.pop() == tag


def test_the_same_figures_give_the_same_page(told: Figures, text: str) -> None:
    """Nothing but the figures decides what is written."""
    assert report(told, shown(told), title="Replay") == report(told, shown(told), title="Replay")


def test_the_page_names_no_address(text: str) -> None:
    """There is no address in the page but those within it, and none that a style could ask for."""
    assert re.findall(r"(?i)https?:|[\"'(]//|@import", text) == []
    assert {one for one in re.findall(r"url\(([^)]*)\)", text) if not one.startswith("#channel-")} == set()
    assert set(re.findall(r"(?:src|href)=\"([^\"#][^\"]*)\"", text)) == {"data:,"}


def test_every_element_is_closed_and_every_link_leads_somewhere(text: str) -> None:
    """The page is whole: elements nest, identities are single, links within it have a target."""
    outline = Outline(text)
    assert [one for one, count in outline.ids.items() if count > 1] == []
    assert outline.targets - outline.ids.keys() == set()
    assert outline.names["html"] == outline.names["main"] == outline.names["h1"] == 1


def test_what_is_declared_stays_text(text: str) -> None:
    """Hostile boxes and names bring no element and no handler into the page."""
    outline = Outline(text)
    assert outline.names["script"] == 1
    assert outline.names["img"] == 0
    assert [one for one in outline.attributes if one.startswith("on") or one == "style"] == []
    assert "\u202e" not in text


def test_the_content_policy_allows_nothing_from_outside(text: str) -> None:
    """The page carries a policy that forbids every address, and no script but its own by its hash."""
    policy = re.findall(r'Security-Policy" content="([^"]*)"', text)
    assert len(policy) == 1
    assert policy[0].startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy[0]


def test_what_judged_is_named_in_full(told: Figures, text: str) -> None:
    """The versions, the hash and the engine stand in the page."""
    for one in (told.ruleset.name, told.ruleset.version, told.ruleset.hash, "engine columnar", "2016-01-01"):
        assert one in text


def test_an_example_tells_why(text: str) -> None:
    """An example has its grounds: the sentence, its truth, the value and where it was found; or says it has none."""
    ground = "cas is in list cwc.schedule_2: <b>yes</b>; cas <q><mark>111-48-8</mark></q> in items[0].description"
    assert f"<li>{ground} (row 93 of cwc.schedule_2: 111-48-8)</li>" in text
    assert "<li>net mass is more than 10 kg: <b>unknown</b>; net mass is blank</li>" in text
    assert "Would be decided by: <b>net mass</b>" in text
    assert "The replay kept no grounds" in text


def test_every_rule_is_somewhere(told: Figures, text: str) -> None:
    """A rule that never fired is listed as such; one left open always is listed with the boxes it lacks."""
    for one in told.rules[1:]:
        assert f">{one.rule}</a>" in text or f">{one.rule}</th>" in text
    assert "Never fired" in text
    assert "Fired only as undetermined" in text


def test_a_history_without_outcomes_has_no_findings() -> None:
    """Where nothing is told of controls there is no section on them; the notes say why."""
    made = figures(4, 3)
    head = replace(made.headline, outcomes=Outcomes(not_told=9), random_found=None)
    page = report(replace(made, headline=head, notes=("no outcome is told",)), Samples({}, {}), title="Replay")
    assert "Findings of controls" not in page
    assert "No outcome is told." in page


def test_an_empty_replay_has_a_page() -> None:
    """A replay of nothing gives a page that says so."""
    made = figures(0, 1)
    empty = replace(
        made, months=(), rules=(), pairs=(), heat=(), fill=(), missing=(), refusals=(), curves=(), confusion=()
    )
    work = replace(made.workload, offices=(), days=(), hours=(), overloads=())
    head = replace(made.headline, declarations=0, outcomes=Outcomes(), first=None, last=None)
    page = report(replace(empty, workload=work, headline=head), Samples({}, {}), title="Replay")
    Outline(page)
    assert "0 declarations without an acceptance date" in page
