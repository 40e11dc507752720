"""A small history, and its replay as it is left in a folder."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from stce_rules.cli import stce
from tests.replay.conftest import RULES


def _declaration(number: int) -> dict[str, object]:
    outcomes = [
        {"inspected": True, "selected_by": "random", "finding": "unlicensed"},
        {"inspected": False},
        {"inspected": True, "selected_by": "rule"},
    ]
    goods = [{"number": at, "hs": "29307000", "description": "thiodiglycol <b>"} for at in (1, 2)]
    return {
        "id": f"26A{number:03d}",
        "date": f"2026-0{1 + number // 4}-{1 + number:02d}",
        "office": "DE004600",
        "destination": "SS" if number in (2, 3, 5, 7) else "FR",
        "transport_mode": "4" if number < 3 else "1",
        "documents": [{"type": "X002", "claim": "licence", "expires": "2030-01-01"}] if number == 2 else [],
        "items": goods,
        "outcome": outcomes[number % 3],
    }


def replayed(folder: Path, *words: str) -> Path:
    """The folder of a replay of ten declarations, one of them amended, and a line that is none."""
    (folder / "rules.stce").write_text(RULES, encoding="utf-8")
    told = [_declaration(number) for number in range(10)]
    for one in told[4:]:
        one["items"] = [{"number": 1, "hs": "84137090", "net_mass_kg": 5}]
    told.append({**told[1], "version": 2, "action": "amendment"})
    lines = [*map(json.dumps, told), "{oops"]
    (folder / "history.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = folder / "replay"
    rules = str(folder / "rules.stce")
    done = CliRunner().invoke(
        stce,
        ["replay", str(folder / "history.ndjson"), "--rules", rules, "--out", str(out), "--progress", "none", *words],
    )
    assert done.exit_code == 1, done.output
    return out
