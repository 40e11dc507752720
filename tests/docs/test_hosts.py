"""docs/hosts.md and the page of the Python door: their tables against the code that they describe."""

from __future__ import annotations

import inspect
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from stce_rules import Assessor, StceError, decode
from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Declaration, Item
from stce_rules.engines.choose import DEFAULT, ENGINES
from stce_rules.plugins.discover import discover
from tests.docs.pages import page

PAGE, PYTHON = page("docs/hosts.md"), page("docs/hosts/python.md")


def test_options_of_an_assessor_are_all_there() -> None:
    """The page lists every option that an assessor takes, and every engine."""
    options = [one for one in inspect.signature(Assessor.from_rulesets).parameters if one != "rulesets"]
    rows = PYTHON.table("option", "what it says")
    assert [row[0] for row in rows] == options
    assert f"`{DEFAULT}` (the default)" in PYTHON.text
    assert all(f"`{name}`" in PYTHON.text for name in ENGINES)


def test_keys_of_an_assessment_are_all_there() -> None:
    """The page lists every key of an assessment, and no other."""
    stated = [name for row in PAGE.table("key", "what it holds") for name in re.findall(r"\w+", row[0])]
    assert sorted(stated) == sorted(one.name for one in msgspec.structs.fields(Assessment))


def _declared() -> str:
    return next(block.text for block in PAGE.blocks if block.language == "json" and '"office"' in block.text)


def test_the_declaration_shown_is_faultless() -> None:
    """The canonical declaration on the page is read without an issue."""
    assert decode(_declared()).parse_issues == []


def test_the_declaration_shown_has_nearly_every_box() -> None:
    """The canonical declaration on the page shows every box but those it speaks of elsewhere, or that items share."""
    read = decode(_declared())
    assert _blank(read) == {"extra", "outcome", "parse_issues", "sources"}
    shared = {"hs_edition", "cus", "un_number", "control_entry", "destination", "dispatch_country", "procedure"}
    assert _blank(read.items[0]) == shared | {"parties", "documents", "extra"}


def _blank(one: Declaration | Item) -> set[str]:
    names = (each.name for each in msgspec.structs.fields(one))
    return {name for name in names if getattr(one, name) in (None, [], {})}


def test_threads_may_share_an_assessor_that_is_reloaded(tmp_path: Path) -> None:
    """Declarations judged in several threads, while the plan is swapped, all get the same assessment."""
    desk = tmp_path / "desk.stce"
    desk.write_text(next(block.text for block in PAGE.blocks if block.file == "desk.stce"), encoding="utf-8")
    with Assessor.from_rulesets(desk, plugins=discover(entry_points=False)) as assessor:
        alone = assessor.assess(_declared())

        def judge(number: int) -> Assessment:
            if number % 20 == 0:
                assessor.reload()
            return assessor.assess(_declared())

        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(judge, range(60)))
    assert together == [alone] * 60


def test_a_reload_of_a_ruleset_that_is_gone_keeps_the_plan(tmp_path: Path) -> None:
    """When its files are gone, a reload is refused and the assessor goes on judging."""
    desk = tmp_path / "desk.stce"
    desk.write_text('rule "R" "r" for each item when cas is missing then add 1 point end', encoding="utf-8")
    with Assessor.from_rulesets(desk, plugins=discover(entry_points=False)) as assessor:
        desk.unlink()
        with pytest.raises(StceError, match="E801"):
            assessor.reload()
        assert assessor.assess({"id": "D1", "items": [{"number": 1}]}).score == 1
