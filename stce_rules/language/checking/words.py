"""The closed sets of words of the language: statuses, flows, kinds of lists.

Leaves: each word with what it stands for in a program.
"""

from __future__ import annotations

from stce_rules.core.fields import FieldType

STATUSES = ("draft", "monitor", "active", "retired")
"""A statement without one is active."""

FLOWS = {
    "imports": "import",
    "exports": "export",
    "transits": "transit",
    "transhipments": "transhipment",
    "re-exports": "re-export",
}
"""Flows as `applies to` names them, and as declarations do."""

LIST_KINDS = {
    "countries": FieldType.COUNTRY,
    "places": FieldType.PLACE,
    "cas": FieldType.CAS,
    "hs": FieldType.HS,
    "phrases": FieldType.TEXT,
    "parties": FieldType.PARTY,
    "codes": FieldType.CODE,
}
"""Kinds of lists, and the type of box whose values each holds."""
