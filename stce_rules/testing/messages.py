"""Messages that went wrong on the way, and the promises an adapter keeps with them.

Enters: an adapter, whole messages. Leaves: mutated ones, the same for the same seed; what the adapter says of a file.
For the tests of adapters, those of plugins too.
"""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from stce_rules.core.codes import CODES
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, render, report
from stce_rules.core.sources import source_of
from stce_rules.intake.adapters import Adapter, Refused
from stce_rules.intake.canonical import decode, encode
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.normalise import normalise

__all__ = ["JSON_PARTS", "XML_PARTS", "bombs", "boxes", "keeps_promises", "mutated", "part_at", "reported"]

XML_PARTS = re.compile(rb"<(\w[^\s<>/]*)[^<>]*>(?:(?!<\1[\s>]).){0,2000}?</\1>", re.DOTALL)
"""What is lost or doubled as a whole: an element with what it holds."""

JSON_PARTS = re.compile(rb'"[^"\n]*" *: *(?:"[^"\n]*"|[\w.]+),?|[\[\]{},]')

_INSERTED = (
    b"<null/>", b"&x;", b"]]>", b"--", b"\x00", b"\xff\xfe", b"<![CDATA[", b"<!DOCTYPE a>", b"\xef\xbb\xbf", b"\n",
    b"-1", b"1e400", b"NaN", b"0" * 400, b"9" * 400, b"null", b"''", b'"', b"{", b"[", b"11/12/25", b"\xe2\x80\xae",
)  # fmt: skip


def mutated(messages: Sequence[bytes], *, seed: int, count: int, parts: re.Pattern[bytes]) -> Iterator[bytes]:
    """So many messages, each one of those given with one to three things done to it."""
    chance = random.Random(seed)
    for _ in range(count):
        message = chance.choice(messages)
        ways = _CRUDE if chance.random() < _CRUDELY else _BY_PARTS
        for _ in range(chance.randint(1, 3)):
            message = chance.choice(ways)(message, chance, parts)
        yield message


_Way = Callable[[bytes, random.Random, "re.Pattern[bytes]"], bytes]


def _flip(message: bytes, chance: random.Random, _parts: re.Pattern[bytes]) -> bytes:
    changed = bytearray(message)
    for _ in range(min(chance.randint(1, 4), len(changed))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut_off(message: bytes, chance: random.Random, _parts: re.Pattern[bytes]) -> bytes:
    return message[: chance.randint(0, len(message))]


def _cut_out(message: bytes, chance: random.Random, _parts: re.Pattern[bytes]) -> bytes:
    start = chance.randint(0, len(message))
    return message[:start] + message[start + chance.randint(1, 200) :]


def _insert(message: bytes, chance: random.Random, _parts: re.Pattern[bytes]) -> bytes:
    start = chance.randint(0, len(message))
    return message[:start] + chance.choice(_INSERTED) + message[start:]


def _remove(message: bytes, chance: random.Random, parts: re.Pattern[bytes]) -> bytes:
    start, end = _part(message, chance, parts)
    return message[:start] + message[end:]


def _double(message: bytes, chance: random.Random, parts: re.Pattern[bytes]) -> bytes:
    start, end = _part(message, chance, parts)
    return message[:end] + message[start:end] * chance.choice((1, 1, 30)) + message[end:]


def _refill(message: bytes, chance: random.Random, parts: re.Pattern[bytes]) -> bytes:
    """The text of a part becomes something else; the part stays."""
    start, end = _part(message, chance, parts)
    inner = re.sub(rb"(?<=[>\" :])[^<>\"{}\[\]]+(?=[<\",])", lambda _: chance.choice(_INSERTED), message[start:end])
    return message[:start] + inner + message[end:]


def _part(message: bytes, chance: random.Random, parts: re.Pattern[bytes]) -> tuple[int, int]:
    found = parts.search(message, chance.randint(0, len(message)))
    return found.span() if found else (0, 0)


_CRUDE: tuple[_Way, ...] = (_flip, _cut_off, _cut_out, _insert)
_BY_PARTS: tuple[_Way, ...] = (_remove, _double, _refill)
_CRUDELY = 0.3
"""How many of the messages are damaged without regard to their parts; few of those are well-formed after it."""


def bombs(root: str) -> Iterator[tuple[str, bytes]]:
    """Documents in XML that are small and cost much, with what each is; `root` is the first element of the format."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "billion laughs", f'<!DOCTYPE {root} [<!ENTITY l0 "ha">{laughs}]><{root}>&l9;</{root}>'.encode()
    long = f'<!ENTITY l "{"x" * 50_000}">'
    yield "quadratic", f"<!DOCTYPE {root} [{long}]><{root}>{'&l;' * 50_000}</{root}>".encode()
    yield "a file", f'<!DOCTYPE {root} [<!ENTITY f SYSTEM "file:///etc/hostname">]><{root}>&f;</{root}>'.encode()
    yield "deep", f"<{root}>".encode() + b"<a>" * 1_000_000
    attributes = " ".join(f'a{n}=""' for n in range(1_000_000))
    yield "a million attributes", f"<{root} {attributes}/>".encode()
    yield "a long text", f"<{root}>".encode() + b"x" * 15_000_000
    yield "a long comment", f"<{root}><!--".encode() + b"x" * 15_000_000


def keeps_promises(adapter: Adapter, message: bytes) -> list[Declaration | Refused]:
    """What the adapter makes of a message. Raises AssertionError, or what the adapter lets escape."""
    assert adapter.recognises(message[:4096], "") in (True, False)
    read = list(adapter.read(io.BytesIO(message), "message"))
    assert read, "a message gives a declaration or a refusal"
    for one in read:
        if isinstance(one, Refused):
            assert one.diagnostics, "a refusal says why"
            continue
        assert one.id
        assert decode(encode(one)) == one, "a declaration can be written and read again"
        for issue in normalise(one).issues:
            assert issue.code in CODES
            assert issue.message.isprintable(), "what is told can be printed"
    return read


def reported(adapter: Adapter, path: Path) -> str:
    """All that is said of a file: refusals, and what could not be read in declarations, each with its source."""
    lines: list[str] = []
    with path.open("rb") as stream:
        for one in adapter.read(stream, path.name):
            if isinstance(one, Refused):
                lines.append(report(one.diagnostics))
            else:
                lines += [
                    render(
                        Diagnostic(
                            issue.code,
                            f"{issue.message} ({issue.source or source_of(issue.place, one.sources)})",
                            where=f"{one.id}: {issue.place}" if issue.place else one.id,
                        )
                    )
                    for issue in normalise(one).issues
                ]
    return "".join(f"{line}\n" for line in lines)


def boxes(declaration: Declaration) -> dict[str, object]:
    """Every box that holds something, by its path; where values stood, and what could not be read, left out."""
    data = json.loads(encode(declaration))
    for beside in ("sources", "parse_issues"):
        data.pop(beside, None)
    return dict(_flat(data, ""))


def _flat(data: object, path: str) -> Iterator[tuple[str, object]]:
    match data:
        case dict():
            for name, inner in data.items():
                yield from _flat(inner, f"{path}.{name}" if path else name)
        case list():
            for index, inner in enumerate(data):
                yield from _flat(inner, f"{path}[{index}]")
        case _:
            yield path, data


def part_at(root: Node, place: str) -> Node | None:
    """The part of a message that a place names; None where there is none."""
    found: Node | None = None
    for step in place.strip("/").split("/"):
        name, _, number = step.rstrip("]").partition("[")
        alike = [root] if found is None else found.parts.get(name, [])
        index = int(number or 1) - 1
        if index >= len(alike) or alike[index].name != name:
            return None
        found = alike[index]
    return found
