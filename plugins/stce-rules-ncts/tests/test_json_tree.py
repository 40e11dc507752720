"""The JSON form of a message as a tree."""

from __future__ import annotations

import pytest
from stce_rules_ncts.json_tree import read_json

from stce_rules.core.diagnostics import StceError
from stce_rules.intake.messages.xml import LIMITS, Limits


def _refused(raw: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(StceError) as refused:
        read_json(raw, "m.json", limits)
    return str(refused.value)


def test_keys_are_elements() -> None:
    """Prefixes go; a list is the same element several times, and so is a key that comes twice; `@` is an attribute."""
    root = read_json(
        b'{"n:M": {"@n:a": "1", "n:b": ["x", {"c": null}, []], "b": "y", "d": {"#text": " z "}}}', "m.json"
    )
    assert root.name == "M"
    assert [(one.text, one.place) for one in root.all("b")] == [
        ("x", "/M/b[1]"),
        ("", "/M/b[2]"),
        ("", "/M/b[3]"),
        ("y", "/M/b[4]"),
    ]
    assert (root.said("@a"), root.said("d"), root.said("b/c")) == ("1", "z", "")


def test_numbers_keep_their_digits() -> None:
    """Nothing passes through a float; yes and no are words."""
    root = read_json(b'{"M": {"a": 6430669292.481250, "b": 1e400, "c": 0.1, "d": true, "e": NaN}}', "m.json")
    assert [root.said(name) for name in "abcde"] == ["6430669292.481250", "1e400", "0.1", "true", "NaN"]


@pytest.mark.parametrize(
    ("raw", "report"),
    [
        (b'{"M": {"a": 1,}}', "E615 m.json:1:15: the text breaks the rules of JSON"),
        (b'{"M": {\n"a": "\xff"}}', "E615 m.json:2:7: bytes stand here that are not UTF-8"),
        (b'{"M": 1}', "E615 m.json:1:1: a message is one object, with its name as the only key"),
        (b'{"M": {}, "N": {}}', "E615 m.json:1:1: a message is one object, with its name as the only key"),
        (b"[]", "E615 m.json:1:1: a message is one object, with its name as the only key"),
        (b'{"M": ' * 100 + b"{}" + b"}" * 100, "E616 m.json: objects are nested more than 64 deep"),
        (b'{"M": ' * 1_000_000, "E616 m.json: brackets are nested too deeply"),
        (b'{"M": ' + b"[" * 1_000_000, "E616 m.json: brackets are nested too deeply"),
        (b'{"M": {"a": "' + b"x" * 200_000 + b'"}}', "E616 m.json: a text has more than 100,000 characters"),
        (b" " * (LIMITS.bytes + 1), "E616 m.json: the message has more than 16,777,216 bytes"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_what_cannot_be_read_is_refused(raw: bytes, report: str) -> None:
    """With the place where there is one, and with the limits of XML."""
    assert _refused(raw) == report


def test_parts_are_counted() -> None:
    """Elements of lists count too."""
    assert read_json(b'{"M": {"a": [1]}}', "m.json", Limits(elements=2)).said("a") == "1"
    assert _refused(b'{"M": {"a": [1, 2]}}', Limits(elements=2)) == "E616 m.json: the message has more than 2 parts"
