"""Characters that deceive: look-alikes, invisible ones, and those that turn the direction of writing.

Enters a source. Leaves the text to read, of the same length so that every place stays where it was, and a fault for
each character that was read as another. Texts in quotes and comments keep what they say, but control characters and
those that turn the direction of writing (U+202E and its kin) are faults there too.
"""

from __future__ import annotations

import re
import unicodedata

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.span import Source

# Letters of other scripts that are drawn like a Latin one. Source: Unicode confusables.txt (UTS #39), the rows whose
# skeleton is one ASCII letter, Cyrillic and Greek only.
_LETTERS = dict(
    zip(
        "аеорсухіјѕһԁԛԝьАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοικνυραε",
        "aeopcyxijshdqwbABEKMHOPCTXIJSABEZHIKMNOPTYXoikvupae",
        strict=True,
    )
)
_MARKS = {
    **dict.fromkeys("“”„‟«»‘’‚‹›″", '"'),
    **dict.fromkeys("‐‑‒–—−•‣◦", "-"),
    **dict.fromkeys("，、", ","),
    "：": ":",
    "（": "(",
    "）": ")",
}
_ALIKE = _LETTERS | _MARKS
_UNITS = "µμΩ°²³·"

_HIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PARTS = re.compile(r'"[^"\r\n]*"?|#[^\r\n]*|[“„«][^“”„«»"\r\n]*[”“»]|[^\t-\r\x20-\x7e]')


def latin(letter: str) -> str | None:
    """The Latin letter that a Cyrillic or Greek one is drawn like, if it is drawn like one."""
    return _LETTERS.get(letter)


def named(character: str) -> str:
    """A character as a report tells it: `U+0435 (cyrillic small letter ie)`."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "").lower()
    return f"{code} ({name})" if name else code


def legible(source: Source) -> tuple[str, list[Diagnostic]]:
    """The text to read, as long as the source's, and what is wrong with its characters."""
    text = source.text
    if text.isascii() and not _HIDDEN.search(text):
        return text, []
    faults = [_hidden(source, found.start(), found.group()) for found in _HIDDEN.finditer(text)]

    def read(found: re.Match[str]) -> str:
        part = found.group()
        if part[0] in '"#':
            return part
        if len(part) > 1:  # a text in the quotation marks of a word processor
            faults.extend(_alike(source, place, text[place]) for place in (found.start(), found.end() - 1))
            return f'"{part[1:-1]}"'
        return _one(source, found.start(), part, faults)

    return _PARTS.sub(read, text), faults


def _one(source: Source, place: int, character: str, faults: list[Diagnostic]) -> str:
    """What to read for one character outside of quotes; a fault if that is another character."""
    if _HIDDEN.match(character):
        return " "
    if character in _UNITS:
        return character
    if character == "\ufeff" and place == 0:
        return " "
    if _meant(character) is not None:
        faults.append(_alike(source, place, character))
        return _meant(character) or " "
    if unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}:
        span = source.span(place, place + 1)
        blank = " " if unicodedata.category(character).startswith("Z") else ""
        message = f"the character {named(character)} cannot be seen and has no place in a rule"
        mend = "write an ordinary space" if blank else "delete it"
        faults.append(Diagnostic("E312", message, span, help=mend, fixes=(Replacement(span, blank),)))
        return " "
    return character


def _hidden(source: Source, place: int, character: str) -> Diagnostic:
    span = source.span(place, place + 1)
    turns = "turns the direction of writing: the line is not what it seems"
    what = "cannot be seen and has no place in a rule" if character.isascii() else turns
    fixes = (Replacement(span, ""),)
    return Diagnostic("E312", f"the character {named(character)} {what}", span, help="delete it", fixes=fixes)


def _meant(character: str) -> str | None:
    """The ASCII character that this one looks like, if there is one."""
    if character in _ALIKE:
        return _ALIKE[character]
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isascii() and not plain.isspace() else None


def _alike(source: Source, place: int, character: str) -> Diagnostic:
    span, meant = source.span(place, place + 1), _meant(character) or '"'
    message = f"'{character}' is {named(character)}, not the ordinary '{meant}'"
    return Diagnostic("E311", message, span, help=f"write '{meant}'", fixes=(Replacement(span, meant),))
