"""A rule book as data: what `stce docs --format json` writes, and what the page is made from.

`schema` counts the versions of this form. Days are written as 2026-01-31; what is not said is None or empty.
"""

from __future__ import annotations

import msgspec


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the plain reading: a sentence, or words such as `any of:` that stand over those deeper below.

    `note` says what the sentence leaves to lists and names; `unit` is the indicator or rule that it asks.
    """

    text: str
    depth: int = 0
    note: str = ""
    unit: str | None = None


class Clause(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A condition in plain reading, with the word it begins with: where, when, unless."""

    word: str
    lines: list[Line]
    because: str = ""


class ExampleTold(msgspec.Struct, frozen=True, kw_only=True):
    """An example with what it expects."""

    title: str
    facts: str
    expect: str


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule does by its outcome."""

    outcome: str
    does: list[str]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator, rule or exemption.

    `source` is its text in canonical layout, `place` its file within the ruleset, and line. `chapters` are the HS
    chapters and `cas` the CAS numbers that it looks for, or that the indicators that it asks do. `lists` are those it
    asks itself.
    """

    kind: str
    name: str
    ruleset: str
    title: str
    status: str
    version: int
    owner: str
    regime: list[str]
    scope: str
    flows: list[str]
    effective_from: str | None
    effective_until: str | None
    review_by: str | None
    because: str
    reading: list[Clause]
    effects: list[Effect]
    examples: list[ExampleTold]
    lifts: list[str]
    lifted_by: list[str]
    asks: list[str]
    used_by: list[str]
    lists: list[str]
    chapters: list[str]
    cas: list[str]
    source: str
    place: str


class RowTold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member of a list."""

    value: str
    name: str = ""
    start: str | None = None
    until: str | None = None
    source: str = ""
    note: str = ""


class ListTold(msgspec.Struct, frozen=True, kw_only=True):
    """A list, with where it comes from, how fresh it is, and what asks it."""

    name: str
    ruleset: str
    kind: str
    source: str
    as_of: str | None
    review_every: str
    rows: list[RowTold]
    used_by: list[str]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A ruleset: what its manifest says, its units, its lists, and the text of what they share.

    `groundwork` is the text of parameters and measures, `decision` of what turns points into a channel.
    """

    name: str
    version: str
    title: str
    owner: str
    legal_basis: list[str]
    edition: int
    entries: list[Entry]
    lists: list[ListTold]
    groundwork: str
    decision: str


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """Rulesets as a book. `hash` is the content hash that assessments by these rulesets carry."""

    schema: int = 1
    hash: str
    parts: list[Part]

    @property
    def entries(self) -> list[Entry]:
        """The units of all rulesets, in their order."""
        return [entry for part in self.parts for entry in part.entries]

    @property
    def lists(self) -> list[ListTold]:
        """The lists of all rulesets, in their order."""
        return [one for part in self.parts for one in part.lists]
