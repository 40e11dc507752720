"""910 to 919: the explanation of a whole declaration, and the rule book."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E910",
        "it is not said which declaration to explain",
        "The files hold several declarations, and an explanation is of one. The first two ids are told.",
        "Say which one with `--declaration`; `stce assess` judges them all.",
    ),
    Code(
        "E911",
        "no file is given to explain a rule for",
        "`stce explain` was given the name of a rule alone. A rule holds or does not hold for a declaration, so it "
        "needs the file that holds one.",
        "Write the file after the name of the rule.",
    ),
    Code(
        "E912",
        "it is not said what the book is to be of",
        "`stce docs` writes the book of rulesets, or with `--language` the reference of the rule language.",
        "Give the path of a ruleset, or `--language`.",
    ),
)
