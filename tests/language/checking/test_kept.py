"""Units are checked again when what they can see has changed, and only then."""

from __future__ import annotations

from datetime import date
from itertools import product
from random import Random

from stce_rules.core.span import Source
from stce_rules.language.check import Checked, check
from stce_rules.language.checking.kept import KeptUnits
from stce_rules.language.reading.moving import as_read
from stce_rules.language.reparse import Reread, reparse

TEXT = """use edition 2022
list ports of places is AEJEA, NLRTM end
parameter heavy is 100 kg
measure strength in MPa written "UTS" end
indicator far "Far"
  for each item
  when origin is IR
end
indicator hub "Hub"
  for each item
  when far and origin is US
end
indicator strong "Strong"
  for each item
  when description states strength at least 300 MPa or net mass is more than heavy
end
rule "A" "Asks"
  for each item
  when hub and strong
  then add 3 points
end
rule "B" "Alone"
  for each item
  when route passes through list ports and nowhere
  then add 3 points
end
rule "C" "Circle"
  for each item
  when rule "A" hits and origin is IR and origin is US
  then add 3 points
end
exemption "X" "Lifts"
  for each item
  lifts rules "A"
  when far
end
"""
PIECES = ("ports", "heavy", "strength", "far", "hub", "strong", '"A"', '"B"', "IR", "when far", "each item", "end")
OTHERS = ("far", "hubs", '"C"', "each declaration", "US", "when hub", "nowhere", "", "x ", "# ", "\n", "2022")


def _checked(read: Reread, kept: KeptUnits | None) -> Checked:
    return check([read.parsed], {}, on=date(2026, 11, 22), kept=kept)


def _answer(one: Checked) -> object:
    return one.program, [(each, each.span) for each in one.diagnostics]


def test_what_is_kept_changes_no_answer() -> None:
    """Whatever names, scopes or conditions change and change back, the answer is that of checking anew."""
    chance, kept = Random(5), KeptUnits()
    before: Reread | None = None
    changes = [*product(PIECES, OTHERS)]
    chance.shuffle(changes)
    for piece, other in changes[:60]:
        number = chance.randrange(TEXT.count(piece))
        at = -1
        for _ in range(number + 1):
            at = TEXT.index(piece, at + 1)
        for text in (TEXT[:at] + other + TEXT[at + len(piece) :], TEXT):
            before = reparse(Source("a.stce", text), before)
            assert _answer(_checked(before, kept)) == _answer(_checked(before, None)), text


def test_a_name_concerns_those_who_say_it() -> None:
    """A unit without faults in which a changed name does not stand is not checked again, though it has moved."""
    text = TEXT.replace(" and nowhere", "").replace('rule "A" hits and origin is IR', "origin is IR")
    kept = KeptUnits()
    first = reparse(Source("a.stce", text), None)
    one = _checked(first, kept).program
    other = _checked(reparse(Source("a.stce", text.replace("hub", "centre")), first), kept).program
    assert one is not None
    assert other is not None
    both = zip(one.rules, other.rules, strict=True)
    same = [rule.header.name for rule, again in both if as_read(again) is as_read(rule)]
    assert same == ["B", "C"]
