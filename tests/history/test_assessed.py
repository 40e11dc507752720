"""A store behind an assessor, in every kind of database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

from stce_rules import Assessor, StceError
from stce_rules.history import open_store
from stce_rules.history.checking import about, verified

RULES = """\
rule "W-1" "Much for one consignee"
  for each item
  when total net mass by consignee over 30 days is more than 10 kg
  then add 50 points
end
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rule that looks back."""
    path = tmp_path / "rules.stce"
    path.write_text(RULES, encoding="utf-8")
    return path


def declared(name: str, destination: str = "SS") -> dict[str, object]:
    """A shipment of 4 kg to one consignee."""
    return {
        "id": name,
        "date": "2026-06-01",
        "destination": destination,
        "parties": [{"role": "consignee", "name": "Example Trading"}],
        "items": [{"number": 1, "net_mass_kg": "4"}],
    }


def test_answers_windows_and_trail(where: str, rules: Path) -> None:
    """Threads on two assessors of one store: one answer for each declaration, and each a row of a whole trail."""
    names = [f"D{number % 6}" for number in range(24)]
    with Assessor.from_rulesets(rules, records=where) as one, Assessor.from_rulesets(rules, records=where) as other:
        with ThreadPoolExecutor(4) as pool:
            told = list(
                pool.map(lambda at: (names[at], (one, other)[at % 2].answer(declared(names[at])).raw), range(24))
            )
        assert len(set(told)) == 6
        with pytest.raises(StceError, match="E866"):
            one.assess(declared("D1", "NO"))
        assert one.assess(declared("D9")).score == 50
    with open_store(where) as database, database.reading() as turn:
        assert verified(turn).number == 7
        (row,) = about(turn, "D3")
    assert ("D3", row.assessment) in told
