"""Examples, judged, to the JUnit XML that build servers read.

Enters: results. Leaves: the bytes of an XML file: a suite for each ruleset, a test case for each example. Promise: it
is well-formed whatever stands in a title; characters that XML cannot hold are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from stce_rules.testing.examples import ExampleResult, Standing
from stce_rules.testing.report import said

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Sequence[ExampleResult]) -> bytes:
    """The file, in UTF-8."""
    root = ET.Element("testsuites", _counts(results))
    for ruleset in dict.fromkeys(one.ruleset for one in results):
        own = [one for one in results if one.ruleset == ruleset]
        suite = ET.SubElement(root, "testsuite", {"name": _clean(ruleset), **_counts(own)})
        for one in own:
            _case(suite, one)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _counts(results: Sequence[ExampleResult]) -> dict[str, str]:
    failed = sum(one.standing is Standing.FAILED for one in results)
    skipped = sum(one.standing is Standing.SKIPPED for one in results)
    return {"tests": str(len(results)), "failures": str(failed), "errors": "0", "skipped": str(skipped)}


def _case(suite: ET.Element, one: ExampleResult) -> None:
    named = {"classname": f"{one.ruleset}.{one.unit}", "name": one.example, "file": one.span.source.name}
    case = ET.SubElement(suite, "testcase", {key: _clean(text) for key, text in named.items()})
    case.set("line", str(one.span.line))
    if one.standing is Standing.SKIPPED:
        ET.SubElement(case, "skipped", {"message": _clean(one.reason)})
    elif one.standing is Standing.FAILED:
        failure = ET.SubElement(case, "failure", {"message": _clean(one.reason), "type": "expectation"})
        failure.text = _clean("\n".join((one.place, *map(said, one.evidence))))


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
