"""830 to 834: the folder of results of a replay."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E830",
        "the folder holds results of another replay",
        "A replay goes on in its folder only when nothing that its results rest on has changed: the history (names, "
        "sizes and times of its files), the rules with their lists, the options, the release. Otherwise one folder "
        "would hold results of two kinds.",
        "Give the command as it was given before, choose another folder, or begin anew with `--restart`.",
    ),
    Code(
        "E831",
        "the folder of results holds other files",
        "A replay writes into a folder of its own, and takes nothing away that it did not write.",
        "Choose an empty folder, or one that is not there yet.",
    ),
    Code(
        "E832",
        "results of a replay are damaged",
        "The journal of the folder cannot be read, or a part that it names is not there. So it is not known what was "
        "judged.",
        "Begin anew with `--restart`, or put back what was taken away.",
    ),
    Code(
        "E833",
        "a replay of a stream cannot go on",
        "The standard input, or a database without a file of its own, cannot be told to be the same as before.",
        "Write the history to a file, or begin anew with `--restart`.",
    ),
    Code(
        "E834",
        "another replay writes into the folder",
        "Two replays at once would spoil each other's results.",
        "Wait for the other one, end it, or choose another folder.",
    ),
)
