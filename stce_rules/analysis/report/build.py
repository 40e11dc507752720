"""The report of a replay, put together.

Enters: figures and examples. Leaves: one HTML page. Promise: the same figures and examples give the same bytes; no
clock, no network, no name of a machine.
"""

from __future__ import annotations

from stce_rules.analysis.figures import Figures
from stce_rules.analysis.report.channels import PATTERNS
from stce_rules.analysis.report.own import REPORT
from stce_rules.analysis.report.samples import Samples
from stce_rules.analysis.report.sections.boxes import boxes
from stce_rules.analysis.report.sections.channels import channels
from stce_rules.analysis.report.sections.examples import examples
from stce_rules.analysis.report.sections.findings import findings
from stce_rules.analysis.report.sections.goods import goods
from stce_rules.analysis.report.sections.opening import opening, under_title
from stce_rules.analysis.report.sections.refusals import refusals
from stce_rules.analysis.report.sections.rules import rules
from stce_rules.analysis.report.sections.workload import workload
from stce_rules.pages.frame import page
from stce_rules.pages.markup import joined

__all__ = ["report"]


def report(told: Figures, shown: Samples, *, title: str) -> str:
    """The page."""
    sections = [
        channels(told),
        findings(told),
        workload(told),
        goods(told),
        boxes(told),
        rules(told, shown.lacking),
        examples(told, shown),
        refusals(told),
    ]
    closing = f"Made from a replay by {told.ruleset.name} {told.ruleset.version}, hash {told.ruleset.hash}."
    return page(
        title,
        under_title(told),
        joined(PATTERNS, opening(told)),
        [one for one in sections if one is not None],
        closing,
        by=REPORT,
    )
