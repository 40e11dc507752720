"""`python -m stce_rules.generator`: writes a history of synthetic declarations."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from stce_rules.generator import cases
from stce_rules.generator.files import planted_path, write_ndjson

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when the files are written."""
    parser = argparse.ArgumentParser(
        prog="python -m stce_rules.generator", description="Write synthetic declarations as NDJSON."
    )
    parser.add_argument("--count", type=_count, default=30_000, help="how many declarations (default 30000)")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same declarations (default 7)")
    parser.add_argument("--planted", type=_share, default=0.01, help="share of planted cases, 0 to 1 (default 0.01)")
    parser.add_argument("--out", type=Path, required=True, help="NDJSON file; FILE.planted.csv is written beside it")
    given = parser.parse_args(arguments)
    try:
        written = write_ndjson(cases(given.count, given.seed, given.planted), given.out)
    except OSError as fault:
        parser.exit(2, f"cannot write '{fault.filename}': {(fault.strerror or 'fault').lower()}\n")
    sys.stdout.write(f"{written} declarations in {given.out}, planted cases in {planted_path(given.out)}\n")
    return 0


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number of declarations")
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a share from 0 to 1")
    return share


if __name__ == "__main__":
    sys.exit(main())
