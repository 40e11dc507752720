"""docs/lint.md: its tables against the code that they describe."""

from __future__ import annotations

import re

from stce_rules.core.codes import CODES
from stce_rules.rulesets.policy import ASKED_FOR, POLICY_KEYS, STATED, USUAL, Policy
from stce_rules.workbench.linting.registry import codes_told
from tests.docs.pages import page

PAGE = page("docs/lint.md")


def _codes(cell: str) -> set[str]:
    """The codes of a cell such as `W401 to W404, W420`, of those that there are."""
    found = set(re.findall(r"W\d{3}", cell))
    for first, last in re.findall(r"W(\d{3}) to W(\d{3})", cell):
        found |= {f"W{number}" for number in range(int(first), int(last) + 1)} & CODES.keys()
    return found


def test_keys_of_a_policy_are_all_there() -> None:
    """The page lists every key of a policy, and no other."""
    rows = PAGE.table("key", "what it says", "without it")
    assert [row[0].strip("`") for row in rows] == list(POLICY_KEYS)


def test_what_holds_without_a_policy_is_said() -> None:
    """The page says what is asked for without a policy, and for how long a rule may run in shadow."""
    rows = {row[0].strip("`"): row[2] for row in PAGE.table("key", "what it says", "without it")}
    rows_said = {row[0].strip("`"): row[1] for row in PAGE.table("key", "what it says", "without it")}
    for kind, words in USUAL.items():
        assert not words or f"{kind}s {', '.join(words)}" in rows["needs"]
    assert all(one in rows_said["also"] for one in ASKED_FOR)
    assert rows["monitor_at_most"] == Policy().monitor_at_most
    assert {one for words in STATED.values() for one in words} <= set(re.findall(r"`([^`]+)`", "\n".join(PAGE.prose)))


def test_every_finding_stands_in_the_table() -> None:
    """The table of codes has each that lint can tell, and none that there is not."""
    listed = {code for row in PAGE.table("codes", "what is doubtful") for code in _codes(row[0])}
    assert sorted(codes_told() - listed) == []
    assert sorted(listed - CODES.keys()) == []
