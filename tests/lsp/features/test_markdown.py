"""Tests of plain words as Markdown."""

from __future__ import annotations

import pytest

from stce_rules.lsp.features.markdown import block, bullets, code, more, paragraphs, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2,2-Diphenyl (BZ)", "2,2-Diphenyl (BZ)"),
        ("schedule_2b", "schedule_2b"),
        ("_x_", r"\_x\_"),
        ("a *b* `c` [d](e) <f>", r"a \*b\* \`c\` \[d\](e) \<f\>"),
        ("# not a heading", r"\# not a heading"),
        ("- not a bullet", r"\- not a bullet"),
        ("1. not a number", r"1\. not a number"),
        ("two\n lines", "two lines"),
    ],
)
def test_marks_stay_plain_characters(text: str, shown: str) -> None:
    """What would be a mark is escaped, and what would not stays as it is."""
    assert plain(text) == shown


def test_code_can_hold_back_quotes() -> None:
    """A piece of rule text may hold the marks that stand around it."""
    assert code("a  b") == "`a b`"
    assert code("a `b`") == "`` a `b` ``"
    assert block('rule "```"') == '````stce\nrule "```"\n````'


def test_parts_that_say_nothing_leave_no_gap() -> None:
    """Empty parts are left out, and empty lists are nothing."""
    assert paragraphs(["a", "", bullets([]), "b"]) == "a\n\nb"
    assert bullets(["a", "b"]) == "- a\n- b"


def test_long_lists_say_how_many_are_left() -> None:
    """A list that is cut says how many there are more."""
    assert more(["a", "b"], 2) == "a, b"
    assert more(["a", "b"], 1202) == "a, b and 1,200 more"
