"""Raw tree to syntax tree: words, values, conditions, sentences.

Enters the raw tree of a condition, leaves its form in `syntax`. `and` mixed with `or` (E210) is reported and read with
`and` binding tighter; the checker goes on with that reading.
"""

from __future__ import annotations

from itertools import pairwise

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Source, Span
from stce_rules.language import syntax as s
from stce_rules.language.reading.tokens import LITERALS, Node, Token, form, leaf

_LARGEST_WHOLE = 999_999_999
_AGGREGATES = {one.value: one for one in s.Aggregate}
_ORDERS = {one.value: one for one in s.Order}
_LONGEST_READING = 240


class Conditions:
    """Builds the conditions of one source; faults go to `faults`."""

    def __init__(self, source: Source, faults: list[Diagnostic]) -> None:
        self.source = source
        self.faults = faults

    # ---- words and values

    def span(self, part: Token | Node) -> Span:
        """The place of a part."""
        return Span(self.source, part.start, part.end)

    def word(self, part: Token | Node) -> s.Word:
        """A name, or the words of a field."""
        if isinstance(part, Token):
            return s.Word(part.text, self.span(part))
        return s.Word(" ".join(leaf(one).text for one in part.children), self.span(part))

    def words(self, parts: list[Token | Node]) -> tuple[s.Word, ...]:
        """The names between commas or `and`s."""
        return tuple(self.word(one) for one in parts[::2])

    def literal(self, part: Token | Node) -> s.Literal:
        """A value."""
        token = leaf(part)
        return s.Literal(LITERALS[token.type], token.text, self.span(token))

    def literals(self, parts: list[Token | Node]) -> tuple[s.Literal, ...]:
        """The values between commas."""
        return tuple(self.literal(one) for one in parts[::2])

    def whole(self, part: Token | Node) -> int:
        """A whole number; one that is out of all bounds is a fault."""
        digits = leaf(part).text.replace(",", "")
        if len(digits) > len(str(_LARGEST_WHOLE)):
            help_ = f"write a number up to {_LARGEST_WHOLE:,}"
            self.faults.append(Diagnostic("E319", "this number is too large", self.span(part), help=help_))
            return _LARGEST_WHOLE
        return int(digits)

    def reference(self, part: Token | Node) -> s.Reference:
        """A list with its `as of`, or the name of a parameter."""
        if isinstance(part, Token):
            return s.Reference(part.text, None, self.span(part))
        parts = part.children
        as_of = self.literal(parts[4]) if len(parts) > 2 else None
        return s.Reference(leaf(parts[1]).text, as_of, self.span(part))

    # ---- conditions

    def condition(self, part: Token | Node) -> s.Condition:
        """A condition of any kind."""
        node = form(part)
        parts, span = node.children, self.span(node)
        match node.rule:
            case "sentence":
                return s.Sentence(self._subject(form(parts[0])), self._relation(form(parts[1])), span)
            case "chain":
                return self._chain(node)
            case "indicator_name":
                return s.IndicatorName(self.word(parts[0]), span)
            case "bracketed":
                return self.condition(parts[1])
            case "negation":
                return s.Not(self.condition(parts[1]), span)
            case "bullets":
                return self._bullets(node)
            case "rule_hits":
                return s.RuleHits(self.word(parts[1]), span)
            case _:
                return self._items_show(node)

    def _chain(self, node: Node) -> s.Condition:
        """Conditions joined by `and`, or by `or`; both in one chain is a fault."""
        operands = [self.condition(one) for one in node.children[::2]]
        joints = [leaf(one) for one in node.children[1::2]]
        mixed = next((after for before, after in pairwise(joints) if before.type != after.type), None)
        if mixed is None:
            whole = s.AllOf if joints[0].type == "AND" else s.AnyOf
            return whole(tuple(operands), False, self.span(node))
        self._mixed(node, mixed, joints)
        groups: list[list[s.Condition]] = [[operands[0]]]
        for joint, operand in zip(joints, operands[1:], strict=True):
            if joint.type == "AND":
                groups[-1].append(operand)
            else:
                groups.append([operand])
        parts = tuple(g[0] if len(g) == 1 else s.AllOf(tuple(g), False, g[0].span.to(g[-1].span)) for g in groups)
        return s.AnyOf(parts, False, self.span(node))

    def _mixed(self, node: Node, mixed: Token, joints: list[Token]) -> None:
        """E210, with both readings where there are just two."""
        help_ = "use brackets, or bullets under 'all of:' or 'any of:'"
        if len(joints) == 2:
            a, b, c = (" ".join(self.span(one).text.split()) for one in node.children[::2])
            first, second = (one.text for one in joints)
            readings = f"either ({a} {first} {b}) {second} {c}, or {a} {first} ({b} {second} {c})"
            if len(readings) > _LONGEST_READING:
                readings = f"either (1 {first} 2) {second} 3, or 1 {first} (2 {second} 3)"
            help_ = f"{readings}; {help_}"
        message = "'and' with 'or' in one sentence can be read two ways"
        self.faults.append(Diagnostic("E210", message, self.span(mixed), help=help_))

    def _bullets(self, node: Node) -> s.Condition:
        span, first = self.span(node), leaf(node.children[0])
        bullets = (one for one in node.children if isinstance(one, Node))
        parts = tuple(self.condition(one.children[1]) for one in bullets)
        match first.type:
            case "ALL":
                return s.AllOf(parts, True, span)
            case "ANY":
                return s.AnyOf(parts, True, span)
            case "NONE":
                return s.NoneOf(parts, span)
            case _:
                return s.AtLeastOf(self.whole(node.children[2]), parts, span)

    def _items_show(self, node: Node) -> s.ItemsShow:
        parts, span = node.children, self.span(node)
        name = self.word(parts[-1])
        if len(parts) == 4:
            return s.ItemsShow(s.Quantifier(f"{leaf(parts[0]).text} item shows"), None, name, span)
        return s.ItemsShow(s.Quantifier.AT_LEAST, self.whole(parts[2]), name, span)

    # ---- subjects

    def _subject(self, node: Node) -> s.Subject:
        span = self.span(node)
        match node.rule:
            case "field":
                return s.FieldSubject(self.word(node), span)
            case "score":
                return s.Score(span)
            case _:
                return self._window_subject(node)

    def _window_subject(self, node: Node) -> s.WindowSubject:
        """`number of items showing X by …`: words that name what is counted, what it is about, the window."""
        *front, last = node.children
        about = front[-1]
        named = isinstance(about, Node) or about.type in {"NAME", "STRING"}
        counted = " ".join(leaf(one).text for one in (front[:-1] if named else front))
        of = self.word(about) if named else None
        parts = form(last).children
        window = s.Window(self.words(parts[1:-2]), self.literal(parts[-1]), self.span(last))
        return s.WindowSubject(_AGGREGATES[counted], of, window, self.span(node))

    # ---- relations

    def _relation(self, node: Node) -> s.Relation:
        parts, span = node.children, self.span(node)
        match node.rule:
            case "is" | "is_not":
                return s.Is(self._predicate(form(parts[-1])), node.rule == "is_not", span)
            case "bare":
                return s.Is(self._comparison(form(parts[0])), False, span)
            case "mentions" | "does_not_mention":
                return s.Mentions(self._phrases(form(parts[-1])), node.rule == "does_not_mention", span)
            case "states":
                return s.States(self.word(parts[1]), self._comparison(form(parts[2])), span)
            case "resembles":
                return s.Resembles(self.reference(parts[4]), self.literal(parts[-1]), span)
            case "passes_through" | "avoids":
                return s.PassesThrough(self._places(parts[-1]), node.rule == "avoids", span)
            case _:
                return s.DiffersFrom(self.word(parts[2]), span)

    def _predicate(self, node: Node) -> s.Predicate:
        parts, span = node.children, self.span(node)
        match node.rule:
            case "equals":
                return s.Equals(self.literal(parts[0]), span)
            case "exactly":
                return s.Exactly(self.literal(parts[1]), span)
            case "in_range":
                return s.InRange(self.literal(parts[1]), self.literal(parts[3]), span)
            case "in_set":
                return s.InSet(self._bracketed(form(parts[1])), span)
            case "in_list":
                return s.InList(self.reference(parts[1]), span)
            case "missing":
                return s.Missing(span)
            case "stated":
                return s.Stated(span)
            case "valid":
                return s.Valid(span)
            case "same_as":
                return s.SameAs(self.word(parts[3]), span)
            case _:
                return self._comparison(node)

    def _comparison(self, node: Node) -> s.Comparison:
        parts, span = node.children, self.span(node)
        if node.rule == "between":
            return s.Between(self._amount(leaf(parts[1])), self._amount(leaf(parts[3])), span)
        order = _ORDERS[f"{leaf(parts[0]).text} {leaf(parts[1]).text}"]
        return s.Compare(order, self._amount(leaf(parts[2])), span)

    def _amount(self, token: Token) -> s.Amount:
        return self.reference(token) if token.type in {"NAME", "DOTTED"} else self.literal(token)

    def _bracketed(self, node: Node) -> tuple[s.Literal, ...]:
        return self.literals(node.children[1:-1])

    def _phrases(self, node: Node) -> s.Phrases | s.PhraseList:
        first, last, span = leaf(node.children[0]), node.children[-1], self.span(node)
        if isinstance(last, Token):
            return s.Phrases(False, (self.literal(last),), span)
        every = first.type == "ALL"
        if last.rule == "list_name":
            return s.PhraseList(every, self.reference(last), span)
        return s.Phrases(every, self._bracketed(last), span)

    def _places(self, part: Token | Node) -> tuple[s.Literal, ...] | s.Reference:
        """A value, a list, or `any of` either."""
        if isinstance(part, Token):
            return (self.literal(part),)
        named = part if part.rule == "list_name" else form(part.children[-1])
        return self.reference(named) if named.rule == "list_name" else self._bracketed(named)
