"""The interview: one question after the other, each answer checked at once.

Enters: what surrounds the rule, somebody to ask. Leaves: the answers; `Ended` when the input ends before. Promise:
whoever asks needs no terminal; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from stce_rules.core.diagnostics import Diagnostic, has_errors
from stce_rules.workbench.decision_tables.surroundings import Surroundings
from stce_rules.workbench.drafting.answers import reports_of
from stce_rules.workbench.drafting.meaning import meanings
from stce_rules.workbench.drafting.questions import FURTHER, NOTHING, QUESTIONS, Given, Question

__all__ = ["WELCOME", "Desk", "Ended", "Interview"]

_OF_CODES = frozenset(("hs", "cas", "destination"))
"""Questions whose answers are codes, which are told with what they stand for."""

WELCOME = "Enter takes what stands in [brackets]; none for nothing; ? explains; back goes one question back."


class Desk(Protocol):
    """Who answers, and where reports are shown."""

    def ask(self, prompt: str) -> str | None:
        """An answer on one line; None when there is no more input."""

    def say(self, text: str) -> None:
        """Show a line."""

    def report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Show reports."""


class Ended(Exception):  # noqa: N818  # it becomes a report
    """The input ended; the text is the question that was open."""


class _Back(Exception):  # noqa: N818  # one step of the dialogue
    """The officer wants to go back."""


@dataclass(slots=True)
class Interview:
    """The dialogue so far."""

    desk: Desk
    around: Surroundings
    ids: frozenset[str]
    answers: dict[str, str] = field(default_factory=dict)
    further: dict[str, str] = field(default_factory=dict)
    _asked: list[int] = field(default_factory=list)

    @property
    def given(self) -> Given:
        """The answers so far."""
        return Given(self.answers, self.further, self.ids)

    def hold(self, *, again: bool = False) -> Given:
        """Ask all questions; with `again` begin at the last one that was asked. Raises Ended."""
        at = self._asked.pop() if again and self._asked else 0
        while at < len(QUESTIONS):
            question = QUESTIONS[at]
            if not question.wanted(self.given):
                self.answers.pop(question.name, None)
                at += 1
                continue
            if question.begins and not again:
                self.desk.say(f"\n{question.begins}")
            again = False
            try:
                self._put(question)
            except _Back:
                at = self._asked.pop() if self._asked else at
                continue
            if question.name == FURTHER and not self.given.has_condition:
                self.desk.say("The rule looks for nothing yet: name goods, a destination, or another field.")
                at = 0
                self._asked.clear()
                continue
            self._asked.append(at)
            at += 1
        return self.given

    def _put(self, question: Question) -> None:
        """Ask one question until it is answered. Raises _Back and Ended."""
        if question.name == FURTHER:
            self._put_further(question)
            return
        while True:
            proposed = self.answers.get(question.name) or question.default(self.given)
            text = self._answer(question.asks, question.explains, proposed, question.name)
            if question.choices and text and text.lower() not in question.choices:
                self.desk.say(f"  one of: {', '.join(question.choices)}")
            elif not text and question.needed:
                self.desk.say("  an answer is needed here")
            else:
                self.answers[question.name] = text.lower() if question.choices else text
                if self._fits(question.name, text):
                    return
                del self.answers[question.name]

    def _put_further(self, question: Question) -> None:
        """Ask for fields and their values until there are no more."""
        while True:
            try:
                heading = self._answer(question.asks, question.explains, "", question.name)
            except _Back:
                if not self.further:
                    raise
                taken = next(reversed(self.further))
                del self.further[taken]
                self.desk.say(f"  left out: {taken}")
                continue
            if not heading:
                return
            self._value_of(heading)

    def _value_of(self, heading: str) -> None:
        """Ask for the values of a field."""
        self.further[heading] = "yes"
        found = [one for one in reports_of(heading, self.given, self.around) if one.code in {"E925", "E926"}]
        if found:
            self.desk.report(found)
            del self.further[heading]
            return
        while True:
            try:
                text = self._answer(f"  {heading}:", "Its values, as under such a heading of a table.", "", heading)
            except _Back:
                text = ""
            if not text:
                del self.further[heading]
                return
            self.further[heading] = text
            if self._fits(heading, text):
                return

    def _answer(self, asks: str, explains: str, proposed: str, name: str) -> str:
        """One answer, with the words that every question knows taken out."""
        while True:
            text = self.desk.ask(f"{asks} [{proposed or 'none'}] ")
            if text is None:
                raise Ended(name)
            text = text.strip()
            if text == "?":
                for line in explains.split("\n"):
                    self.desk.say(f"  {line}")
            elif text.lower() == "back":
                raise _Back
            else:
                return "" if text.lower() in NOTHING else text or proposed

    def _fits(self, name: str, text: str) -> bool:
        """Whether the checker takes an answer; its reports and what codes mean are shown."""
        found = reports_of(name, self.given, self.around)
        self.desk.report(found)
        if has_errors(found):
            return False
        for line in meanings(text) if name in _OF_CODES or name in self.further else ():
            self.desk.say(f"  {line}")
        return True
