"""What an editor asks for and gets, from a server in a process of its own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.lsp.client import Editor
from tests.lsp.conftest import COMMON, RULES

LINES = RULES.splitlines()
LAYOUT = {"options": {"tabSize": 2, "insertSpaces": True}}


def _applied(text: str, edits: list[dict[str, Any]]) -> str:
    """A text of plain characters after edits of the protocol."""
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:at])) for at in range(len(lines) + 1)]
    for one in sorted(edits, key=lambda each: -starts[each["range"]["start"]["line"]]):
        start, end = (
            starts[place["line"]] + place["character"] for place in (one["range"]["start"], one["range"]["end"])
        )
        text = text[:start] + one["newText"] + text[end:]
    return text


def _errors(editor: Editor, uri: str) -> list[str]:
    return [one["code"] for one in editor.diagnostics(uri) if one["severity"] == 1]


def _actions(editor: Editor, uri: str, line: int, only: list[str] | None = None) -> list[dict[str, Any]]:
    place = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 200}}
    context: dict[str, list[str]] = {"diagnostics": []} | ({"only": only} if only else {})
    found: list[dict[str, Any]] = editor.about("textDocument/codeAction", uri, range=place, context=context)
    return found


def test_a_fix_mends_its_fault(editor: Editor, desk: Path) -> None:
    """The edit of a quick fix gives a text without the fault."""
    text = RULES.replace("destination is", "desination is")
    uri = editor.open(desk / "rules.stce", text)
    assert _errors(editor, uri) == ["E201"]
    fix = next(one for one in _actions(editor, uri, 6) if one.get("isPreferred"))
    assert (fix["title"], fix["kind"]) == ("Write 'destination' for 'desination'", "quickfix")
    assert fix["diagnostics"][0]["code"] == "E201"
    editor.change(uri, [{"text": _applied(text, fix["edit"]["changes"][uri])}])
    assert _errors(editor, uri) == []


def test_all_fixes_of_a_file_are_made_at_once(editor: Editor, desk: Path) -> None:
    """`source.fixAll` mends what can be mended, wherever it stands."""
    text = (
        RULES.replace("destination is", "desination is")
        .replace("yellow\n  if", "yelow\n  if")
        .replace("AE expect", "UK expect")
    )
    uri = editor.open(desk / "rules.stce", text)
    assert _errors(editor, uri) == ["E201", "E207", "E230"]
    (everything,) = _actions(editor, uri, 0, ["source.fixAll"])
    editor.change(uri, [{"text": _applied(text, everything["edit"]["changes"][uri])}])
    assert _errors(editor, uri) == []


def test_a_finding_can_be_accepted(editor: Editor, desk: Path) -> None:
    """The action writes a comment with a place for the reason, and with it the finding is told no more."""
    text = COMMON.replace("when cas is", "when not not cas is")
    uri = editor.open(desk / "common.stce", text)
    assert "W434" in [one["code"] for one in editor.diagnostics(uri)]
    accept = next(one for one in _actions(editor, uri, 3) if one["title"].startswith("Accept W434"))
    accepted = _applied(text, accept["edit"]["changes"][uri])
    assert accepted.splitlines()[1].startswith('# accept W434 because "')
    editor.change(uri, [{"text": accepted}])
    assert "W434" not in [one["code"] for one in editor.diagnostics(uri)]


def test_an_error_cannot_be_accepted(editor: Editor, desk: Path) -> None:
    """There is no action to live with an error."""
    uri = editor.open(desk / "rules.stce", RULES.replace("destination is", "desination is"))
    editor.diagnostics(uri)
    assert not [one for one in _actions(editor, uri, 6) if "Accept" in one["title"]]


def test_a_document_is_laid_out(editor: Editor, desk: Path) -> None:
    """Formatting gives the canonical layout of the buffer, and nothing for a text with faults of shape."""
    uri = editor.open(desk / "rules.stce", RULES.replace("\n   and", " and").replace("  owner", "      owner"))
    (edit,) = editor.about("textDocument/formatting", uri, **LAYOUT)
    laid_out = edit["newText"]
    assert laid_out.count("\n  owner") == 1
    editor.change(uri, [{"text": laid_out}])
    assert editor.about("textDocument/formatting", uri, **LAYOUT) == []
    editor.change(uri, [{"text": laid_out.replace("end", "")}])
    assert editor.about("textDocument/formatting", uri, **LAYOUT) == []


def _lenses(editor: Editor, uri: str, number: int = 2) -> dict[int, dict[str, Any]]:
    """The lenses of a document by their lines, once there are so many."""
    while True:
        found = editor.about("textDocument/codeLens", uri)
        if len(found) == number:
            return {one["range"]["start"]["line"]: one["command"] for one in found}
        editor.wait(lambda one: one.get("method") == "workspace/codeLens/refresh")


def test_each_example_says_what_became_of_it(editor: Editor, desk: Path) -> None:
    """A lens above an example says that it passed, or what it is instead; only when there is no error."""
    uri = editor.open(desk / "rules.stce")
    lenses = _lenses(editor, uri)
    row = LINES.index('  example "to Dubai" cas 756-79-6, destination AE expect hit with yellow')
    assert lenses[row]["title"] == "✓ passed"
    assert lenses[row + 1]["title"] == "✗ expected hit, but it is no hit"
    editor.type(uri, "exempt", (row + 1, LINES[row + 1].rindex("hit")), (row + 1, len(LINES[row + 1])))
    assert _lenses(editor, uri)[row + 1]["title"] == "✗ expected exempt, but it is no hit"
    editor.type(uri, "no hit", (row + 1, LINES[row + 1].rindex("hit")), (row + 1, len(LINES[row + 1]) + 3))
    assert _lenses(editor, uri)[row + 1]["title"] == "✓ passed"


def test_the_examples_of_what_asks_a_changed_indicator_are_judged_again(editor: Editor, desk: Path) -> None:
    """A change of an indicator in one file changes what the examples of a rule in another say."""
    rules, common = editor.open(desk / "rules.stce"), editor.open(desk / "common.stce")
    row = next(at for at, one in enumerate(LINES) if "to Dubai" in one)
    assert _lenses(editor, rules)[row]["title"] == "✓ passed"
    editor.change(common, [{"text": COMMON.replace("when cas is 756-79-6", "when cas is 676-97-1")}])
    assert _lenses(editor, rules)[row]["title"] == "✗ expected hit, but it is no hit"


def test_the_lens_of_an_example_explains_it(editor: Editor, desk: Path) -> None:
    """The command of a lens gives the explanation as text; for what is not there it gives nothing."""
    uri = editor.open(desk / "rules.stce")
    row = next(at for at, one in enumerate(LINES) if "to Norway" in one)
    command = _lenses(editor, uri)[row]
    told = editor.ask("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    assert told["title"] == "D-1: to Norway"
    assert "NO HIT" in told["text"]
    assert "destination is in list hubs.transit" in told["text"]
    nothing = {"command": command["command"], "arguments": [uri, "D-1", "to nowhere"]}
    assert editor.ask("workspace/executeCommand", nothing) is None


def test_rules_say_what_they_hit_in_the_last_replay(desk: Path, tmp_path: Path, warm: tuple[str, ...]) -> None:
    """With the findings of a replay given, a rule has a lens with its hits, of a folder and of a file alike."""
    history = tmp_path / "history.ndjson"
    items = [{"number": 1, "cas": ["756-79-6"], "hs": "2931.41"}]
    told = [{"id": str(n), "date": "2026-01-05", "destination": "AE", "items": items} for n in range(3)]
    history.write_text("".join(json.dumps(one) + "\n" for one in told), encoding="utf-8")
    (desk / "rules.stce").write_text(RULES.replace('\n  example "to Norway"', "\n  # example"), encoding="utf-8")
    replay = [*warm, "-m", "stce_rules", "replay", str(history), "--rules", str(desk)]
    findings = tmp_path / "findings.ndjson"
    subprocess.run([*replay, "--out", str(tmp_path / "out")], check=True, capture_output=True)
    subprocess.run([*replay, "--findings", str(findings)], check=True, capture_output=True)
    for given in (tmp_path / "out", findings):
        with Editor(warm, cwd=tmp_path, options={"findings": str(given)}) as editor:
            uri = editor.open(desk / "rules.stce")
            lenses = editor.about("textDocument/codeLens", uri)
            assert "hit 3 declarations in the last replay" in [one["command"]["title"] for one in lenses]


def test_features_answer_over_the_protocol(editor: Editor, desk: Path) -> None:
    """Completion, hover, definition, references, highlights, renaming, outline, folds and search reach the editor."""
    rules, common = editor.open(desk / "rules.stce"), editor.open(desk / "common.stce")
    at = LINES.index("  when precursor"), 9
    assert "Precursor, by its number" in editor.at("textDocument/hover", rules, at)["contents"]["value"]
    (where,) = editor.at("textDocument/definition", rules, at)
    assert (where["uri"], where["range"]["start"]) == (common, {"line": 1, "character": 10})
    used = editor.at("textDocument/references", rules, at, context={"includeDeclaration": True})
    assert {one["uri"] for one in used} == {rules, common}
    assert len(editor.at("textDocument/documentHighlight", rules, at)) == 1
    assert editor.at("textDocument/prepareRename", rules, at)["placeholder"] == "precursor"
    keyword = {"textDocument": {"uri": rules}, "position": {"line": at[0], "character": 3}}
    assert editor.answer(editor.begin("textDocument/prepareRename", keyword))["error"]["message"]
    renamed = editor.at("textDocument/rename", rules, at, newName="known_precursor")
    assert "known_precursor" in _applied(COMMON, renamed["changes"][common])
    assert "when known_precursor" in _applied(RULES, renamed["changes"][rules])
    offered = editor.at("textDocument/completion", rules, (at[0], 7))
    assert "precursor" in [one["label"] for one in offered["items"]]
    outline = editor.about("textDocument/documentSymbol", rules)
    assert "D-1" in [one["name"] for one in outline]
    assert editor.about("textDocument/foldingRange", rules)
    assert [one["location"]["uri"] for one in editor.ask("workspace/symbol", {"query": "precursor"})]


def test_a_rename_that_is_refused_says_why(editor: Editor, desk: Path) -> None:
    """What cannot be a name is answered with a sentence, not with edits."""
    uri = editor.open(desk / "rules.stce")
    place = {"line": LINES.index("  when precursor"), "character": 9}
    asked = {"textDocument": {"uri": uri}, "position": place, "newName": "when"}
    answer = editor.answer(editor.begin("textDocument/rename", asked))
    assert "when" in answer["error"]["message"]


def test_places_of_answers_are_in_utf_16(editor: Editor, desk: Path) -> None:
    """A word behind a character beyond the first 65,536 is found by its column, and told by its column."""
    text = COMMON.replace('"DMMP" cas 756-79-6', '"\U0001f9ea\U0001f9ea" cas 756-79-6')
    uri = editor.open(desk / "common.stce", text)
    column = len('  example "....') + len('" cas ')
    found = editor.at("textDocument/hover", uri, (4, column + 2))
    assert found["range"]["start"] == {"line": 4, "character": column}


def test_what_is_not_open_is_answered_with_nothing(editor: Editor, desk: Path) -> None:
    """A request about a document that was never opened gives an empty answer."""
    uri = (desk / "rules.stce").as_uri()
    assert editor.at("textDocument/hover", uri, (0, 0)) is None
    assert editor.about("textDocument/codeLens", uri) == []
    assert editor.about("textDocument/formatting", uri, **LAYOUT) == []
