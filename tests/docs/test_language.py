"""docs/language.md: its tables against the code that they describe."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from stce_rules import Assessor
from stce_rules.core.assessment import CHANNELS, Assessment
from stce_rules.core.truth import Truth, conjunction, disjunction
from stce_rules.hooks import NameMatcher, hookimpl
from stce_rules.language.checking.list_files import LIST_WORDS, PARTY_WORDS, ROW_WORDS
from stce_rules.language.checking.words import LIST_KINDS, STATUSES
from stce_rules.plan.judgement import outcome_of
from stce_rules.plugins.discover import discover
from stce_rules.reference import hs
from stce_rules.rulesets.manifest import KEYS
from stce_rules.rulesets.rates import COLUMNS
from stce_rules.testing.matching import WORDS
from tests.docs import generated
from tests.docs.pages import page

PAGE = page("docs/language.md")
TRUTHS = {"true": Truth.TRUE, "unknown": Truth.UNKNOWN, "false": Truth.FALSE}


def test_fields_and_units_are_current() -> None:
    """The tables of fields and units are those of the catalogue; `python -m tests.docs.generated` writes them."""
    assert generated.current(PAGE.text) == PAGE.text


def _first(rows: list[tuple[str, ...]]) -> list[str]:
    return [row[0].split()[0] for row in rows]


def test_manifest_keys_are_all_there() -> None:
    """The page lists every key a manifest can have, and no other."""
    assert sorted(_first(PAGE.table("key", "what it says"))) == sorted(KEYS)


def test_statuses_are_all_there() -> None:
    """The page lists every status, and no other."""
    assert tuple(_first(PAGE.table("status", "what happens"))) == STATUSES


@pytest.mark.parametrize(
    "words",
    [CHANNELS, LIST_KINDS, LIST_WORDS, ROW_WORDS, PARTY_WORDS, COLUMNS, map(str, hs.EDITIONS)],
)
def test_closed_sets_of_words_are_all_there(words: tuple[str, ...]) -> None:
    """The page names every channel, kind of list, word of a list file, column of rates and HS edition."""
    text = PAGE.text.replace(",", " ").replace("`", " ").replace(";", " ").replace(".", " ")
    assert set(words) <= set(text.split())


def test_truth_table_is_the_one_in_force() -> None:
    """`and` and `or` give what the page says, either way round."""
    rows = PAGE.table("a", "b", "a and b", "a or b")
    assert len(rows) == 6
    for row in rows:
        one, other, both, either = (TRUTHS[cell] for cell in row)
        assert {conjunction((one, other)), conjunction((other, one))} == {both}
        assert {disjunction((one, other)), disjunction((other, one))} == {either}


def test_outcome_table_is_the_one_in_force() -> None:
    """Every pair of truths is in the outcome table once, with the outcome that is given for it."""
    said = {
        (when, lifted): outcome
        for row_when, row_lifted, outcome in PAGE.table("when", "an unless or exemption", "outcome")
        for when, lifted in product(row_when.split(" or "), row_lifted.split(" or "))
    }
    given = {(w, e): outcome_of(TRUTHS[w], TRUTHS[e]).value for w, e in product(TRUTHS, TRUTHS)}
    assert said == given


class _Words:
    """A plugin that compares names by their words."""

    @hookimpl
    def stce_functions(self) -> Sequence[NameMatcher]:
        return [WORDS]


def _judged(sentences: list[str], folder: Path) -> dict[str, str]:
    """What each sentence gives for a goods item whose boxes are all blank."""
    context = next(block.text for block in PAGE.blocks if "context" in block.words)
    rules = (f'rule "R{n:03}" "r" for each item when {one} then flag "f" end' for n, one in enumerate(sentences))
    file = folder / "sentences.stce"
    file.write_text("\n".join((context, *rules)), encoding="utf-8")
    with Assessor.from_rulesets(file, plugins=discover([_Words()], entry_points=False)) as assessor:
        found: Assessment = assessor.assess({"id": "D1", "items": [{"number": 1}]})
    truth = {one.rule: "true" for one in found.hits} | {one.rule: "unknown" for one in found.undetermined}
    return {one: truth.get(f"R{n:03}", "false") for n, one in enumerate(sentences)}


def test_blank_boxes_give_what_the_page_says(tmp_path: Path) -> None:
    """Every sentence in the table is read, and a blank box makes it what the table says."""
    said = {row[0]: row[2] for row in PAGE.table("sentence", "true when", "all boxes blank")}
    assert _judged(list(said), tmp_path) == said
    assert len(said) > 40


def test_every_kind_of_value_is_read(tmp_path: Path) -> None:
    """The sentences that show how values are written are read without a fault."""
    sentences = [row[1] for row in PAGE.table("value", "in a sentence", "held to")]
    assert len(_judged(sentences, tmp_path)) == len(sentences) > 10
