"""What compares names, and the plan that was made for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.core.span import Source
from stce_rules.engines.choose import ENGINES, make
from stce_rules.engines.protocol import Surroundings
from stce_rules.hooks import NameMatcher
from stce_rules.language.check import check
from stce_rules.language.parse import parse
from stce_rules.plan.build import NamedProgram, build
from stce_rules.plan.model import Plan
from stce_rules.testing.matching import WORDS

RULES = """
list firms of parties is "Example Trading" end
rule "R" "Alike" for each item
  when consignee resembles a party in list firms by at least 92.25% then add 10 points
end
"""


def _plan(matcher: NameMatcher) -> Plan:
    checked = check([parse(Source("r.stce", RULES))], {}, matcher=matcher.label)
    assert checked.program is not None
    return build([NamedProgram("own", "1", checked.program)])


@pytest.mark.parametrize("name", sorted(ENGINES))
@pytest.mark.parametrize("here", [None, replace(WORDS, version="2")])
def test_another_matcher_judges_nothing(name: str, here: NameMatcher | None) -> None:
    """An engine is not made for a plan whose scores would mean something else here."""
    if name == "durable":
        pytest.importorskip("durable")
    with pytest.raises(StceError, match=r"E750 own: the plan compares names by words 1; .*(none|words 2)"):
        make(name, _plan(WORDS), Surroundings(matcher=here))


def test_the_matcher_is_part_of_the_plan() -> None:
    """Its version changes the hash, and a threshold between thousandths asks for the next one."""
    one, other = _plan(WORDS), _plan(replace(WORDS, version="2"))
    assert one.content_hash != other.content_hash
    assert one.tests[0].predicate == replace(one.tests[0].predicate, least=923)  # type: ignore[arg-type]  # it is one


def test_a_plan_without_resemblances_needs_no_matcher() -> None:
    """Nothing is made ready, and no matcher is missed, where no rule compares names."""
    plan = replace(_plan(WORDS), units=(), tests=())
    with_none = make("reference", plan, Surroundings())
    with_none.close()
    assert with_none.name == "reference"
