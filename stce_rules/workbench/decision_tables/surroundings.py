"""What a table, or a new rule, is checked with: the other rules, the lists and the edition of its ruleset.

Enters: the path of the rule file that is to be written. Leaves: everything of its ruleset but that file, read once, and
the checker of the language over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, StceError, has_errors
from stce_rules.core.predicates import NamedList
from stce_rules.core.span import Source
from stce_rules.hooks import NONE, Contributions
from stce_rules.language import syntax
from stce_rules.language.check import Checked, check
from stce_rules.language.parse import Parsed, parse
from stce_rules.reference import hs
from stce_rules.rulesets.authored import author
from stce_rules.rulesets.find import MANIFEST
from stce_rules.rulesets.gather import Gathered


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The rest of a ruleset. `edition` is that of files that say none, `edition_of_file` that of the file itself.

    `listed` says whether the ruleset has the file.
    """

    parsed: tuple[Parsed, ...]
    lists: Mapping[str, tuple[NamedList, ...]]
    edition: int | None
    edition_of_file: int
    listed: bool
    contributions: Contributions

    def read(self, source: Source) -> Parsed:
        """The tree of a text, with the fields of plugins."""
        return parse(source, self.contributions.catalogue)

    def check(self, parsed: Parsed) -> Checked:
        """A file checked together with the others of its ruleset."""
        brought = self.contributions
        return check(
            (*self.parsed, parsed),
            self.lists,
            edition=self.edition,
            catalogue=brought.catalogue,
            functions={one.name: syntax.Scope(one.scope.value) for one in brought.functions},
            matcher="" if brought.matcher is None else brought.matcher.label,
        )

    @property
    def indicators(self) -> frozenset[str]:
        """The names of indicators and predicates of plugins."""
        named = {one.name.text for one in self.statements if isinstance(one, syntax.IndicatorStatement)}
        return frozenset(named | {one.name for one in self.contributions.functions})

    @property
    def statements(self) -> tuple[syntax.Statement, ...]:
        """All statements of the other files."""
        return tuple(each for one in self.parsed for each in one.file.statements)


def surroundings_of(
    file: Path | None, uses: tuple[Path, ...] = (), contributions: Contributions = NONE, *, itself: bool = False
) -> Surroundings:
    """What surrounds a rule file: its ruleset if it lies beside a manifest, the files it uses, what it uses itself.

    With `itself` the file, as it is, is among them. Raises StceError when that cannot be read at all.
    """
    in_ruleset = file is not None and (file.parent / MANIFEST).is_file()
    roots = [] if file is None else [file.parent] if in_ruleset else [file] * file.is_file()
    found = [_gathered(root, contributions) for root in (*roots, *uses)]
    named = {name: one for gathered in found for one in gathered.parsed if (name := _name(one))}
    own = [] if file is None else [name for name in named if Path(name).resolve() == file.resolve()]
    listed = not in_ruleset or bool(own) or found[0].manifest.files is None
    if file is not None and not own and file.is_file():
        found.append(_gathered(file, contributions))
        named |= {name: one for one in found[-1].parsed if (name := _name(one))}
        own = [name for name in named if Path(name).resolve() == file.resolve()]
    edition = next((one.manifest.edition for one in found if one.manifest.edition is not None), None)
    stated = [
        each.edition for name in own for each in named[name].file.statements if isinstance(each, syntax.UseEdition)
    ]
    lists = {alias: each for one in found for alias, each in one.lists.items()}
    parsed = tuple(one for name, one in named.items() if itself or name not in own)
    of_file = stated[0] if stated else edition or hs.EDITIONS[-1]
    return Surroundings(parsed, lists, edition, of_file, listed, contributions)


def _gathered(root: Path, contributions: Contributions) -> Gathered:
    authored = author([root], contributions=contributions)
    if not authored.rulesets:
        raise StceError(_stopping(authored.diagnostics))
    return authored.rulesets[0].gathered


def _name(parsed: Parsed) -> str:
    """The name of the file of a tree; empty where it has no statement."""
    return parsed.file.statements[0].span.source.name if parsed.file.statements else ""


def _stopping(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(one for one in diagnostics if has_errors((one,))) or diagnostics
