"""What one value of a box can show of the sentences about that box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Truths = tuple[int, ...]
"""The truths of some sentences, in their order: 0 false, 1 unknown, 2 true."""


class Member(NamedTuple):
    """The truths of the sentences for one value, and words that write such a value, where there are any."""

    truths: Truths
    says: tuple[str, ...] | None = None


def distinct(combinations: Iterable[Truths], below: Sequence[tuple[int, int]] = ()) -> tuple[Member, ...]:
    """Combinations of truths, without those where a sentence is truer than one that it implies (`below`)."""
    return tuple(Member(one) for one in combinations if all(one[a] <= one[b] for a, b in below))
