"""940 to 949: the language server and the editors that talk to it."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E940",
        "the language server is not installed",
        "`stce lsp` needs a library that comes with an extra of this package.",
        "Install `stce-rules[lsp]` where the editor starts `stce` from.",
    ),
    Code(
        "E941",
        "something failed inside the language server",
        "A fault of the software, not of the rules. The request that met it was answered with nothing; all others go "
        "on.",
        "Go on working. Send what the log of the editor says to those who look after the software.",
    ),
    Code(
        "E942",
        "a setting of the editor cannot be used",
        "The file or folder of findings is not there, or is nothing that `stce replay` wrote; or the day is no date. "
        "The editor works as if the setting were empty.",
        "Correct the setting: a path that `stce replay` wrote findings to, a day such as 2026-01-31.",
    ),
)
