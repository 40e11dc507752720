"""What the word, name or value at the caret means.

Enters: the caret. Leaves: Markdown and the characters it is about, or None where there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stce_rules.core.span import Span
from stce_rules.language import syntax as s
from stce_rules.language.reading.tokens import Token
from stce_rules.lsp.features import known
from stce_rules.lsp.features.keywords import CHANNEL_HELP, FLOW_HELP, KEYWORDS, LIST_KIND_HELP, STATUS_HELP
from stce_rules.lsp.features.listed import listed_in, name_in_lists, regimes_of
from stce_rules.lsp.features.markdown import paragraphs, plain
from stce_rules.lsp.features.named import about_name
from stce_rules.lsp.features.names import Word, named_at, token_at
from stce_rules.lsp.features.surroundings import Surroundings

__all__ = ["Hover", "hover"]


@dataclass(frozen=True, slots=True)
class Hover:
    """What to show, and for which characters."""

    markdown: str
    span: Span


def hover(around: Surroundings, offset: int) -> Hover | None:
    """What is known of what stands at the caret."""
    for one in named_at(around, offset):
        about = about_name(around, one)
        if about:
            return Hover(about, one.span)
    word = token_at(around, offset)
    if word is None:
        return None
    about = _about(around, word)
    return Hover(about, around.source.span(word.token.start, word.token.end)) if about else None


def _about(around: Surroundings, word: Word) -> str:
    token = word.token
    if token.type in _VALUES:
        return _unit_of_measure(word) or _VALUES[token.type](around, word)
    if token.type in {"NAME", "UNIT", "WORD"} and (about := _unit_of_measure(word)):
        return about
    if token.type == "NAME":
        return _bare_word(word)
    help_ = KEYWORDS.get(token.text)
    return f"**{token.text}** {plain(help_)}" if help_ else ""


def _unit_of_measure(word: Word) -> str:
    """`measure uts in MPa`."""
    return known.about_unit(word.token.text) if word.follows("MEASURE", "NAME", "IN") else ""


_CLOSED: Mapping[str, Mapping[str, str]] = {"STATUS": STATUS_HELP, "TO": FLOW_HELP, "OF": LIST_KIND_HELP}


def _bare_word(word: Word) -> str:
    """A status, flow, kind of list or channel, which are no keywords."""
    text = word.token.text
    tables = [table for before, table in _CLOSED.items() if word.follows(before)] or [FLOW_HELP]
    for table in (*tables, CHANNEL_HELP):
        if text in table:
            return f"**{text}** {plain(table[text])}"
    flows = {one.removesuffix("s"): help_ for one, help_ in FLOW_HELP.items()}
    return f"**{text}** {plain(flows[text])}" if text in flows else ""


# ---- values


def _hs(around: Surroundings, word: Word) -> str:
    token, edition = word.token, around.edition()
    return paragraphs(
        [
            known.about_hs(token.text, edition),
            _range(word, edition),
            regimes_of(around, "hs", token.text),
            listed_in(around, "hs", token.text),
        ],
    )


def _range(word: Word, edition: int) -> str:
    """`from 2929.00 to 2931.99`, from either end."""
    low = high = ""
    if word.follows("FROM") and [one.type for one in word.after[:2]] == ["TO", "HS"]:
        low, high = word.token.text, word.after[1].text
    elif word.follows("FROM", "HS", "TO"):
        low, high = word.before[1].text, word.token.text
    return known.about_hs_range(low, high, edition) if low else ""


def _cas(around: Surroundings, word: Word) -> str:
    number = word.token.text
    name = name_in_lists(around, "cas", number)
    listed = listed_in(around, "cas", number)
    return paragraphs([known.about_cas(number, name), regimes_of(around, "cas", number), listed])


def _country(around: Surroundings, word: Word) -> str:
    code = word.token.text
    return paragraphs([known.about_country(code), listed_in(around, "countries", code)])


def _place(around: Surroundings, word: Word) -> str:
    code = word.token.text
    return paragraphs([known.about_place(code), listed_in(around, "places", code)])


def _amount(around: Surroundings, word: Word) -> str:  # noqa: ARG001  # one form for all values
    return known.about_amount(word.token.text)


def _code(around: Surroundings, word: Word) -> str:
    """A code, a control entry, or a text: what lists and regimes say of it."""
    token = word.token
    found = [listed_in(around, kind, token.text) for kind in ("codes", "phrases", "parties")]
    told = paragraphs([_regime(around, word), *found])
    return paragraphs([f"**{plain(token.text)}**", told]) if told else ""


def _regime(around: Surroundings, word: Word) -> str:
    """How many units of the ruleset stand under a regime."""
    before: list[Token] = list(word.before)
    while len(before) > 1 and before[0].type == "COMMA" and before[1].type == "STRING":
        before = before[2:]
    if not before or before[0].type != "REGIME":
        return ""
    named = [
        one.name.text
        for one in around.statements()
        if isinstance(one, s.IndicatorStatement | s.RuleStatement | s.ExemptionStatement)
        and word.token.text in one.properties.regime
    ]
    return f"Regime of {len(named):,} units: {plain(', '.join(named[:8]))}" + ("…" if len(named) > 8 else "")


_VALUES: Mapping[str, Callable[[Surroundings, Word], str]] = {
    "HS": _hs,
    "CAS": _cas,
    "COUNTRY": _country,
    "PLACE": _place,
    "QUANTITY": _amount,
    "CODE": _code,
    "ENTRY": _code,
    "STRING": _code,
}
