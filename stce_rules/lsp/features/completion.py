"""What may be written at the caret.

Enters: the caret in a text that is being written. Leaves: items in order, and the characters they replace. Promise:
only the statement at the caret is read, so that a long file is as quick as a short one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from stce_rules.lsp.features.items import Completions, Item, ItemKind, matching
from stce_rules.lsp.features.offered_values import MOST
from stce_rules.lsp.features.offers import offers, texts_at
from stce_rules.lsp.features.place import Place, place
from stce_rules.lsp.features.surroundings import Surroundings

__all__ = ["Completions", "Item", "ItemKind", "complete"]

_WORD_BEFORE = re.compile(r"[^\W_][\w./%-]*\Z")
_WORD_AFTER = re.compile(r"[\w./%-]*")
_AMOUNT = re.compile(r"[0-9][0-9.,]*(?=[A-Za-zµ%])")
_WORD = re.compile(r"[^\W_][\w.-]*")
_PLAIN_WORDS = re.compile(r"[\w. -]+")
_WORDS_BACK = 4


def complete(around: Surroundings, offset: int) -> Completions:
    """The items for the caret; none within a comment."""
    text = around.source.text
    offset = min(max(offset, 0), len(text))
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    opened = _opened(line)
    if opened is None:
        return Completions((), offset, offset)
    if opened >= 0:
        return _within_quotes(around, offset - len(line) + opened + 1, offset)
    before = _WORD_BEFORE.search(line)
    start = offset - (len(before.group()) if before else 0)
    if before and (number := _AMOUNT.match(before.group())):
        start += number.end()
    after = _WORD_AFTER.match(text, offset) if start < offset else None
    end = after.end() if after else offset
    here = place(around.source, start, around.catalogue)
    found = _offered(around, here, start, offset)
    found += _of_several_words(around, start, offset, line)
    chosen = sorted(found, key=lambda one: (one.sort, one.label))
    # Values are chosen by what is typed, so typing on brings others.
    return Completions(tuple(chosen[:MOST]), start, end, len(chosen) <= MOST and "HS" not in here.accepts)


def _opened(line: str) -> int | None:
    """Where a text is opened that the line does not close; -1 for none, None within a comment."""
    opened = -1
    for at, character in enumerate(line):
        if character == '"':
            opened = at if opened < 0 else -1
        elif character == "#" and opened < 0:
            return None
    return opened


def _offered(around: Surroundings, here: Place, start: int, offset: int) -> list[Item]:
    text = around.source.text
    typed, line = text[start:offset], text[text.rfind("\n", 0, start) + 1 : start]
    return matching(offers(around, here, typed, line), typed)


def _within_quotes(around: Surroundings, start: int, offset: int) -> Completions:
    text = around.source.text
    stop = re.compile(r'[^"\r\n]*').match(text, offset)
    closed = stop is not None and text[stop.end() : stop.end() + 1] == '"'
    end = stop.end() if stop is not None and closed else offset
    found = matching(texts_at(around, place(around.source, start - 1, around.catalogue)), text[start:offset])
    return Completions(tuple(sorted(found, key=lambda one: (one.sort, one.label))[:MOST]), start, end)


def _of_several_words(around: Surroundings, start: int, offset: int, line: str) -> list[Item]:
    """`net ma`, `south su`: boxes and names that begin some words before the one at the caret."""
    text = around.source.text
    begins = [match.start() + offset - len(line) for match in _WORD.finditer(line)]
    found: dict[str, Item] = {}
    for begin in reversed([one for one in begins if one < start][-_WORDS_BACK:]):
        typed = text[begin:offset]
        if not _PLAIN_WORDS.fullmatch(typed):
            break
        here = place(around.source, begin, around.catalogue)
        for one in _offered(around, here, begin, offset):
            if _goes_on(one, typed):
                found.setdefault(one.label, replace(one, start=begin))
    return list(found.values())


def _goes_on(one: Item, typed: str) -> bool:
    """Whether the item is one of several words that were typed in part."""
    words = re.sub(r"\s+", " ", typed).lower()
    match one.kind:
        case ItemKind.FIELD:
            return one.label.startswith(words)
        case ItemKind.VALUE:
            return len(words.split()) > 1 or words.strip() in ("heading", "chapter")
        case _:
            return False
