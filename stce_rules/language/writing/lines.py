"""Atoms and comments to the lines of a page.

Enters the atoms in the order of reading, and the comments with their places in the source. Leaves the text. Every
comment is kept: one that had a line of its own stands before the words that it stood before, one that followed words
follows them. A line is at most 100 characters long where its atoms allow it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from stce_rules.language.syntax import Comment
from stce_rules.language.writing.atoms import Atom

_WIDTH = 100


@dataclass(slots=True)
class _Notes:
    """The comments of an atom: in lines before it, or after it on its line."""

    before: list[Comment] = field(default_factory=list)
    after: list[Comment] = field(default_factory=list)


def lines(atoms: Sequence[Atom], comments: Sequence[Comment]) -> str:
    """The text of a page."""
    notes = _placed(atoms, comments)
    written: list[str] = []
    broken, group = True, ""
    for i, atom in enumerate(atoms):
        own = notes[i].before
        if atom.head:
            if written and _parted(group, atom.group, own):
                written.append("")
            group = atom.group
        for place, comment in enumerate(own):
            written.append(" " * (atom.indent + 2 * (atom.text == "end")) + comment.text)
            following = own[place + 1].span.start if place + 1 < len(own) else atom.start
            if atom.head and _blank(comment.span.end, following, comment):
                written.append("")
        if broken or own or atom.level == 0 or len(written[-1]) + 1 + _length(atoms, i) > _WIDTH:
            written.append(" " * atom.indent + atom.text)
        else:
            written[-1] += " " + atom.text
        broken = bool(notes[i].after)
        for comment in notes[i].after:
            written[-1] += "  " + comment.text
    last = notes[len(atoms)].before
    if last and written:
        written.append("")
    for place, comment in enumerate(last):
        written.append(comment.text)
        if place + 1 < len(last) and _blank(comment.span.end, last[place + 1].span.start, comment):
            written.append("")
    return "\n".join([*written, ""]) if written else ""


def _parted(before: str, group: str, own: Sequence[Comment]) -> bool:
    """Whether a blank line stands before a statement, or before the comments above it."""
    if not group or before != group:
        return True
    if not own:
        return False
    start = own[0].span.start
    above = own[0].span.source.text[max(0, start - _WIDTH) : start]
    return above[len(above.rstrip()) :].count("\n") > 1


def _blank(end: int, following: int | None, comment: Comment) -> bool:
    """Whether an empty line stood between a comment and what follows it."""
    between = comment.span.source.text[end : following or end]
    return between[: len(between) - len(between.lstrip())].count("\n") > 1


def _length(atoms: Sequence[Atom], i: int) -> int:
    """Length of an atom with all that is broken only after it would be."""
    length, level = len(atoms[i].text), atoms[i].level
    while (i := i + 1) < len(atoms) and atoms[i].level > level and length <= _WIDTH:
        length += 1 + len(atoms[i].text)
    return length


def _placed(atoms: Sequence[Atom], comments: Sequence[Comment]) -> defaultdict[int, _Notes]:
    """The comments of each atom, by its index; those after all atoms under the index after the last."""
    notes: defaultdict[int, _Notes] = defaultdict(_Notes)
    known = sorted((atom.start, i) for i, atom in enumerate(atoms) if atom.start is not None)
    starts = [start for start, _ in known]
    for comment in comments:
        place = comment.span.start
        following = bisect_right(starts, place)
        text = comment.span.source.text
        alone = not text[text.rfind("\n", 0, place) + 1 : place].strip(" \t\f\r\ufeff")
        if not alone and following and not notes[known[following - 1][1]].after:
            notes[known[following - 1][1]].after.append(comment)
        elif following < len(known):
            notes[known[bisect_left(starts, starts[following])][1]].before.append(comment)
        else:
            notes[len(atoms)].before.append(comment)
    return notes
