"""`make demo`: the main job from beginning to end, each step a command that anyone can run.

Generates a history with planted cases, replays the shipped rulesets over it, says what became of the planted cases, and
explains one hit in full. Files go to `demo/` in the current folder.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path("demo")
HISTORY = FOLDER / "history.ndjson"
PLANTED = FOLDER / "history.ndjson.planted.csv"
FINDINGS = FOLDER / "findings.ndjson"
RULESETS = ("battlefield", "chemicals", "diversion", "nuclear-missile")
DECLARATIONS = 20_000
SEED = 7
RULES_FROM = "2022"
"""The year that the shipped rules apply from; the generated history begins before it."""


def main() -> int:
    """Run the steps; the exit code of the first that fails, else 0."""
    FOLDER.mkdir(exist_ok=True)
    generator = ("python", "-m", "stce_rules.generator", "--count", str(DECLARATIONS), "--seed", str(SEED))
    steps: list[tuple[str, ...]] = [
        (*generator, "--out", str(HISTORY)),
        ("stce", "check", *RULESETS),
        ("stce", "replay", str(HISTORY), "--rules", *RULESETS, "--findings", str(FINDINGS)),
    ]
    for step in steps:
        if code := run(step):
            return code
    print(planted_report(dict(_planted()), list(_findings())))
    worst = max(_findings(), key=lambda row: (row["outcome"] == "hit", row["points"], row["declaration"]))
    rule, declaration = str(worst["rule"]), str(worst["declaration"])
    return run(("stce", "explain", rule, str(HISTORY), "--declaration", declaration, "--rules", *RULESETS))


def run(command: tuple[str, ...]) -> int:
    """Show a command as it would be typed, and run it with this interpreter."""
    print(f"\n$ {' '.join(command)}", flush=True)
    start = [sys.executable] if command[0] == "python" else [sys.executable, "-m", "stce_rules"]
    return subprocess.run([*start, *command[1:]], check=False).returncode  # noqa: S603  # words and paths of our own


def planted_report(planted: dict[str, str], findings: list[dict[str, object]]) -> str:
    """What became of the planted cases: how many a rule met, how many left the green channel."""
    met = {str(row["declaration"]) for row in findings if row["outcome"] in ("hit", "undetermined", "exempt")}
    raised = {str(row["declaration"]) for row in findings if row["declaration_channel"] != "green"}
    judged = {one: kind for one, kind in planted.items() if one[:2] >= RULES_FROM[2:]}
    lines = [
        "",
        f"ordinary trade: {DECLARATIONS - len(planted)} declarations, {len(raised - set(planted))} raised above green",
        f"planted cases: {len(planted)}, {len(judged)} of them from {RULES_FROM} on, when the shipped rules apply",
        f"  {'kind':<42} planted   met  raised",
    ]
    for kind in sorted(set(judged.values())):
        ids = {one for one, its in judged.items() if its == kind}
        lines.append(f"  {kind:<42} {len(ids):>7} {len(ids & met):>5} {len(ids & raised):>7}")
    return "\n".join(lines)


def _planted() -> Iterator[tuple[str, str]]:
    with PLANTED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["declaration"], row["kind"]


def _findings() -> Iterator[dict[str, object]]:
    with FINDINGS.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


if __name__ == "__main__":
    sys.exit(main())
