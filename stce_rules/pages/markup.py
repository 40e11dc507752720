"""Pieces of HTML. Whatever is not markup already is escaped where it enters, so nothing declared can become markup.

Enters: words, numbers, other pieces. Leaves: pieces. Promise: a text shows as what it is: invisible characters, and
those that turn the direction of writing, are written out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

__all__ = [
    "Cell",
    "Column",
    "Html",
    "Measured",
    "count",
    "escaped",
    "joined",
    "percent",
    "share",
    "some",
    "table",
    "tag",
    "visible",
]

NONE: Final = "–"
"""What stands where there is nothing to show."""


SEARCHED: Final = 20
"""Rows that can be seen at a glance; a box to search in them would be in the way."""

FEW: Final = 12
"""Rows of a table that is kept together on paper."""

MANY: Final = 60
"""Rows of a table that is laid out only when it is looked at."""

LONGEST: Final = 40
"""Characters that a cell keeps on one line; a longer word is broken, so that the other columns stay on the page."""


class Html(str):
    """A piece of HTML."""

    __slots__ = ()


def escaped(text: str) -> Html:
    """A text as HTML; a piece of HTML as it is."""
    return text if isinstance(text, Html) else Html(html.escape(visible(text)))


def visible(text: str) -> str:
    """A text with invisible characters written out, and those that turn the direction of writing."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in "\n\t" else _written_out(one) for one in text)


def _written_out(one: str) -> str:
    return f"\\x{ord(one):02x}" if ord(one) < 256 else f"\\u{ord(one):04x}"


def joined(*parts: str, between: str = "") -> Html:
    """Parts one after the other."""
    return Html(escaped(between).join(escaped(one) for one in parts))


def tag(name: str, *inside: str, **attributes: str | None) -> Html:
    """An element. `class_` is the attribute `class`, `data_v` is `data-v`; an attribute of None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>{joined(*inside)}</{name}>")


@dataclass(frozen=True, slots=True)
class Measured:
    """A number to sort by, and how it is shown."""

    value: float | None
    shown: str


Cell = str | int | Measured | None
"""What a cell of a table may hold; None is nothing to show."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; `number`: cells stand to the right and sort as numbers.

    `note` explains it. Texts that are `short` are never wrapped, and `long` ones get room.
    """

    title: str
    number: bool = False
    note: str = ""
    fit: Literal["short", "long"] | None = None

    @property
    def style(self) -> str | None:
        """Its class."""
        return "n" if self.number else self.fit


def count(number: int) -> str:
    """A whole number with commas between thousands."""
    return f"{number:,}"


def some(number: int, noun: str) -> str:
    """A number of things: `1 message`, `2,000 messages`."""
    return f"{count(number)} {noun}" if number == 1 else f"{count(number)} {noun}s"


def percent(share: float) -> str:
    """A share in percent; one more digit, or a bound, where fewer would say all or nothing of what is neither."""
    said = f"{100 * share:.1f}%"
    if said not in ("0.0%", "100.0%") or share in (0, 1):
        return said
    said = f"{100 * share:.2f}%"
    return {"0.00%": "<0.01%", "100.00%": ">99.99%"}.get(said, said)


def share(part: float | None) -> Measured:
    """A share, sorted by its value; none where there is nothing to divide by."""
    return Measured(None, NONE) if part is None else Measured(part, percent(part))


def table(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, search: str | None = None
) -> Html:
    """A table whose columns can be sorted where scripts run; the first cell of a row is its head.

    `search`: the label of a box that keeps the rows with a word, offered where scripts run.
    """
    head = joined(*[_head(one) for one in columns])
    body = [_row(columns, one) for one in rows]
    made = tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", head)),
        tag("tbody", *body),
        class_="sortable",
        data_search=search if len(body) > SEARCHED else None,
    )
    style = "scroll many" if len(body) > MANY else "scroll few" if len(body) <= FEW else "scroll"
    return tag("div", made, class_=style, tabindex="0", role="region", aria_label=caption)


def _head(column: Column) -> Html:
    return tag("th", column.title, scope="col", class_=column.style, title=column.note or None)


def _row(columns: Sequence[Column], cells: Sequence[Cell]) -> Html:
    shown = [
        _cell(one, "td" if at else "th", column.style)
        for at, (one, column) in enumerate(zip(cells, columns, strict=True))
    ]
    return Html(f"<tr>{joined(*shown)}</tr>")


def _cell(cell: Cell, name: str, style: str | None) -> Html:
    scope = "row" if name == "th" else None
    match cell:
        case None:
            return tag(name, NONE, class_=style, scope=scope, data_v="")
        case int():
            return tag(name, count(cell), class_=style, scope=scope)
        case Measured():
            key = "" if cell.value is None else f"{cell.value:.12g}"
            return tag(name, cell.shown, class_=style, scope=scope, data_v=key)
        case _:
            return tag(name, cell, class_="broken" if _is_broken(cell, scope) else style, scope=scope)


def _is_broken(text: str, scope: str | None) -> bool:
    """Whether a text is too long for its cell: a head of a row as a whole, any other for a word of it."""
    if len(text) <= LONGEST:
        return False
    said = _TAG.sub("", text) if isinstance(text, Html) else text
    return len(said if scope else max(said.split(), key=len, default="")) > LONGEST


_TAG = re.compile("<[^>]*>")
