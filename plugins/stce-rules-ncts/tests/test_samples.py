"""Messages that others publish, each box of each compared with what was read off the message by eye."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stce_rules_ncts import ADAPTER
from stce_rules_ncts.messages import _parse

from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import read
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


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_a_sample_has_nothing_that_cannot_be_read(samples: Path, expected: Path) -> None:
    """No box is left over, also when all are read as rules see them."""
    assert normalise(_read(samples / expected.stem)).issues == ()


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_every_source_leads_back_to_the_sample(samples: Path, expected: Path) -> None:
    """Every box has a source, and something stands at each."""
    path = samples / expected.stem
    declaration = _read(path)
    root = _parse(path.read_bytes(), "")
    parts = [part_at(root, place) for place in declaration.sources.values()]
    assert [one for one in parts if one is None or one.is_blank] == []
    assert [one for one in boxes(declaration) if one not in declaration.sources] == []


def test_every_sample_is_recognised(samples: Path) -> None:
    """In XML and in JSON."""
    paths = sorted(samples.iterdir())
    assert [path.name for path in paths if not ADAPTER.recognises(path.read_bytes()[:4096], "")] == []
    assert [path.name for path in paths] == [path.stem for path in EXPECTED]
