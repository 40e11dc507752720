"""`python -m stce_rules` is the command `stce`."""

from __future__ import annotations

from stce_rules.cli import main

if __name__ == "__main__":
    main()
