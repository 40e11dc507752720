"""Tests of what the parser says about files with faults."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stce_rules.core.codes import CODES
from stce_rules.core.diagnostics import Diagnostic, report
from stce_rules.core.span import Source
from stce_rules.language import syntax
from stce_rules.language.parse import parse, scanned

_CORPUS = Path(__file__).parents[1] / "corpus"
_BAD = sorted((_CORPUS / "bad/shape").glob("*.stce"))
_CANONICAL = (_CORPUS / "good/syntax/canonical.stce").read_text(encoding="utf-8")
_RULE = 'rule "A" "first"\n  for each item\n  when {}\n  then add 60 points\nend\n'


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _codes(text: str) -> list[str]:
    return [one.code for one in parse(Source("made.stce", text)).diagnostics]


@pytest.mark.parametrize("path", _BAD, ids=lambda path: path.stem)
def test_a_fault_is_told_word_for_word(path: Path) -> None:
    """The report of a faulty file is exactly what stands beside it."""
    told = report(parse(Source(path.name, _text(path))).diagnostics)
    assert told + "\n" == _text(path.with_suffix(".expected"))


@pytest.mark.parametrize("path", _BAD, ids=lambda path: path.stem)
def test_fixes_mend_what_they_are_given_for(path: Path) -> None:
    """With all fixes applied, no fault that had one is left."""
    found = parse(Source(path.name, _text(path))).diagnostics
    mended = [one for one in found if one.fixes]
    left = parse(Source(path.name, _applied(_text(path), mended))).diagnostics
    assert [one.code for one in left] == [one.code for one in found if not one.fixes]


def _applied(text: str, faults: list[Diagnostic]) -> str:
    edits = sorted({(fix.span.start, fix.span.end, fix.text) for one in faults for fix in one.fixes}, reverse=True)
    for start, end, put in edits:
        text = text[:start] + put + text[end:]
    return text


def test_every_code_of_shape_is_shown() -> None:
    """Each code of this family stands in a report of the corpus."""
    told = "\n".join(_text(path) for path in _BAD[0].parent.glob("*.expected"))
    shape = {code for code in CODES if code.startswith("E3")} | {"E210"}
    assert {code for code in shape if not re.search(rf"^{code} ", told, re.MULTILINE)} == set()


def test_reports_speak_no_grammar() -> None:
    """No report names a token or a symbol of the grammar, nor anything of Python."""
    lines = "\n".join(_text(path) for path in _BAD[0].parent.glob("*.expected")).splitlines()
    told = "\n".join(re.sub(r"^E\d+ \S+", "", one) for one in lines if not one.startswith("    "))
    ours = re.sub(r"'[^'\n]*'|\"[^\"\n]*\"", "", told)
    assert set(re.findall(r"\b[A-Z]{3,}\b|\$END|\w*_\w*|Token|None|Traceback", ours)) <= {"hub_detour", "hub_two"}


def test_what_is_around_a_fault_is_understood() -> None:
    """A statement that cannot be understood takes no other with it."""
    text = "use edition 2022\n" + _RULE.format("hs is from is to") + "list hubs of countries is AE end\n"
    found = parse(Source("made.stce", text))
    assert [one.code for one in found.diagnostics] == ["E303"]
    assert [type(one) for one in found.file.statements] == [syntax.UseEdition, syntax.ListStatement]


def test_a_mended_statement_is_understood() -> None:
    """Where the mending is plain the statement is read with it, so that further faults can be told."""
    text = _RULE.format("hs is 2931.41 adn origin is IR")
    found = parse(Source("made.stce", text))
    assert [one.code for one in found.diagnostics] == ["E302"]
    assert found.file == parse(Source("made.stce", text.replace("adn", "and"))).file


def test_a_file_that_is_too_large_is_not_read() -> None:
    """Fifty million characters on one line are refused at once, and four million and one with what to do."""
    assert _codes("a" * 50_000_000) == ["E314"]
    text = "use edition 2022\n".ljust(4_000_001, "#")
    told = report(parse(Source("file_too_large.stce", text)).diagnostics)
    assert told + "\n" == _text(_BAD[0].with_name("file_too_large.expected"))


def test_too_many_faults_are_cut_off() -> None:
    """After five hundred faults the report says so, before the first of them."""
    found = parse(Source("too_many_faults.stce", "use edition x\n" * 1000)).diagnostics
    assert report(found[:2]) + "\n" == _text(_BAD[0].with_name("too_many_faults.expected"))
    assert {one.code for one in found[1:]} == {found[1].code}
    assert len(found) == 501


@pytest.mark.parametrize(
    "condition",
    [
        "(" * 5000 + "x_y" + ")" * 5000,
        "not " * 5000 + "x_y",
        "any of: - " * 5000 + "x_y" + " end" * 5000,
        "(" * 51 + "x_y" + ")" * 51,
    ],
)
def test_deep_nesting_is_a_fault(condition: str) -> None:
    """However deep the brackets, the answer is one sentence."""
    assert _codes(_RULE.format(condition)) == ["E313"]


def test_fifty_brackets_are_still_read() -> None:
    """The limit itself is allowed."""
    assert _codes(_RULE.format("(" * 50 + "x_y" + ")" * 50)) == []


@pytest.mark.parametrize("text", ["(" * 20_000, "not " * 20_000, '"' * 20_001, "rule " * 20_000, "§" * 20_000])
def test_long_nonsense_is_answered(text: str) -> None:
    """Nonsense of any length gets a diagnostic."""
    assert _codes(_RULE.format(text))


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    """Any text has a report, and an empty one only if something was understood."""
    found = parse(Source("made.stce", text))
    assert report(found.diagnostics) or found.file.statements


_SPOILT = st.sampled_from(
    [
        '"',
        "(",
        ")",
        " end ",
        " and ",
        " or ",
        "\n",
        "\x00",
        "é",
        "“",
        "-",
        ":",
        ",",
        "#",
        "\u202e",
        " rule ",
        " when ",
        "9" * 30,
    ]
)


@settings(max_examples=150)
@given(st.data())
def test_no_spoilt_file_makes_the_parser_fail(data: st.DataObject) -> None:
    """A good file with words taken out, doubled or put in is reported on, never given up."""
    text = _CANONICAL
    for _ in range(data.draw(st.integers(1, 6))):
        tokens = scanned(Source("made.stce", text)).tokens
        one = data.draw(st.sampled_from(tokens))
        put = data.draw(st.one_of(st.just(""), _SPOILT, st.just(2 * text[one.start : one.end])))
        text = text[: one.start] + put + text[one.end :]
    found = parse(Source("made.stce", text))
    report(found.diagnostics)
    assert all(one.code in CODES for one in found.diagnostics)
