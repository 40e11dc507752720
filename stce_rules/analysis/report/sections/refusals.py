"""Messages that could not be read, by code."""

from __future__ import annotations

from stce_rules.analysis.figures import Figures
from stce_rules.core.codes import CODES
from stce_rules.pages.frame import Section
from stce_rules.pages.markup import Column, share, table

__all__ = ["refusals"]


def refusals(told: Figures) -> Section | None:
    """The section; None where every message could be read."""
    if not told.refusals:
        return None
    columns = [Column("Code"), Column("Messages", number=True), Column("Share", number=True)]
    columns += [Column("What it says"), Column("How it is mended")]
    all_of = told.headline.judged + told.headline.refused
    rows = [
        (
            one.code,
            one.messages,
            share(one.messages / all_of if all_of else None),
            known.title if (known := CODES.get(one.code)) else None,
            known.mend if known else None,
        )
        for one in told.refusals
    ]
    lead = "They were not judged and are in no figure; the file of rejects of the replay names each of them."
    return Section("refused", "Messages that could not be read", lead, table("Refused messages", columns, rows))
