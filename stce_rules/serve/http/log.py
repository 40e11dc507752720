"""The log of the service.

Enters: what structlog and the loggers of Python are told. Leaves: lines on the standard error, in the order in which
they were told. Promise: what only informs is written when the server ticks, many lines at once, since to write a line
takes longer than to make it; all that is worse is written with what came before it, when it is told.
"""

from __future__ import annotations

import io
import logging
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["log_lines", "write_log"]


class _StandardError(io.RawIOBase):
    """The standard error as it is when something is written; what it does not take is lost, and stops nobody."""

    def writable(self) -> bool:
        return True

    def write(self, some: ReadableBuffer, /) -> int:
        with suppress(OSError):
            taken = sys.stderr.buffer.write(some)
            sys.stderr.buffer.flush()
            return taken
        return memoryview(some).nbytes


_WAITING = io.BufferedWriter(_StandardError(), 64 * 1024)
_TEXT = io.TextIOWrapper(_WAITING, "utf-8", "backslashreplace", write_through=True)


class _Lines(structlog.BytesLogger):
    """What structlog writes to, past the loggers of Python, which take three times as long."""

    def __init__(self, name: str) -> None:
        super().__init__(_WAITING)
        self.name = name

    def info(self, message: bytes) -> None:
        _WAITING.write(message + b"\n")


def log_lines() -> None:
    """Send everything logged to the standard error: one JSON object on each line, or plain text on a terminal."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor = structlog.dev.ConsoleRenderer()
    if not sys.stderr.isatty():
        shared.append(structlog.processors.format_exc_info)
        last = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, last, _encoded],
        logger_factory=_Lines,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    lines = logging.StreamHandler(_TEXT)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(handlers=[lines], level=logging.INFO, force=True)


def write_log() -> None:
    """Write what waits."""
    _WAITING.flush()


def _encoded(_logger: object, _method: str, line: object) -> bytes:  # the processors before it have made it a text
    return str(line).encode("utf-8", "backslashreplace")
