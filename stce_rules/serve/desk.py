"""What every door does with a message: it is read, each declaration in it is assessed, and answered in its place.

Enters: an assessor, adapters, the bytes of a message. Leaves: answers in the order of the message, each one line of
JSON: an assessment, or a refusal that says where and why. Promises: a declaration that cannot be read or judged never
stops the next; nothing is dropped without an answer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from stce_rules.assessor import Assessor
from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError, as_data
from stce_rules.intake.adapters import BUILT_IN, Adapter, Refused, read, read_alone
from stce_rules.plugins.discover import Plugins

__all__ = ["Answer", "Answered", "Desk", "Turned"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """A declaration that was assessed: the assessment, and its bytes as every door writes it, on one line."""

    assessment: Assessment
    line: bytes


@dataclass(frozen=True, slots=True)
class Turned:
    """A message or declaration that was turned away: where it stood, and why."""

    place: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def is_for_now(self) -> bool:
        """Whether the fault is not the declaration's: sent again later, it can be assessed."""
        return any(one.code in _FOR_NOW for one in self.diagnostics)

    @property
    def line(self) -> bytes:
        """The refusal as every door writes it, without the end of the line."""
        told = {"refused": self.place, "diagnostics": [as_data(one) for one in self.diagnostics]}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


Answer = Answered | Turned

_FOR_NOW = frozenset({"E862", "E864"})
"""The store refuses, or others keep it locked."""


class Desk:
    """Reads and assesses for a door; may be shared between threads as the assessor may."""

    def __init__(self, assessor: Assessor, plugins: Plugins, adapters: Sequence[Adapter] = ()) -> None:
        """`adapters` are those to choose from; else all that are installed, those of plugins first."""
        self.assessor = assessor
        self.adapters = tuple(adapters) or (*plugins.contributions.adapters, *BUILT_IN)

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Turned]:
        """The declarations of a message. Raises OSError when the stream does."""
        for one in read(stream, adapters=self.adapters, name=name):
            yield _turned(one)

    def read_few(self, message: bytes, name: str, most: int) -> list[Declaration | Turned]:
        """The first declarations of a short message; sooner than `read` where there is only one."""
        alone = read_alone(message, adapters=self.adapters, name=name)
        return list(islice(self.read(BytesIO(message), name), most)) if alone is None else [_turned(alone)]

    def assess(self, declaration: Declaration, place: str) -> Answer:
        """The answer to one declaration; `place` is where it came from."""
        try:
            answer = self.assessor.answer(declaration)
        except StceError as refused:
            return Turned(place, refused.diagnostics)
        except Exception:  # noqa: BLE001  # whatever it was, the others are still assessed
            _LOG.exception("declaration '%s' of %s could not be assessed", declaration.id, place)
            failed = f"declaration '{declaration.id}' could not be assessed"
            mend = "the log of the service says more; send it again when the cause is mended"
            return Turned(place, (Diagnostic("E877", failed, where=place, help=mend),))
        return Answered(answer.assessment, answer.raw)

    def answers(self, stream: BinaryIO, name: str) -> Iterator[Answer]:
        """The answers to a message, one for each declaration or part that could not be read."""
        for one in self.read(stream, name):
            yield one if isinstance(one, Turned) else self.assess(one, f"{name}: {one.id}")


def _turned(one: Declaration | Refused) -> Declaration | Turned:
    return Turned(one.place, one.diagnostics) if isinstance(one, Refused) else one
