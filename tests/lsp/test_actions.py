"""What can be done about diagnostics."""

from __future__ import annotations

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.span import Source
from stce_rules.language.parse import parse
from stce_rules.lsp.actions import actions, all_fixes

SOURCE = Source("/r.stce", 'rule "A" "a"\n  for each item\n  when hs is 2931.41\n  then add 1 points\nend\n')


def _found(code: str, start: int, end: int, *fixes: tuple[int, int, str]) -> Diagnostic:
    edits = tuple(Replacement(SOURCE.span(*place), text) for *place, text in fixes)
    return Diagnostic(code, "it is wrong", SOURCE.span(start, end), help="mend it so", fixes=edits)


def test_only_what_is_here_is_offered() -> None:
    """Diagnostics elsewhere bring no action, and those here come with theirs."""
    here, there = _found("E230", 5, 8, (5, 8, '"B"')), _found("E230", 40, 44, (40, 44, "x"))
    titles = [one.title for one in actions((here, there), SOURCE.span(6, 6), ())]
    assert titles == ["Write '\"B\"' for '\"A\"'", "Mend all that can be mended in this file"]


def test_titles_say_what_will_be_done() -> None:
    """A fix is told by what it writes or takes out; several at once by what the diagnostic says."""
    deleted, inserted = _found("E310", 5, 8, (5, 8, "")), _found("E301", 5, 8, (5, 5, "  end\n"))
    several, long = _found("E311", 5, 8, (5, 6, "'"), (7, 8, "'")), _found("E230", 5, 8, (5, 8, "x" * 90))
    titles = [next(actions((one,), SOURCE.span(6, 6), ())).title for one in (deleted, inserted, several, long)]
    assert titles == ["Delete '\"A\"'", "Write 'end'", "Mend it so", "Mend it so"]


def test_edits_that_touch_each_other_are_not_made_together() -> None:
    """Of two diagnostics whose edits overlap the first is mended, and all edits of one diagnostic or none are made."""
    first, second = _found("E230", 5, 8, (5, 8, "x")), _found("E230", 7, 9, (7, 9, "y"), (20, 21, "z"))
    assert [one.text for one in all_fixes((first, second))] == ["x"]
    assert [one.text for one in all_fixes((second, first))] == ["y", "z"]


def test_a_finding_is_accepted_above_its_statement() -> None:
    """The comment stands on a line above the statement; errors, and files of other kinds, have no such action."""
    statements = parse(SOURCE).file.statements
    finding = _found("W434", 36, 40)
    (accept,) = actions((finding,), SOURCE.span(36, 36), statements)
    assert accept.edits[0].span.start == 0
    assert accept.edits[0].text == '# accept W434 because "say why"\n'
    raised = Diagnostic("W434", "it is wrong", SOURCE.span(36, 40), raised=True)
    assert not list(actions((raised,), SOURCE.span(36, 36), statements))
    assert not list(actions((finding,), SOURCE.span(36, 36), None))
