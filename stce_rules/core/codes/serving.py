"""877 to 879, 891 to 893: the HTTP service."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E877",
        "declaration could not be assessed",
        "Something failed that is no fault of the declaration. It was not assessed, and nothing is recorded for it.",
        "See the log of the service or the folder, and send the declaration again when the cause is mended.",
    ),
    Code(
        "E878",
        "message holds several declarations",
        "The answer to a single request is one assessment. None of the declarations was assessed.",
        "Send the message to `/v1/assessments:batch`, which answers each declaration by a line of its own.",
    ),
    Code(
        "E879",
        "service is open to everybody",
        "A service that others on the network can reach asks for a token. Without one, anybody could send "
        "declarations, and learn from the answers what the rules look for.",
        "Put a token into the environment variable STCE_TOKEN or a file for `--token-file`, or bind to 127.0.0.1.",
    ),
    Code(
        "E891",
        "service cannot listen",
        "The port is in use, or the process may not use it, or the address is not one of this machine.",
        "Choose another `--port` or `--host`, or end the program that uses it.",
    ),
    Code(
        "E892",
        "a library that the service needs is not installed",
        "`stce serve` uses a web framework, which comes with an extra of its own, so that nobody else has to install "
        "it.",
        "Install `stce-rules[serve]`.",
    ),
)
