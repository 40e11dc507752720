"""840 to 849: figures of a replay, and two replays compared."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E840",
        "not the folder of a finished replay",
        "Figures are made from the folder that `stce replay --out DIR` leaves. Its `summary.json` is written last, so "
        "a folder without one is of a replay that was ended before, or is another folder.",
        "Give the folder of the replay; one that was ended goes on when the same command is given again.",
    ),
    Code(
        "E841",
        "the tables of a replay do not belong together",
        "The tables and the summary count different numbers: parts are missing, or were put there from another "
        "replay. Figures of them would be wrong without a trace.",
        "Copy the folder again as a whole, or replay again.",
    ),
    Code(
        "E842",
        "a table of a replay cannot be read",
        "A part is no Parquet file, or lacks a column that figures are made from.",
        "Replay again with this version.",
    ),
    Code(
        "E843",
        "sampling rates cannot be read",
        "A rate gives every inspected declaration its weight; one that is misread would move every estimate.",
        "Mend the line that the report points at; rates are above 0 up to 1, or in percent.",
    ),
    Code(
        "E844",
        "a capacity cannot be read",
        "Capacities say how many declarations an office can examine in a day or an hour.",
        "Mend the line that the report points at.",
    ),
    Code(
        "E845",
        "not the rulesets of the replay",
        "What would be lost without a rule follows from the decision of the ruleset that was replayed. The rulesets "
        "given have another content hash, so they may decide otherwise.",
        "Give the rulesets as they were, or replay again with these.",
    ),
    Code(
        "E846",
        "two replays that cannot be compared",
        "Declarations are compared one by one, so both replays must have judged the same ones. When one was stopped "
        "or its files changed between them, they did not.",
        "Run the comparison again, with a history that nobody writes to.",
    ),
    Code(
        "E847",
        "a sign-off cannot be read",
        "The file is not one that `stce compare` wrote, or was changed by hand.",
        "Give the `signoff.json` as it was written.",
    ),
    Code(
        "E848",
        "what was signed has changed",
        "A ruleset, a list, a file of the history, a result or the program is no longer what it was when the "
        "comparison was made, so a signature under it says nothing about what is there now.",
        "Put back what was signed, or compare and sign again.",
    ),
)
