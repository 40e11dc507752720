"""4xx: legal, but probably not what was meant."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "W401",
        "can never hit",
        "The sentences exclude each other, so no declaration makes them all true.",
        "Join them with 'or', or correct the one that is wrong.",
    ),
    Code(
        "W402",
        "a rule without effect",
        "A hit of this rule changes nothing that anybody sees.",
        "Add points, a channel, a request or a flag; a condition alone is an indicator.",
    ),
    Code(
        "W403",
        "said twice",
        "The second one changes nothing; perhaps another one was meant.",
        "Leave one of them out, or correct it.",
    ),
    Code(
        "W404",
        "more points for a lighter channel",
        "Points only ever speak for control, so a higher score must not lead to a lighter channel.",
        "Say 'score is at least'.",
    ),
    Code(
        "W420",
        "a list is due for review",
        "Its source may have changed since; hits may be stale or missing.",
        "Compare the list with its source and set 'as_of' to the day of the comparison.",
    ),
    Code(
        "W421",
        "a rule is due for review",
        "The day that its owner set for its review has passed.",
        "Review the rule and set a new day.",
    ),
    Code(
        "W430",
        "a member stands twice in a list",
        "The second one changes nothing; perhaps another one was meant.",
        "Leave one of them out, or correct it.",
    ),
)
