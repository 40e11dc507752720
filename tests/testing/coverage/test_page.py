"""Coverage as a page."""

from __future__ import annotations

import re
from collections.abc import Callable

from stce_rules.rulesets.load import Loaded
from stce_rules.testing.coverage import coverage
from stce_rules.testing.coverage.page import coverage_page

RULE = """\
rule "R-1" "Steel & <more>"
  for each item
  when hs is chapter 73 and licence is missing
  then add 35 points
  example "a <b> hit" hs 7304.19 expect hit
  example "licensed" hs missing, licence "L-1" expect no hit
end
"""


def test_each_condition_carries_its_truths(rules: Callable[[str], Loaded]) -> None:
    """Letters for the truths seen, a dash for one that is missing, a dot for one that cannot be."""
    page = coverage_page(coverage(rules(RULE)))
    leaves = re.findall(r'<span class="leaf (\w+)"[^>]*>([^<]*)<span class="truths">([^<]*)</span></span>', page)
    assert leaves == [("some", "hs is chapter 73", " T – U "), ("whole", "licence is missing", " T F · ")]


def test_the_source_stands_there_word_for_word(rules: Callable[[str], Loaded]) -> None:
    """Without the marks the page shows the rule as it is written, and what was written never becomes markup."""
    page = coverage_page(coverage(rules(RULE)))
    (block,) = re.findall(r'<pre class="rule">(.*?)</pre>', page, re.DOTALL)
    plain = re.sub(r"<[^>]*>", "", re.sub(r'<span class="truths">[^<]*</span>', "", block))
    assert plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", '"') == RULE.rstrip()
    assert "<more>" not in page
