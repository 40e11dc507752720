"""Reports: code, place, caret, one sentence, a fix."""

from __future__ import annotations

import pytest

from stce_rules.core.codes import CODES, Severity
from stce_rules.core.diagnostics import (
    Diagnostic,
    Replacement,
    StceError,
    as_data,
    has_errors,
    in_order,
    render,
    report,
)
from stce_rules.core.span import Source

RULES = Source("rules.stce", "use edition 2022\n  cas is 756-79-5\n\tcas is 756-79-5\n")
WRONG = Diagnostic(
    "E103",
    "CAS check digit should be 6",
    RULES.span(26, 34),
    help="did you mean 756-79-6?",
    fixes=(Replacement(RULES.span(26, 34), "756-79-6"),),
)


def test_a_report_points_at_the_words() -> None:
    """Code, place, sentence, the line with a caret under the words, and the fix."""
    assert render(WRONG) == (
        "E103 rules.stce:2:10: CAS check digit should be 6\n"
        "      cas is 756-79-5\n"
        "             ^^^^^^^^\n"
        "  help: did you mean 756-79-6?"
    )


def test_a_tab_before_the_words_moves_the_caret_as_it_moves_the_words() -> None:
    """The caret line repeats the tab."""
    shown = render(Diagnostic("E103", "wrong", RULES.span(43, 51))).splitlines()
    assert shown[1:] == ["    \tcas is 756-79-5", "    \t       ^^^^^^^^"]


@pytest.mark.parametrize("before", [0, 50, 100, 5_000, 40_000])
def test_a_line_without_end_is_cut_around_the_caret(before: int) -> None:
    """Of a line of 40,000 characters a readable piece is shown, with the caret under the right one."""
    text = "a" * before + "X" + "b" * (40_000 - before)
    _, line, caret = render(Diagnostic("E103", "wrong", Source("f", text).span(before, before + 1))).splitlines()
    assert len(line) < 200
    assert line[caret.index("^")] == "X"
    assert caret.count("^") == 1


def test_a_fault_without_a_text_names_its_place_in_words() -> None:
    """A plugin or a file that is not there has no line to show."""
    assert render(Diagnostic("E103", "wrong", where="plugin 'x'")) == "E103 plugin 'x': wrong"


def test_reports_come_in_the_order_of_the_file_and_each_once() -> None:
    """Order of finding does not matter; the same fault found twice is told once."""
    first = Diagnostic("E103", "first", RULES.span(0, 3))
    assert in_order([WRONG, first, WRONG]) == (first, WRONG)
    assert report([WRONG, first]).startswith("E103 rules.stce:1:1: first")


def test_an_error_carries_its_reports() -> None:
    """The text of the exception is what an officer reads."""
    assert str(StceError(WRONG)) == render(WRONG)
    assert StceError([WRONG]).diagnostics == (WRONG,)


def test_machines_get_places_and_fixes() -> None:
    """Lines and columns count from 1, offsets of fixes from 0."""
    assert as_data(WRONG) == {
        "code": "E103",
        "severity": "error",
        "message": "CAS check digit should be 6",
        "help": "did you mean 756-79-6?",
        "file": "rules.stce",
        "line": 2,
        "column": 10,
        "end_line": 2,
        "end_column": 18,
        "fixes": [{"start": 26, "end": 34, "text": "756-79-6"}],
    }


def test_an_unknown_code_is_refused() -> None:
    """Every code has a page."""
    with pytest.raises(ValueError, match="E999"):
        Diagnostic("E999", "no such code")


def test_the_letter_of_a_code_is_its_severity() -> None:
    """E stops what was asked, W does not."""
    assert {code[0]: one.severity for code, one in CODES.items()} == {"E": Severity.ERROR, "W": Severity.WARNING}
    warning = next(code for code in CODES if code.startswith("W"))
    assert not has_errors([Diagnostic(warning, "careful")])
    assert has_errors([WRONG])


def test_codes_are_told_apart_and_explained() -> None:
    """The key is the code, and every code has a title, a reason and a way to mend it, in plain sentences."""
    for code, one in CODES.items():
        assert one.code == code
        assert one.title
        assert one.why.endswith(".")
        assert one.mend.endswith(".")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_are_found_whatever_their_ending(ending: str) -> None:
    """Positions count lines and columns from 1; a line comes without its break."""
    source = Source("f", ending.join(("one", "two", "")))
    offset = source.text.index("two")
    assert source.position(offset) == (2, 1)
    assert (source.line(1), source.line(2), source.line(3)) == ("one", "two", "")
    assert source.span(0, 3).to(source.span(offset, offset + 3)).text == f"one{ending}two"
