"""The mapping table, and the page that shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from stce_rules_edifact.directory import LAYOUTS
from stce_rules_edifact.mapping import Row, find, rows

from stce_rules.core.declaration import Action, Declaration, Flow, Item
from stce_rules.core.fields import PARTY_ROLES

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
_WORDS = {
    "flow": get_args(Flow),
    "action": get_args(Action),
    "documents.claim": ("licence",),
    "parties.role": tuple(role.replace(" ", "_") for role in PARTY_ROLES),
}


def line(row: Row) -> str:
    """A row as the README shows it."""
    return (
        f"| `{row.segment}` | {row.element} | `{row.code}` | {row.level} | `{row.box}` | {row.rank} | {row.meaning} |"
    )


def test_the_readme_shows_every_row_and_no_other() -> None:
    """The mapping document is the mapping."""
    shown = [
        one for one in README.read_text(encoding="utf-8").splitlines() if one.startswith("| `") and one.count("|") == 8
    ]
    assert shown == [line(row) for row in rows()]


def test_every_row_fills_a_box_that_is_there() -> None:
    """Boxes are of the declaration or of goods items, and words are those that the box may hold."""
    for row in rows():
        box, _, word = row.box.partition("=")
        name = box.partition(".")[0]
        forms = {"declaration": (Declaration,), "item": (Item,), "both": (Declaration, Item)}[row.level]
        assert all(name in form.__struct_fields__ for form in forms) or row.box == "origin"
        assert word in _WORDS.get(box, ("",))
        assert row.segment in LAYOUTS
        assert row.meaning
        assert row.source


def test_no_qualifier_has_two_meanings() -> None:
    """A qualifier stands once in the table."""
    keys = [(row.segment, row.element, row.code) for row in rows()]
    assert len(set(keys)) == len(keys)


def test_a_row_holds_at_its_level_only() -> None:
    """An office is of the declaration, a mass of an item, a party of both."""
    assert find("LOC", "3227", "22", "declaration") is not None
    assert find("LOC", "3227", "22", "item") is None
    assert find("MEA", "6313", "G", "declaration") is None
    assert find("NAD", "3035", "CN", "item") is not None
    assert find("NAD", "3035", "XX", "item") is None


def test_every_row_is_met_by_a_message_of_the_tests() -> None:
    """Boxes of all rows are filled somewhere in the corpus."""
    text = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("corpus/*/declarations.json"))
    filled = set(re.findall(r'"(\w+)":', text))
    assert {row.box.partition("=")[0].partition(".")[0] for row in rows()} <= filled
