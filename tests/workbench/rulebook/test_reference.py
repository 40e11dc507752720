"""The reference of the language: made from grammar, fields and checker, and current in the documentation."""

from __future__ import annotations

import pytest

from stce_rules.core.codes import CODES
from stce_rules.core.fields import CATALOGUE, Field, FieldType, Level
from stce_rules.core.span import Source
from stce_rules.language.check import check
from stce_rules.language.parse import parse
from stce_rules.workbench.rulebook.grammar import grammar_parts
from stce_rules.workbench.rulebook.reference import Reference, language_page, markdown, reference
from tests.docs.pages import REPOSITORY


@pytest.fixture(scope="module")
def made() -> Reference:
    """The reference of an installation without plugins."""
    return reference()


def test_the_page_is_current(made: Reference) -> None:
    """docs/reference.md is what is made; `python -m stce_rules.cli.reference_page` writes it."""
    assert (REPOSITORY / "docs" / "reference.md").read_text(encoding="utf-8") == markdown(made)


GRAMMAR = """\
// A comment.
?statement: greeting | list

// ---- what is said: to whom
greeting: "hello" NAME ("and" NAME)* "!"?   -> said
// Another comment.
list: "list" (NAME | FIELD) "is" value ("," value)* "end"
?value: INTEGER | "yes"
_word: NAME

// ---- words
NAME: /[a-z]+/
%ignore WS
"""


def test_a_grammar_in_plain_form() -> None:
    """Words stand as they are, parts in angle brackets, what may be left out in square ones; no patterns."""
    (part,) = grammar_parts(GRAMMAR)
    assert part.title == "what is said"
    assert [(one.name, one.forms) for one in part.rules] == [
        ("greeting", ["hello <name> [and <name> …] [!]"]),
        ("list", ["list (<name> | <field>) is <value>[, <value> …] end"]),
        ("value", ["<number> | yes"]),
    ]


def test_what_has_no_plain_form_is_refused() -> None:
    """A grammar that grows something new fails the making of the reference instead of being told wrongly."""
    with pytest.raises(ValueError, match="no plain form"):
        grammar_parts('// ---- part\nrule: "a" ~ 3\n')


def test_every_statement_is_told(made: Reference) -> None:
    """Each rule of the grammar that says something to a reader is on the page, and what it refers to as well."""
    names = {rule.name for part in made.grammar for rule in part.rules}
    assert {"rule", "indicator", "exemption", "decision", "guarantee", "example", "condition", "window"} <= names
    known = names | {one.name.strip("<>") for one in made.words}
    told = " ".join(form for part in made.grammar for rule in part.rules for form in rule.forms)
    for name in told.replace("alias.name", "alias_name").split("<")[1:]:
        assert name.split(">")[0].replace("alias_name", "alias.name") in known


def test_sentences_are_those_that_the_checker_takes(made: Reference) -> None:
    """Of a mass it is said that it is at least so much, of a route that it passes through, never the other way."""
    forms = {one.type: one.forms for one in made.sayable}
    assert "is at least …" in forms["mass"]
    assert "mentions …" in forms["text"]
    assert "is at least …" not in forms["text"]
    assert forms["route"] == ["passes through …", "passes through list …", "avoids …", "is missing", "is stated"]
    assert [one.example for one in made.sayable if "is valid" in one.forms] == ["licence"]
    text = 'rule "R" "r" for each item when net mass mentions "a" then add 1 point end'
    assert check((parse(Source("a.stce", text)),), {}).program is None


def test_fields_of_plugins_are_told() -> None:
    """A box that a plugin brings stands in the table like any other."""
    box = Field("crew size", FieldType.NUMBER, Level.HEADER, "extra.crew", "people on board")
    made = reference(CATALOGUE.extended([box]))
    assert made.fields[-1].words == "crew size"
    assert "is at least …" in next(one.forms for one in made.sayable if one.type == "number")


def test_the_page_of_the_language(made: Reference) -> None:
    """The page holds grammar, words, fields, sentences, units, and every diagnostic code."""
    page = language_page(made)
    assert "&lt;condition&gt;" in page
    assert all(f">{code}<" in page for code in CODES)
    assert page.count("<section") == len(made.grammar) + 5
