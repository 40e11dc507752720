"""Plans kept on disk, so that rulesets that have not changed are not read again.

Enters: what `load` takes, and a folder for plans. Leaves: the plan with its warnings, from the folder when nothing it
was made from has changed, else made by `load` and kept. Promises: a kept plan equals a fresh one, hash and warnings
included; it is taken only when every file, link and folder listing, every contribution of plugins, and the code that
made it are what they were. Whatever is wrong with the folder or a file in it means a fresh plan, never a fault; what
stands in such a file is data, and nothing in it is run. Processes may share a folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.hooks import NONE, Contributions
from stce_rules.plan.model import Plan
from stce_rules.resources import folder as shipped_folder
from stce_rules.rulesets.changes import Look, Place, as_now, places
from stce_rules.rulesets.packed import packing
from stce_rules.rulesets.reading import Input

__all__ = ["Planned", "plan_of", "user_folder"]

VARIABLE = "STCE_CACHE"
"""The environment variable: `off`, or another folder for plans."""

_WRITING = b"stce plan cache 1\n"
_MOST_KEPT = 64
_OWN_FILE = re.compile(r"[0-9a-f]{64}\..*")

_PACKAGE = Path(__file__).resolve().parents[1]
_MAKERS = ("core", "reference", "language", "plan", "rulesets")
"""The packages whose code and tables decide what a plan is."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan ready for an engine, the warnings met while it was made, and what it was made from."""

    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    look: Look


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a file of the folder holds."""

    inputs: tuple[Input, ...]
    plan: Plan
    diagnostics: tuple[Diagnostic, ...]


def user_folder() -> Path | None:
    """The folder for plans of this user; None when `STCE_CACHE=off`, or there is no place for it."""
    asked = os.environ.get(VARIABLE, "")
    if asked:
        return None if asked == "off" else Path(asked)
    try:
        return _caches() / "stce-rules"
    except RuntimeError:  # a user without a home
        return None


def plan_of(
    paths: Sequence[str | Path],
    *,
    contributions: Contributions = NONE,
    on: date | None = None,
    folder: Path | None = None,
) -> Planned:
    """The plan of rulesets loaded together, as `load` makes it; without `folder` nothing is kept or looked up.

    Raises StceError with the faults of all files.
    """
    found = places(paths, contributions)
    place = None if folder is None else _place(folder, found, contributions, on)
    kept = None if place is None else _taken(place)
    if kept is not None:
        return Planned(kept.plan, kept.diagnostics, Look(found, kept.inputs))
    from stce_rules.rulesets.load import load

    loaded = load(paths, contributions=contributions, on=on)
    if place is not None:
        _keep(place, _Kept(loaded.inputs, loaded.plan, loaded.diagnostics))
    return Planned(loaded.plan, loaded.diagnostics, Look(found, loaded.inputs))


# ---- where a plan is kept


def _caches() -> Path:
    """Where programs keep what they can make again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    stated = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return stated if stated.is_absolute() else Path.home() / ".cache"


def _place(folder: Path, found: Sequence[Place], contributions: Contributions, on: date | None) -> Path | None:
    """The file for a plan, named by everything but the files it is made from; None for a ruleset that is not there."""
    if not found or any(len(one) == 1 for one in found):
        return None
    asked = (
        _code(),
        list(found),
        contributions.fields,
        [(one.name, one.scope) for one in contributions.functions],
        [one.label for one in contributions.matchers],
        contributions.lists,
        [(one.name, one.version) for one in contributions.list_readers],
        on,
    )
    return folder / f"{hashlib.sha256(repr(asked).encode()).hexdigest()}.plan"


@cache
def _code() -> str:
    """Names, sizes and times of all that makes plans; the release alone does not tell a changed checkout."""
    roots = [shipped_folder("grammar"), *(_PACKAGE / one for one in _MAKERS)]
    files = [
        _PACKAGE / "hooks.py",
        *(Path(at, name) for root in roots for at, _, names in os.walk(root) for name in names),
    ]
    told = [version("stce-rules"), str(_PACKAGE)]
    for one in sorted(files):
        if one.suffix != ".pyc":
            is_now = one.stat()
            told.append(f"{one} {is_now.st_size} {is_now.st_mtime_ns}")
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


# ---- one file


def _taken(place: Path) -> _Kept | None:
    """What is kept there, when all it was made from is as it was."""
    try:
        if not _is_own(place.parent):
            return None
        raw = place.read_bytes()
        head, body = raw[: len(_WRITING) + 32], raw[len(_WRITING) + 32 :]
        if head != _WRITING + hashlib.sha256(body).digest():
            return None
        kept = packing(_Kept).unpack(body)
    except (OSError, ValueError):
        return None
    return kept if all(as_now(one) == one and one.digest for one in kept.inputs) else None


def _keep(place: Path, kept: _Kept) -> None:
    """Write a file whole, or not at all; an older one is replaced at once."""
    with suppress(OSError, ValueError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(place.parent):
            return
        body = packing(_Kept).pack(kept)
        file, name = tempfile.mkstemp(dir=place.parent, prefix=f"{place.stem}.")
        try:
            with os.fdopen(file, "wb") as out:
                out.write(_WRITING + hashlib.sha256(body).digest() + body)
            Path(name).replace(place)
        finally:
            Path(name).unlink(missing_ok=True)
        _forget(place.parent)


def _is_own(folder: Path) -> bool:
    """Whether nobody else can put a plan into the folder: a forged one would be a missed control."""
    if not hasattr(os, "getuid"):  # elsewhere the user's own folder is closed to others by the system
        return True
    is_now = folder.stat()
    return is_now.st_uid == os.getuid() and not is_now.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _forget(folder: Path) -> None:
    """Keep the newest plans only, and no other file that was written here."""
    files = [one for one in folder.iterdir() if _OWN_FILE.fullmatch(one.name)]
    files.sort(key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for one in files[_MOST_KEPT:]:
        one.unlink(missing_ok=True)
