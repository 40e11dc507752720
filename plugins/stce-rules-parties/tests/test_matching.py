"""Names compared: what is alike, what is not, and what cannot be told."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from stce_rules_parties.matching.folding import fold
from stce_rules_parties.matching.index import Index
from stce_rules_parties.matching.matcher import MATCHER

from benchmarks.party_names import labelled
from stce_rules.core.boxes import PartyKey
from stce_rules.core.predicates import ListedParty, ListRow
from stce_rules.core.resemblance import Likened
from stce_rules.core.text import read

LISTED = (
    "Nordic Pumps Trading LLC",
    "Mohammed Abdul Rahman al-Hassan",
    "OOO Severnaya Zvezda",
    "Orient Star Shipping Co., Ltd.",
    "Factory 35 of the Ministry of Machines",
    "Alfa Chem Industries",
    "Lotus General Trading FZE",
    "Sergey Vladimirovich Zhukovskiy",
    "한빛 무역",
    "Korrida Anonymous Holding S.p.A.",
    "Ali Reza",
    "Wang Na",
)
INDEX = Index([ListRow(name, row=at) for at, name in enumerate(LISTED, start=1)])


def _likened(name: str | None, least: int = 850, *, identifier: str | None = None, index: Index = INDEX) -> Likened:
    return index.likened(PartyKey(identifier, None if name is None else read(name).folded), least)


def _first(name: str) -> str | None:
    found = _likened(name).found
    return found[0].like if found else None


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("NORDIC PUMPS TRADING", 0),
        ("Nordik Pumps Trading (L.L.C.)", 0),
        ("Trading Nordic-Pumps", 0),
        ("NordicPumps Trdg.", 0),
        ("Nordic Pumps Trading LLC, Dubai Branch", 0),
        ("Muhamad AbdulRahman Hasan", 1),
        ("AL HASSAN, Mohamed Abd el-Rahman", 1),
        ("محمد عبد الرحمن الحسن", 1),
        ("Общество с ограниченной ответственностью «Северная звезда»", 2),
        ("Severnaia Zwezda", 2),
        ("Orient Star Shiping", 3),
        ("Ministry of Machines, Factory 35", 4),
        ("Alpha Chemical Ind.", 5),
        ("Lotus Gen. Trdg. F.Z.E.", 6),
        ("S. Vladimirovich Zhukovsky", 7),
        ("Сергей Владимирович Жуковский", 7),
        ("Sergej Wladimirowitsch Schukowski", None),  # a spelling that is not known
        ("한빛무역", 8),
        ("Koridda Anonymous Holding", 9),
        ("Reza Ali", 10),
        ("Orient Moon Shipping Co., Ltd.", None),
        ("Factory 36 of the Ministry of Machines", None),
        ("Nordic Lights Trading LLC", None),
        ("Lotus Marine Works", None),
        ("General Trading FZE", None),
        ("Ali Rezai", 10),
        ("Na Wang", 11),
        ("Wang Fang", None),
        ("Mohammed Abdul Karim", None),
    ],
)
def test_a_name_means_a_listed_one_or_none(name: str, means: int | None) -> None:
    """At 85% the listed name that is meant comes first, and one that is of somebody else is not found."""
    assert _first(name) == (None if means is None else LISTED[means])


def test_the_same_name_is_wholly_alike() -> None:
    """Every listed name resembles itself with the full score."""
    assert [_likened(name, 1000).found[0].score for name in LISTED] == [1000] * len(LISTED)


def test_a_legal_form_alone_is_a_name() -> None:
    """What is left of a name is never nothing."""
    assert fold("Ltd.").words == ("ltd",)
    assert fold("S.p.A.").words == ("spa",)
    assert fold("S. A. Khan").words == ("s", "a", "khan")
    assert fold("Khan S. A.").words == ("khan",)


@pytest.mark.parametrize("name", ["中国海运", "株式会社テスト", "भारत व्यापार", "Test 公司"])
def test_a_script_that_is_not_read_leaves_it_unknown(name: str) -> None:
    """What is not found of such a name may be meant all the same."""
    assert _likened(name) == Likened((), whole=False)


def test_a_party_without_a_name_is_unknown() -> None:
    """An identifier that nobody listed has says nothing of the name."""
    assert not _likened(None, identifier="AE-1").whole


def test_identifiers_override_names() -> None:
    """The same identifier is the same party, however it is written and whatever its name; a short one is no proof."""
    party = ListedParty(identifiers=("IMO 9000001", "AE-778", "12"))
    index = Index([ListRow("Example Trading", row=1, party=party)])
    assert _likened("Something Else", identifier="imo9000001", index=index).found[0] == (0, 1000, "IMO 9000001")
    assert _likened(None, identifier="AE 778", index=index).found[0].like == "AE-778"
    assert _likened("Something Else", identifier="12", index=index).found == ()
    assert _likened("Exampel Trading", identifier="AE-779", index=index).found[0].like == "Example Trading"


def test_the_best_name_of_a_row_is_told() -> None:
    """A row is found once, by the name that is most alike."""
    row = ListRow("Example Trading", row=1, party=ListedParty(("Star of the Orient", "Orient Star")))
    found = _likened("Orient Star", index=Index([row])).found
    assert [(one.at, one.score, one.like) for one in found] == [(0, 1000, "Orient Star")]


def test_a_higher_threshold_finds_a_part_of_the_same() -> None:
    """What is found at a threshold is what a lower one finds, cut off there: scores do not depend on it."""
    one = labelled(0, 3, listed=400, asked=60, strangers=1)
    index = Index([ListRow(name, row=at) for at, name in enumerate(one.listed)])
    for asked in one.asked:
        low = {each.at: each.score for each in _likened(asked.name, 850, index=index).found}
        high = {each.at: each.score for each in _likened(asked.name, 930, index=index).found}
        assert high.items() <= low.items()


PROGRAM = """
from benchmarks.party_names import labelled
from stce_rules.core.boxes import PartyKey
from stce_rules.core.predicates import ListRow
from stce_rules_parties.matching.index import Index
one = labelled(0, 5, listed=300, asked=100, strangers=100)
index = Index([ListRow(name, row=at) for at, name in enumerate(one.listed)])
names = [each.name for each in one.asked] + list(one.strangers)
print([index.likened(PartyKey(None, name.lower()), 800) for name in names])
"""


def test_every_process_gives_the_same_answers() -> None:
    """Scores and their order do not depend on the order of sets, which differs from process to process."""
    told = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "7")
    }
    assert len(told) == 1
    assert "Likeness" in told.pop()


def test_known_ways_to_misspell_are_met() -> None:
    """Of a set with words that the matcher was not tuned on, nearly all are found, and few others."""
    one = labelled(1, 11, listed=800, asked=250, strangers=500)
    index = Index([ListRow(name, row=at) for at, name in enumerate(one.listed)])
    meant = [each for each in one.asked if each.means is not None]
    found = [any(like.at == each.means for like in _likened(each.name, index=index).found) for each in meant]
    assert sum(found) >= 0.95 * len(meant)
    others = [name for name in one.strangers if _likened(name, index=index).found]
    assert len(others) <= 0.05 * len(one.strangers)


def test_lists_are_made_ready_once() -> None:
    """Plans with the same rows share an index; equal rows of another list do not."""
    rows = (ListRow("Example Trading", row=1),)
    assert MATCHER.screen(rows) is MATCHER.screen(rows)
    assert MATCHER.screen(rows) is not MATCHER.screen((ListRow("Example Trading", row=1),))
