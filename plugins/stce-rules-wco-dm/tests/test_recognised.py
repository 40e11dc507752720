"""The format is told by content, and hosts find the adapter."""

from __future__ import annotations

from pathlib import Path

import pytest
from stce_rules_wco_dm import plugin

from stce_rules import Assessor
from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import BUILT_IN, choose, read
from stce_rules.plugins import discover

WHOLE = Path(__file__).resolve().parent / "corpus" / "whole" / "message.xml"


@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        (b'<Declaration xmlns="urn:wco:datamodel:WCO:DEC-DMS:2"><!-- ', True),
        (b"\xef\xbb\xbf<!-- x --><MetaData><WCOTypeName>DEC", True),
        ("<d:Declaration><d:FunctionCode>9".encode("utf-16"), True),
        (b"<s:Envelope><s:Body><MetaData><WCODataModelVersionCode>3.6", True),
        (b"<Response><FunctionCode>05", True),
        (b"<Declaration><Price>5", False),
        (b"<s:Envelope><s:Body><CC315A><HEAHEA>", False),
        (b"<ASYCUDA><Property>", False),
        (b'{"id": "urn:wco:datamodel", "Declaration": 1}', False),
        (b"", False),
    ],
)
def test_the_first_elements_tell_the_format(head: bytes, is_ours: bool) -> None:
    """Names and encodings decide, never the name of the file."""
    (adapter,) = plugin.stce_adapters()
    assert adapter.recognises(head, "message.xml") is is_ours


def test_a_host_reads_and_judges_a_message() -> None:
    """The message is chosen among all formats, read, and judged by shipped rules, each reason with its place in it."""
    plugins = discover(extra=[plugin], entry_points=False)
    adapters = (*plugins.contributions.adapters, *BUILT_IN)
    assert choose(adapters, WHOLE.read_bytes()[:4096], "anything.txt").name == "wco-dm"
    (declaration,) = read(WHOLE, adapters=adapters)
    assert isinstance(declaration, Declaration)
    with Assessor.from_rulesets("chemicals", plugins=plugins) as assessor:
        assessment = assessor.assess(declaration)
    assert assessment.declaration == "26GB0000000000001"
    assert assessment.hits
