"""Bytes are cut into segments as ISO 9735 has it."""

from __future__ import annotations

import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stce_rules_edifact.segments import DEFAULT, LONGEST, Damage, Element, Raw, Service, cut, raw_segments

MARKS = st.permutations([*":+.?*'|;,!~/^"]).map(lambda marks: Service(*marks[:6]))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12)
PARTS = st.lists(st.lists(TEXTS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
WRITTEN = st.lists(st.tuples(st.text(string.ascii_uppercase, min_size=3, max_size=3), st.lists(PARTS, max_size=4)))


def released(text: str, service: Service) -> str:
    """A text with the release character before each character that would part something."""
    special = {service.component, service.element, service.release, service.repetition, service.terminator}
    return "".join(service.release + one if one in special else one for one in text)


def written(tag: str, elements: list[Element], service: Service) -> str:
    """A segment."""
    told = [
        service.repetition.join(service.component.join(released(one, service) for one in part) for part in element)
        for element in elements
    ]
    return service.element.join([tag, *told]) + service.terminator


def read(raw: bytes) -> list[Raw]:
    """All segments of a text."""
    return list(raw_segments(io.BytesIO(raw)))


@given(MARKS, WRITTEN, st.sampled_from(["", "\n", "\r\n", " "]))
def test_what_is_written_is_read(service: Service, segments: list[tuple[str, list[Element]]], between: str) -> None:
    """Under any service string, whatever characters stand in the texts and whatever blanks between the segments."""
    marks = service.component, service.element, service.decimal, service.release, service.repetition
    text = f"UNA{''.join(marks)}{service.terminator}" + "".join(
        between + written(tag, elements, service) for tag, elements in segments if tag != "UNA"
    )
    first, *rest = read(text.encode())
    assert (first.is_service_string, first.service) == (True, service)
    found = [cut(one.data.decode(), one.service) for one in rest]
    assert found == [(((tag,),), *elements) for tag, elements in segments if tag != "UNA"]
    assert all(one.damage is None for one in rest)


@given(WRITTEN, st.integers(1, 40))
def test_the_steps_of_reading_do_not_matter(segments: list[tuple[str, list[Element]]], step: int) -> None:
    """A stream that gives a few bytes at a time gives the same segments."""

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(step, size or 0))

    raw = "".join(written(tag, elements, DEFAULT) for tag, elements in segments).encode()
    assert list(raw_segments(Slow(raw))) == read(raw)


@given(st.binary(max_size=300))
def test_any_bytes_come_to_an_end(raw: bytes) -> None:
    """Nothing is raised, and of what is not damaged no byte is lost but blanks, marks and terminators."""
    for one in read(raw):
        assert one.damage is not None or one.is_service_string or one.data in raw


@pytest.mark.parametrize("six", [b"::.? '", b":+.+ '", b"A+.? '", b":+.? ", b" +.? '", b":+.?1'", b":\xff.? '"])
def test_a_service_string_that_cannot_part_is_told(six: bytes) -> None:
    """Two alike, a letter, a digit or a blank where a character parts."""
    assert Service.read(six) is None


def test_without_a_release_character_nothing_is_released() -> None:
    """A blank in its place says that there is none."""
    service = Service.read(b":+.  '")
    assert service is not None
    assert read(b"UNA:+.  'FTX+what?'")[1].data == b"FTX+what?"
    assert cut("FTX+what?", service) == ((("FTX",),), (("what?",),))


def test_line_breaks_may_end_segments_or_break_them() -> None:
    """A terminator may be a line break; any other break inside a segment is of the paper."""
    assert [one.data for one in read(b"UNA:+.? \nBGM+1\r\nLOC+9\n\n")][1:] == [b"BGM+1\r", b"LOC+9"]
    service = Service.read(b":+.? \n")
    assert service is not None
    assert cut("BGM+1\r", service) == ((("BGM",),), (("1",),))
    assert cut("FTX+AAA+++thiodi\r\nglycol", DEFAULT)[-1] == (("thiodiglycol",),)  # type: ignore[index]


def test_a_segment_without_end_costs_no_other_message() -> None:
    """The next message header is found inside what seems to be its rest."""
    found = read(b"LOC+36+SSUNH+2+CUSDEC:D:99B:UN'BGM+830'")
    assert [(one.data, one.damage) for one in found] == [
        (b"LOC+36+SS", Damage.UNENDED),
        (b"UNH+2+CUSDEC:D:99B:UN", None),
        (b"BGM+830", None),
    ]


@pytest.mark.parametrize("size", [LONGEST, 3 * 64 * 1024])
def test_a_segment_beyond_the_limit_is_passed_over(size: int) -> None:
    """What follows it is read; no more of it is kept than the limit."""
    found = read(b"FTX+" + b"x" * size + b"'LOC+36+SS'")
    assert [(one.data[:4], one.damage, len(one.data) <= LONGEST) for one in found] == [
        (b"FTX+", Damage.LONG, True),
        (b"LOC+", None, True),
    ]


def test_a_text_that_ends_in_a_released_terminator_has_no_end() -> None:
    """The release character makes the terminator a letter like others."""
    assert [(one.data, one.damage) for one in read(b"FTX+a?'")] == [(b"FTX+a?'", Damage.UNENDED)]
