"""The maps that ship."""

from __future__ import annotations

from pathlib import Path

from stce_rules_table import plugin, shipped_maps

README = Path(__file__).resolve().parents[1] / "README.md"


def test_shipped_maps_are_whole() -> None:
    """Every map that ships is read without a fault, and is known by a name of its own."""
    names = [one.name for one in shipped_maps()]
    assert "kr-import" in names
    assert len(set(names)) == len(names)


def test_every_map_is_in_the_readme() -> None:
    """The README lists all maps."""
    text = README.read_text(encoding="utf-8")
    assert [one.name for one in shipped_maps() if f"| `{one.name}` |" not in text] == []


def test_other_tables_are_left_to_the_library() -> None:
    """A table that no shipped map fits, and one with a map beside it, are not this adapter's."""
    (adapter,) = plugin.stce_adapters()
    assert not adapter.recognises(b"No,HS\n1,2930\n", "goods.csv")
    assert not adapter.recognises(b"id,item.hs\nA,2930\n", "goods.csv")
    assert not adapter.recognises(b"PAR1", "goods.parquet")
    assert not adapter.recognises(b"", "")


def test_a_map_beside_a_table_of_a_known_layout_goes_first(tmp_path: Path) -> None:
    """Who writes a map of their own means it."""
    (adapter,) = plugin.stce_adapters()
    header = ",".join(dict.fromkeys(column.name for one in shipped_maps() for column in one.used)).encode()
    path = tmp_path / "imports.csv"
    assert adapter.recognises(header, str(path))
    path.with_name("imports.csv.map.yaml").write_text("declaration: {id: Declaration ID}", encoding="utf-8")
    assert not adapter.recognises(header, str(path))
