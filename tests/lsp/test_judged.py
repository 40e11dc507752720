"""What is told while rules are written is what `stce check` and `stce lint` tell of them when they are saved."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from stce_rules.core.diagnostics import Diagnostic, in_order
from stce_rules.language.checking.findings import Findings
from stce_rules.lsp.judged import KeptFindings, Overtaken, compared, judged
from stce_rules.plugins import discover
from stce_rules.rulesets.authored import author
from stce_rules.rulesets.gather import Gathered, gather
from stce_rules.rulesets.kept import Kept
from stce_rules.rulesets.reading import Folder
from stce_rules.workbench.linting import lint, project_of

RULESETS = Path(__file__).parents[2] / "rulesets"
FOLDERS = sorted(one.parent for one in RULESETS.glob("*/ruleset.yaml"))
CONTRIBUTIONS = discover().contributions
TODAY = date(2026, 11, 22)
WORDS = (
    "hs is 2931.41",
    "and",
    "or",
    "end\n",
    "\n",
    "not ",
    "x",
    '"',
    "# ",
    "missing",
    "any of:",
    "- ",
    "1",
    "kg",
    ", ",
)


def _gathered(folder: Path, texts: dict[Path, str], kept: Kept | None) -> tuple[Gathered, tuple[Diagnostic, ...]]:
    findings = Findings()
    found = gather(Folder(folder, folder.as_posix()), CONTRIBUTIONS, findings, texts, kept)
    assert found is not None
    return found, in_order(findings.found)


def _fresh(folder: Path, texts: dict[Path, str]) -> tuple[Diagnostic, ...]:
    read = author([folder], contributions=CONTRIBUTIONS, on=TODAY, texts=texts)
    project = project_of(read.rulesets[0], read.diagnostics, catalogue=CONTRIBUTIONS.catalogue, on=TODAY)
    return lint(project)


def _told(found: tuple[Diagnostic, ...]) -> list[object]:
    return [
        (one.code, one.message, one.help, one.span and (one.span.source.name, one.span.start, one.span.end),
         [(fix.span.start, fix.span.end, fix.text) for fix in one.fixes])
        for one in found
    ]  # fmt: skip


def _edited(text: str, chance: Random) -> str:
    at = chance.randrange(len(text))
    match chance.randrange(4):
        case 0:
            return text[:at] + chance.choice(WORDS) + text[at:]
        case 1:
            return text[:at] + text[at + chance.choice((1, 2, 30)) :]
        case 2:  # a statement is taken out, or written twice
            start = text.find("\n\n", at)
            end = text.find("\n\n", start + 2)
            twice = chance.random() < 0.5
            return text if min(start, end) < 0 else text[:end] + text[start:end] * twice + text[end:]
        case _:  # a name or number is another
            return text[:at] + chance.choice("0123456789abcdefghij_") + text[at + 1 :]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.name)
def test_what_is_kept_changes_no_answer(folder: Path) -> None:
    """After each of a row of edits in any file, diagnostics are those of reading, checking and linting it all anew."""
    chance = Random(folder.name)
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.stce"))}
    first = dict(texts)
    kept, findings = Kept(), KeptFindings()
    for number in range(14):
        path = chance.choice(sorted(texts))
        texts[path] = first[path] if number % 3 == 0 else _edited(texts[path], chance)
        gathered, faults = _gathered(folder, texts, kept)
        quick = judged(gathered, faults, CONTRIBUTIONS, TODAY, findings)
        assert _told(compared(quick, findings)) == _told(_fresh(folder, texts))


def test_a_list_that_changes_is_read_again(tmp_path: Path) -> None:
    """What is kept of a list file lasts until the file changes."""
    (tmp_path / "ruleset.yaml").write_text("name: lists\ntitle: t\nversion: 1\nlanguage: 1\n")
    (tmp_path / "a.csv").write_text("list,value\nhubs,AE\n")
    (tmp_path / "a.stce").write_text(
        'use lists from "a.csv" as own\n'
        'indicator hub "Hub"\n  for each item\n  when destination is in list own.hubs\nend\n'
    )
    kept, findings = Kept(), KeptFindings()

    def codes() -> set[str]:
        gathered, faults = _gathered(tmp_path, {}, kept)
        return {one.code for one in judged(gathered, faults, CONTRIBUTIONS, None, findings).diagnostics}

    assert not {one for one in codes() if one.startswith("E")}
    (tmp_path / "a.csv").write_text("list,value\nhubs,UK\n")
    assert "E230" in codes()
    (tmp_path / "a.csv").write_text("list,value\nports,AE\n")
    assert "E203" in codes()


def test_a_newer_text_ends_the_work() -> None:
    """When the pause between two steps says that a newer text is waiting, nothing is answered."""
    folder = FOLDERS[0]
    gathered, faults = _gathered(folder, {}, None)

    def overtaken() -> None:
        raise Overtaken

    with pytest.raises(Overtaken):
        judged(gathered, faults, CONTRIBUTIONS, TODAY, KeptFindings(), overtaken)
