"""Characters in texts that are not what they look like, or cannot be seen.

Enters: texts of rules, and members of lists. Leaves: findings. Outside of texts such characters are errors already
(E311, E312); in them a phrase is never found, and a name is taken for another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.span import Span
from stce_rules.language.checking.symbols import JudgedStatement
from stce_rules.language.reading.characters import latin, named
from stce_rules.workbench.linting.parts import texts_in
from stce_rules.workbench.linting.project import Project, Surroundings, Unit
from stce_rules.workbench.linting.sources import of_list

_WORD = re.compile(r"\w+")
_PUBLISHED = "parties"
"""Lists of this kind are as others publish them, in all scripts."""

_JOINERS = "\u200c\u200d"
"""They shape letters of scripts that join them; between Latin letters they only hide."""


def in_unit(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:  # noqa: ARG001  # the form of a lint
    """W417, W418: in the texts of a unit."""
    yield from _in_texts(unit.statement.span)


def elsewhere(project: Project) -> Iterator[Diagnostic]:
    """W417, W418: in the texts of other statements, and in the members of list files."""
    for statement in project.statements:
        if not isinstance(statement, JudgedStatement):
            yield from _in_texts(statement.span)
    for one in project.around.lists.values():
        for row in one.rows if "." in one.name and one.kind != _PUBLISHED else ():
            for text in (row.value, row.name):
                for code, message, _, _, _ in () if text.isascii() else _deceptions(text):
                    yield of_list(project, one, code, f"{message}, in '{text}'", row=row.row)


def _in_texts(span: Span) -> Iterator[Diagnostic]:
    if span.text.isascii():
        return
    for text in texts_in(span):
        for code, message, start, end, plain in _deceptions(text.text):
            place = Span(text.source, text.start + start, text.start + end)
            mend = "delete it" if code == "W418" else f"write '{plain}'" if plain else "write it in one script"
            fixes = () if plain is None else (Replacement(place, plain),)
            yield Diagnostic(code, message, place, help=mend, fixes=fixes)


def _deceptions(text: str) -> Iterator[tuple[str, str, int, int, str | None]]:
    """Code, message, first and last place, and the text that was meant where that is plain."""
    for found in _WORD.finditer(text):
        word = found.group()
        if not word.isascii() and (_is_mixed(word) or (_is_all_alike(word) and any(map(_is_latin, text)))):
            alike = next(one for one in word if latin(one))
            mixes = "mixes scripts" if _is_mixed(word) else "is in another script than the words beside it"
            message = f"'{word}' {mixes}: '{alike}' is {named(alike)}"
            plain = "".join(latin(one) or one for one in word)
            others = any(one.isalpha() and not _is_latin(one) for one in plain)
            yield "W417", message, found.start(), found.end(), None if others else plain
    for at, one in enumerate(text):
        if not one.isascii() and _is_hidden(one, text[at - 1 : at]):
            yield "W418", f"{named(one)} cannot be seen", at, at + 1, ""


def _is_mixed(word: str) -> bool:
    """Latin letters beside letters of another script that are drawn like Latin ones."""
    return any(map(_is_latin, word)) and any(latin(one) is not None for one in word)


def _is_all_alike(word: str) -> bool:
    """A word of Cyrillic letters only, each drawn like a Latin one; Greek letters stand alone in names of chemicals."""
    letters = [one for one in word if one.isalpha()]
    return bool(letters) and all(latin(one) and unicodedata.name(one, "").startswith("CYRILLIC") for one in letters)


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and (letter.isascii() or unicodedata.name(letter, "").startswith("LATIN "))


def _is_hidden(one: str, before: str) -> bool:
    if unicodedata.category(one) != "Cf" or one in "\u061c\u200e\u200f" or "\u202a" <= one <= "\u202e":
        return False  # those that turn the direction of writing are E312
    if "\u2066" <= one <= "\u2069":
        return False
    return one not in _JOINERS or not before.isalpha() or _is_latin(before)
