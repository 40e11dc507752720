"""The format is told by content, and hosts find the adapter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stce_rules_ncts import plugin

from stce_rules import Assessor
from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import BUILT_IN, choose, read
from stce_rules.plugins import discover

CORPUS = Path(__file__).resolve().parent / "corpus"


@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        (b'<n:CC015C xmlns:n="http://ncts.dgtaxud.ec">', True),
        (b"\xef\xbb\xbf<!-- x --><CC013C>", True),
        ("<CC014C>".encode("utf-16"), True),
        (b"<s:Envelope><s:Header/><s:Body><CC029C>", True),
        (b'{"CC015C": {', True),
        (b'\xef\xbb\xbf{\n "n1:CC015C":{', True),
        (b"<CC515C>", False),
        (b"<CC315A>", False),
        (b"<x><CC015C>", False),
        (b'{"id": "26XX1", "CC015C": {}}', False),
        (b'{"CC015C": 1}', False),
        (b"", False),
    ],
)
def test_the_name_of_the_message_tells_the_format(head: bytes, is_ours: bool) -> None:
    """Never the name of the file."""
    (adapter,) = plugin.stce_adapters()
    assert adapter.recognises(head, "message.xml") is is_ours


@pytest.mark.parametrize("name", ["whole/message.xml", "whole_json/message.json"])
def test_a_host_reads_and_judges_a_message(name: str) -> None:
    """The message is chosen among all formats, read, and judged by shipped rules."""
    plugins = discover(extra=[plugin], entry_points=False)
    adapters = (*plugins.contributions.adapters, *BUILT_IN)
    assert choose(adapters, (CORPUS / name).read_bytes()[:4096], "anything.txt").name == "ncts"
    (declaration,) = read(CORPUS / name, adapters=adapters)
    assert isinstance(declaration, Declaration)
    with Assessor.from_rulesets("diversion", plugins=plugins) as assessor:
        assert assessor.assess(declaration).declaration == "LRN-1"


def test_both_forms_give_the_same_declaration() -> None:
    """The same boxes with the same digits and the same places."""
    xml, js = ((CORPUS / case / "declarations.json").read_text(encoding="utf-8") for case in ("whole", "whole_json"))
    assert json.loads(xml) == json.loads(js)
