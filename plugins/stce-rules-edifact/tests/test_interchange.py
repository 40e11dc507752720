"""Messages are found in their interchanges, and what disagrees is told."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from stce_rules_edifact import EdifactAdapter, interchange

from stce_rules.core.declaration import Declaration
from stce_rules.intake.refusal import Refused

Read = Callable[..., list[Declaration | Refused]]


def told(answers: list[Declaration | Refused]) -> list[tuple[str, str]]:
    """Ids of declarations, codes and places of refusals."""
    return [(one.id, "") if isinstance(one, Declaration) else (one.diagnostics[0].code, one.place) for one in answers]


def message(number: int) -> list[str]:
    """A message of three segments."""
    return [f"UNH+{number}+CUSDEC:D:01B:UN", f"BGM+830+X{number}+9", f"UNT+3+{number}"]


def test_groups_and_several_interchanges_are_read(read: Read) -> None:
    """Messages are numbered through the file; an interchange with groups counts them."""
    answers = read(
        "UNB+UNOA:2+A+B+260601:0915+1", "UNG+CUSDEC+A+B+260601:0915+G1+UN+D:01B", *message(1), *message(2), "UNE+2+G1",
        "UNG+CUSDEC+A+B+260601:0915+G2+UN+D:01B", *message(3), "UNE+1+G2", "UNZ+2+1",
        "UNB+UNOA:2+A+B+260601:0916+2", *message(4), "UNZ+1+2",
    )  # fmt: skip
    assert told(answers) == [("X1", ""), ("X2", ""), ("X3", ""), ("X4", "")]
    last = answers[-1]
    assert isinstance(last, Declaration)
    assert last.sources["id"] == "message 4, segment 2 BGM, C106.1004"


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        ("UNE+1+G1'UNZ+2+1", "'2' groups are announced, and 1 stands in the interchange"),
        ("UNE+2+G1'UNZ+1+1", "'2' messages are announced, and 1 stands in the group"),
        ("UNE+1+G2'UNZ+1+1", "the group ends as 'G2' and began as 'G1'"),
        ("UNE+1+G1'UNZ+1+2", "the interchange ends as '2' and began as '1'"),
        ("UNE+1+G1", "the interchange has no end (UNZ)"),
    ],
)
def test_an_interchange_that_disagrees_with_itself_is_told(read: Read, end: str, sentence: str) -> None:
    """Its messages are read all the same."""
    one, refused = read("UNB+UNOA:2+A+B+1:2+1", "UNG+CUSDEC+A+B+1:2+G1+UN+D:01B", *message(1), end)
    assert isinstance(one, Declaration)
    assert isinstance(refused, Refused)
    assert [(fault.code, fault.message) for fault in refused.diagnostics] == [("W646", sentence)]


def test_an_interchange_without_messages_is_told_once(read: Read) -> None:
    """So is an empty stream."""
    assert told(read("UNB+UNOA:2+A+B+1:2+1", "UNZ+0+1")) == [("W613", "m.edi")]
    assert told(read(b"")) == [("W613", "m.edi")]


def test_what_stands_between_messages_is_told_once(read: Read) -> None:
    """Up to the next message, which is read."""
    answers = read(*message(1), "LOC+36+SS", "LOC+35+DE", *message(2))
    assert told(answers) == [("X1", ""), ("E615", "m.edi: after message 1"), ("X2", "")]


def test_a_message_that_another_one_cuts_off_is_refused(read: Read) -> None:
    """Its end is missing; the other one is whole."""
    assert told(read(*message(1)[:2], *message(2))) == [("E615", "m.edi: message 1"), ("X2", "")]


def test_a_service_string_that_cannot_part_is_refused(read: Read) -> None:
    """What follows is read by the default characters."""
    assert told(read(b"UNA::.? '", *message(1))) == [("E615", "m.edi"), ("X1", "")]


def test_limits_of_a_message(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """One with too many segments, or too many bytes, is refused and the next one read."""
    long = ["UNH+1+CUSDEC:D:01B:UN", "BGM+830+X1+9", *["FTX+ZZZ+++text"] * 10, "UNT+13+1"]
    monkeypatch.setattr(interchange, "MOST_SEGMENTS", 11)
    assert told(read(*long, *message(2))) == [("E616", "m.edi: message 1"), ("X2", "")]
    monkeypatch.setattr(interchange, "MOST_SEGMENTS", 12)
    assert told(read(*long, *message(2))) == [("X1", ""), ("X2", "")]
    monkeypatch.setattr(interchange, "MOST_BYTES", 100)
    assert told(read(*long, *message(2))) == [("E616", "m.edi: message 1"), ("X2", "")]


@pytest.mark.parametrize(
    ("identifier", "codec"), [(one, codec) for one, codec in interchange.CHARACTER_SETS.items() if codec != "ascii"]
)
def test_every_character_set_is_read(read: Read, identifier: str, codec: str) -> None:
    """A letter of the set stays what it is."""
    letter = bytes([0xE4]).decode(codec) if codec != "utf-8" else "жä"
    body = f"UNH+1+CUSDEC:D:01B:UN'BGM+830+{letter}+9'UNT+3+1'".encode(codec)
    (one,) = read(f"UNB+{identifier}:3+A+B+1:2+1", body, "UNZ+1+1")
    assert isinstance(one, Declaration)
    assert one.id == letter


def test_elements_are_repeated_in_syntax_version_4_only(read: Read) -> None:
    """Before it an asterisk is a character like others."""
    body = ["UNH+1+CUSDEC:D:01B:UN", "BGM+830+A*B+9", "UNT+3+1"]
    (old,) = read("UNB+UNOA:3+A+B+1:2+1", *body, "UNZ+1+1")
    (new,) = read("UNB+UNOA:4+A+B+1:2+1", *body, "UNZ+1+1")
    assert isinstance(old, Declaration)
    assert isinstance(new, Declaration)
    assert (old.id, new.id) == ("A*B", "A")


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    """What could be unpacked is read before."""
    text = "".join(f"{one}'" for number in range(1, 20_000) for one in message(number)).encode()
    path = tmp_path / "m.edi.gz"
    path.write_bytes(gzip.compress(text)[:-2000])
    with gzip.open(path) as stream:
        *declarations, last = EdifactAdapter().read(stream, "m.edi")  # type: ignore[arg-type]
    assert all(isinstance(one, Declaration) for one in declarations)
    assert told([last])[0][0] == "E611"
