"""`stce fmt`: rule files in the canonical layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]

LOOSE = 'rule "R-1"  "Goods" for each item when destination is SS then add 10 points end'


def canonical(run: Run) -> str:
    """What the standard input comes out as."""
    return str(run("fmt", "-", stdin=LOOSE).stdout)


def test_a_file_is_laid_out_once(run: Run, tmp_path: Path) -> None:
    """A file is rewritten in the canonical layout, and then left alone."""
    path = tmp_path / "a.stce"
    path.write_text(LOOSE, encoding="utf-8")
    first = run("fmt", path)
    assert first.stdout == f"changed {path}\n"
    assert first.exit_code == 0
    assert path.read_text(encoding="utf-8") == canonical(run) != LOOSE
    second = run("fmt", path)
    assert (second.stdout, second.stderr) == ("", "1 unchanged\n")


def test_check_changes_nothing(run: Run, tmp_path: Path) -> None:
    """`--check` names what would change and exits 1."""
    path = tmp_path / "a.stce"
    path.write_text(LOOSE, encoding="utf-8")
    result = run("fmt", path, "--check")
    assert result.stdout == f"would change {path}\n"
    assert result.exit_code == 1
    assert path.read_text(encoding="utf-8") == LOOSE


def test_diff_changes_nothing(run: Run, tmp_path: Path) -> None:
    """`--diff` shows the lines that would change and exits 0."""
    path = tmp_path / "a.stce"
    path.write_text(LOOSE, encoding="utf-8")
    result = run("fmt", path, "--diff")
    assert result.stdout.startswith(f"--- {path}\n+++ {path}, canonical\n@@")
    assert f"-{LOOSE}\n+rule" in result.stdout
    assert result.exit_code == 0
    assert path.read_text(encoding="utf-8") == LOOSE


def test_a_folder_and_a_faulty_file(run: Run, tmp_path: Path) -> None:
    """All rule files of a folder are laid out; a faulty one is reported and the others still are. Exit code 1."""
    for name in ("a.stce", "below/b.stce"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(LOOSE, encoding="utf-8")
    (tmp_path / "ab.stce").write_text("rule no name", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not rules", encoding="utf-8")
    result = run("fmt", tmp_path)
    assert result.stdout == f"changed {tmp_path}/a.stce\nchanged {tmp_path}/below/b.stce\n"
    assert f" {tmp_path}/ab.stce:1:" in result.stderr
    assert result.stderr.endswith("2 changed; 1 with faults, left as it is\n")
    assert result.exit_code == 1
    assert (tmp_path / "ab.stce").read_text(encoding="utf-8") == "rule no name"


def test_the_standard_input(run: Run) -> None:
    """`-` reads the standard input and writes its layout; a faulty one gives nothing but its report."""
    text = canonical(run)
    assert text.startswith('rule "R-1" "Goods"\n')
    assert run("fmt", "-", "--check", stdin=text).exit_code == 0
    assert run("fmt", "-", "--check", stdin=LOOSE).exit_code == 1
    faulty = run("fmt", "-", stdin="rule")
    assert faulty.stdout == ""
    assert " <stdin>:1:" in faulty.stderr
    assert faulty.exit_code == 1


def test_line_ends_and_mark_are_made_plain(run: Run, tmp_path: Path) -> None:
    """A file with a byte mark or line ends of another system comes out without them."""
    path = tmp_path / "a.stce"
    path.write_bytes(b"\xef\xbb\xbf" + canonical(run).replace("\n", "\r\n").encode())
    assert run("fmt", path).stdout == f"changed {path}\n"
    assert path.read_bytes() == canonical(run).encode()
