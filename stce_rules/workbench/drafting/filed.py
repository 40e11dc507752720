"""All answers from a file.

Enters: the text of a YAML file. Leaves: answers, with the proposals of the interview where one is left out, or every
fault. A value is a text or a list of texts; `further` holds conditions about other fields by their words.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import yaml

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.workbench.drafting.answers import place_of
from stce_rules.workbench.drafting.questions import BY_NAME, FURTHER, NOTHING, QUESTIONS, Given

_NO_TEXT, _ONE_LINE = "an answer is a text, or a list of texts", "write it on one line"


def answers_of(text: str, name: str, ids: frozenset[str]) -> Given:
    """The answers of a file, called `name`. Raises StceError (E938) with all faults."""
    try:
        read: object = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # the base loader makes texts only
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f"; see line {mark.line + 1}" if mark is not None else ""
        raise StceError(
            _fault(name, "", f"the file is no YAML{line}", "write 'question: answer' on each line")
        ) from None
    if not isinstance(read, dict):
        raise StceError(_fault(name, "", "the file holds no answers", "write 'question: answer' on each line"))
    faults, answers, further = list[Diagnostic](), dict[str, str](), dict[str, str]()
    for key, value in read.items():
        if key == FURTHER and isinstance(value, Mapping):
            values = {str(one): _text(each) for one, each in value.items()}
            further = {one: each for one, each in values.items() if each}
            faults += [_fault(name, one, _NO_TEXT, _ONE_LINE) for one, each in values.items() if each is None]
        elif key not in BY_NAME or key == FURTHER:
            near = get_close_matches(str(key), BY_NAME, n=1) if key != FURTHER else []
            mend = f"did you mean '{near[0]}'?" if near else "'stce new rule --questions' lists the questions"
            message = f"there is no question '{key}'"
            if key == FURTHER:
                message, mend = (
                    "it holds no fields with their values",
                    "write 'origin: CN' on a line below it, indented",
                )
            faults.append(_fault(name, str(key), message, mend))
        elif (answer := _text(value)) is None:
            faults.append(_fault(name, str(key), _NO_TEXT, _ONE_LINE))
        else:
            answers[str(key)] = answer
    return _completed(answers, further, ids, name, faults)


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return "" if value.lower() in NOTHING else value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return None


def _completed(
    answers: dict[str, str], further: dict[str, str], ids: frozenset[str], name: str, faults: list[Diagnostic]
) -> Given:
    """The answers with proposals for those that are left out."""
    given = Given(answers, further, ids)
    for one in QUESTIONS:
        if not one.wanted(given):
            answers.pop(one.name, None)
            continue
        text = answers.setdefault(one.name, one.default(given))
        if one.choices and text.lower() not in one.choices:
            mend = f"answer with one of: {', '.join(one.choices)}"
            faults.append(_fault(name, one.name, f"'{text}' is no answer to this question", mend))
        elif one.needed and not text:
            faults.append(_fault(name, one.name, "an answer is needed here", one.asks))
        elif one.choices:
            answers[one.name] = text.lower()
    if not given.has_condition:
        mend = "answer 'hs', 'cas', 'words', 'indicator', 'destination' or 'further'"
        faults.append(_fault(name, "", "the rule looks for nothing", mend))
    if faults:
        raise StceError(faults)
    return given


def _fault(name: str, key: str, message: str, mend: str) -> Diagnostic:
    return Diagnostic("E938", message, where=place_of(key, name) if key else name, help=mend)
