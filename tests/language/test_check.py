"""Checking files together: names, types, the program that leaves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from stce_rules.core.boxes import Amount
from stce_rules.core.diagnostics import report
from stce_rules.core.fields import CATALOGUE, Catalogue, Field, FieldType, Level
from stce_rules.core.predicates import (
    Dated,
    HsWithin,
    IsYes,
    Limit,
    NamedList,
    OneOf,
    PassesThrough,
    SameAs,
    States,
    TextIs,
    Within,
)
from stce_rules.core.span import Source
from stce_rules.language import program
from stce_rules.language.check import Checked, check, read_lists
from stce_rules.language.parse import Parsed, parse
from stce_rules.language.syntax import Scope


def _parsed(text: str, name: str = "rules.stce", fields: Catalogue = CATALOGUE) -> Parsed:
    parsed = parse(Source(name, text), fields)
    assert report(parsed.diagnostics) == ""
    return parsed


def _check(*texts: str, **options: object) -> Checked:
    return check([_parsed(text, f"file{at}.stce") for at, text in enumerate(texts, start=1)], {}, **options)  # type: ignore[arg-type]  # by name


def _rule(condition: str, scope: str = "item", before: str = "") -> str:
    return f'{before}\nrule "R-1" "A rule" for each {scope} when {condition} then add 10 points end'


def _when(condition: str, scope: str = "item", before: str = "") -> program.Condition:
    checked = _check(_rule(condition, scope, before))
    assert report(checked.diagnostics) == ""
    assert checked.program is not None
    return checked.program.rules[0].header.when


def _predicate(condition: str, scope: str = "item", before: str = "") -> object:
    found = _when(condition, scope, before)
    assert isinstance(found, program.Test)
    return found.predicate


def _mass(kilograms: str) -> Dated:
    return Dated(((None, Amount(Fraction(kilograms), "mass")),))


def test_amounts_are_in_base_units_and_exact() -> None:
    """Grams become kilograms as exact fractions, money keeps its currency, a percentage is in percent."""
    assert _predicate("net mass is more than 25 g") == Within(Limit(_mass("1/40"), included=False), None)
    assert _predicate("net mass is 25 kg") == Within(
        Limit(_mass("25"), included=True), Limit(_mass("25"), included=True)
    )
    money = Dated(((None, Amount(Fraction(10000), "EUR")),))
    assert _predicate("unit value is at most 10,000 EUR") == Within(None, Limit(money, included=True))
    percent = Dated(((None, Amount(Fraction(25, 2), "percentage")),))
    assert _predicate("concentration is less than 12.5%") == Within(None, Limit(percent, included=False))
    days = _predicate("date is from 2024-01-01 to 2024-12-31", "declaration")
    low, high = Dated(((None, date(2024, 1, 1)),)), Dated(((None, date(2024, 12, 31)),))
    assert days == Within(Limit(low, included=True), Limit(high, included=True))


def test_a_dated_parameter_brings_all_its_values() -> None:
    """Each value keeps its first day, and a measure is compared in the base unit of its dimension."""
    found = _predicate(
        "description states uts at least strong",
        before='measure uts in MPa written "UTS" end\n'
        "parameter strong from 1995-01-01 is 2050 MPa from 2013-06-13 is 1.95 GPa",
    )
    assert isinstance(found, States)
    values = ((date(1995, 1, 1), Fraction(2050 * 10**6)), (date(2013, 6, 13), Fraction(1950 * 10**6)))
    expected = Dated(tuple((day, Amount(value, "pressure")) for day, value in values))
    assert found.within == Within(Limit(expected, included=True), None)
    assert (found.measure, found.written) == ("pressure", ("UTS",))
    factors = {spelling: (factor, offset) for spelling, factor, offset in found.units}
    assert factors["GPa"] == (Fraction(10**9), Fraction(0))
    assert factors["N/mm²"] == (Fraction(10**6), Fraction(0))


def test_names_and_codes_are_settled() -> None:
    """Values of fields become the values that declarations are compared with."""
    assert _predicate("origin is in (IR, NO)") == OneOf(frozenset(("IR", "NO")))
    assert _predicate("flow is export", "declaration") == OneOf(frozenset(("export",)))
    assert _predicate("procedure is 1040") == OneOf(frozenset(("1040",)))
    assert _predicate('consignee is "Example Trading FZE"') == OneOf(
        frozenset(("Example Trading FZE", "example trading fze"))
    )
    assert _predicate('end use is "Textile-Dyeing"') == TextIs(frozenset(("textile dyeing",)))
    assert _predicate("route passes through any of (AE, MYPKG)", "declaration") == PassesThrough(
        frozenset(("AE",)), frozenset(("MYPKG",))
    )


def test_what_denies_is_the_negation_of_what_affirms() -> None:
    """`is not`, `does not mention`, `avoids`, `differs from` are negated tests; `none of` is not any of."""
    for condition, scope in (
        ("origin is not IR", "item"),
        ('description does not mention "oil"', "item"),
        ("route avoids AE", "declaration"),
        ("consignee country differs from destination", "item"),
    ):
        found = _when(condition, scope)
        assert isinstance(found, program.Test)
        assert found.negated
    differs = _predicate("consignee country differs from destination")
    assert differs == SameAs("destination")
    none = _when("none of: - origin is IR - origin is SY end")
    assert isinstance(none, program.Not)
    assert isinstance(none.part, program.AnyOf)


def test_a_sentence_is_said_as_it_was_written() -> None:
    """White space and comments within a sentence are left out, a # in quotes is no comment."""
    found = _when('description   mentions # the name\n   any of ("heavy water #1", "D2O")')
    assert isinstance(found, program.Test)
    assert found.sentence == 'description mentions any of ("heavy water #1", "D2O")'


def test_each_file_is_written_in_its_own_edition() -> None:
    """A file of 2017 and one of 2022 name the same goods by different codes."""
    old = 'use edition 2017\nindicator old "Old" for each item when hs is 2931.31 end'
    new = 'indicator new "New" for each item when hs is 2931.41 end'
    checked = _check(old, new, edition=2022)
    assert report(checked.diagnostics) == ""
    assert checked.program is not None
    tests = [one.header.when for one in checked.program.indicators]
    sets = [one.predicate for one in tests if isinstance(one, program.Test)]
    assert len(sets) == 2
    assert isinstance(sets[0], HsWithin)
    assert sets[0] == sets[1]


def test_names_are_shared_by_all_files() -> None:
    """Indicators, parameters and lists of one file are known in the others."""
    common = """parameter large is 5 t list hubs of countries is AE end
    indicator big "Big" for each item when net mass is more than large end"""
    checked = _check(common, _rule("big and origin is in list hubs and net mass is more than large"))
    assert report(checked.diagnostics) == ""
    assert checked.program is not None
    assert [one.name for one in checked.program.lists] == ["hubs"]


def test_a_name_given_in_two_files_is_told_with_both_places() -> None:
    """The second one is told, with the file and line of the first."""
    checked = _check(_rule("origin is IR"), _rule("origin is SY"))
    assert checked.program is None
    assert [one.place for one in checked.diagnostics] == ["file2.stce:2:6"]
    assert checked.diagnostics[0].message == "there already is a rule 'R-1', at line 2 of file1.stce"


def test_predicates_of_plugins_are_used_like_indicators() -> None:
    """A plugin's predicate is called bare, of the subject it judges, and may be a fact of an example."""
    text = """rule "R-1" "A rule" for each item when nerve_agent and detour then add 1 points
    example "x" nerve_agent, detour no expect no hit end"""
    functions = {"nerve_agent": Scope.ITEM, "detour": Scope.DECLARATION}
    checked = _check(text, functions=functions)
    assert report(checked.diagnostics) == ""
    assert checked.program is not None
    when = checked.program.rules[0].header.when
    assert isinstance(when, program.AllOf)
    assert [type(part) for part in when.parts] == [program.Calls, program.Calls]
    for condition, code in (("nerve_agent", "E240"), ("any item shows nerve_agent", "E241")):
        assert [one.code for one in _check(_rule(condition, "declaration"), functions=functions).diagnostics] == [code]
    taken = _check('indicator detour "D" for each item when origin is IR end', functions=functions)
    assert [one.code for one in taken.diagnostics] == ["E250"]


def test_fields_of_plugins_are_checked_by_their_type() -> None:
    """A yes-or-no field and a number of a plugin are asked in their own way."""
    more = CATALOGUE.extended(
        (
            Field("sealed", FieldType.BOOLEAN, Level.ITEM, "items[].extra.sealed", "sealed by the exporter"),
            Field("lot count", FieldType.NUMBER, Level.ITEM, "items[].extra.lots", "number of lots"),
        )
    )
    for condition, predicate, negated in (
        ("sealed is yes", IsYes(), False),
        ("sealed is no", IsYes(), True),
        ("sealed is not no", IsYes(), False),
        ("lot count is 3", Within(*(Limit(Dated(((None, Fraction(3)),)), included=True),) * 2), False),
    ):
        checked = check([_parsed(_rule(condition), fields=more)], {}, catalogue=more)
        assert report(checked.diagnostics) == ""
        assert checked.program is not None
        test = checked.program.rules[0].header.when
        assert isinstance(test, program.Test)
        assert (test.predicate, test.negated) == (predicate, negated)
    wrong = check([_parsed(_rule("lot count is 3 kg or sealed is 3"), fields=more)], {}, catalogue=more)
    assert [one.code for one in wrong.diagnostics] == ["E221", "E223"]


def test_a_file_of_lists_that_could_not_be_read_is_not_told_again() -> None:
    """An empty tuple says that the file's own faults have been told; its names are not looked for."""
    text = _rule("origin is in list risk.hubs", before='use lists from "risk.csv" as risk')
    assert check([_parsed(text)], {"risk": ()}).diagnostics == ()


def test_one_alias_is_one_file() -> None:
    """Two files of lists used under one name are told."""
    lists = {"risk": read_lists(Source("a.csv", "list,value\nhubs,AE\n"), "risk")[0]}
    files = [_parsed(f'use lists from "{name}.csv" as risk', f"{name}.stce") for name in ("a", "b")]
    assert [one.code for one in check(files, lists).diagnostics] == ["E250"]
    assert check([files[0], files[0]], lists).diagnostics == ()


def test_an_unknown_edition_of_the_ruleset_is_told() -> None:
    """The edition of a manifest is checked like that of a file."""
    assert [one.code for one in _check("use edition 2022", edition=2021).diagnostics] == ["E111"]


def test_all_faults_of_all_files_are_told_at_once() -> None:
    """One fault does not hide another, in one rule or in several files."""
    checked = _check(_rule("origin is UK and cas is 756-79-5 and hs is 2931.31"), "parameter p is 5 stones")
    assert [one.code for one in checked.diagnostics] == ["E230", "E103", "E110", "E222"]
    assert checked.program is None


def test_rules_effects_are_gathered() -> None:
    """Effects of a rule are summed, raised and collected; properties are typed."""
    text = """
    rule "R-1" "A rule" version 3 status monitor owner "Desk" regime "CWC" effective from 2022-01-01 until 2030-12-31
      applies to exports, re-exports
      for each item where origin is IR when destination is SY
      unless licence is valid because "permit"
      then add 10 points, add 5 points, at least yellow, ask for "data sheet", refer to "Desk", flag "x"
      if unknown add 1 point
      because "law"
      example "x" origin IR, cas missing, document "X002", document "N941" expect hit with yellow
    end
    decision score at most 100 red when score is at least 70 sample 2% of green into yellow end"""
    checked = _check(text)
    assert report(checked.diagnostics) == ""
    assert checked.program is not None
    rule, decision = checked.program.rules[0], checked.program.decision
    header = rule.header
    assert rule.then == program.Effects(15, "yellow", ("data sheet",), ("Desk",), ("x",))
    assert rule.if_unknown == program.Effects(1)
    assert (header.version, header.status, header.owner, header.because) == (3, "monitor", "Desk", "law")
    assert (header.effective_from, header.effective_until) == (date(2022, 1, 1), date(2030, 12, 31))
    assert header.flows == ("export", "re-export")
    facts = [one for one in header.examples[0].facts if isinstance(one, program.FieldFact)]
    assert [(one.field.words, one.values) for one in facts] == [
        ("origin", ("IR",)), ("cas", ()), ("document", ("X002", "N941")),
    ]  # fmt: skip
    assert decision is not None
    assert (decision.cap, decision.otherwise) == (100, "green")
    assert decision.samples == (program.Sample(Fraction(1, 50), "green", "yellow"),)


def test_a_long_chain_of_indicators_is_walked() -> None:
    """A chain of two thousand indicators has no circle and is no trouble; closed at its end it has one."""
    links = [f'indicator i{n} "I" for each item when i{n + 1} end' for n in range(2000)]
    closed = _check("\n".join([*links, 'indicator i2000 "I" for each item when i0 end']))
    assert [one.code for one in closed.diagnostics] == ["E252"]
    assert _check("\n".join([*links, 'indicator i2000 "I" for each item when origin is IR end'])).program is not None


def test_deep_conditions_in_a_chain_are_walked() -> None:
    """Indicators that ask each other from within many brackets are no trouble."""
    deep, end = "(origin is IR or not (" * 14, "))" * 14
    links = [f'indicator i{n} "I" for each item when {deep} i{n + 1} {end} end' for n in range(60)]
    checked = _check("\n".join([*links, 'indicator i60 "I" for each item when cas is stated end']))
    assert report(checked.diagnostics) == ""


LISTS = {
    "cwc": "list,value\nschedule_1,107-44-8\nschedule_2,756-79-6\nschedule_3,75-44-5\nstates_parties,DE\n"
    "states_parties,NO\nschedule_2_names,thiodiglycol\n",
    "risk": "list,value\nhubs,AE\nhubs,MY\nfree_zones,AEJEA\n",
    "denied": "list,of,value\nentities,parties,Example Trading FZE\n",
}


def test_every_construct_of_the_language_is_checked(repository: Path) -> None:
    """The example of all constructs has no fault but what nothing judges yet."""
    path = repository.parent / "shared" / "design" / "examples" / "all_constructs.stce"
    if not path.exists():
        pytest.skip("the example of all constructs is not beside this checkout")
    lists: dict[str, tuple[NamedList, ...]] = {}
    for alias, text in LISTS.items():
        lists[alias], diagnostics = read_lists(Source(f"{alias}.csv", text), alias)
        assert diagnostics == ()
    checked = check([_parsed(path.read_text(encoding="utf-8"))], lists)
    assert sorted({one.code for one in checked.diagnostics}) == ["E752", "W510"]
