"""The server that runs the service.

Enters: an application, an address. Leaves when it is told to end. Promises: it listens before it says so; told to end
it takes no more requests, and finishes those it has within the time it is given.
"""

from __future__ import annotations

import os
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import structlog
import uvicorn
from litestar.types import ASGIApp

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.serve.http.log import write_log
from stce_rules.serve.http.whole import WholeAnswers

__all__ = ["Address", "serve"]

_LOG: structlog.typing.FilteringBoundLogger = structlog.get_logger("stce_rules.service")


_IDLE_SECONDS = 75
"""How long a connection is kept that nothing comes by: hosts keep theirs between declarations."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, and the certificate and key for TLS. Port 0 is any that is free."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether only programs of the same machine reach it."""
        return self.host == "localhost" or self.host.startswith("127.") or self.host == "::1"


def serve(application: ASGIApp, address: Address, *, seconds_to_end: int = 30) -> None:
    """Run until SIGTERM or SIGINT. Raises StceError (E891) when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        listening = socket.create_server((address.host, address.port), family=family, backlog=2048)
    except OSError as fault:
        unknown = isinstance(fault, socket.gaierror) or not fault.errno
        why = "the address is not known" if unknown else os.strerror(fault.errno or 0).lower()
        place = f"{address.host}:{address.port}"
        mend = "choose another port or address, or end the program that uses it"
        raise StceError(Diagnostic("E891", f"the service cannot listen: {why}", where=place, help=mend)) from None
    settings = uvicorn.Config(
        application,
        http=WholeAnswers,
        log_level="warning",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=seconds_to_end,
        ssl_certfile=address.certificate,
        ssl_keyfile=None if address.key is None else str(address.key),
    )
    for one in (signal.SIGTERM, signal.SIGINT):  # the server raises what it was told again when it has ended
        signal.signal(one, _has_ended)
    with listening:
        scheme = "http" if address.certificate is None else "https"
        _LOG.info("listening", address=f"{scheme}://{address.host}:{listening.getsockname()[1]}")
        write_log()
        _Server(settings).run(sockets=[listening])
    _LOG.info("ended")
    write_log()


class _Server(uvicorn.Server):
    """The server of the library, which ticks ten times a second."""

    async def on_tick(self, counter: int) -> bool:
        """Write what was logged, and whatever the library does."""
        write_log()
        return await super().on_tick(counter)


def _has_ended(_number: int, _frame: FrameType | None) -> None:
    """Whoever called `serve` goes on, and gives back what it holds."""
