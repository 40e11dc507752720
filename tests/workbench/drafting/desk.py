"""An officer who answers from a list."""

from __future__ import annotations

from collections.abc import Iterable

from stce_rules.core.diagnostics import Diagnostic


class Desk:
    """Answers in order; prompts, words and reports are kept."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.prompts: list[str] = []
        self.said: list[str] = []
        self.reports: list[str] = []

    def ask(self, prompt: str) -> str | None:
        """The next answer."""
        self.prompts.append(prompt)
        return self.answers.pop(0) if self.answers else None

    def say(self, text: str) -> None:
        """Kept."""
        self.said.append(text)

    def report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Kept, by their codes."""
        self.reports += [one.code for one in diagnostics]
