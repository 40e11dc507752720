"""5xx: what cannot be judged yet, or not together."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E503",
        "two decisions",
        "With two decisions it is not clear which channel a score leads to.",
        "Keep one of them.",
    ),
    Code(
        "E530",
        "two rulesets have one name",
        "The name of a ruleset stands in every result and keeps its lists and indicators apart from those of "
        "others; two of one name could not be told apart.",
        "Load the ruleset once, or change `name` in one of the two ruleset.yaml files.",
    ),
    Code(
        "E531",
        "two rulesets name a rule or exemption alike",
        "Officers, exemptions and later systems know a rule by its name alone, so a name may be used once among all "
        "rulesets that are loaded together.",
        "Rename one of the two, for example with a prefix of its ruleset, or load the rulesets apart.",
    ),
    Code(
        "E532",
        "rulesets decide differently",
        "The points of all rulesets loaded together add up to one score, so one decision turns it into a channel; two "
        "different ones cannot both hold.",
        "Keep one `decision` block and remove the others, or load the rulesets apart.",
    ),
    Code(
        "E533",
        "rulesets give different rates for one day",
        "Money is converted alike in all rules that are loaded together; two rates for the same pair of currencies and "
        "day would make a result depend on which came first.",
        "Correct the wrong table, or keep the rate in one of the two only.",
    ),
    Code(
        "W510",
        "a guarantee is not proved yet",
        "The sentence is read and its types are right, but no proof is made of it.",
        "Hold it by examples until it can be proved.",
    ),
)
