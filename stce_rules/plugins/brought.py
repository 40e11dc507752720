"""What one plugin brings: its hooks asked, each answer checked.

Enters: a registered plugin. Leaves: typed records, or faults that name the plugin. Promise: a hook that raises, gives
None or gives something of another kind is always a fault, for what it controls would silently be missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar, cast

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.fields import Field, FieldType, Level
from stce_rules.core.span import Source
from stce_rules.hooks import (
    Contributions,
    DecisionPolicy,
    EngineFactory,
    Function,
    ListReader,
    ListSource,
    NameMatcher,
    RulesetFolder,
)
from stce_rules.intake.adapters import Adapter
from stce_rules.plan.model import Scope
from stce_rules.plugins.announced import said
from stce_rules.plugins.registered import Registered

_RULE_WORD = re.compile(r"[a-z][a-z0-9_]*")
_BOX_WORDS = re.compile(r"[a-z][a-z0-9]*( [a-z0-9]+)*")
_LABEL = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_T = TypeVar("_T")
_N = TypeVar("_N", bound=_Named)


def brought(one: Registered) -> tuple[Contributions, list[Diagnostic]]:
    """Ask a plugin for all it brings."""
    asking = _Asking(one)
    functions = asking.functions()
    lists = asking.named("stce_lists", "ListSource", _list)
    found = Contributions(
        adapters=asking.named("stce_adapters", "Adapter", _adapter),
        fields=asking.fields(),
        functions=tuple(each for each in functions if isinstance(each, Function)),
        matchers=tuple(each for each in functions if isinstance(each, NameMatcher)),
        lists=tuple(each for each in lists if isinstance(each, ListSource)),
        list_readers=tuple(each for each in lists if isinstance(each, ListReader)),
        rulesets=asking.named("stce_rulesets", "RulesetFolder", _ruleset),
        engines=asking.named("stce_engines", "EngineFactory", _engine),
        decision_policies=asking.named("stce_decision_policies", "DecisionPolicy", _policy),
    )
    for folder in found.rulesets:
        if not (folder.path / "ruleset.yaml").is_file():
            asking.fault("E707", f"brings ruleset '{folder.name}', but there is no ruleset.yaml in '{folder.path}'")
    return found, asking.faults


# ---- records as a plugin gives them: whole, or None


def _adapter(one: object) -> Adapter | None:
    texts = (getattr(one, word, None) for word in ("name", "title"))
    calls = (getattr(one, word, None) for word in ("recognises", "read"))
    whole = all(isinstance(text, str) for text in texts) and all(callable(call) for call in calls)
    return cast("Adapter", one) if whole else None


def _field(one: object) -> Field | None:
    match one:
        case Field(words=str(), type=FieldType(), level=Level(), path=str(), help=str(), wco=str()):
            return one
        case _:
            return None


def _function(one: object) -> Function | NameMatcher | None:
    match one:
        case Function(name=str(), scope=Scope(), help=str(), judge=judge) if callable(judge):
            return one
        case NameMatcher(name=str(), version=str(), help=str(), screen=screen) if callable(screen):
            return one
        case _:
            return None


def _list(one: object) -> ListSource | ListReader | None:
    match one:
        case ListSource(name=str(), format="csv" | "yaml", text=str()):
            return one
        case ListReader(name=str(), version=str(), help=str(), recognises=recognises, read=read):
            return one if all(map(callable, (recognises, read))) else None
        case _:
            return None


def _ruleset(one: object) -> RulesetFolder | None:
    match one:
        case RulesetFolder(name=str(), path=Path()):
            return one
        case _:
            return None


def _engine(one: object) -> EngineFactory | None:
    match one:
        case EngineFactory(name=str(), help=str(), make=make) if callable(make):
            return one
        case _:
            return None


def _policy(one: object) -> DecisionPolicy | None:
    match one:
        case DecisionPolicy(name=str(), help=str(), at_least=at_least) if callable(at_least):
            return one
        case _:
            return None


# ---- asking


@dataclass(frozen=True, slots=True)
class _Asking:
    """One plugin being asked, hook by hook."""

    one: Registered
    faults: list[Diagnostic] = field(default_factory=list)

    def fault(self, code: str, message: str, mend: str = "") -> None:
        """Note a fault of this plugin."""
        self.faults.append(Diagnostic(code, message, where=self.one.announced.known_as, help=mend))

    def named(
        self, hook: str, record: str, recognised: Callable[[object], _N | None], name: re.Pattern[str] = _LABEL
    ) -> tuple[_N, ...]:
        """The records a hook gives, each with a name that can be written where it is used."""
        found = self._given(hook, record, recognised)
        for one in found:
            self._check_name(one.name, name)
        return found

    def functions(self) -> tuple[Function | NameMatcher, ...]:
        """The functions it brings, none named by a word of the rule language, and what compares names."""
        found: tuple[Function | NameMatcher, ...] = self._given("stce_functions", "Function", _function)
        for one in found:
            self._check_name(one.name, _RULE_WORD if isinstance(one, Function) else _LABEL)
            if isinstance(one, NameMatcher):
                continue
            if _RULE_WORD.fullmatch(one.name) and _is_word(one.name):
                mend = "choose a name that is no word of the rule language"
                self.fault("E709", f"brings function '{one.name}', which rules would read as a word of their own", mend)
        return found

    def fields(self) -> tuple[Field, ...]:
        """The boxes it brings, each kept where `extra` of the declaration or the item is."""
        found = self._given("stce_fields", "Field", _field)
        for box in found:
            self._check_name(box.words, _BOX_WORDS)
            under = "extra." if box.level is Level.HEADER else "items[].extra."
            if not box.path.startswith(under) or box.path == under:
                mend = f"a field of {box.level.value} is kept under '{under}', where an adapter can put it"
                self.fault("E707", f"brings field '{box.words}', which is kept in '{box.path}'", mend)
        return found

    def _given(self, hook: str, record: str, recognised: Callable[[object], _T | None]) -> tuple[_T, ...]:
        if hook not in self.one.hooks:
            return ()
        try:
            answers = self.one.call(hook)
            given = [one for answer in answers for one in (answer if isinstance(answer, (list, tuple)) else (None,))]
            found = [recognised(one) for one in given]
        except (Exception, SystemExit) as fault:  # noqa: BLE001  # a plugin may raise anything
            mend = "without it what the plugin controls is not seen; mend the plugin, or remove it"
            self.fault("E706", f"failed in '{hook}': {said(fault)}", mend)
            return ()
        if None in found or len(answers) < self.one.functions(hook):
            mend = "see stce_rules.hooks for what each hook gives"
            self.fault("E707", f"gives something else in '{hook}' than a list of {record}", mend)
        return tuple(one for one in found if one is not None)

    def _check_name(self, name: str, pattern: re.Pattern[str]) -> None:
        if not pattern.fullmatch(name):
            mend = "use lower-case letters and digits"
            self.fault("E709", f"brings '{name}', a name that cannot be written where it is used", mend)


def _is_word(name: str) -> bool:
    """Whether rules would read a name as a word of their own."""
    from stce_rules.language.parse import parse

    sentence = Source(name, f'indicator probe "probe" for each item when {name} end')
    return bool(parse(sentence).diagnostics)
