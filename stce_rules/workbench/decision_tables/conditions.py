"""Columns of conditions, and what one cell of them says.

Enters: a column (a field or another subject, with an operator) and the text of a cell. Leaves: the condition as a rule
writes it. Promise: several values in a cell are alternatives; nothing of a cell is passed over.

A cell holds values parted by semicolons or line breaks. Beside plain values it may say `2801 to 2853`, `list NAME`,
`missing`, `stated`, `valid`, `at least 25 kg`, `between 1 kg and 25 kg`, `exactly 2931.41`; with `not` before all of
them it says the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby

from stce_rules.core.fields import FieldType
from stce_rules.workbench.decision_tables.cells import Cell, Kind, one_line
from stce_rules.workbench.decision_tables.values import Unread, tokens_of, value_of

IS, MENTIONS, MENTIONS_ALL, PASSES = "is", "mentions", "mentions all of", "passes through"
SAME_AS, DIFFERS_FROM, EXACTLY = "is the same as", "differs from", "is exactly"
SHOWS = "shows"
"""The verb of a column that has no subject: its cells name indicators."""

ORDERS = ("at least", "at most", "more than", "less than")


@dataclass(frozen=True, slots=True)
class Column:
    """What stands before the value of a cell.

    `verb` is one of those above, an order (`at least`), or `states MEASURE` with an order. `type` is None where the
    cells name other fields. `negated` says that the heading holds a `not`, `lists` that cells hold names of lists.
    """

    subject: str
    verb: str
    type: FieldType | None
    negated: bool = False
    lists: bool = False
    unit: str = ""


class Form(Enum):
    """How an alternative of a cell continues the sentence."""

    VALUE = "value"
    LIST = "list"
    PREDICATE = "predicate"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative: a value, the name of a list (`cwc.schedule_2 as of 2020-01-01`), or the words after `is`."""

    form: Form
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says."""

    negated: bool
    alternatives: tuple[Alternative, ...]


def condition(column: Column, cell: Cell) -> str:
    """The condition of a cell, as a rule writes it. Raises Unread."""
    return worded(column, said(column, cell))


_PART = re.compile(r'(?:"[^"\n]*"|[^;\n])+')
_NOT = re.compile(r"not\s+(?=\S)", re.IGNORECASE)


def parts_of(text: str) -> tuple[str, ...]:
    """The texts of a cell that semicolons or line breaks part, those in quotes whole."""
    return tuple(part for one in _PART.findall(text) if (part := one.strip()))


def said(column: Column, cell: Cell) -> Said:
    """What a cell says. Raises Unread."""
    text = cell.text
    negated = bool(match := _NOT.match(text))
    if match:
        text = text[match.end() :]
        if column.negated:
            raise Unread("E927", "the heading says 'not' already", "leave 'not' out of the cell")
    parts = parts_of(text)
    if not parts:
        raise Unread("E927", f"'{cell.text}' holds no value", "write a value, or empty the cell")
    return Said(negated != column.negated, tuple(alternative(column, part, cell.kind) for part in parts))


_WORDS = ("missing", "stated", "valid")
_LIST = re.compile(r"list ([a-z][\w.]*(?: as of \d{4}-\d{2}-\d{2})?)")
_RANGE = re.compile(r"(?:from )?(.+?) (?:to|–) (.+)")
_BETWEEN = re.compile(r"between (.+?) and (.+)")
_ORDER = re.compile(rf"({'|'.join(ORDERS)}) (.+)")
_EXACT = re.compile(r"exactly (.+)")


def alternative(column: Column, part: str, kind: Kind) -> Alternative:
    """One alternative of a cell. Raises Unread."""
    words = one_line(part)
    if column.verb == SHOWS:
        return Alternative(Form.VALUE, _indicator(words))
    if words.lower() in _WORDS:
        return Alternative(Form.PREDICATE, words.lower())
    if column.type is None:
        return Alternative(Form.VALUE, _field(words))
    named = _LIST.fullmatch(words if not column.lists or words.startswith("list ") else f"list {words}")
    if named and column.verb in {IS, MENTIONS, MENTIONS_ALL, PASSES}:
        return Alternative(Form.LIST, named[1])
    if column.lists:
        raise Unread(
            "E927", f"'{words}' is not the name of a list", "a list is named as in rules, such as cwc.schedule_2"
        )
    if column.verb == IS and column.type is not FieldType.TEXT and (found := _predicate(column, words, kind)):
        return Alternative(Form.PREDICATE, found)
    return Alternative(Form.VALUE, value_of(words, kind, column.type, column.unit))


def _field(words: str) -> str:
    tokens = tokens_of(words)
    if tokens is None or len(tokens) != 1 or tokens[0].type not in {"FIELD", "NAME"}:
        raise Unread("E927", f"'{words}' is not a field", "write the words of a field, such as: consignee country")
    return words


def _indicator(words: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", words):
        mend = "write its name as in rules; any other sentence may be a heading, with yes or no below it"
        raise Unread("E927", f"'{words}' is not the name of an indicator", mend)
    return words


def _predicate(column: Column, words: str, kind: Kind) -> str | None:
    """The words after `is` of a range or a comparison."""

    def value(text: str) -> str:
        return value_of(text, kind, column.type or FieldType.TEXT, column.unit)

    if match := _BETWEEN.fullmatch(words):
        return f"between {value(match[1])} and {value(match[2])}"
    if match := _ORDER.fullmatch(words):
        return f"{match[1]} {value(match[2])}"
    if match := _EXACT.fullmatch(words):
        return f"exactly {value(match[1])}"
    if match := _RANGE.fullmatch(words):
        return f"from {value(match[1])} to {value(match[2])}"
    return None


# ---- words


def worded(column: Column, what: Said) -> str:
    """What a cell says, as a condition."""
    groups = [(form, [one.text for one in group]) for form, group in groupby(what.alternatives, lambda one: one.form)]
    if len(groups) == 1:
        sentences = list(_sentences(column, *groups[0], negated=what.negated))
        if len(sentences) == 1:
            return sentences[0]
    sentences = [one for group in groups for one in _sentences(replace(column, negated=False), *group, negated=False)]
    bullets = " ".join(f"- {one}" for one in sentences)
    return f"{'none' if what.negated else 'any'} of: {bullets} end"


def _sentences(column: Column, form: Form, texts: Sequence[str], *, negated: bool) -> Iterator[str]:
    """The sentences of alternatives of one form."""
    subject, no = column.subject, " not" if negated else ""
    match form:
        case Form.PREDICATE:
            yield from (f"{subject} is{no} {text}" for text in texts)
        case Form.LIST:
            yield from (f"{_listing(column, negated=negated)} list {text}" for text in texts)
        case Form.VALUE:
            yield from _of_values(column, texts, negated=negated)


def _listing(column: Column, *, negated: bool) -> str:
    subject = column.subject
    match column.verb:
        case "mentions" | "mentions all of":
            how = "all of" if column.verb == MENTIONS_ALL else "any of"
            return f"{subject} {'does not mention' if negated else 'mentions'} {how}"
        case "passes through":
            return f"{subject} {'avoids' if negated else 'passes through'}"
        case _:
            return f"{subject} is{' not' if negated else ''} in"


def _of_values(column: Column, texts: Sequence[str], *, negated: bool) -> Iterator[str]:
    subject, verb, no = column.subject, column.verb, " not" if negated else ""
    among = f"({', '.join(texts)})"
    single = len(texts) == 1
    if verb == SHOWS:
        yield from (f"{'not ' if negated else ''}{text}" for text in texts)
    elif verb == IS:
        yield f"{subject} is{no} {texts[0] if single else f'in {among}'}"
    elif verb in {MENTIONS, MENTIONS_ALL}:
        mentions = "does not mention" if negated else "mentions"
        if verb == MENTIONS_ALL:
            yield f"{subject} {mentions} all of {among}"
        else:
            yield f"{subject} {mentions} {texts[0] if single else f'any of {among}'}"
    elif verb == PASSES:
        yield f"{subject} {'avoids' if negated else 'passes through'} {texts[0] if single else f'any of {among}'}"
    elif verb in ORDERS:
        yield from (f"{subject} is{no} {verb} {text}" for text in texts)
    elif verb in {SAME_AS, EXACTLY}:
        yield from (f"{subject} is{no} {verb.removeprefix('is ')} {text}" for text in texts)
    else:
        yield from (f"{'not ' if negated else ''}{subject} {verb} {text}" for text in texts)
