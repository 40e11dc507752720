"""The reference of the rule language: made from the grammar, the field catalogue, and the tables of units and codes.

Enters: the field catalogue of an installation, plugins included. Leaves: the reference as data, as Markdown
(docs/reference.md) and as a page that ships with a rule book. Promise: nothing in it is kept by hand beside what it is
made from; what sentences mean is told in docs/language.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from stce_rules.core.assessment import CHANNELS
from stce_rules.core.codes import CODES, Severity
from stce_rules.core.fields import CATALOGUE, PARTY_ROLES, Catalogue, Field
from stce_rules.language.checking.words import FLOWS, LIST_KINDS, STATUSES
from stce_rules.pages.frame import Section, page
from stce_rules.pages.markup import Cell, Column, Html, joined, table, tag
from stce_rules.reference import hs
from stce_rules.reference.units import Dimension, units_of
from stce_rules.resources import folder
from stce_rules.rulesets.manifest import LANGUAGE
from stce_rules.workbench.rulebook.grammar import WORDS, GrammarPart, grammar_parts
from stce_rules.workbench.rulebook.operators import Sayable, sayable

__all__ = ["Reference", "language_page", "markdown", "reference"]


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of word, or a closed set of words: its name in the grammar, and what it looks like or holds."""

    name: str
    says: str


class FieldTold(msgspec.Struct, frozen=True, kw_only=True):
    """A box: its words, type, where it stands, the WCO data element it stands for, what it is."""

    words: str
    type: str
    stands: str
    wco: str
    help: str


class UnitsTold(msgspec.Struct, frozen=True, kw_only=True):
    """The units of a dimension."""

    dimension: str
    units: list[str]


class CodeTold(msgspec.Struct, frozen=True, kw_only=True):
    """A diagnostic code with its title."""

    code: str
    title: str
    stops: bool


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """The reference; `schema` counts the versions of its form, `language` those of the language."""

    schema: int = 1
    language: str
    grammar: list[GrammarPart]
    words: list[Word]
    sets: list[Word]
    fields: list[FieldTold]
    sayable: list[Sayable]
    units: list[UnitsTold]
    codes: list[CodeTold]


def reference(catalogue: Catalogue = CATALOGUE) -> Reference:
    """The reference of an installation."""
    text = (folder("grammar") / "stce.lark").read_text(encoding="utf-8")
    return Reference(
        language=LANGUAGE,
        grammar=grammar_parts(text),
        words=[
            Word(name=f"<{name}>".replace('<"', '"').replace('">', '"'), says=says) for name, says in WORDS.values()
        ],
        sets=list(_sets()),
        fields=list(_fields(catalogue)),
        sayable=sayable(catalogue),
        units=[UnitsTold(dimension=one.word, units=list(symbols)) for one in Dimension if (symbols := units_of(one))],
        codes=[
            CodeTold(code=one.code, title=one.title, stops=one.severity is Severity.ERROR)
            for one in sorted(CODES.values(), key=lambda each: (each.code[1:], each.code))
        ],
    )


def _sets() -> Iterator[Word]:
    """The names that the grammar leaves open, and the checker holds to a closed set."""
    yield Word(name="status", says=", ".join(STATUSES))
    yield Word(name="applies to", says=", ".join(FLOWS))
    yield Word(name="flow", says=", ".join(FLOWS.values()))
    yield Word(name="channel", says=", ".join(CHANNELS))
    yield Word(name="kind of a list", says=", ".join(LIST_KINDS))
    yield Word(name="edition", says=", ".join(map(str, hs.EDITIONS)))


_PARTS = (" country", " name", " address")


def _fields(catalogue: Catalogue) -> Iterator[FieldTold]:
    """The boxes. Parties, which all have the same four, are told once, as `*party*`."""
    first = next(iter(PARTY_ROLES))
    for one in catalogue.values():
        role = next((role for role in PARTY_ROLES if one.words.removeprefix(role) in ("", *_PARTS)), None)
        if role is None or role == first:
            yield _field(one, role)


def _field(one: Field, role: str | None) -> FieldTold:
    def told(text: str) -> str:
        return text if role is None else text.replace(role.title(), "PARTY").replace(role, "PARTY")

    return FieldTold(
        words=told(one.words),
        type=f"{one.type.value}, several" if one.many else one.type.value,
        stands=f"{one.level.value}; blank means none" if one.closed else one.level.value,
        wco=told(one.wco),
        help=told(one.help),
    )


_PARTY = "PARTY is one of "
_KEY = (
    "Words stand as they are written. `<parts>` are told elsewhere on this page, `[…]` may be left out, `…` goes on "
    "alike, and `|` parts what may stand instead."
)


def _parties() -> str:
    return f"{_PARTY}{', '.join(PARTY_ROLES)}."


# ---- Markdown


def markdown(made: Reference) -> str:
    """The text of docs/reference.md."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Reference) -> Iterator[str]:
    yield f"# Reference of the rule language {made.language}"
    yield ""
    yield "Made from the grammar, the field catalogue and the checker; what sentences mean is told in"
    yield "[language.md](language.md), and what each diagnostic code means in [diagnostics.md](diagnostics.md)."
    yield "`stce docs --language` writes the same as a page, with the fields of the plugins that are installed."
    for part in made.grammar:
        yield from ("", f"## {part.title[:1].upper()}{part.title[1:]}", "")
        if part is made.grammar[0]:
            yield from (_KEY, "")
        yield from ("```text", *_grammar_lines(part), "```")
    yield from ("", "## Words", "")
    yield from _rows(("word", "what it is"), [(f"`{one.name}`", one.says) for one in made.words])
    yield from ("", "Names that are held to a closed set:", "")
    yield from _rows(("after", "one of"), [(one.name, one.says) for one in made.sets])
    yield from ("", "## Fields", "")
    heads = ("field", "type", "stands at", "WCO data element", "what it is")
    yield from _rows(heads, [(f"`{one.words}`", one.type, one.stands, one.wco or "–", one.help) for one in made.fields])
    yield from ("", _parties(), "", "## What can be said of a field", "")
    said = [(one.type, f"`{one.example}`", ", ".join(f"`{form}`" for form in one.forms)) for one in made.sayable]
    yield from _rows(("type", "such as", "sentences"), said)
    yield from ("", "## Units", "")
    units = [(one.dimension, ", ".join(f"`{unit}`" for unit in one.units)) for one in made.units]
    yield from _rows(("dimension", "units"), units)


def _grammar_lines(part: GrammarPart) -> Iterator[str]:
    """Each name with its forms below it."""
    for at, rule in enumerate(part.rules):
        if at:
            yield ""
        yield f"<{rule.name}>"
        yield from (f"  {form}" for form in rule.forms)


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


# ---- a page


def language_page(made: Reference) -> str:
    """The reference as a page."""
    parts = [
        Section(f"grammar-{at}", part.title.capitalize(), _KEY.replace("`", "") if at == 0 else "", _grammar(part))
        for at, part in enumerate(made.grammar)
    ]
    fields: list[tuple[Cell, ...]] = [(one.words, one.type, one.stands, one.wco, one.help) for one in made.fields]
    heads = ("Field", "Type", "Stands at", "WCO data element", "What it is")
    sections = [
        *parts,
        Section("words", "Words", "What the kinds of words look like.", _words(made)),
        Section("fields", "Fields", _parties(), _table("Boxes of a declaration", heads, fields, search="Find")),
        Section(
            "sayable",
            "What can be said of a field",
            "Sentences that the checker takes, by the type of the box.",
            _table(
                "Sentences by type",
                ("Type", "Such as", "Sentences"),
                [(one.type, one.example, "; ".join(one.forms)) for one in made.sayable],
            ),
        ),
        Section(
            "units",
            "Units",
            "The units of each dimension.",
            _table("Units", ("Dimension", "Units"), [(one.dimension, ", ".join(one.units)) for one in made.units]),
        ),
        Section(
            "codes",
            "Diagnostic codes",
            "stce explain-code tells more of each; W stops nothing.",
            _table("Codes", ("Code", "Title"), [(one.code, one.title) for one in made.codes], search="Find"),
        ),
    ]
    title = f"The rule language {made.language}"
    return page(title, "Reference, made from grammar, fields and checker", Html(""), sections, f"{title}.")


def _grammar(part: GrammarPart) -> Html:
    return tag("pre", "\n".join(_grammar_lines(part)), class_="rule")


def _words(made: Reference) -> Html:
    kinds = _table("Kinds of words", ("Word", "What it is"), [(one.name, one.says) for one in made.words])
    closed = _table("Closed sets", ("After", "One of"), [(one.name, one.says) for one in made.sets])
    return joined(kinds, closed)


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, search: str | None = None) -> Html:
    return table(title, [Column(one) for one in heads], rows, search=search)
