"""1xx: values written in rules and lists."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E103",
        "CAS check digit is wrong",
        "The last digit of a CAS number is computed from the others, so a wrong one means a typing error; a rule with "
        "it would never hit the chemical that was meant.",
        "Correct the number against the source it was copied from.",
    ),
)
