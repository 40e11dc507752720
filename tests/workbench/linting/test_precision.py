"""What lint says and what it leaves alone, sentence by sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stce_rules.rulesets.authored import author
from stce_rules.workbench.linting import lint, project_of

CONTEXT = """\
use edition 2022
list words of phrases is "valve", "bellows" end
list telling of phrases is "maraging", "rotor tube" end
parameter much is 5 t
indicator anchored "A" for each item when hs is 8481.80 and description mentions "bellows" end
indicator loose "L" for each item when hs is 8481.80 or description mentions "maraging" end
"""


def _found(text: str, folder: Path, code: str) -> list[str]:
    path = folder / "rules.stce"
    path.write_text(text, encoding="utf-8")
    authored = author([path], on=_DAY)
    found = lint(project_of(authored.rulesets[0], authored.diagnostics, on=_DAY))
    assert not [one for one in found if one.code.startswith("E")]
    return [one.message for one in found if one.code == code]


_DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("code", "condition", "told"),
    [
        ("W416", 'description mentions "valve"', True),
        ("W416", 'description mentions "valves"', True),
        ("W416", 'description mentions "VFD"', True),
        ("W416", 'description mentions "valv*"', True),
        ("W416", "description mentions any of list words", True),
        ("W416", 'description mentions "valve" and destination is SS', True),
        ("W416", 'hs is 8481.80 or description mentions "valve"', True),
        ("W416", 'description mentions "valve" and hs is stated', True),
        ("W416", 'description mentions "valve" and hs is not 8481.80', True),
        ("W416", 'description mentions "valve" and loose', False),
        ("W416", 'description mentions "valve" and anchored', False),
        ("W416", 'description mentions "valve" and hs is 8481.80', False),
        ("W416", 'cas is 756-79-6 and any of: - destination is SS - description mentions "valve" end', False),
        ("W416", 'description mentions all of ("valve", "nickel-plated")', False),
        ("W416", 'description mentions "valve" and description mentions any of list telling', False),
        ("W416", 'description does not mention "valve"', False),
        ("W416", "description mentions any of list telling", False),
        ("W416", 'description mentions "UF6"', False),
        ("W416", 'consignee name mentions "cargo"', False),
        ("W416", 'at least 2 of: - hs is 8481.80 - cas is 756-79-6 - description mentions "valve" end', True),
        ("W417", 'description mentions "kµ-meter"', False),
        ("W417", 'description mentions "α-HCH"', False),
        ("W417", 'description mentions "мараджинг"', False),
        ("W417", 'description mentions "ХН78Т"', False),
        ("W417", 'description mentions "marаging"', True),
        ("W418", 'description mentions "mar\u00adaging"', True),
        ("W418", 'description mentions "سانتریفیوژ\u200cها"', False),
        ("W434", "destination is not missing", True),
        ("W434", "not licence is stated", True),
        ("W434", "not (destination is SS)", False),
        ("W434", "destination is not SS", False),
        ("W435", "any of: - destination is SS end", True),
        ("W435", "none of: - destination is SS end", False),
        ("W435", "at least 1 of: - destination is SS - origin is SS end", False),
        ("W436", "destination is in (SS)", True),
        ("W436", "destination is in (SS, IR)", False),
        ("W436", 'description mentions "maraging"', False),
        ("W437", 'description mentions any of ("end cap", "endcap")', True),
        ("W437", 'description mentions any of ("VX", "V X")', False),
        ("W437", 'description mentions any of ("bellow*", "bellow")', False),
        ("W437", "destination is in (SS, IR, SS)", True),
        ("W438", 'description mentions any of ("rotor", "rotor tube")', True),
        ("W438", 'description mentions any of ("rotor tube", "tube")', True),
        ("W438", 'description mentions any of ("rotor", "rotors")', False),
        ("W438", 'description mentions any of ("rotor tube", "rotor steel tube")', False),
        ("W438", 'description mentions any of ("rotor*", "rotors of steel")', True),
        ("W438", 'description mentions any of ("rotor*", "motor rotor")', True),
        ("W438", 'description mentions all of ("rotor", "steel")', False),
    ],
)
def test_sentences(code: str, condition: str, told: bool, tmp_path: Path) -> None:
    """A sentence has the finding, or has it not."""
    rule = f'rule "R" "r"\n  for each item\n  when {condition}\n  then add 1 point\nend\n'
    assert bool(_found(CONTEXT + rule, tmp_path, code)) is told


_FROM = 'indicator from_ae "Goods from the Emirates" for each item when origin is AE end'
_SINCE = 'rule "R" "r" effective from 2020-01-01'
_HEAVY = "when net mass is more than much"


@pytest.mark.parametrize(
    ("code", "statements", "told"),
    [
        ("W425", 'list hubs of countries is AE end rule "R" "r" for each item when origin is in list hubs', False),
        ("W425", 'list hubs of countries is AE end rule "R" "in hubs" for each item when origin is AE', True),
        ("W426", 'parameter much is 5 t rule "R" "r" for each item when net mass is more than much', False),
        ("W426", 'parameter much is 5 t rule "R" "r" for each item when net mass is more than 5 t', True),
        ("W428", f'{_FROM} rule "R" "r" for each item when from_ae', False),
        ("W428", f'{_FROM} rule "R" "r" for each declaration when any item shows from_ae', False),
        ("W428", f'{_FROM} rule "R" "from_ae" for each item when origin is AE', True),
        ("W431", 'rule "R" "r" effective until 2026-11-21 for each item when origin is AE', True),
        ("W431", 'rule "R" "r" effective until 2026-11-22 for each item when origin is AE', False),
        ("W431", 'rule "R" "r" status draft effective until 2020-01-01 for each item when origin is AE', False),
        ("W432", 'rule "R" "r" status monitor effective from 2025-11-21 for each item when origin is AE', True),
        ("W432", 'rule "R" "r" status monitor effective from 2025-11-22 for each item when origin is AE', False),
        ("W432", 'rule "R" "r" status monitor for each item when origin is AE', False),
        ("W444", f"parameter much from 2020-01-01 is 5 t {_SINCE} for each item {_HEAVY}", False),
        ("W444", f"parameter much from 2020-01-02 is 5 t {_SINCE} for each item {_HEAVY}", True),
        ("W444", f'parameter much from 2020-01-02 is 5 t rule "R" "r" for each item {_HEAVY}', False),
        ("W446", 'rule "R" "of hs 8401" for each item when origin is AE  # hs', False),
        ("W446", 'rule "R" "r" for each item when hs is 8401.20', True),
        ("W446", 'use edition 2017 rule "R" "r" for each item when hs is 8401.20', False),
    ],
)
def test_statements(code: str, statements: str, told: bool, tmp_path: Path) -> None:
    """A file has the finding, or has it not."""
    assert bool(_found(f"{statements}\n then add 1 point\nend\n", tmp_path, code)) is told
