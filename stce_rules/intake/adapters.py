"""Who reads a message: the protocol of adapters, the canonical ones, and the choice among them.

Enters: the first bytes of a message and its name. Leaves: the adapter that reads it, and the declarations it reads.
A plugin for another format gives objects with the four members of `Adapter`; it needs no base class. An adapter
promises:

- every message of the stream gives one `Declaration` or one `Refused`, in the order of the stream, and a bad one never
  stops the next;
- what a message does not say stays None or empty, never 0 or "", and codes stay text;
- a box that cannot be read does not cost the declaration: it is left blank and told in `parse_issues`, with a code of
  `core.codes` and its canonical path (such as `items[2].net_mass_kg`), which makes the box unreadable instead of blank;
- no clock, locale, environment or network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final, Protocol

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake import ndjson
from stce_rules.intake.canonical import LIMIT_BYTES, UTF16_MARKS, decode
from stce_rules.intake.quoting import quoted
from stce_rules.intake.refusal import Refused
from stce_rules.intake.streams import DAMAGED, HEAD_BYTES, Origin, damaged, name_of, opened
from stce_rules.intake.tables.adapter import TableAdapter

__all__ = ["BUILT_IN", "HEAD_BYTES", "Adapter", "Refused", "adapter_failed", "choose", "read", "read_alone"]


class Adapter(Protocol):
    """One message format."""

    @property
    def name(self) -> str:
        """The word that names the format on a command line, such as `wco-xml`; lower case, no blanks."""

    @property
    def title(self) -> str:
        """The format in words, such as `WCO Data Model XML`."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether a message that begins so is of this format.

        `head` is up to `HEAD_BYTES` of it, already unpacked; `name` is its path or file name, and may be empty.
        Content should decide; a name can be wrong. Never raises.
        """

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """The declarations of the stream, which is unpacked and at its beginning; `name` stands for it in places.

        Raises nothing but OSError, and that of the stream.
        """


class _Lines:
    """Canonical declarations, one on each line."""

    name: Final = "json-lines"
    title: Final = "canonical JSON, one declaration per line"

    def recognises(self, head: bytes, name: str) -> bool:
        """Canonical by name, or a text that begins with a brace; an empty one, since that is soon said."""
        start = _beginning(head)
        return not start or start.startswith((b"{", *UTF16_MARKS)) or bool(_NAMED_JSON.search(name))

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """Line by line."""
        return ndjson.read(stream, name=name)


class _Object:
    """One canonical declaration, laid out over several lines."""

    name: Final = "json"
    title: Final = "canonical JSON, one declaration over several lines"

    def recognises(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (content decides)
        """Whether the first line opens an object and ends where no whole object ends."""
        first, newline, _ = _beginning(head).partition(b"\n")
        return bool(newline) and first.startswith(b"{") and first.rstrip().endswith((b"{", b"[", b","))

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """The whole stream is one declaration."""
        try:
            yield decode(stream.read(LIMIT_BYTES + 1), name=name)
        except StceError as refused:
            yield Refused(name, refused.diagnostics)


_NAMED_JSON = re.compile(r"\.(ndjson|jsonl|json)(\.gz)?$", re.IGNORECASE)


def _beginning(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


BUILT_IN: tuple[Adapter, ...] = (TableAdapter(), _Object(), _Lines())
"""Tables and the canonical forms. Ask them after the adapters of plugins, whose formats may be tables or JSON too."""


def choose(adapters: Iterable[Adapter], head: bytes, name: str) -> Adapter:
    """The first adapter that recognises the message. Raises StceError (E612) when none does."""
    asked = tuple(adapters)
    for one in asked:
        if one.recognises(head, name):
            return one
    known = "; ".join(sorted(one.title for one in asked)) or "none"
    shown = quoted(head[:20].decode("ascii", "replace"))
    raise StceError(
        Diagnostic("E612", f"no installed format begins with {shown}", where=name, help=f"formats installed: {known}")
    )


def read(origin: Origin, *, adapters: Iterable[Adapter] = BUILT_IN, name: str = "") -> Iterator[Declaration | Refused]:
    """The declarations of a file or stream in whatever format an adapter recognises, gzip unpacked.

    Gives one refusal when no adapter does. Raises OSError when a path cannot be opened.
    """
    name = name or name_of(origin)
    with opened(origin) as stream:
        adapter: Adapter | None = None
        try:
            adapter = choose(adapters, stream.peek(HEAD_BYTES)[:HEAD_BYTES], name)
            yield from adapter.read(stream, name)
        except StceError as refused:
            yield Refused(name, refused.diagnostics)
        except DAMAGED:
            yield Refused(name, (damaged(name),))
        except OSError:
            raise
        except Exception as fault:  # noqa: BLE001  # an adapter of a plugin may raise anything; other files go on
            yield Refused(name, (adapter_failed(adapter, fault, name),))


def read_alone(message: bytes, *, adapters: Iterable[Adapter], name: str) -> Declaration | Refused | None:
    """What `read` gives for a message that is one line of canonical JSON, in a fifth of its time; else None."""
    if not message.startswith(b"{") or b"\n" in message[:-1]:
        return None
    try:
        chosen = choose(adapters, message[:HEAD_BYTES], name)
    except Exception:  # noqa: BLE001  # `read` tells of it
        return None
    return ndjson.read_line(message.rstrip(b"\r\n"), name) if isinstance(chosen, _Lines) else None


def adapter_failed(adapter: Adapter | None, fault: Exception, place: str) -> Diagnostic:
    """The report of an adapter that raised what its protocol does not allow; None when it failed to recognise."""
    title = "" if adapter is None else f" '{adapter.name}'"
    said = " ".join(str(fault).split()) or "no reason was given"
    return Diagnostic("E614", f"adapter{title} failed, and what follows was not read: {said}", where=place)
