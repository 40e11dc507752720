"""Sentences about past declarations as codes: what an outcome rests on of them.

Enters: values of windows. Leaves: a code for each subject: the truth, and where that is unknown what keeps it so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from stce_rules.core.boxes import Case
from stce_rules.core.truth import Truth
from stce_rules.core.windows import Window, WindowValue
from stce_rules.engines.columnar.books import Codes
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Scope, WindowIs

__all__ = ["NOT_KNOWN", "NO_DATE", "PastOfCases", "PastOfDeclarations", "code_of", "first_key", "parts", "value_of"]

NOT_KNOWN, NO_DATE = 4, 8
"""Bits above the truth: nothing is known of the window, the subject has no date; then a bit for each of its keys."""


class PastOfDeclarations(Protocol):
    """The past of the declarations of a batch."""

    def codes(self, condition: WindowIs, scope: Scope) -> Codes:
        """The code of a sentence for each subject of a scope."""

    def turn_to(self, declaration: int) -> None:
        """Whoever asks the past itself is judging this declaration from now on."""


def first_key(at: int) -> int:
    """The bit of a key that is open."""
    return NO_DATE << (1 + at)


def parts(window: Window) -> int:
    """How many pairs of bits a code has."""
    return 2 + (1 + len(window.by)) // 2


def code_of(truth: Truth, value: WindowValue | None, window: Window) -> int:
    """The code of a sentence."""
    if truth is not Truth.UNKNOWN:
        return int(truth)
    if value is None:
        return int(truth) + NOT_KNOWN
    keys = (first_key(at) for at, key in enumerate(window.by) if key.words in value.open)
    return int(truth) + sum(keys) + (NO_DATE if "date" in value.open else 0)


def value_of(code: int, window: Window) -> WindowValue | None:
    """A value that leaves open what the code says."""
    if code & NOT_KNOWN:
        return None
    still_open = tuple(key.words for at, key in enumerate(window.by) if code & first_key(at))
    return WindowValue((), (*(("date",) if code & NO_DATE else ()), *still_open))


class PastOfCases:
    """The past of some cases, asked of one after another."""

    def __init__(self, prepared: Prepared, cases: Sequence[Case]) -> None:
        self._plan = prepared.plan
        self._judged = [Judging(prepared, case) for case in cases]

    def codes(self, condition: WindowIs, scope: Scope) -> Codes:
        """The code of a sentence for each subject of a scope."""
        window = self._plan.windows[condition.window]
        found = [
            code_of(one.window_is(condition, at), one.window_value(condition.window, at), window)
            for one in self._judged
            for at in (one.items() if scope is Scope.ITEM else (HEADER,))
        ]
        return np.asarray(found, dtype=np.int32)

    def turn_to(self, declaration: int) -> None:
        """Cases are told apart by themselves."""
