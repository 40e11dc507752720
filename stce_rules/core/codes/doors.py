"""894 to 899: folders and databases that hosts exchange messages by."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E894",
        "folder cannot be watched",
        "Messages are taken by renames, which needs the right to write in the folder, and one process at a time.",
        "Give the right to write, end the other process, or watch another folder.",
    ),
    Code(
        "E895",
        "message cannot be answered now",
        "The system did not let the message be read or the answers be written: the disk is full, or a right is "
        "missing. Nothing is lost: the message waits in `work`.",
        "Make room or give the right. The message is tried again, without a new start.",
    ),
    Code(
        "E896",
        "database of a host cannot be used",
        "Its address is wrong, its driver is not installed, it does not answer, or it refused a statement.",
        "Correct the address, install the driver, or give the rights; a poller that runs tries again by itself.",
    ),
    Code(
        "E897",
        "view is not there",
        "The database has no view or table of this name that may be read, or the view lacks the column that says what "
        "is new.",
        "Correct the name, or ask for the right to read it.",
    ),
    Code(
        "E898",
        "declaration came again with other content",
        "An answer stands for one declaration in one version. Rows that came later say something else under the same "
        "version, so one of the two was never assessed as a whole.",
        "Count the versions of a declaration, and give all rows of a version the same value in the column that says "
        "what is new.",
    ),
    Code(
        "W899",
        "rows that are never read",
        "Rows are read in the order of the column that says what is new. Those without a value there have no place in "
        "that order.",
        "Give every row of the view a value in that column.",
    ),
)
