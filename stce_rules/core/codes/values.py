"""1xx: values written in rules and lists."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E101",
        "no such day",
        "A day that the calendar does not have cannot be compared with a declaration's date.",
        "Write year, month and day, such as 2027-01-31.",
    ),
    Code(
        "E102",
        "a period ends before it begins",
        "What ends before it begins is never in force.",
        "Exchange the two days, or correct the wrong one.",
    ),
    Code(
        "E103",
        "CAS check digit is wrong",
        "The last digit of a CAS number is computed from the others, so a wrong one means a typing error; a "
        "rule with it would never hit the chemical that was meant.",
        "Correct the number against the source it was copied from.",
    ),
    Code(
        "E104",
        "not written as a CAS number",
        "A CAS number has two to seven digits without leading zeros, two digits and a check digit, joined by dashes.",
        "Write the number as its source prints it, such as 756-79-6.",
    ),
    Code(
        "E105",
        "a range is written backwards",
        "Nothing lies between a larger and a smaller end, so the sentence would never be true.",
        "Write the smaller end first.",
    ),
    Code(
        "E106",
        "a percentage above 100",
        "A part of a whole, a sample or a resemblance is at most 100%.",
        "Write a percentage from 0 to 100.",
    ),
    Code(
        "E107",
        "the ends of a range are not of one kind",
        "Kilograms and pieces, or euros and dollars, have no order among each other.",
        "Give both ends in units of one kind, money in one currency.",
    ),
    Code(
        "E108",
        "values of a parameter are out of order",
        "Each value holds from its day until the next one, so the days must follow each other.",
        "List the values from the earliest on.",
    ),
    Code(
        "E109",
        "'at least N' that is always or never true",
        "More than there are can never be met, and none at all is always met, so the number says nothing.",
        "Write a number from 1 to how many there are.",
    ),
    Code(
        "E110",
        "HS code is not in the edition",
        "The codes of the Harmonized System change every five years. A code that the edition does not have "
        "would never be declared, and the rule would never hit.",
        "Write the code of the edition, or say with 'use edition' which edition the file is written in.",
    ),
    Code(
        "E111",
        "no such HS edition",
        "Codes are carried between the editions whose tables are shipped.",
        "Use one of the editions that the message names.",
    ),
    Code(
        "E112",
        "a range without any HS code",
        "No code of the edition lies in the range, so the sentence would never be true.",
        "Look both ends up in the edition that the file is written in.",
    ),
    Code(
        "E113",
        "not the form of an HS code",
        "A chapter has 2 digits, a heading 4, a code 6 or with national digits up to 12.",
        "Write 'chapter 28', 'heading 8401' or 2931.41.",
    ),
    Code(
        "E114",
        "'exactly' with a heading or chapter",
        "'exactly' means one code and nothing below it, but a heading or chapter is never the whole of a "
        "declared code.",
        "Leave 'exactly' out, or write the code in full.",
    ),
    Code(
        "E120",
        "no such currency",
        "Money is compared in currencies of ISO 4217; with another word in the place of one, no rate could be found.",
        "Write the three letters of the currency, such as EUR.",
    ),
    Code(
        "E121",
        "not a UN/LOCODE",
        "A place is written as the two letters of its country and three letters or digits (2 to 9) of its own.",
        "Look the place up in UN/LOCODE, such as AEJEA for Jebel Ali.",
    ),
    Code(
        "E122",
        "nothing to look for",
        "Texts are compared by their words, so a phrase without a letter or digit is never found.",
        "Write a word or phrase.",
    ),
    Code(
        "E123",
        "an empty value",
        "Empty quotes would be compared with a box, and never be equal to what is in it.",
        "Write the value; to ask for a blank box say 'is missing'.",
    ),
    Code(
        "E130",
        "a file of lists cannot be read",
        "A control list that is not read is a control that is not made, so nothing is loaded.",
        "Mend the file at the place that is named.",
    ),
    Code(
        "E131",
        "a word or column that a list does not have",
        "A misspelt column would silently be left out, and with it days, names or members.",
        "Use the words the message names.",
    ),
    Code(
        "E132",
        "a list without members",
        "A list that holds nothing controls nothing, and is most often a file that was cut short.",
        "Give the list its members, or take it out.",
    ),
    Code(
        "E133",
        "a row without its value",
        "A row that names no list or no value, or has more cells than columns, cannot be understood.",
        "Fill the cell; put a cell that holds a comma into double quotes.",
    ),
    Code(
        "E134",
        "a list's name or kind is not clear",
        "Rules name a list by small letters, digits and underscores, and its members are all of one kind.",
        "Rename the list, or part it into two.",
    ),
    Code(
        "E135",
        "not a length of time",
        "The age of a list is judged by its review interval.",
        "Write it as 12 months, 90 days or 1 year.",
    ),
)
