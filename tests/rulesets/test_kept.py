"""What an editor keeps of files gives what reading them anew would give."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import NamedList
from stce_rules.core.span import Source
from stce_rules.hooks import NONE, Beside, ListReader
from stce_rules.language.checking.findings import Findings
from stce_rules.rulesets.gather import gather
from stce_rules.rulesets.kept import Kept
from stce_rules.rulesets.reading import Asked


def test_a_file_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    """The same file gives the same text without being opened; another time of change or size opens it."""
    path, kept, findings = tmp_path / "a.stce", Kept(), Findings()

    def text() -> str | None:
        found = kept.saved(path, "a.stce", Asked(where="a.stce"), findings)
        return None if found is None else found.text

    assert text() is None
    assert [one.code for one in findings.found] == ["E803"]
    path.write_text("one")
    os.utime(path, ns=(1, 1))
    assert text() == "one"
    path.write_text("two")
    os.utime(path, ns=(1, 1))
    assert text() == "one"
    os.utime(path, ns=(2, 2))
    assert text() == "two"


def test_a_file_that_is_open_but_not_saved_is_there(tmp_path: Path) -> None:
    """Texts stand for files that do not exist yet, also where a rule file uses them."""
    folder = tmp_path.resolve()
    main, common = folder / "main.stce", folder / "common.stce"
    findings = Findings()
    texts = {main: 'use rules from "common.stce"\n', common: "parameter p is 3 kg\n"}
    gathered = gather(main, NONE, findings, texts, Kept())
    assert gathered is not None
    assert (len(gathered.parsed), findings.found) == (2, [])
    assert gather(main, NONE, findings, {main: texts[main]}, Kept()) is not None
    assert [one.code for one in findings.found] == ["E802"]


def test_a_reader_of_a_plugin_reads_again_when_a_file_beside_has_changed(tmp_path: Path) -> None:
    """Lists of a plugin's format are kept as long as the file and those it looked at are the same."""
    kept, beside, times = Kept(), {"more.csv": Source("more.csv", "1")}, list[str]()

    def read(source: Source, look: Beside) -> tuple[tuple[NamedList, ...], tuple[Diagnostic, ...]]:
        more = look("more.csv")
        times.append(source.text + (more.text if more else ""))
        return (), ()

    reader = ListReader("own", "1", "reads", lambda _: True, read)
    first = Source("sdn.csv", "a")
    for source, more in ((first, "1"), (first, "1"), (first, "2"), (Source("sdn.csv", "b"), "2")):
        beside["more.csv"] = Source("more.csv", more)
        kept.of_reader(reader, source, tmp_path, beside.get)
    assert times == ["a1", "a2", "b2"]


@pytest.mark.parametrize("edition", [2017, 2022])
def test_lists_are_kept_for_each_edition(edition: int) -> None:
    """A file of lists is read for the edition it is asked for, and again when its text changes."""
    kept = Kept()
    text = "list,value\ngoods,2931.41\n"
    faults = kept.lists(Source("l.csv", text), "own", edition)[1]
    assert bool(faults) is (edition == 2017)
    assert kept.lists(Source("l.csv", text), "own", edition)[1] is faults
    assert kept.lists(Source("l.csv", text + "goods,0000.00\n"), "own", edition)[1] != faults
