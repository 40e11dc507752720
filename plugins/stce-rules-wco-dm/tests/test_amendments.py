"""Amendments hold only what changes: what they do not show is unknown to rules, never absent."""

from __future__ import annotations

from pathlib import Path

from stce_rules_wco_dm import ADAPTER

from stce_rules.core.declaration import Declaration
from stce_rules.intake.normalise import NormalCase, normalise

CORPUS = Path(__file__).resolve().parent / "corpus"


def _case(name: str) -> NormalCase:
    with (CORPUS / name / "message.xml").open("rb") as stream:
        (one,) = ADAPTER.read(stream, name)
    assert isinstance(one, Declaration)
    return normalise(one)


def test_documents_that_an_amendment_does_not_show_may_be_there() -> None:
    """A box that is otherwise none when blank is unreadable, of the goods and of the whole."""
    amendment = _case("amendment")
    for view in (amendment.header, *amendment.items):
        for words in ("document", "licence", "exemption claim"):
            assert view.box(words).unreadable, words
    assert not _case("whole").header.box("licence").unreadable


def test_what_an_amendment_shows_can_be_read() -> None:
    """The new value stands beside what nobody knows."""
    box = _case("amendment").items[0].box("item value")
    assert [seen.shown for seen in box.seen] == ["1200 GBP"]
    assert box.unreadable


def test_a_cancellation_keeps_the_id_of_the_declaration() -> None:
    """It names what it cancels, and declares no goods."""
    cancelled = _case("cancellation").declaration
    assert (cancelled.id, cancelled.action, cancelled.items) == ("26GB0000000000001", "cancellation", [])
