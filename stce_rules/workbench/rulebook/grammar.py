"""The grammar as officers can read it: statements and their parts, without arrows, priorities and patterns.

Enters: the text of the grammar that the parser is made from. Leaves: its rules in plain form, in their sections: words
stand as they are written, `<parts>` are told elsewhere, `[…]` may be left out, `…` goes on alike, `|` parts what may
stand instead. Promise: every rule of the grammar is there; nothing here is written by hand but what words of one kind
look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from textwrap import wrap

import msgspec

__all__ = ["WORDS", "GrammarPart", "Rule", "grammar_parts"]

WORDS: Mapping[str, tuple[str, str]] = {
    "STRING": ('"text"', 'any text in double quotes, on one line: "Chemical desk"'),
    "INTEGER": ("number", "a whole number, commas between thousands: 2022, 10,000"),
    "NAME": ("name", "small letters, digits and underscores, a letter first: schedule_2_chemical"),
    "DOTTED": ("alias.name", "the alias of a file and the name of what is in it: cwc.schedule_2"),
    "FIELD": ("field", "the words of a box, as the table of fields has them: net mass"),
    "HS": ("HS code", "2931.41, 2931.41.00, heading 8401, chapter 28"),
    "CAS": ("CAS number", "756-79-6"),
    "COUNTRY": ("country", "two capital letters of ISO 3166-1: SS"),
    "PLACE": ("place", "a UN/LOCODE: AEJEA"),
    "QUANTITY": ("amount with unit", "a number with its unit or currency: 25 kg, 10,000 EUR"),
    "PERCENT": ("percentage", "40%, 12.5%"),
    "DURATION": ("length of time", "30 days, 12 months"),
    "DATE": ("day", "2026-01-31"),
    "CODE": ("CODE", "capitals and digits: X002"),
    "ENTRY": ("control entry", "1C350"),
    "UNIT": ("unit", "the sign of a unit: MPa, g/cm3"),
    "WORD": ("word", "letters that are no word of the language"),
}
"""Words of a kind: how the plain form names them, and what they look like."""

_LEFT_OUT = {"statement", "field", "_word"}
"""Rules that say nothing to a reader: a statement is one of those told, a field is named by its words."""

_WIDTH = 92


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A statement or a part of one: its name and what may stand there, one alternative a line."""

    name: str
    forms: list[str]


class GrammarPart(msgspec.Struct, frozen=True, kw_only=True):
    """A section of the grammar."""

    title: str
    rules: list[Rule]


def grammar_parts(text: str) -> list[GrammarPart]:
    """The sections of a grammar. Raises ValueError for what cannot be told in plain form."""
    parts: list[GrammarPart] = []
    for title, block in _sections(text):
        rules = [Rule(name=_name(name), forms=_forms(body)) for name, body in _rules(block) if name not in _LEFT_OUT]
        if rules:
            parts.append(GrammarPart(title=title, rules=rules))
    return parts


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """What stands under each `// ----` line, up to the next."""
    pieces = re.split(r"^// ---- (.+)$", text, flags=re.MULTILINE)
    for title, block in zip(pieces[1::2], pieces[2::2], strict=True):
        yield re.split(r"[.;:]", title)[0].strip(), block


def _rules(block: str) -> Iterator[tuple[str, str]]:
    """Rules by name; terminals, which are patterns, and directives are passed over."""
    plain = "\n".join(line for line in block.splitlines() if not line.startswith(("//", "%")))
    for found in re.finditer(r"^\??(_?[a-z][a-z_]*):(.*(?:\n[ \t]+.*)*)", plain, re.MULTILINE):
        yield found[1], " ".join(found[2].split())


def _name(rule: str) -> str:
    return rule.strip("_").replace("_", " ")


# ---- plain form

_TOKEN = re.compile(
    r'"(?P<word>[^"]*)"|(?P<kind>[A-Z_]{2,})|(?P<rule>_?[a-z][a-z_]*)|(?P<mark>[()|?*+])|->\s*[a-z_]+|\s+'
)


def _forms(body: str) -> list[str]:
    """The alternatives of a rule, each on lines of its own."""
    reader = _Reader(body)
    forms = reader.alternatives()
    if reader.left or _TOKEN.sub("", body):
        raise ValueError(f"the grammar says '{body}', which has no plain form here")
    if len(forms) > 1 and all(re.fullmatch(r"<[^<]*>|\S+", one) for one in forms):
        forms = [" | ".join(forms)]  # single words are read faster side by side
    return [line for one in forms for line in _wrapped(one)]


def _wrapped(form: str) -> list[str]:
    """Lines of a form; the name of a part is never broken."""
    kept = re.sub(r"<[^>]*>", lambda name: name[0].replace(" ", "\0"), form)
    lines = wrap(kept, _WIDTH, subsequent_indent="    ", break_long_words=False)
    return [line.replace("\0", " ") for line in lines]


class _Reader:
    """Reads the body of a rule from left to right."""

    def __init__(self, body: str) -> None:
        self._tokens = [one for one in _TOKEN.finditer(body) if one.lastgroup is not None]
        self._at = 0

    @property
    def left(self) -> bool:
        """Whether something was not read."""
        return self._at < len(self._tokens)

    def alternatives(self) -> list[str]:
        """What `|` parts."""
        found = [self._sequence()]
        while self._mark("|"):
            found.append(self._sequence())
        return found

    def _sequence(self) -> str:
        parts: list[str] = []
        while self.left and self._tokens[self._at]["mark"] not in ("|", ")"):
            parts.append(self._repeated())
        return _closed(" ".join(part for part in parts if part))

    def _repeated(self) -> str:
        one = self._one()
        for mark, form in (("?", "[{}]"), ("*", "[{} …]"), ("+", "{} …")):
            if self._mark(mark):
                return form.format(_bare(one))
        return one

    def _one(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        if token["mark"] == "(":
            inside = self.alternatives()
            self._at += 1
            return inside[0] if len(inside) == 1 else f"({' | '.join(inside)})"
        if token["kind"] is not None:
            named = WORDS[token["kind"]][0]
            return named if named.startswith('"') else f"<{named}>"
        return token["word"] if token["word"] is not None else f"<{_name(token['rule'])}>"

    def _mark(self, mark: str) -> bool:
        if self.left and self._tokens[self._at]["mark"] == mark:
            self._at += 1
            return True
        return False


def _bare(form: str) -> str:
    """Alternatives without the brackets that square ones stand for."""
    return form[1:-1] if form.startswith("(") and form.endswith(")") and " | " in form else form


def _closed(form: str) -> str:
    """Commas and closing brackets right after what they follow."""
    return re.sub(r"\( ", "(", re.sub(r" (?=[,):](?: |$|\]))", "", form)).replace(" [, ", "[, ")
