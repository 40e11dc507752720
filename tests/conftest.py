"""What all tests share: where the repository is, and how Hypothesis searches."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.browser import ABSENT, CHROMIUM, Browser, browser
from tests.postgresql import postgresql
from tests.warm.starting import warm

__all__ = ["postgresql", "repository", "tab", "warm"]

# The same examples on every run, and no deadline: a test never fails because a machine is slow.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")


# Tests keep no plans among those of whoever runs them.
os.environ["STCE_CACHE"] = "off"

# As the command itself does, for the same reason.
gc.set_threshold(100_000, 50, 50)

# Hundreds of processes load the package: what is compiled for one is kept for the next, whatever is said outside.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker is left alone with it."""
    items.sort(key=lambda one: one.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser without a tab."""
    if CHROMIUM is None:
        pytest.skip(ABSENT)
    with browser(tmp_path_factory.mktemp("profile")) as begun:
        yield begun


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Browser]:
    """A new tab of the browser."""
    chromium.attach()
    yield chromium
    chromium.leave()
