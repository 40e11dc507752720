"""8xx: files, folders, manifests and lists."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E801",
        "no such ruleset",
        "What was given is neither the folder of a ruleset, nor a rule file, nor the name of a ruleset that ships "
        "with the library or a plugin. Going on without it would release what it controls.",
        "Correct the path or name; `stce plugins` lists what plugins bring.",
    ),
    Code(
        "E802",
        "a file is not there",
        "A manifest or rule file names a file that is not in the folder. Paths are read from the file that names them.",
        "Put the file there, or correct the path.",
    ),
    Code(
        "E803",
        "a file cannot be opened",
        "The file is there, but the account that runs the library may not read it.",
        "Let that account read the file.",
    ),
    Code(
        "E804",
        "a file is not UTF-8",
        "Rule files, lists and manifests are UTF-8 text, so that names with accents mean the same everywhere.",
        "Save the file as UTF-8; in a spreadsheet choose `CSV UTF-8`.",
    ),
    Code(
        "E805",
        "a file is too long",
        "A rule file, list or manifest is at most 50 MB; a longer one is most likely not what was meant.",
        "Part it into several files.",
    ),
    Code(
        "E806",
        "a file outside the folder of the ruleset",
        "A ruleset is whole in its folder, so that it can be copied, reviewed and signed as one; a path or link "
        "that leads out of it would make rules depend on the machine they run on.",
        "Copy the file into the folder of the ruleset.",
    ),
    Code(
        "E807",
        "a folder without a manifest",
        "The folder of a ruleset holds a file `ruleset.yaml`, which says its name, version and language.",
        "Add a `ruleset.yaml`, or give a single rule file instead of the folder.",
    ),
    Code(
        "E808",
        "a ruleset without rule files",
        "A ruleset that holds no rules would find nothing and release everything.",
        "Name its rule files under `files`, or put a file that ends in `.stce` into the folder.",
    ),
    Code(
        "E810",
        "a manifest cannot be read",
        "`ruleset.yaml` is YAML: one `key: value` on each line.",
        "Mend the line; blanks before a key and characters such as `:` inside a text without quotes are common causes.",
    ),
    Code(
        "E811",
        "a key that a manifest does not have",
        "A misspelt key would be passed over, and what it says would have no effect.",
        "Spell it as one of name, title, version, language, edition, owner, legal_basis, files, lists, rates.",
    ),
    Code(
        "E812",
        "a manifest lacks a key",
        "Name, version and language are needed: results name the ruleset and its version, and the language fixes "
        "what the rules mean.",
        "Add the key.",
    ),
    Code(
        "E813",
        "a value of a manifest is not what the key holds",
        "Each key holds a single text, except `legal_basis` and `files`, which may hold a list, and `lists`, which "
        "names each file by an alias.",
        "Write the value in the form that the report names.",
    ),
    Code(
        "E814",
        "a manifest says a key twice",
        "Which of the two values is meant cannot be told.",
        "Leave one of them out.",
    ),
    Code(
        "E815",
        "another version of the rule language",
        "A version of the language fixes what every sentence means; rules in another one could be misread without a "
        "trace.",
        "Use the version of the library that reads this language, or rewrite the rules and change `language`.",
    ),
    Code(
        "E816",
        "one alias for two files of lists",
        "The manifest and a rule file use the same alias for different files, so a list named by it could be either.",
        "Give one of them another alias.",
    ),
    Code(
        "E817",
        "no plugin brings these lists",
        "`plugin:NAME` names the lists of an installed plugin. Without them the rules that use them would find "
        "nothing.",
        "Install the plugin, or correct the name; `stce plugins` lists what plugins bring.",
    ),
    Code(
        "E820",
        "a table of rates cannot be read",
        "A table of rates is CSV whose first line names the columns from, base, quote, rate and, if wanted, source.",
        "Mend the line that the report points at.",
    ),
    Code(
        "E821",
        "a row of a table of rates is wrong",
        "Money in another currency is converted exactly with these rates; a row that cannot be read would leave "
        "comparisons unknown.",
        "Write a day as 2026-01-31, currencies by their ISO 4217 codes, the rate as a number above 0 with a point.",
    ),
    Code(
        "E822",
        "two rates for one day",
        "A pair of currencies has one rate from a day on; with two the result would depend on their order.",
        "Leave one of them out.",
    ),
)
