"""Words sought in descriptions that say too little alone.

Enters: a checked unit. Leaves: W416 for a sentence `description mentions …` that is met by a single word which names
goods of several headings, or by an abbreviation of three letters, while nothing joined to it by `and` says what goods
they are: no commodity code, no number of a chemical, no other words.
"""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import Blank, Mentions, MentionsListed, States, Written
from stce_rules.core.text import phrase
from stce_rules.language import program
from stce_rules.language.checking.findings import listed
from stce_rules.reference.words import headings_named
from stce_rules.workbench.linting.phrases import told
from stce_rules.workbench.linting.project import Surroundings, Unit

_SHORT = 3
_SHORT_BEGINNING = 4
_OF_GOODS = frozenset(("hs", "cas", "declared cas", "cus", "un number", "control entry"))
_TEXT = "description"
_DEEPEST = 50


def ambiguous_words(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:
    """W416: in `where` and `when`; an `unless` may speak of whatever it likes."""
    if unit.checked is None or unit.status == "retired":
        return
    header = unit.checked.header
    beside = False if header.where is None else _says_goods(header.where, around, 0)
    for one in () if beside else _alone(header.when, around):
        words = _ordinary_of(one, around)
        first = headings_named(" ".join(_folded(words[0])))
        of = f"; {told(words[:1])} names goods of headings {listed(first, 'and')}" if first else ""
        message = f"{told(words)} alone {'says' if len(words) == 1 else 'say'} too little of the goods{of}"
        mend = "join it with 'and' to an HS code, a CAS number or other words, or seek a longer phrase"
        yield Diagnostic("W416", message, one.span, help=mend)


def _alone(node: program.Condition, around: Surroundings) -> Iterator[program.Test]:
    """Sentences with ordinary words beside which nothing says what goods are meant."""
    match node:
        case program.AllOf():
            if not any(_says_goods(part, around, 0) for part in node.parts):
                for part in node.parts:
                    yield from _alone(part, around)
        case program.AnyOf() | program.AtLeastOf():
            for part in node.parts:
                yield from _alone(part, around)
        case program.Test() if not node.negated and _ordinary_of(node, around):
            yield node
        case _:
            pass


def _says_goods(node: program.Condition, around: Surroundings, depth: int) -> bool:
    """Whether a condition that holds says by code, number or telling words what goods they are."""
    match node:
        case program.AllOf():
            return any(_says_goods(part, around, depth) for part in node.parts)
        case program.AnyOf():
            return all(_says_goods(part, around, depth) for part in node.parts)
        case program.AtLeastOf():
            return sum(not _says_goods(part, around, depth) for part in node.parts) < node.needed
        case program.Test():
            return not node.negated and _test_says(node, around)
        case program.Shows() if depth < _DEEPEST and node.indicator in around.indicators:
            header = around.indicators[node.indicator].header
            asked = (header.when,) if header.where is None else (header.where, header.when)
            return any(_says_goods(one, around, depth + 1) for one in asked)
        case program.Calls():
            return True  # a plugin's predicate is taken to know what it asks
        case _:
            return False


def _test_says(test: program.Test, around: Surroundings) -> bool:
    if test.field.words in _OF_GOODS:
        return not isinstance(test.predicate, Blank | Written)
    if test.field.words != _TEXT:
        return False
    return isinstance(test.predicate, States | Mentions | MentionsListed) and not _ordinary_of(test, around)


def _ordinary_of(test: program.Test, around: Surroundings) -> list[str]:
    """The ordinary words each of which meets a sentence about the description; none if it asks for all of several."""
    if test.field.words != _TEXT:
        return []
    match test.predicate:
        case Mentions(phrases=written, every=every):
            words = list(written)
        case MentionsListed(list=name, every=every) if name in around.lists:
            words = [row.value for row in around.lists[name].rows]
        case _:
            return []
    found = [one for one in words if _is_ordinary(one)]
    return [] if every and len(found) < len(words) else found


def _is_ordinary(written: str) -> bool:
    words = _folded(written)
    if len(words) != 1:
        return False
    word = words[0]
    if written.rstrip().endswith("*"):
        return len(word) <= _SHORT_BEGINNING or bool(headings_named(word))
    return (len(word) <= _SHORT and word.isalpha()) or bool(headings_named(word))


def _folded(written: str) -> tuple[str, ...]:
    sought = phrase(written)
    return () if sought is None else sought.words
