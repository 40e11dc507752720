"""The corpus of rules and lists: what is wrong is told word for word, what is right is not remarked on."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from stce_rules.core.codes import CODES
from stce_rules.core.diagnostics import Diagnostic, report
from stce_rules.core.predicates import NamedList
from stce_rules.core.span import Source
from stce_rules.language import syntax
from stce_rules.language.check import check, read_lists
from stce_rules.language.parse import parse

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FAMILIES = ("values", "names", "doubtful", "together")
BAD = sorted(
    path
    for family in FAMILIES
    for path in (CORPUS / "bad" / family).iterdir()
    if path.suffix in (".stce", ".csv", ".yaml") and not path.stem.endswith(".lists")
)
# `syntax` is about layout; what its files speak of need not exist.
GOOD = sorted(path for path in (CORPUS / "good").rglob("*.stce") if path.parent.name != "syntax")
_DAY = re.compile(r"# on (\d{4}-\d{2}-\d{2})")


def _source(path: Path) -> Source:
    return Source(path.name, path.read_text(encoding="utf-8"))


def _found(path: Path) -> tuple[Diagnostic, ...]:
    """All that is found in a file: of lists, or of rules with the files of lists beside them."""
    return _found_in(_source(path), path)


def _found_in(source: Source, path: Path) -> tuple[Diagnostic, ...]:
    if path.suffix != ".stce":
        return read_lists(source, "lists")[1]
    parsed = parse(source)
    lists: dict[str, tuple[NamedList, ...]] = {}
    found = [*parsed.diagnostics]
    for statement in parsed.file.statements:
        if isinstance(statement, syntax.UseLists) and (path.parent / statement.path.text).exists():
            beside = _source(path.parent / statement.path.text)
            lists[statement.alias.text], diagnostics = read_lists(beside, statement.alias.text)
            found += diagnostics
    day = _DAY.match(source.text)
    checked = check([parsed], lists, on=date.fromisoformat(day[1]) if day else None)
    return (*found, *checked.diagnostics)


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_fault_is_told_word_for_word(path: Path) -> None:
    """The report of a faulty file is exactly what stands beside it."""
    expected = path.with_name(path.name + ".expected") if path.suffix != ".stce" else path.with_suffix(".expected")
    assert report(_found(path)) + "\n" == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_good_rules_are_not_remarked_on(path: Path) -> None:
    """A file of the good corpus is checked without a finding."""
    assert report(_found(path)) == ""


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_fix_mends_what_it_is_given_for(path: Path) -> None:
    """After a fix is applied, the same fault is not found at the same place again."""
    source = _source(path)
    for one in _found(path):
        for fix in one.fixes:
            text = source.text[: fix.span.start] + fix.text + source.text[fix.span.end :]
            again = _found_in(Source(source.name, text), path)
            assert (one.code, fix.span.start) not in {(other.code, other.span and other.span.start) for other in again}


def test_every_code_has_a_fixture() -> None:
    """Each code of values, names, doubtful rules and what is not judged yet is shown by a file of the corpus."""
    # E210 is told by the parser, codes from 530 on where several rulesets meet: each is shown with those.
    mine = {code for code in CODES if code[1] in "1245" and code != "E210" and code[1:] < "530"}
    told = "\n".join(path.read_text(encoding="utf-8") for path in (CORPUS / "bad").rglob("*.expected"))
    assert sorted(code for code in mine if not re.search(rf"^{code}\b", told, re.MULTILINE)) == []
