"""From the view to the answers, again and again.

Enters: a desk, an open view, the ledger. Leaves: answers in the ledger, and a record of each portion. Promises: what
is answered and how far the view was read are committed together, so a process that is killed answers again what was
not committed, and nothing twice; a declaration that comes again is passed over, and one that comes again with other
content under the same version is refused, not lost.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection, Engine

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.refusal import Refused
from stce_rules.serve.database.answers import Ledger, Refusal, content_of
from stce_rules.serve.database.view import Met, View
from stce_rules.serve.desk import Answered, Desk, Turned

__all__ = ["Poll", "Portion"]


@dataclass(frozen=True, slots=True)
class Portion:
    """What was answered and committed together."""

    channels: Counter[str] = field(default_factory=Counter)
    refused: int = 0


@dataclass(slots=True)
class _Made:
    """What a portion has so far; of declarations that were answered, the digests by id and version."""

    answers: list[tuple[str, Answered]] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)
    contents: dict[tuple[str, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Poll:
    """A poller. `size` is how many declarations are answered in a portion."""

    desk: Desk
    engine: Engine
    view: View
    ledger: Ledger
    size: int = 200

    def run(self, told: Callable[[Portion], None], ended: threading.Event) -> None:
        """Answer what is new until nothing is, or `ended` is set.

        Raises SQLAlchemyError of the database, StceError of the store; what was not committed is answered again.
        """
        while not ended.is_set():
            portion, more = self._portion(ended)
            if portion.channels or portion.refused:
                told(portion)
            if not more:
                return

    def _portion(self, ended: threading.Event) -> tuple[Portion, bool]:
        """Answer a portion; whether more is waiting."""
        with self.engine.connect() as reading:
            since = after = self.ledger.since(reading, self.view.name)
            made = _Made()
            more = False
            with closing(self.view.declarations(reading, since)) as found:
                for met in found:
                    if ended.is_set() or len(made.answers) + len(made.refused) >= self.size:
                        more = True
                        break
                    after = met.after
                    self._answer(reading, met, made)
        if made.answers or made.refused or after != since:
            with self.engine.begin() as writing:
                self.ledger.keep(writing, self.view.name, after, made.answers, [*made.refused.values()])
        return Portion(Counter(one.assessment.channel for _, one in made.answers), len(made.refused)), more

    def _answer(self, reading: Connection, met: Met, made: _Made) -> None:
        if isinstance(met.read, Refused):
            self._refuse(reading, Refusal(met.after, met.cells, Turned(met.read.place, met.read.diagnostics)), made)
            return
        declaration = met.read.declaration
        place, content = f"{self.view.name}: {declaration.id}", content_of(declaration)
        key = (declaration.id, declaration.version)
        before = made.contents.get(key) or self.ledger.content(reading, declaration)
        if before == content:
            return
        turned = None if before is None else Turned(place, (_again(*key, place),))
        answer = turned or self.desk.assess(declaration, place)
        if isinstance(answer, Turned) and answer.is_for_now:
            raise StceError(answer.diagnostics)
        if isinstance(answer, Answered):
            made.contents[key] = content
            made.answers.append((content, answer))
        else:
            self._refuse(reading, Refusal(met.after, f"{declaration.id} {declaration.version} {content}", answer), made)

    def _refuse(self, reading: Connection, refusal: Refusal, made: _Made) -> None:
        if not self.ledger.knows(reading, refusal):
            made.refused[refusal.digest] = refusal


def _again(name: str, version: int, place: str) -> Diagnostic:
    message = f"declaration '{name}' came again in version {version} with other content"
    mend = (
        "count the versions of a declaration, and give all its rows the same value in the column that says what is new"
    )
    return Diagnostic("E898", message, where=place, help=mend)
