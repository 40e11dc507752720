"""The colours of an editor: the words it sees are the words that the parser sees."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path

import pytest

from stce_rules.core.span import Source
from stce_rules.language.parse import scanned, words
from stce_rules.workbench.highlighting import COMMITTED, KEYWORDS, text, textmate
from tests.editors.extension import EXTENSION, run

Runs = dict[tuple[int, int], str]
"""Scopes by the extent of what has them."""

_CLASSES: dict[str, str | tuple[str, ...]] = {
    "STRING": "string.quoted.double.",
    "COMMENT": "comment.line.",
    "DATE": "constant.numeric.date.",
    "CAS": "constant.numeric.cas.",
    "PERCENT": "constant.numeric.percent.",
    "DURATION": "constant.numeric.duration.",
    "HS": "constant.numeric.hs.",
    "QUANTITY": "constant.numeric.quantity.",
    "INTEGER": "constant.numeric.integer.",
    "ENTRY": "variable.other.constant.code.entry.",
    "PLACE": "variable.other.constant.place.",
    "COUNTRY": "variable.other.constant.country.",
    "CODE": "variable.other.constant.code.",
    "FIELD": "variable.other.field.",
    "DOTTED": "entity.name.type.list.",
    "UNIT": "keyword.other.unit.",
    "WORD": ("keyword.other.unit.", "invalid.illegal.word."),
    "NAME": ("entity.name.", "variable.other.constant.parameter.", "constant.language.", "keyword.other.unit."),
    "COLON": "punctuation.separator.",
    "COMMA": "punctuation.separator.",
    "LPAR": "punctuation.section.",
    "RPAR": "punctuation.section.",
    "MINUS": "punctuation.definition.bullet.",
}
_DUTIES = ("storage.type.statement.", "keyword.", "support.function.", "constant.language.")

_SENTENCES = {
    'rule "A-1" "t"': {"rule": "storage.type.statement"},
    'when not rule "A-1" hits': {"rule": "keyword.other.reference", "not": "keyword.other.logical"},
    "list hubs of places is AEJEA end": {"list": "storage.type.statement", "hubs": "entity.name.type.list"},
    "cas is in list cwc.part_b": {"list": "keyword.other.reference", "cwc.part_b": "entity.name.type.list"},
    "any item shows weak_mixture": {
        "any": "keyword.other.quantifier",
        "weak_mixture": "entity.name.function.indicator",
    },
    "no item shows x_y": {"no": "keyword.other.quantifier"},
    "expect no hit": {"no": "constant.language.outcome"},
    "licence is valid or container is no": {
        "no": "constant.language.boolean",
        "or": "keyword.other.logical",
    },
    "end user country is NO": {
        "end user country": "variable.other.field",
        "NO": "variable.other.constant.country",
    },
    "end": {"end": "storage.type.statement"},
    "version 1 status active": {"active": "constant.language.status", "status": "keyword.other.property"},
    "applies to re-exports": {"to": "keyword.other.property", "re-exports": "constant.language.flow"},
    "concentration is at most trace_amount": {"trace_amount": "variable.other.constant.parameter"},
    "cas missing": {"missing": "constant.language.state"},
    "ask for": {"for": "support.function.effect"},
    "for each item": {"for": "keyword.control.clause", "item": "keyword.other.subject"},
    "measure uts in MPa": {"uts": "entity.name.type.measure", "MPa": "keyword.other.unit"},
    "at least red": {"at": "keyword.operator.comparison", "red": "constant.language.channel"},
    "parameter trace is 10%": {
        "trace": "variable.other.constant.parameter",
        "10%": "constant.numeric.percent",
    },
    "hs is from heading 8401 to chapter 85": {
        "heading 8401": "constant.numeric.hs",
        "chapter 85": "constant.numeric.hs",
    },
    "total net mass by consignee over 30 days": {
        "by": "support.function.window",
        "30 days": "constant.numeric.duration",
    },
    "review by 2027-01-01": {"by": "keyword.other.property", "2027-01-01": "constant.numeric.date"},
    'cas 756-79-6 # "no"': {"756-79-6": "constant.numeric.cas", '# "no"': "comment.line.number-sign"},
}
"""Words of sentences, and the scopes they have there."""


def coloured(*texts: str) -> list[Runs]:
    """What an editor sees in each text, by offsets."""
    found: list[Runs] = []
    told = json.loads(run("node", "test/tokenise.mjs", given=json.dumps(texts)))
    for one, lines in zip(texts, told, strict=True):
        starts = accumulate((len(line) + 1 for line in one.split("\n")), initial=0)
        found.append(
            {
                (at + start, at + end): scope
                for at, runs in zip(starts, lines, strict=False)
                for start, end, scope in runs
            }
        )
    return found


def test_the_extension_ships_the_grammar_that_the_language_gives(repository: Path) -> None:
    """The grammar in the repository is the one made from the language; the module named in it writes it anew."""
    assert (repository / COMMITTED).read_text(encoding="utf-8") == text()
    assert (repository / COMMITTED).is_relative_to(EXTENSION)


def test_every_keyword_has_one_duty() -> None:
    """The keywords with a duty are those of the language, each named once."""
    told = [word for several in KEYWORDS.values() for word in several.split()]
    assert sorted(told) == sorted(word for word in words().keywords if word.isalpha())


def test_fields_of_plugins_can_be_coloured() -> None:
    """A grammar for other fields knows their words, several words included."""
    assert "seal[ \\t]+number" in json.dumps(textmate(["seal number"])["patterns"]).replace("\\\\", "\\")


def test_an_editor_sees_the_words_that_the_parser_sees(repository: Path) -> None:
    """In every rule file an editor colours each word of the language with its class, whole, and nothing else."""
    paths = [*repository.glob("rulesets/*/*.stce"), *repository.glob("tests/corpus/*/**/*.stce")]
    found = [Source(str(path), path.read_bytes().decode(errors="replace")) for path in sorted(paths)]
    sound = [one for one in found if not scanned(one).faults]
    assert len(sound) > 150
    for source, runs in zip(sound, coloured(*(one.text for one in sound)), strict=True):
        scan = scanned(source)
        kinds = {(one.start, one.end): one.type for one in scan.tokens}
        kinds |= {(one.span.start, one.span.end): "COMMENT" for one in scan.comments}
        assert runs.keys() == kinds.keys(), source.name
        for (start, end), kind in kinds.items():
            scope = runs[start, end]
            assert scope.startswith(_CLASSES.get(kind, _DUTIES)), f"{source.name}: {source.text[start:end]} is {scope}"


@pytest.fixture(scope="module")
def sentences() -> dict[str, Runs]:
    """What an editor sees in each sentence."""
    return dict(zip(_SENTENCES, coloured(*_SENTENCES), strict=True))


@pytest.mark.parametrize("line", _SENTENCES)
def test_words_are_coloured_by_their_duty_in_the_sentence(line: str, sentences: dict[str, Runs]) -> None:
    """A word that has several duties gets the colour of the one it has there."""
    found = {line[start:end]: scope.removesuffix(".stce") for (start, end), scope in sentences[line].items()}
    assert _SENTENCES[line].items() <= found.items()
