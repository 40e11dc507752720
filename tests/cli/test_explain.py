"""`stce explain`: why, why not, and what would decide."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Explain = Callable[..., str]


@pytest.fixture
def explain(run: Run, rules: Path, declarations: Path) -> Explain:
    """The explanation of a rule for a declaration."""

    def explained(name: str, declaration: str, *more: str) -> str:
        result = run("explain", name, "--declaration", declaration, "--rules", rules, *more, declarations)
        assert (result.exit_code, result.stderr) == (0, "")
        return str(result.stdout)

    return explained


def test_a_hit(explain: Explain) -> None:
    """A hit shows each sentence with its truth and value, the list row, what could lift it, effects and law."""
    said = explain("R-1", "A", "--item", "1")
    assert said.startswith(
        'R-1 "Watched goods to South Sudan"\nrule of rules, version 1, active; declaration A, item 1\n'
    )
    assert "HIT → 75 points, at least red, refer to 'Licensing authority'" in said
    assert "'84012000', row 2 of goods.watched, 8401.20 (own list)" in said
    assert "because a permit covers the item" in said
    assert "because returned unaltered" in said
    assert said.endswith("Because: Watched goods need a licence.\nLaw: Some law\n\n")
    assert said.count("declaration A, item") == 1


def test_what_is_undetermined(explain: Explain) -> None:
    """An open rule names the boxes that would decide it, with the sentences that wait for them."""
    said = explain("R-1", "A", "--item", "2")
    assert "UNDETERMINED → at least yellow, ask for 'commodity code'" in said
    assert "(a hit: 75 points, at least red, refer to 'Licensing authority')" in " ".join(said.split())
    assert "Would decide it:\n  hs  hs is in list goods.watched\n" in said


def test_why_not(explain: Explain) -> None:
    """A rule that does not hold says which sentences are not so."""
    said = explain("R-1", "A", "--item", "3")
    assert "NO HIT" in said
    assert 'Not met: hs is in list goods.watched; description mentions "centrifuge"' in said


def test_dates(explain: Explain) -> None:
    """A rule that was not in force says so, and still shows its sentences with the words of the text found."""
    said = explain("R-1", "C")
    assert "NO HIT: it applies from 2020-01-01, the declaration is of 2019-06-01" in said
    assert "'centrifuge' in items[0].description" in said
    assert "Not met" not in said


def test_what_would_be_a_hit(explain: Explain) -> None:
    """A rule that does not hold says what would have to be otherwise, and what is there now."""
    said = explain("R-1", "A", "--item", "3")
    assert "Would be a hit (75 points, at least red) if:\n" in said
    assert "      hs is in list goods.watched: 8401.20 (now 07019000)\n" in said
    assert '   or description mentions "centrifuge" (now fresh potatoes)\n' in said
    assert "Would be no hit if:" not in said


def test_what_would_settle_it(explain: Explain) -> None:
    """An open rule says what blank boxes would have to hold for a hit, and for none."""
    said = explain("R-1", "A", "--item", "2")
    assert "if:\n      hs is in list goods.watched: 8401.20 (now blank)\n" in said
    assert "Would be no hit if:\n      hs is not in list goods.watched (now blank)\n" in said


def test_the_whole_assessment(run: Run, rules: Path, declarations: Path) -> None:
    """Without a rule the channel is explained: how the score adds up, what decided, then each rule."""
    result = run("explain", "--declaration", "A", "--rules", rules, declarations)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("A  RED  75 points\n")
    assert "score 75 = 75\n  +75     R-1      Watched goods to South Sudan (hit, item 1)\n" in result.stdout
    assert "  red     decides  decision: red when score is at least 70\n" in result.stdout
    assert "  red     decides  R-1 (hit): at least red\n" in result.stdout
    assert [line for line in result.stdout.splitlines() if line.startswith("rule of rules")] == [
        "rule of rules, version 1, active; declaration A, item 1",
        "rule of rules, version 1, active; declaration A, item 2",
    ]
    assert result.stdout.endswith("1 other rule found nothing; `stce explain RULE …` says why not\n")


def test_one_item_of_the_whole(run: Run, rules: Path, declarations: Path) -> None:
    """With `--item` only what was found for that goods item is explained."""
    result = run("explain", "--declaration", "A", "--item", "2", "--rules", rules, declarations)
    assert result.stdout.count("rule of rules") == 1
    assert "declaration A, item 2" in result.stdout


def test_the_whole_as_data(run: Run, rules: Path, declarations: Path) -> None:
    """JSON has the whole case file on one line: assessment, account, explanations."""
    result = run("explain", "--declaration", "A", "--rules", rules, "--format", "json", declarations)
    (line,) = result.stdout.splitlines()
    told = json.loads(line)
    assert (told["schema"], told["headline"]["id"], told["account"]["score"]) == (1, "A", 75)
    assert [one["outcome"] for one in told["explanations"]] == ["hit", "undetermined"]


def test_the_only_declaration_needs_no_id(run: Run, rules: Path, tmp_path: Path) -> None:
    """Where there is one declaration, in whatever versions, it is that one."""
    path = tmp_path / "one.json"
    path.write_text('{"id": "Z", "items": []}\n{"id": "Z", "version": 2, "items": []}\n', encoding="utf-8")
    result = run("explain", "--rules", rules, path)
    assert result.exit_code == 0
    assert result.stdout.startswith("Z version 2  GREEN  0 points\n")


def test_a_sheet(run: Run, rules: Path, declarations: Path, tmp_path: Path) -> None:
    """`--html` writes the case file as a page, with JSON on the standard output where that is asked for."""
    page = tmp_path / "case.html"
    result = run("explain", "--declaration", "A", "--rules", rules, "--html", page, declarations)
    assert (result.exit_code, result.stdout) == (0, f"sheet: {page}\n")
    assert "<title>Case file A</title>" in page.read_text(encoding="utf-8")
    both = run("explain", "--declaration", "A", "--rules", rules, "--html", page, "--format", "json", declarations)
    assert json.loads(both.stdout)["headline"]["id"] == "A"


def test_all_items_unless_one_is_named(explain: Explain) -> None:
    """Without `--item` every goods item is explained."""
    assert explain("R-1", "A").count("rule of rules") == 3


def test_indicators_exemptions_and_shadow(explain: Explain) -> None:
    """Indicators and exemptions are explained like rules; a rule in shadow says that it has no effect."""
    assert "indicator of rules; declaration A, item 1" in explain("watched", "A", "--item", "1")
    assert 'X-1 "Returned goods"\nexemption of rules' in explain("X-1", "A", "--item", "1")
    assert "in shadow: recorded, without effect" in explain("M-1", "B")


def test_what_would_prove_an_exemption(explain: Explain) -> None:
    """A hit names the boxes that would prove what could lift it."""
    assert "Would prove" not in explain("R-1", "A", "--item", "1")
    assert "Would prove 'returned unaltered':\n  procedure  procedure is \"3151\"\n" in explain(
        "R-1", "A", "--item", "2"
    )


def test_as_data(run: Run, rules: Path, declarations: Path) -> None:
    """JSON has one explanation on each line, of a versioned form."""
    result = run("explain", "R-1", "--declaration", "A", "--rules", rules, "--format", "json", declarations)
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["schema"], one["declaration"], one["item"], one["outcome"]) for one in told] == [
        (1, "A", 1, "hit"),
        (1, "A", 2, "undetermined"),
        (1, "A", 3, "no hit"),
    ]
    assert told[1]["missing"] == [{"box": "hs", "item": None, "sentences": ["hs is in list goods.watched"]}]


def test_the_last_state_of_a_declaration(run: Run, rules: Path, declarations: Path) -> None:
    """Of several states of a declaration the one with the highest version is explained."""
    amended = {"id": "A", "version": 2, "destination": "NO", "items": [{"number": 9}]}
    with declarations.open("a", encoding="utf-8") as file:
        file.write(json.dumps(amended) + "\n")
    result = run("explain", "R-1", "--declaration", "A", "--rules", rules, "--format", "json", declarations)
    assert [json.loads(line)["item"] for line in result.stdout.splitlines()] == [9]
