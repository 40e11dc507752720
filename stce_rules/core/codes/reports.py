"""850 to 854: the report of a replay."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E850",
        "a library that charts need is not installed",
        "`stce report` draws its charts with Altair and vl-convert, which come with an extra of their own, so that "
        "nobody else has to install them. The figures can be had without: `stce figures`.",
        "Install `stce-rules[report]`.",
    ),
)
