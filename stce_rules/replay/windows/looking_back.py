"""A setting with the past of its history, for as long as it is judged.

Enters: a setting, a history. Leaves: the setting; with the past where the plan has windows and the history can be read
again. Of one that cannot, such as standard input, windows are unknown, and every declaration carries an alarm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from stce_rules.core.declaration import Declaration
from stce_rules.replay.findings import told_as
from stce_rules.replay.judging import Setting, as_rules_see
from stce_rules.replay.sources import STDIN, Declared, History
from stce_rules.replay.windows.extract import Extraction
from stce_rules.replay.windows.history import HistoryOfWindows, past_of
from stce_rules.replay.windows.recorded import RecordedPast

__all__ = ["extraction_of", "looking_back"]


@contextmanager
def looking_back(
    setting: Setting,
    history: History,
    *,
    workers: int = 1,
    kept: Path | None = None,
    progress: Callable[[int, int], None] = lambda _messages, _bytes: None,
) -> Iterator[Setting]:
    """The setting to judge this history by.

    What is computed stands in the folder `kept`, and is not computed again where it stands there already; without one,
    in a folder for temporary files until the end. `progress` is told of messages and bytes read.
    """
    if not setting.plan.windows or STDIN in history.files:
        yield setting
        return
    whole = HistoryOfWindows(
        partial(_messages, history),
        history.files,
        setting.predicates,
        setting.fields,
        partial(as_rules_see, as_of=setting.as_of),
        matcher=setting.matcher,
        workers=workers,
        read_so_far=lambda messages: progress(messages, history.bytes_read),
    )
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="windows-"))) if kept is None else kept
        with told_as(folder):
            folder.mkdir(exist_ok=True)
        past = past_of(setting.plan, whole, folder)
        if past is not None:
            stack.callback(past.close)
        yield replace(setting, past=past)


def extraction_of(setting: Setting, windows: tuple[int, ...], past: RecordedPast) -> Extraction:
    """What to extract for some windows, where a setting judges."""
    seen = partial(as_rules_see, as_of=setting.as_of)
    return Extraction(setting.plan, windows, past, setting.predicates, setting.fields, seen, setting.matcher)


def _messages(history: History) -> Iterator[tuple[str, int, Declaration]]:
    with closing(history.located()) as messages:
        for one in messages:
            if isinstance(one, Declared):
                yield one.source, one.row, one.declaration
