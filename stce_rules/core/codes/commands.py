"""88x and 89x: commands, what they are given and what they write."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E880",
        "a command is written wrongly",
        "The command, one of its options or a value does not exist, or something is missing that it needs. Nothing "
        "was done.",
        "Write the command as its `--help` shows it.",
    ),
    Code(
        "E881",
        "a file given to a command cannot be read",
        "The file is not there, is a folder, or may not be read by the account that runs the command.",
        "Correct the path, or let that account read the file; `-` stands for the standard input.",
    ),
    Code(
        "E882",
        "there is no such adapter",
        "`--adapter` names a message format that neither the library nor an installed plugin reads.",
        "Use one of the names that the report lists, or leave the option out: formats are told by content.",
    ),
    Code(
        "E883",
        "the declaration is not in the files",
        "No declaration that could be read has this id.",
        "Correct the id, or give the file that holds the declaration; the reports above tell of those refused.",
    ),
    Code(
        "E884",
        "there is no such rule, exemption or indicator",
        "None of the rulesets given has one of this name that runs. Drafts never run, nor do indicators that only "
        "drafts ask about.",
        "Correct the name, or give the ruleset that holds it.",
    ),
    Code(
        "E885",
        "there is no such goods item to explain",
        "The rule is judged for every goods item and the declaration has none of this number, or none at all; or the "
        "rule is judged for the whole declaration.",
        "Give one of the numbers that the report lists, or leave `--item` out.",
    ),
    Code(
        "E886",
        "there is no such diagnostic code",
        "Codes are a letter, E or W, and three digits. A code that was once in use never goes away.",
        "Copy the code from the report; `stce explain-code` alone lists all.",
    ),
    Code(
        "E887",
        "the folder is there already",
        "A new ruleset never overwrites what is there.",
        "Choose another name or another folder, or remove the old one.",
    ),
    Code(
        "E888",
        "not a name of a ruleset",
        "The name stands in every result and names a folder, so it must be easy to write everywhere.",
        "Use lower-case letters and digits, with dots, hyphens or underscores between them.",
    ),
    Code(
        "E889",
        "a result cannot be written",
        "The disk is full, the folder may not be written to, or the output was closed.",
        "Make room, or let the account that runs the command write there.",
    ),
    Code(
        "E890",
        "something unforeseen",
        "The command met something that its makers did not think of, and stopped. What it wrote before is right; "
        "what is missing was not judged.",
        "Report it to the maintainers with the command; STCE_DEBUG=1 before the command shows where it happened.",
    ),
)
