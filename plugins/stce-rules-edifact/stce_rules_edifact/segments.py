"""Bytes to segments (ISO 9735): service characters, release character, line breaks, text in its character set.

Enters: a binary stream. Leaves: raw segments in their order, those that are damaged with what is wrong, and a segment
cut into elements. Promises: no more is held than one segment and one step of reading; a message header (UNH) is found
also behind a segment whose end was lost; nothing is raised but what the stream raises.

All character sets that are read hold ASCII as it is, so that segments are cut before their text is decoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import BinaryIO, NamedTuple

__all__ = ["DEFAULT", "LONGEST", "MOST_PARTS", "Damage", "Element", "Raw", "Segment", "Service", "cut", "raw_segments"]

LONGEST = 10_000
"""Bytes of a segment, at most. Five free texts of 512 characters are the longest that the directories know."""

MOST_PARTS = 1_000
"""Elements and their components in a segment, at most."""

Element = tuple[tuple[str, ...], ...]
"""An element: its repetitions, each with its components."""

_STEP = 64 * 1024
_BLANKS = re.compile(rb"[ \t\r\n\x00\x1a]++")
_NEWLINES = str.maketrans("", "", "\r\n")


class Damage(Enum):
    """What can be wrong with a segment before it is looked into. The value is what is told of it."""

    UNENDED = "a segment has no end"
    LONG = f"a segment is longer than {LONGEST:,} bytes"
    SERVICE = "the service string (UNA) names the same character twice, or a letter, a digit or a blank"


@dataclass(frozen=True)
class Service:
    """The service characters of an interchange (UNA). `release` and `repetition` are empty where there are none.

    Elements are repeated in syntax version 4 only.
    """

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    repetition: str = "*"
    terminator: str = "'"

    @staticmethod
    def read(six: bytes) -> Service | None:
        """The characters of the six bytes behind `UNA`; None when segments cannot be cut by them."""
        if len(six) != 6 or not six.isascii():
            return None
        component, element, decimal, release, repetition, terminator = tuple(six.decode("ascii"))
        release, repetition = release.strip(" "), repetition.strip(" ")
        parting = [one for one in (component, element, release, repetition, terminator) if one]
        if len(set(parting)) < len(parting) or any(one.isalnum() or one == " " for one in parting):
            return None
        return Service(component, element, decimal, release, repetition, terminator)

    @cached_property
    def segment(self) -> re.Pattern[bytes]:
        """A segment with its terminator."""
        end = re.escape(self.terminator)
        kept = re.escape(self.release)
        plain = f"[^{kept}{end}]++" if kept else f"[^{end}]++"
        return re.compile((f"(?:{plain}|{kept}.)*+{end}" if kept else f"(?:{plain})?+{end}").encode(), re.DOTALL)

    @cached_property
    def header(self) -> re.Pattern[bytes]:
        """The beginning of a message header."""
        element, component = re.escape(self.element), re.escape(self.component)
        other = re.escape(self.element + self.component + self.terminator)
        return re.compile(f"UNH{element}[^{other}]{{1,35}}{element}[A-Z]{{6}}{component}".encode())

    @cached_property
    def parts(self) -> re.Pattern[str]:
        """Texts, released characters and parting characters, one after the other."""
        marks = re.escape(self.component + self.element + self.release + self.repetition)
        released = f"{re.escape(self.release)}." if self.release else "(?!)"
        return re.compile(f"[^{marks}]++|{released}|[{marks}]", re.DOTALL)


DEFAULT = Service()
"""What holds where an interchange has no service string."""


class Raw(NamedTuple):
    """A segment as it stands, without its terminator; what is damaged may be shortened."""

    service: Service
    data: bytes
    damage: Damage | None = None
    is_service_string: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of a message: its number, from 1 for UNH, its tag, and the elements behind it."""

    number: int
    tag: str
    elements: tuple[Element, ...]

    def component(self, element: int, component: int = 0, repetition: int = 0) -> str:
        """The text at a place, counted from 0; empty where there is none."""
        if element >= len(self.elements) or repetition >= len(self.elements[element]):
            return ""
        parts = self.elements[element][repetition]
        return parts[component] if component < len(parts) else ""


def cut(text: str, service: Service) -> tuple[Element, ...] | None:
    """The elements of a segment, its tag the first of them. None when it has more parts than any segment."""
    text = text.strip("\r\n") if service.terminator in "\r\n" else text.translate(_NEWLINES)
    if service.release and service.release in text:
        found = _released(text, service)
    else:
        elements = text.split(service.element)
        repeated = [one.split(service.repetition) if service.repetition else [one] for one in elements]
        found = tuple([tuple([tuple(part.split(service.component)) for part in one]) for one in repeated])
    # a shorter text has fewer parts
    if len(text) >= MOST_PARTS and sum(len(part) for one in found for part in one) > MOST_PARTS:
        return None
    return found


def _released(text: str, service: Service) -> tuple[Element, ...]:
    """The same for a text in which characters are released."""
    elements: list[list[list[str]]] = [[[""]]]
    for token in service.parts.findall(text):
        if token == service.element:
            elements.append([[""]])
        elif token == service.component:
            elements[-1][-1].append("")
        elif service.repetition and token == service.repetition:
            elements[-1].append([""])
        else:
            elements[-1][-1][-1] += token[1:] if token[0] == service.release else token
    return tuple(tuple(tuple(part) for part in one) for one in elements)


# ---- raw segments


def raw_segments(stream: BinaryIO) -> Iterator[Raw]:
    """The segments of a stream, and its service strings. Blanks and line breaks between them are no part of them."""
    buffer = _Buffer(stream)
    service = DEFAULT
    buffer.skip(b"\xef\xbb\xbf")
    while buffer.at_segment():
        if buffer.begins(b"UNA", 9):
            read = Service.read(buffer.take(9)[3:])
            service = read or DEFAULT
            yield Raw(service, b"UNA", None if read else Damage.SERVICE, is_service_string=True)
        else:
            yield buffer.segment(service)


class _Buffer:
    """What is read of a stream and not yet taken."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = b""
        self._at = 0

    def _more(self) -> bool:
        step = self._stream.read(_STEP)
        self._held = self._held[self._at :] + step
        self._at = 0
        return bool(step)

    def _has(self, size: int) -> bool:
        while len(self._held) - self._at < size:
            if not self._more():
                return False
        return True

    def skip(self, mark: bytes) -> None:
        """Go past a mark that may stand here."""
        if self.begins(mark, len(mark)):
            self._at += len(mark)

    def begins(self, mark: bytes, size: int) -> bool:
        """Whether the mark is here, and `size` bytes are there."""
        return self._has(size) and self._held.startswith(mark, self._at)

    def take(self, size: int) -> bytes:
        """The next bytes, which are there."""
        self._at += size
        return self._held[self._at - size : self._at]

    def at_segment(self) -> bool:
        """Go to the next byte that is no blank; False at the end."""
        while True:
            blanks = _BLANKS.match(self._held, self._at)
            self._at = blanks.end() if blanks else self._at
            if self._at < len(self._held):
                return True
            if not self._more():
                return False

    def segment(self, service: Service) -> Raw:
        """The segment here. Of a damaged one all that belongs to no other message is taken."""
        while (found := service.segment.match(self._held, self._at)) is None:
            if len(self._held) - self._at > LONGEST:
                return self._lost(service, Damage.LONG)
            if not self._more():
                return self._lost(service, Damage.UNENDED)
        data = self._held[self._at : found.end() - 1]
        if b"UNH" in data[1:] and service.header.search(data, 1):
            return self._lost(service, Damage.UNENDED)
        self._at = found.end()
        return Raw(service, data[:LONGEST], Damage.LONG if len(data) > LONGEST else None)

    def _lost(self, service: Service, damage: Damage) -> Raw:
        """Go to the next message header, or behind the next terminator; what stands before is lost."""
        start = self._held[self._at : self._at + LONGEST]
        if next_message := service.header.search(start, 1):
            start = start[: next_message.start()]
        end = re.compile(re.escape(service.terminator.encode()))
        passed = 1
        while True:
            header = service.header.search(self._held, self._at + passed)
            stop = end.search(self._held, self._at + passed)
            if header is not None and (stop is None or header.start() < stop.start() or damage is Damage.UNENDED):
                self._at = header.start()
                break
            if stop is not None:
                self._at = stop.end()
                break
            # a header may begin in what is held and end in what is not
            self._at = max(self._at + passed, len(self._held) - 100)
            passed = 0
            if not self._more():
                self._at = len(self._held)
                break
        return Raw(service, start, damage)
