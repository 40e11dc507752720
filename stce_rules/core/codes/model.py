"""What a diagnostic code is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """Whether a fault stops what was asked."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its title, why it is a fault, and how it is mended."""

    code: str
    title: str
    why: str
    mend: str

    @property
    def severity(self) -> Severity:
        """Read off the letter of the code."""
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING
