"""Where the passes of the checker put the faults they find.

Enters: a code, a place, a sentence, perhaps a fix. Leaves: diagnostics. Promise: finding a fault never stops
a pass, so one run tells all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.span import Span


@dataclass(slots=True)
class Findings:
    """The faults found so far."""

    found: list[Diagnostic] = field(default_factory=list)
    errors: int = 0

    def add(self, code: str, span: Span, message: str, mend: str = "", fix: str | None = None) -> None:
        """Note a fault; `fix` is the text that, put in place of the span, mends it."""
        fixes = () if fix is None else (Replacement(span, fix),)
        self.errors += code.startswith("E")
        self.found.append(Diagnostic(code, message, span, help=mend, fixes=fixes))

    def unknown_name(
        self, code: str, span: Span, what: str, name: str, known: Iterable[str], *, quotes: str = ""
    ) -> None:
        """Note that there is no such name, with the nearest ones there are; the fix is the nearest, if it is alone."""
        choices = sorted(known)
        near = _nearest(name, choices)
        if near:
            mend = f"did you mean {listed(quoted(near), 'or')}?"
        elif choices and len(choices) <= _FEW:
            mend = f"there is {listed(quoted(choices), 'and')}"
        else:
            mend = ""
        self.add(
            code, span, f"no such {what}: '{name}'", mend, f"{quotes}{near[0]}{quotes}" if len(near) == 1 else None
        )


_FEW = 12  # names that can be told in one line
_AS_NEAR = 0.15  # of similarity; a name further behind the nearest is not what was meant


def _nearest(name: str, choices: list[str]) -> list[str]:
    near = get_close_matches(name, choices, n=3, cutoff=0.6)
    likeness = [SequenceMatcher(None, one, name).ratio() for one in near]
    return [one for one, like in zip(near, likeness, strict=True) if like > likeness[0] - _AS_NEAR]


def with_article(noun: str) -> str:
    """`a country`, `an HS code`; `mass` and `text` have none."""
    if noun in _UNCOUNTED:
        return noun
    return f"an {noun}" if noun[0] in "aeioH" else f"a {noun}"


_UNCOUNTED = frozenset(("mass", "money", "text", "yes or no"))


def quoted(words: Iterable[str]) -> tuple[str, ...]:
    """Each word in single quotes."""
    return tuple(f"'{word}'" for word in words)


def listed(words: Iterable[str], joint: str) -> str:
    """`a, b or c`."""
    *before, last = words
    return f"{', '.join(before)} {joint} {last}" if before else last
