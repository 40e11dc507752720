"""Which sentences can be said of which boxes: asked of the checker itself, box by box.

Enters: the field catalogue. Leaves: for each type of box the sentences that the checker takes. Promise: nothing is
listed that `stce check` refuses, and nothing of the forms below is missing that it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from stce_rules.core.diagnostics import has_errors
from stce_rules.core.fields import Catalogue, Field, FieldType
from stce_rules.core.span import Source
from stce_rules.language.check import check
from stce_rules.language.parse import parse

__all__ = ["Sayable", "sayable"]

_CONTEXT = """\
list some_hs of hs is 2931.41 end
list some_cas of cas is 756-79-6 end
list some_countries of countries is AE end
list some_places of places is AEJEA end
list some_codes of codes is X002 end
list some_parties of parties is "AE-778" end
list some_phrases of phrases is "nozzle" end
measure some_strength in MPa written "UTS" end
"""

_VALUES: Mapping[FieldType, str] = {
    FieldType.HS: "2931.41",
    FieldType.CAS: "756-79-6",
    FieldType.COUNTRY: "AE",
    FieldType.PLACE: "AEJEA",
    FieldType.ROUTE: "AE",
    FieldType.TEXT: '"nozzle"',
    FieldType.CODE: '"X002"',
    FieldType.MASS: "25 kg",
    FieldType.QUANTITY: "3 pieces",
    FieldType.MONEY: "10 EUR",
    FieldType.PERCENT: "40%",
    FieldType.DATE: "2026-01-31",
    FieldType.NUMBER: "3",
    FieldType.PARTY: '"AE-778"',
    FieldType.FLOW: "export",
    FieldType.BOOLEAN: "yes",
}

_LISTS = ("hs", "cas", "countries", "places", "codes", "parties", "phrases")

_FORMS = (
    "is V",
    "is not V",
    "is exactly V",
    "is in (V, V)",
    "is in list L",
    "is not in list L",
    "is from V to V",
    "is at least V",
    "is at most V",
    "is more than V",
    "is less than V",
    "is between V and V",
    "mentions V",
    "mentions any of (V, V)",
    "mentions any of list L",
    "mentions all of list L",
    "does not mention V",
    "states some_strength at least 5 MPa",
    "resembles a party in list L by at least 92%",
    "passes through V",
    "passes through list L",
    "avoids V",
    "is missing",
    "is stated",
    "is valid",
    "is the same as F",
    "differs from F",
)
"""Sentences without their box: V is a value, L a list, F another box of the type."""


class Sayable(msgspec.Struct, frozen=True, kw_only=True):
    """What can be said of boxes of a type; `example` is one of them."""

    type: str
    example: str
    forms: list[str]


def sayable(catalogue: Catalogue) -> list[Sayable]:
    """The types that have a box, with what can be said of them; licences apart, of which more can be said."""
    asked = list(_asked(catalogue))
    sentences = [(one, form, said) for one in asked for form in _FORMS for said in _sentences(one, form, catalogue)]
    taken = _taken([said for _, _, said in sentences], catalogue)
    found: dict[str, list[str]] = {one.words: [] for one in asked}
    for (one, form, _), is_taken in zip(sentences, taken, strict=True):
        if is_taken and form not in found[one.words]:
            found[one.words].append(form)
    return [
        Sayable(type=one.type.value, example=one.words, forms=[_shown(form) for form in found[one.words]])
        for one in asked
    ]


def _asked(catalogue: Catalogue) -> Iterator[Field]:
    """A box of each type; and the licence, which can be valid."""
    for kind in FieldType:
        found = next((one for one in catalogue.values() if one.type is kind), None)
        if found is not None:
            yield found
    if "licence" in catalogue:
        yield catalogue["licence"]


def _sentences(one: Field, form: str, catalogue: Catalogue) -> Iterator[str]:
    others = [each.words for each in catalogue.values() if each.type is one.type and each is not one]
    lists = [f"list some_{kind}" for kind in _LISTS] if "list L" in form else [""]
    if form.endswith(" F") and not others:
        return
    value = _VALUES[one.type if not form.startswith(("mentions", "does not mention")) else FieldType.TEXT]
    for named in lists:
        said = form.replace("list L", named).replace("V", value)
        yield f"{one.words} {said[:-1] + others[0] if form.endswith(' F') else said}"


def _taken(sentences: list[str], catalogue: Catalogue) -> list[bool]:
    """Whether the checker takes each of them, all in one file: a line for each."""
    lines = [f'indicator i{at} "i" for each item when {said} end' for at, said in enumerate(sentences)]
    source = Source("sentences.stce", _CONTEXT + "\n".join(lines))
    parsed = parse(source, catalogue)
    checked = check((parsed,), {}, catalogue=catalogue, matcher="any 1")
    faulty = {
        one.span.line
        for one in (*parsed.diagnostics, *checked.diagnostics)
        if one.span is not None and has_errors((one,))
    }
    first = _CONTEXT.count("\n") + 1
    return [first + at not in faulty for at in range(len(sentences))]


def _shown(form: str) -> str:
    """A form with words in place of its letters."""
    shown = form.replace("V to V", "… to …").replace("V and V", "… and …").replace("(V, V)", "(…, …)")
    shown = (
        shown.replace("list L", "list …")
        .replace("V", "…")
        .replace("some_strength at least 5 MPa", "MEASURE at least …")
    )
    return shown.removesuffix(" F") + (" FIELD" if form.endswith(" F") else "")
