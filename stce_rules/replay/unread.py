"""What a declaration says of its control, but nobody can read: by box, and by why.

Enters: the parse issues of declarations, and what is told beside columns. Leaves: counts, in which a declaration stands
once for each reason, and sentences. Promise: reasons name the word and those that are known, and never a row, so that
there are few of them; which of many are told apart depends on the order of rows alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from stce_rules.core.declaration import ParseIssue
from stce_rules.core.wording import counted
from stce_rules.intake.declared import Declared
from stce_rules.intake.tables.batch import UnreadOutcomes
from stce_rules.intake.tables.filling import without_row
from stce_rules.replay.summary import UnreadOutcome

__all__ = ["MOST_REASONS", "add_reasons", "reasons_in_order", "reasons_of", "unread_outcomes", "unread_said"]

MOST_REASONS = 100
"""Different reasons that are told apart for each box; a column of another meaning may have a word in every row."""

MOST_SAID = 5
"""Reasons that are said one by one where they stand among other remarks."""

_OTHERS = "other words that cannot be read"

_DISAGREE = "rows of the declaration differ, and the first that says something counts"

_HINT = re.compile(r"; did you mean '.*'\?$")
"""Which of the known words is like the one that is not, though all of them are named."""

Reasons = dict[str, Counter[str]]
"""Declarations by box, then by why it cannot be read."""


def reasons_of(issues: Iterable[ParseIssue]) -> Reasons:
    """What cannot be read of the outcome of one declaration, by all that cannot be read of it."""
    found: Reasons = {}
    for one in issues:
        if one.place == "outcome" or one.place.startswith("outcome."):
            why = _DISAGREE if one.code == "W748" else _HINT.sub("", without_row(one.message))
            found.setdefault(one.place, Counter())[why] = 1
    return found


def reasons_in_order(beside: UnreadOutcomes, apart: Iterable[Declared]) -> Reasons:
    """What cannot be read of the outcomes in one table, of declarations in columns and of those among them.

    Counted as if they came one by one in the order of rows, since beyond `MOST_REASONS` the first ones are told apart.
    """
    met = [(one.row, reasons_of(one.declaration.parse_issues), 1) for one in apart]
    met += [(row, reasons_of(issues), count) for row, issues, count in beside.counted()]
    counts: Reasons = {}
    for _, reasons, times in sorted(met, key=lambda one: one[0]):
        add_reasons(counts, {box: dict.fromkeys(why, times) for box, why in reasons.items()})
    return counts


def add_reasons(counts: Reasons, more: Mapping[str, Mapping[str, int]]) -> None:
    """Add the counts of another portion."""
    for box, reasons in more.items():
        known = counts.setdefault(box, Counter())
        for why, count in reasons.items():
            known[why if why in known or len(known) < MOST_REASONS else _OTHERS] += count


def unread_outcomes(counts: Reasons) -> tuple[UnreadOutcome, ...]:
    """As a summary has them: by box, those of most declarations first."""
    return tuple(
        UnreadOutcome(box, why, count)
        for box, reasons in sorted(counts.items())
        for why, count in sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    )


def unread_said(found: Sequence[UnreadOutcome], most: int = MOST_SAID) -> Iterator[str]:
    """Each in a sentence, those of most declarations first; how many there are beyond so many."""
    ordered = sorted(found, key=lambda one: -one.declarations)
    for one in ordered[:most]:
        yield f"the box '{one.box}' could not be read in {counted(one.declarations, 'declaration')}: {one.why}"
    if rest := ordered[most:]:
        times = sum(one.declarations for one in rest)
        yield f"and for {counted(len(rest), 'more reason')} {times:,} times; the summary of the replay as JSON has all"
