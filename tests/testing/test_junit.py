"""Tests of the JUnit report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

from stce_rules.core.assessment import Evidence
from stce_rules.rulesets.load import load
from stce_rules.testing.examples import run_examples
from stce_rules.testing.junit import junit


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    """Control characters in titles and values never make the file unreadable."""
    rules = tmp_path / "rules.stce"
    rules.write_text(
        'rule "R-1" "T"\n  for each item\n  when destination is SS\n  then add 1 points\n'
        '  example "x" expect hit\nend\n',
        encoding="utf-8",
    )
    (found,) = run_examples(load([rules]))
    said = Evidence(sentence="a\x1b[31m", truth="false")
    odd = replace(found, example="bell \x07 \ufffe \ud800 \U0001f600 ]]>", evidence=(said,))
    case = ET.fromstring(junit([odd])).find("testsuite/testcase")
    assert case is not None
    assert case.get("name") == "bell    \U0001f600 ]]>"
    assert "a[31m" in (case.findtext("failure") or "")
