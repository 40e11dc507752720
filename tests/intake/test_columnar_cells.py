"""Declarations made of some cells of a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.intake.columnar import cells
from stce_rules.intake.tables.columns import columns_of

_TEXTS = st.none() | st.text(min_size=1) | st.sampled_from(["2026-06-01", "import", "null", " ", "DE|FR"])
_NUMBERS = st.none() | st.sampled_from(["12.50", "1,5", "1e-3", "null", " "])
_HEADER = columns_of(("id", "date", "flow", "consignee.name", "documents.licence", "route", "extra.note"), "")[1:]
_ITEM = columns_of(("id", "item.hs", "item.description", "item.cas", "item.origin", "item.net_mass_kg"), "")[1:]


@given(st.tuples(*[_TEXTS] * len(_HEADER)), st.tuples(*[_TEXTS] * (len(_ITEM) - 1), _NUMBERS))
def test_texts_make_the_declaration_that_they_make_beside_what_is_no_text(
    header: tuple[str | None, ...], item: tuple[str | None, ...]
) -> None:
    """Whether texts are written as JSON on the way makes no difference, faults included."""
    of_header, of_item = dict(zip(_HEADER, header, strict=True)), dict(zip(_ITEM, item, strict=True))
    alone = cells.declaration_of(of_header, (of_item,))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "_SHORT", 0)
        assert cells.declaration_of(of_header, (of_item,)) == alone
