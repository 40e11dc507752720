"""What all tests share: where the repository is, and how Hypothesis searches."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.browser import ABSENT, CHROMIUM, Browser, browser
from tests.postgresql import postgresql

__all__ = ["postgresql", "repository", "tab"]

# The same examples on every run, and no deadline: a test never fails because a machine is slow.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")


# Tests keep no plans among those of whoever runs them.
os.environ["STCE_CACHE"] = "off"


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Browser]:
    """A new browser."""
    if CHROMIUM is None:
        pytest.skip(ABSENT)
    with browser(tmp_path / "profile") as made:
        yield made
