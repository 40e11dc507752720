"""Pages to look at, and a browser to look with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from stce_rules.analysis.figures import Figures
from stce_rules.analysis.report.build import report
from stce_rules.analysis.report.samples import Example, Lacking, Samples
from stce_rules.core.assessment import Evidence, Place, Row
from tests.analysis.report.made import figures

HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\u202e\"'&"
"""What a declarant might write into any box."""


def example(told: Figures) -> Example:
    """A hit in a declaration whose boxes are all hostile."""
    text = f"thiodiglycol, CAS 111-48-8 {HOSTILE}"
    where = Place(box="items[0].description", start=18, end=26)
    row = Row(list="cwc.schedule_2", row=93, value="111-48-8", source="OPCW")
    return Example(
        declaration=f"26XX {HOSTILE}",
        version=2,
        date=date(2016, 3, 4),
        item=1,
        others=2,
        outcome="hit",
        points=60,
        channel="red",
        declaration_channel="red",
        score=85,
        missing=(),
        office=HOSTILE,
        exporter=HOSTILE,
        consignee=HOSTILE,
        destination="SS",
        told=f"inspected (selected: rule): {HOSTILE}",
        evidence=(
            Evidence(
                sentence="cas is in list cwc.schedule_2",
                truth="true",
                field="cas",
                value="111-48-8",
                where=where,
                list=row,
            ),
            Evidence(sentence="description is stated", truth="true", field="description", value=text),
            Evidence(sentence="net mass is more than 10 kg", truth="unknown", field="net mass"),
        ),
    )


def shown(told: Figures) -> Samples:
    """Two examples for each rule that fired, one of them without grounds."""
    one = example(told)
    bare = replace(one, declaration="26XX0002", outcome="undetermined", missing=("net mass",), evidence=None)
    fired = [each.rule for each in told.rules if each.fired != "never"]
    return Samples(dict.fromkeys(fired, (one, bare)), dict.fromkeys(fired, (Lacking("net mass", 12),)))


@pytest.fixture(scope="session")
def told() -> Figures:
    """Figures of eighteen months and thirty rules, of which one has a hostile name."""
    made = figures(30, 18)
    first = replace(made.rules[0], rule=HOSTILE, title=HOSTILE)
    return replace(made, rules=(first, *made.rules[1:]), pairs=(replace(made.pairs[0], first=HOSTILE), *made.pairs[1:]))


@pytest.fixture(scope="session")
def text(told: Figures) -> str:
    """The page of these figures."""
    return report(told, shown(told), title=f"Replay {HOSTILE}")


@pytest.fixture(scope="session")
def path(text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a file."""
    made = tmp_path_factory.mktemp("page") / "report.html"
    made.write_text(text, encoding="utf-8")
    return made
