"""Raw tree to syntax tree: statements.

Enters the raw tree of one statement, leaves its form in `syntax`, or None if it is nested too deeply. Faults that only
the tree shows are added: a property given twice (E308), a number out of bounds (E319), nesting (E313), and those of
conditions.
"""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Source
from stce_rules.language import syntax as s
from stce_rules.language.reading.conditions import Conditions
from stce_rules.language.reading.tokens import Node, Token, form, leaf

_DEEPEST = 50


def build(source: Source, node: Node, faults: list[Diagnostic]) -> s.Statement | None:
    """The statement of a raw tree."""
    openings = sum(source.text.count(one, node.start, node.end) for one in ("(", ":", "not"))
    deep = _too_deep(node) if openings > _DEEPEST else None
    if deep is not None:
        message = f"brackets, bullets and 'not' stand more than {_DEEPEST} deep here"
        span = source.span(deep.start, deep.start + 1)
        help_ = "name the inner part: make it an indicator of its own"
        faults.append(Diagnostic("E313", message, span, help=help_))
        return None
    return Statements(source, faults).statement(node)


def _too_deep(node: Node) -> Node | None:
    """The first form that is nested too deeply. A loop, because the tree may be deeper than Python can recurse."""
    ahead: list[tuple[Node, int]] = [(node, 0)]
    while ahead:
        here, depth = ahead.pop()
        depth += here.rule in {"bracketed", "bullets", "negation"}
        if depth > _DEEPEST:
            return here
        ahead += [(one, depth) for one in reversed(here.children) if isinstance(one, Node)]
    return None


class Statements(Conditions):
    """Builds the statements of one source."""

    def statement(self, node: Node) -> s.Statement:
        """A statement of any kind."""
        parts, span = node.children, self.span(node)
        match node.rule:
            case "use_edition":
                return s.UseEdition(self.whole(parts[2]), span)
            case "use_lists":
                return s.UseLists(self.word(parts[3]), self.word(parts[5]), span)
            case "use_rules":
                return s.UseRules(self.word(parts[3]), span)
            case "list":
                return s.ListStatement(self.word(parts[1]), self.word(parts[3]), self.literals(parts[5:-1]), span)
            case "parameter":
                return s.ParameterStatement(self.word(parts[1]), self._dated(parts[2:]), span)
            case "measure":
                return s.MeasureStatement(self.word(parts[1]), self.word(parts[3]), self.literals(parts[5:-1]), span)
            case "decision":
                return self._decision(node)
            case "guarantee":
                return s.GuaranteeStatement(text(parts[1]), self._promise(form(parts[2])), span)
            case "indicator":
                return self._indicator(node)
            case "rule":
                return self._rule(node)
            case _:
                return self._exemption(node)

    def _dated(self, parts: list[Token | Node]) -> tuple[s.DatedValue, ...]:
        if isinstance(parts[0], Token):
            return (s.DatedValue(None, self.literal(parts[1]), self.span(parts[0]).to(self.span(parts[1]))),)
        return tuple(
            s.DatedValue(self.literal(one.children[1]), self.literal(one.children[3]), self.span(one))
            for one in nodes(parts, "dated")
        )

    # ---- indicators, rules, exemptions

    def _indicator(self, node: Node) -> s.IndicatorStatement:
        parts = node.children
        return s.IndicatorStatement(
            self.word(parts[1]),
            text(parts[2]),
            self._properties(parts),
            self._for_each(parts),
            self._when(parts),
            self._unless(parts),
            self._examples(parts),
            self.span(node),
        )

    def _rule(self, node: Node) -> s.RuleStatement:
        parts = node.children
        return s.RuleStatement(
            self.word(parts[1]),
            text(parts[2]),
            self._properties(parts),
            self._for_each(parts),
            self._when(parts),
            self._unless(parts),
            self._effects(parts, "then"),
            self._effects(parts, "if_unknown"),
            self._because(parts),
            self._examples(parts),
            self.span(node),
        )

    def _exemption(self, node: Node) -> s.ExemptionStatement:
        parts = node.children
        lifts = next(nodes(parts, "lifts"))
        return s.ExemptionStatement(
            self.word(parts[1]),
            text(parts[2]),
            self._properties(parts),
            self._for_each(parts),
            self.words(lifts.children[2:]),
            self._when(parts),
            self._because(parts),
            self._examples(parts),
            self.span(node),
        )

    def _properties(self, parts: list[Token | Node]) -> s.Properties:
        version: int | None = None
        status: s.Word | None = None
        owner: str | None = None
        regime: tuple[str, ...] = ()
        start: s.Literal | None = None
        until: s.Literal | None = None
        review: s.Literal | None = None
        applies: tuple[s.Word, ...] = ()
        seen: set[str] = set()
        for node in nodes(parts):
            values = node.children
            if node.rule in seen:
                self._twice(node)
                continue
            match node.rule:
                case "version":
                    version = self.whole(values[1])
                case "status":
                    status = self.word(values[1])
                case "owner":
                    owner = text(values[1])
                case "regime":
                    regime = tuple(one.text for one in self.words(values[1:]))
                case "effective":
                    dates = {kind(values[i]): self.literal(values[i + 1]) for i in range(1, len(values), 2)}
                    start, until = dates.get("FROM"), dates.get("UNTIL")
                case "review_by":
                    review = self.literal(values[2])
                case "applies_to":
                    applies = self.words(values[2:])
                case _:
                    continue
            seen.add(node.rule)
        return s.Properties(version, status, owner, regime, start, until, review, applies)

    def _twice(self, node: Node) -> None:
        name = node.rule.replace("_", " ")
        message = f"'{name}' stands a second time"
        self.faults.append(Diagnostic("E308", message, self.span(node), help="join the two, or delete one"))

    def _for_each(self, parts: list[Token | Node]) -> s.ForEach:
        node = next(nodes(parts, "for_each"))
        where = self.condition(node.children[4]) if len(node.children) > 3 else None
        scope = s.Scope.ITEM if kind(node.children[2]) == "ITEM" else s.Scope.DECLARATION
        return s.ForEach(scope, where, self.span(node))

    def _when(self, parts: list[Token | Node]) -> s.Condition:
        return self.condition(next(nodes(parts, "when")).children[1])

    def _unless(self, parts: list[Token | Node]) -> tuple[s.Unless, ...]:
        return tuple(
            s.Unless(self.condition(one.children[1]), text(one.children[3]), self.span(one))
            for one in nodes(parts, "unless")
        )

    def _because(self, parts: list[Token | Node]) -> str | None:
        return next((text(one.children[1]) for one in nodes(parts, "because")), None)

    def _effects(self, parts: list[Token | Node], rule: str) -> tuple[s.Effect, ...]:
        return tuple(self._effect(one) for clause in nodes(parts, rule) for one in nodes(clause.children))

    def _effect(self, node: Node) -> s.Effect:
        parts, span = node.children, self.span(node)
        match node.rule:
            case "add_points":
                return s.AddPoints(self.whole(parts[1]), span)
            case "at_least_channel":
                return s.AtLeastChannel(self.word(parts[2]), span)
            case rule:
                return s.NoteEffect(s.Note(rule.replace("_", " ")), text(parts[-1]), span)

    # ---- examples

    def _examples(self, parts: list[Token | Node]) -> tuple[s.Example, ...]:
        return tuple(self._example(one) for one in nodes(parts, "example"))

    def _example(self, node: Node) -> s.Example:
        parts = node.children
        items: list[list[s.Fact]] = [[]]
        for one in nodes(parts[:-1]):
            if one.rule == "next_item":
                items.append([])
            items[-1].append(self._fact(form(one.children[-1]) if one.rule == "next_item" else one))
        facts, *others = (tuple(each) for each in items)
        outcome = form(parts[-1]).children
        expect = s.Expectation(" ".join(text(one) for one in outcome).split(" with ")[0])
        channel = self.word(outcome[-1]) if kind(outcome[-2:][0]) == "WITH" else None
        return s.Example(text(parts[1]), facts, tuple(others), expect, channel, self.span(node))

    def _fact(self, node: Node) -> s.Fact:
        span = self.span(node)
        first, value = node.children[0], node.children[1] if len(node.children) > 1 else None
        names = first.children if isinstance(first, Node) else [first]
        if value is None or (kind(value) in {"YES", "NO"} and len(names) == 1 and kind(names[0]) == "NAME"):
            return s.IndicatorFact(self.word(names[0]), value is None or kind(value) == "YES", span)
        name = s.Word(" ".join(text(one) for one in names), self.span(first))
        until = self.literal(node.children[3]) if len(node.children) > 3 else None
        return s.FieldFact(name, None if kind(value) == "MISSING" else self.literal(value), until, span)

    # ---- decisions and guarantees

    def _decision(self, node: Node) -> s.DecisionStatement:
        cap: int | None = None
        otherwise: s.Word | None = None
        channels: list[s.ChannelWhen] = []
        samples: list[s.Sample] = []
        for line in nodes(node.children):
            parts, span = line.children, self.span(line)
            match line.rule:
                case "cap" if cap is None:
                    cap = self.whole(parts[3])
                case "otherwise" if otherwise is None:
                    otherwise = self.word(parts[0])
                case "channel_when":
                    channels.append(s.ChannelWhen(self.word(parts[0]), self.condition(parts[2]), span))
                case "sample":
                    samples.append(s.Sample(self.literal(parts[1]), self.word(parts[3]), self.word(parts[5]), span))
                case rule:
                    words = "score at most" if rule == "cap" else rule
                    message = f"'{words}' stands a second time"
                    self.faults.append(Diagnostic("E308", message, span, help="delete one"))
        return s.DecisionStatement(cap, tuple(channels), otherwise, tuple(samples), self.span(node))

    def _promise(self, node: Node) -> s.AlwaysAtLeast | s.BlankNeverLowers:
        parts, span = node.children, self.span(node)
        if node.rule == "always":
            return s.AlwaysAtLeast(self.condition(parts[3]), self.word(parts[-1]), span)
        return s.BlankNeverLowers(self.word(parts[1]), span)


def nodes(parts: list[Token | Node], rule: str = "") -> Iterator[Node]:
    """The forms among the parts, of one rule if it is named."""
    return (one for one in parts if isinstance(one, Node) and rule in {"", one.rule})


def kind(part: Token | Node) -> str:
    """The type of a token; empty for a form."""
    return part.type if isinstance(part, Token) else ""


def text(part: Token | Node) -> str:
    """The text of a token."""
    return leaf(part).text
