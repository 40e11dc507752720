"""What the tests of the plugin share: messages in a few words, and the sample of others."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from stce_rules_edifact import EdifactAdapter

from stce_rules.core.declaration import Declaration
from stce_rules.intake.refusal import Refused

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "samples" / "edifact" / "au_export_cusdec_d99b.edi"

Read = Callable[..., list[Declaration | Refused]]


@pytest.fixture(scope="session")
def sample() -> Path:
    """An Australian export declaration as published by others; not part of the project."""
    if not SAMPLE.is_file():
        pytest.skip("the sample is not here")
    return SAMPLE


@pytest.fixture(scope="session")
def read() -> Read:
    """What the adapter makes of bytes, or of segments, which get a terminator each."""

    def of(*segments: str | bytes) -> list[Declaration | Refused]:
        raw = b"".join(one if isinstance(one, bytes) else f"{one}'".encode() for one in segments)
        return list(EdifactAdapter().read(io.BytesIO(raw), "m.edi"))

    return of


@pytest.fixture(scope="session")
def declared(read: Read) -> Callable[..., Declaration]:
    """The declaration of a CUSDEC with these segments behind its BGM."""

    def of(*segments: str) -> Declaration:
        count = f"UNT+{len(segments) + 3}+1"
        (one,) = read("UNH+1+CUSDEC:D:01B:UN", "BGM+830+26XX1+9", *segments, count)
        assert isinstance(one, Declaration)
        return one

    return of
