"""Diagnostics as an editor gets them, from a server in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.lsp.client import Editor
from tests.lsp.conftest import COMMON, LISTS, MANIFEST, RULES


def _codes(found: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in found]


def _errors(found: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in found if one["severity"] == 1]


def test_a_fault_is_told_as_it_is_typed_and_taken_back_as_it_is_mended(editor: Editor, desk: Path) -> None:
    """Each change of a document is answered with the diagnostics of that version."""
    uri = editor.open(desk / "rules.stce")
    assert _errors(editor.diagnostics(uri)) == []
    line = RULES.splitlines().index("   and destination is in list hubs.transit")
    editor.type(uri, "x", (line, 7))
    found = editor.diagnostics(uri)
    fault = next(one for one in found if one["severity"] == 1)
    assert (fault["code"], fault["source"]) == ("E201", "stce")
    assert fault["range"] == {"start": {"line": line, "character": 7}, "end": {"line": line, "character": 19}}
    assert fault["message"].startswith("no such field: 'xdestination'")
    editor.type(uri, "", (line, 7), (line, 8))
    assert _errors(editor.diagnostics(uri)) == []


def test_lint_speaks_too(editor: Editor, desk: Path) -> None:
    """What is legal but doubtful comes as a warning with its code."""
    text = COMMON.replace("cas is 756-79-6\n  example", "not not cas is 756-79-6\n  example")
    found = editor.diagnostics(editor.open(desk / "common.stce", text))
    doubtful = {one["code"] for one in found if one["severity"] == 2}
    assert "W434" in doubtful


def test_buffers_count_before_files(editor: Editor, desk: Path) -> None:
    """A rule that asks an indicator of another open document sees it as typed, not as saved."""
    rules, common = editor.open(desk / "rules.stce"), editor.open(desk / "common.stce")
    assert _errors(editor.diagnostics(rules)) == []
    line = COMMON.splitlines().index('indicator precursor "Precursor, by its number"')
    editor.type(common, "_known", (line, len("indicator precursor")))
    assert _errors(editor.diagnostics(rules)) == ["E202"]
    editor.close(common)
    assert _errors(editor.diagnostics(rules)) == []


def test_files_that_change_on_disk_are_read_again(editor: Editor, desk: Path) -> None:
    """A list that loses its members is told at the list, and told off when it is whole again."""
    rules, lists = editor.open(desk / "rules.stce"), desk / "lists" / "hubs.csv"
    assert _errors(editor.diagnostics(rules)) == []
    lists.write_text(LISTS.replace("AE", "UK"), encoding="utf-8")
    changed = {"changes": [{"uri": lists.as_uri(), "type": 2}]}
    editor.tell("workspace/didChangeWatchedFiles", changed)
    (fault,) = [one for one in editor.diagnostics(lists.as_uri(), None) if one["severity"] == 1]
    assert (fault["code"], fault["range"]["start"]) == ("E230", {"line": 1, "character": 18})
    lists.write_text(LISTS, encoding="utf-8")
    editor.tell("workspace/didChangeWatchedFiles", changed)
    assert _errors(editor.diagnostics(lists.as_uri(), None)) == []


def test_faults_of_the_manifest_stand_in_the_manifest(editor: Editor, desk: Path) -> None:
    """A key that `ruleset.yaml` does not know is told there; the rules stay as they were."""
    (desk / "ruleset.yaml").write_text(MANIFEST.replace("edition: 2022", "editon: 2022"), encoding="utf-8")
    editor.open(desk / "rules.stce")
    found = editor.diagnostics((desk / "ruleset.yaml").as_uri(), None)
    assert len(_errors(found)) == 1
    assert found[0]["range"]["start"]["line"] == 4


def test_a_manifest_that_is_open_counts_as_typed(editor: Editor, desk: Path) -> None:
    """A manifest in a buffer names the files of the ruleset, saved or not."""
    rules = editor.open(desk / "rules.stce")
    assert _errors(editor.diagnostics(rules)) == []
    editor.open(desk / "ruleset.yaml", MANIFEST.replace("lists: {hubs: lists/hubs.csv}\n", ""))
    assert _errors(editor.diagnostics(rules)) == ["E212"]


def test_a_file_that_no_manifest_names_stands_alone(editor: Editor, desk: Path) -> None:
    """A document outside the ruleset is checked by itself, with what it uses."""
    text = 'use rules from "common.stce"\nrule "A" "a"\n  for each item\n  when precursor\n  then add 1 point\nend\n'
    (desk / "alone.stce").write_text(text, encoding="utf-8")
    alone = editor.open(desk / "alone.stce", text.replace("when precursor", "when precursors"))
    assert _errors(editor.diagnostics(alone)) == ["E202"]
    editor.change(alone, [{"text": text}])
    assert _errors(editor.diagnostics(alone)) == []


def test_a_document_that_was_never_saved_is_checked(editor: Editor) -> None:
    """A buffer without a file has its diagnostics, under its own name."""
    editor.open_uri("untitled:Untitled-1", "parameter p is 3 kg\nlist hubs of countries is UK end\n")
    assert _errors(editor.diagnostics("untitled:Untitled-1")) == ["E230"]


def test_columns_are_counted_in_utf_16(editor: Editor, desk: Path) -> None:
    """Behind a character beyond the first 65,536, places and edits are where the editor means them."""
    line = '  because "\U0001f6a2\U0001f6a2" because'
    uri = editor.open(desk / "rules.stce", RULES.replace('  because "Precursors go on from there."', line))
    (fault,) = [one for one in editor.diagnostics(uri) if one["severity"] == 1]
    row = RULES.splitlines().index('  because "Precursors go on from there."')
    assert fault["range"]["start"] == {"line": row, "character": 17}
    editor.type(uri, "", (row, 16), (row, 24))
    assert _errors(editor.diagnostics(uri)) == []


def test_of_several_changes_in_one_message_each_counts_from_the_one_before(editor: Editor, desk: Path) -> None:
    """Changes that come together are made one after the other, over all kinds of line ends."""
    uri = editor.open(desk / "common.stce", COMMON.replace("\n", "\r\n"))
    editor.diagnostics(uri)
    first = {"range": {"start": {"line": 3, "character": 14}, "end": {"line": 3, "character": 14}}, "text": "\r\n   "}
    second = {"range": {"start": {"line": 4, "character": 3}, "end": {"line": 4, "character": 11}}, "text": "756-79-5"}
    editor.change(uri, [first, second])
    (fault,) = [one for one in editor.diagnostics(uri) if one["severity"] == 1]
    assert (fault["code"], fault["range"]["start"]) == ("E103", {"line": 4, "character": 3})


def test_the_newest_text_wins(editor: Editor, desk: Path) -> None:
    """After a burst of edits the last diagnostics are those of the last text."""
    uri = editor.open(desk / "common.stce")
    for _ in range(30):
        editor.type(uri, "x", (3, 7))
    editor.type(uri, "", (3, 7), (3, 37))
    assert _errors(editor.diagnostics(uri)) == []


def test_a_closed_ruleset_is_silent(editor: Editor, desk: Path) -> None:
    """When the last document of a ruleset is closed its diagnostics are taken back."""
    uri = editor.open(desk / "rules.stce", RULES.replace("destination", "desination"))
    assert "E201" in _codes(editor.diagnostics(uri))
    editor.close(uri)
    assert editor.diagnostics(uri, None) == []


def test_any_text_is_answered(editor: Editor, desk: Path) -> None:
    """Texts that are no rules at all, and edits beyond the end, bring diagnostics and stop nothing."""
    uri = editor.open(desk / "common.stce", "\x00\u202e<html>\r{{{")
    assert _errors(editor.diagnostics(uri))
    editor.type(uri, "end end end", (99, 99))
    assert _errors(editor.diagnostics(uri))
    editor.change(uri, [{"text": ""}])
    assert _errors(editor.diagnostics(uri)) == ["E315"]
    editor.change(uri, [{"text": COMMON}])
    assert _errors(editor.diagnostics(uri)) == []
