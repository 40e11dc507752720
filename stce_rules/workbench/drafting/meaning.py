"""What the codes of an answer stand for, so that a slip is seen before the rule is written."""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.reference import cas, countries, hs, places
from stce_rules.workbench.decision_tables.values import tokens_of

_MOST = 6


def meanings(text: str) -> tuple[str, ...]:
    """A line for each code of an answer that is known by a name, at most six.

    >>> meanings("756-79-6; SS")
    ('756-79-6  dimethyl methylphosphonate', 'SS  South Sudan')
    """
    found = dict.fromkeys(_meanings(text))
    return tuple(found)[:_MOST]


def _meanings(text: str) -> Iterator[str]:
    for part in text.replace(";", "\n").split("\n"):
        for token in tokens_of(part) or ():
            name = None
            match token.type:
                case "CAS":
                    name = cas.name_of(token.text)
                case "HS":
                    name = hs.text("".join(one for one in token.text if one.isdigit())[:6])
                case "COUNTRY":
                    name = countries.name(token.text)
                case "PLACE":
                    name = places.name(token.text)
                case _:
                    pass
            if name:
                yield f"{token.text}  {name}"
