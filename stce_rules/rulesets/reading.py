"""Files to source texts.

Enters: a folder and a path written in a manifest or rule file. Leaves: its text, or a fault at the place that asked
for it. Promises: no file outside the ruleset's folder is opened, links followed; nothing longer than the limit is
read; a text is UTF-8, with or without a mark at its start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Source, Span
from stce_rules.language.checking.findings import Findings

LIMIT_BYTES = 50_000_000
"""The longest rule file or list that is read."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a file was asked for: a span, or the words of a command."""

    span: Span | None = None
    where: str = ""

    def fault(self, code: str, message: str, mend: str, findings: Findings) -> None:
        """Note a fault at this place."""
        findings.found.append(Diagnostic(code, message, self.span, self.where, mend))


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read: the path that led to it, the file found there (links followed), a digest of its text."""

    path: str
    found: str
    digest: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a ruleset, and how reports name it."""

    path: Path
    shown: str

    def inside(
        self, base: Path, written: str, asked: Asked, findings: Findings, unsaved: Container[Path] = ()
    ) -> Path | None:
        """The file that is written relative to `base`; a fault when it is not there or not inside this folder.

        Paths in `unsaved` are taken as there.
        """
        try:
            found = (base / written).resolve()
            outside = not found.is_relative_to(self.path.resolve())
            there = not outside and (found in unsaved or found.is_file())
        except (OSError, RuntimeError, ValueError):  # a link to itself, a name too long, a NUL in it
            outside, found, there = False, base, False
        if outside:
            mend = "a ruleset is whole in its folder; copy the file into it"
            asked.fault("E806", f"'{written}' is outside the folder of the ruleset", mend, findings)
        elif not there:
            asked.fault("E802", f"there is no file '{written}'", "put the file there, or correct its path", findings)
        return found if there else None

    def name_of(self, path: Path) -> str:
        """How reports name a file of this folder."""
        return (Path(self.shown) / path.relative_to(self.path.resolve())).as_posix()


def digest_of(source: Source) -> str:
    """SHA-256 of a text, in hexadecimal digits: texts of one digest are read alike."""
    return hashlib.sha256(source.text.encode()).hexdigest()


def read_source(path: Path, shown: str, asked: Asked, findings: Findings) -> Source | None:
    """The text of a file."""
    try:
        with path.open("rb") as file:
            raw = file.read(LIMIT_BYTES + 1)
    except OSError:
        asked.fault(
            "E803", f"'{shown}' cannot be opened", "check who may read the file, and that it is a file", findings
        )
        return None
    if len(raw) > LIMIT_BYTES:
        mend = "part it into several files; rules are joined with 'use rules from'"
        asked.fault("E805", f"'{shown}' is longer than {LIMIT_BYTES // 1_000_000} MB", mend, findings)
        return None
    if raw.startswith(_UTF16):
        asked.fault("E804", f"'{shown}' is UTF-16 text", "save it as UTF-8", findings)
        return None
    try:
        return Source(shown, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        asked.fault("E804", f"'{shown}' is not UTF-8 text; see line {line}", "save it as UTF-8", findings)
        return None
