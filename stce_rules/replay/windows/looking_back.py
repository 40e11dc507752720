"""A setting with the past of its history, for as long as it is judged.

Enters: a setting, a history. Leaves: the setting; with the past where the plan has windows and the history can be read
again. Of one that cannot, such as standard input, windows are unknown, and every declaration carries an alarm.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from stce_rules.core.declaration import Declaration
from stce_rules.replay.judging import Setting, as_rules_see
from stce_rules.replay.sources import STDIN, Declared, History
from stce_rules.replay.windows.history import HistoryOfWindows, past_of

__all__ = ["looking_back"]


@contextmanager
def looking_back(setting: Setting, history: History, beside: Path | None) -> Iterator[Setting]:
    """The setting to judge this history by. What is computed stands in a folder `beside` until the end.

    `beside` must be there; without it the folder for temporary files of the machine is used.
    """
    if not setting.plan.windows or STDIN in history.files:
        yield setting
        return
    whole = HistoryOfWindows(
        partial(_messages, history), setting.predicates, setting.fields, partial(as_rules_see, as_of=setting.as_of)
    )
    with TemporaryDirectory(prefix="windows-", dir=beside) as folder:
        yield replace(setting, past=past_of(setting.plan, whole, Path(folder)))


def _messages(history: History) -> Iterator[tuple[str, int, Declaration]]:
    with closing(history.located()) as messages:
        for one in messages:
            if isinstance(one, Declared):
                yield one.source, one.row, one.declaration
