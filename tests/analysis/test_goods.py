"""How often boxes are stated, from the counts of a replay."""

from __future__ import annotations

from stce_rules.analysis.goods import fill_rates
from stce_rules.replay.summary import BoxFill, SourceFill


def test_boxes_of_goods_are_of_all_goods_items_and_others_of_declarations() -> None:
    """Ten declarations of forty items: a box that nobody states is told too, since a rule about it can never hit."""
    source = SourceFill("a.csv", 10, 40, (BoxFill("item.hs", 30), BoxFill("office", 5), BoxFill("extra.x", 1)))
    rates = {one.box: one for one in fill_rates([source])}
    assert (rates["item.hs"].scope, rates["item.hs"].filled.part, rates["item.hs"].filled.whole) == ("item", 30, 40)
    assert (rates["office"].scope, rates["office"].filled.share) == ("declaration", 0.5)
    assert (rates["route"].filled.part, rates["item.cas"].filled.part) == (0, 0)
    assert rates["extra.x"].filled.part == 1
    assert not rates.keys() & {"id", "items", "item.number", "outcome"}
    assert {one.source for one in rates.values()} == {None}


def test_several_sources_are_told_together_then_each() -> None:
    """A box that one source states and another does not is told of both."""
    sources = [SourceFill("a.csv", 10, 10, (BoxFill("office", 10),)), SourceFill("b.csv", 30, 30, ())]
    office = [(one.source, one.filled.part, one.filled.whole) for one in fill_rates(sources) if one.box == "office"]
    assert office == [(None, 10, 40), ("a.csv", 10, 10), ("b.csv", 0, 30)]
    assert fill_rates([]) == ()
