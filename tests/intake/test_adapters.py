"""The choice of who reads a message."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError
from stce_rules.intake import adapters
from stce_rules.intake.adapters import BUILT_IN, Adapter, Refused


class Pairs:
    """A format of `id=…` lines, as a plugin would bring one."""

    name = "pairs"
    title = "pairs of name and value"

    def recognises(self, head: bytes, name: str) -> bool:
        """By its first word."""
        return head.startswith(b"id=")

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """One declaration a line."""
        for line in stream:
            yield Declaration(id=line.decode().strip().removeprefix("id="))


PAIRS: Adapter = Pairs()


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b'{"id":"a"}\n', "", "json-lines"),
        (b'\xef\xbb\xbf {"id":"a","flow"', "x.txt", "json-lines"),
        (b'{\n  "id": "a"\n}', "x.json", "json"),
        (b'{"id": "a",\n "flow": "export"}', "", "json"),
        (b'{"id":"a"}\n{"id":"b"}\n', "part-0.json", "json-lines"),
        (b"[", "x.json.gz", "json-lines"),
        (b"", "", "json-lines"),
        (b"\xff\xfe{", "", "json-lines"),
        (b"id=a", "", "pairs"),
    ],
)
def test_the_content_decides(head: bytes, name: str, expected: str) -> None:
    """A message is told by how it begins."""
    assert adapters.choose((PAIRS, *BUILT_IN), head, name).name == expected


def test_a_format_nobody_knows_is_refused_with_those_installed() -> None:
    """The report names the formats that could be read."""
    with pytest.raises(StceError, match=r"no installed format begins with '<xml>'\n  help: .*pairs of name and value"):
        adapters.choose((*BUILT_IN, PAIRS), b"<xml>", "a.xml")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_plugin_reads_its_format_unpacked(pack: object) -> None:
    """Adapters never see gzip."""
    assert callable(pack)
    found = adapters.read(io.BytesIO(pack(b"id=a\nid=b\n")), adapters=(PAIRS, *BUILT_IN))
    assert [one.id for one in found if isinstance(one, Declaration)] == ["a", "b"]


def test_one_declaration_over_several_lines_is_read(tmp_path: Path) -> None:
    """A declaration laid out for people is one declaration."""
    path = tmp_path / "a.json"
    path.write_text('{\n "id": "a",\n "flow": "export"\n}\n')
    assert list(adapters.read(path)) == [Declaration(id="a", flow="export")]


def test_a_fault_over_several_lines_has_its_line(tmp_path: Path) -> None:
    """The line of a fault is the line of the file."""
    path = tmp_path / "a.json"
    path.write_text('{\n "id": "a",\n "flow": export\n}\n')
    (refused,) = adapters.read(path, name="a.json")
    assert isinstance(refused, Refused)
    assert refused.diagnostics[0].place == "a.json:3:10"


def test_a_file_in_no_known_format_gives_one_refusal() -> None:
    """Reading goes on with the next file."""
    (refused,) = adapters.read(io.BytesIO(b"UNA:+.? '"), name="a.edi")
    assert isinstance(refused, Refused)
    assert [one.code for one in refused.diagnostics] == ["E612"]


def test_damaged_gzip_gives_a_refusal() -> None:
    """Damage found while a plugin reads is told like any other."""
    packed = gzip.compress(b"id=a\n" * 100, mtime=0)
    found = list(adapters.read(io.BytesIO(packed[:-4]), adapters=(PAIRS,), name="a.gz"))
    assert isinstance(found[-1], Refused)
    assert [one.code for one in found[-1].diagnostics] == ["E611"]


class Shy(Pairs):
    """An adapter that breaks its promise."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Raises, which it may not."""
        raise RuntimeError(f"{name} begins with {head[:1]!r}")


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\n\n", b'\n{"id":"b"}'])
@pytest.mark.parametrize(
    "begin", [b'{"id":"a"}', b'{"id"', b"{", b"{}", b"[]", b"", b' {"id":"a"}', b"id=a", b"\xff\xfe{", b'\r{"id":"a"}']
)
@pytest.mark.parametrize("asked", [(PAIRS, *BUILT_IN), (*BUILT_IN, PAIRS), (PAIRS,), (Shy(), *BUILT_IN)])
def test_one_line_alone_is_read_as_ever(begin: bytes, end: bytes, asked: tuple[Adapter, ...]) -> None:
    """A message of one line gives what reading it as a stream gives; any other is left to that."""
    message = begin + end
    found = list(adapters.read(io.BytesIO(message), adapters=asked, name="m"))
    alone = adapters.read_alone(message, adapters=asked, name="m")
    assert alone is None or [alone] == found


@pytest.mark.parametrize("message", [b'{"id":"a"}', b'{"id":"a"}\n', b'{"id":"a"}\r\n', b'{"id"'])
def test_a_line_of_canonical_json_is_read_alone(message: bytes) -> None:
    """The usual message is, unless an adapter that is asked sooner takes it."""
    assert adapters.read_alone(message, adapters=(PAIRS, *BUILT_IN), name="m") is not None
    assert adapters.read_alone(message, adapters=BUILT_IN, name="m.csv") is None
