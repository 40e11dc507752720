"""The Harmonized System: which codes exist in which edition, and what became of them in another.

Enters a code as digits and an edition (2002, 2007, 2012, 2017, 2022). Leaves whether it exists, the codes of another
edition that cover some of the same goods, its short name, or the codes that may have been meant. National digits beyond
the sixth cannot be checked here.

Correlation follows the UNSD tables from edition to edition, with one exception. In 2017 and 2022 a few subheadings
gathered goods out of hundreds of others: electronic waste (8549.2 to 8549.9), flat panel modules (8524), parts of them
(8529.90), transducers (8541.5), multi-component circuits (8542.3). Followed literally, every machine of 2016 would
partly be an integrated circuit, and no rule on machines could be sure of an older declaration. Such a link is therefore
left out where the code has another target; a code with no other target keeps all its links.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from stce_rules.reference import tables

__all__ = [
    "EDITIONS",
    "codes",
    "correlated",
    "dotted",
    "edition_on",
    "editions_of",
    "exists",
    "suggest",
    "text",
]

EDITIONS: tuple[int, ...] = (2002, 2007, 2012, 2017, 2022)
"""Editions that the shipped tables cover; each is in force from 1 January of its year."""

# In the UNSD tables subheadings of one edition have either up to 41 sources in the one before, or 65 and more.
_GATHERED_FROM = 60

_MOST_SUGGESTED = 6


def edition_on(day: date) -> int:
    """The edition in force on a day; 2002 for days before 2002."""
    return max((edition for edition in EDITIONS if edition <= day.year), default=EDITIONS[0])


def exists(code: str, edition: int) -> bool:
    """Whether a chapter, heading or subheading (2, 4 or 6 digits) is in the edition.

    Codes of 8 or more digits are judged by their first six. Any other length, and anything but digits, is no code.
    """
    if not (code.isascii() and code.isdigit()) or len(code) == 7:
        return False
    return code[:6] in _known(edition)


def editions_of(code: str) -> tuple[int, ...]:
    """The editions that a code exists in, oldest first."""
    return tuple(edition for edition in EDITIONS if exists(code, edition))


@cache
def codes(edition: int) -> tuple[str, ...]:
    """All subheadings of an edition, sorted; empty for an edition that is not known."""
    if edition not in EDITIONS:
        return ()
    column = 1 + EDITIONS.index(edition)
    return tuple(sorted(row[0] for row in _rows() if row[column] == "1"))


def correlated(hs6: str, from_edition: int, to_edition: int) -> frozenset[str]:
    """The subheadings of `to_edition` that hold some of the goods of this subheading of `from_edition`.

    Follows the tables edition by edition; a subheading that no table names is unchanged. Empty when it is not in
    `from_edition`, or when nothing took its goods over.
    """
    if len(hs6) != 6 or not exists(hs6, from_edition) or to_edition not in EDITIONS:
        return frozenset()
    return _changed(from_edition, to_edition).get(hs6, frozenset([hs6]))


def text(hs6: str) -> str | None:
    """A short name of a subheading's goods, for subheadings of HS 2022 that matter to strategic trade control."""
    return _texts().get(hs6)


def suggest(code: str, edition: int) -> tuple[str, ...]:
    """For a code that is not in the edition: the codes it became or was, else codes near it in the edition; at most 6.

    Near are, of the codes sharing the longest beginning with it, the closest by number. Empty for a code that exists,
    or that is not digits.
    """
    if edition not in EDITIONS or exists(code, edition) or not (code.isascii() and code.isdigit()):
        return ()
    for other in sorted(editions_of(code), key=lambda one: abs(one - edition)):
        carried = correlated(code[:6], other, edition)
        if carried:
            return tuple(sorted(carried))[:_MOST_SUGGESTED]
    length = 2 if len(code) < 3 else 4 if len(code) < 5 else 6
    for kept in range(min(len(code), length) - 1, 0, -1):
        near = [known for known in _known(edition) if len(known) == length and known.startswith(code[:kept])]
        if near:
            wanted = int(code[:length])
            return tuple(sorted(sorted(near, key=lambda one: (abs(int(one) - wanted), one))[:_MOST_SUGGESTED]))
    return ()


def dotted(code: str) -> str:
    """The code as officers write it: `293141` as `2931.41`, `29314100` as `2931.41.00`, `2931` as it is."""
    parts = [code[:4], *(code[start : start + 2] for start in range(4, len(code), 2))]
    return ".".join(parts)


@cache
def _rows() -> list[list[str]]:
    return tables.rows("hs_codes.csv")


@cache
def _known(edition: int) -> frozenset[str]:
    """Subheadings of an edition with their headings and chapters."""
    subheadings = codes(edition)
    return frozenset([*subheadings, *(code[:4] for code in subheadings), *(code[:2] for code in subheadings)])


@cache
def _texts() -> dict[str, str]:
    return {hs6: name for hs6, _edition, name, _source in tables.rows("hs_names.csv")}


@cache
def _links() -> dict[tuple[int, int], dict[str, tuple[str, ...]]]:
    """By (edition, neighbouring edition): where each changed subheading's goods are in the neighbour.

    Links with subheadings that gathered goods from everywhere are left out as the module's text says.
    """
    kept: dict[tuple[int, int], dict[str, list[str]]] = {}
    swept: dict[tuple[int, int], dict[str, list[str]]] = {}
    for new_text, new, old_text, olds_text in tables.rows("hs_correlation.csv"):
        later, earlier = int(new_text), int(old_text)
        olds = olds_text.split(" ")
        gathering = len(olds) > _GATHERED_FROM
        for old in olds:
            into = swept if gathering and old[:4] != new[:4] else kept
            into.setdefault((later, earlier), {}).setdefault(new, []).append(old)
            into.setdefault((earlier, later), {}).setdefault(old, []).append(new)
    return {
        step: {code: tuple(targets) for code, targets in (swept.get(step, {}) | links).items()}
        for step, links in kept.items()
    }


@cache
def _changed(from_edition: int, to_edition: int) -> dict[str, frozenset[str]]:
    """What became of the subheadings of an edition that are not simply the same in another."""
    if from_edition == to_edition:
        return {}
    goal = EDITIONS.index(to_edition)
    before = EDITIONS[goal - 1 if to_edition > from_edition else goal + 1]
    earlier, links, known = _changed(from_edition, before), _links()[before, to_edition], _known(to_edition)
    found: dict[str, frozenset[str]] = {}
    for code in codes(from_edition):
        reached = earlier.get(code, (code,))
        if code in earlier or code in links or code not in known:
            found[code] = frozenset(to for one in reached for to in links.get(one, (one,) if one in known else ()))
    return found
