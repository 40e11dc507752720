"""The bytes of an assessment."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from stce_rules import Assessor
from stce_rules.cli import stce
from stce_rules.decide.wire import decode, encode

RULES = 'rule "R" "Ångström" for each item when destination is SS then add 5 points because "ö" end'
DECLARATION = '{"id": "Ä", "destination": "SS", "date": "no day", "items": [{"number": 1, "net_mass_kg": "0.10"}]}'


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rule file."""
    path = tmp_path / "r.stce"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_bytes_and_back(rules: Path) -> None:
    """The bytes of an assessment give the same assessment again, and that one the same bytes."""
    with Assessor.from_rulesets(rules) as assessor:
        made = assessor.assess(DECLARATION)
    assert made.hits
    assert made.issues
    assert decode(encode(made)) == made
    assert encode(decode(encode(made))) == encode(made)


def test_the_command_writes_these_bytes(rules: Path) -> None:
    """What the command writes for a host is these bytes and the end of a line."""
    with Assessor.from_rulesets(rules) as assessor:
        expected = encode(assessor.assess(DECLARATION))
    result = CliRunner().invoke(stce, ["assess", "-", "--rules", str(rules), "--format", "json"], input=DECLARATION)
    assert result.stdout_bytes == expected + b"\n"


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b"\xff", b'{"schema":1'])
def test_other_bytes_are_refused(raw: bytes) -> None:
    """Bytes that are no assessment are refused."""
    with pytest.raises(ValueError, match="these bytes are no assessment"):
        decode(raw)
