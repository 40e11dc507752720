"""Tests of what is offered while a rule is being written."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from stce_rules.core.fields import CATALOGUE, FieldType
from stce_rules.core.span import Source
from stce_rules.core.truth import Truth
from stce_rules.hooks import Contributions, Function
from stce_rules.lsp.features.completion import ItemKind, complete
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.plan.model import Scope
from tests.lsp.features.desk import TODAY, chosen, desk, offered, typing

WHEN = 'rule "N-1" "new"\n  for each item\n  when '


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    """A ruleset of two files and a file of lists."""
    return desk(tmp_path_factory.mktemp("desk"))[0]


def test_a_condition_begins_with_indicators_boxes_and_bullets(around: Surroundings) -> None:
    """Where a condition begins, indicators come first, then boxes, then bullets."""
    found = list(offered(around, WHEN + "¦"))
    assert found[:2] == ["detour", "precursor"]
    assert found.index("precursor") < found.index("hs") < found.index("any of:")


def test_the_indicator_being_written_is_not_offered_to_itself(around: Surroundings) -> None:
    """An indicator is not offered within its own condition."""
    assert "precursor" not in offered(around, 'indicator precursor "p"\n  for each item\n  when ¦')


def test_a_declaration_asks_for_items_that_show_an_indicator(around: Surroundings) -> None:
    """For each declaration, an item's indicator is offered through the items that show it."""
    found = offered(around, 'rule "N" "n"\n  for each declaration\n  when ¦')
    assert "any item shows precursor" in found
    assert "precursor" not in found
    assert "detour" in found


def test_only_item_indicators_follow_shows(around: Surroundings) -> None:
    """After `any item shows` stand the indicators of items alone."""
    found = offered(around, 'rule "N" "n"\n  for each declaration\n  when any item shows ¦')
    assert list(found) == ["precursor"]


@pytest.mark.parametrize("typed", ["n¦", "net¦", "net ¦", "net m¦", "net mass¦"])
def test_a_box_of_several_words_is_found_while_it_is_written(around: Surroundings, typed: str) -> None:
    """A box of two words is offered from its first letter to its last, and replaces all of it."""
    text = WHEN + typed
    assert chosen(around, text, "net mass") == WHEN + "net mass"


def test_a_box_tells_its_type_and_wco_element(around: Surroundings) -> None:
    """A box is offered with its help, what a blank one means, and its WCO data element."""
    found = offered(around, WHEN + "licen¦")["licence"]
    assert "presented as a licence" in found.detail
    assert "a blank box means none" in found.help
    assert "AdditionalDocument/TypeCode" in found.help


@pytest.mark.parametrize(
    ("box", "said", "not_said"),
    [
        ("hs", "is from … to …", 'mentions "…"'),
        ("cas", "is in list", "is at least"),
        ("net mass", "is at least", "is in list"),
        ("description", 'mentions "…"', "is at least"),
        ("route", "passes through", "is at least"),
        ("licence", "is valid", "is exactly"),
        ("destination", "is not in list", "is valid"),
    ],
)  # fmt: skip
def test_only_what_can_be_said_of_a_box_is_offered(around: Surroundings, box: str, said: str, not_said: str) -> None:
    """After a box stands what can be said of its type."""
    found = offered(around, f"{WHEN}{box} ¦")
    assert said in found
    assert not_said not in found
    assert not {one.split()[0] for one in found} & {"then", "and"}


def test_the_rest_of_a_saying_is_offered(around: Surroundings) -> None:
    """After the first words of a saying, the rest of it is offered."""
    assert "in list" in offered(around, WHEN + "destination is ¦")
    assert "in list" in offered(around, WHEN + "destination is not ¦")
    assert list(offered(around, WHEN + "destination is not in l¦")) == ["list"]


def test_names_of_parties_resemble_only_where_something_compares_them(around: Surroundings) -> None:
    """`resembles` is not offered without a plugin that compares names."""
    assert not [one for one in offered(around, WHEN + "consignee ¦") if one.startswith("resembles")]


def test_every_type_of_box_has_something_to_say(around: Surroundings) -> None:
    """There are phrases for each type of box in the catalogue."""
    for words, field in CATALOGUE.items():
        assert field.type in FieldType
        found = offered(around, f"{WHEN}{words} ¦")
        assert any(one.kind is ItemKind.PHRASE for one in found.values()), words


def test_hs_codes_are_found_by_digits(around: Surroundings) -> None:
    """Typed digits bring the codes below them with their names, headings and chapters too."""
    found = offered(around, WHEN + "hs is 2931.4¦")
    assert found["2931.41"].detail == "dimethyl methylphosphonate"
    found = offered(around, WHEN + "hs is 29¦")
    assert next(iter(found)) == "chapter 29"
    assert found["heading 2931"].detail == "17 subheadings of HS 2022"
    assert chosen(around, WHEN + "hs is in (8401.10, 293141¦", "2931.41") == WHEN + "hs is in (8401.10, 2931.41"


def test_headings_and_chapters_are_found_by_word(around: Surroundings) -> None:
    """Before a digit is typed, headings and chapters are offered by their word, then by their number."""
    assert list(offered(around, WHEN + "hs is from chap¦")) == ["chapter …"]
    assert chosen(around, WHEN + "hs is from chapter 7¦", "chapter 72") == WHEN + "hs is from chapter 72"


def test_a_box_that_is_compared_with_ends_the_sentence(around: Surroundings) -> None:
    """After the second box of a comparison nothing more is said of it."""
    found = offered(around, WHEN + "consignee country differs from destination ¦")
    assert {"and", "then add … points"} <= set(found)
    assert not {"is", "hs", "is not"} & set(found)


def test_for_after_ask_is_a_word_alone(around: Surroundings) -> None:
    """After `ask` stands `for` and no clause that begins so."""
    assert list(offered(around, WHEN + "precursor\n  then ask ¦")) == ["for"]


def test_hs_codes_are_found_by_words(around: Surroundings) -> None:
    """A word of the goods brings the codes so named."""
    found = offered(around, WHEN + "hs is centrif¦")
    assert "8421.19" in found


def test_hs_codes_are_those_of_the_edition_of_the_file(tmp_path: Path) -> None:
    """A file in an older edition is offered that edition's codes, and no name that came later."""
    around, _ = desk(tmp_path, 'use edition 2017\nlist a of codes is "X" end\n')
    found = offered(around, 'use edition 2017\nlist a of codes is "X" end\n' + WHEN + "hs is 2931.3¦")
    assert found["2931.31"].detail == "HS 2017"
    assert "2931.41" not in offered(around, "use edition 2017\n" + WHEN + "hs is 2931.4¦")


def test_a_code_that_stands_in_the_brackets_is_not_offered_again(around: Surroundings) -> None:
    """A value that is already in the brackets is left out."""
    found = offered(around, WHEN + "hs is in (2931.41, 2931.4¦")
    assert "2931.41" not in found
    assert "2931.43" in found


def test_chemicals_are_found_by_number_and_by_name(around: Surroundings) -> None:
    """A CAS number is found by its digits or the words of its name, and says which list holds it."""
    assert "756-79-6" in offered(around, WHEN + "cas is 756¦")
    by_name = offered(around, WHEN + "cas is dimethyl methyl¦")
    assert by_name["756-79-6"].detail == "dimethyl methylphosphonate"
    assert "own.precursors" in by_name["756-79-6"].help
    assert chosen(around, WHEN + "cas is dimethyl methyl¦", "756-79-6") == WHEN + "cas is 756-79-6"


def test_countries_are_found_by_code_and_by_name(around: Surroundings) -> None:
    """A country is found by its code in any case, or by words of its name."""
    assert offered(around, WHEN + "destination is ss¦")["SS"].detail == "South Sudan"
    assert chosen(around, WHEN + "origin is in (AE, south su¦", "SS") == WHEN + "origin is in (AE, SS"


def test_places_are_found_by_name(around: Surroundings) -> None:
    """A port is found by its name."""
    assert offered(around, WHEN + "port of loading is jebel¦")["AEJEA"].detail == "Jebel Ali, United Arab Emirates"


def test_a_route_takes_countries_and_places(around: Surroundings) -> None:
    """What a route passes through is a country or a place."""
    found = offered(around, WHEN + "route passes through united ar¦")
    assert {"AE", "AEJEA"} <= set(found)


def test_codes_come_from_the_lists_of_the_ruleset(around: Surroundings) -> None:
    """For a box of codes the members of the ruleset's lists of codes are offered."""
    assert offered(around, WHEN + "document is X¦")["X002"].detail == "dual-use permit"
    assert offered(around, WHEN + 'document is "X¦"')["X002"].detail == "dual-use permit"


def test_codes_that_other_rules_name_are_offered(tmp_path: Path) -> None:
    """A code or party that conditions or examples of the ruleset name is offered for the same box."""
    rule = (
        WHEN
        + 'consignee is "AE-778" then add 5 points example "x" procedure "3151", consignee "B 1" expect no hit end\n'
    )
    around, _ = desk(tmp_path, rule)
    assert '"3151"' in offered(around, rule + WHEN.replace("N-1", "N-2") + "procedure is ¦")
    assert list(offered(around, rule + WHEN + 'consignee is "¦"')) == ["AE-778", "B 1", "Example Trading FZE"]


def test_control_entries_are_those_of_the_regimes(around: Surroundings) -> None:
    """For a control entry the entries that stand in the ruleset's regimes are offered."""
    assert "1C350" in offered(around, WHEN + "control entry is 1¦")


def test_lists_are_those_whose_members_the_box_can_be(around: Surroundings) -> None:
    """After `in list` stand the lists of the box's kind, with size, kind and day."""
    found = offered(around, WHEN + "destination is in list ¦")
    assert list(found) == ["hubs", "own.risk"]
    assert found["own.risk"].detail == "2 countries, of 2026-06-01"
    assert list(offered(around, WHEN + "description mentions any of list ¦")) == ["own.words"]
    assert list(offered(around, WHEN + "hs is in list own.¦")) == ["own.goods"]


def test_units_fit_the_box(around: Surroundings) -> None:
    """After a number stand the units of the box's dimension, the usual first."""
    found = list(offered(around, WHEN + "net mass is more than 25 ¦"))
    assert found[:3] == ["kg", "t", "g"]
    assert "MPa" not in found
    assert list(offered(around, WHEN + "concentration is at most 30¦ ")) == []
    assert "EUR" in offered(around, WHEN + "item value is at least 10,000 ¦")
    assert chosen(around, WHEN + "net mass is more than 25k¦", "kg") == WHEN + "net mass is more than 25kg"


def test_units_fit_the_measure(around: Surroundings) -> None:
    """After a number beside a measure stand the units of the measure's dimension."""
    found = offered(around, WHEN + "description states uts at least 1950 ¦")
    assert "MPa" in found
    assert "kg" not in found


def test_a_measure_is_compared(around: Surroundings) -> None:
    """After a measure stands how it is compared."""
    assert "at least" in offered(around, WHEN + "description states uts ¦")
    assert next(iter(offered(around, WHEN + "description states ¦"))) == "uts"


def test_parameters_fit_what_they_are_compared_with(around: Surroundings) -> None:
    """Where an amount stands, the parameters of its kind are offered with their value."""
    assert list(offered(around, WHEN + "concentration is at most ¦")) == ["trace"]
    found = offered(around, WHEN + "description states uts at least ¦")
    assert list(found) == ["strong"]
    assert found["strong"].help == "on 2026-11-22: `1950 MPa`"


def test_a_window_is_completed_part_by_part(around: Surroundings) -> None:
    """A window is offered amounts to compute with, boxes to count by, lengths of time, and units to compare with."""
    assert "net mass" in offered(around, WHEN + "total ¦")
    assert "description" not in offered(around, WHEN + "total ¦")
    assert "consignee" in offered(around, WHEN + "total net mass by ¦")
    assert list(offered(around, WHEN + "total net mass by consignee over 30 ¦"))[:2] == ["days", "weeks"]
    assert "kg" in offered(around, WHEN + "total net mass by consignee over 30 days is more than 25 ¦")


def test_boxes_are_compared_with_boxes_of_their_type(around: Surroundings) -> None:
    """`is the same as` and `differs from` take a box of the same type, and not the box itself."""
    found = offered(around, WHEN + "destination differs from ¦")
    assert "consignee country" in found
    assert not {"destination", "net mass"} & set(found)


def test_rules_are_offered_by_identifier_and_title(around: Surroundings) -> None:
    """Where a rule is named, rules are offered without or within quotation marks."""
    assert chosen(around, 'exemption "E" "e"\n  for each item\n  lifts rules ¦', '"A-1"').endswith('lifts rules "A-1"')
    found = offered(around, 'exemption "E" "e"\n  for each item\n  lifts rules "A-1", "¦"')
    assert found["A-2"].detail == "Strong steel, or much of it"
    assert "A-2" in offered(around, WHEN + 'rule "¦" hits')
    assert chosen(around, WHEN + 'rule "A¦xx" hits', "A-2") == WHEN + 'rule "A-2" hits'


def test_texts_that_were_used_are_offered_again(around: Surroundings) -> None:
    """Owners, regimes and requests that stand in the ruleset are offered, the usual first."""
    assert "Chemical desk" in offered(around, 'rule "N" "n"\n  owner "¦"')
    assert next(iter(offered(around, 'rule "N" "n"\n  regime "EU 1C350", "¦"'))) == "CWC 2.B"
    assert "safety data sheet" in offered(around, WHEN + 'precursor\n  then ask for "saf¦"')


def test_files_are_offered_where_one_is_used(around: Surroundings) -> None:
    """`use` is offered the files of lists and rules of the folder."""
    assert list(offered(around, 'use lists from "¦"')) == ["lists/own.yaml"]
    assert list(offered(around, 'use rules from "¦')) == ["common.stce"]


def test_a_file_of_lists_lends_its_name(around: Surroundings) -> None:
    """After `as` the name of the file is offered as the alias."""
    assert list(offered(around, 'use lists from "lists/Own lists.csv" as ¦')) == ["own_lists"]


def test_is_follows_a_name_that_is_given(around: Surroundings) -> None:
    """Where a parameter or list is given, `is` follows its name."""
    assert "is" in offered(around, "parameter large_lot ¦")
    assert "is" in offered(around, "list new of countries ¦")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ('rule "N" "n"\n  status ¦', ["active", "draft", "monitor", "retired"]),
        ('rule "N" "n"\n  applies to exports, ¦', ["imports", "re-exports", "transhipments", "transits"]),
        (WHEN + "precursor\n  then at least ¦", ["blue", "green", "red", "yellow"]),
        ("use edition ¦", ["2002", "2007", "2012", "2017", "2022"]),
        ("list new of ¦", ["cas", "codes", "countries", "hs", "parties", "phrases", "places"]),
    ],
)
def test_closed_sets_of_words(around: Surroundings, text: str, labels: list[str]) -> None:
    """Where one of a few words stands, those are offered and nothing else."""
    assert list(offered(around, text)) == labels


def test_members_of_a_list_are_of_its_kind(around: Surroundings) -> None:
    """In a list written in place, values of its kind are offered."""
    assert list(offered(around, "list new of countries is AE, norw¦")) == ["NO"]
    assert "756-79-6" in offered(around, "list new of cas is 756¦")


def test_days_are_offered_where_one_stands(around: Surroundings) -> None:
    """Where a day stands, today is offered."""
    assert "2026-11-22" in offered(around, 'rule "N" "n"\n  effective from ¦')


def test_an_example_states_what_its_unit_asks_about(around: Surroundings) -> None:
    """In an example the boxes of the unit, and of the indicators it names, come first; those stated are left out."""
    text = WHEN + 'precursor and destination is in list own.risk\n  then add 5 points\n  example "x" hs 2931.41, ¦'
    found = list(offered(around, text))
    assert found[0] == "destination …, cas …, concentration …"
    assert found[1:4] == ["destination", "cas", "concentration"]
    assert "hs" not in found


def test_a_fact_takes_values_of_its_box(around: Surroundings) -> None:
    """In an example a box takes its values, or `missing`."""
    text = WHEN + 'precursor\n  then add 5 points\n  example "x" destination '
    assert offered(around, text + "south su¦")["SS"].kind is ItemKind.VALUE
    assert "missing" in offered(around, text + "¦")


def test_whole_statements_are_offered_where_one_begins(around: Surroundings) -> None:
    """At the start of a line outside a statement, whole statements are offered."""
    found = offered(around, "use edition 2022\n\n¦")
    assert {"rule", "indicator", "exemption", "decision", "use lists"} <= set(found)
    assert found["rule"].snippet
    assert "rule" not in offered(around, WHEN + "¦")
    assert "list" not in offered(around, "use edition 2022 ¦")


def test_clauses_are_offered_in_their_place(around: Surroundings) -> None:
    """After a whole condition the clauses that can follow are offered."""
    found = offered(around, WHEN + "hs is 2931.41\n  ¦")
    assert {"and", "or", "unless … because", "then add … points"} <= set(found)
    assert "because" not in found


def test_a_text_with_faults_is_completed_like_any(around: Surroundings) -> None:
    """Faults before the caret do not keep from completing: gaps are bridged, stray words passed over."""
    for before in (
        "hs is and ",
        "hs is nonsense and ",
        "any of:\n  - cas is\n  - ",
        "(hs is 2931.41 and ",
        "hs is uk or ",
    ):
        assert "own.risk" in offered(around, f"{WHEN}{before}destination is in list ¦"), before
    assert "then add … points" in offered(around, 'rule "N" "n"\n  when hs is 2931.41\n  ¦')


def test_a_statement_without_its_end_does_not_hide_the_next(around: Surroundings) -> None:
    """A statement whose `end` is missing does not change what is offered in the next."""
    found = offered(around, WHEN + "hs is 2931.41\n  then add 5 points\n\n" + WHEN + "destination is in list ¦")
    assert list(found) == ["hubs", "own.risk"]


def test_nothing_is_offered_in_a_comment(around: Surroundings) -> None:
    """A comment is the officer's own."""
    assert not offered(around, WHEN + "hs # is ¦")


def test_plugins_bring_predicates(tmp_path: Path) -> None:
    """A predicate of a plugin is offered beside the indicators, with its help."""
    brought = Function("fentanyl_like", Scope.ITEM, "a fentanyl analogue", lambda _: Truth.UNKNOWN)
    around, _ = desk(tmp_path, contributions=Contributions(functions=(brought,)))
    found = offered(around, WHEN + "fent¦")
    assert found["fentanyl_like"].kind is ItemKind.FUNCTION
    assert found["fentanyl_like"].detail == "a fentanyl analogue"


def test_a_file_alone_completes_without_a_ruleset() -> None:
    """Where nothing was read yet, boxes, words and values are offered all the same."""
    around = Surroundings(Source("new.stce", ""), TODAY)
    assert "hs" in offered(around, WHEN + "¦")
    assert "2931.41" in offered(around, WHEN + "hs is 2931.4¦")


def test_values_depend_on_what_is_typed(around: Surroundings) -> None:
    """Where values stand, the editor is told to ask again as more is typed."""
    assert not complete(*typing(around, WHEN + "hs is ¦")).complete
    assert complete(*typing(around, WHEN + "hs ¦")).complete


def test_items_are_in_order(around: Surroundings) -> None:
    """Items come in the order of their sort texts, each label once."""
    found = complete(*typing(around, WHEN + "¦")).items
    assert all((one.sort, one.label) < (after.sort, after.label) for one, after in pairwise(found))
