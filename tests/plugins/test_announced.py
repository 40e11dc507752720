"""Entry points to plugin objects."""

from __future__ import annotations

from typing import Any

Environment = Any
"""The `_Environment` of conftest.py, which test modules cannot import."""

OBSERVER = "@hookimpl\ndef stce_assessed(): pass\n"


def test_a_plugin_that_cannot_be_imported_stops_start_up(environment: Environment) -> None:
    """A missing library of a plugin is told in the words of the import, with distribution and version."""
    environment.install("test-broken", "import a_library_that_is_not_there", version="0.3")
    (fault,) = environment.faults()
    assert fault.code == "E702"
    assert fault.where == "plugin 'test_broken' of test-broken 0.3"
    assert fault.message == "cannot be imported: No module named 'a_library_that_is_not_there'"


def test_a_plugin_that_leaves_does_not_end_the_program(environment: Environment) -> None:
    """A plugin that exits when it is imported is a fault like any other."""
    environment.install("test-leaving", "raise SystemExit(0)")
    (fault,) = environment.faults()
    assert fault.code == "E702"


def test_a_module_that_is_not_there_is_told(environment: Environment) -> None:
    """An entry point that leads nowhere is a fault, not a plugin less."""
    environment.install("test-moved", OBSERVER)
    (environment.folder / "test_moved.py").unlink()
    (fault,) = environment.faults()
    assert fault.code == "E702"


def test_two_plugins_may_not_share_a_name(environment: Environment) -> None:
    """Of two plugins announced under one name neither is dropped silently; both are named."""
    environment.install("test-a", OBSERVER, plugin="screening")
    environment.install("test-b", OBSERVER, plugin="screening")
    (fault,) = environment.faults()
    assert fault.code == "E701"
    assert (fault.where, fault.message) == (
        "plugin 'screening' of test-b 1.0",
        "has the name of plugin 'screening' of test-a 1.0",
    )


def test_a_distribution_without_metadata_is_known_by_its_module(environment: Environment) -> None:
    """A half-installed distribution is still named in its fault."""
    environment.install("test-bare", "raise RuntimeError('broken')")
    (environment.folder / "test_bare-1.0.dist-info" / "METADATA").unlink()
    (fault,) = environment.faults()
    assert (fault.where, fault.message) == ("plugin 'test_bare' of test_bare", "cannot be imported: broken")
