"""Lint on whatever is written: every file of the corpus, faulty ones among them, as an editor would ask it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import Diagnostic, has_errors
from stce_rules.core.span import Source
from stce_rules.language.parse import parse
from stce_rules.rulesets.authored import author
from stce_rules.workbench.linting import lint, project_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FILES = sorted(CORPUS.rglob("*.stce"))
_DAY = date(2026, 11, 22)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_lint_reads_whatever_check_reads(path: Path) -> None:
    """Every error of a file is among the findings of lint, and a file stays readable after each fix."""
    authored = author([path], on=_DAY)
    found: tuple[Diagnostic, ...] = ()
    if authored.rulesets:
        found = lint(project_of(authored.rulesets[0], authored.diagnostics, on=_DAY))
        assert {one for one in authored.diagnostics if has_errors((one,))} <= set(found)
    for one in found:
        if one.code.startswith("W") and one.fixes and not has_errors(parse(one.fixes[0].span.source).diagnostics):
            assert not has_errors(parse(Source("mended.stce", _mended(one))).diagnostics)


def _mended(one: Diagnostic) -> str:
    text = one.fixes[0].span.source.text
    for fix in sorted(one.fixes, key=lambda each: each.span.start, reverse=True):
        text = text[: fix.span.start] + fix.text + text[fix.span.end :]
    return text
