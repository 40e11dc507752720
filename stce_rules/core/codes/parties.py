"""75x: names of parties, what compares them, and the lists they are compared with."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E750",
        "a plan compares names by another matcher",
        "Scores of one matcher are not those of another, so a plan names the one it was made for, with its version, "
        "and no other may judge by it.",
        "Load the rulesets where they are to judge, with the same plugins installed in every process and on every "
        "machine.",
    ),
    Code(
        "E751",
        "two plugins compare names of parties",
        "`resembles` does not say by what names are compared, so there can be one matcher only.",
        "Install one of the two plugins only.",
    ),
    Code(
        "E752",
        "nothing compares names of parties",
        "`resembles` is judged by a matcher that a plugin brings, and no installed plugin brings one. Left in force "
        "the sentence would never be decided.",
        "Install stce-rules-parties, keep the rule a draft, or say it with 'is in list'.",
    ),
    Code(
        "E753",
        "a list of parties cannot be read whole",
        "The file is broken or cut off at the place shown. What could be read of it is not used: parties that are "
        "missing from a list are missed controls.",
        "Fetch the file again from where it is published.",
    ),
    Code(
        "E754",
        "an entry of a list of parties is not whole",
        "An entry has no name, an entry number that nothing belongs to, or another number of columns than the format "
        "has.",
        "Fetch the file again from where it is published, all files of one list on the same day.",
    ),
    Code(
        "E755",
        "a file that belongs to a list is missing",
        "Some lists are published as several files: names in one, other names and addresses in others. Without all "
        "of them names would be missed.",
        "Put the file beside the other one, under the name that the report says.",
    ),
    Code(
        "E756",
        "a list is in a format that is not read here",
        "Lists are CSV or YAML files of the library's own form; formats of other lists are read by plugins, and none "
        "of those installed recognises this file.",
        "Install stce-rules-parties for lists of denied parties, or write the list as CSV or YAML.",
    ),
    Code(
        "W752",
        "nothing compares names of parties",
        "`resembles` is judged by a matcher that a plugin brings, and no installed plugin brings one.",
        "Install stce-rules-parties before the rule leaves its draft.",
    ),
    Code(
        "W757",
        "a list does not say of which day it is",
        "The file of a list that others publish states no day, and the manifest does not either, so nobody is told "
        "when the list is old.",
        "Name the file under 'lists' of ruleset.yaml with the day it was fetched: {file: …, as_of: …}.",
    ),
)
