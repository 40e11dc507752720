"""7xx: plugins. E730 to W749 are of the table plugin: its maps (E73x), rows (E74x) and boxes (W746 to W749)."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E701",
        "two plugins have one name",
        "A plugin is configured and reported by its name. Of two with one name only the first would be used, and "
        "what the other controls would not be seen.",
        "Remove one of the two distributions, or give the plugin another name in its entry point.",
    ),
    Code(
        "E702",
        "a plugin cannot be imported",
        "An installed plugin that is left out would leave its lists and rules out too, and nobody would notice.",
        "Install the distribution again together with what it needs, or remove it.",
    ),
    Code(
        "E703",
        "a plugin does not fit its hooks",
        "A function of the plugin takes a parameter that the hook does not have, or wraps other plugins, which are "
        "asked one by one so that none can take away what another brings.",
        "Give the function the parameters of the specification in `stce_rules.hooks`, and no `wrapper=True`.",
    ),
    Code(
        "E704",
        "a plugin implements a hook that is not there",
        "A misspelt hook is never called, so what it brings would silently be missing.",
        "Spell the hook as `stce_rules.hooks` does; mark it `optionalhook=True` if another version of the library "
        "has it.",
    ),
    Code(
        "E705",
        "a plugin implements no hook",
        "It was announced in the entry-point group `stce_rules`, so it was meant to bring something.",
        "Mark its functions with `hookimpl` from `stce_rules.hooks`; a marker of another project is not seen.",
    ),
    Code(
        "E706",
        "a plugin failed when it was asked what it brings",
        "A list or ruleset that is missing is a control that is missing, so start-up stops instead of going on "
        "without it.",
        "Mend what the plugin says is wrong, or remove the plugin.",
    ),
    Code(
        "E707",
        "a plugin brings something that cannot be used",
        "A hook gives a list of the records that `stce_rules.hooks` describes, empty when there is nothing to bring. "
        "Anything else, and a record that is not whole, would silently be missing.",
        "Let the hook return a list of complete records.",
    ),
    Code(
        "E708",
        "two plugins bring the same name",
        "Rules, commands and configurations call fields, functions, lists, rulesets, formats and engines by name; "
        "which of two is meant could not be told.",
        "Remove one of the two plugins, or rename what one of them brings.",
    ),
    Code(
        "E709",
        "a plugin brings a name that cannot be written",
        "Names of functions are one lower-case word with underscores, names of fields are lower-case words, and other "
        "names are lower-case letters and digits with dots, hyphens or underscores between them.",
        "Rename what the plugin brings.",
    ),
    Code(
        "E710",
        "there is no such engine or decision policy",
        "The configuration names something that neither the library nor an installed plugin brings.",
        "Use one of the names that the report lists, or install the plugin that brings it.",
    ),
    Code(
        "E711",
        "an engine needs a library that is not installed",
        "Engines that rest on another library are optional, so that an installation carries only what it uses.",
        "Install the extra that the report names, or choose another engine; all give the same answers.",
    ),
    Code(
        "E720",
        "durable_rules failed its self-check",
        "When the engine `durable` loads rules into durable_rules it asserts an example for each and expects its "
        "conclusion. A rule that draws none would silently never hit.",
        "Choose the engine `indexed`, which gives the same answers; install durable_rules 2.0.28 anew to use it again.",
    ),
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
        "Spell the key as the report proposes; docs of the table plugin list all keys.",
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
        "E738",
        "a Parquet file cannot be read",
        "Parquet is read through pyarrow, from a file that is whole: its table of contents stands at the end.",
        "Install the extra `parquet` of the table plugin, or transfer the file again, in binary mode.",
    ),
    Code(
        "E739",
        "no map reads the table",
        "A table says nothing of what its columns mean. Maps that ship with the plugin are found by the header of "
        "the table, others beside the table.",
        "Write a map beside the table: `<file>.map.yaml`, or `stce-table.yaml` for all tables of the folder.",
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
