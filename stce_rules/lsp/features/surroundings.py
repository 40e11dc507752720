"""What features look at: the document under the caret, and its ruleset.

Made by the server for each request. The text of the document may be newer than the ruleset, which was last read when
it could be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stce_rules.core.fields import Catalogue
from stce_rules.core.predicates import ListRow, NamedList
from stce_rules.core.span import Source
from stce_rules.hooks import NONE, Contributions
from stce_rules.language import syntax
from stce_rules.reference import hs
from stce_rules.rulesets.gather import Gathered

__all__ = ["Surroundings", "on_disk"]


def on_disk(path: Path) -> str | None:
    """The text of a file as it was saved; None when there is none that can be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A document in its ruleset.

    `gathered` is None where nothing could be read of the ruleset. Sources are named by absolute paths. `on` is today;
    `text_of` gives the text of another file as the editor has it, else as it was saved.
    """

    source: Source
    on: date
    gathered: Gathered | None = None
    contributions: Contributions = NONE
    text_of: Callable[[Path], str | None] = on_disk

    @property
    def catalogue(self) -> Catalogue:
        """The fields that rules may speak of."""
        return self.contributions.catalogue

    @property
    def path(self) -> Path:
        """Where the document is saved, or will be."""
        return Path(self.source.name)

    def files(self) -> tuple[tuple[Source, syntax.File], ...]:
        """The rule files of the ruleset with the text each was read from, those in which nothing stands left out."""
        parsed = () if self.gathered is None else self.gathered.parsed
        return tuple((one.file.statements[0].span.source, one.file) for one in parsed if one.file.statements)

    def statements(self) -> Iterator[syntax.Statement]:
        """The statements of all files of the ruleset."""
        return (statement for _, file in self.files() for statement in file.statements)

    def own_statements(self) -> tuple[syntax.Statement, ...]:
        """The statements of the document, as last read."""
        return next((file.statements for source, file in self.files() if source.name == self.source.name), ())

    def edition(self) -> int:
        """The HS edition that the codes of the document are written in."""
        for one in self.own_statements():
            if isinstance(one, syntax.UseEdition) and one.edition in hs.EDITIONS:
                return one.edition
        stated = None if self.gathered is None else self.gathered.manifest.edition
        return stated if stated in hs.EDITIONS else hs.EDITIONS[-1]

    def lists(self) -> dict[str, NamedList]:
        """The lists by the names that rules use, those of files and those written in place."""
        found = {one.name.text: _in_place(one) for one in self.statements() if isinstance(one, syntax.ListStatement)}
        gathered = {} if self.gathered is None else self.gathered.lists
        return found | {one.name: one for lists in gathered.values() for one in lists}


def _in_place(one: syntax.ListStatement) -> NamedList:
    """A list as it is written, its members not yet checked."""
    rows = (ListRow(member.text, row=number) for number, member in enumerate(one.members, start=1))
    return NamedList(one.name.text, one.kind.text, tuple(rows))
