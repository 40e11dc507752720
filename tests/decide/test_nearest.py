"""What would have to be otherwise: few sentences, and values that lead there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace

from stce_rules.assessor import Assessor
from stce_rules.core.declaration import Declaration
from stce_rules.decide.explain import Explanation, explanation
from stce_rules.decide.otherwise import Alternative
from stce_rules.decide.supposed import Supposing
from stce_rules.generator import generate
from stce_rules.intake.canonical import decode
from stce_rules.intake.normalise import normalise
from stce_rules.plan.judgement import HEADER, Outcome
from stce_rules.plan.model import Scope, UnitKind
from stce_rules.plugins import discover

RULES = """\
use edition 2022

list watched of cas is 756-79-6, 111-48-8, 7784-34-1 end
list hubs of countries is AE, MY end
parameter heavy is 20 t

indicator precursor "Precursor"
  for each item
  when any of:
      - cas is stated and cas is in list watched
      - hs is 2931.41
    end
  unless concentration is at most 30% because "weak mixture"
end

rule "ITEM" "Precursor by way of a hub"
  for each item where hs is chapter 29
  when precursor and destination is in list hubs and net mass is more than heavy
  then add 40 points, at least red
end

rule "APART" "Two codes at once"
  for each item
  when hs is chapter 29 and any of:
      - hs is heading 8401
      - description mentions "reactor"
    end
  then add 5 points
end

rule "WHOLE" "Two of three"
  for each declaration
  when at least 2 of:
      - destination is AE
      - flow is import
      - transport mode is "4"
    end
  then add 5 points
end

rule "ITEMS" "Two precursors"
  for each declaration
  when at least 2 items show precursor
  then add 5 points
end

rule "SAME" "Paid from elsewhere"
  for each declaration
  when payment country differs from destination
  then add 5 points
end

rule "EXEMPT" "Watched, but for licences"
  for each item
  when cas is in list watched
  unless licence is valid because "a permit covers it"
  then add 5 points
end
"""

Told = Callable[..., Explanation]
NO_PLUGINS = discover(entry_points=False)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The explanation of a rule for the first goods item, or for the whole declaration."""
    path = tmp_path_factory.mktemp("rules") / "rules.stce"
    path.write_text(RULES, encoding="utf-8")
    with Assessor.from_rulesets(path, engine="reference", plugins=NO_PLUGINS) as assessor:

        def explained(name: str, *items: dict[str, object], **header: object) -> Explanation:
            numbered = [{"number": at, **item} for at, item in enumerate(items, 1)]
            declared = decode({"id": "A", "date": "2026-06-01", **header, "items": numbered})
            plan, judgement, case = assessor.judge(declared)
            number = next(number for number, unit in enumerate(plan.units) if unit.name == name)
            at = HEADER if plan.units[number].scope is Scope.DECLARATION else 0
            return explanation(plan, judgement.explain(number, at), supposing=Supposing(plan, case.date))

        yield explained


def said(ways: list[Alternative]) -> list[list[str]]:
    """The sentences of each way."""
    return [[one.sentence for one in way.changes] for way in ways]


PRECURSOR = {"hs": "29314100", "net_mass_kg": 30000}


def test_the_one_sentence_that_is_not_so(told: Told) -> None:
    """A rule that misses by one sentence names it, what stands in the box, and the members of the list."""
    one = told("ITEM", PRECURSOR, destination="BE")
    assert one.outcome == "no hit"
    (way,) = one.would_hit
    (change,) = way.changes
    assert (change.sentence, change.field, change.now) == ("destination is in list hubs", "destination", ["BE"])
    assert (change.values, change.of, way.tried) == (["AE", "MY"], 2, True)


def test_a_parameter_is_told_as_its_number(told: Told) -> None:
    """Where a sentence names a parameter, the limit is told beside it."""
    (way,) = told("ITEM", {**PRECURSOR, "net_mass_kg": 5}, destination="AE").would_hit
    assert [(one.sentence, one.values, one.now) for one in way.changes] == [
        ("net mass is more than heavy", ["more than 20000 kg"], ["5 kg"])
    ]


def test_alternatives_come_fewest_sentences_first(told: Told) -> None:
    """Each way of a condition with alternatives is told; that a box is stated is not said beside what it must hold."""
    one = told("ITEM", {"hs": "29309000", "net_mass_kg": 30000}, destination="AE")
    assert said(one.would_hit) == [["hs is 2931.41"], ["cas is in list watched"]]


def test_what_no_value_can_do_is_no_way(told: Told) -> None:
    """A code cannot be of two chapters, so only the words of the description are left."""
    one = told("APART", {"hs": "29309000", "description": "drums"})
    assert said(one.would_hit) == [['description mentions "reactor"']]
    assert said(told("APART", {"hs": "84011000", "description": "drums"}).would_hit) == [
        ["hs is chapter 29", 'description mentions "reactor"']
    ]


def test_so_many_of(told: Told) -> None:
    """Of `at least 2 of` with one that holds, each of the others would do."""
    one = told("WHOLE", {}, destination="AE", flow="export", transport_mode="1")
    assert said(one.would_hit) == [["flow is import"], ['transport mode is "4"']]


def test_items_are_named(told: Told) -> None:
    """What a declaration's rule wants of another goods item says of which."""
    one = told("ITEMS", {"hs": "29314100"}, {"hs": "01012100"})
    assert one.would_hit[0].changes[0].sentence == "hs is 2931.41"
    assert one.would_hit[0].changes[0].item == 2


def test_only_blank_boxes_decide_what_is_open(told: Told) -> None:
    """What is undetermined is decided by what is unknown: to a hit and to no hit, and nothing declared changes."""
    one = told("ITEM", {"hs": "29309000"}, destination="AE")
    assert one.outcome == "no hit"
    one = told("ITEM", PRECURSOR)
    assert one.outcome == "undetermined"
    assert said(one.would_hit) == [["destination is in list hubs"]]
    assert said(one.would_not) == [["destination is not in list hubs"]]
    assert one.would_hit[0].changes[0].now == []


def test_a_lifted_rule(told: Told) -> None:
    """A rule that is lifted would hit without what lifts it."""
    one = told(
        "EXEMPT", {"cas": ["756-79-6"], "documents": [{"type": "X", "claim": "licence", "expires": "2030-01-01"}]}
    )
    assert one.outcome == "exempt"
    assert said(one.would_hit) == [["licence is not valid"]]


def test_what_rests_on_another_box_is_assumed(told: Told) -> None:
    """Of two boxes that are compared no value is supposed; the way says so."""
    one = told("SAME", {}, destination="AE", payment_country="AE")
    (way,) = one.would_hit
    assert (said([way]), way.tried) == ([["payment country differs from destination"]], False)


def test_a_hit_and_what_does_not_apply_have_no_way(told: Told) -> None:
    """There is nothing to say of a rule that hits; nor without a plan to suppose by."""
    one = told("ITEM", PRECURSOR, destination="AE")
    assert (one.outcome, one.would_hit, one.would_not) == ("hit", [], [])


@pytest.mark.slow
def test_ways_of_shipped_rules() -> None:
    """Ways are few, sorted by their length, none holds another, and an open one changes only what is blank."""
    seen = 0
    with Assessor.from_rulesets("chemicals", "diversion", plugins=NO_PLUGINS) as assessor:
        for declared in generate(12, 7, 0.5):
            plan, judgement, _ = assessor.judge(declared)
            supposing = Supposing(plan, normalise(declared).date)
            for number, unit in enumerate(plan.units):
                if unit.kind is not UnitKind.RULE or unit.scope is not Scope.ITEM:
                    continue
                one = explanation(plan, judgement.explain(number, 0), supposing=supposing)
                for ways in (one.would_hit, one.would_not):
                    sizes = [len(way.changes) for way in ways]
                    sets = [{(each.sentence, each.item) for each in way.changes} for way in ways]
                    assert len(ways) <= 5
                    assert all(sizes)
                    assert not any(a < b for a in sets for b in sets)
                    seen += len(ways)
    assert seen > 100


def otherwise(declared: Declaration, way: Alternative) -> Declaration | None:
    """The declaration with the first value of each change in its first goods item; None where a change names none."""
    item = declared.items[0]
    for one in way.changes:
        if one.item is not None or not one.values:
            return None
        value, (first, *more) = one.values[0], one.values[0].split()
        match one.field:
            case "cas":
                item = replace(item, cas=[first])
            case "destination":
                item = replace(item, destination=first)
            case "origin":
                item = replace(item, origin=first)
            case "hs":
                digits = (more[0] if first in ("heading", "chapter") else first).replace(".", "")
                item = replace(item, hs=digits.ljust(8, "0"))
            case "description":
                item = replace(item, description=f"{item.description or ''} {value.rstrip('*')}".strip())
            case _:
                return None
    return replace(declared, items=[item, *declared.items[1:]])


@pytest.mark.slow
def test_ways_lead_to_hits() -> None:
    """A declaration that is changed as a way says is a hit of that rule when it is judged anew."""
    hits = 0
    with Assessor.from_rulesets("chemicals", "diversion", engine="reference", plugins=NO_PLUGINS) as assessor:
        for declared in generate(20, 7, 0.5):
            plan, judgement, case = assessor.judge(declared)
            supposing = Supposing(plan, case.date)
            if case.date is None or case.date.year < 2022:  # the shipped rules apply from then on
                continue
            for number, unit in enumerate(plan.units):
                if unit.kind is not UnitKind.RULE or unit.scope is not Scope.ITEM:
                    continue
                for way in explanation(plan, judgement.explain(number, 0), supposing=supposing).would_hit:
                    changed = otherwise(declared, way)
                    if changed is not None:
                        anew = assessor.judge(changed)[1].explain(number, 0)
                        assert (unit.name, anew.outcome) == (unit.name, Outcome.HIT), way
                        hits += 1
    assert hits > 100
