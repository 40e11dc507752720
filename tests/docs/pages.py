"""A page of documentation as tests see it: its fenced blocks, tables, headings and links.

Enters: the text of a Markdown page. Leaves: its parts with their lines. The words after a block's language say what is
done with it: `file=PATH` writes it into the page's folder, and so does a line "`PATH`:" before it; `faulty` says that
it is no faultless block by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

_PAGES = (
    "README.md",
    "docs/*.md",
    "docs/decisions/*.md",
    "docs/hosts/*.md",
    "docs/replay/*.md",
    "rulesets/*/README.md",
    "plugins/*/README.md",
    "editors/*/README.md",
)

_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
_FILE = re.compile(r"`([^`\s]+\.[a-z]+)`:")
_CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the words after it, its text, the line it begins at, where the page keeps it."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int
    file: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page; `name` is its path in the repository."""

    name: str
    text: str

    @property
    def blocks(self) -> list[Block]:
        """Its fenced blocks, in order."""
        found: list[Block] = []
        opened: list[str] | None = None
        at, before = 0, ""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if opened is not None and line == "```":
                language, *words = opened[0].removeprefix("```").split() or [""]
                text = "".join(f"{one}\n" for one in opened[1:])
                found.append(Block(language, tuple(words), text, at, _file(words, before)))
                opened, before = None, ""
            elif opened is not None:
                opened.append(line)
            elif line.startswith("```"):
                opened, at = [line], number
            elif line:
                before = line
        assert opened is None, f"{self.name}:{at}: this block is not closed"
        return found

    @property
    def prose(self) -> Iterator[str]:
        """Its lines outside of fenced blocks."""
        inside = False
        for line in self.text.splitlines():
            if line.startswith("```"):
                inside = not inside
            elif not inside:
                yield line

    @property
    def anchors(self) -> set[str]:
        """What links within the page can lead to, as GitHub names headings."""
        headings = (line.lstrip("#").strip().lower() for line in self.prose if line.startswith("#"))
        return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}

    @property
    def links(self) -> list[str]:
        """The targets of its links."""
        return [target for line in self.prose for target in _LINK.findall(_CODE.sub("``", line))]

    def table(self, *header: str) -> list[tuple[str, ...]]:
        """The rows of the tables with this header, cells without their back quotes."""
        rows: list[tuple[str, ...]] = []
        inside = False
        for line in self.prose:
            cells = tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])
            if cells == header:
                inside = True
            elif not cells:
                inside = False
            elif inside and not set("".join(cells)) <= set("-: "):
                rows.append(tuple(_CODE.sub(lambda code: code[0].strip("`"), cell) for cell in cells))
        return rows


def _file(words: Iterable[str], before: str) -> str | None:
    """Where a block is kept, by its words or by the line before it."""
    told = _FILE.fullmatch(before)
    return next((word.removeprefix("file=") for word in words if word.startswith("file=")), told and told[1])


def page(name: str) -> Page:
    """A page of the repository."""
    return Page(name, (REPOSITORY / name).read_text(encoding="utf-8"))


def pages() -> list[str]:
    """The pages that tests run, sorted."""
    return sorted(path.relative_to(REPOSITORY).as_posix() for one in _PAGES for path in REPOSITORY.glob(one))
