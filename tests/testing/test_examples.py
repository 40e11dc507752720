"""Tests of the example runner."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.core.fields import CATALOGUE, Field, FieldType, Level
from stce_rules.core.truth import Truth
from stce_rules.engines.choose import ENGINES
from stce_rules.hooks import NONE, Contributions, Function
from stce_rules.plan.model import Scope
from stce_rules.rulesets.load import Loaded, load
from stce_rules.testing.examples import ExampleResult, Standing, run_examples

_RULE = """use edition 2022
{before}
rule "R-1" "A rule"
  {properties}
  for each {scope}
  when {when}
  {unless}
  then add 35 points, at least blue
  if unknown ask for "papers", at least blue
  because "a reason"
{examples}
end
{after}
"""


@pytest.fixture
def loaded(tmp_path: Path) -> Loader:
    """Loads one rule with its examples."""
    return Loader(tmp_path)


class Loader:
    """Writes rules down and loads them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def text(self, text: str, contributions: Contributions = NONE) -> Loaded:
        """Rules as written."""
        file = self._folder / "rules.stce"
        file.write_text(text, encoding="utf-8")
        return load([file], contributions=contributions)

    def rule(
        self,
        when: str,
        *examples: str,
        scope: str = "item",
        properties: str = "",
        unless: str = "",
        before: str = "",
        after: str = "",
    ) -> Loaded:
        """One rule with examples, and what stands before and after it."""
        lines = "\n".join(f'  example "{number}" {one}' for number, one in enumerate(examples, start=1))
        return self.text(
            _RULE.format(
                when=when, scope=scope, properties=properties, unless=unless, before=before, after=after, examples=lines
            )
        )


def _passed(loaded: Loaded, engine: str = "reference") -> bool:
    results = run_examples(loaded, engine)
    assert results
    failures = [(one.example, one.reason) for one in results if not one.passed]
    assert failures == []
    return True


def _only(loaded: Loaded) -> ExampleResult:
    (found,) = run_examples(loaded)
    return found


# ---- facts


@pytest.mark.parametrize(
    ("when", "fact"),
    [
        ("hs is heading 2931", "hs 2931.41"),
        ("hs is heading 8401", "hs heading 8401"),
        ("hs is exactly 2931.41", "hs 2931.41.00"),
        ("cas is 756-79-6", "cas 756-79-6"),
        ("declared cas is 756-79-6", "cas 756-79-6"),
        ("cas is 756-79-6 and declared cas is missing", 'description "DMMP, CAS 756-79-6"'),
        ("control entry is 1C350 and control entry is 1C450", "control entry 1C350, control entry 1C450"),
        ('description mentions "pump"', 'description "Pumps; a PUMP"'),
        ("origin is DE", "origin DE"),
        ("destination is SS", "destination SS"),
        ("net mass is 25 kg", "net mass 25,000 g"),
        ("gross mass is at least 2 t", "gross mass 2,000.5 kg"),
        ("quantity is 3 pieces", "quantity 3 pieces"),
        ("quantity is more than 1 L", "quantity 1.5 L"),
        ("item value is 10,000 EUR", "item value 10,000 EUR"),
        ("unit value is 400 EUR", "item value 10,000 EUR, net mass 25 kg"),
        ("unit value is 50 EUR", "unit value 50 EUR"),
        ("concentration is between 12% and 13%", "concentration 12.5%"),
        ('procedure is "1040"', 'procedure "1040"'),
        ("document is X002 and document is Y901", "document X002, document Y901"),
        ("licence is X002 and document is X002", "licence X002"),
        ("licence is valid", "licence X002"),
        ("licence is not valid", "licence X002 until 2025-06-30, date 2025-07-01"),
        ("licence is valid", "licence X002 until 2025-06-30, date 2025-06-30"),
        ("exemption claim is Y901 and licence is missing", "exemption claim Y901"),
        ("flow is export", "flow exports"),
        ("flow is transit", "flow transit"),
        ("date is at least 2025-01-01", "date 2025-01-01"),
        ('office is "DE004600"', "office DE004600"),
        ("route passes through AE and route passes through AEJEA", "route DEHAM, route AEJEA, route SS"),
        ("transit country is AE and not transit country is DE", "route DEHAM, route AEJEA, route SS"),
        ("transit country is TR", "transit country TR"),
        ("route detour is more than 40%", "route detour 55%"),
        ("route detour is more than 100%", "route DEHAM, route AEJEA, route NLRTM"),
        ("port of loading is DEHAM", "port of loading DEHAM"),
        ("payment country is AE", "payment country AE"),
        ("container is MSKU1234565", "container MSKU1234565"),
        ('consignee is "AE-778"', 'consignee "AE-778"'),
        ('consignee is "Example Trading, FZE"', 'consignee "example trading fze"'),
        ('consignee name mentions "forwarding"', 'consignee name "Gulf Forwarding"'),
        ("consignee country differs from destination", "consignee country AE, destination SS"),
        ('notify party is "X" and notify party country is AE', 'notify party "X", notify party country AE'),
        ("consignee is the same as buyer", 'consignee "A-1", buyer "A-1"'),
        ("hs is missing and description is missing and flow is missing", "destination DE"),
        ("licence is missing and document is missing", "document missing"),
        ("date is missing", "date missing"),
    ],
)  # fmt: skip
def test_a_fact_fills_the_box_it_names(loaded: Loader, when: str, fact: str) -> None:
    """Each kind of fact makes the sentence about its box true, for an item and for the declaration."""
    for scope in ("item", "declaration"):
        assert _passed(loaded.rule(when, f"{fact} expect hit", scope=scope))


def test_every_field_of_the_catalogue_can_be_a_fact(loaded: Loader) -> None:
    """A box with a fact is stated, a box without one is missing."""
    shown = {
        FieldType.HS: "2931.41", FieldType.CAS: "756-79-6", FieldType.COUNTRY: "DE", FieldType.PLACE: "DEHAM",
        FieldType.ROUTE: "DEHAM", FieldType.TEXT: '"pump"', FieldType.CODE: "X002", FieldType.MASS: "25 kg",
        FieldType.QUANTITY: "3 pieces", FieldType.MONEY: "5 EUR", FieldType.PERCENT: "5%", FieldType.DATE: "2025-01-01",
        FieldType.PARTY: '"A"', FieldType.FLOW: "exports",
    }  # fmt: skip
    for field in CATALOGUE.values():
        stated = loaded.rule(
            f"{field.words} is stated", f"{field.words} {shown[field.type]} expect hit",
            f"{field.words} missing expect no hit",
        )  # fmt: skip
        assert _passed(stated)


def test_fields_of_plugins_can_be_facts(loaded: Loader) -> None:
    """A box that a plugin adds is filled like any other."""
    fields = (
        Field("seal", FieldType.CODE, Level.HEADER, "extra.seal", "seal number", many=True),
        Field("power", FieldType.QUANTITY, Level.ITEM, "items[].extra.power", "power"),
        Field("pieces", FieldType.NUMBER, Level.ITEM, "items[].extra.pieces", "pieces"),
        Field("tank", FieldType.BOOLEAN, Level.ITEM, "items[].extra.tank", "in a tank"),
    )
    found = Contributions(fields=fields)
    ruleset = loaded.text(
        'rule "P" "Plugins"\n  for each item\n'
        '  when seal is "B2" and power is at least 2 kW and pieces is 3 and tank is yes\n  then add 1 points\n'
        '  example "all" seal "A1", seal "B2", power 2,500 W, pieces 3, tank yes expect hit\n'
        '  example "one" seal "B2", power 2,500 W, pieces 3, tank no expect no hit\nend\n',
        found,
    )
    assert all(one.passed for one in run_examples(ruleset, contributions=found))


def test_codes_are_of_the_edition_of_the_file(loaded: Loader) -> None:
    """A stated date does not change what edition the codes of an example are written in."""
    assert _passed(loaded.rule("hs is 2931.41", "hs 2931.41, date 2019-05-01 expect hit"))


# ---- several items


def test_next_item_starts_another_goods_item(loaded: Loader) -> None:
    """Facts after `next item` are about another item; those of the header count wherever they stand."""
    chemicals = 'indicator chemical "C"\n  for each item\n  when cas is stated and cas is 756-79-6\nend'
    assert _passed(
        loaded.rule(
            "at least 2 items show chemical and office is DE004600",
            "cas 756-79-6, next item cas 756-79-6, office DE004600 expect hit",
            "cas 756-79-6, office DE004600, next item cas 107-44-8 expect no hit",
            "cas 756-79-6, office DE004600 expect no hit",
            scope="declaration",
            after=chemicals,
        )
    )


def test_an_item_rule_is_judged_on_the_first_item(loaded: Loader) -> None:
    """Other items stand in the declaration, the expectation is about the first."""
    assert _passed(
        loaded.rule(
            "cas is stated and cas is 756-79-6",
            "cas 756-79-6, next item cas 107-44-8 expect hit",
            "cas 107-44-8, next item cas 756-79-6 expect no hit",
        )
    )


def test_a_further_item_may_differ_from_the_header(loaded: Loader) -> None:
    """Destination, parties and documents of the first facts are the header's; another item may have its own or none."""
    in_south_sudan = 'indicator there "T"\n  for each item\n  when destination is SS\nend'
    assert _passed(
        loaded.rule(
            "every item shows there",
            "destination SS, next item cas 107-44-8 expect hit",
            "destination SS, next item destination NO expect no hit",
            "destination SS, next item destination missing expect undetermined",
            "destination missing, next item destination NO expect no hit",
            scope="declaration",
            after=in_south_sudan,
        )
    )


# ---- indicators taken for granted

_TAKEN = """indicator oily "Oily"
  for each item
  where hs is chapter 27
  when description mentions "oil"
  unless concentration is at most 1% because "traces"
end
indicator detour "Detour"
  effective from 2030-01-01
  applies to imports
  for each declaration
  when route detour is at least 40%
end"""


def test_an_indicator_can_be_taken_for_granted(loaded: Loader) -> None:
    """An indicator named alone hits whatever the boxes say, and with `no` it does not."""
    assert _passed(
        loaded.rule(
            "oily and detour",
            'oily, detour, description "water", flow exports, date 2024-01-01 expect hit',
            'oily no, detour, hs 2710.12, description "oil" expect no hit',
            "oily, detour no expect no hit",
            "oily expect undetermined",
            after=_TAKEN,
        )
    )


def test_an_indicator_is_taken_for_the_item_it_stands_with(loaded: Loader) -> None:
    """Of an item that says nothing of the indicator, the item's own boxes decide."""
    assert _passed(
        loaded.rule(
            "at least 2 items show oily",
            "oily, next item oily expect hit",
            "oily, next item oily no expect no hit",
            'oily, next item hs 2710.12, description "oil" expect hit',
            'oily, next item hs 2931.41, description "oil" expect no hit',
            'oily, next item hs 2710.12, description "oil", concentration 1% expect no hit',
            "oily, next item hs 2710.12 expect undetermined",
            scope="declaration",
            after=_TAKEN,
        )
    )


def test_a_predicate_of_a_plugin_can_be_taken_for_granted(loaded: Loader) -> None:
    """What an example says of a predicate comes before the plugin's own answer."""
    found = Contributions(functions=(Function("family", Scope.ITEM, "a family", lambda _: Truth.UNKNOWN),))
    ruleset = loaded.text(
        'rule "P" "Plugins"\n  for each item\n  when family\n  then add 1 points\n'
        '  example "said" family expect hit\n  example "denied" family no expect no hit\n'
        '  example "asked" destination DE expect undetermined\nend\n',
        found,
    )
    assert all(one.passed for one in run_examples(ruleset, contributions=found))


# ---- day and flow


def test_the_day_is_one_on_which_all_holds(loaded: Loader) -> None:
    """Without a date an example is judged when the rule, its indicators, lists and parameters are all in force."""
    (loaded._folder / "l.csv").write_text("list,value,from\nhubs,AE,2026-03-01\n", encoding="utf-8")
    parts = {
        "properties": "effective from 2023-01-01",
        "before": 'use lists from "l.csv" as l\nparameter few from 1995-01-01 is 10 kg from 2025-02-03 is 20 kg',
        "after": 'indicator hub "H"\n  for each item\n  when destination is in list l.hubs\nend',
    }
    assert _passed(loaded.rule("hub and date is 2026-03-01", "destination AE expect hit", **parts))
    assert _passed(loaded.rule("net mass is at most few and date is 2025-02-03", "net mass 20 kg expect hit", **parts))
    assert _passed(loaded.rule("date is 2023-01-01", "destination AE expect hit", **parts))
    parts["properties"] = "effective from 2023-01-01 until 2025-12-31"
    assert _passed(loaded.rule("hub or date is 2025-12-31", "destination AE expect hit", **parts))


def test_the_day_is_not_before_the_edition(loaded: Loader) -> None:
    """A rule without dates is judged on the first day of its HS edition."""
    assert _passed(loaded.rule("date is 2022-01-01", "destination AE expect hit"))


def test_the_flow_is_the_first_that_the_rule_applies_to(loaded: Loader) -> None:
    """Without a flow the first of `applies to` is taken; a rule for all flows is judged without one."""
    both = "applies to transits, exports"
    assert _passed(loaded.rule("flow is transit", "destination AE expect hit", properties=both))
    assert _passed(loaded.rule("destination is AE", "destination AE, flow imports expect no hit", properties=both))
    assert _passed(loaded.rule("flow is missing", "destination AE expect hit"))


# ---- outcomes, channels, statuses


def test_all_four_outcomes_can_be_expected(loaded: Loader) -> None:
    """Hit, exempt, undetermined and no hit are told apart, with the channel from this rule alone."""
    assert _passed(
        loaded.rule(
            "destination is SS",
            "destination SS expect hit with yellow",
            "destination SS, licence X002 expect exempt",
            "destination missing expect undetermined with blue",
            "destination NO expect no hit",
            unless='unless licence is valid because "permit"',
            after='rule "R-2" "Another"\n  for each item\n  when destination is SS\n  then add 90 points\nend',
        )
    )


def test_the_channel_is_that_of_the_decision(loaded: Loader) -> None:
    """Points count by the decision of the ruleset, and no sample takes part."""
    decision = "decision\n  red when score is at least 36\n  green otherwise\n  sample 100% of blue into red\nend"
    assert _passed(loaded.rule("destination is SS", "destination SS expect hit with blue", after=decision))


@pytest.mark.parametrize("status", ["draft", "monitor", "retired", "active"])
def test_examples_run_whatever_the_status(loaded: Loader, status: str) -> None:
    """A unit is judged as if it were active, on its own dates."""
    properties = f"status {status} effective from 2020-01-01 until 2024-12-31"
    assert _passed(loaded.rule("destination is SS", "destination SS expect hit with yellow", properties=properties))


def test_exemptions_have_examples(loaded: Loader) -> None:
    """An exemption hits where it is proven, and exempts the rules that it lifts."""
    exemption = (
        'exemption "E-1" "Friends"\n  effective from 2023-05-05\n  for each item\n  lifts rules "R-1"\n'
        '  when destination is NO and document is X002\n  because "friends"\n'
        '  example "e1" destination NO, document X002 expect hit\n  example "e2" destination NO expect no hit\n'
        '  example "e3" document X002 expect undetermined\nend'
    )
    ruleset = loaded.rule(
        "hs is 2931.41",
        "hs 2931.41, destination NO, document X002 expect exempt",
        "hs 2931.41, destination NO, document X002, date 2023-05-04 expect hit",
        after=exemption,
    )
    assert len(run_examples(ruleset)) == 5
    assert _passed(ruleset)


def test_a_draft_exemption_lifts_drafts_only(loaded: Loader) -> None:
    """An active rule's examples do not see an exemption that does not run yet."""
    exemption = (
        'exemption "E-1" "Friends"\n  status draft\n  for each item\n  lifts rules "R-1"\n  when destination is NO\nend'
    )
    facts = "hs 2931.41, destination NO"
    assert _passed(loaded.rule("hs is 2931.41", f"{facts} expect hit", after=exemption))
    assert _passed(loaded.rule("hs is 2931.41", f"{facts} expect exempt", properties="status draft", after=exemption))


# ---- what is told


def test_a_failure_says_why(loaded: Loader) -> None:
    """What was expected, what came out, and the sentences that decided, with file and line."""
    found = _only(loaded.rule("hs is 2931.41 and destination is SS", "hs 2931.41 expect hit with red"))
    assert (found.standing, found.expected, found.got) == (Standing.FAILED, "hit", "undetermined")
    assert found.reason == "expected hit, but it is undetermined: what would decide is destination"
    assert [(one.sentence, one.truth, one.value) for one in found.evidence] == [("destination is SS", "unknown", None)]
    assert found.explanation is not None
    assert found.place.endswith("rules.stce:11")


def test_a_wrong_channel_is_a_failure(loaded: Loader) -> None:
    """The outcome alone is not enough where a channel is expected."""
    found = _only(loaded.rule("hs is 2931.41", "hs 2931.41 expect hit with red"))
    assert found.reason == "expected hit with red, but the channel is yellow"


def test_a_unit_that_did_not_apply_says_so(loaded: Loader) -> None:
    """Dates that keep a rule out are told as the reason."""
    properties = "effective from 2024-01-01"
    found = _only(loaded.rule("hs is 2931.41", "hs 2931.41, date 2023-01-01 expect hit", properties=properties))
    assert found.reason == (
        "expected hit, but it is no hit: the rule applies from 2024-01-01, the declaration is of 2023-01-01"
    )


def test_a_lifted_rule_says_by_what(loaded: Loader) -> None:
    """The reason of an exemption stands in the reason of the failure."""
    unless = 'unless licence is valid because "permit"'
    found = _only(loaded.rule("hs is 2931.41", "hs 2931.41, licence X1 expect hit", unless=unless))
    assert found.reason == "expected hit, but it is exempt: permit"


_ALIKE = "consignee resembles a party in list firms by at least 92%"
_ALIKE_SHOWN = f"""list firms of parties is "B" end
indicator alike "A"
  for each item
  when {_ALIKE}
end"""


def test_what_has_no_judge_is_said(loaded: Loader) -> None:
    """Examples of a draft that asks for a resemblance are left out and say why, also through an indicator."""
    for when in (_ALIKE, "alike"):
        found = _only(loaded.rule(when, 'consignee "A" expect hit', properties="status draft", after=_ALIKE_SHOWN))
        assert (found.standing, found.got) == (Standing.SKIPPED, None)
        assert found.reason == f"not judged yet (E752): '{_ALIKE}'"


def test_an_indicator_without_a_judge_can_be_taken_for_granted(loaded: Loader) -> None:
    """A draft is tested all the same where its example says what the indicator gives."""
    assert _passed(loaded.rule("alike", "alike expect hit", properties="status draft", after=_ALIKE_SHOWN))


def test_an_example_has_no_past(loaded: Loader) -> None:
    """A window of an example holds the example alone: its own items count, and there is nothing earlier."""
    mass = "total net mass by consignee over 30 days is more than 30 kg"
    assert _passed(
        loaded.rule(
            mass,
            'consignee "A", net mass 20 kg, next item net mass 11 kg expect hit',
            'consignee "A", net mass 20 kg expect no hit',
            'consignee "A" expect undetermined',
            "net mass 40 kg expect undetermined",
        )
    )
    earlier = "number of earlier declarations by consignee over 30 days is at least 1"
    assert _passed(loaded.rule(earlier, 'consignee "A" expect no hit', scope="declaration"))


# ---- running


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_any_engine_can_run_them(loaded: Loader, engine: str) -> None:
    """The engine by name judges the examples."""
    if engine == "durable":
        pytest.importorskip("durable")
    assert _passed(
        loaded.rule("destination is SS", "destination SS expect hit", "destination NO expect no hit"), engine
    )


def test_an_unknown_engine_is_refused(loaded: Loader) -> None:
    """A name that is no engine is told with those that are."""
    with pytest.raises(StceError, match="E710 engine: there is no engine 'none'"):
        run_examples(loaded.rule("destination is SS", "destination SS expect hit"), "none")


def test_units_can_be_chosen_by_name(loaded: Loader) -> None:
    """Only the examples of the units named are run."""
    example = 'example "x" destination SS expect hit'
    other = f'rule "R-2" "Another"\n  for each item\n  when destination is SS\n  then add 1 points\n  {example}\nend'
    ruleset = loaded.rule("destination is SS", "destination SS expect hit", after=other)
    assert [one.unit for one in run_examples(ruleset)] == ["R-1", "R-2"]
    assert [one.unit for one in run_examples(ruleset, names=["R-2"])] == ["R-2"]


def test_a_last_day_is_read_as_a_day(loaded: Loader) -> None:
    """The day after `until` is the licence's own, whatever the order of the licences."""
    when = "licence is valid and date is at least 2025-01-01"
    facts = "licence A until 2024-12-31, licence B until 2025-01-01, licence C until 2020-01-01"
    assert _passed(loaded.rule(when, f"{facts}, date {date(2025, 1, 1)} expect hit"))
