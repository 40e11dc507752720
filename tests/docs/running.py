"""Runs what a page shows, in an empty folder, the way a reader would.

Enters: the blocks of a page. Leaves: nothing; whatever does not do what the page says fails with its line. `stce`,
`python` and `pip` are those of this interpreter, each command a process of its own; all but services are forked from a
warm one, which saves the time to start. `pip install` takes a folder, or a plugin of this repository by its name. In
shown output a line `…` stands for any lines, and `…` within a line for any characters. A comment `# exit code N` after
a command says that it ends so; else it ends with 0.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.docs.pages import REPOSITORY, Block, Page

_EXIT_CODE = re.compile(r"#.*\bexit code (\d+)")
_PROGRAMS = {
    "stce": 'case $1 in serve | lsp) exec $COLD -m stce_rules "$@" ;; *) exec $WARM -m stce_rules "$@" ;; esac',
    "python": 'case $1 in -c) exec $COLD "$@" ;; *) exec $WARM "$@" ;; esac',
    "pip": 'exec $COLD -m pip --quiet --disable-pip-version-check "$1" --no-index --no-build-isolation --no-deps'
    f' --target "$PAGE_SITE" $(test -d {REPOSITORY}/plugins/$2 && echo {REPOSITORY}/plugins/)$2',
}


@dataclass(slots=True)
class Workplace:
    """The folder of a page, and beside it the programs and installed distributions it uses; `warm` runs commands."""

    root: Path
    warm: tuple[str, ...]
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        programs, site = self.root / "bin", self.root / "site"
        for one in (self.here, programs, site):
            one.mkdir()
        for name, script in _PROGRAMS.items():
            program = programs / name
            program.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
            program.chmod(0o755)
        # Readers do not have it; with it the parser proves its words apart each time that it is made.
        (site / "interegular.py").write_text("raise ImportError\n", encoding="utf-8")
        self.environment = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHONPATH": f"{site}:{REPOSITORY}",
            "PAGE_SITE": str(site),
            "COLD": sys.executable,
            "WARM": " ".join(self.warm),
            "HOME": str(self.root),
            "XDG_CACHE_HOME": str(self.root.parent / "caches"),  # a reader has read the shipped rulesets before
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "110",
            "NO_COLOR": "1",
        }

    @property
    def here(self) -> Path:
        """Where commands run."""
        return self.root / "page"

    def write(self, name: str, text: str) -> None:
        """Write a file that the page shows."""
        path = self.here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *command: str) -> tuple[int, str]:
        """Exit code of a program, and all it prints."""
        done = subprocess.run(
            command,
            cwd=self.here,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a console block with the output shown."""

    text: str
    shown: str
    line: int

    @property
    def exit_code(self) -> int:
        """How the page says that it ends."""
        said = _EXIT_CODE.search(self.text)
        return int(said[1]) if said else 0


def commands(block: Block) -> Iterator[Command]:
    """The commands of a console block."""
    lines = block.text.splitlines()
    assert block.text.startswith("$ "), f"line {block.line}: a console block begins with a command"
    at = 0
    while at < len(lines):
        first, text = at, lines[at].removeprefix("$ ")
        while text.endswith("\\"):
            at += 1
            text = f"{text[:-1]} {lines[at].strip()}"
        at += 1
        shown = []
        while at < len(lines) and not lines[at].startswith("$ "):
            shown.append(lines[at])
            at += 1
        yield Command(text, "".join(f"{line}\n" for line in shown), block.line + 1 + first)


def agrees(shown: str, got: str) -> bool:
    """Whether an output is the one shown, where `…` may stand for anything."""
    pattern = ""
    for line in shown.rstrip().splitlines():
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*"
        else:
            pattern += r"[^\n]*".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ \t]*\n"
    return re.fullmatch(pattern, got.rstrip() + "\n") is not None


def run_page(page: Page, workplace: Workplace) -> None:
    """Run everything a page shows, in order."""
    blocks = page.blocks
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        place = f"{page.name}:{block.line}"
        if block.file is not None:
            workplace.write(block.file, block.text)
        elif block.language == "python":
            workplace.write(".block.py", block.text)
            code, got = workplace.run("python", ".block.py")
            assert code == 0, f"{place}: the program fails\n{got}"
            if after is not None and after.language == "text":
                assert agrees(after.text, got), f"{place}: the program prints\n{got}"
        elif block.language == "console":
            for command in commands(block):
                _run_command(command, page.name, workplace)


def _run_command(command: Command, name: str, workplace: Workplace) -> None:
    place = f"{name}:{command.line}: {command.text}"
    if command.text.startswith("make "):
        target = command.text.split()[1]
        makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
        assert re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), f"{place}: no such target"
        return
    code, got = workplace.run("bash", "-c", command.text)
    assert code == command.exit_code, f"{place}\nends with {code}\n{got}"
    assert not command.shown or agrees(command.shown, got), f"{place}\nprints\n{got}"
