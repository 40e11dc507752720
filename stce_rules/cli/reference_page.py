"""docs/reference.md. A test keeps it current; `python -m stce_rules.cli.reference_page` writes it in a checkout."""

from __future__ import annotations

from pathlib import Path

from stce_rules.workbench.rulebook.reference import markdown, reference


def main() -> None:
    """Write the page of a checkout."""
    page = Path(__file__).resolve().parents[2] / "docs" / "reference.md"
    page.write_text(markdown(reference()), encoding="utf-8")


if __name__ == "__main__":
    main()
