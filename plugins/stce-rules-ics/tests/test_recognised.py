"""The format is told by content, and hosts find the adapter."""

from __future__ import annotations

from pathlib import Path

import pytest
from stce_rules_ics import plugin

from stce_rules import Assessor
from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import BUILT_IN, choose, read
from stce_rules.plugins import discover

CORPUS = Path(__file__).resolve().parent / "corpus"


@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        (b'<ie:CC315A xmlns:ie="http://ics.dgtaxud.ec/CC315A">', True),
        (b"\xef\xbb\xbf<!-- x --><CC313A>", True),
        ("<CC315A>".encode("utf-16"), True),
        (b"<s:Envelope><s:Header><h:sender>GB</h:sender></s:Header><s:Body><CC315A>", True),
        (b"<CC328A>", True),
        (b"<CC015C>", False),
        (b"<x><CC315A>", False),
        (b"<s:Envelope><s:Body><CC015C>", False),
        (b'{"CC315A": {}}', False),
        (b"", False),
    ],
)
def test_the_name_of_the_message_tells_the_format(head: bytes, is_ours: bool) -> None:
    """Never the name of the file."""
    (adapter,) = plugin.stce_adapters()
    assert adapter.recognises(head, "message.xml") is is_ours


@pytest.mark.parametrize(("case", "name"), [("whole", "LRN-1"), ("in_soap", "LRN-2")])
def test_a_host_reads_and_judges_a_message(case: str, name: str) -> None:
    """The message is chosen among all formats, read, and judged by shipped rules."""
    plugins = discover(extra=[plugin], entry_points=False)
    adapters = (*plugins.contributions.adapters, *BUILT_IN)
    message = CORPUS / case / "message.xml"
    assert choose(adapters, message.read_bytes()[:4096], "anything.txt").name == "ics"
    (declaration,) = read(message, adapters=adapters)
    assert isinstance(declaration, Declaration)
    with Assessor.from_rulesets("diversion", plugins=plugins) as assessor:
        assert assessor.assess(declaration).declaration == name
