"""The page about editors says what the server says of itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import cast

import pytest

from tests.docs.pages import page
from tests.editors.extension import read

_UNASKED = "textDocument/publishDiagnostics"
"""What a server sends without being asked, and without announcing it."""


def _answer() -> dict[str, object]:
    """What `stce lsp` says it can do."""
    messages: list[dict[str, object]] = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    ]
    sent = b""
    for one in messages:
        text = json.dumps({"jsonrpc": "2.0", **one}).encode()
        sent += b"Content-Length: %d\r\n\r\n%s" % (len(text), text)
    done = subprocess.run([sys.executable, "-m", "stce_rules", "lsp"], input=sent, capture_output=True, check=False)
    head, _, rest = done.stdout.partition(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.splitlines() if line.lower().startswith(b"content-length"))
    return cast("dict[str, dict[str, dict[str, object]]]", json.loads(rest[:length]))["result"]["capabilities"]


def _requests(capabilities: dict[str, object]) -> Iterator[str]:
    """The requests that providers stand for."""
    for name, provider in capabilities.items():
        if name.endswith("Provider") and provider:
            feature = name.removesuffix("Provider").removeprefix("document")
            match name:
                case "workspaceSymbolProvider":
                    yield "workspace/symbol"
                case "executeCommandProvider":
                    yield "workspace/executeCommand"
                case "documentSymbolProvider" | "documentHighlightProvider":
                    yield f"textDocument/document{feature}"
                case _:
                    yield f"textDocument/{feature[0].lower()}{feature[1:]}"


@pytest.mark.slow
def test_the_page_tells_all_that_the_server_offers() -> None:
    """Each request that the server announces stands in the table of the page, and no other."""
    told = {request for _, request in page("docs/editors.md").table("in the editor", "request")}
    assert told - {_UNASKED} == set(_requests(_answer()))


def test_the_page_names_the_package_that_is_made() -> None:
    """The name of the extension's file on the page is that of its version."""
    assert f"stce-rules-{read('package.json')['version']}.vsix" in page("docs/editors.md").text
