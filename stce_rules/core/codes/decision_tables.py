"""920 to 939: decision tables in spreadsheets, and the interview that makes a rule."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

_FILES = (
    Code(
        "E920",
        "a decision table cannot be read",
        "The file is damaged, is locked with a password, or is no table: workbooks end in .xlsx or .xlsm, tables of "
        "text in .csv or .tsv and are UTF-8.",
        "Save it again from the spreadsheet program, as a workbook or as `CSV UTF-8`.",
    ),
    Code(
        "E921",
        "a decision table is too large",
        "A table of rules has at most 20,000 rows and 300 columns, and its file at most 50 MB, unpacked 200 MB; "
        "what is "
        "larger is damaged, or made to fill up a machine.",
        "Part the table into several, or delete what stands beside and below it.",
    ),
    Code(
        "E922",
        "workbooks need libraries that are not installed",
        "Workbooks are read and written by libraries that an installation carries only when it is asked for; tables of "
        "text need none.",
        "Install `stce-rules[workbooks]`, or save the table as `CSV UTF-8`.",
    ),
    Code(
        "E923",
        "a workbook without such a sheet",
        "The sheet that was named is not in the workbook.",
        "Correct the name after `--sheet`; without it the sheet `Rules` is taken, else the first that is visible.",
    ),
    Code(
        "E924",
        "a decision table without headings",
        "The first row that has a cell `id` is that of the headings; a table without it says of no column what "
        "it means.",
        "Write the headings in the first row, `id` among them; `stce table init` writes a table to begin with.",
    ),
    Code(
        "E925",
        "a heading that says nothing",
        "A heading is a property or an effect of a rule, a field with or without an operator, or a whole "
        "sentence. A column "
        "with another one would be passed over, and its conditions with it.",
        "Correct the heading; docs/decision-tables.md lists them. The heading of a column of remarks begins with `#`.",
    ),
    Code(
        "E926",
        "a heading stands twice",
        "Which of the two columns holds the property or effect of the rule cannot be told.",
        "Delete one of them. Only columns of conditions may stand twice: then both must hold.",
    ),
    Code(
        "E927",
        "a cell does not hold what its heading asks for",
        "Cells hold the values that rules are written with. What is none of them is not guessed at.",
        "Write the cell as the report says.",
    ),
    Code(
        "E928",
        "a spreadsheet has changed what was typed",
        "Spreadsheets make numbers of codes, which loses zeros (`2931.4` for `2931.40`, `701.90` for "
        "`0701.90`), and days of "
        "CAS numbers; they show 0.3 as 30% and days as numbers. What was meant can only be guessed.",
        "Give the column the format `text` in the spreadsheet, then type the value again.",
    ),
    Code(
        "E929",
        "a formula of the table has failed",
        "Of a formula its value is read. An error such as `#REF!` is none; taken for an empty cell, the rule "
        "would lose its "
        "condition.",
        "Mend the formula, or put its value in its place.",
    ),
    Code(
        "E930",
        "merged cells in a decision table",
        "Merged cells have one value, which stands in the first of them; for the other rows the cell is empty, "
        "and they "
        "would lose the condition.",
        "Split the cells and repeat the value in every row.",
    ),
    Code(
        "E931",
        "a cell that every rule needs is empty",
        "A rule has an id, a title, at least one condition and at least one effect; an `unless` has a reason.",
        "Fill in the cell. A row that is no rule begins with `#`.",
    ),
    Code(
        "E932",
        "rows of different HS editions",
        "The codes of a rule file are of one edition of the Harmonized System, so those of one table are too.",
        "Put the rules of each edition into a table of their own.",
    ),
    Code(
        "E933",
        "a file is there that would be overwritten",
        "An import writes over a rule file only if an import wrote it; an export never writes over a table.",
        "Give another name, or remove the file.",
    ),
)

_DOUBTFUL = (
    Code(
        "W934",
        "a rule that does not fit a decision table",
        "A row holds tests that all must hold, each about one field or a named indicator. Other rules would "
        "lose something "
        "in a table, so they are left out of it.",
        "Keep the rule in its rule file, or put the part that does not fit into an indicator.",
    ),
    Code(
        "W935",
        "hidden rows or columns of a decision table",
        "What a filter hides is part of the table, and is imported with it.",
        "Show all rows and columns, and see whether they are meant. The id of a row that is no rule begins with `#`.",
    ),
    Code(
        "W936",
        "a code typed as a number",
        "A spreadsheet drops the zeros before a number: `0040` becomes 40, which is another code.",
        "Give the column the format `text` in the spreadsheet, then type the code again.",
    ),
)

_INTERVIEW = (
    Code(
        "E937",
        "the answers ended before the interview",
        "A rule is written when the last question is answered, so nothing was written.",
        "Answer all questions, or give the answers with `--answers FILE`.",
    ),
    Code(
        "E938",
        "an answer of a file cannot be used",
        "The file given with `--answers` holds `question: answer`, one on each line; `stce new rule "
        "--questions` lists the "
        "questions.",
        "Correct the answer as the report says.",
    ),
    Code(
        "E939",
        "a rule cannot be put into this file",
        "A rule is added to a rule file that can be read and has no faults of shape, so that nothing in it is lost.",
        "Mend the file first, or give another one.",
    ),
)

TABLE: tuple[Code, ...] = (*_FILES, *_DOUBTFUL, *_INTERVIEW)
