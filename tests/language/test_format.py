"""Tests of the canonical layout."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stce_rules.core.diagnostics import StceError, report
from stce_rules.core.span import Source
from stce_rules.language import syntax
from stce_rules.language.format import format as formatted
from stce_rules.language.parse import parse, scanned
from tests.language import strategies

_GOOD = sorted((Path(__file__).parents[1] / "corpus/good/syntax").glob("*.stce"))
_thorough = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def _read(text: str) -> syntax.File:
    found = parse(Source("made.stce", text))
    assert not found.diagnostics, report(found.diagnostics) + "\n" + text
    return found.file


def _remarks(file: syntax.File) -> Counter[str]:
    return Counter(one.text for one in file.comments)


def _written(text: str) -> str:
    return formatted(_read(text), Source("made.stce", text))


@_thorough
@given(strategies.files)
def test_a_formatted_tree_reads_as_the_same_tree(file: syntax.File) -> None:
    """Whatever a program builds can be written out and read again without a change of meaning."""
    text = formatted(file)
    again = _read(text)
    assert again == file
    assert formatted(again, Source("made.stce", text)) == text


@_thorough
@given(strategies.files, st.data())
def test_comments_anywhere_are_kept(file: syntax.File, data: st.DataObject) -> None:
    """Comments between any two words survive, meaning stays, and a second formatting changes nothing."""
    text = formatted(file)
    gaps = [token.end for token in scanned(Source("made.stce", text)).tokens]
    chosen = data.draw(st.lists(st.sampled_from([0, *gaps]), max_size=6, unique=True))
    own_line = data.draw(st.lists(st.booleans(), min_size=6, max_size=6))
    for number, (gap, own) in enumerate(zip(sorted(chosen, reverse=True), own_line, strict=False)):
        remark = f"\n# remark {number}\n" if own else f" # remark {number}\n"
        text = text[:gap] + remark + text[gap:]
    commented = _read(text)
    once = formatted(commented, Source("made.stce", text))
    again = _read(once)
    assert again == file
    assert _remarks(again) == _remarks(commented)
    assert len(again.comments) == len(chosen)
    assert formatted(again, Source("made.stce", once)) == once


@_thorough
@given(strategies.files)
def test_lines_are_broken_at_100_columns(file: syntax.File) -> None:
    """A line is longer than 100 characters only if its words cannot be parted."""
    for line in formatted(file).splitlines():
        words = line.strip()
        assert (
            len(line) <= 100
            or (" and " not in _unquoted(words) and " or " not in _unquoted(words))
            or ("between" in words or " by " in words)
        )


def _unquoted(line: str) -> str:
    return "".join(line.split('"')[::2])


@pytest.mark.parametrize("path", _GOOD, ids=lambda path: path.stem)
def test_corpus_files_keep_their_meaning(path: Path) -> None:
    """Every good file of the corpus is formatted without loss, and only once."""
    text = path.read_text(encoding="utf-8")
    file = _read(text)
    once = formatted(file, Source("made.stce", text))
    again = _read(once)
    assert again == file
    assert _remarks(again) == _remarks(file)
    assert formatted(again, Source("made.stce", once)) == once


def test_the_canonical_file_is_not_touched() -> None:
    """The file that shows the layout is already in it."""
    path = next(one for one in _GOOD if one.stem == "canonical")
    text = path.read_text(encoding="utf-8")
    assert _written(text) == text


def test_a_file_with_faults_is_refused() -> None:
    """What was not understood would be lost, so nothing is written."""
    source = Source("made.stce", 'rule "A" "t"\n  for each item\n  whn hs is 2931.41\n  then add 1 points\nend\n')
    with pytest.raises(StceError, match="E302"):
        formatted(parse(source).file, source)


def test_properties_come_in_one_order() -> None:
    """Properties are put in their order, each with the comments that belong to it."""
    text = """\
rule "A" "t"
  applies to exports
  review by 2027-01-01 effective until 2026-01-01
  # who answers for it
  owner "desk" status draft # not yet
  for each item
  when x_y
  then add 1 point
end
"""
    assert (
        _written(text)
        == """\
rule "A" "t"
  status draft  # not yet
  # who answers for it
  owner "desk"
  effective until 2026-01-01 review by 2027-01-01
  applies to exports
  for each item
  when x_y
  then add 1 points
end
"""
    )


def test_comments_stay_at_their_place() -> None:
    """Comments on a line of their own stay before what they preceded, the others stay behind it."""
    text = """\
# head of the file

# about the edition
use edition 2022 # why
list hubs of countries is AE, # Emirates
  # the next one
  MY end


rule "A" "t"
  for each item
  when any of: # either
  # first
  - a_b # one
  - c_d
  # last
  end
  then add 1 points
# at the end
end # over
# after all
"""
    assert (
        _written(text)
        == """\
# head of the file

# about the edition
use edition 2022  # why
list hubs of countries is AE,  # Emirates
  # the next one
  MY end

rule "A" "t"
  for each item
  when any of:  # either
      # first
      - a_b  # one
      - c_d
      # last
    end
  then add 1 points
  # at the end
end  # over

# after all
"""
    )


def test_brackets_that_say_nothing_are_dropped() -> None:
    """Brackets stay where they carry meaning and go where they carry none."""
    text = 'indicator x_y "t" for each item when ((a_b) and (c_d or e_f)) and not (g_h and i_j) end'
    assert "when (a_b and (c_d or e_f)) and not (g_h and i_j)\n" in _written(text)


def test_nested_bullets_are_indented() -> None:
    """Bullets within bullets stand four columns further in, each `end` below its group."""
    text = 'indicator x_y "t" for each item when a_b and any of: - c_d - all of: - e_f - g_h end and i_j end end'
    assert (
        _written(text)
        == """\
indicator x_y "t"
  for each item
  when a_b
   and any of:
      - c_d
      - all of:
          - e_f
          - g_h
        end
        and i_j
    end
end
"""
    )


def test_a_tree_without_text_is_an_empty_file() -> None:
    """No statements, no text."""
    assert formatted(syntax.File(())) == ""
