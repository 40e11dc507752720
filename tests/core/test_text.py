"""Folding and phrases: what `mentions` means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.text import FoldedText, Phrase, PhraseIndex, _placed_words, find, fold, phrase, read, stands


def place_of(text: str, sought: str) -> str | None:
    """The characters where a phrase stands."""
    one = phrase(sought)
    assert one is not None
    place = find(read(text), one)
    return None if place is None else text[place[0] : place[1]]


@pytest.mark.parametrize(
    ("text", "sought", "found"),
    [
        ("MARAGING steel bars", "maraging", "MARAGING"),
        ("acier maraging à 18 %", "acier", "acier"),
        ("Düse aus Messing", "duse", "Düse"),
        ("Du\u0308se", "Düse", "Du\u0308se"),
        ("Straße", "STRASSE", "Straße"),
        ("triethanol-amine in drums", "triethanolamine", "triethanol-amine"),
        ("tri ethanol amine", "triethanol-amine", "tri ethanol amine"),
        ("triethanolamine", "tri-ethanol amine", "triethanolamine"),
        ("steel 18Ni(300), bar", "18Ni(300)", "18Ni(300"),
        ("steel 18 Ni 300", "18Ni(300)", "18 Ni 300"),
        ("2,2'-thiodiethanol", "2,2'-Thiodiethanol", "2,2'-thiodiethanol"),
        ("gas centrifuges and parts", "centrifug*", "centrifuges"),
        ("gas  CENTRIFUGAL pump", "gas centrifug*", "gas  CENTRIFUGAL"),
        ("frequency_converter", "frequency converter", "frequency_converter"),
        ("ℌigh purity", "high purity", "ℌigh purity"),
    ],
)
def test_a_phrase_is_found_whatever_case_accents_and_hyphens(text: str, sought: str, found: str) -> None:
    """Case, accents, punctuation and the choice of hyphen, space or nothing do not matter."""
    assert place_of(text, sought) == found


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("mustardseed oil", "mustard"),
        ("untested", "test"),
        ("decentrifuged", "centrifug*"),
        ("V X-ray film", "VX"),
        ("V-X", "VX"),
        ("", "steel"),
        ("steel wire", "steel bar"),
        ("bar steel", "steel bar"),
    ],
)
def test_only_whole_words_are_found(text: str, sought: str) -> None:
    """A phrase inside a longer word, in another order, or a short name written apart is not mentioned."""
    assert place_of(text, sought) is None


def test_a_phrase_without_letters_or_digits_is_no_phrase() -> None:
    """Punctuation alone cannot be looked for."""
    assert phrase(" -*- ") is None


def test_folding_is_the_same_the_second_time() -> None:
    """Folding what is folded changes nothing, for awkward letters too."""
    for text in ("İstanbul", "ẞ", "ﬁlter", "Łódź", "ÆØÅ", "ŉ"):
        assert fold(fold(text)) == fold(text)


words = st.text(st.sampled_from("abcé -_.1İß"), max_size=30)
sought_words = st.text(st.sampled_from("abcé -1"), min_size=1, max_size=6)


@given(words, st.lists(sought_words, max_size=6))
def test_one_pass_for_many_phrases_finds_what_each_search_finds(text: str, written: list[str]) -> None:
    """The index over all phrases gives the same places as looking for each phrase alone."""
    phrases: list[Phrase] = [one for each in [*written, *(f"{each}*" for each in written)] if (one := phrase(each))]
    folded = read(text)
    alone = [(at, place) for at, one in enumerate(phrases) if (place := find(folded, one)) is not None]
    assert PhraseIndex(phrases).found(folded) == alone


@given(words, st.lists(sought_words, max_size=6))
def test_a_phrase_stands_in_a_text_where_it_is_found(text: str, written: list[str]) -> None:
    """To ask whether takes fewer steps than to ask where, and has the same answer."""
    folded = read(text)
    for one in (phrase(each) for each in [*written, *(f"{each}*" for each in written)]):
        assert one is None or stands(folded, one) is (find(folded, one) is not None)


@given(st.text(max_size=60))
def test_every_word_keeps_its_place_in_the_original(text: str) -> None:
    """The characters at a word's place fold to the word."""
    folded = read(text)
    for word, (start, end) in zip(folded.words, folded.places, strict=True):
        assert fold(text[start:end]) == word


@given(st.text(st.characters(max_codepoint=127)))
def test_a_plain_text_has_the_words_of_any_text(text: str) -> None:
    """Letters without accents take a shorter way to the same words."""
    assert list(read(text).words) == [word for word, _ in _placed_words(text)]


def test_texts_that_are_written_alike_are_equal() -> None:
    """They are one text to whatever keeps texts apart; one that differs in case is another."""
    one, same, other = FoldedText("Steel, bar"), FoldedText("Steel, bar"), FoldedText("STEEL bar")
    assert (one, hash(one), repr(one)) == (same, hash(same), repr(same))
    assert one != other
    assert (one.folded, one.joined) == (other.folded, other.joined) == ("steel bar", "steelbar")
