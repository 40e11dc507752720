"""The two tables of a replay, as Arrow schemas: `findings` and `declarations`.

Every way of replaying writes these, in parts or whole; reports, comparisons and other people's SQL read them. A
declaration is known by where it was read: `source` (the name of the file or table) and `row` (of its first row or line,
from 1), since an id may come again with other versions. Columns may be added; none is taken away or changed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["VARIOUS", "declarations_schema", "findings_schema"]

VARIOUS = {"declarations": ("declaration", "exporter", "importer", "consignee"), "findings": ("evidence",)}
"""Columns of texts, by table, that rows seldom have in common."""


@cache
def findings_schema() -> pa.Schema:
    """A row for each rule that a declaration or one of its goods items met, sorted by rule and item within one.

    `item` is the number of the goods item, null for the declaration. `outcome` is `hit`, `exempt` or `undetermined`,
    with `monitor ` before it for a rule in shadow. `points` and `channel` are what the rule asked for by that outcome,
    `declaration_channel` and `score` what the declaration got. `missing` are the fields that would decide. `evidence`
    is the JSON of the sentences it rests on, null where it was not asked for.
    """
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    return pa.schema(
        [
            ("source", text),
            ("row", whole),
            ("declaration", text),
            ("version", whole),
            ("date", pa.date32()),
            ("rule", text),
            ("rule_version", whole),
            ("item", whole),
            ("outcome", text),
            ("points", whole),
            ("channel", text),
            ("declaration_channel", text),
            ("score", whole),
            ("missing", pa.list_(text)),
            ("evidence", text),
        ]
    )


@cache
def declarations_schema() -> pa.Schema:
    """A row for each declaration judged, in the order of the history.

    `date` is null where the acceptance date is blank or cannot be read; `hour` is 0 to 23, null where only a day is
    stated. `destination` is the header's, else that of the first goods item that has one. `exporter`, `importer` and
    `consignee` are identifier, else name, as declared. `items` counts goods items; `chapters` and `destinations` have
    an entry for each of them: the first two digits of its commodity code, and where it goes; null where not stated.
    `inspected`, `selected_by` and `finding` are its outcome, null where none is told; a finding of null says that
    nothing was found.
    """
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    return pa.schema(
        [
            ("source", text),
            ("row", whole),
            ("declaration", text),
            ("version", whole),
            ("action", text),
            ("flow", text),
            ("date", pa.date32()),
            ("hour", pa.int8()),
            ("office", text),
            ("destination", text),
            ("exporter", text),
            ("importer", text),
            ("consignee", text),
            ("items", whole),
            ("chapters", pa.list_(text)),
            ("destinations", pa.list_(text)),
            ("channel", text),
            ("score", whole),
            ("sampled", pa.bool_()),
            ("inspected", pa.bool_()),
            ("selected_by", text),
            ("finding", text),
            ("alarms", pa.list_(text)),
        ]
    )
