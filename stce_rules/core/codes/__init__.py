"""The table of diagnostic codes: what `stce explain-code` prints and docs/diagnostics.md is made from.

A code is for ever: it is never given another meaning. E stops what was asked, W does not. One module per hundred:
1xx values, 2xx names and types, 3xx the shape of a file, 4xx rules that are legal but doubtful, 5xx what cannot be
judged yet or not together, 6xx declarations and histories, 7xx plugins, 8xx files, folders, lists and commands, 9xx the
workbench.
"""

from __future__ import annotations

from stce_rules.core.codes import (
    analyses,
    books,
    clusters,
    commands,
    decision_tables,
    declarations,
    doors,
    doubtful,
    editors,
    figures,
    files,
    linting,
    messages,
    names,
    parties,
    plugins,
    reports,
    results,
    serving,
    shape,
    stores,
    tables,
    together,
    trail,
    values,
)
from stce_rules.core.codes.model import Code, Severity

__all__ = ["CODES", "Code", "Severity"]

_TABLE = (
    *values.TABLE,
    *names.TABLE,
    *shape.TABLE,
    *doubtful.TABLE,
    *analyses.TABLE,
    *linting.TABLE,
    *together.TABLE,
    *declarations.TABLE,
    *messages.TABLE,
    *tables.TABLE,
    *plugins.TABLE,
    *parties.TABLE,
    *files.TABLE,
    *results.TABLE,
    *figures.TABLE,
    *reports.TABLE,
    *clusters.TABLE,
    *stores.TABLE,
    *trail.TABLE,
    *serving.TABLE,
    *doors.TABLE,
    *commands.TABLE,
    *books.TABLE,
    *decision_tables.TABLE,
    *editors.TABLE,
)

CODES: dict[str, Code] = {one.code: one for one in _TABLE}
