"""Every feature at places all over the corpus: good files, and files with every fault there is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.span import Source
from stce_rules.language.parse import parse, words
from stce_rules.lsp.features.completion import complete
from stce_rules.lsp.features.definition import define
from stce_rules.lsp.features.folding import folds
from stce_rules.lsp.features.hover import hover
from stce_rules.lsp.features.names import Kind, named_at
from stce_rules.lsp.features.references import highlight, refer
from stce_rules.lsp.features.rename import Refusal, prepare, rename
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.lsp.features.symbols import outline
from stce_rules.rulesets.gather import Gathered
from stce_rules.rulesets.manifest import Manifest
from tests.lsp.features.desk import TODAY

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FOLDERS = sorted(one.relative_to(CORPUS).as_posix() for one in CORPUS.glob("*/*") if any(one.rglob("*.stce")))
LONGEST = 60_000
VALUES = (
    '"text"',
    "2931.41",
    "756-79-6",
    "25 kg",
    "SS",
    "name",
    "own.list",
    "hs",
    "net mass",
    "\n",
    "#",
    '"',
    "rule",
    "3",
)


def texts(folder: str) -> Iterator[Surroundings]:
    """Each file of a folder as a ruleset of its own."""
    for path in sorted((CORPUS / folder).rglob("*.stce")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if len(text) <= LONGEST:
            source = Source(path.as_posix(), text)
            yield Surroundings(source, TODAY, Gathered(Manifest("made", "1"), (parse(source),), {}, (), ()))


def places(around: Surroundings) -> list[int]:
    """Both ends, and some places between them, the same in every run."""
    size = len(around.source.text)
    dice = random.Random(size)
    return sorted({0, size, *(dice.randrange(size + 1) for _ in range(3))})


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_feature_fails_anywhere(folder: str) -> None:
    """Wherever the caret stands, in whatever text, each feature answers, and within the text."""
    for around in texts(folder):
        outline(around)
        folds(around)
        for offset in places(around):
            found = complete(around, offset)
            starts = [found.start, *(one.start for one in found.items if one.start is not None)]
            assert all(0 <= start <= offset <= found.end <= len(around.source.text) for start in starts)
            told = hover(around, offset)
            assert told is None or told.span.start <= offset <= told.span.end
            define(around, offset)
            highlight(around, offset)
            refer(around, offset)
            prepare(around, offset)
            assert isinstance(rename(around, offset, "a_new_name"), tuple | Refusal)


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_text_that_stops_short_fails(folder: str) -> None:
    """In a text that ends at the caret, as when it is being written, completion and hover answer."""
    for around in texts(folder):
        for offset in places(around):
            cut = replace(around, source=Source(around.source.name, around.source.text[:offset]))
            complete(cut, offset)
            hover(cut, offset)


@given(st.lists(st.sampled_from((*sorted(words().keywords), *VALUES)), max_size=40), st.booleans())
def test_no_run_of_words_makes_completion_fail(run: list[str], broken: bool) -> None:
    """Whatever words stand in whatever order, completion and hover answer at their end."""
    text = ("\n" if broken else " ").join(run)
    around = Surroundings(Source("new.stce", text), TODAY)
    complete(around, len(text))
    hover(around, len(text))


def test_references_and_definitions_agree_on_good_files() -> None:
    """In good files every use of a name that is given there leads back to where it is given."""
    checked = 0
    for folder in (one for one in FOLDERS if one.startswith("good/")):
        for around in texts(folder):
            for offset in range(0, len(around.source.text), 23):
                given = define(around, offset)
                if len(given) != 1 or given[0].source.name != around.source.name:
                    continue
                if named_at(around, offset)[0].kind is Kind.ALIAS:
                    continue  # where it is used, the list leads further: to its own file
                for use in refer(around, offset):
                    assert define(around, use.start) == given
                    checked += 1
    assert checked > 20
