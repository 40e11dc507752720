"""docs/diagnostics.md, and the example reports that `stce explain-code` shows.

Enters: the table of codes, and the corpus of faulty files, each with the exact report beside it. Leaves: the page, and
one report for each code that the corpus holds, shipped as `reports.txt`. Tests keep both current;
`python -m stce_rules.cli.codes_page` writes them anew in a checkout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path

from stce_rules.core.codes import CODES, Code, Severity

REPORTS = Path(__file__).with_name("reports.txt")

_HUNDREDS = {
    "1": "Values",
    "2": "Names and types",
    "3": "The shape of a file",
    "4": "Rules that are legal but doubtful",
    "5": "What cannot be judged yet, or not together",
    "6": "Declarations and histories",
    "7": "Plugins",
    "8": "Files, folders, lists and commands",
    "9": "The workbench",
}
_FIRST_LINE = re.compile(r"(?=^[EW][0-9]{3} )", re.MULTILINE)


def reports() -> dict[str, str]:
    """The example report of each code."""
    return dict(_parted(REPORTS.read_text(encoding="utf-8")))


def reports_of(corpus: Path) -> str:
    """The shortest report of each code in the corpus, by code; one that points into a line before others."""
    found: dict[str, list[str]] = {}
    for path in sorted(corpus.rglob("*.expected")):
        for code, report in _parted(path.read_text(encoding="utf-8")):
            found.setdefault(code, []).append(report)

    def rank(report: str) -> tuple[bool, int]:
        return "^" not in report, len(report)

    return "".join(f"{min(found[code], key=rank)}\n" for code in CODES if code in found)


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """Code and report; lines that belong to no report, such as a sum at the end, are left out."""
    for report in _FIRST_LINE.split(text):
        first, *rest = report.splitlines() or [""]
        if _FIRST_LINE.match(first):
            yield first[:4], "\n".join((first, *takewhile(lambda line: line.startswith((" ", "\t")), rest)))


def page(examples: Mapping[str, str]) -> str:
    """The text of docs/diagnostics.md."""
    lines = [
        "# Diagnostic codes",
        "",
        "Made from the table of codes; `stce explain-code E103` prints one of them. A code is never given another",
        "meaning. `E` stops what was asked, `W` does not.",
    ]
    hundred = ""
    for code in sorted(CODES.values(), key=lambda one: (one.code[1:], one.code)):
        if code.code[1] != hundred:
            hundred = code.code[1]
            lines += ["", f"## {hundred}xx: {_HUNDREDS[hundred]}"]
        lines += ["", *_entry(code, examples.get(code.code))]
    return "\n".join(lines) + "\n"


def _entry(code: Code, example: str | None) -> Iterator[str]:
    stops = "" if code.severity is Severity.ERROR else " (warning)"
    yield f"### {code.code}: {code.title}{stops}"
    yield ""
    yield code.why
    yield ""
    yield f"*To mend it:* {code.mend}"
    if example is not None:
        yield ""
        yield "```text"
        yield example
        yield "```"


def main() -> None:
    """Write both files of a checkout."""
    root = Path(__file__).resolve().parents[2]
    REPORTS.write_text(reports_of(root / "tests" / "corpus" / "bad"), encoding="utf-8")
    (root / "docs" / "diagnostics.md").write_text(page(reports()), encoding="utf-8")


if __name__ == "__main__":
    main()
