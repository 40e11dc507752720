"""What completion offers, as data.

An item says what is shown, what is written, and by which words it is found. Texts of snippets follow the protocol of
editors: `$1`, `${1:text}`, `$0`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from stce_rules.core.text import fold

__all__ = ["Completions", "Item", "ItemKind", "matching", "quoted"]


class ItemKind(Enum):
    """What an item is, in an officer's word."""

    KEYWORD = "word"
    PHRASE = "phrase"
    SNIPPET = "whole statement"
    FIELD = "field"
    INDICATOR = "indicator"
    FUNCTION = "predicate of a plugin"
    RULE = "rule"
    LIST = "list"
    PARAMETER = "parameter"
    MEASURE = "measure"
    VALUE = "value"
    UNIT = "unit"
    TEXT = "text"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Item:
    """One offer.

    `insert` is written in place of what was typed; empty stands for the label. `filter` are further words by which it
    is found, `sort` puts items in order, `help` is Markdown. `start` is where the replaced text begins, if it begins
    before the word at the caret: names of several words.
    """

    label: str
    kind: ItemKind
    insert: str = ""
    snippet: bool = False
    detail: str = ""
    help: str = ""
    filter: str = ""
    sort: str = "5"
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Completions:
    """Items in order; the characters that they replace; whether more typing could bring others."""

    items: tuple[Item, ...]
    start: int
    end: int
    complete: bool = True


def matching(items: list[Item], typed: str) -> list[Item]:
    """The items that are meant by what was typed: its words begin words of theirs."""
    sought = fold(typed).split()
    if not typed.strip():
        return items
    kept = []
    for one in items:
        label = one.label.lower()
        if label.startswith(typed.lower()) or one.filter.lower().startswith(typed.lower()):
            kept.append(replace(one, sort=f"0{one.sort}"))
        elif sought and _found(sought, f"{one.label} {one.filter}"):
            kept.append(replace(one, sort=f"1{one.sort}"))
    return kept


def _found(sought: list[str], within: str) -> bool:
    words = fold(within).split()
    return all(any(word.startswith(one) for word in words) for one in sought)


def quoted(one: Item) -> Item:
    """The same item where the quotation marks are still to be written."""
    return replace(
        one, label=f'"{one.label}"', insert=f'"{one.insert or one.label}"', filter=f"{one.label} {one.filter}"
    )
