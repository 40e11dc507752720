"""XML from strangers: what is read, what is refused, and that refusing costs little."""

from __future__ import annotations

import re

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.intake.messages.xml import LIMITS, Limits, element_names, read_xml

MILLION = 1_000_000


def _refused(raw: bytes, limits: Limits = LIMITS) -> str:
    """The report without its place in words."""
    with pytest.raises(StceError) as refused:
        read_xml(raw, "m.xml", limits)
    return str(refused.value)


def _text(raw: bytes) -> str:
    return read_xml(raw, "m.xml").text


def test_elements_are_known_by_their_local_names() -> None:
    """Prefixes and namespaces make no difference, declared or not; attributes too."""
    for raw in (
        b'<a><b c="1">x</b></a>',
        b'<n:a xmlns:n="u"><n:b n:c="1">x</n:b></n:a>',
        b'<a xmlns="u"><b c="1">x</b></a>',
    ):
        root = read_xml(raw, "m.xml")
        assert (root.name, root.said("b"), root.said("b/@c")) == ("a", "x", "1")


def test_text_is_what_stands_in_an_element() -> None:
    """Blanks around it go; CDATA, character references and comments in it are as XML means them."""
    assert _text(b"<a>\n x &amp; y<!-- no -->&#x41;<![CDATA[ <z> ]]>\n</a>") == "x & yA <z>"
    assert _text(b"<a/>") == ""


@pytest.mark.parametrize(
    "raw",
    [
        "<a>é</a>".encode(),
        b"\xef\xbb\xbf" + "<a>é</a>".encode(),
        "<a>é</a>".encode("utf-16"),
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"),
        '<?xml version="1.0" encoding="windows-1252"?><a>é</a>'.encode("cp1252"),
    ],
)
def test_encodings_are_those_of_the_mark_or_the_declaration(raw: bytes) -> None:
    """UTF-8 is read without saying so, others by their mark or declaration."""
    assert _text(raw) == "é"


@pytest.mark.parametrize(
    ("raw", "report"),
    [
        (b"", "1:1: the text breaks the rules of XML"),
        (b"hello", "1:1: there is no element in the message"),
        (b"<a>\n <b></a>", "2:9: this end tag does not belong to the element that is open"),
        (b"<a>", "1:4: the message ends in the middle of an element"),
        (b"<a/><b/>", "1:5: something stands after the end of the message, or its end is missing"),
        (b"<a>\n<!-- x -- y --></a>", "2:8: a comment holds '--', which may only end one"),
        (b"<a>\xe9</a>", "1:4: bytes stand here that are not of the encoding of the message"),
        (b"<a>&none;</a>", "1:10: an entity stands here that is not defined; '&' is written '&amp;'"),
        (b"<a>\x01</a>", "1:4: a character stands here that XML cannot hold"),
        (b'<?xml version="1.0" encoding="x-none"?><a/>', "the encoding that the message states is not known"),
        (b'<a b="1" b="2"/>', "an element has the same attribute twice"),
    ],
)
def test_what_is_not_well_formed_is_told_with_line_and_column(raw: bytes, report: str) -> None:
    """One plain sentence and the place of the fault."""
    assert re.match(r"E615 m\.xml:\d+:\d+: ", _refused(raw))
    assert _refused(raw).endswith(report)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "raw",
    [
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>'.encode(),
        f'<!DOCTYPE a [<!ENTITY x "{"x" * 100_000}">]><a>{"&x;" * 100_000}</a>'.encode(),
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]><a/>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
    ],
)
def test_document_type_definitions_are_refused_unread(raw: bytes) -> None:
    """No entity is expanded, no file read, nothing fetched."""
    assert _refused(raw) == "E616 m.xml: the message has a document type definition, which could define entities"


@pytest.mark.parametrize(
    ("raw", "report"),
    [
        (b"<a>" * 100, "elements are nested more than 64 deep"),
        (b"<a>" * MILLION, "elements are nested more than 64 deep"),
        (b"<a " + b" ".join(b'a%d=""' % n for n in range(100)) + b"/>", "an element has more than 64 attributes"),
        (b"<a " + b"".join(b"a%d='' " % n for n in range(MILLION)), "longer than any message has"),
        (b"<a>" + b"x" * (10 * MILLION), "a text has more than 100,000 characters"),
        (b"<a>" + b"&#65;" * MILLION, "a text has more than 100,000 characters"),
        (b'<a b="' + b"x" * 200_000 + b'"/>', "a text has more than 100,000 characters"),
        (b"<!--" + b"x" * (10 * MILLION), "a tag or a comment is longer than any message has"),
        (b"<" + b"x" * MILLION + b"/>", "a name or a text is longer than any message has"),
        (b" " * (LIMITS.bytes + 1), "the message has more than 16,777,216 bytes"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)  # fmt: skip
def test_what_is_too_much_is_refused_while_it_is_read(raw: bytes, report: str) -> None:
    """Depth, numbers and lengths are held to limits, not to the patience of the reader."""
    refused = _refused(raw)
    assert refused.startswith("E616 m.xml:")
    assert refused.endswith(report)


def test_limits_themselves_are_allowed() -> None:
    """A message that is as large as it may be is read."""
    limits = Limits(bytes=100, depth=2, elements=3, attributes=1, characters=5)
    assert read_xml(b'<a b="12345"><c/><c>12345</c></a>', "m.xml", limits).name == "a"
    assert "3 elements" in _refused(b"<a><c/><c/><c/></a>", limits)
    assert "2 deep" in _refused(b"<a><c><d/></c></a>", limits)
    assert "5 characters" in _refused(b"<a><c>12 <d/>345</c></a>", Limits(characters=5))


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (b"<a><b/>", ["a", "b"]),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <no/> --><n:a xmlns:n="u"><n:b>', ["a", "b"]),
        ("<a><b/>".encode("utf-16"), ["a", "b"]),
        (b"<a><!-- cut off <b", ["a"]),
        (b'{"<a>": 1}', []),
        (b"", []),
        (b"\x00\xff", []),
    ],
)
def test_the_first_elements_tell_a_format(head: bytes, names: list[str]) -> None:
    """The names that open in the head of a message, without comments; none where it is no XML."""
    assert list(element_names(head)) == names


def test_a_place_has_numbers_where_there_are_several() -> None:
    """The path of an element or attribute leads back to it."""
    root = read_xml(b'<a><b/><b><c d="1"/></b></a>', "m.xml")
    (attribute,) = root.all("b/c/@d")
    assert attribute.place == "/a/b[2]/c/@d"


def test_a_part_is_blank_that_says_nothing() -> None:
    """Empty elements in it and attributes of it say nothing; a text further down does."""
    blank = read_xml(b'<a c="1"><b><null/></b></a>', "m.xml")
    assert (blank.is_blank, blank.first("b"), blank.said("b")) == (True, None, "")
    full = read_xml(b"<a><b/><b><d>x</d></b></a>", "m.xml")
    assert (full.is_blank, full.said("b/d"), full.said("b/e")) == (False, "x", "")
