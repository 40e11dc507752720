"""Texts numbered by phrases and CAS numbers: compiled and letter by letter."""

from __future__ import annotations

import re

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from stce_rules.core.text import PhraseIndex, phrase, read
from stce_rules.intake.columnar.scan import Scanner
from stce_rules.intake.columnar.texts import SLOW, CasCodes, PhraseCodes
from stce_rules.reference import cas

_WORDS = st.sampled_from(
    ("pump", "pumps", "pu", "mp", "V", "X", "vx", "heat", "exchanger", "heat-exchanger", "null", "é")
)
_TEXTS = st.lists(st.lists(st.one_of(_WORDS, st.text("abcdefghijklm vxp12-_.,é", max_size=9)), max_size=16), max_size=6)
_LONG = "a b c d e f g h i j k l m"  # too many words to be read together
_SOUGHT = (
    "pump",
    "heat exchanger",
    "centrifug*",
    "vx",
    "v x",
    "heat ex*",
    "p*",
    "12 3",
    "heatexchanger",
    "Ωmega",
    _LONG,
)
_PHRASES = st.lists(st.sampled_from(_SOUGHT), unique=True, max_size=8)
_NUMBERS = st.one_of(
    st.from_regex(r"(CAS[: ]?|no\. )?[0-9]{2,7}[-. ][0-9]{2}[-. /][0-9]", fullmatch=True),
    st.text("0123456789-./_ ca", max_size=20),
    st.sampled_from(("CAS 756-79-6", "", "null")),
)


@settings(max_examples=300)
@given(_PHRASES, _TEXTS)
def test_the_scanner_finds_what_the_index_finds(written: list[str], texts: list[list[str]]) -> None:
    """For every text the set of phrases is that of the index of `core.text`, or the text is left to it."""
    phrases = [one for each in written if (one := phrase(each)) is not None]
    index = PhraseIndex(phrases)
    joined = [" ".join(each) for each in texts]
    scanner = Scanner(phrases)
    numbers, digits = scanner.scan(pa.array(joined, pa.string()))
    for text, number, count in zip(joined, numbers.tolist(), digits.tolist(), strict=True):
        folded = read(text)
        if number == SLOW:
            assert not text.isascii() or not folded.words or folded.words == ("null",)
        else:
            assert scanner.sets[number] == tuple(at for at, _ in index.found(folded))
            assert count == max(sum(each.isdigit() for each in part) for part in re.split(r"[^\W\d_]|[^\x00-9_]", text))


def test_sets_keep_their_numbers_however_many_are_met() -> None:
    """Two thousand sets of eleven phrases are told apart, in one column and again in the next, and blanks from them."""
    words = [f"word{letter}" for letter in "abcdefghijk"]
    scanner = Scanner([one for each in words if (one := phrase(each)) is not None])
    chosen = [tuple(at for at in range(len(words)) if number >> at & 1) for number in range(1 << len(words))]
    texts = [" ".join(["other", *(words[at] for at in each)]) for each in chosen]
    numbers, _ = scanner.scan(pa.array([*texts, None], pa.string()))
    assert [scanner.sets[number] for number in numbers[:-1].tolist()] == chosen
    assert [scanner.examples[number] for number in numbers[:-1].tolist()] == texts
    assert numbers[-1] == SLOW
    again, _ = scanner.scan(pa.array(texts[::-1], pa.string()))
    assert again.tolist() == numbers[-2::-1].tolist()


@settings(max_examples=300)
@given(st.lists(_NUMBERS, max_size=9))
def test_a_text_that_is_not_looked_at_holds_no_number(texts: list[str]) -> None:
    """Texts of one code have the same CAS numbers, whichever way they got it."""
    codes = CasCodes(PhraseCodes(()))
    column = codes.column(pa.array(texts, pa.string()))
    for text, code in zip(texts, column.codes.tolist(), strict=True):
        kept = codes.book.page(code)
        said = [] if kept is None else [(one.number, one.valid) for one in cas.find(str(kept))]
        assert said == [(one.number, one.valid) for one in cas.find(text)]
