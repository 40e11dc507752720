"""Writing files: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from stce_rules.core.diagnostics import Diagnostic, StceError


def rewrite(path: Path, content: bytes) -> None:
    """Put the content in place of a file's, keeping who may read it; a link stays a link.

    Whoever reads the file meanwhile sees the old content or the new one. Raises OSError, and then the file is as it
    was.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


@contextlib.contextmanager
def written_whole(path: Path, what: str) -> Iterator[BinaryIO]:
    """A file that has its name only when it is whole. `what` it is, such as `report`.

    A link stays a link; a stream or a device takes what comes. Raises StceError (E889), before the work, when it cannot
    be written.
    """
    target = path.resolve() if path.is_file() else path
    is_file = target.is_file() or not target.exists()
    part = target.with_name(target.name + ".part") if is_file else target
    try:
        with part.open("wb") as file:
            yield file
        if is_file:
            part.replace(target)
    except OSError as fault:
        if fault.filename not in (None, str(part)):
            raise
        said = (fault.strerror or "the system gives no reason").lower()
        raise StceError(Diagnostic("E889", f"the {what} cannot be written: {said}", where=str(path))) from fault
    finally:
        if is_file:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
