"""What a path or name given by a host means.

Enters: a path as written on a command line, or the name of a ruleset that ships with the library or a plugin. Leaves:
the folder of a ruleset, or a rule file that stands alone. A path that is there comes before a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from stce_rules.hooks import Contributions
from stce_rules.language.checking.findings import Findings
from stce_rules.resources import folder
from stce_rules.rulesets.reading import Asked, Folder

MANIFEST = "ruleset.yaml"


def shipped() -> Mapping[str, Path]:
    """The rulesets that ship with the library: name and folder, sorted."""
    found = sorted(one for one in folder("rulesets").iterdir() if (one / MANIFEST).is_file())
    return {one.name: one for one in found}


def find(given: str | Path, contributions: Contributions, findings: Findings) -> Folder | Path | None:
    """The folder of a ruleset, or a rule file."""
    path, asked = Path(given), Asked(where=str(given))
    try:
        is_folder, is_file, has_manifest = path.is_dir(), path.is_file(), (path / MANIFEST).is_file()
    except (OSError, ValueError):
        is_folder = is_file = has_manifest = False
    if has_manifest:
        return Folder(path, path.as_posix())
    if is_file and path.name == MANIFEST:
        return Folder(path.parent, path.parent.as_posix())
    if is_file and path.suffix == ".stce":
        return path
    if is_file:
        mend = "give the folder of a ruleset, a file that ends in .stce, or the name of a ruleset"
        asked.fault("E801", f"'{given}' is no ruleset", mend, findings)
        return None
    named = {**shipped(), **{one.name: one.path for one in contributions.rulesets}}
    if str(given) in named:
        return Folder(named[str(given)], str(given))
    if is_folder:
        mend = f"give the folder of a ruleset, which holds a file '{MANIFEST}', or a file that ends in .stce"
        asked.fault("E807", f"folder '{given}' holds no '{MANIFEST}'", mend, findings)
        return None
    near = get_close_matches(str(given), named, n=1)
    mend = f"did you mean '{near[0]}'?" if near else f"rulesets known by name are {', '.join(sorted(named))}"
    asked.fault("E801", f"there is no ruleset, folder or file '{given}'", mend, findings)
    return None
