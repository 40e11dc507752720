"""6xx: declarations and histories.

E601 to E619 refuse a declaration or a file; W621 to W659 tell of a box of a declaration that is kept; 660 to 679
are about histories: files and folders of them, tables, and what a replay writes.
"""

from __future__ import annotations

from stce_rules.core.codes.model import Code

_WHOLE = (
    Code(
        "E601",
        "not well-formed JSON",
        "A declaration is one JSON object. Where the text breaks the rules of JSON, nobody can tell which box a value "
        "belongs to, so the whole declaration is refused and none of it is guessed.",
        "Correct the text at the place shown, or have it written by a JSON library rather than by joining strings.",
    ),
    Code(
        "E602",
        "declaration is cut off",
        "The text ends in the middle of the declaration: the transfer broke, the disk was full, or a line break stands "
        "inside the declaration and parts it in two. The goods in the missing part would be judged by nobody.",
        "Send the declaration again; in a file with one declaration per line keep each on one line.",
    ),
    Code(
        "E603",
        "not one declaration",
        "A declaration is one JSON object, `{…}`. A list, a text or a number is something else.",
        "Write each declaration as an object of its own, one per line, without a list around them.",
    ),
    Code(
        "E604",
        "declaration has no id",
        "Without an id a result cannot be brought back to its declaration, nor an amendment to its original.",
        'Give every declaration an "id": the MRN, the local reference number or another text that names it alone.',
    ),
    Code(
        "E605",
        "text is not UTF-8",
        "Declarations are read as UTF-8. In any other encoding letters turn into others, and names would not be found.",
        "Save or export the file as UTF-8.",
    ),
    Code(
        "E606",
        "text is UTF-16",
        "The file begins with the mark of UTF-16, which some office programs call `Unicode text`.",
        "Save or export the file as UTF-8.",
    ),
    Code(
        "E607",
        "NUL byte in the text",
        "A NUL byte never stands in JSON. It comes from a damaged file, a full disk, or UTF-16 without a mark.",
        "Export the declaration again, as UTF-8.",
    ),
    Code(
        "E608",
        "too many boxes cannot be read",
        "When more than 1,000 boxes of one declaration cannot be read it is not a canonical declaration.",
        "Compare the message with docs/schema/declaration-1.json; it may need an adapter.",
    ),
    Code(
        "E609",
        "declaration is too large",
        "A declaration longer than the limit is not read, so that one message cannot use up the machine's memory.",
        "Check that line breaks part the declarations; raise the limit if declarations are really that large.",
    ),
    Code(
        "E610",
        "brackets are nested too deeply",
        "A declaration is nested four brackets deep. One nested hundreds deep is damaged, or meant to do harm.",
        "Compare the message with docs/schema/declaration-1.json.",
    ),
    Code(
        "E611",
        "compressed file is damaged",
        "The file is compressed with gzip and cannot be unpacked from some place on. What stood before it was read.",
        "Transfer the file again, in binary mode.",
    ),
    Code(
        "E612",
        "format is not known",
        "No installed adapter recognises the message.",
        "Install the adapter of this format, or turn the message into canonical JSON, one declaration per line.",
    ),
    Code(
        "W613",
        "no declaration in the file",
        "The file is empty or holds blank lines only. Nothing was judged, which is seldom what was meant.",
        "Check the export that wrote the file.",
    ),
    Code(
        "E614",
        "an adapter failed",
        "An adapter of a plugin must refuse what it cannot read, message by message. This one broke down, so what "
        "follows in the file was not read; what stood before it, and other files, were.",
        "Tell the maker of the adapter, with the file.",
    ),
)

_READING = (
    Code(
        "W621",
        "no such box",
        "A name that is not in the canonical declaration is mostly a misspelt one; the box that was meant is blank.",
        "Spell the name as in docs/schema/declaration-1.json; keep a box of your own under `extra`.",
    ),
    Code(
        "W622",
        "value is of the wrong kind",
        "Codes are text in quotes (a number would lose its leading zeros), lists stand in square brackets, groups of "
        "boxes in braces. Another value is not guessed at: its box counts as unreadable, so tests on it are unknown.",
        "Write the value as in docs/schema/declaration-1.json.",
    ),
    Code(
        "W623",
        "not a number",
        "Masses, amounts and percentages are JSON numbers, or the same digits in quotes, with a point and no unit.",
        "Write the number alone, such as 25.5; leave the box out when the number is not known.",
    ),
    Code(
        "W624",
        "word is not one of those allowed",
        "Some boxes hold one of a few words. Any other word is unknown.",
        "Use one of the words listed.",
    ),
    Code(
        "W625",
        "part is missing",
        "A party without a role, a document without a type, a quantity without a unit and an amount without a currency "
        "say too little to be judged by.",
        "Fill in the part that is missing.",
    ),
    Code(
        "W626",
        "read, though not written as it should be",
        "What was meant is clear, so it was read: an id or item number of the wrong kind, or one value where a list "
        "belongs.",
        "Write the value as in docs/schema/declaration-1.json.",
    ),
)

_VALUES = (
    Code(
        "W631",
        "commodity code cannot be read",
        "A commodity code has 4 to 12 digits, or 2 for a chapter; dots and spaces between them do not matter.",
        "Correct the code.",
    ),
    Code(
        "W632",
        "commodity code is not in its HS edition",
        "The first six digits are not in the edition of the Harmonized System in force on the acceptance date, or in "
        "the one stated. The code is judged as written, and most rules will not meet it.",
        "Correct the code, or state the edition it is of in `hs_edition`.",
    ),
    Code(
        "W633",
        "no such HS edition",
        "Editions of the Harmonized System known here are 2002, 2007, 2012, 2017 and 2022. Another is left aside, and "
        "the one in force on the acceptance date taken.",
        "Correct `hs_edition`, or leave it out.",
    ),
    Code(
        "W634",
        "CAS number cannot be read",
        "The last digit of a CAS number is computed from the others. A wrong number is nobody's, so tests on it are "
        "unknown.",
        "Correct the number against the safety data sheet.",
    ),
    Code(
        "W635",
        "not a country",
        "Countries are ISO 3166-1 codes of two letters, and XK, XI and EU. Tests on another code are unknown.",
        "Correct the code.",
    ),
    Code(
        "W636",
        "not a place code",
        "Places are UN/LOCODEs: two letters of the country, three letters or digits of the place.",
        "Correct the code.",
    ),
    Code(
        "W637",
        "not a date",
        "Dates are written year-month-day, such as 2026-06-01; a time of that day may follow: 2026-06-01T14:30.",
        "Correct the date.",
    ),
    Code(
        "W638",
        "amount cannot be",
        "A mass, quantity or value below zero, a percentage outside 0 to 100, a value per kilogram of no mass, and a "
        "number of absurd size cannot be true, so tests on them are unknown.",
        "Correct the amount, or leave it out when it is not known.",
    ),
    Code(
        "W639",
        "not a currency",
        "Currencies are ISO 4217 codes of three letters.",
        "Correct the code.",
    ),
    Code(
        "W640",
        "stop of the route says nowhere",
        "A stop without country and place cannot be judged; rules that ask about the route are unknown.",
        "Give the stop a country or a UN/LOCODE.",
    ),
    Code(
        "W641",
        "no such party role",
        "Rules speak of the parties named in the field catalogue. A party in another role is seen by none of them.",
        "Use one of the roles of docs/schema/declaration-1.json.",
    ),
    Code(
        "W642",
        "neither yes nor no",
        "A yes-or-no box holds true or false, or the word yes or no.",
        "Correct the value.",
    ),
    Code(
        "W643",
        "item number is used twice",
        "Results name goods items by their number, so two items with one number cannot be told apart.",
        "Number the items 1, 2, 3 and so on.",
    ),
)

_HISTORIES = (
    Code(
        "E660",
        "history is not there",
        "A file that is not there, or may not be read, holds declarations that nobody would judge. Nothing is begun.",
        "Correct the path, or ask for the right to read the file.",
    ),
    Code(
        "E661",
        "folder without a readable message",
        "No file in the folder or below it begins like a message of an installed format; most likely another folder "
        "was meant.",
        "Give the folder that holds the declarations, or install the adapter of their format.",
    ),
    Code(
        "E662",
        "no such column",
        "The columns of a canonical table are boxes of the canonical declaration. A misspelt one would leave the box "
        "that was meant blank in every row, so the table is not read.",
        "Correct the name of the column; keep a column of your own under `extra.` or `item.extra.`.",
    ),
    Code(
        "E663",
        "table without a column 'id'",
        "Rows with the same id that follow each other are one declaration, so a table needs that column.",
        "Add a column `id` with the MRN or another number that names the declaration alone.",
    ),
    Code(
        "E664",
        "column is there twice",
        "Which of two columns with one name holds the value cannot be told.",
        "Remove or rename one of them.",
    ),
    Code(
        "E665",
        "Parquet needs a library that is not installed",
        "Parquet is read and written by pyarrow, which an installation carries only when it is asked for.",
        "Install stce-rules[history], or use CSV or NDJSON.",
    ),
    Code(
        "E666",
        "Parquet file is damaged",
        "A Parquet file ends with its table of contents. Without it, or where a part does not agree with it, the rows "
        "cannot be found.",
        "Transfer or write the file again; one that is still being written cannot be read.",
    ),
    Code(
        "E668",
        "column holds no plain values",
        "A cell is a text, a number, a date, yes or no, or a list of texts.",
        "Write the parts of a nested column as columns of their own.",
    ),
    Code(
        "E670",
        "result cannot be written",
        "The file cannot be made: its folder is missing, the disk is full, or the right to write is. Or a file has the "
        "name that was not written as such a result, and would be lost.",
        "Make room, or choose another place or name.",
    ),
    Code(
        "E671",
        "result would overwrite the history",
        "The file that is to be written is one of those that are read.",
        "Choose another name for the result.",
    ),
    Code(
        "E672",
        "format of the result is not known",
        "Findings are written as Parquet or NDJSON, which is told by the name of the file.",
        "Give the file a name that ends in .parquet, .ndjson or .ndjson.gz.",
    ),
    Code(
        "E673",
        "file cannot be read on",
        "The system reported a fault while the file was read: a disk, a network drive, a file changed meanwhile.",
        "Copy the file to a sound disk, and replay it again.",
    ),
    Code(
        "E675",
        "part of the replay broke off",
        "Declarations are judged by several processes at once. One of them was ended from outside, mostly because "
        "memory ran out.",
        "Replay again with `--workers 1`.",
    ),
)

TABLE: tuple[Code, ...] = (*_WHOLE, *_READING, *_VALUES, *_HISTORIES)
