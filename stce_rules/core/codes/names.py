"""2xx: names, types and units."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E201",
        "no such field",
        "The word is not a box of the declaration, nor of any plugin.",
        "Use a field of the language reference.",
    ),
    Code(
        "E202",
        "no such indicator",
        "A bare word in a condition names an indicator, or a predicate that a plugin brings.",
        "Correct the name, write the indicator, or take its file in with 'use rules from'.",
    ),
    Code(
        "E203",
        "no such list",
        "The name belongs to no list of the ruleset.",
        "Correct the name, or add the list.",
    ),
    Code(
        "E204",
        "no such parameter",
        "The name belongs to no parameter of the ruleset.",
        "Correct the name, or add the parameter.",
    ),
    Code(
        "E205",
        "no such measure",
        "'states' needs a measure: what it is called in texts, and its unit.",
        "Correct the name, or add the measure.",
    ),
    Code(
        "E206",
        "no such rule",
        "The identifier belongs to no rule of the ruleset.",
        "Correct the identifier, or take the rule's file in with 'use rules from'.",
    ),
    Code(
        "E207",
        "no such channel",
        "The channels are green, blue, yellow and red.",
        "Use one of them.",
    ),
    Code(
        "E208",
        "no such status",
        "The statuses are draft, monitor, active and retired.",
        "Use one of them.",
    ),
    Code(
        "E209",
        "no such flow",
        "The flows are import, export, transit, transhipment and re-export.",
        "Use one of them.",
    ),
    Code(
        "E210",
        "'and' is mixed with 'or'",
        "'a and b or c' can be read as '(a and b) or c' and as 'a and (b or c)'; people differ, and so do other "
        "languages.",
        "Put brackets around what belongs together, or write bullets under 'all of:' or 'any of:'.",
    ),
    Code(
        "E211",
        "no such kind of list",
        "A list is of countries, places, cas, hs, phrases, parties or codes.",
        "Use one of them.",
    ),
    Code(
        "E212",
        "no file of lists under this name",
        "The word before the dot is the name that 'use lists … as' gives to a file.",
        "Add 'use lists from', or correct the word before the dot.",
    ),
    Code(
        "E213",
        "a file of lists is not there",
        "A control list that is not read is a control that is not made.",
        "Put the file where the ruleset says, or correct the path.",
    ),
    Code(
        "E220",
        "a number without its unit",
        "25 can be grams or tonnes; what was meant would be guessed.",
        "Write the unit behind the number.",
    ),
    Code(
        "E221",
        "an amount of another kind",
        "A pressure is never more or less than a mass.",
        "Compare with an amount of the kind that the field holds.",
    ),
    Code(
        "E222",
        "no such unit",
        "The amount cannot be turned into the unit that declarations use.",
        "Use a unit of the language reference; capitals matter.",
    ),
    Code(
        "E223",
        "a value that does not fit the field",
        "The field never holds a value of this kind, so the sentence would never be true.",
        "Write a value as the help says.",
    ),
    Code(
        "E224",
        "an operator that does not fit the field",
        "Only what has an order can be more or less, only texts mention words, only a route passes through places.",
        "Say it as the help shows.",
    ),
    Code(
        "E225",
        "a list of another kind than the field",
        "The field never holds a member of such a list, so the sentence would never be true.",
        "Use a list of the kind that the message names.",
    ),
    Code(
        "E226",
        "two fields that are never the same",
        "Fields of different types hold nothing that could be equal.",
        "Compare two countries, two parties, or two others of one type.",
    ),
    Code(
        "E230",
        "not a country",
        "Countries are written as the two capital letters of ISO 3166-1; XK, XI and EU are taken too.",
        "Write the code that the message suggests.",
    ),
    Code(
        "E240",
        "an item indicator asked of the declaration",
        "The indicator judges one goods item at a time, and a declaration can have many.",
        "Say 'any item shows', 'every item shows', 'no item shows' or 'at least 2 items show'.",
    ),
    Code(
        "E241",
        "'items show' with something that does not judge items",
        "The indicator judges the whole declaration, or it is a predicate of a plugin.",
        "Name the indicator alone, or name one 'for each item'.",
    ),
    Code(
        "E242",
        "'score' outside a decision",
        "The score is the sum over all rules, and so is not known while a rule is judged.",
        "Speak of the score in a 'decision'.",
    ),
    Code(
        "E243",
        "a decision about something else than the score",
        "A decision turns the score into a channel; everything else is said by rules, where it is explained.",
        "Let a rule raise the channel with 'at least red'.",
    ),
    Code(
        "E244",
        "all items asked from within one item",
        "In a rule 'for each item' a sentence is about that item.",
        "Ask the question in an indicator 'for each declaration', and name that.",
    ),
    Code(
        "E245",
        "a window over a field that it cannot take",
        "Only amounts add up, and only parties, codes and countries tell declarations apart.",
        "Use a field that fits, or 'number of distinct'.",
    ),
    Code(
        "E246",
        "a window without a length of time",
        "A window reaches back over days, weeks, months or years.",
        "Write 'over 30 days' or 'over 12 months'.",
    ),
    Code(
        "E247",
        "an example that expects a channel of an indicator",
        "Only rules raise a channel.",
        "Expect the outcome alone.",
    ),
    Code(
        "E248",
        "an example that says something twice",
        "With two values for one box nobody can tell which was meant.",
        "Leave one of them out; only fields that hold several values can be named again.",
    ),
    Code(
        "E249",
        "a last day of something that has none",
        "In an example only a licence is presented 'until' a day.",
        "Leave out 'until', or say it of the licence.",
    ),
    Code(
        "E250",
        "a name given twice",
        "With two things of one name nobody can tell which was meant.",
        "Give one of them another name.",
    ),
    Code(
        "E251",
        "two editions in one file",
        "All codes of a file are written in one edition.",
        "Part the file in two.",
    ),
    Code(
        "E252",
        "a circle of questions",
        "Each asks for the outcome of the next, and none can be judged first.",
        "Take one of the questions out.",
    ),
    Code(
        "E253",
        "a question to a unit that does not count",
        "A draft never runs, a monitored rule has no effect, a retired one is kept for its own dates only; "
        "what relies on one would silently never be true.",
        "Make the other one active, or this one a draft.",
    ),
    Code(
        "E254",
        "retired without a last day",
        "A retired rule is kept so that old declarations can be judged as they were, up to its last day.",
        "Add 'effective until' its last day.",
    ),
    Code(
        "E255",
        "a channel decided twice",
        "With two lines for one channel it is not clear which holds.",
        "Join them with 'or'.",
    ),
    Code(
        "E256",
        "a sample into a lighter channel",
        "A sample raises some declarations for control; it never lowers one.",
        "Name a heavier channel.",
    ),
)
