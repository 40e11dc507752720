"""A rule into a rule file.

Enters: the text of a rule, and a file that may be there. Leaves: the whole file in canonical layout. Promise: all
that was in the file is still in it, comments included; what would have a fault is not written.
"""

from __future__ import annotations

from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, StceError, has_errors
from stce_rules.core.span import Source
from stce_rules.language.format import format as laid_out
from stce_rules.language.parse import Parsed, parse
from stce_rules.language.syntax import File
from stce_rules.workbench.decision_tables.surroundings import Surroundings


def text_of(into: Path) -> str:
    """The text of the file as it is; empty where it is not there. Raises StceError (E939)."""
    if into.suffix != ".stce":
        raise StceError(_refused(into, "a rule file ends in '.stce'", f"write {into.stem}.stce"))
    if not into.parent.is_dir():
        raise StceError(_refused(into, f"there is no folder '{into.parent}'", "make the folder, or correct the path"))
    try:
        return into.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise StceError(_refused(into, "the file cannot be read as UTF-8 text", "give another file")) from None


def readable(into: Path, around: Surroundings) -> str:
    """The text of a file that a rule can be added to, in a ruleset without faults.

    Raises StceError: E939, and the faults.
    """
    text = text_of(into)
    if text.strip():
        faults = parse(Source(into.as_posix(), text), around.contributions.catalogue).diagnostics
        if has_errors(faults):
            raise StceError((_refused(into, "the file has faults", "mend it first, then add a rule to it"), *faults))
    shape = [fault for one in around.parsed for fault in one.diagnostics]
    faults = tuple(one for one in (*shape, *around.check(Parsed(File(()), ())).diagnostics) if has_errors((one,)))
    if faults:
        mend = "mend them first: answers are checked together with it"
        raise StceError((_refused(into, "the ruleset that the file is for has faults", mend), *faults))
    return text


def placed(rule: str, text: str, into: Path, around: Surroundings) -> str:
    """The file with the rule at its end. Raises StceError (E939) when it would have a fault."""
    catalogue = around.contributions.catalogue
    begin = text if text.strip() else f"use edition {around.edition_of_file}\n"
    source = Source(into.as_posix(), f"{begin.rstrip()}\n\n{rule}")
    parsed = parse(source, catalogue)
    if has_errors(parsed.diagnostics):
        raise StceError((_refused(into, "the file would have faults", "mend it first"), *parsed.diagnostics))
    return laid_out(parsed.file, source, catalogue)


def _refused(into: Path, message: str, mend: str) -> Diagnostic:
    return Diagnostic("E939", message, where=into.as_posix(), help=mend)
