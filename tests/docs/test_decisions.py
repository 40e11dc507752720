"""docs/decisions: short notes, numbered and dated."""

from __future__ import annotations

import re

from tests.docs.pages import REPOSITORY, page

NOTES = sorted(path.name for path in (REPOSITORY / "docs" / "decisions").glob("*.md"))


def test_notes_are_numbered_without_gaps() -> None:
    """Notes are numbered from 0001 on."""
    assert [name[:4] for name in NOTES] == [f"{number:04}" for number in range(1, len(NOTES) + 1)]


def test_notes_begin_with_their_number_and_a_date() -> None:
    """Each note has its number in its heading, a date below, and is short enough to be read."""
    for name in NOTES:
        lines = page(f"docs/decisions/{name}").text.splitlines()
        assert lines[0].startswith(f"# {name[:4]} "), name
        assert re.match(r"20\d\d-\d\d-\d\d\. ", lines[2]), name
        assert len(lines) < 60, name
