"""What whoever reads figures of a history must know of it: where it is empty, or says what nobody can read."""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.core.wording import counted
from stce_rules.replay.summary import Summary
from stce_rules.replay.unread import unread_said

__all__ = ["of_history"]


def of_history(summary: Summary) -> Iterator[str]:
    """Sentences without a full stop; none where there is nothing to say."""
    if summary.empty:
        yield f"{counted(summary.empty, 'source')} of the history without any declaration"
    yield from unread_said(summary.unread_outcomes)
