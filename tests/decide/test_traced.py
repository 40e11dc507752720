"""Results name the place in the message that a value was read from."""

from __future__ import annotations

from stce_rules.core.assessment import Evidence, Place
from stce_rules.core.declaration import ParseIssue
from stce_rules.core.sources import source_of
from stce_rules.decide.explain import Seen, Sentence
from stce_rules.decide.traced import traced

_SOURCES = {"items[0]": "/D/Item[1]", "items[0].hs": "/D/Item[1]/Code", "items[1].quantity.value": "/D/Item[2]/Qty"}


def test_the_nearest_source_is_taken() -> None:
    """A box has its own source, else that of the form it stands in, else that of its first part."""
    assert source_of("items[0].hs", _SOURCES) == "/D/Item[1]/Code"
    assert source_of("items[0].origin", _SOURCES) == "/D/Item[1]"
    assert source_of("items[1].quantity", _SOURCES) == "/D/Item[2]/Qty"
    assert source_of("destination", _SOURCES) is None


def test_places_and_issues_get_their_source() -> None:
    """Evidence, sentences of an explanation and issues are traced however deep they stand."""
    evidence = Evidence(sentence="hs is 2930", truth="true", where=Place(box="items[0].hs"))
    assert traced(evidence, _SOURCES).where == Place(box="items[0].hs", source="/D/Item[1]/Code")
    seen = Seen(value="2930", where=Place(box="items[0].hs", start=0, end=4))
    sentence = Sentence(sentence="all of", truth="true", parts=[Sentence(sentence="hs", truth="true", seen=[seen])])
    where = traced(sentence, _SOURCES).parts[0].seen[0].where
    assert where == Place(box="items[0].hs", start=0, end=4, source="/D/Item[1]/Code")
    issue = ParseIssue(code="W635", place="items[0].origin", message="no country")
    assert traced(issue, _SOURCES).source == "/D/Item[1]"


def test_without_sources_nothing_is_made_anew() -> None:
    """A declaration of canonical JSON pays nothing."""
    evidence = Evidence(sentence="hs is 2930", truth="true", where=Place(box="items[0].hs"))
    assert traced(evidence, {}) is evidence
