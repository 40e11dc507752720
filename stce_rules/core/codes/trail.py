"""866 to 875: answers given before, the audit trail, rulesets that are watched."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E866",
        "a declaration was assessed with other content",
        "An id and version stand for one declaration. It was answered before, and now another one comes under the same "
        "name: which of the two is meant cannot be told, so nothing was assessed.",
        "Give a changed declaration the next version, with the action `amendment`.",
    ),
    Code(
        "E867",
        "a row of the audit trail is not what it was",
        "Each row is chained to the one before by its hash. A row that was changed, taken away or put in another "
        "order, and a declaration, answer or plan that is not the one the row speaks of, shows there.",
        "Rely on nothing from that row on, and compare with a copy of the store that was kept elsewhere.",
    ),
    Code(
        "E868",
        "the audit trail does not hold a head that was kept",
        "A head is a row's number and hash, kept elsewhere by `stce audit head`. The trail ends before that row, or "
        "has another hash there: rows were taken away from its end, or the whole of it was written anew.",
        "Compare with a copy of the store that was kept elsewhere; see that the head is of this store.",
    ),
    Code(
        "E869",
        "no such assessment in the audit trail",
        "The trail has no assessment of this declaration, or none of this version.",
        "Correct the id, leave `--version` out, or name the store that the declaration was assessed with.",
    ),
    Code(
        "E870",
        "an assessment cannot be made again here",
        "The plan was kept by another version of this program, which writes plans differently, or it asks for a plugin "
        "that is not installed. The answer that was given, and by what, is still told by `stce audit show` without an "
        "explanation.",
        "Install the versions that are named, in an environment of their own, and ask there.",
    ),
    Code(
        "E871",
        "a file of heads that cannot be read",
        "Heads are kept as `stce audit head` writes them: on each line the number of a row and its hash.",
        "Correct the line that is named.",
    ),
    Code(
        "W873",
        "an assessment that comes out otherwise now",
        "The plan, the declaration and the values of windows are those of then, and yet the rules find something else. "
        "What a plugin's function or matcher answers is not kept, so another version of it is the likely cause.",
        "Install the versions that are named, in an environment of their own, and ask there.",
    ),
    Code(
        "E874",
        "a version that no store can keep",
        "The version of a declaration counts its messages. A number of more than 64 bits is no such count, and no "
        "database keeps it.",
        "Give the declaration the number of its message: 1, 2, 3 and so on.",
    ),
    Code(
        "E875",
        "rulesets that have changed cannot be loaded",
        "While the rulesets were read again something failed that is no fault of theirs: a plugin's engine, or the "
        "machine. The rulesets from before stay in force.",
        "See what the words say; the next look tries again.",
    ),
)
