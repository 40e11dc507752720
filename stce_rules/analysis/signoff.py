"""What is signed when a challenger becomes the champion, and whether it is still there.

Enters: a comparison, and everything it was made from. Leaves: `signoff.json`, and the same as a page to read and sign.
Promises: rulesets are known by the content hash of their plan, lists by the hash of their rows, files and the program
by SHA-256; the same comparison gives the same bytes, since no clock is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.predicates import NamedList
from stce_rules.plan.hash import content_hash
from stce_rules.plan.model import Decision, Plan

__all__ = [
    "FileHash",
    "ListHash",
    "Program",
    "Ruleset",
    "Signoff",
    "changes",
    "file_hash",
    "parts_hash",
    "program",
    "read",
    "ruleset",
]

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class FileHash:
    """A file as it was named, its length and SHA-256; None where it is no file, such as a database on a server."""

    path: str
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class ListHash:
    """A list of a ruleset: how many rows, the day its source is of, and the hash of all it holds."""

    name: str
    rows: int
    as_of: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A ruleset: the paths or names that were given, and what was read from them."""

    paths: tuple[str, ...]
    name: str
    version: str
    hash: str
    lists: tuple[ListHash, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """The program that judged: its version, and the hash of its code; `plugins` are distributions with versions."""

    version: str
    sha256: str
    plugins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signoff:
    """What is signed. Paths are as they were given, those of results as seen from the sign-off.

    `named` is the history as it was given, `history` the files that this led to and the maps beside them; `options` are
    those of the command that change a result, by name.
    """

    schema: int
    program: Program
    champion: Ruleset
    challenger: Ruleset
    named: tuple[str, ...]
    history: tuple[FileHash, ...]
    options: dict[str, str]
    results: tuple[FileHash, ...]


def file_hash(path: Path, shown: str | None = None) -> FileHash:
    """The hash of a file; without length and hash when it is none."""
    named = str(path) if shown is None else shown
    if not path.is_file():
        return FileHash(named, None, None)
    with path.open("rb") as file:
        return FileHash(named, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def parts_hash(folder: Path, shown: str) -> FileHash:
    """The parts of a result table together: what `sha256sum *.parquet | sha256sum` gives in its folder."""
    parts = [file_hash(one, one.name) for one in sorted(folder.glob("*.parquet"))]
    if not parts:
        return FileHash(shown, None, None)
    lines = "".join(f"{one.sha256}  {one.path}\n" for one in parts)
    return FileHash(shown, sum(one.size or 0 for one in parts), hashlib.sha256(lines.encode()).hexdigest())


def ruleset(paths: Sequence[str], plan: Plan) -> Ruleset:
    """What a plan is known by, and each of its lists."""
    lists = [
        ListHash(one.name, len(one.rows), None if one.as_of is None else one.as_of.isoformat(), _hash_of(one))
        for one in plan.lists
    ]
    return Ruleset(
        tuple(paths), plan.name, plan.version, plan.content_hash, tuple(sorted(lists, key=lambda one: one.name))
    )


def _hash_of(one: NamedList) -> str:
    """The hash of a plan that holds nothing but the list."""
    return content_hash(Plan("", "", (), (), Decision(None, (), "green"), lists=(one,)))


def program(plugins: Iterable[str]) -> Program:
    """This program: all its modules, by name and content."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parents[1]
    for path in sorted(root.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    try:
        installed = version("stce-rules")
    except PackageNotFoundError:  # run from its source
        installed = ""
    return Program(installed, digest.hexdigest(), tuple(sorted(plugins)))


def read(path: Path) -> Signoff:
    """A sign-off as it was written. Raises StceError (E847)."""
    mend = "give the 'signoff.json' that 'stce compare' wrote"
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Signoff)
    except OSError as fault:
        said = f"cannot be read: {(fault.strerror or 'the system gives no reason').lower()}"
        raise StceError(Diagnostic("E847", said, where=str(path), help=mend)) from None
    except msgspec.DecodeError:
        raise StceError(Diagnostic("E847", "this is not a sign-off", where=str(path), help=mend)) from None
    if found.schema != SCHEMA:
        raise StceError(Diagnostic("E847", "this is not a sign-off of this version", where=str(path), help=mend))
    return found


def changes(signed: Signoff, now: Signoff) -> Iterator[Diagnostic]:
    """Everything of a sign-off that is no longer so, each as a finding (E848)."""
    if signed.program != now.program:
        yield _changed("the program", f"was {_program(signed.program)}, is {_program(now.program)}")
    for role, before, after in (
        ("champion", signed.champion, now.champion),
        ("challenger", signed.challenger, now.challenger),
    ):
        where = f"{role} {' '.join(before.paths)}"
        if before.hash != after.hash:
            yield _changed(where, f"the ruleset was {before.hash[:12]}, is {after.hash[:12]}")
        lists = {one.name: one for one in after.lists}
        for one in before.lists:
            if one != lists.get(one.name):
                yield _changed(where, f"the list '{one.name}' has changed")
    for before_files, after_files in ((signed.history, now.history), (signed.results, now.results)):
        files = {one.path: one for one in after_files}
        for file in before_files:
            if file.path not in files or (files[file.path].sha256 is None and file.sha256 is not None):
                yield _changed(file.path, "the file is not there")
            elif file != files[file.path]:
                yield _changed(file.path, "the file has changed")
        for path in sorted(files.keys() - {one.path for one in before_files}):
            yield _changed(path, "the file was not there")


def _changed(where: str, message: str) -> Diagnostic:
    return Diagnostic("E848", message, where=where)


def _program(one: Program) -> str:
    return f"{one.version or 'without a version'} ({one.sha256[:12]})"
