"""Plain words as Markdown, for what editors show beside the caret.

Promise: text of rules and lists is shown as it is written; nothing in it becomes a heading, a link or an image.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["block", "bullets", "code", "more", "paragraphs", "plain"]

_MARKS = re.compile(r"[\\`*\[\]<>!|~&]|(?<![^\W_])_|_(?![^\W_])|^[#+-]|(?<=^\d)[.)](?= )")


def plain(text: str) -> str:
    """A text as it is, on one line."""
    return _MARKS.sub(lambda mark: f"\\{mark.group()}", " ".join(text.split()))


def code(text: str) -> str:
    """A short piece of rule text."""
    inside = " ".join(text.split())
    fence = "`" * (max((len(run) for run in re.findall(r"`+", inside)), default=0) + 1)
    return f"{fence} {inside} {fence}" if "`" in inside else f"`{inside}`"


def block(text: str) -> str:
    """Lines of rule text, coloured by the editor."""
    fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    return f"{fence}stce\n{text.rstrip()}\n{fence}"


def bullets(lines: Iterable[str]) -> str:
    """One line each; empty for none."""
    return "\n".join(f"- {line}" for line in lines)


def paragraphs(parts: Iterable[str]) -> str:
    """The parts that say something, with a blank line between them."""
    return "\n\n".join(part for part in parts if part)


def more(shown: Sequence[str], all_of: int) -> str:
    """`a, b, c and 12 more`."""
    rest = all_of - len(shown)
    return ", ".join(shown) + (f" and {rest:,} more" if rest > 0 else "")
