"""The boxes of the documents presented: all of them, those that claim an exemption, licences.

Enters: a view. Leaves: a box with a value for each document, as written, and where it stands; None when the view says
nothing of its own. Promise: a document without a type is among what could not be read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from stce_rules.core.boxes import BLANK, Box, Presented, Seen
from stce_rules.intake.reading import Fault, read_code, read_date, said
from stce_rules.intake.views import View

__all__ = ["read_claims", "read_documents", "read_licences"]


def read_documents(view: View) -> Box | None:
    """Type codes of all documents presented."""
    return _papers(view, None, _of_type)


def read_claims(view: View) -> Box | None:
    """Type codes by which an exemption is claimed."""
    return _papers(view, "exemption", _of_type)


def read_licences(view: View) -> Box | None:
    """Documents presented as a licence. One whose last day cannot be read is presented, until nobody knows when."""
    return _papers(view, "licence", _licence)


ReadPaper = Callable[[str, str | None, str], tuple[Seen | None, Fault | None]]
"""From a document's type, last day and place, what stands for it (nothing without a type), and a fault of the day."""


@lru_cache(maxsize=8192)
def _of_type(written: str, _expires: str | None, place: str) -> tuple[Seen | None, Fault | None]:
    code = said(written)
    return (None if code is None else Seen(read_code(code), code, place)), None


@lru_cache(maxsize=8192)
def _licence(written: str, expires: str | None, place: str) -> tuple[Seen | None, Fault | None]:
    code, stated = said(written), said(expires)
    if code is None:
        return None, None
    day = None if stated is None else read_date(stated)
    fault = day if isinstance(day, Fault) else None
    return Seen(Presented(read_code(code), None if isinstance(day, Fault) else day), code, place), fault


def _papers(view: View, claim: str | None, read: ReadPaper) -> Box | None:
    """The documents with a claim; of None, all."""
    documents = view.source.documents
    if not documents:
        return None
    seen: list[Seen] = []
    unreadable: list[str] = []
    for index, document in enumerate(documents):
        if claim is not None and document.claim != claim:
            continue
        one, fault = read(document.type, document.expires, f"{view.prefix}documents[{index}].type")
        if one is not None:
            seen.append(one)
        else:
            unreadable.append(f"{view.prefix}documents[{index}]")
            view.tell(Fault("W625", "a document needs a type"), f"documents[{index}].type")
        if fault is not None:
            view.tell(fault, f"documents[{index}].expires")
    return Box(tuple(seen), tuple(unreadable)) if seen or unreadable else BLANK
