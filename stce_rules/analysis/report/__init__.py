"""Results as one HTML page that stands alone, on a screen and on paper.

figures and `samples` (examples) → `sections`, each made of `pages.markup` and `charts` → `pages.frame` → the report
of a replay. A comparison and its sign-off → `contest` → a page of the same look. `charts` alone needs the libraries
of the extra `report`.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from stce_rules.analysis.comparison import Comparison
from stce_rules.analysis.measure import Asked, measured
from stce_rules.analysis.report.own import CONTEST, REPORT, check_own_page
from stce_rules.analysis.signoff import read
from stce_rules.analysis.tables import opened
from stce_rules.core.diagnostics import Diagnostic, StceError

__all__ = ["CONTEST", "REPORT", "check_own_page", "contest_of", "report_of"]

_LIBRARIES = ("altair", "vl_convert")


def report_of(folder: Path, asked: Asked, *, title: str | None = None) -> str:
    """The report of a replay's folder as HTML, UTF-8 in mind; without a title it names the rulesets.

    Raises StceError: a library of charts is absent (E850); the folder cannot be measured (E665, E840 to E842, E845).
    """
    absent = [one for one in _LIBRARIES if find_spec(one) is None]
    if absent:
        message = f"charts need the library '{absent[0]}', which is not installed"
        raise StceError(Diagnostic("E850", message, where="report", help="install stce-rules[report]"))
    from stce_rules.analysis.report.build import report
    from stce_rules.analysis.report.samples import samples

    with opened(folder, memory=asked.memory) as tables:
        told, shown = measured(tables, asked), samples(tables)
    return report(told, shown, title=title or f"Replay by {told.ruleset.name} {told.ruleset.version}")


def contest_of(comparison: Comparison, signed: Path) -> str:
    """A comparison as HTML, UTF-8 in mind; `signed` is the `signoff.json` that was written with it.

    Raises StceError: it is no sign-off (E847).
    """
    from stce_rules.analysis.report.contest import contest

    return contest(comparison, read(signed), hashlib.sha256(signed.read_bytes()).hexdigest())
