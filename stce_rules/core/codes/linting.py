"""4xx, second part: what `stce lint` finds beyond what `stce check` does; and 82x: the policy it goes by."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "W405",
        "a finding is accepted without a reason",
        "Whoever reads the rule in a year must know why the finding was left; without a reason it is told again.",
        'Write it as `# accept W416 because "…"`, in the statement or directly above it.',
    ),
    Code(
        "W406",
        "what cannot be accepted",
        "Errors are never accepted, and a code that does not exist accepts nothing.",
        "Mend what the error tells, or correct the code.",
    ),
    Code(
        "W407",
        "an accepted finding is not there",
        "The finding was mended, or it never was in this place; the next one of its kind would be hidden unseen.",
        "Take the comment, or the entry of ruleset.yaml, out.",
    ),
    Code(
        "W408",
        "not said what the project wants said",
        "Owner, law and review day tell who answers for a rule, what it rests on, and when it is looked at again.",
        "State it, or change 'lint: {needs: …}' in ruleset.yaml.",
    ),
    Code(
        "W409",
        "no example of a hit",
        "Without one, nobody has seen the active rule find what it is for.",
        "Write an example that ends in 'expect hit'.",
    ),
    Code(
        "W410",
        "no example without a hit",
        "Without one, nobody has seen the active rule let ordinary goods pass.",
        "Write an example of ordinary goods that ends in 'expect no hit'.",
    ),
    Code(
        "W411",
        "no example of an undetermined case",
        "A blank box can leave the rule open. Without an example nobody has seen what then happens.",
        "Write an example with the box missing that ends in 'expect undetermined'.",
    ),
    Code(
        "W412",
        "no example of an exempt case",
        "An 'unless' lifts the rule. Without an example nobody has seen what it lets pass.",
        "Write an example that ends in 'expect exempt'.",
    ),
    Code(
        "W413",
        "two examples of one case",
        "The second one shows nothing new; perhaps a box was to be changed in it.",
        "Change what makes it another case, or take it out.",
    ),
    Code(
        "W414",
        "two rules with one title",
        "The title stands in every result; an officer cannot tell there which rule it was.",
        "Let the title say what this rule looks for.",
    ),
    Code(
        "W415",
        "a reason that repeats the title",
        "The reason stands beside the title in every result and adds nothing to it.",
        "Say why: what the law wants, or what the goods can do.",
    ),
    Code(
        "W416",
        "an ordinary word alone",
        "A word such as valve or pump, or an abbreviation of three letters, names goods of several headings; alone it "
        "meets ordinary goods.",
        "Join it with 'and' to an HS code, a CAS number or other words, or seek a longer phrase.",
    ),
    Code(
        "W417",
        "letters of two scripts in one word",
        "A Cyrillic or Greek letter drawn like a Latin one makes another word, which is not found.",
        "Write the word in one script.",
    ),
    Code(
        "W418",
        "a character that cannot be seen",
        "It parts or changes a word although nobody can see it.",
        "Delete it.",
    ),
    Code(
        "W422",
        "a list without a source",
        "Nobody can compare it with where it comes from.",
        "Name the source in the list, in its rows, or under 'lists' in ruleset.yaml.",
    ),
    Code(
        "W423",
        "a list without a day or a review interval",
        "Without them nobody is told when the list is old.",
        "Say 'as_of' and 'review_every' in the list, or under 'lists' in ruleset.yaml.",
    ),
    Code(
        "W424",
        "a file of lists that is not used",
        "The file reads lists and asks none of them; perhaps a test of a rule is missing.",
        "Use one of its lists, or take the statement out.",
    ),
    Code(
        "W425",
        "a list that is not used",
        "No rule asks it, so what it controls is not controlled here.",
        "Use it in a rule, or take it out.",
    ),
    Code(
        "W426",
        "a parameter that is not used",
        "Its value decides nothing; perhaps a rule still has the number written in it.",
        "Use it, or take it out.",
    ),
    Code(
        "W427",
        "a measure that is not used",
        "No rule asks for the quantity.",
        "Use it with 'states', or take it out.",
    ),
    Code(
        "W428",
        "an indicator that is not used",
        "No rule asks for it, so what it looks for changes nothing.",
        "Write the rule that asks for it, or take it out.",
    ),
    Code(
        "W429",
        "a file of rules that is not used",
        "The file holds no rule of its own, and nothing of it is used here.",
        "Use one of its indicators, or take the statement out.",
    ),
    Code(
        "W431",
        "no longer in force, and not retired",
        "Its last day has passed: it judges no new declaration, and nobody can see that this is meant.",
        "Say 'status retired', or correct its last day.",
    ),
    Code(
        "W432",
        "in shadow for too long",
        "A rule in shadow finds cases and acts on none of them; that is meant for a time.",
        "Look at what it found, then make it active or retire it.",
    ),
    Code(
        "W433",
        "a list without a member in force",
        "None of its members holds on the day, so the list is as good as empty.",
        "Compare the list with its source.",
    ),
    Code(
        "W434",
        "no said twice",
        "It is read wrongly sooner or later.",
        "Say it plainly: 'is stated', 'is missing', or without both negations.",
    ),
    Code(
        "W435",
        "one bullet",
        "Several were meant, or one was forgotten.",
        "Say it without bullets, or add the one that is missing.",
    ),
    Code(
        "W436",
        "one value in brackets",
        "Several were meant, or one was forgotten.",
        "Say it without brackets, or add the value that is missing.",
    ),
    Code(
        "W437",
        "the same value twice",
        "Phrases are read without case, accents, hyphens and spaces; the second one changes nothing.",
        "Leave one out, or correct it.",
    ),
    Code(
        "W438",
        "a phrase that adds nothing",
        "The shorter phrase stands wherever the longer one does, but in texts that write the longer one as one word.",
        "Take the longer one out, or the shorter one if that finds too much.",
    ),
    Code(
        "W440",
        "an empty text",
        "An officer is shown nothing where something is to be said.",
        "Write the text, or take out what it belongs to.",
    ),
    Code(
        "W442",
        "the same values in two places",
        "Whoever changes one of them will forget the other.",
        "Make them a list, in place or in a file, and name that.",
    ),
    Code(
        "W444",
        "a value that begins after its rule",
        "Before its first day a parameter is unknown, so in the days between nobody is judged by the sentence.",
        "Give the parameter a value from the first day of the rule on.",
    ),
    Code(
        "W446",
        "no HS edition",
        "The codes are read as of the newest edition; with the next one they would mean other goods.",
        "Write 'use edition 2022' into the file, or 'edition: 2022' into ruleset.yaml.",
    ),
    Code(
        "E823",
        "a code that cannot be settled",
        "Only findings that are warnings can be waived or made errors by a policy.",
        "Correct the code, or mend what it tells.",
    ),
    Code(
        "E824",
        "waived without a reason",
        "Whoever reads the ruleset in a year must know why a finding is not told.",
        "Add 'because' to the entry.",
    ),
)
