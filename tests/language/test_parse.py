"""Tests of what the parser understands."""

from __future__ import annotations

import re

import pytest

from stce_rules.core.diagnostics import report
from stce_rules.core.fields import CATALOGUE
from stce_rules.core.span import Source
from stce_rules.language import parse as parse_module
from stce_rules.language import syntax as s
from stce_rules.language.parse import parse, scanned
from stce_rules.language.syntax import LiteralKind as Kind
from stce_rules.resources import folder

_GRAMMAR = (folder("grammar") / "stce.lark").read_text(encoding="utf-8")


def _file(text: str, *more_fields: str) -> s.File:
    found = parse(Source("made.stce", text), (*CATALOGUE, *more_fields))
    assert not found.diagnostics, report(found.diagnostics)
    return found.file


def _condition(text: str, *more_fields: str) -> s.Condition:
    [found] = _file(f'indicator x_y "t" for each item when {text} end', *more_fields).statements
    assert isinstance(found, s.IndicatorStatement)
    return found.when


def _sentence(text: str, *more_fields: str) -> s.Sentence:
    found = _condition(text, *more_fields)
    assert isinstance(found, s.Sentence)
    return found


def _value(text: str) -> s.Literal:
    relation = _sentence(f"hs is {text}").relation
    assert isinstance(relation, s.Is)
    assert isinstance(relation.predicate, s.Equals)
    return relation.predicate.value


def _field(text: str, *more_fields: str) -> str:
    subject = _sentence(text, *more_fields).subject
    assert isinstance(subject, s.FieldSubject)
    return subject.field.text


def test_no_word_of_the_language_is_taken_for_a_unit() -> None:
    """After a number every word of the language stays a word, so `at least 2 items show` is not two of something."""
    machine = parse_module._machine(tuple(CATALOGUE))
    words = [word for word in machine.types if word.isalpha()]
    assert len(words) > 100
    for word in words:
        kinds = [token.type for token in scanned(Source("made.stce", f"7 {word}")).tokens]
        assert kinds == ["INTEGER", machine.types[word]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2931.41", Kind.HS),
        ("2931.41.00", Kind.HS),
        ("2931.41.00.10.05", Kind.HS),
        ("heading 8401", Kind.HS),
        ("chapter 28", Kind.HS),
        ("756-79-6", Kind.CAS),
        ("SS", Kind.COUNTRY),
        ("NO", Kind.COUNTRY),
        ("no", Kind.BOOLEAN),
        ("yes", Kind.BOOLEAN),
        ("AEJEA", Kind.PLACE),
        ("25 kg", Kind.QUANTITY),
        ("25kg", Kind.QUANTITY),
        ("25 kgs", Kind.QUANTITY),
        ("1,234.5 kg/m3", Kind.QUANTITY),
        ("1234.56 EUR", Kind.QUANTITY),
        ("10,000 EUR", Kind.QUANTITY),
        ("2.5 µm", Kind.QUANTITY),
        ("25.5", Kind.QUANTITY),
        ("40%", Kind.PERCENT),
        ("0.5 %", Kind.PERCENT),
        ("30 days", Kind.DURATION),
        ("2 weeks", Kind.DURATION),
        ("1 month", Kind.DURATION),
        ("2027-01-01", Kind.DATE),
        ("2027-13-41", Kind.DATE),
        ("1040", Kind.INTEGER),
        ("10,000", Kind.INTEGER),
        ('"X002"', Kind.TEXT),
        ('""', Kind.TEXT),
        ("X002", Kind.CODE),
        ("1C350", Kind.CODE),
        ("DE004600", Kind.CODE),
        ("2027/01/01", Kind.CODE),
        ("export", Kind.CODE),
    ],
)
def test_a_value_is_known_by_its_form(text: str, kind: Kind) -> None:
    """What a value looks like decides its kind; whether it exists is the checker's business."""
    assert _value(text) == s.Literal(kind, text.strip('"'), Source("", "").span(0, 0))


@pytest.mark.parametrize(
    "text",
    ["desination", "net weight", "country of origin", "consignee contry", "goods description text"],
)
def test_a_misspelt_field_is_read_as_a_field(text: str) -> None:
    """A box that does not exist is still read, so that the checker can say which one was meant."""
    assert _field(f"{text} is IR") == text


def test_fields_of_plugins_are_read() -> None:
    """The words of a field that a plugin adds are read like those of the catalogue."""
    assert _field(["family of toxins is IR", "hs is 2931.41"][0], "family of toxins") == "family of toxins"
    assert _field("a/b ratio (dry) is 5", "a/b ratio (dry)") == "a/b ratio (dry)"


def test_spaces_and_line_breaks_do_not_matter() -> None:
    """Tabs, Windows line ends, a byte order mark and blanks within a field's words change nothing."""
    plain = 'rule "A" "t"\n  for each item\n  when net mass is at least 30 kg\n  then add 1 points\nend\n'
    odd = "\ufeff" + plain.replace("\n", "\r\n").replace("  ", "\t").replace("net mass", "net \t mass")
    assert _file(odd) == _file(plain)
    assert _file(plain.replace("\n", " ")) == _file(plain)


def test_end_and_use_are_not_the_field_end_use() -> None:
    """`end use edition 2022` on one line ends a list and begins a statement; `end use` elsewhere is the field."""
    assert len(_file("list hubs of countries is AE end use edition 2022").statements) == 2
    assert _field("end use is missing") == "end use"


def test_comparisons_may_leave_out_is() -> None:
    """`is more than` and bare `more than` are the same sentence."""
    assert _condition("net mass more than 5 kg") == _condition("net mass is more than 5 kg")


def test_properties_come_in_any_order() -> None:
    """Properties may be written in any order."""
    text = 'rule "A" "t" {} for each item when x_y then add 1 points end'
    one = _file(text.format('version 3 owner "desk" effective from 2022-01-01 until 2023-01-01'))
    other = _file(text.format('effective from 2022-01-01 until 2023-01-01 owner "desk" version 3'))
    assert one == other


def test_facts_of_examples() -> None:
    """A word alone is an indicator, with `no` it does not hold; anything with a value is a field."""
    [found] = _file(
        'indicator x_y "t" for each item when a_b '
        'example "e" cas 756-79-6, cas missing, flow export, a_b, c_d no, net weight 5 kg, hs 2930.70 expect no hit end'
    ).statements
    assert isinstance(found, s.IndicatorStatement)
    shown = [
        (one.field.text, one.value and one.value.text) if isinstance(one, s.FieldFact) else (one.name.text, one.holds)
        for one in found.examples[0].facts
    ]
    assert shown == [
        ("cas", "756-79-6"),
        ("cas", None),
        ("flow", "export"),
        ("a_b", True),
        ("c_d", False),
        ("net weight", "5 kg"),
        ("hs", "2930.70"),
    ]
    assert found.examples[0].expect is s.Expectation.NO_HIT


def test_windows() -> None:
    """An aggregate over a window keeps what it is about, by which fields, and over which time."""
    subject = _sentence('number of earlier hits of rule "A" by consignee and cas over 90 days is 0').subject
    assert isinstance(subject, s.WindowSubject)
    assert subject.aggregate is s.Aggregate.EARLIER_HITS
    assert subject.of is not None
    assert subject.of.text == "A"
    assert [one.text for one in subject.window.by] == ["consignee", "cas"]
    assert subject.window.over.text == "90 days"


def test_spans_cover_what_was_written() -> None:
    """Every part of the tree points at its own words."""
    text = 'indicator x_y "t"\n  for each item\n  when destination is not in list cwc.parties as of 2026-01-01\nend # c'
    [found] = _file(text).statements
    assert isinstance(found, s.IndicatorStatement)
    assert found.span.text == text.removesuffix(" # c")
    assert found.for_each.span.text == "for each item"
    assert isinstance(found.when, s.Sentence)
    assert found.when.subject.span.text == "destination"
    assert isinstance(found.when.relation, s.Is)
    assert isinstance(found.when.relation.predicate, s.InList)
    assert found.when.relation.predicate.list.span.text == "list cwc.parties as of 2026-01-01"
    assert (found.span.line, found.when.span.line, found.when.span.column) == (1, 3, 8)


def test_and_binds_tighter_where_it_is_mixed() -> None:
    """A sentence that can be read two ways is a fault, and read on with `and` first."""
    found = parse(Source("made.stce", 'indicator x_y "t" for each item when a_b or c_d and e_f end'))
    assert [one.code for one in found.diagnostics] == ["E210"]
    [statement] = found.file.statements
    assert isinstance(statement, s.IndicatorStatement)
    assert statement.when == _condition("a_b or (c_d and e_f)")


def test_comments_are_kept_apart() -> None:
    """Comments are no part of the meaning; a `#` within quotation marks is no comment."""
    file = _file('# one\nuse rules from "a#b.stce" # two  \n')
    assert [one.text for one in file.comments] == ["# one", "# two"]
    assert file == _file('use rules from "a#b.stce"')


def test_the_parser_is_made_once_for_each_catalogue() -> None:
    """A second file of the same catalogue does not wait for the grammar again."""
    assert parse_module._machine(tuple(CATALOGUE)) is parse_module._machine(tuple(CATALOGUE))


def test_every_keyword_of_the_grammar_is_a_plain_word() -> None:
    """Keywords are small letters only: that is how they are kept out of units, and offered for misspelt words."""
    rules = _GRAMMAR.split("// ---- words.")[0]
    written = set(re.findall(r'"([^"]+)"', re.sub(r"//.*", "", rules)))
    assert {word for word in written if not re.fullmatch(r"[a-z]+", word)} == {",", ":", "-", "(", ")"}
