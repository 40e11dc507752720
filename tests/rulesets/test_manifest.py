"""What a ruleset says of itself."""

from __future__ import annotations

import pytest

from stce_rules.core.span import Source
from stce_rules.language.checking.findings import Findings
from stce_rules.rulesets.manifest import Manifest, read_manifest

WHOLE = """
name: chemicals
title: "Chemicals: weapons concern"
version: 1.10
language: 1
edition: 2022
owner: Chemical desk
legal_basis:
  - CWC
  - "Regulation (EU) 2021/821"
files: [cwc.stce, precursors.stce]
lists: {cwc: lists/cwc.csv, denied: "plugin:denied"}
rates: rates.csv
"""


def _read(text: str) -> tuple[Manifest | None, list[str]]:
    findings = Findings()
    return read_manifest(Source("ruleset.yaml", text), findings), [one.code for one in findings.found]


def test_every_key_is_read() -> None:
    """A whole manifest is read as it is written; a version 1.10 stays 1.10."""
    manifest, codes = _read(WHOLE)
    assert codes == []
    assert manifest is not None
    assert (manifest.name, manifest.version, manifest.edition) == ("chemicals", "1.10", 2022)
    assert (manifest.title, manifest.owner) == ("Chemicals: weapons concern", "Chemical desk")
    assert manifest.legal_basis == ("CWC", "Regulation (EU) 2021/821")
    assert manifest.files is not None
    assert [one.path for one in manifest.files] == ["cwc.stce", "precursors.stce"]
    assert {alias: one.file.path for alias, one in manifest.lists.items()} == {
        "cwc": "lists/cwc.csv",
        "denied": "plugin:denied",
    }
    assert manifest.rates is not None
    assert manifest.rates.path == "rates.csv"


def test_three_keys_are_enough() -> None:
    """Name, version and language make a manifest; a single text stands for a list of one."""
    manifest, codes = _read("name: a\nversion: 1\nlanguage: 1\nlegal_basis: CWC\n")
    assert codes == []
    assert manifest == Manifest("a", "1", legal_basis=("CWC",))


@pytest.mark.parametrize("text", ["no", "on", "null", "1.0", "0x10", "2022-01-01"])
def test_values_are_words(text: str) -> None:
    """YAML's own readings of words (no, null, 0x10) do not reach a manifest."""
    manifest, codes = _read(f"name: a\nversion: {text}\nlanguage: 1\n")
    assert codes == []
    assert manifest is not None
    assert manifest.version == text


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("edition: 2021", "E111"),
        ("edition: 22", "E813"),
        ("files: {a: b}", "E813"),
        ("files: [a, [b]]", "E813"),
        ("files: [a, ]", ""),
        ("lists: {Cwc: a}", "E813"),
        ("lists: {cwc: [a]}", "E813"),
        ("lists: {cwc: a, cwc: b}", "E814"),
        ("rates: [a]", "E813"),
        ("title: ''", "E813"),
        ("[a, b]: c", "E813"),
        ("licence: Apache-2.0", "E811"),
        ("<<: {title: a}", "E811"),
        ("title: !!python/object/apply:os.getcwd []", "E813"),
        ("title: &a [*a]", "E813"),
    ],
)
def test_a_faulty_line_is_told(line: str, code: str) -> None:
    """Each kind of fault in a line has its code, and nothing is run or followed."""
    _, codes = _read(f"name: a\nversion: 1\nlanguage: 1\n{line}\n")
    assert codes == ([code] if code else [])


@pytest.mark.parametrize(
    "text", ["", "# nothing", "- a", "just words", "a: b: c", "{", "a: 1\n---\nb: 2\n", "\0", "[" * 5000, "\t: x"]
)
def test_what_is_no_manifest_is_told(text: str) -> None:
    """Whatever the file holds, the answer is one fault."""
    manifest, codes = _read(text)
    assert manifest is None
    assert codes == ["E810"]
