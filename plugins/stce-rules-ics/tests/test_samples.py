"""Messages that others publish, each box of each compared with what was read off the message by eye."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stce_rules_ics import ADAPTER

from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import read
from stce_rules.intake.messages.xml import read_xml
from stce_rules.intake.normalise import normalise
from stce_rules.testing.messages import boxes, part_at

EXPECTED = sorted((Path(__file__).resolve().parent / "samples").glob("*.json"))


def _read(path: Path) -> Declaration:
    (one,) = read(path, adapters=[ADAPTER])
    assert isinstance(one, Declaration)
    return one


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_a_sample_field_by_field(samples: Path, expected: Path) -> None:
    """Every box that the message fills, and no other."""
    assert boxes(_read(samples / expected.stem)) == json.loads(expected.read_text(encoding="utf-8"))


TOLD = {
    "CC313A-schemaValidSampleWithSpecialChars-v11-2.xml": {"W635", "W636", "W646"},
    "CC315A-schemaValidSample-v11-2.xml": {"W632", "W635", "W636", "W646"},
    "CC315A_reduced.xml": {"W632", "W635", "W636"},
}
"""Made to be valid to the letter, the samples have the countries EN and AB, places in words, and 42 items announced."""


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_what_cannot_be_read_of_a_sample_is_told(samples: Path, expected: Path) -> None:
    """Countries and places are kept as they stand, and told when they are read as rules see them."""
    assert {one.code for one in normalise(_read(samples / expected.stem)).issues} == TOLD[expected.stem]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_every_source_leads_back_to_the_sample(samples: Path, expected: Path) -> None:
    """Every box has a source, and something stands at each."""
    path = samples / expected.stem
    declaration = _read(path)
    root = read_xml(path.read_bytes(), "")
    parts = [part_at(root, place) for place in declaration.sources.values()]
    assert [one for one in parts if one is None or one.is_blank] == []
    assert [one for one in boxes(declaration) if one not in declaration.sources] == []


def test_every_sample_is_recognised(samples: Path) -> None:
    """By the name of its message."""
    paths = sorted(samples.iterdir())
    assert [path.name for path in paths if not ADAPTER.recognises(path.read_bytes()[:4096], "")] == []
    assert [path.name for path in paths] == [path.stem for path in EXPECTED]
