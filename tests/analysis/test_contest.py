"""A contest from rulesets and a history to a sign-off that is verified."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from stce_rules.analysis.contest import Asked, Interrupted, Watch, hold, verify
from stce_rules.analysis.contest_files import write_page
from stce_rules.core.declaration import Declaration, Item, Outcome, Party
from stce_rules.core.diagnostics import StceError
from stce_rules.intake.canonical import encode
from stce_rules.plugins import Plugins, discover
from stce_rules.replay.sources import Rejected

CHAMPION = """use edition 2022
use lists from "goods.csv" as goods

rule "A-1" "Watched goods"
  for each item
  when hs is in list goods.watched
  then add 40 points
end
"""
CHALLENGER = (
    CHAMPION.replace("add 40 points", "add 20 points")
    + """
rule "B-1" "Goods for South Sudan"
  for each item
  when destination is SS
  then add 30 points
end
"""
)


@pytest.fixture
def plugins() -> Plugins:
    """No plugins."""
    return discover(entry_points=False)


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Two rulesets and three declarations; one is caught by each ruleset alone."""
    monkeypatch.chdir(tmp_path)
    for name, rules in (("a", CHAMPION), ("b", CHALLENGER)):
        Path(name).mkdir()
        Path(name, "goods.csv").write_text("list,value\nwatched,8401.20\n", encoding="utf-8")
        Path(name, "rules.stce").write_text(rules, encoding="utf-8")
        Path(name, "ruleset.yaml").write_text(f'name: {name}\nversion: "1"\nlanguage: 1\n', encoding="utf-8")
    found, party = (
        Outcome(inspected=True, selected_by="random", finding="x"),
        [Party(role="exporter", name="Example | Ltd")],
    )
    some = [
        Declaration(id="X1", date="2026-06-01", destination="FR", items=[Item(number=1, hs="84012000")]),
        Declaration(
            id="X2",
            date="2026-06-02",
            destination="SS",
            items=[Item(number=1, hs="07019000")],
            outcome=found,
            parties=party,
        ),
        Declaration(id="X3", date="2026-06-03", destination="FR", items=[Item(number=1, hs="07019000")]),
    ]
    Path("history").mkdir()
    Path("history/june.ndjson").write_bytes(b"".join(encode(one) + b"\n" for one in some) + b"oops\n")
    return Asked("a", "b", ("history",), Path("out"))


def test_both_rulesets_are_replayed_and_compared(asked: Asked, plugins: Plugins) -> None:
    """One declaration is newly caught, one newly lost; what cannot be read is told once."""
    refused: list[Rejected] = []
    comparison, summary = hold(asked, plugins, Watch(rejected=refused.append))
    assert [(one.declaration, one.rules) for one in comparison.caught.first] == [("X2", ("B-1",))]
    assert [(one.declaration, one.rules) for one in comparison.lost.first] == [("X1", ("A-1",))]
    assert (summary.judged, len(refused)) == (3, 1)
    assert sorted(one.name for one in Path("out").iterdir()) == [
        "challenger",
        "champion",
        "comparison.json",
        "newly_caught.parquet",
        "newly_lost.parquet",
        "signoff.json",
        "signoff.md",
    ]
    assert json.loads(Path("out/comparison.json").read_bytes())["declarations"] == 3


def test_tables_are_judged_by_columns(asked: Asked, plugins: Plugins) -> None:
    """A history of tables is judged by columns unless another engine is asked for, which compares the same."""
    Path("june.csv").write_text(
        "id,date,destination,item.hs,outcome.inspected,outcome.finding\n"
        "X1,2026-06-01,FR,84012000,,\nX2,2026-06-02,SS,07019000,yes,x\nX3,2026-06-03,FR,07019000,no,\n",
        encoding="utf-8",
    )
    asked = replace(asked, history=("june.csv",))
    by_columns, summary = hold(asked, plugins, Watch())
    by_rows, other = hold(replace(asked, out=Path("rows"), engine="indexed"), plugins, Watch())
    assert (summary.engine, other.engine) == ("columnar", "indexed")
    assert by_columns == by_rows
    assert json.loads(Path("out/signoff.json").read_bytes())["options"]["--engine"] == "columnar"
    assert verify(Path("out/signoff.json"), plugins) == ()


def test_the_same_contest_gives_the_same_signoff(asked: Asked, plugins: Plugins) -> None:
    """Done again in another folder, and gone on with in the same, nothing differs but nothing."""
    hold(asked, plugins, Watch())
    first = {name: Path("out", name).read_bytes() for name in ("signoff.json", "signoff.md", "comparison.json")}
    hold(asked, plugins, Watch())
    assert {name: Path("out", name).read_bytes() for name in first} == first


def test_a_signoff_holds_until_something_changes(asked: Asked, plugins: Plugins) -> None:
    """A ruleset, a list, a file of the history, one added to it, and a result are each found out."""
    hold(asked, plugins, Watch())
    path = Path("out/signoff.json")
    assert verify(path, plugins) == ()
    Path("b/goods.csv").write_text("list,value\nwatched,8401.30\n", encoding="utf-8")
    Path("history/june.ndjson").write_bytes(Path("history/june.ndjson").read_bytes() + b"\n")
    Path("history/july.ndjson").write_bytes(b'{"id": "X9"}\n')
    Path("out/comparison.json").write_text("{}", encoding="utf-8")
    assert [(one.where, one.message.split(" was ")[0]) for one in verify(path, plugins)] == [
        ("challenger b", "the ruleset"),
        ("challenger b", "the list 'b/goods.watched' has changed"),
        ("history/june.ndjson", "the file has changed"),
        ("history/july.ndjson", "the file"),
        ("comparison.json", "the file has changed"),
    ]
    for one in Path("history").iterdir():
        one.unlink()
    assert ("history/june.ndjson", "the file is not there") in [
        (one.where, one.message) for one in verify(path, plugins)
    ]


@pytest.mark.parametrize("table", ["champion/declarations", "challenger/findings"])
def test_the_result_tables_are_signed(asked: Asked, plugins: Plugins, table: str) -> None:
    """A part that was changed, added or taken away is found out; done elsewhere, the tables have the same hashes."""
    hold(asked, plugins, Watch())
    path, part = Path("out/signoff.json"), Path("out", table, "part-00000.parquet")
    whole = part.read_bytes()
    lines = f"{hashlib.sha256(whole).hexdigest()}  {part.name}\n".encode()
    signed = {one["path"]: one for one in json.loads(path.read_bytes())["results"]}
    assert (signed[table]["size"], signed[table]["sha256"]) == (len(whole), hashlib.sha256(lines).hexdigest())
    part.write_bytes(whole + b"x")
    assert [(one.where, one.message) for one in verify(path, plugins)] == [(table, "the file has changed")]
    part.write_bytes(whole)
    part.with_name("part-00001.parquet").write_bytes(whole)
    assert [one.where for one in verify(path, plugins)] == [table]
    part.with_name("part-00001.parquet").unlink()
    part.unlink()
    assert [(one.where, one.message) for one in verify(path, plugins)] == [(table, "the file is not there")]
    hold(replace(asked, out=Path("again")), plugins, Watch())
    again = {one["path"]: one for one in json.loads(Path("again/signoff.json").read_bytes())["results"]}
    assert again[table] == signed[table]


def test_the_page_that_was_signed_is_held_against_the_signoff(asked: Asked, plugins: Plugins) -> None:
    """People may write into its last table, but no number of it may change, and no other sign-off stand beside it."""
    hold(asked, plugins, Watch())
    path, page = Path("out/signoff.json"), Path("out/signoff.md")
    text, sealed = page.read_text(encoding="utf-8"), path.read_text(encoding="utf-8")
    page.write_text(text.replace("| approved by |  |", "| approved by | A. Head |"), encoding="utf-8")
    assert verify(path, plugins) == ()
    page.write_text(text.replace("Newly caught: 1", "Newly caught: 9"), encoding="utf-8")
    said = ("signoff.md", "the page has changed, or was made with another sign-off")
    assert [(one.where, one.message) for one in verify(path, plugins)] == [said]
    page.write_text(text, encoding="utf-8")
    path.write_text(f"{sealed} ", encoding="utf-8")
    assert [(one.where, one.message) for one in verify(path, plugins)] == [said]
    page.unlink()
    assert [(one.where, one.message) for one in verify(path, plugins)] == [("signoff.md", "the file is not there")]


@pytest.mark.parametrize(
    "name", ["comparison.json", "newly_caught.parquet", "newly_lost.parquet", "signoff.json", "signoff.md"]
)
def test_files_of_others_stay(asked: Asked, plugins: Plugins, name: str) -> None:
    """A file that has the name of a result, and is none, is refused before anything is judged."""
    Path("out").mkdir()
    Path("out", name).write_text("# Notes\n\nours\n", encoding="utf-8")
    with pytest.raises(StceError, match=r"E670.*no 'stce compare' wrote it"):
        hold(asked, plugins, Watch())
    assert [(one.name, one.read_text(encoding="utf-8")) for one in Path("out").iterdir()] == [
        (name, "# Notes\n\nours\n")
    ]


def test_results_do_not_become_history(asked: Asked, plugins: Plugins) -> None:
    """A folder within the history is refused: the sign-off would name files that it was not made from."""
    with pytest.raises(StceError, match=r"E671 history/out: the folder of results lies in 'history'"):
        hold(replace(asked, out=Path("history/out")), plugins, Watch())
    assert not Path("history/out").exists()


def test_a_page_that_people_signed_stays(asked: Asked, plugins: Plugins) -> None:
    """The same contest leaves it as it is; another one is refused before anything is judged."""
    hold(asked, plugins, Watch())
    page = Path("out/signoff.md")
    signed = page.read_text(encoding="utf-8").replace("| approved by |  |", "| approved by | A. Head |")
    page.write_text(signed, encoding="utf-8")
    hold(asked, plugins, Watch())
    assert verify(Path("out/signoff.json"), plugins) == ()
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    for other in (replace(asked, flagged_from="red"), replace(asked, champion="b", restart=True)):
        with pytest.raises(StceError, match=r"E670 out/signoff.md: people have written into this page"):
            hold(other, plugins, Watch())
    assert {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()} == before
    hold(replace(asked, restart=True), plugins, Watch())
    assert page.read_text(encoding="utf-8") == signed


def test_a_page_that_would_say_something_else_stays(tmp_path: Path) -> None:
    """Where people have written into it, it is never written over by another."""
    page = tmp_path / "signoff.md"
    write_page(page, "1\n| proposed by |  |  |  |\n| approved by |  |  |  |\n")
    write_page(page, "2\n| proposed by |  |  |  |\n| approved by |  |  |  |\n")
    assert page.read_text(encoding="utf-8").startswith("2")
    page.write_text("2\n| proposed by | A |  |  |\n| approved by |  |  |  |\n", encoding="utf-8")
    with pytest.raises(StceError, match="E670"):
        write_page(page, "3\n| proposed by |  |  |  |\n| approved by |  |  |  |\n")
    assert page.read_text(encoding="utf-8").startswith("2\n| proposed by | A |")


def test_another_contest_in_the_same_folder_begins_anew_when_asked(asked: Asked, plugins: Plugins) -> None:
    """Replays of other rulesets are not gone on with; asked to restart, they are taken away."""
    hold(asked, plugins, Watch())
    other = replace(asked, champion="b", challenger="a")
    with pytest.raises(StceError, match="E830"):
        hold(other, plugins, Watch())
    comparison, _ = hold(replace(other, restart=True), plugins, Watch())
    assert comparison.champion.name == "b"
    assert verify(Path("out/signoff.json"), plugins) == ()


def test_the_page_to_sign_names_everything(asked: Asked, plugins: Plugins) -> None:
    """Rulesets with their hashes, lists, files, what changed and room to sign; names cannot become markup."""
    hold(asked, plugins, Watch())
    page, signed = Path("out/signoff.md").read_text(encoding="utf-8"), json.loads(Path("out/signoff.json").read_bytes())
    for each in (signed["champion"], signed["challenger"], *signed["challenger"]["lists"], *signed["history"]):
        assert each.get("hash", each.get("sha256")) in page
    assert "| X2 | 2026-06-02 | green | yellow | finding | B-1 |" in page
    assert "| exporter | Example \\| Ltd | 1 | 1 | 0 |" in page
    assert "| approved by |  |  |  |" in page


def test_an_interrupted_contest_goes_on(asked: Asked, plugins: Plugins) -> None:
    """Ctrl-C leaves nothing to sign; the same call afterwards gives what an uninterrupted one does."""

    class _Pressed:
        def __enter__(self) -> object:
            return lambda _judged, _read: os.kill(os.getpid(), signal.SIGINT)

        def __exit__(self, *_: object) -> None:
            """Nothing to end."""

    with pytest.raises(Interrupted):
        hold(asked, plugins, Watch(following=lambda _total: _Pressed()))  # type: ignore[arg-type, return-value]
    assert not Path("out/signoff.json").exists()
    comparison, _ = hold(asked, plugins, Watch())
    assert comparison.declarations == 3


def test_the_standard_input_cannot_be_read_twice(asked: Asked, plugins: Plugins) -> None:
    """Each ruleset reads the whole history."""
    with pytest.raises(StceError, match="E846"):
        hold(Asked("a", "b", ("-",), asked.out), plugins, Watch())
