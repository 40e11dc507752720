"""Plugin objects whose hooks are verified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pluggy
import pytest

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.hooks import hookimpl
from stce_rules.plugins import discover

Environment = Any
"""The `_Environment` of conftest.py, which test modules cannot import."""


def _faults(plugin: object) -> tuple[Diagnostic, ...]:
    with pytest.raises(StceError) as error:
        discover([plugin], entry_points=False)
    return error.value.diagnostics


def test_a_misspelt_hook_is_told() -> None:
    """A hook that is not there would never be called; the nearest one is named."""

    class Misspelt:
        @hookimpl
        def stce_list(self) -> None: ...

    (fault,) = _faults(Misspelt())
    assert (fault.code, fault.help) == ("E704", "did you mean 'stce_lists'?")
    assert fault.where == "plugin 'Misspelt' given by the host"
    assert fault.message == "implements 'stce_list', but there is no such hook"


def test_every_misspelt_hook_is_told() -> None:
    """All unknown hooks of a plugin are told in one run."""

    class Misspelt:
        @hookimpl
        def stce_list(self) -> None: ...

        @hookimpl
        def something_else(self) -> None: ...

    assert [fault.code for fault in _faults(Misspelt())] == ["E704", "E704"]


def test_an_optional_hook_of_another_version_is_let_be() -> None:
    """A plugin may serve a later version of the library too, when it says so."""

    class Later:
        @hookimpl(optionalhook=True)
        def stce_later(self) -> None: ...

        @hookimpl
        def stce_assessed(self) -> None: ...

    assert discover([Later()], entry_points=False).listing[0].hooks == ("stce_assessed", "stce_later")


def test_a_parameter_that_the_hook_does_not_have_is_told(environment: Environment) -> None:
    """A function that asks for the assessor cannot be registered."""
    environment.install("test-greedy", "@hookimpl\ndef stce_lists(assessor): return []\n")
    (fault,) = environment.faults()
    assert fault.code == "E703"
    assert fault.where == "plugin 'test_greedy' of test-greedy 1.0"


def test_a_plugin_without_hooks_is_told() -> None:
    """Functions marked for another project are not hooks here, and such a plugin would silently do nothing."""

    class Foreign:
        @pluggy.HookimplMarker("another")
        def stce_lists(self) -> None: ...

    (fault,) = _faults(Foreign())
    assert fault.code == "E705"


def test_wrapping_is_refused() -> None:
    """A plugin cannot wrap a hook to take away what others bring."""

    class Wrapping:
        @hookimpl(wrapper=True)
        def stce_lists(self) -> Iterator[None]:
            yield

    (fault,) = _faults(Wrapping())
    assert fault.code == "E703"


def test_the_call_of_the_host_is_not_implemented_by_plugins() -> None:
    """A plugin cannot answer in the place of the assessor."""

    class Answering:
        @hookimpl
        def stce_assess(self) -> None: ...

    (fault,) = _faults(Answering())
    assert fault.code == "E704"
