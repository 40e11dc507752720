"""A watched folder: every message that is dropped is answered.

Enters: a desk, a layout. Leaves: files of answers, and a record for each file that was answered. Promises: whenever
the process ends, nothing is lost, and no answer appears twice: what stood in `work` is answered from its beginning by
the next process, and assessments that are recorded are not made again. A message whose answers cannot be written stays
where it is and is tried again.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.serve.desk import Answer, Answered, Desk
from stce_rules.serve.folder.layout import Answers, Layout

__all__ = ["Done", "Stopped", "watch"]


@dataclass(frozen=True, slots=True)
class Done:
    """A file that was answered: how many declarations by channel, how many parts were turned away.

    With a `fault` it was not, and is tried again.
    """

    name: str
    channels: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    fault: Diagnostic | None = None


class Stopped(Exception):  # noqa: N818  # it is no error
    """The watcher was told to end while it answered a file, which stays in `work`."""


def watch(
    desk: Desk,
    layout: Layout,
    told: Callable[[Done], None],
    *,
    ended: threading.Event,
    seconds: float = 1.0,
    once: bool = False,
) -> None:
    """Answer what is dropped until `ended` is set; with `once`, until nothing waits.

    Looks for new messages every so many seconds. Raises StceError (E894) when the folder cannot be used or is watched
    already.
    """
    with layout.held():
        while not ended.is_set():
            try:
                for one in layout.waiting():
                    told(_answer(desk, layout, one, ended))
                    if ended.is_set():
                        return
            except Stopped:
                return
            except OSError as fault:
                told(Done(str(fault.filename or layout.root), fault=_trouble(fault, layout.root)))
            if once:
                return
            ended.wait(seconds)


def _answer(desk: Desk, layout: Layout, one: Path, ended: threading.Event) -> Done:
    """Answer a message in `work`."""
    done = Done(one.name)
    try:
        if not layout.is_answered(one):
            with layout.answering(one) as answers, one.open("rb") as message:
                for answer in desk.answers(message, one.name):
                    _write(answer, answers, done.channels, ended)
                done = replace(done, refused=answers.refused)
        layout.finish(one)
    except OSError as fault:
        return Done(one.name, fault=_trouble(fault, one))
    except StceError as trouble:
        return Done(one.name, fault=trouble.diagnostics[0])
    return done


def _write(answer: Answer, answers: Answers, channels: Counter[str], ended: threading.Event) -> None:
    """One answer more. Raises Stopped, and StceError when the declaration is to be asked about again."""
    if ended.is_set():
        raise Stopped
    if isinstance(answer, Answered):
        channels[answer.assessment.channel] += 1
        answers.assessment(answer.line)
    elif answer.is_for_now:
        raise StceError(answer.diagnostics)
    else:
        answers.refusal(answer.line)


def _trouble(fault: OSError, place: Path) -> Diagnostic:
    why = (fault.strerror or "the system gave no reason").lower()
    mend = "make room or give the right to write; it is tried again"
    return Diagnostic("E895", f"the message cannot be answered now: {why}", where=str(place), help=mend)
