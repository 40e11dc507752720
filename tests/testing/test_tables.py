"""Declarations as canonical tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

from msgspec.structs import replace
from pyarrow import parquet

from stce_rules.core.declaration import Declaration, Document, Item, Party, Stop
from stce_rules.replay.sources import Declared, History, adapters_for
from stce_rules.testing.chance import history
from stce_rules.testing.tables import canonical_table, retyped, untold

Has = TypeVar("Has", Declaration, Item)


def _sorted(one: Has) -> Has:
    """Parties by role and documents by claim, as columns have them."""
    claims = ("other", "licence", "exemption")
    return replace(
        one,
        parties=sorted(one.parties, key=lambda party: party.role),
        documents=sorted(one.documents, key=lambda document: claims.index(document.claim)),
    )


def _like(one: Declaration) -> Declaration:
    return replace(_sorted(one), items=[_sorted(item) for item in one.items])


def _read(declarations: Sequence[Declaration], path: Path, chance: Random) -> list[Declaration]:
    parquet.write_table(retyped(canonical_table(declarations), chance), path)
    found = History([path], adapters_for((), None)).located()
    return [_like(one.declaration) for one in found if isinstance(one, Declared)]


def test_what_is_told_is_read_again(tmp_path: Path) -> None:
    """Whatever the types of columns, a declaration of which nothing is untold is read as it was."""
    for seed in range(5):
        chance = Random(seed)
        told = [one for one in history(chance, 60) if not untold(one)]
        assert len(told) > 10
        assert _read(told, tmp_path / "told.parquet", chance) == [_like(one) for one in told]


def test_what_no_table_can_tell_is_named() -> None:
    """Goods items that are not there, a second party of a role, more of a document than its code, an odd stop."""
    document = Document(type="X002", claim="licence", expires="2030-01-01")
    again = [Party(role="buyer", id="A"), Party(role="buyer", id="B")]
    item = Item(number=1, documents=[document], parties=again, extra={"box": 1})
    route = [Stop(country="DE"), Stop(), Stop(country="AE", place="AEJEA")]
    assert untold(Declaration(id="A")) == ("items",)
    assert untold(Declaration(id="A", items=[item], route=route)) == (
        "route[1]", "route[2]", "items[0].extra", "items[0].parties[1]", "items[0].documents[0]",
    )  # fmt: skip
    assert untold(Declaration(id="A", items=[Item(number=1)], route=route[:1])) == ()
