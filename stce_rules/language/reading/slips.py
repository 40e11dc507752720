"""Small slips of the pen: a misspelt word, a word left out or written twice, a missing quotation mark.

Enters the spot of a halt, leaves a remedy, or None where it is no such slip. A remedy is offered only if reading goes
on with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.span import Source, Span
from stce_rules.language.reading.clauses import CLAUSES
from stce_rules.language.reading.spot import Remedy, Spot, shown
from stce_rules.language.reading.tokens import Machine, Node, Token

WORDLIKE = frozenset({"NAME", "WORD", "FIELD", "CODE", "COUNTRY", "PLACE"})
_GOOD_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def distance(one: str, other: str) -> int:
    """Edits from one word to the other: a letter more, less, changed, or two neighbours exchanged."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


def near(word: str, candidates: Iterable[str]) -> list[str]:
    """The candidates a word may be a misspelling of, nearest first."""
    word = word.lower()
    if len(word) > 20:
        return []
    most = 0 if len(word) < 2 else 1 if len(word) < 6 else 2
    found = ((distance(word, one), one) for one in candidates if abs(len(one) - len(word)) <= most)
    return [one for edits, one in sorted(found) if edits <= most]


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The nearest of them, if any is near."""
    return next(iter(near(word, candidates)), None)


def misspelling(source: Source, machine: Machine, token: Token, meant: str) -> Diagnostic:
    """E302 for a word that was meant to be another."""
    span = source.span(token.start, token.end)
    written = shown(source, token)
    known = token.text in machine.types or token.type == "FIELD"
    message = f"'{written}' does not fit here" if known else f"'{written}' is not a word of the language"
    if written != meant and written.lower() == meant:
        message = f"'{written}' is written in small letters"
    return Diagnostic("E302", message, span, help=f"did you mean '{meant}'?", fixes=(Replacement(span, meant),))


def deletion(span: Span) -> tuple[Replacement, ...]:
    """The fix that deletes a word."""
    return (Replacement(span, ""),)


def misspelt(spot: Spot) -> Remedy | None:
    """E302: a word here, or one of those before it that were taken for names, is a misspelt word of the language."""
    return _misspelt(spot, range(min(5, spot.index)), 2)


def misspelt_before_a_fault(spot: Spot) -> Remedy | None:
    """E302: as `misspelt`, where the very next word is at fault too (`thn ad 60 points`), or a clause is missing."""
    remedy = _misspelt(spot, range(1), 0)
    for back in range(min(5, spot.index) if remedy is None else 0):
        place = spot.index - back
        if place >= len(spot.tokens) or spot.tokens[place].type not in {"NAME", "WORD"}:
            continue
        token = spot.tokens[place]
        meant = nearest(token.text, [kind.lower() for kind in CLAUSES])
        begins_line = spot.line(place) != spot.line(place - 1)
        if meant is not None and begins_line and (not back or spot.machine.types[meant] in spot.halt.accepts(back)):
            fault = misspelling(spot.source, spot.machine, token, meant)
            return Remedy(fault, spot.with_([spot.word(meant, token)], back, 1))
    return remedy


def _misspelt(spot: Spot, places: Iterable[int], by: int) -> Remedy | None:
    for back in places:
        place = spot.index - back
        if place >= len(spot.tokens):
            continue
        token = spot.tokens[place]
        if token.type == "QUANTITY":
            remedy = _run_together(spot, token, back)
            if remedy is not None:
                return remedy
        if token.type not in WORDLIKE and (back or not token.text.isalpha() or token.type == "STRING"):
            continue
        words = [spot.machine.words.get(kind, "") for kind in spot.halt.accepts(back)]
        for meant in near(token.text, (word for word in words if word.isalpha() and word != token.text)):
            put = [spot.word(meant, token)]
            if spot.goes_on(put, back, 1, by):
                fault = misspelling(spot.source, spot.machine, token, meant)
                return Remedy(fault, spot.with_(put, back, 1))
    return None


def _run_together(spot: Spot, token: Token, back: int) -> Remedy | None:
    """`3 statsu active` was read as a quantity with the unit 'statsu'."""
    number, _, word = token.text.partition(" ")
    start = token.end - len(word)
    for meant in near(word, [one for one in spot.machine.types if one.isalpha()]):
        unit = Token("NAME", word, start, token.end)
        for kind in ("INTEGER", "HS", "QUANTITY"):
            put = [Token(kind, number, token.start, start - 1), spot.word(meant, unit)]
            if spot.goes_on(put, back, 1):
                return Remedy(misspelling(spot.source, spot.machine, unit, meant), spot.with_(put, back, 1))
    return None


_JOINING = ("and", "or", "unless", "when", "then", "where")
_SAID_OF = ("missing", "stated", "valid")


def taken_for_a_name(source: Source, machine: Machine, tokens: Sequence[Token]) -> Remedy | None:
    """E302 in a statement that reads well: `a adn b is 5` has a box of three words, `is missng` a code."""
    for i, token in enumerate(tokens[1:-1], 1):
        if token.type != "NAME":
            continue
        before, following = tokens[i - 1].type, tokens[i + 1].type
        if before in {"NAME", "FIELD"} or following in {"NAME", "FIELD"}:
            words: tuple[str, ...] = _JOINING
        elif before == "IS" or (before == "NOT" and tokens[i - 2].type == "IS"):
            words = _SAID_OF
        else:
            continue
        meant = nearest(token.text, words)
        if meant is not None:
            put = [*tokens[:i], Token(machine.types[meant], meant, token.start, token.end), *tokens[i + 1 :]]
            if isinstance(machine.run(put), Node):
                return Remedy(misspelling(source, machine, token, meant), put)
    return None


def reserved(spot: Spot) -> Remedy | None:
    """E316: a word of the language, a field, or something else that cannot be a name stands where a name belongs."""
    token = spot.token
    if token is None or "NAME" not in spot.accepts or spot.accepts & {"FIELD", "HS"}:
        return _hyphen(spot)
    span, name = spot.span(token), Token("NAME", token.text, token.start, token.end)
    if token.type == "STRING":
        fixes = (Replacement(span, token.text),) if _GOOD_NAME.match(token.text) else ()
        message = f'a name stands here without quotation marks, not "{token.text[:40]}"'
    elif token.text in spot.machine.types and token.text.isalpha() and token.type not in CLAUSES:
        fixes, message = (), f"'{token.text}' is a word of the language, so it cannot be a name"
    elif token.type == "FIELD":
        fixes, message = (), f"'{token.text}' is a field, so it cannot be a name"
    elif token.type in {"WORD", "CODE", "COUNTRY", "PLACE", "DOTTED"}:
        small = token.text.lower().replace(".", "_").replace("-", "_")
        fixes = (Replacement(span, small),) if _GOOD_NAME.match(small) else ()
        message = f"'{shown(spot.source, token)}' cannot be a name"
    else:
        return None
    if not spot.goes_on([name], 0, 1):
        return None
    help_ = "names are made of small letters, digits and '_', such as 'hub_detour'"
    return Remedy(Diagnostic("E316", message, span, help=help_, fixes=fixes), spot.with_([name], 0, 1))


def _hyphen(spot: Spot) -> Remedy | None:
    """`hub-detour`: a name with a hyphen."""
    token, i = spot.token, spot.index
    if token is None or token.type != "MINUS" or spot.before.type != "NAME" or spot.before.end != token.start:
        return None
    end = i + 1
    while end < len(spot.tokens) and spot.tokens[end].start == spot.tokens[end - 1].end:
        end += 1
    last = spot.tokens[end - 1]
    span = spot.source.span(spot.before.start, last.end)
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", span.text):
        return None
    joined = span.text.replace("-", "_")
    put = [Token("NAME", joined, spot.before.start, last.end)]
    help_ = "names are made of small letters, digits and '_', such as 'hub_detour'"
    fixes = (Replacement(span, joined),)
    fault = Diagnostic("E316", f"'{span.text[:40]}' cannot be a name", span, help=help_, fixes=fixes)
    return Remedy(fault, spot.with_(put, 1, end - i + 1))


def one_too_many(spot: Spot) -> Remedy | None:
    """E303, E305, E318: a word written twice, a comma, `and` or closing mark that nothing needs."""
    token, before = spot.token, spot.before
    if token is not None and token.type == "RPAR" and not any(one.bracket for one in spot.opened):
        span, help_ = spot.span(token), "delete it, or open it with '('"
        fault = Diagnostic("E305", "this bracket closes nothing", span, help=help_, fixes=deletion(span))
        return Remedy(fault, spot.with_([], 0, 1))
    if token is not None and token.type == "END" and not spot.opened and spot.goes_on([], 0, 1):
        message = f"this 'end' is one too many; {spot.name} goes on after it"
        fault = Diagnostic("E318", message, spot.span(token), help="delete it", fixes=deletion(spot.span(token)))
        return Remedy(fault, spot.with_([], 0, 1))
    if token is not None and token.type == before.type and token.type in spot.machine.words and spot.goes_on([], 0, 1):
        message = f"'{token.text}' is written twice"
        fault = Diagnostic("E303", message, spot.span(token), help="delete one", fixes=deletion(spot.span(token)))
        return Remedy(fault, spot.with_([], 0, 1))
    if before.type in {"COMMA", "AND", "OR"} and spot.index > 1 and spot.goes_on([], 1, 1):
        what = "condition" if before.type != "COMMA" else "value"
        message = f"after '{before.text}' {'another' if what == 'value' else 'a'} {what} is expected, but "
        message += spot.what_stands() + (" stands there" if token else "")
        fixes = deletion(spot.span(before)) if before.type == "COMMA" else ()
        help_ = f"delete '{before.text}', or write the {what} that is missing"
        return Remedy(Diagnostic("E303", message, spot.span(before), help=help_, fixes=fixes), spot.with_([], 1, 1))
    return None


_MARKS = frozenset({"STRING", "COMMA", "LPAR", "RPAR", "END"})


def quoting(spot: Spot) -> Remedy | None:
    """E303: a text without its quotation marks."""
    token = spot.token
    if token is None or "STRING" not in spot.accepts or "HS" in spot.accepts or token.type in CLAUSES | _MARKS:
        return None
    end = spot.index
    line = spot.line(end)
    put = [Token("STRING", "", token.start, token.end)]
    while end < len(spot.tokens) and spot.line(end) == line and spot.tokens[end].type not in _MARKS:
        end += 1
        if spot.goes_on(put, 0, end - spot.index):
            break
    else:
        return None
    span = spot.span(token).to(spot.span(spot.tokens[end - 1]))
    put = [Token("STRING", span.text, span.start, span.end)]
    help_ = f'write "{span.text}"'
    fixes = (Replacement(span, f'"{span.text}"'),)
    fault = Diagnostic("E303", "this text has no quotation marks", span, help=help_, fixes=fixes)
    return Remedy(fault, spot.with_(put, 0, end - spot.index))


# Words and marks whose absence is plain, in the order in which they are tried.
_LEFT_OUT = (
    *(",", ":", "-", "is", "points", "than", "of", "from", "as", "to", "each", "by", "the", "a", "rules", "in", "list"),
    *("with", "item", "not", "unknown", "least", "over", "for", "written", "party", "edition", "expect"),
)


def left_out(spot: Spot) -> Remedy | None:
    """E303: one word or mark is missing before the halt."""
    token = spot.token
    if token is None:
        return None
    if (
        token.type == "DOTTED"
        and spot.before.type in {"IS", "NOT"}
        and spot.goes_on(put := [spot.word("in"), spot.word("list")])
    ):
        return _left_out(spot, put, token, spot.insertion(" in list"))
    if {"AND", "OR"} <= spot.accepts and spot.goes_on([spot.word("and")]):
        message = f"'and' or 'or' is missing before '{shown(spot.source, token)}'"
        fault = Diagnostic("E303", message, spot.span(token), help="say whether both must hold, or one is enough")
        return Remedy(fault, spot.with_([spot.word("and")]))
    for text in _LEFT_OUT:
        if spot.machine.types[text] in spot.accepts and spot.goes_on([spot.word(text)]):
            space = "" if text in {",", ":"} else " "
            return _left_out(spot, [spot.word(text)], token, spot.insertion(space + text))
    if spot.before.type == "NAME" and spot.goes_on([spot.word("is")], 1):
        before = spot.before
        fix = (Replacement(spot.source.span(before.start, before.start), "is "),)
        return _left_out(spot, [spot.word("is", before)], before, fix, back=1)
    return None


def _left_out(spot: Spot, put: list[Token], before: Token, fixes: tuple[Replacement, ...], back: int = 0) -> Remedy:
    words = " ".join(one.text for one in put)
    message = f"'{words}' is missing before '{shown(spot.source, before)}'"
    fault = Diagnostic("E303", message, spot.span(before), help=f"write '{words}'", fixes=fixes)
    return Remedy(fault, spot.with_(put, back))
