"""Messages that others publish, each box of each compared with what was read off the message by eye."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stce_rules_wco_dm import ADAPTER

from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import Refused, read
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


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_a_sample_has_nothing_that_cannot_be_read(samples: Path, expected: Path) -> None:
    """No box is left over, also when all are read as rules see them."""
    assert normalise(_read(samples / expected.stem)).issues == ()


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_every_source_leads_back_to_the_sample(samples: Path, expected: Path) -> None:
    """Every box has a source, and something stands at each."""
    path = samples / expected.stem
    declaration = _read(path)
    (message,) = read_xml(path.read_bytes(), "").all("Declaration")
    message.parent = None
    parts = [part_at(message, place) for place in declaration.sources.values()]
    assert [one for one in parts if one is None or one.is_blank] == []
    assert [one for one in boxes(declaration) if one not in declaration.sources] == []


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("05_DMSCTL.xml", "E617"),
        ("07_DMSRES.xml", "E617"),
        ("TT_EX002a.xml", "E615"),
    ],
)
def test_samples_that_declare_nothing_are_refused(samples: Path, name: str, report: str) -> None:
    """Answers of customs, and a declaration that is not well-formed as published."""
    (one,) = read(samples / name, adapters=[ADAPTER])
    assert isinstance(one, Refused)
    assert [fault.code for fault in one.diagnostics] == [report]


def test_every_sample_is_recognised(samples: Path) -> None:
    """By what stands in it; also the one that cannot be read, and those with another extension."""
    paths = [path for path in samples.iterdir() if path.suffix.lower() == ".xml"]
    assert [path.name for path in paths if not ADAPTER.recognises(path.read_bytes()[:4096], "")] == []
    assert len(paths) == len(EXPECTED) + 3
