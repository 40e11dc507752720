"""Rewriting an officer's file: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path


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
