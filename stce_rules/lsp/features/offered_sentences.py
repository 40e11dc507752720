"""Sentences to offer: what a condition can begin with, what can be said of a box, what an example can state.

Enters: a place and the subject there. Leaves: items; the texts of snippets are those of `snippets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from stce_rules.core.fields import FieldType
from stce_rules.language import syntax as s
from stce_rules.language.checking.amounts import COMPARED
from stce_rules.language.reading.tokens import Node
from stce_rules.lsp.features import offered_names, snippets
from stce_rules.lsp.features.items import Item, ItemKind
from stce_rules.lsp.features.keywords import KEYWORDS
from stce_rules.lsp.features.place import Place, kinds_of
from stce_rules.lsp.features.subject import About, Subject, subject
from stce_rules.lsp.features.surroundings import Surroundings

__all__ = ["boxes", "conditions", "dated", "phrases", "sayings", "scope_of"]


def phrases(table: Mapping[str, tuple[str, str, str]], accepts: frozenset[str], on: date, sort: str) -> list[Item]:
    """The phrases of a table whose first word may stand here."""
    return [
        Item(label, ItemKind.PHRASE, dated(text, on), snippet="$" in text, detail=detail, sort=f"{sort}{n:02}")
        for n, (label, (needs, text, detail)) in enumerate(table.items())
        if needs in accepts
    ]


def dated(text: str, on: date) -> str:
    """With today for the day it begins, and a year later for its review."""
    later = on.replace(year=on.year + 1, day=min(on.day, 28))
    return text.replace("DAY", on.isoformat()).replace("REVIEW", later.isoformat())


def conditions(around: Surroundings, place: Place) -> list[Item]:
    """A box, an indicator, bullets, a window over past declarations."""
    scope, kinds = scope_of(place), kinds_of(place.open)
    if kinds[:1] == ("DECISION",):
        return [Item("score is at least", ItemKind.PHRASE, "score is at least ${1:70}", snippet=True, sort="1")]
    own = place.tokens[1].text if kinds[:1] == ("INDICATOR",) and len(place.tokens) > 1 else ""
    found = offered_names.fields(around)
    found += phrases(snippets.CONDITIONS, place.accepts, around.on, "4")
    if scope is not s.Scope.DECLARATION:
        found += offered_names.indicators(around, None, own=own)
    else:
        found += offered_names.indicators(around, s.Scope.DECLARATION, own=own)
        found += [
            Item(f"any item shows {one.label}", ItemKind.PHRASE, detail=one.detail, filter=one.filter, sort="1")
            for one in offered_names.indicators(around, s.Scope.ITEM)
        ]
    return [*found, *(
        Item(label, ItemKind.PHRASE, text, snippet=True, detail=KEYWORDS[label.split()[0]], sort="6")
        for label, text in snippets.WINDOWS.items()
    )]  # fmt: skip


def scope_of(place: Place) -> s.Scope | None:
    """What the unit judges, where it has been said."""
    for part in place.open:
        kinds = kinds_of(part.children) if isinstance(part, Node) and part.rule == "for_each" else kinds_of((part,))
        if _SCOPES & set(kinds):
            return s.Scope.DECLARATION if "DECLARATION" in kinds else s.Scope.ITEM
    return None


_SCOPES = frozenset({"ITEM", "DECLARATION"})


def sayings(around: Surroundings, about: Subject) -> list[Item]:
    """What can be said of the box, after what is said already."""
    said = " ".join(about.said)
    found = []
    for n, phrase in enumerate(_sayings(around, about)):
        if not phrase.startswith(f"{said} " if said else ""):
            continue
        rest = phrase[len(said) + 1 :] if said else phrase
        label = re.sub(r"\$\{\d:([^}]*)\}", r"\1", rest)
        label = re.sub(r"\$\d", "…", label)
        found.append(Item(label, ItemKind.PHRASE, rest, snippet="$" in rest, detail=_told(phrase), sort=f"11{n:02}"))
    return found


def _told(phrase: str) -> str:
    """What a phrase says, by the longest beginning of it that is explained."""
    begun = [one for one in snippets.SAYINGS if phrase.startswith(one)]
    return snippets.SAYINGS[max(begun, key=len)] if begun else ""


def _sayings(around: Surroundings, about: Subject) -> Iterable[str]:
    if about.about in (About.SCORE, About.WINDOW):
        return snippets.RELATIONS[FieldType.NUMBER][:5]
    if about.about is About.MEASURE:
        return ("at least", "at most", "more than", "less than", "between $1 and $2")
    if about.field is None:
        return ("is", "is not", "is at least", "is in list", "mentions", "is missing")
    if about.about is About.FACT:
        return ("missing",)
    more = ("is valid",) if about.field.words == "licence" else ()
    resembles = around.contributions.matchers
    return (
        *more,
        *(one for one in snippets.RELATIONS[about.field.type] if resembles or not one.startswith("resembles")),
    )


def boxes(around: Surroundings, place: Place) -> Iterator[Item]:
    """A box by itself: compared with, counted by, stated in an example."""
    kinds = kinds_of(place.open)
    if "EXAMPLE" in kinds:
        yield from _fact(around, place)
        return
    tail = kinds[-1] if kinds else ""
    compared = subject(place, around.catalogue)
    types: frozenset[FieldType] | None = None
    if tail in ("FROM", "AS") and compared is not None and compared.field is not None:
        types = frozenset((compared.field.type,))
    elif tail in ("TOTAL", "LARGEST"):
        types = COMPARED - {FieldType.DATE, FieldType.PERCENT}
    words = compared.words if compared is not None else ""
    yield from (one for one in offered_names.fields(around, types) if one.label != words)


def _fact(around: Surroundings, place: Place) -> Iterator[Item]:
    """The boxes the unit asks about come first, those this example does not state yet; then its indicators."""
    at = max(n for n, one in enumerate(place.tokens) if one.type == "EXAMPLE")
    first = next(n for n, one in enumerate(place.tokens) if one.type == "EXAMPLE")
    asked = offered_names.asked_boxes(around, place.tokens[:first])
    stated = {one.text for one in place.tokens[at:] if one.type == "FIELD"}
    left = [words for words in asked if words not in stated]
    if len(left) > 1:
        text = ", ".join(f"{words} ${{{n}:missing}}" for n, words in enumerate(left, start=1))
        detail = "all boxes this unit asks about"
        yield Item(
            ", ".join(f"{words} …" for words in left), ItemKind.PHRASE, text, snippet=True, detail=detail, sort="0"
        )
    once = {words for words in stated if words in around.catalogue and not around.catalogue[words].many}
    yield from (one for one in offered_names.fields(around, first=left) if one.label not in once)
    yield from offered_names.indicators(around, None)
