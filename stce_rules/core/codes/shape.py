"""3xx: the shape of a file."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E301",
        "'end' is missing",
        "Indicators, rules, exemptions, lists, measures, decisions, guarantees and groups of bullets reach as far as "
        "their 'end'; without it nobody can tell what belongs to which.",
        "Write 'end' after the last line that belongs to it.",
    ),
    Code(
        "E302",
        "a word of the language is misspelt",
        "Only the words of the language have a meaning in a sentence; a misspelt one has none.",
        "Take the word that is offered, or another that fits.",
    ),
    Code(
        "E303",
        "something else is expected here",
        "A sentence must be complete and in the order of the language reference to be understood.",
        "Write what the message says is expected at this place.",
    ),
    Code(
        "E304",
        "a quotation mark is not closed",
        "A text begins and ends with a double quotation mark, both on one line.",
        "Write the second quotation mark where the text ends.",
    ),
    Code(
        "E305",
        "a bracket is open or closes nothing",
        "Brackets say which conditions or values belong together, so they come in pairs.",
        "Write the bracket that is missing, or delete the one that is too many.",
    ),
    Code(
        "E306",
        "a part of the statement is missing",
        "Every indicator and rule says in its title what it is about, with 'for each' what it judges, with 'when' what "
        "must hold; a rule says with 'then' what follows; every 'unless' gives its reason.",
        "Write the part that is named.",
    ),
    Code(
        "E307",
        "a part of the statement stands in the wrong place",
        "All statements of a kind are written in one order, so that they read alike.",
        "Move the part to its place in the order that the message gives.",
    ),
    Code(
        "E308",
        "a part of the statement is given twice",
        "With two values nobody can tell which one was meant.",
        "Join the two, or delete one.",
    ),
    Code(
        "E309",
        "words outside of any statement",
        "A file is made of statements, each beginning with its own word; anything between them means nothing.",
        "Delete the words, begin them with '#' to keep them as a comment, or write the statement they belong to.",
    ),
    Code(
        "E310",
        "a character without meaning",
        "Rules are written in words; only brackets, commas, the hyphen of a bullet, the colon of a group, and double "
        "quotation marks have a meaning of their own.",
        "Write the words instead, put a text in quotation marks, or delete the character.",
    ),
    Code(
        "E311",
        "a look-alike character",
        "Some characters of other scripts or of word processors look like ordinary ones but are different; a name "
        "written with them would never be found.",
        "Take the ordinary character.",
    ),
    Code(
        "E312",
        "an invisible character",
        "Characters that cannot be seen, or that turn the direction of writing, make a rule read differently from what "
        "it does.",
        "Delete the character, or write an ordinary space.",
    ),
    Code(
        "E313",
        "nested too deeply",
        "A condition with more than fifty brackets or groups inside each other can be read by nobody.",
        "Make the inner part an indicator with a name of its own.",
    ),
    Code(
        "E314",
        "the file is too large",
        "Files of rules are read by people; one of many million characters is a mistake or an attack.",
        "Split the file and join the parts with 'use rules from'.",
    ),
    Code(
        "E315",
        "the file is empty",
        "A file of rules without a statement judges nothing, which is hardly what was meant.",
        "Write a statement, or leave the file out.",
    ),
    Code(
        "E316",
        "this cannot be a name",
        "Names are made of small letters, digits and '_', without quotation marks, and are neither words of the "
        "language nor fields.",
        "Choose another name, such as 'hub_detour'.",
    ),
    Code(
        "E317",
        "too many faults",
        "After some hundred faults the others are most likely consequences of the first.",
        "Mend the faults that are shown, then check again.",
    ),
    Code(
        "E318",
        "one 'end' too many",
        "Each 'end' closes one statement or one group of bullets; this one closes nothing, or too early.",
        "Delete it.",
    ),
    Code(
        "E319",
        "a number is too large",
        "Points, versions and counts are whole numbers of at most nine digits.",
        "Correct the number.",
    ),
)
