"""What a project asks of its rules beyond what the language does: the key `lint` of `ruleset.yaml`.

Enters: the node of the key. Leaves: the policy, or every fault of it. Promise: nothing is waived without a reason, and
an error never. Without the key the usual values hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from stce_rules.core.codes import CODES, Severity
from stce_rules.core.span import Span
from stce_rules.language.checking.findings import listed
from stce_rules.language.lists import interval_of
from stce_rules.rulesets.manifest_words import Cell, Words

ALL = "all"
_PROPERTIES = ("version", "owner", "regime", "effective from", "review by")

STATED: Mapping[str, tuple[str, ...]] = {
    "rule": (*_PROPERTIES, "because"),
    "indicator": _PROPERTIES,
    "exemption": (*_PROPERTIES, "because"),
    "list": ("source", "as_of", "review_every"),
}
"""What can be asked for, by what it is asked of."""

USUAL: Mapping[str, tuple[str, ...]] = {
    "rule": ("owner", "regime", "review by", "because"),
    "indicator": (),
    "exemption": ("regime", "because"),
    "list": ("source", "as_of", "review_every"),
}
"""What is asked for where a project says nothing."""

ASKED_FOR = frozenset(("W461", "W462"))
"""Findings that are told only where a project asks for them: many a desk means what they speak of."""

POLICY_KEYS = ("needs", "errors", "also", "off", "accept", "monitor_at_most")
_OFF_KEYS = ("code", "because")
_ACCEPT_KEYS = ("code", "in", "because")


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that is not told, and why; `within` is the file or list it is about, empty for every place."""

    code: str
    within: str
    because: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Policy:
    """What is asked for, by kind; codes that are errors here; what is not told, everywhere or in one place.

    `monitor_at_most` is how long a rule may run in shadow, as written.
    """

    needs: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(USUAL))
    errors: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    off: tuple[Waived, ...] = ()
    accept: tuple[Waived, ...] = ()
    monitor_at_most: str = "12 months"


def read_policy(words: Words, node: yaml.Node | None) -> Policy:
    """The policy that a manifest states, with the usual values where it states none."""
    usual = Policy()
    if node is None:
        return usual
    if not isinstance(node, yaml.MappingNode):
        mend = "write what it asks for, such as 'lint: {errors: all}'"
        words.findings.add("E813", words.span(node), "the policy of lint has keys", mend)
        return usual
    nodes = {key.text: value for key, value in words.known(node, POLICY_KEYS, "key of the policy of lint")}
    months = words.text(nodes.get("monitor_at_most"))
    return Policy(
        needs={**USUAL, **dict(_needs(words, nodes.get("needs")))},
        errors=frozenset(_errors(words, nodes.get("errors"))),
        also=frozenset(_also(words, nodes.get("also"))),
        off=tuple(_waived(words, nodes.get("off"), _OFF_KEYS)),
        accept=tuple(_waived(words, nodes.get("accept"), _ACCEPT_KEYS)),
        monitor_at_most=usual.monitor_at_most
        if months is None
        else interval_of(months.text, months.span, words.findings),
    )


def _needs(words: Words, node: yaml.Node | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        mend = "write 'needs: {rule: [owner, review by]}'"
        words.findings.add("E813", words.span(node), "what is needed is said by kind", mend)
        return
    for kind, asked in words.known(node, tuple(STATED), "kind of statement with needs"):
        cells = tuple(words.texts(asked))
        for one in cells:
            if one.text not in STATED[kind.text]:
                words.findings.unknown_name(
                    "E811", one.span, f"thing to state in {kind.text}s", one.text, STATED[kind.text]
                )
        yield kind.text, tuple(one.text for one in cells if one.text in STATED[kind.text])


def _errors(words: Words, node: yaml.Node | None) -> Iterator[str]:
    for one in words.texts(node):
        if one.text == ALL:
            yield from (code.code for code in CODES.values() if code.severity is Severity.WARNING)
        elif _can_be_settled(words, one):
            yield one.text


def _also(words: Words, node: yaml.Node | None) -> Iterator[str]:
    for one in words.texts(node):
        if one.text in ASKED_FOR:
            yield one.text
        elif _can_be_settled(words, one):
            mend = f"only {listed(sorted(ASKED_FOR), 'and')} are told when they are asked for"
            words.findings.add("E823", one.span, f"{one.text} is told without being asked for", mend)


def _waived(words: Words, node: yaml.Node | None, keys: tuple[str, ...]) -> Iterator[Waived]:
    if node is None:
        return
    for one in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        if not isinstance(one, yaml.MappingNode):
            mend = 'write {code: W431, because: "…"}'
            words.findings.add("E813", words.span(one), "what is waived is a code with a reason", mend)
            continue
        said = {key.text: words.text(value) for key, value in words.known(one, keys, "key of what is waived")}
        code, because, within = said.get("code"), said.get("because"), said.get("in")
        if "code" not in said:
            mend = 'write {code: W431, because: "…"}'
            words.findings.add("E812", words.span(one), "what is waived has no 'code'", mend)
        elif "because" not in said:
            message = f"{code.text} is waived without a reason" if code else "this is waived without a reason"
            words.findings.add("E824", words.span(one), message, 'add because: "…", for whoever reads this in a year')
        elif code and because and _can_be_settled(words, code):
            yield Waived(code.text, within.text if within else "", because.text, code.span)


def _can_be_settled(words: Words, code: Cell) -> bool:
    """Whether a code is one of a warning; noted when it is not."""
    known = CODES.get(code.text)
    if known is None:
        words.findings.add(
            "E823", code.span, f"there is no finding {code.text}", "see docs/diagnostics.md for all codes"
        )
    elif known.severity is Severity.ERROR:
        message = f"{code.text} is an error, which no policy changes"
        words.findings.add(
            "E823", code.span, message, "mend what it tells; only codes that begin with W can be settled"
        )
    else:
        return True
    return False
