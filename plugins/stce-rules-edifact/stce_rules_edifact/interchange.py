"""Segments to messages (ISO 9735): interchanges (UNB to UNZ), groups (UNG to UNE), messages (UNH to UNT).

Enters: the raw segments of a stream. Leaves: in the order of the stream each message with its segments, or why it was
refused, and a refusal where an interchange disagrees with itself. Promises: one message is held at a time; what is
damaged costs its own message only; a message without an interchange around it is read by the default characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.intake.quoting import quoted
from stce_rules.intake.refusal import Refused
from stce_rules_edifact.segments import DEFAULT, MOST_PARTS, Damage, Raw, Segment, Service, cut

__all__ = ["MOST_BYTES", "MOST_SEGMENTS", "Message", "Told", "messages", "miscounted"]

MOST_SEGMENTS = 200_000
"""Segments of a message, at most: 9,999 goods items with twenty each."""

MOST_BYTES = 16 * 1024 * 1024
"""Bytes of a message, at most, as of a canonical declaration."""

CHARACTER_SETS: Mapping[str, str] = {
    "UNOA": "ascii",
    "UNOB": "ascii",
    "UNOC": "iso8859-1",
    "UNOD": "iso8859-2",
    "UNOE": "iso8859-5",
    "UNOF": "iso8859-7",
    "UNOG": "iso8859-3",
    "UNOH": "iso8859-4",
    "UNOI": "iso8859-6",
    "UNOJ": "iso8859-8",
    "UNOK": "iso8859-9",
    "UNOW": "utf-8",
    "UNOY": "utf-8",
}
"""Syntax identifier (0001) to the character set. Any other is read as ASCII; UNOX is not read: it shifts between sets,
so that a terminator cannot be told from half a character."""

_TAG = re.compile("[A-Z][A-Z0-9]{2}")


@dataclass(frozen=True, slots=True)
class Told:
    """Where a message disagrees with itself, in a sentence, and the segment that shows it."""

    message: str
    source: str


@dataclass(slots=True)
class Message:
    """A message with all its segments, UNH and UNT among them."""

    number: int
    """Which of the stream, from 1."""
    place: str
    decimal: str
    segments: list[Segment]
    told: list[Told] = field(default_factory=list)
    size: int = 0

    @property
    def type(self) -> str:
        """The message type of the directory (0065), such as `CUSDEC`."""
        return self.segments[0].component(1)


def messages(raws: Iterable[Raw], name: str) -> Iterator[Message | Refused]:
    """The messages of a stream that `name` stands for."""
    reader = _Reader(name)
    for raw in raws:
        yield from reader.take(raw)
    yield from reader.end()


@dataclass(slots=True)
class _Envelope:
    """An interchange or a group that is open: its control reference, and what stands in it so far."""

    words: str
    reference: str
    messages: int = 0
    groups: int = 0


class _Reader:
    """Where in a stream we are."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._number = 0
        self._codec = "ascii"
        self._service = _unrepeated(DEFAULT)
        self._message: Message | None = None
        self._skipping = False
        """Whether what stands here belongs to something that was refused."""
        self._unread = False
        """Whether this interchange cannot be read at all."""
        self._interchange: _Envelope | None = None
        self._group: _Envelope | None = None

    def take(self, raw: Raw) -> Iterator[Message | Refused]:
        """The next segment."""
        if raw.is_service_string:
            yield from self._close_message()
            self._codec, self._service, self._unread = "ascii", _unrepeated(raw.service), False
        if self._unread and not raw.data.startswith(b"UNB"):
            return
        if raw.damage is not None:
            yield from self._lose("E616" if raw.damage is Damage.LONG else "E615", raw.damage.value, raw)
        elif not raw.is_service_string:
            yield from self._read(raw)

    def _read(self, raw: Raw) -> Iterator[Message | Refused]:
        elements = cut(raw.data.decode(self._codec, "replace"), self._service)
        tag = elements[0][0][0] if elements is not None else ""
        if elements is None:
            yield from self._lose("E616", f"a segment has more than {MOST_PARTS:,} elements", raw)
        elif not _TAG.fullmatch(tag):
            yield from self._lose("E615", f"{quoted(tag[:20])} is no segment tag", raw)
        else:
            number = len(self._message.segments) + 1 if self._message else 1
            yield from self._place(Segment(number, tag, elements[1:]), raw)

    def end(self) -> Iterator[Message | Refused]:
        """The end of the stream."""
        yield from self._close_message()
        yield from self._close_interchange()
        if self._number == 0 and not self._skipping:
            yield self._refusal("W613", "there is no declaration in the file", self._name)

    # ---- what a segment means

    def _place(self, segment: Segment, raw: Raw) -> Iterator[Message | Refused]:
        match segment.tag:
            case "UNB":
                yield from self._close_message()
                yield from self._close_interchange()
                yield from self._open_interchange(segment, raw.service)
            case "UNG":
                yield from self._close_message()
                self._group = _Envelope("group", segment.component(4))
                if self._interchange is not None:
                    self._interchange.groups += 1
            case "UNH":
                yield from self._close_message()
                yield from self._open_message(segment, raw)
            case "UNT":
                yield from self._end_message(segment, raw)
            case "UNE" | "UNZ":
                yield from self._close_message()
                yield from self._end_envelope(segment)
            case _ if self._message is None:
                yield from self._lose("E615", f"segment {segment.tag} stands in no message", raw)
            case _:
                yield from self._add(segment, raw)

    def _open_interchange(self, segment: Segment, service: Service) -> Iterator[Refused]:
        identifier, version = segment.component(0), segment.component(0, 1)
        self._interchange = _Envelope("interchange", segment.component(4))
        self._codec = CHARACTER_SETS.get(identifier, "ascii")
        self._service = service if version == "4" else _unrepeated(service)
        self._unread = identifier == "UNOX"
        if self._unread:
            self._skipping = True
            fault = "the interchange is in the character set UNOX, in which the end of a segment cannot be told"
            yield self._refusal("E615", fault, self._where(self._interchange))
            self._interchange = None

    def _open_message(self, segment: Segment, raw: Raw) -> Iterator[Message | Refused]:
        self._number += 1
        self._skipping = False
        for one in (self._interchange, self._group):
            if one is not None:
                one.messages += 1
        self._message = Message(self._number, self._here(), raw.service.decimal, [])
        yield from self._add(segment, raw)

    def _add(self, segment: Segment, raw: Raw) -> Iterator[Message | Refused]:
        message = self._message
        if message is None:
            return
        message.segments.append(segment)
        message.size += len(raw.data)
        if len(message.segments) > MOST_SEGMENTS:
            yield from self._lose("E616", f"the message has more than {MOST_SEGMENTS:,} segments", raw)
        elif message.size > MOST_BYTES:
            yield from self._lose("E616", f"the message is longer than {MOST_BYTES:,} bytes", raw)

    def _end_message(self, segment: Segment, raw: Raw) -> Iterator[Message | Refused]:
        message = self._message
        if message is None:
            yield from self._lose("E615", "segment UNT stands in no message", raw)
            return
        message.segments.append(segment)
        source = f"message {message.number}, segment {segment.number} UNT"
        counted, reference = segment.component(0), segment.component(1)
        if fault := miscounted(counted, len(message.segments), "segments", "message"):
            message.told.append(Told(fault, f"{source}, 0074"))
        if reference != message.segments[0].component(0):
            other = f"the message ends as {quoted(reference)} and began as {quoted(message.segments[0].component(0))}"
            message.told.append(Told(other, f"{source}, 0062"))
        self._message = None
        yield message

    def _end_envelope(self, segment: Segment) -> Iterator[Message | Refused]:
        """UNE or UNZ: what it counts, and its control reference."""
        is_group = segment.tag == "UNE"
        envelope = self._group if is_group else self._interchange
        self._skipping = False
        self._group = None
        if not is_group:
            self._interchange = None
        if envelope is None:
            return
        counted, reference = segment.component(0), segment.component(1)
        there, what = (envelope.groups, "groups") if envelope.groups else (envelope.messages, "messages")
        if fault := miscounted(counted, there, what, envelope.words):
            yield self._refusal("W646", fault, self._where(envelope))
        if reference != envelope.reference:
            fault = f"the {envelope.words} ends as {quoted(reference)} and began as {quoted(envelope.reference)}"
            yield self._refusal("W646", fault, self._where(envelope))

    # ---- what is missing

    def _close_message(self) -> Iterator[Refused]:
        if self._message is not None:
            self._message = None
            yield self._refusal("E615", "the message has no end (UNT)", self._here())

    def _close_interchange(self) -> Iterator[Refused]:
        if self._interchange is not None:
            envelope, self._interchange, self._group = self._interchange, None, None
            yield self._refusal("W646", "the interchange has no end (UNZ)", self._where(envelope))

    def _lose(self, code: str, fault: str, raw: Raw) -> Iterator[Refused]:
        """Give up the message, and pass over what follows up to the next; told once."""
        shown = raw.data[:40].decode(self._codec, "replace")
        sentence = f"{fault}: {quoted(shown)}"
        if self._message is not None:
            number = len(self._message.segments) + 1
            self._message, self._skipping = None, True
            yield self._refusal(code, f"segment {number}: {sentence}", self._here())
        elif not self._skipping:
            self._skipping = True
            place = f"{self._name}: after message {self._number}" if self._number else self._name
            yield self._refusal(code, sentence, place)

    def _here(self) -> str:
        return f"{self._name}: message {self._number}"

    def _where(self, envelope: _Envelope) -> str:
        return f"{self._name}: {envelope.words} {quoted(envelope.reference)}"

    def _refusal(self, code: str, fault: str, place: str) -> Refused:
        return Refused(place, (Diagnostic(code, fault, where=place),))


def _unrepeated(service: Service) -> Service:
    """The characters of syntax versions before 4."""
    return replace(service, repetition="")


def miscounted(written: str, there: int, what: str, whole: str) -> str:
    """The sentence that says so, where a count is not that of what stands in the whole; else nothing."""
    if written.isascii() and written.isdigit() and len(written) < 10 and int(written) == there:
        return ""
    stand = "none stands" if there == 0 else "1 stands" if there == 1 else f"{there} stand"
    return f"{quoted(written)} {what} are announced, and {stand} in the {whole}"
