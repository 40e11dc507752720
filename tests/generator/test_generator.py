"""The generator of synthetic declarations."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pytest

from stce_rules.core import text
from stce_rules.core.measures import stated
from stce_rules.generator import KINDS, Case, cases, generate
from stce_rules.intake import canonical
from stce_rules.reference import cas, countries, hs, places, units

SLIP = "CAS number with a slip"


@pytest.fixture(scope="module")
def many() -> list[Case]:
    """Two thousand declarations, a tenth of them planted."""
    return list(cases(2000, seed=7, planted=0.1))


def test_every_declaration_decodes_strictly(many: list[Case]) -> None:
    """A written declaration is read back as it was, with no unknown box and no parse issue."""
    for case in many:
        read = canonical.decode(canonical.encode(case.declaration))
        assert read == case.declaration
        assert read.parse_issues == []


def test_more_declarations_only_add_to_the_end() -> None:
    """The first declarations of a seed do not depend on how many are asked for."""
    assert list(generate(50, seed=3)) == list(islice(generate(500, seed=3), 50))


def test_another_seed_gives_other_declarations() -> None:
    """Two seeds do not give the same history."""
    assert list(generate(20, seed=1)) != list(generate(20, seed=2))


def test_every_planted_kind_occurs(many: list[Case]) -> None:
    """Each kind occurs as soon as there are as many planted cases as kinds."""
    planted = [case.kind.name for case in many if case.kind is not None]
    assert set(planted[: len(KINDS)]) == {kind.name for kind in KINDS}
    assert 150 < len(planted) < 250


def test_kinds_have_names_of_their_own() -> None:
    """No two kinds share a name, so the side file tells them apart."""
    assert len({kind.name for kind in KINDS}) == len(KINDS)


def test_codes_are_of_the_edition_of_the_date(many: list[Case]) -> None:
    """Every HS code exists in the edition in force on the date, and more than one edition occurs."""
    editions = set()
    for case in many:
        day = case.declaration.date
        if day is None:
            continue
        edition = hs.edition_on(date.fromisoformat(day))
        editions.add(edition)
        for item in case.declaration.items:
            assert item.hs is None or hs.exists(item.hs, edition)
    assert editions == {2017, 2022}


def test_codes_that_changed_are_declared_as_they_were() -> None:
    """Goods whose subheading is new in HS 2022 are declared under the old one before."""
    chips = [
        item.hs[:6]
        for declaration in generate(1500, seed=5, planted=0)
        for item in declaration.items
        if item.hs and item.hs[:4] == "8517" and (declaration.date or "") < "2022"
    ]
    assert "851712" in chips
    assert "851713" not in chips


def test_countries_and_places_are_known(many: list[Case]) -> None:
    """Every country is an ISO code and every place a port of the shipped table."""
    for case in many:
        one = case.declaration
        named = [one.dispatch_country, one.destination, one.payment_country, *(stop.country for stop in one.route)]
        named += [item.origin for item in one.items] + [party.country for party in one.parties]
        assert all(countries.is_code(country) for country in named if country is not None)
        stops = [one.port_of_loading, one.port_of_discharge, *(stop.place for stop in one.route)]
        assert all(places.is_known(place) for place in stops if place is not None)


def test_cas_numbers_are_right_unless_a_slip_is_planted(many: list[Case]) -> None:
    """Check digits are wrong in planted slips and nowhere else."""
    for case in many:
        slip = case.kind is not None and case.kind.name == SLIP
        for item in case.declaration.items:
            texts = [*item.cas, item.description or ""]
            written = [number for text in texts for number in re.findall(r"\b\d{2,7}-\d\d-\d\b", text)]
            found_valid = [cas.is_valid(number) for number in written]
            assert all(found_valid) or slip


def test_slips_are_planted(many: list[Case]) -> None:
    """A planted slip states a CAS number whose check digit is wrong, and the reader of texts reports it."""
    slips = [case.declaration for case in many if case.kind is not None and case.kind.name == SLIP]
    found = [one for slip in slips for item in slip.items for one in cas.find(item.description or "")]
    assert any(not one.valid for one in found)


def test_planted_strengths_are_read(many: list[Case]) -> None:
    """The tensile strength of planted maraging steel is read from its description as 1950 MPa or more."""
    units = (
        ("MPa", Fraction(1), Fraction(0)),
        ("GPa", Fraction(1000), Fraction(0)),
        ("N/mm2", Fraction(1), Fraction(0)),
    )
    steel = [
        item.description
        for case in many
        if case.kind is not None and case.kind.name == "maraging steel with its strength"
        for item in case.declaration.items
        if item.description is not None and item.hs is not None and item.hs.startswith("722860")
    ]
    assert steel
    for description in steel:
        (strength,) = stated(text.read(description), ("UTS", "tensile strength", "Rm"), units)
        assert strength.low is not None
        assert strength.low >= 1950


def test_masses_and_values_are_exact_and_plausible(many: list[Case]) -> None:
    """Masses and values are above zero, and the gross mass is not below the net mass."""
    for case in many:
        if case.declaration.action != "original":
            continue
        for item in case.declaration.items:
            assert item.net_mass_kg is None or item.net_mass_kg > 0
            if item.net_mass_kg is not None and item.gross_mass_kg is not None:
                assert item.gross_mass_kg >= item.net_mass_kg
            assert item.value is None or (item.value.amount > 0 and item.value.currency in ("EUR", "USD"))
            assert item.quantity is None or units.rec20(item.quantity.unit) is not None


def test_boxes_are_blank_as_in_real_messages(many: list[Case]) -> None:
    """The boxes that strategic trade control needs are mostly blank, the route is stated sometimes."""
    ordinary = [case.declaration for case in many if case.kind is None]
    items = [item for one in ordinary for item in one.items]
    assert sum(bool(item.cas) for item in items) < len(items) / 50
    assert sum(item.concentration_percent is not None for item in items) < len(items) / 50
    assert 0 < sum(item.end_use is not None for item in items) < len(items) / 10
    assert len(ordinary) / 5 < sum(bool(one.route) for one in ordinary) < len(ordinary) / 2
    assert any(document.type == "Y901" for one in ordinary for document in one.documents)


def test_every_flow_and_item_count_occurs(many: list[Case]) -> None:
    """All flows occur, and one to five goods items, mostly one."""
    assert {case.declaration.flow for case in many} == {"import", "export", "transit", "transhipment", "re-export"}
    counts = Counter(len(case.declaration.items) for case in many)
    assert set(counts) >= {1, 2, 3, 4, 5}
    assert counts[1] > len(many) / 2


def test_goods_do_not_go_to_where_they_come_from(many: list[Case]) -> None:
    """Dispatch country and destination differ."""
    assert all(case.declaration.dispatch_country != case.declaration.destination for case in many)


def test_versions_follow_the_declaration_they_change(many: list[Case]) -> None:
    """An amendment or cancellation is version 2 of a declaration that stands before it; nothing else repeats an id."""
    seen: set[str] = set()
    actions = set()
    for case in many:
        one = case.declaration
        actions.add(one.action)
        assert (one.id in seen) == (one.action != "original")
        assert one.version == (1 if one.action == "original" else 2)
        seen.add(one.id)
    assert "amendment" in actions


def test_outcomes(many: list[Case]) -> None:
    """Few ordinary declarations are inspected, more planted ones; a finding stands only after an inspection."""

    def inspected(group: list[Case]) -> float:
        outcomes = [case.declaration.outcome for case in group]
        return sum(outcome is not None and outcome.inspected for outcome in outcomes) / len(group)

    assert inspected([case for case in many if case.kind is None]) < 0.1
    assert 0.2 < inspected([case for case in many if case.kind is not None]) < 0.5
    for case in many:
        outcome = case.declaration.outcome
        if outcome is not None:
            assert (outcome.finding is not None) == outcome.inspected
            assert (outcome.selected_by is not None) == outcome.inspected


def test_a_declaration_does_not_say_that_it_is_planted(many: list[Case]) -> None:
    """Neither the kind nor any extra box stands on a declaration."""
    for case in many:
        assert case.declaration.extra == {}
        assert all(item.extra == {} for item in case.declaration.items)
        if case.kind is not None:
            assert case.kind.model.encode() not in canonical.encode(case.declaration)


def test_one_firm_has_one_identity(many: list[Case]) -> None:
    """A party identifier stands for one name and one country wherever it occurs."""
    names: dict[str, tuple[str | None, str | None]] = {}
    for case in many:
        for party in case.declaration.parties:
            assert party.id is not None
            assert names.setdefault(party.id, (party.name, party.country)) == (party.name, party.country)


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_the_command_writes_the_same_bytes_every_time(tmp_path: Path, hash_seed: str) -> None:
    """The same seed gives the same bytes in another process, whatever its hash seed, and names the planted ones."""
    out = tmp_path / "history.ndjson"
    command = [sys.executable, "-m", "stce_rules.generator", "--count", "300", "--seed", "7", "--planted", "0.2"]
    subprocess.run(
        [*command, "--out", str(out)], check=True, env=os.environ | {"PYTHONHASHSEED": hash_seed}, capture_output=True
    )
    expected = list(cases(300, 7, 0.2))
    assert out.read_bytes().splitlines() == [canonical.encode(case.declaration) for case in expected]
    side = [f"{case.declaration.id},{case.kind.name}" for case in expected if case.kind is not None]
    written = (tmp_path / "history.ndjson.planted.csv").read_text(encoding="utf-8").replace('"', "")
    assert written.splitlines() == ["declaration,kind", *side]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--count", "many"], "'many' is not a whole number of declarations"),
        (["--planted", "3"], "'3' is not a share from 0 to 1"),
        (["--planted", "nan"], "'nan' is not a share from 0 to 1"),
    ],
)
def test_wrong_arguments_are_named(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong argument is quoted in one sentence."""
    from stce_rules.generator.__main__ import main

    with pytest.raises(SystemExit):
        main([*arguments, "--out", str(tmp_path / "out")])
    assert said in capsys.readouterr().err


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An output file in a folder that does not exist is reported, not raised."""
    from stce_rules.generator.__main__ import main

    with pytest.raises(SystemExit) as stopped:
        main(["--count", "1", "--out", str(tmp_path / "none" / "out")])
    assert stopped.value.code == 2
    assert "no such file or directory" in capsys.readouterr().err
