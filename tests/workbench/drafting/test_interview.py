"""The interview, answer by answer."""

from __future__ import annotations

import pytest

from stce_rules.workbench.decision_tables.surroundings import surroundings_of
from stce_rules.workbench.drafting.interview import Ended, Interview
from stce_rules.workbench.drafting.questions import Given, next_id
from tests.workbench.drafting.desk import Desk


def held(*answers: str) -> tuple[Given, Desk]:
    """The interview with these answers; Enter for all questions after them."""
    desk = Desk(*answers, *[""] * 40)
    given = Interview(desk, surroundings_of(None), frozenset({"MY-1", "MY-9"})).hold()
    return given, desk


def test_enter_takes_the_proposals() -> None:
    """With one condition and Enter everywhere else a whole rule comes out."""
    given, desk = held("", "2931.41")
    assert (given.of("flow"), given.of("title")) == ("exports", "Goods of 2931.41")
    assert given.of("id") == "MY-10"
    assert given.of("status") == "monitor"
    assert given.of("if unknown") == "commodity code"
    assert given.of("channel if unknown") == given.of("channel") == "yellow"
    assert desk.reports == []


def test_a_faulty_answer_is_asked_again() -> None:
    """The checker's report is shown with what may be meant, and the question is put again."""
    given, desk = held("", "2931.88", "2931.41", "756-79-5", "756-79-6")
    assert desk.reports == ["E110", "E103"]
    assert (given.of("hs"), given.of("cas")) == ("2931.41", "756-79-6")
    assert [one for one in desk.prompts if one.startswith("CAS")] == ["CAS numbers? [none] "] * 2


def test_codes_are_told_with_what_they_mean() -> None:
    """The text of a commodity code, the name of a chemical and of a country are shown at once."""
    _, desk = held("", "2931.41", "756-79-6", "", "", "", "SS; list x", "SS")
    assert "  2931.41  dimethyl methylphosphonate" in desk.said
    assert "  756-79-6  dimethyl methylphosphonate" in desk.said
    assert "  SS  South Sudan" in desk.said


def test_a_question_mark_explains() -> None:
    """What `?` explains is shown, and the question is put again."""
    given, desk = held("?", "imports", "2931.41")
    assert given.of("flow") == "imports"
    assert any("asked of these declarations only" in one for one in desk.said)


def test_back_goes_back() -> None:
    """`back` puts the question before, with its answer as the proposal, and corrections count."""
    given, desk = held("imports", "2931.41", "back", "8401.20", "back", "back", "", "", "756-79-6")
    assert (given.of("flow"), given.of("hs"), given.of("cas")) == ("imports", "8401.20", "756-79-6")
    assert "Commodity codes (HS)? [8401.20] " in desk.prompts


def test_back_at_the_beginning_stays_there() -> None:
    """Before the first question there is nothing."""
    given, _ = held("back", "back", "all", "2931.41")
    assert given.of("flow") == "all"


def test_further_fields_are_asked_with_their_values() -> None:
    """A field that the rule also looks at is named, then its values are asked; a misspelt one is told."""
    answers = ["net mas at least", "net mass at least", "25", "25 kg", "origin", "back", "origin", "CN", ""]
    given, desk = held(*[""] * 6, *answers)
    assert dict(given.further) == {"net mass at least": "25 kg", "origin": "CN"}
    assert desk.reports == ["E925", "E220"]


def test_back_leaves_out_the_last_further_field() -> None:
    """`back` where further fields are asked takes the last one away."""
    given, desk = held("", "2931.41", "", "", "", "", "origin", "CN", "back", "")
    assert dict(given.further) == {}
    assert "  left out: origin" in desk.said


def test_a_rule_looks_for_something() -> None:
    """Without any condition the questions about goods are put again."""
    given, desk = held("", "", "", "", "", "", "", "", "2931.41")
    assert given.of("hs") == "2931.41"
    assert any("looks for nothing" in one for one in desk.said)


def test_none_takes_a_proposal_away() -> None:
    """`none` means nothing, where Enter would take the proposal; where an answer is needed it is asked again."""
    answers = ["none", "2931.41", "", "", "", "", "", "none", "yes", "none", "permit"]
    given, desk = held(*answers)
    assert given.of("flow") == ""
    assert given.of("licence because") == "permit"
    assert "  an answer is needed here" in desk.said


def test_a_word_that_is_no_choice() -> None:
    """Where a question has a few answers, others are refused with the list of them."""
    given, desk = held("", "2931.41", "756-79-6", "", "", "some", "ALL")
    assert given.of("goods") == "all"
    assert "  one of: any, all" in desk.said


@pytest.mark.parametrize("answers", [(), ("exports",), ("exports", "2931.41", "?"), ("exports", "back")])
def test_an_end_of_the_input(answers: tuple[str, ...]) -> None:
    """When the input ends, the interview ends and names the question that was open."""
    with pytest.raises(Ended):
        Interview(Desk(*answers), surroundings_of(None), frozenset()).hold()


@pytest.mark.parametrize(
    ("ids", "following"),
    [
        ([], "NEW-001"),
        (["A", "B"], "NEW-001"),
        (["MY-1", "MY-2"], "MY-3"),
        (["A-009"], "A-010"),
        (["X1", "Y-7", "Y-9"], "Y-10"),
    ],
)
def test_the_next_id(ids: list[str], following: str) -> None:
    """The id that is proposed goes on from those of the ruleset."""
    assert next_id(frozenset(ids)) == following
