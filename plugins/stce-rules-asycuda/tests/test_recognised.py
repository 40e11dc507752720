"""The format is told by content, and hosts find the adapter."""

from __future__ import annotations

from pathlib import Path

import pytest
from stce_rules_asycuda import plugin

from stce_rules import Assessor
from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import BUILT_IN, choose, read
from stce_rules.plugins import discover

WHOLE = Path(__file__).resolve().parent / "corpus" / "whole" / "message.xml"


@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        (b'<?xml version="1.0"?><ASYCUDA id="1">', True),
        (b"\xef\xbb\xbf<!-- x --><ASYCUDA>", True),
        ("<ASYCUDA>".encode("utf-16"), True),
        (b"<Awmds><General_segment>", False),
        (b"<MetaData><ASYCUDA>", False),
        (b'{"id": "ASYCUDA"}', False),
        (b"", False),
    ],
)
def test_the_first_element_tells_the_format(head: bytes, is_ours: bool) -> None:
    """Names and encodings decide, never the name of the file."""
    (adapter,) = plugin.stce_adapters()
    assert adapter.recognises(head, "message.xml") is is_ours


def test_a_host_reads_and_judges_a_message() -> None:
    """The message is chosen among all formats, read, and judged by shipped rules."""
    plugins = discover(extra=[plugin], entry_points=False)
    adapters = (*plugins.contributions.adapters, *BUILT_IN)
    assert choose(adapters, WHOLE.read_bytes()[:4096], "anything.txt").name == "asycuda"
    (declaration,) = read(WHOLE, adapters=adapters)
    assert isinstance(declaration, Declaration)
    with Assessor.from_rulesets("chemicals", plugins=plugins) as assessor:
        assessment = assessor.assess(declaration)
    assert assessment.declaration == "XX001/2026/E17"
    assert assessment.hits
