"""W450 to W469: what an exact analysis of the conditions shows over all declarations, blank boxes included."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "W450",
        "a test decides nothing",
        "With it and without it, the answer is the same for every declaration; what it was meant to decide is decided "
        "by what stands beside it, or not at all.",
        "Take it out, or correct it. If it is there for the reader, accept the finding and say so.",
    ),
    Code(
        "W451",
        "an 'unless' never lifts anything",
        "No declaration that meets the condition meets this 'unless' too, or another 'unless' lifts all that it does.",
        "Take it out, or correct it.",
    ),
    Code(
        "W452",
        "every hit is lifted",
        "Whatever meets the condition meets an 'unless' too, so there never is a hit.",
        "Narrow the 'unless', or the condition.",
    ),
    Code(
        "W453",
        "an exemption lifts every hit of a rule",
        "Whatever makes the rule hit makes the exemption apply, so the rule can be taken for dead.",
        "Narrow the exemption, take the rule out of its 'lifts rules', or retire the rule.",
    ),
    Code(
        "W454",
        "an exemption never meets a rule it names",
        "No declaration makes the rule hit and the exemption apply, so nothing is ever lifted.",
        "Take the rule out of 'lifts rules', or correct one of the two.",
    ),
    Code(
        "W455",
        "nothing can meet this",
        "Taken together with its flows, its dates and the indicators it asks, no declaration makes all of it true.",
        "Say one of the sentences otherwise.",
    ),
    Code(
        "W456",
        "two indicators are the same",
        "They have the same outcome for every subject; whoever changes one will forget the other.",
        "Keep one of them and ask it in both places.",
    ),
    Code(
        "W457",
        "a rule changes nothing beside another",
        "Whatever makes it hit makes the other rule hit, which already leads to the same channel or a heavier one and "
        "asks for all that it asks for; at most the score is another.",
        "Retire it, or change what it tests.",
    ),
    Code(
        "W458",
        "two rules always hit together",
        "They have the same outcome for every subject, so their points are always added together.",
        "Join them, or change what one of them tests.",
    ),
    Code(
        "W459",
        "an indicator that nothing running asks",
        "It is asked by drafts or retired rules only, or by indicators that no running rule asks.",
        "Ask it in a rule that runs, or take it out.",
    ),
    Code(
        "W460",
        "a blank box hides a hit",
        "There are goods that make the rule hit, and when one box is left blank nothing at all follows. Who writes the "
        "declaration knows which boxes can be left blank.",
        "Say under 'if unknown' what is to be asked for, or at least which channel.",
    ),
    Code(
        "W461",
        "a blank box makes a hit lighter",
        "There are goods that make the rule hit, and when one box is left blank the channel is lighter or the points "
        "are fewer. This is looked for only where a project asks for it.",
        "Let 'if unknown' weigh as much as 'then', or test another box as well.",
    ),
    Code(
        "W462",
        "a blank box is taken for an innocent one",
        "The rule asks that a box is stated, so leaving it blank gives no hit and nothing undetermined. This is looked "
        "for only where a project asks for it.",
        "Take out 'is stated', or let another rule ask for the box.",
    ),
    Code(
        "W463",
        "a line of the decision is never reached",
        "No score that the rules of this ruleset add up to leads to it, or another line leads to a heavier channel "
        "whenever it does.",
        "Correct the score it asks for, or the points of the rules.",
    ),
    Code(
        "W464",
        "a list is empty while the rule is in force",
        "All rows of the list end before the rule begins, or begin after it ends.",
        "Correct the dates of the rows or of the rule, or say 'as of' a day.",
    ),
    Code(
        "W465",
        "asks for a rule that never hits",
        "The rule it asks can never hit, so the sentence is never true.",
        "Correct the rule that is asked, or take the sentence out.",
    ),
    Code(
        "W466",
        "'if unknown' never comes up",
        "No declaration leaves this rule undetermined, so what stands there never happens.",
        "Take it out, or test what is meant.",
    ),
    Code(
        "W467",
        "holds for every declaration",
        "Nothing that can be declared makes it false or unknown.",
        "Say what it is to tell apart.",
    ),
    Code(
        "W468",
        "unknown weighs more than a hit",
        "The rule is harder on a blank box than on goods that are surely meant, so stating the truth lightens it.",
        "Let 'then' weigh at least as much as 'if unknown'.",
    ),
    Code(
        "W469",
        "an exemption lifts nothing beside another",
        "Whenever it applies another one does that lifts the same rules.",
        "Take it out, or correct one of the two.",
    ),
)
