"""What is told of what was found: what authors accept with a reason, and the policy of the ruleset.

Enters: findings. Leaves: those that are told; the policy has made errors of some. What accepts a finding that is not
there is a finding itself. Promise: an error is always told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from stce_rules.core.codes import Severity
from stce_rules.core.diagnostics import Diagnostic, has_errors, in_order
from stce_rules.core.span import Span
from stce_rules.language import syntax
from stce_rules.rulesets.policy import Policy, Waived
from stce_rules.workbench.linting.accepting import NEVER_ACCEPTED, Accepted, accepted_in
from stce_rules.workbench.linting.parts import without
from stce_rules.workbench.linting.project import Project

OF_A_DAY = frozenset(("W420", "W421", "W431", "W432", "W433"))
"""Findings that there are only when a day is given."""


def settled(project: Project, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that are told, in order."""
    found, policy = tuple(found), project.around.policy
    kept: list[Diagnostic] = []
    comments = [one for file in project.files for one in accepted_in(file, kept)]
    used = set[tuple[Span, str]]()
    off, files = {one.code for one in policy.off}, _list_files(project)
    for one in found:
        by = tuple(_accepting(one, comments, policy, files)) if _can_be_accepted(one) else ()
        used.update(by)
        if not by and (one.code not in off or not _can_be_accepted(one)):
            kept.append(one)
    if not has_errors(found):  # with an error much is not looked at, so it cannot be said what is not there
        kept += _idle(comments, policy.accept, used, dated=project.around.on is not None)
    return in_order(_raised(one, policy) for one in kept)


def _can_be_accepted(one: Diagnostic) -> bool:
    return one.severity is Severity.WARNING and one.code not in NEVER_ACCEPTED


def _list_files(project: Project) -> Mapping[str, str]:
    """The path of each file of lists, by the alias it is used as."""
    files = {alias: listed.file.path for alias, listed in project.manifest.lists.items()}
    uses = (one for one in project.statements if isinstance(one, syntax.UseLists))
    return {one.alias.text: one.path.text for one in uses} | files


def _accepting(
    one: Diagnostic, comments: Sequence[Accepted], policy: Policy, files: Mapping[str, str]
) -> Iterator[tuple[Span, str]]:
    """What accepts a finding: the comment or entry, and the code."""
    for comment in comments:
        if one.code in comment.codes and comment.statement is not None and _inside(one.span, comment.statement):
            yield comment.comment, one.code
    for entry in policy.accept:
        if one.code == entry.code and _is_about(one, entry.within, files):
            yield entry.span, one.code


def _inside(span: Span | None, outer: Span) -> bool:
    if span is None or span.source.name != outer.source.name:
        return False
    return outer.start <= span.start and span.end <= outer.end


def _is_about(one: Diagnostic, within: str, files: Mapping[str, str]) -> bool:
    """Whether a finding is about a list, or about a file as told from the folder of the ruleset."""
    if not within or one.where == within or one.where.startswith((f"{within},", f"{within}.")):
        return True
    alias = one.where.partition(".")[0]
    return files.get(alias) == within or (one.span is not None and _is_file(one.span.source.name, within))


def _is_file(name: str, within: str) -> bool:
    return f"/{name}".endswith(f"/{within}")


def _idle(
    comments: Sequence[Accepted], entries: Sequence[Waived], used: set[tuple[Span, str]], *, dated: bool
) -> Iterator[Diagnostic]:
    """What accepts a finding that is not there."""
    for one in comments:
        idle = [code for code in one.codes if (one.comment, code) not in used and (dated or code not in OF_A_DAY)]
        for code in idle:
            fixes = (without(one.comment),) if len(idle) == len(one.codes) and code == idle[0] else ()
            message = f"there is no {code} here to accept"
            yield Diagnostic("W407", message, one.comment, help="take it out", fixes=fixes)
    for entry in entries:
        if (entry.span, entry.code) not in used and (dated or entry.code not in OF_A_DAY):
            where = f" in {entry.within}" if entry.within else ""
            yield Diagnostic("W407", f"there is no {entry.code}{where} to accept", entry.span, help="take it out")


def _raised(one: Diagnostic, policy: Policy) -> Diagnostic:
    return replace(one, raised=True) if one.code in policy.errors else one
