"""`stce serve`: the HTTP service for hosts."""

from __future__ import annotations

import os
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Literal

import click

from stce_rules.assessor import Assessor
from stce_rules.cli.assessor_options import budget_of, budget_options, records_option
from stce_rules.cli.options import RulesCommand, rules_option
from stce_rules.core.assessment import Channel
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.engines.choose import DEFAULT
from stce_rules.history import open_store
from stce_rules.intake.canonical import LIMIT_BYTES
from stce_rules.plugins import discover
from stce_rules.rulesets.cache import user_folder
from stce_rules.serve.desk import Desk

_TOKEN = "STCE_TOKEN"  # noqa: S105  # the name of a variable
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("serve", cls=RulesCommand)
@rules_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 is any free one.")
@click.option(
    "--token-file", type=_FILE, help=f"A file with the token callers must know; else {_TOKEN} in the environment."
)
@click.option("--tls-certificate", type=_FILE, help="Serve HTTPS by this certificate, in PEM.")
@click.option("--tls-key", type=_FILE, help="The key of the certificate.")
@records_option
@budget_options
@click.option("--reload", "watched", is_flag=True, help="Load the rulesets again when their files change.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.05),
    default=5.0,
    show_default=True,
    help="Seconds between looks, with --reload.",
)
@click.option("--limit", type=click.IntRange(min=1), default=LIMIT_BYTES, show_default=True, help="Bytes of a message.")
@click.option(
    "--threads", type=click.IntRange(min=1), default=4, show_default=True, help="Declarations judged at once."
)
@click.option("--engine", default=DEFAULT, show_default=True, metavar="NAME", help="See `stce plugins`.")
def command(
    *,
    rules: tuple[str, ...],
    host: str,
    port: int,
    token_file: Path | None,
    tls_certificate: Path | None,
    tls_key: Path | None,
    records: str | None,
    budget: float | None,
    when_late: Literal["open", "closed"],
    late_channel: Channel,
    watched: bool,
    every: float,
    limit: int,
    threads: int,
    engine: str,
) -> None:
    """Answer declarations over HTTP until told to end.

    The description of the service is at /v1/openapi.json. Logs go to the standard error, one JSON object on each line.
    """
    try:
        from stce_rules.serve.http.application import Kept, application
        from stce_rules.serve.http.log import log_lines
        from stce_rules.serve.http.reloads import tell_reloaded
        from stce_rules.serve.http.server import Address, serve
    except ImportError as missing:
        message = f"the library '{missing.name}' is not installed"
        raise StceError(Diagnostic("E892", message, where="stce serve", help="install stce-rules[serve]")) from None
    address = Address(host, port, tls_certificate, tls_key)
    token = _token(token_file)
    if token is None and not address.is_loopback:
        message = "others could reach the service, and no token is set"
        mend = f"set {_TOKEN}, give --token-file, or leave --host out"
        raise StceError(Diagnostic("E879", message, where=f"{host}:{port}", help=mend))
    log_lines()
    plugins = discover()
    in_time = budget_of(budget, when_late, late_channel, threads)
    kept = Kept(token=token, limit_bytes=limit, threads=threads, at_once=records is None and in_time is None)
    with (
        nullcontext() if records is None else open_store(records) as store,
        Assessor.from_rulesets(
            *rules,
            engine=engine,
            plugins=plugins,
            cache=user_folder(),
            records=store,
            budget=in_time,
        ) as assessor,
    ):
        kept.measured.loaded(assessor.plan)
        if watched:
            assessor.watch(every, partial(tell_reloaded, assessor, kept.measured))
        serve(application(Desk(assessor, plugins), kept, store), address)


def _token(file: Path | None) -> str | None:
    """The token; blank is none."""
    given = os.environ.get(_TOKEN, "") if file is None else file.read_text(encoding="utf-8")
    return given.strip() or None
