"""The runner of the pages itself: what it lets pass, and what not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import Page
from tests.docs.running import Workplace, agrees, run_page


def _page(*blocks: str) -> Page:
    return Page("page.md", "\n\n".join(blocks))


@pytest.fixture
def workplace(tmp_path: Path, warm: tuple[str, ...]) -> Workplace:
    """An empty folder to run a page in."""
    return Workplace(tmp_path, warm)


@pytest.mark.parametrize(
    ("shown", "got"),
    [("a\nb\n", "a\nb\n"), ("a\n…\nd\n", "a\nb\nc\nd\n"), ("a … c\n", "a b c\n"), ("a\n…\n", "a\n"), ("a\n", "a  \n")],
)
def test_output_may_be_left_out_where_dots_say_so(shown: str, got: str) -> None:
    """An output agrees with what is shown when it is the same, or has more only where `…` stands."""
    assert agrees(shown, got)


@pytest.mark.parametrize(
    ("shown", "got"), [("a\n", "b\n"), ("a\n", "a\nb\n"), ("a\n…\nd\n", "a\nb\n"), ("a.\n", "ab\n")]
)
def test_another_output_is_told(shown: str, got: str) -> None:
    """An output with anything else in it does not agree."""
    assert not agrees(shown, got)


@pytest.mark.parametrize(
    "block",
    [
        "```console\n$ echo one\ntwo\n```",
        "```console\n$ false\n```",
        "```console\n$ true  # exit code 1\n```",
        "```console\n$ make no-such-target\n```",
        "```python\nraise SystemExit(3)\n```",
        '```python\nprint("one")\n```\n\nprints\n\n```text\ntwo\n```',
    ],
)
def test_a_page_that_says_something_else_than_happens_fails(block: str, workplace: Workplace) -> None:
    """A command or program that does not do what the page shows fails the page."""
    with pytest.raises(AssertionError, match=r"page\.md"):
        run_page(_page(block), workplace)


def test_blocks_share_a_folder_and_run_in_order(workplace: Workplace) -> None:
    """Files, commands and programs of a page see what stood before them."""
    run_page(
        _page(
            "```csv file=lists/a.csv\nlist,value\n```",
            "`c.txt`:\n\n```text\nthree\n```",
            "```console\n$ cat lists/a.csv c.txt\nlist,value\nthree\n```",
            "```console\n$ echo two \\\n    words > b; exit 4  # exit code 4\n```",
            '```python\nprint(open("b").read())\n```',
            "```text\ntwo words\n```",
        ),
        workplace,
    )
