"""A ruleset as it lies in its folder to everything it is made of, read and parsed.

Enters: the folder of a ruleset, or a rule file that stands alone. Leaves: its parsed files, lists and rates, each
file read once, and the faults of all of them. Promise: what a rule file uses is looked for beside that file, never
outside the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from stce_rules.core.diagnostics import Diagnostic, has_errors
from stce_rules.core.predicates import NamedList
from stce_rules.core.span import Source
from stce_rules.hooks import Contributions, ListReader
from stce_rules.language import syntax
from stce_rules.language.checking.findings import Findings
from stce_rules.language.lists import read_lists
from stce_rules.language.parse import Parsed, parse
from stce_rules.plan.model import Rate
from stce_rules.rulesets.find import MANIFEST
from stce_rules.rulesets.kept import Kept, Lists
from stce_rules.rulesets.manifest import ListFile, Manifest, Written, read_manifest
from stce_rules.rulesets.rates import read_rates
from stce_rules.rulesets.reading import Asked, Folder, Input, digest_of, read_source

_T = TypeVar("_T")

_OF_PLUGIN = "plugin:"
_NOT_OWN = (".xml", ".json", ".xlsx", ".zip")
_READERS = "install stce-rules-parties for lists of denied parties, or write the list as CSV or YAML"


@dataclass(frozen=True, slots=True)
class Gathered:
    """All of one ruleset. The lists of a file with faults are none, so that they are not told again."""

    manifest: Manifest
    parsed: tuple[Parsed, ...]
    lists: Mapping[str, tuple[NamedList, ...]]
    rates: tuple[Rate, ...]
    inputs: tuple[Input, ...]


def gather(
    given: Folder | Path,
    contributions: Contributions,
    findings: Findings,
    texts: Mapping[Path, str],
    kept: Kept | None = None,
) -> Gathered | None:
    """Read a ruleset; None when its manifest, or the single file, cannot be read.

    `texts` stand for the files at these paths instead of what is saved, or before they are. `kept` is what was read
    of this ruleset before; the answer is the same without it.
    """
    if isinstance(given, Folder):
        return _from_folder(_Gathering(given, contributions, findings, texts, kept))
    file = given.resolve()  # a link given by the host itself may lead anywhere
    gathering = _Gathering(Folder(file.parent, given.parent.as_posix()), contributions, findings, texts, kept)
    gathering.rule_file(file.parent, Written(file.name, None))
    return gathering.all(Manifest(given.stem, "0")) if gathering.parsed else None


def _from_folder(gathering: _Gathering) -> Gathered | None:
    folder, findings = gathering.folder, gathering.findings
    source = gathering.read(folder.path, Written(MANIFEST, None))
    manifest = None if source is None else gathering.made(source, read_manifest)
    if source is None or manifest is None:
        return None
    gathering.edition = manifest.edition
    for alias, listed in manifest.lists.items():
        gathering.list_file(folder.path, listed, alias)
    files = manifest.files
    if files is None:
        names = sorted(one.name for one in folder.path.glob("*.stce"))
        files = tuple(Written(name, None) for name in names if not name.startswith("."))
    if not files:
        mend = "name the rule files under 'files'"
        findings.add("E808", source.span(0, 0), f"ruleset '{manifest.name}' has no rule files", mend)
    for one in files:
        gathering.rule_file(folder.path, one)
    if manifest.rates is not None:
        gathering.rate_table(manifest.rates)
    return gathering.all(manifest)


@dataclass(slots=True)
class _Gathering:
    """What has been read so far.

    `paths` are those asked for, with the files they led to; `seen` are the files met with digests of their texts, so
    that files that use each other are read once.
    """

    folder: Folder
    contributions: Contributions
    findings: Findings
    texts: Mapping[Path, str]
    kept: Kept | None
    edition: int | None = None
    parsed: list[Parsed] = field(default_factory=list)
    lists: dict[str, tuple[NamedList, ...]] = field(default_factory=dict)
    rates: tuple[Rate, ...] = ()
    paths: dict[Path, Path] = field(default_factory=dict)
    seen: dict[Path, str] = field(default_factory=dict)
    aliases: dict[str, Path | str] = field(default_factory=dict)

    def all(self, manifest: Manifest) -> Gathered:
        """Everything that was read."""
        inputs = [
            Input(str(path.absolute()), str(found), self.seen.get(found, "")) for path, found in self.paths.items()
        ]
        return Gathered(manifest, tuple(self.parsed), self.lists, self.rates, tuple(inputs))

    def read(self, base: Path, written: Written) -> Source | None:
        """The text of a file; None when it has a fault or was read before."""
        asked = self._asked(written)
        path = self._inside(base, written, asked)
        return None if path is None or path in self.seen else self._source(path, asked)

    def made(self, source: Source, how: Callable[[Source, Findings], _T]) -> _T:
        """What a file says that has one purpose only."""
        return how(source, self.findings) if self.kept is None else self.kept.read(source, how, self.findings)

    def rule_file(self, base: Path, written: Written) -> None:
        """Read a rule file and all it uses; those it uses first come after it, as they are met."""
        waiting = [(base, written)]
        while waiting:
            base, written = waiting.pop(0)
            source = self.read(base, written)
            if source is None:
                continue
            fields = self.contributions.catalogue
            parsed = parse(source, fields) if self.kept is None else self.kept.parsed(source, fields)
            self.parsed.append(parsed)
            self.findings.found += parsed.diagnostics
            beside = (base / written.path).resolve().parent
            stated = [one.edition for one in parsed.file.statements if isinstance(one, syntax.UseEdition)]
            edition = stated[0] if stated else self.edition
            for statement in parsed.file.statements:
                match statement:
                    case syntax.UseRules(path=path):
                        waiting.append((beside, Written(path.text, path.span)))
                    case syntax.UseLists(path=path, alias=alias):
                        self.list_file(beside, ListFile(Written(path.text, path.span)), alias.text, edition)
                    case _:
                        pass

    def list_file(self, base: Path, listed: ListFile, alias: str, edition: int | None = None) -> None:
        """Read the lists of a file or plugin under an alias."""
        written = listed.file
        of_plugin = written.path.startswith(_OF_PLUGIN)
        asked = self._asked(written)
        found: Path | str | None = written.path if of_plugin else self._inside(base, written, asked)
        if found is None:
            self.lists.setdefault(alias, ())
            return
        first = self.aliases.setdefault(alias, found)
        if first != found:
            mend = "give one of them another alias"
            asked.fault("E816", f"'{alias}' already is the alias of another file of lists", mend, self.findings)
        if alias in self.lists:
            return
        source = self._plugin_lists(written) if isinstance(found, str) else self._source(found, asked)
        self.lists[alias] = ()
        if source is None:
            return
        reader = next((one for one in self.contributions.list_readers if one.recognises(source)), None)
        if reader is not None and isinstance(found, Path):
            lists, diagnostics = self._of_reader(reader, source, found.parent, alias)
        elif source.name.lower().endswith(_NOT_OWN):
            asked.fault("E756", f"nothing here reads '{source.name}'", _READERS, self.findings)
            return
        else:
            lists, diagnostics = self._own_lists(source, alias, edition or self.edition)
        self.findings.found += diagnostics
        if not has_errors(diagnostics):
            self.lists[alias] = tuple([_with_words_of(listed, one) for one in lists])
            if reader is not None:
                self._note_undated(alias, asked)

    def _own_lists(self, source: Source, alias: str, edition: int | None) -> Lists:
        if self.kept is not None:
            return self.kept.lists(source, alias, edition)
        return read_lists(source, alias, edition=edition)

    def _of_reader(
        self, reader: ListReader, source: Source, folder: Path, alias: str
    ) -> tuple[tuple[NamedList, ...], tuple[Diagnostic, ...]]:
        """The lists of a file in a format of a plugin."""

        def beside(name: str) -> Source | None:
            path = folder / name
            if not path.is_file():
                return None
            found = self._inside(folder, Written(name, None), Asked(where=name))
            return None if found is None else self._source(found, Asked(where=name))

        if self.kept is None:
            lists, faults = reader.read(source, beside)
        else:
            lists, faults = self.kept.of_reader(reader, source, folder, beside)
        return tuple([replace(one, name=f"{alias}.{one.name}") for one in lists]), tuple(faults)

    def _note_undated(self, alias: str, asked: Asked) -> None:
        if any(one.as_of is None for one in self.lists[alias]):
            message = f"the lists used as '{alias}' do not say of which day they are"
            mend = f"write in ruleset.yaml: lists: {{{alias}: {{file: …, as_of: 2026-01-31, review_every: 1 month}}}}"
            asked.fault("W757", message, mend, self.findings)

    def rate_table(self, written: Written) -> None:
        """Read the table of exchange rates."""
        source = self.read(self.folder.path, written)
        if source is not None:
            self.rates = self.made(source, read_rates)

    def _inside(self, base: Path, written: Written, asked: Asked) -> Path | None:
        found = self.folder.inside(base, written.path, asked, self.findings, self.texts)
        if found is not None:
            self.paths[base / written.path] = found
        return found

    def _source(self, path: Path, asked: Asked) -> Source | None:
        shown, unsaved = self.folder.name_of(path), self.texts.get(path)
        read = read_source if self.kept is None else self.kept.saved
        source = read(path, shown, asked, self.findings) if unsaved is None else Source(shown, unsaved)
        digest = "" if source is None else digest_of(source)
        self.seen[path] = digest if self.seen.get(path, digest) == digest else ""  # it changed between two readings
        return source

    def _plugin_lists(self, written: Written) -> Source | None:
        name = written.path.removeprefix(_OF_PLUGIN).strip()
        for one in self.contributions.lists:
            if one.name == name:
                return Source(f"{_OF_PLUGIN}{name}.{one.format}", one.text)
        known = sorted(one.name for one in self.contributions.lists)
        mend = f"plugins bring {', '.join(known)}" if known else "no installed plugin brings lists"
        self._asked(written).fault("E817", f"no plugin brings lists named '{name}'", mend, self.findings)
        return None

    def _asked(self, written: Written) -> Asked:
        return Asked(written.span) if written.span else Asked(where=(Path(self.folder.shown) / written.path).as_posix())


def _with_words_of(listed: ListFile, one: NamedList) -> NamedList:
    """The list, with what the manifest says of it where the file itself does not."""
    if not (listed.source or listed.as_of or listed.review_every):
        return one
    return replace(
        one,
        source=one.source or listed.source,
        as_of=one.as_of or listed.as_of,
        review_every=one.review_every or listed.review_every,
    )
