"""A rule with one thing changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stce_rules.rulesets.load import Loaded
from stce_rules.testing.mutation.mutants import mutants_of


def _changes(loaded: Loaded) -> list[str]:
    (source,) = loaded.programs[0].program.rules
    return [one.change for one in mutants_of(source, 2022, str)]


def _rule(when: str, scope: str = "item", more: str = "") -> str:
    return f'rule "R" "A rule"\n  for each {scope}\n  when {when}\n{more}  then flag "x"\nend\n'


@pytest.mark.parametrize(
    ("when", "changes"),
    [
        ("cas is missing", ["the opposite of 'cas is missing'"]),
        (
            "origin is AE and origin is DE",
            [
                "drops 'origin is AE'", "drops 'origin is DE'",
                "any instead of all of 'origin is AE and origin is DE'",
                "the opposite of 'origin is AE'", "the opposite of 'origin is DE'",
            ],
        ),
        (
            "not (origin is AE or origin is DE)",
            [
                "drops 'not' before 'origin is AE or origin is DE'",
                "drops 'origin is AE'", "drops 'origin is DE'",
                "all instead of any of 'origin is AE or origin is DE'",
                "the opposite of 'origin is AE'", "the opposite of 'origin is DE'",
            ],
        ),
        (
            "net mass is at least 25 kg",
            [
                "the opposite of 'net mass is at least 25 kg'",
                "'net mass is at least 25 kg': 'more than' instead of 'at least'",
                "'net mass is at least 25 kg': the limit one step lower",
                "'net mass is at least 25 kg': the limit one step higher",
            ],
        ),
        (
            "net mass is between 0 kg and 9 kg",
            [
                "the opposite of 'net mass is between 0 kg and 9 kg'",
                "'net mass is between 0 kg and 9 kg': 'more than' instead of 'at least'",
                "'net mass is between 0 kg and 9 kg': the lower end one step higher",
                "'net mass is between 0 kg and 9 kg': 'less than' instead of 'at most'",
                "'net mass is between 0 kg and 9 kg': the upper end one step lower",
                "'net mass is between 0 kg and 9 kg': the upper end one step higher",
            ],
        ),
        (
            "hs is from 7304.11 to 7306.90",
            [
                "the opposite of 'hs is from 7304.11 to 7306.90'",
                "'hs is from 7304.11 to 7306.90': from 7303.00 to 7306.90",
                "'hs is from 7304.11 to 7306.90': from 7304.19 to 7306.90",
                "'hs is from 7304.11 to 7306.90': from 7304.11 to 7306.69",
                "'hs is from 7304.11 to 7306.90': from 7304.11 to 7307.11",
            ],
        ),
        ("hs is chapter 73", ["the opposite of 'hs is chapter 73'"]),
        (
            'description mentions any of ("a", "b")',
            [
                "the opposite of 'description mentions any of (\"a\", \"b\")'",
                "'description mentions any of (\"a\", \"b\")': all instead of any",
            ],
        ),
    ],
)  # fmt: skip
def test_conditions_are_changed_one_thing_at_a_time(
    rules: Callable[[str], Loaded], when: str, changes: list[str]
) -> None:
    """A part dropped, any and all swapped, a `not` put in or out, a limit moved by a step or let in or out."""
    assert _changes(rules(_rule(when))) == changes


def test_at_least_counts_one_more_and_one_fewer(rules: Callable[[str], Loaded]) -> None:
    """Of bullets and of goods items; never more than there are, never none."""
    bullets = "at least 2 of:\n    - origin is AE\n    - origin is DE\n  end"
    assert "at least 1 instead of 2 of" in " ".join(_changes(rules(_rule(bullets))))
    assert "at least 3 instead of 2 of" not in " ".join(_changes(rules(_rule(bullets))))
    indicator = 'indicator i "I"\n  for each item\n  when cas is missing\nend\n'
    assert _changes(rules(indicator + _rule("at least 2 items show i", "declaration"))) == [
        "the opposite of 'at least 2 items show i'",
        "1 instead of 2: 'at least 2 items show i'",
        "3 instead of 2: 'at least 2 items show i'",
    ]
    assert _changes(rules(indicator + _rule("any item shows i", "declaration")))[1:] == [
        "every instead of any item: 'any item shows i'"
    ]


def test_where_and_unless_are_dropped_and_effects_changed(rules: Callable[[str], Loaded]) -> None:
    """The rule looks at everything; what lifts it is gone; it does less, or a channel more."""
    text = (
        'rule "R" "A rule"\n  for each item where origin is AE\n  when cas is missing\n'
        '  unless licence is missing because "no licence"\n'
        "  then add 35 points, at least yellow\n  if unknown at least blue\nend\n"
    )
    assert _changes(rules(text)) == [
        "drops 'where', so that it looks at everything",
        "the opposite of 'origin is AE'",
        "the opposite of 'cas is missing'",
        "drops unless 'no licence'",
        "the opposite of 'licence is missing'",
        "then: adds no points instead of 35",
        "then: at least blue instead of yellow",
        "then: at least red instead of yellow",
        "if unknown: at least green instead of blue",
        "if unknown: at least yellow instead of blue",
    ]


def test_effects_are_changed_only_where_the_channel_shows_it(rules: Callable[[str], Loaded]) -> None:
    """Where points alone change no channel, no example can notice, so it is not asked for."""
    text = 'rule "R" "A rule"\n  for each item\n  when cas is missing\n  then add 5 points\nend\n'
    (source,) = rules(text).programs[0].program.rules
    assert [one.change for one in mutants_of(source, 2022, lambda _effects: "green")] == [
        "the opposite of 'cas is missing'"
    ]


def test_changes_of_one_unit_are_never_called_alike(rules: Callable[[str], Loaded]) -> None:
    """A sentence that stands twice is counted."""
    when = "(origin is AE and cas is missing) or (origin is AE and hs is missing)"
    changes = _changes(rules(_rule(when)))
    assert len(changes) == len(set(changes))
    assert "the opposite of 'origin is AE' (2)" in changes
