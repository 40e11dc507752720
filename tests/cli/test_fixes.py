"""Fixes, applied to files."""

from __future__ import annotations

from pathlib import Path

from stce_rules.cli.fixes import mend
from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.span import Source


def fault(source: Source, *edits: tuple[int, int, str]) -> Diagnostic:
    """A fault that these edits mend when all are applied."""
    fixes = tuple(Replacement(source.span(start, end), text) for start, end, text in edits)
    return Diagnostic("E103", "wrong", fixes[0].span, fixes=fixes)


def written(path: Path, text: str, mark: bytes = b"") -> Source:
    """A file and its source."""
    path.write_bytes(mark + text.encode())
    return Source(str(path), text)


def test_edits_go_to_their_places(tmp_path: Path) -> None:
    """Several edits of one file are applied where they belong, whatever they lengthen."""
    source = written(tmp_path / "a", "one two three")
    made = mend([fault(source, (4, 7, "twenty")), fault(source, (0, 3, "a")), fault(source, (13, 13, "!"))])
    assert (tmp_path / "a").read_text(encoding="utf-8") == "a twenty three!"
    assert [one.place for one in made] == [f"{tmp_path}/a:1:1", f"{tmp_path}/a:1:5", f"{tmp_path}/a:1:14"]


def test_of_two_that_overlap_the_first_is_applied(tmp_path: Path) -> None:
    """Edits that touch the same characters are not mixed."""
    source = written(tmp_path / "a", "one two three")
    made = mend([fault(source, (0, 7, "x")), fault(source, (4, 13, "y"))])
    assert (tmp_path / "a").read_text(encoding="utf-8") == "x three"
    assert len(made) == 1


def test_a_fault_is_mended_whole_or_not(tmp_path: Path) -> None:
    """When one edit of a fault cannot be made, none of them is."""
    source = written(tmp_path / "a", "one two three")
    mend([fault(source, (0, 3, "x")), fault(source, (1, 2, "y"), (8, 13, "z"))])
    assert (tmp_path / "a").read_text(encoding="utf-8") == "x two three"


def test_a_file_that_changed_is_left_alone(tmp_path: Path) -> None:
    """A file that no longer says what was checked, or is not there, is not written."""
    source = written(tmp_path / "a", "one two three")
    (tmp_path / "a").write_text("another", encoding="utf-8")
    assert mend([fault(source, (0, 3, "x"))]) == ()
    assert (tmp_path / "a").read_text(encoding="utf-8") == "another"
    assert mend([fault(Source("plugin:lists.csv", "one"), (0, 3, "x"))]) == ()


def test_what_is_not_said_stays(tmp_path: Path) -> None:
    """Byte mark, line ends, permissions and links stay as they are; nothing is left beside the file."""
    source = written(tmp_path / "a", "one\r\ntwo\r\n", b"\xef\xbb\xbf")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "link").symlink_to("a")
    mend([fault(Source(str(tmp_path / "link"), source.text), (0, 3, "x"))])
    assert (tmp_path / "a").read_bytes() == b"\xef\xbb\xbfx\r\ntwo\r\n"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link").is_symlink()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "link"]
