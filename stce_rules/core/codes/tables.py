"""677 to 682, 690, 730 to 749: tables, their maps, and databases."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

_DATABASES = (
    Code(
        "E677",
        "a source needs a library that is not installed",
        "DuckDB files and other databases are read through libraries that an installation carries only when it is "
        "asked for.",
        "Install the extra that the report names: stce-rules[history] for DuckDB, stce-rules[sql] for a URL.",
    ),
    Code(
        "E678",
        "the database cannot be read",
        "The report has the words of the database: the address or the query is wrong, a right is missing, or the "
        "connection broke.",
        "Correct what the database complains about, then replay again.",
    ),
    Code(
        "E679",
        "which rows of a database are the history is not said",
        "A database holds many tables. One of them, or a query, is the history; a query without a database asks "
        "nothing of anybody.",
        "Write `history.duckdb::TABLE`, or give `--query` beside the database.",
    ),
    Code(
        "E680",
        "no driver is known for this address",
        "Databases are read through Arrow-native drivers: of PostgreSQL and of SQLite.",
        "Write `postgresql://…` or `sqlite:///…`; export a table of another database as Parquet.",
    ),
    Code(
        "E681",
        "no map can be proposed",
        "A proposal is made from the names and the contents of columns. What is no table, or has no row, has neither.",
        "Give a CSV, TSV, Parquet or DuckDB table with a header and some rows.",
    ),
    Code(
        "W690",
        "a box that rules often need has no column",
        "The map fills no such box, so every test on it is unknown: the rule is undetermined, not silent.",
        "Add the column to the map if the table has it; else expect rules to ask for this box.",
    ),
)

_MAPS = (
    Code(
        "E730",
        "a map of a table cannot be read",
        "A map is YAML: one `key: value` on each line, in UTF-8. Without it nobody can tell which column holds "
        "what, so the table is not read at all.",
        "Mend the line that the report points at; put a text that holds `:` or begins with a sign into quotes.",
    ),
    Code(
        "E731",
        "a key that a map of a table does not have",
        "A misspelt key would be passed over, and what it says would have no effect.",
        "Spell the key as the report proposes; docs/replay/sources.md lists all keys.",
    ),
    Code(
        "E732",
        "a map names a box that no declaration has",
        "The boxes of a map are those of the canonical declaration. What is read into another box would be seen "
        "by no rule.",
        "Spell the box as in docs/schema/declaration-1.json; keep a box of your own under `extra`.",
    ),
    Code(
        "E733",
        "a value of a map is not what the key holds",
        "Each key of a map holds one kind of value: a column, a constant after `=`, a word of a few, or a list of "
        "them.",
        "Write the value in the form that the report names.",
    ),
    Code(
        "E734",
        "a map lacks something",
        "A map says at least which column holds the id of a declaration; a list of columns, a header and the "
        "boxes it fills belong together.",
        "Add what the report names.",
    ),
    Code(
        "E735",
        "a map says a key twice",
        "Which of the two is meant cannot be told.",
        "Leave one of them out.",
    ),
    Code(
        "E736",
        "a column of the map is not in the table",
        "The boxes read from the missing column would be blank in every declaration, and rules about them would "
        "find nothing.",
        "Correct the name in the map, or export the table with the column.",
    ),
    Code(
        "E737",
        "a column of the map is in the table twice",
        "Which of the two columns is meant cannot be told.",
        "Rename one of the two columns in the header of the table.",
    ),
    Code(
        "E739",
        "no map reads the table",
        "A table says nothing of what its columns mean, unless they are named as boxes of the declaration. The map of "
        "any other table lies beside it, is given with `--map`, or ships with a plugin.",
        "Let `stce map init FILE` propose a map, and keep it beside the table: `<file>.map.yaml`, or `stce-table.yaml` "
        "for all tables of the folder.",
    ),
    Code(
        "E740",
        "a row has more or fewer cells than the header",
        "Where a cell is missing or too many, the others stand under the wrong columns; none of them is guessed at.",
        "Put cells that hold the delimiter into quotes; export the table again if the row is cut off.",
    ),
    Code(
        "E741",
        "a row has no id",
        "Without an id the row cannot be put to a declaration, nor a result be brought back to it.",
        "Fill in the id of the declaration in every row.",
    ),
    Code(
        "E742",
        "quotation marks of a row do not match",
        "A quotation mark that is not closed, or stands inside a cell without being doubled, hides where cells "
        "and rows end. The row is left out and reading goes on in the next line.",
        "Double the quotation marks inside a cell, or set `quote` of the map to the mark that the table uses.",
    ),
    Code(
        "E743",
        "a row is too long",
        "A row of more than a million characters, or a cell of more than 130,000, is damaged or no row of a table.",
        "Check that line breaks part the rows.",
    ),
    Code(
        "E744",
        "a NUL character in a row",
        "A NUL character comes from a damaged file, a full disk, or UTF-16 that is read as something else.",
        "Export the table again, or write the right `encoding` into the map.",
    ),
    Code(
        "E745",
        "too many rows for one declaration",
        "More than 10,000 rows after each other with one id are no declaration; the column of the id may be the "
        "wrong one. Rows beyond are left out, and the declaration says so.",
        "Correct the id in the map, or set `rows: declarations` if each row is a declaration.",
    ),
    Code(
        "W746",
        "a value is not in the translation of the map",
        "`values` of the map lists what the values of a column mean. Another value is not guessed at, so tests on "
        "the box are unknown.",
        "Add the value to `values`, or set `others: keep` if it means what it says.",
    ),
    Code(
        "W747",
        "a cell cannot be read",
        "The cell holds bytes that are not of the encoding of the map, is too long, or holds a code as a number, "
        "which would lose its leading zeros.",
        "Write the right `encoding` into the map, or export the column as text.",
    ),
    Code(
        "W748",
        "rows of one declaration disagree",
        "A box of the declaration as a whole has one value, which each of its rows repeats. Where they differ the "
        "box counts as unreadable.",
        "Correct the rows, or move the box under `item` of the map if each goods item has its own.",
    ),
    Code(
        "W749",
        "a goods item cannot be read",
        "A row among those of the declaration was refused, or rows are missing where the file breaks off. An "
        "unreadable item stands in its place, so that rules do not take the goods for harmless.",
        "Correct the row, or send the table again.",
    ),
)

TABLE: tuple[Code, ...] = (*_DATABASES, *_MAPS)
