"""`stce new rule`: a rule from an interview."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from stce_rules.cli.files import rewrite
from stce_rules.cli.guard import FINDINGS, FINE
from stce_rules.cli.reading import unreadable
from stce_rules.cli.screen import shown, tell
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.language import syntax
from stce_rules.plugins import discover
from stce_rules.workbench.decision_tables.surroundings import Surroundings, surroundings_of
from stce_rules.workbench.drafting.composing import Composed, compose
from stce_rules.workbench.drafting.filed import answers_of
from stce_rules.workbench.drafting.interview import WELCOME, Ended, Interview
from stce_rules.workbench.drafting.placing import placed, readable, text_of
from stce_rules.workbench.drafting.questions import QUESTIONS

_LONGEST_ANSWER = 10_000
_NO_HIT = "No example was found that the rule hits: look whether it can be hit at all."


@click.command("rule")
@click.option("--into", type=click.Path(path_type=Path), metavar="FILE.stce", help="The rule file to add it to.")
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE.yaml", help="All answers; nothing is asked.")
@click.option("--questions", is_flag=True, help="List the questions, with the names that a file of answers uses.")
@click.pass_context
def rule(ctx: click.Context, *, into: Path | None, answers: Path | None, questions: bool) -> None:
    """Make a rule by answering questions, with examples that run.

    Each answer is checked at once, together with the ruleset that the file lies in. At the end the rule is shown, and
    added to the file if you say so; nothing that is there is lost. Without --into it is printed.
    """
    if questions:
        for one in QUESTIONS:
            click.echo(f"{one.name:18}  {one.asks}")
        ctx.exit(FINE)
    if into is not None:
        text_of(into)
    around = surroundings_of(into, (), discover().contributions, itself=True)
    before = "" if into is None else readable(into, around)
    if answers is not None:
        composed = _filed(answers, around)
        if composed.text is None:
            ctx.exit(FINDINGS)
        _deliver(composed.text, before, into, around)
        ctx.exit(FINE)
    text = _interviewed(around, into)
    if text is not None:
        _deliver(text, before, into, around)
    ctx.exit(FINE)


def _ids(around: Surroundings) -> frozenset[str]:
    judged = (one for one in around.statements if isinstance(one, syntax.RuleStatement | syntax.ExemptionStatement))
    return frozenset(one.name.text for one in judged)


def _filed(answers: Path, around: Surroundings) -> Composed:
    try:
        text = answers.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise StceError(
            Diagnostic("E938", "the file is not UTF-8 text", where=str(answers), help="save it as UTF-8")
        ) from None
    except OSError as fault:
        raise StceError(unreadable(str(answers), fault)) from None
    composed = compose(answers_of(text, answers.as_posix(), _ids(around)), around, answers.as_posix())
    for one in composed.diagnostics:
        tell((one,))
    if composed.text is not None and not composed.hit:
        click.echo(_NO_HIT, err=True)
    return composed


class _Terminal:
    """Whoever sits there, or a pipe. The dialogue goes to the standard error, so that the rule can go elsewhere."""

    def ask(self, prompt: str) -> str | None:
        """One line of the standard input."""
        click.echo(shown(prompt), nl=False, err=True)
        line = sys.stdin.buffer.readline(_LONGEST_ANSWER)
        if not sys.stdin.isatty():
            click.echo(err=True)
        return line.decode("utf-8", "replace") if line else None

    def say(self, text: str) -> None:
        """A line."""
        click.echo(shown(text), err=True)

    def report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Reports, in the order given."""
        for one in diagnostics:
            tell((one,))


def _interviewed(around: Surroundings, into: Path | None) -> str | None:
    """The rule that came of an interview; None when it is not to be written. Raises StceError (E937)."""
    desk = _Terminal()
    interview = Interview(desk, around, _ids(around))
    desk.say(WELCOME)
    again = False
    try:
        while True:
            composed = compose(interview.hold(again=again), around)
            again = True
            desk.report(composed.diagnostics)
            if composed.text is None:
                desk.say("The rule has faults: answer again, or go back.")
                continue
            answer = _decided(desk, composed, into)
            if answer == "back":
                continue
            if answer == "no":
                desk.say("Nothing was written.")
                return None
            return composed.text
    except Ended as question:
        mend = "answer all questions, or give the answers with --answers FILE"
        message = f"the input ended before question '{question}'; nothing was written"
        raise StceError(Diagnostic("E937", message, where="stce new rule", help=mend)) from None


def _decided(desk: _Terminal, composed: Composed, into: Path | None) -> str:
    """What becomes of the rule: yes, no, back. Raises Ended."""
    desk.say(f"\n{composed.text}")
    if not composed.hit:
        desk.say(_NO_HIT)
    desk.say("The examples say what the rule gives now. Read them: is it what you want?")
    where = f"Write it into {into}" if into is not None else "Print it"
    while True:
        answer = desk.ask(f"{where}: yes, no or back? [yes] ")
        if answer is None:
            raise Ended("write")
        said = answer.strip().lower() or "yes"
        if said in {"yes", "no", "back"}:
            return said


def _deliver(rule: str, before: str, into: Path | None, around: Surroundings) -> None:
    """Write the rule where it belongs."""
    if into is None:
        click.echo(shown(rule), nl=False)
        return
    text = placed(rule, before, into, around)
    try:
        if not into.exists():
            into.touch()
        rewrite(into, text.encode())
    except OSError as fault:
        said = (fault.strerror or "the system gives no reason").lower()
        raise StceError(Diagnostic("E889", f"the file cannot be written: {said}", where=str(into))) from None
    click.echo(shown(f"wrote {into}"))
    if not around.listed:
        click.echo(shown(f"next: name {into.name} under 'files' in {into.parent / 'ruleset.yaml'}"))
    click.echo(shown(f"next: stce test {into.parent if (into.parent / 'ruleset.yaml').is_file() else into}"))
