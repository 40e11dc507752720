"""`stce report`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stce_rules.cli import stce
from stce_rules.pages.frame import top
from tests.analysis.report.folder import replayed

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "commands"

WITHOUT_ALTAIR = """
import importlib.util, sys
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "altair" else found(name, *more)
from stce_rules.cli import main
main()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a replay."""
    return replayed(tmp_path_factory.mktemp("replay"), "--evidence", "all")


def report(*words: str | Path) -> Result:
    """Call `stce report`."""
    return CliRunner().invoke(stce, ["report", *[str(one) for one in words]])


def test_a_page_is_written(folder: Path, tmp_path: Path) -> None:
    """The page has its title, what judged, what was found, and what could not be read."""
    out = tmp_path / "page.html"
    done = report(folder, "--out", out, "--title", "Ten <declarations>", "--rules", folder.parent / "rules.stce")
    assert (done.exit_code, done.stdout) == (0, f"report: {out} (0.1 MB)\n")
    text = out.read_text(encoding="utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Ten &lt;declarations&gt;</title>" in text
    assert "10 declarations accepted from 2026-01-01 to 2026-03-10" in text
    assert "1 message could not be read" in text
    assert '<th scope="row">E601</th>' in text
    assert "without each rule cannot be said" not in text


def test_the_same_folder_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """A page written again is the page."""
    for name in ("a.html", "b.html"):
        assert report(folder, "--out", tmp_path / name).exit_code == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_capacity_is_drawn(folder: Path, tmp_path: Path) -> None:
    """What offices can do stands in the page against what they would get."""
    capacity = tmp_path / "capacity.yaml"
    capacity.write_text("source: Staffing plan 2026\noffices:\n  DE004600:\n    red: {per_day: 1}\n", encoding="utf-8")
    assert report(folder, "--out", tmp_path / "page.html", "--capacity", capacity).exit_code == 0
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Staffing plan 2026" in text
    assert ">capacity 1</text>" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((".", "--out", "page.html"), "E840 .: "),
        (("nowhere",), "E840 nowhere: "),
        ((".", "--out", "no/such/folder/page.html"), "E889 no/such/folder/page.html: the report cannot be written: "),
        ((".", "--capacity", "nowhere.yaml"), "E881 nowhere.yaml: "),
        ((".", "--flagged-from", "green"), "E880 stce report: "),
    ],
)
def test_what_cannot_be_done_is_told(
    words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of no replay, a page that cannot be written and wrong words are told by code, and leave nothing."""
    monkeypatch.chdir(tmp_path)
    done = report(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(told)
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_is_there_stays_where_a_new_one_fails(folder: Path, tmp_path: Path) -> None:
    """A page is replaced when the new one is whole, and not before."""
    page = tmp_path / "page.html"
    assert report(folder, "--out", page, "--title", "The old one").exit_code == 0
    before = page.read_bytes()
    failed = report(tmp_path, "--out", page)
    assert (failed.exit_code, failed.stderr.partition(" ")[0]) == (2, "E840")
    assert page.read_bytes() == before
    assert report(folder, "--out", page, "--title", "The new one").exit_code == 0
    assert "<title>The new one</title>" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["rule", "<!DOCTYPE html>\n<html lang='en'>", top("stce compare"), top(None)])
def test_a_file_that_no_report_is_stays(folder: Path, tmp_path: Path, content: str) -> None:
    """A file of somebody else, or a page of another command, is refused and kept; an empty one gives way."""
    page = tmp_path / "page.html"
    page.write_text(content, encoding="utf-8", newline="")
    done = report(folder, "--out", page)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        f"E670 {page}: a file of this name is there already, and no 'stce report' wrote it\n"
        "  help: give another name, or remove it\n"
    )
    assert [one.read_text(encoding="utf-8") for one in tmp_path.iterdir()] == [content]
    page.write_text("", encoding="utf-8")
    assert report(folder, "--out", page).exit_code == 0


def test_a_link_stays_a_link_and_a_stream_a_stream(folder: Path, tmp_path: Path) -> None:
    """The page goes to where the link leads, or to whoever reads the stream."""
    page, link, pipe = tmp_path / "page.html", tmp_path / "link.html", tmp_path / "pipe"
    page.touch()
    link.symlink_to(page)
    assert report(folder, "--out", link).exit_code == 0
    assert link.is_symlink()
    os.mkfifo(pipe)
    with subprocess.Popen(("cat", pipe), stdout=subprocess.PIPE) as reader:
        assert report(folder, "--out", pipe).exit_code == 0
        assert reader.communicate()[0] == page.read_bytes()
    assert pipe.is_fifo()


def test_charts_without_their_library(folder: Path, tmp_path: Path) -> None:
    """Where Altair is not installed the command says what to install."""
    words = ("report", folder, "--out", tmp_path / "page.html")
    done = subprocess.run((sys.executable, "-c", WITHOUT_ALTAIR, *words), capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (CORPUS / "no_chart_library.expected").read_bytes()
