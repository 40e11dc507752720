"""The frame of a page: its head, its look, the list of its sections. Every page of results is made with it.

Enters: a title and sections. Leaves: one HTML document that asks for nothing outside itself: its content policy
forbids every address, and lets only its own style and script run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from stce_rules.pages.markup import Html, joined, tag

__all__ = ["Section", "caveats", "facts", "figure", "page", "tiles", "top"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page. `anchor` is its address within; `leaf`: begins a new sheet of paper in print."""

    anchor: str
    title: str
    lead: str
    body: Html
    leaf: bool = False


def top(by: str | None) -> str:
    """How a page begins: with the command it was made by, where that is to be known."""
    made = "" if by is None else f'<meta name="generator" content="{by}">\n'
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{made}'


def page(
    title: str, under: str, opening: Html, sections: Sequence[Section], closing: str, by: str | None = None
) -> str:
    """The document: title, a line under it, what comes before the sections, the sections, a last line; see `top`."""
    style, script = _part("page.css"), _part("page.js")
    policy = f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'"
    contents = [tag("li", tag("a", one.title, href=f"#{one.anchor}")) for one in sections]
    head = joined(
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="referrer" content="no-referrer">'),
        Html('<link rel="icon" href="data:,">'),
        tag("title", title),
        Html(f"<style>{style}</style>"),
        between="\n",
    )
    body = joined(
        Html('<a class="skip" href="#content">Skip to the content</a>'),
        tag("header", tag("h1", title), tag("p", under, class_="lead"), tag("nav", tag("ol", *contents))),
        tag("main", opening, *[_section(one) for one in sections], id="content"),
        tag("footer", closing),
        Html(f"<script>{script}</script>"),
        between="\n",
    )
    return f"{top(by)}{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"


def _section(one: Section) -> Html:
    title, lead = tag("h2", one.title, id=f"{one.anchor}-title"), tag("p", one.lead, class_="lead")
    style = "leaf" if one.leaf else None
    return tag("section", title, lead, one.body, id=one.anchor, class_=style, aria_labelledby=f"{one.anchor}-title")


def _part(name: str) -> str:
    return files(__package__ or "").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """How a content policy names a style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def tiles(shown: Sequence[tuple[str, str, str]]) -> Html:
    """The few numbers that are read first: what it is, the number, a remark."""
    return tag(
        "dl",
        *[tag("div", tag("dt", name), tag("dd", value, tag("small", remark))) for name, value, remark in shown],
        class_="tiles",
    )


def facts(told: Iterable[tuple[str, str]]) -> Html:
    """Names with what they are."""
    return tag("dl", *[joined(tag("dt", name), tag("dd", value)) for name, value in told], class_="facts")


def caveats(title: str, told: Sequence[str]) -> Html:
    """What a reader must know before trusting a number; nothing where there is nothing."""
    if not told:
        return Html("")
    return tag("div", tag("h3", title), tag("ul", *[tag("li", one) for one in told]), class_="caveats")


def figure(title: str, remark: str, chart: Html, numbers: Html) -> Html:
    """A chart with its caption, and the numbers it was drawn from for those who cannot see it or want them."""
    return tag(
        "figure",
        tag("figcaption", tag("b", title), tag("span", remark)),
        chart,
        tag("details", tag("summary", f"{title}: the numbers"), numbers),
    )
