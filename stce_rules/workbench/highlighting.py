"""The TextMate grammar by which editors colour rules.

Enters: the words of the language as the parser has them, and the fields. Leaves: the grammar as JSON; the copy that
ships with the extension is written by `python -m stce_rules.workbench.highlighting` in a checkout. Promise: an editor
cuts a text into the words that the parser sees. Each kind of word is one pattern, in the order in which the parser
tries them; words differ only in the scope that a theme colours. No word of the language goes over a line's end, so
one line tells all.

The patterns are read by Oniguruma in editors and by Python here; both agree on what the grammar uses. They differ in
which marks of other scripts are part of a word, and the parser reports those anyway.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from stce_rules.core.fields import CATALOGUE
from stce_rules.language.checking.words import FLOWS, STATUSES
from stce_rules.language.parse import words

__all__ = ["COMMITTED", "text", "textmate"]

COMMITTED = "editors/vscode/syntaxes/stce.tmLanguage.json"
"""Where a checkout keeps the grammar."""

KEYWORDS: Mapping[str, str] = {
    "storage.type.statement": "decision end exemption guarantee indicator list measure parameter rule use",
    "keyword.other.reference": "edition lists rules",
    "keyword.other.property": "applies effective owner regime review status until version written",
    "keyword.control.clause": "because each example expect for if into lifts next otherwise sample then unknown unless"
    " when where with",
    "keyword.control.promise": "be blank channel leaving lowers must never",
    "support.function.effect": "add ask flag point points refer",
    "support.function.window": "by distinct earlier largest number over score total",
    "keyword.other.subject": "declaration declarations item items",
    "keyword.other.quantifier": "all any every none of",
    "keyword.other.logical": "and not or",
    "keyword.operator.comparison": "a as at avoids between differs does exactly from hits in is least less mention"
    " mentions more most party passes resembles same show showing shows states than the through to",
    "constant.language.state": "missing stated valid",
    "constant.language.boolean": "no yes",
    "constant.language.channel": "blue green red yellow",
    "constant.language.outcome": "exempt hit undetermined",
}
"""The duty of each keyword. A test holds that the grammar has these words and no other."""

_NAME = r"[a-z][a-z0-9_]*(?!\w)"
_PHRASES: tuple[tuple[str, str], ...] = (
    (rf"list(?=[ \t]+{_NAME}[ \t]+of\b)", "storage.type.statement"),
    (r"list(?!\w)", "keyword.other.reference"),
    (r'rule(?=[ \t]+"[^"\r\n]*"[ \t]+hits\b)|(?<=hits of )rule(?!\w)', "keyword.other.reference"),
    (r"no(?=[ \t]+item\b)", "keyword.other.quantifier"),
    (r"no(?=[ \t]+hit\b)", "constant.language.outcome"),
    (r"(?<=ask )for(?!\w)|(?<=refer )to(?!\w)", "support.function.effect"),
    (r"(?<=applies )to(?!\w)|(?<=review )by(?!\w)|(?<=effective )from(?!\w)", "keyword.other.property"),
    (r"by(?=[ \t]+at\b)", "keyword.operator.comparison"),
    (rf"(?<=status )(?:{'|'.join(STATUSES)})(?!\w)", "constant.language.status"),
)
"""Keywords that have another duty beside certain words; tried first."""

_NAMES: tuple[tuple[str, str], ...] = (
    (rf"(?<=\blist |\bas ){_NAME}", "entity.name.type.list"),
    (f"(?<=measure |states ){_NAME}", "entity.name.type.measure"),
    (f"(?<=parameter |between |least |most |than ){_NAME}", "variable.other.constant.parameter"),
    (rf"(?<=\bin ){_NAME}", "keyword.other.unit"),
)
"""Names that the word before tells to be no indicator's."""

_UNITS = ((r"(?<=\bin )[^\W\d]\w*", "keyword.other.unit"),)
"""Words in mixed case are read where a measure tells its unit, and nowhere else."""

_KINDS: Mapping[str, str] = {
    "STRING": "string.quoted.double",
    "OPEN_STRING": "string.quoted.double.unclosed",
    "SINGLE_QUOTED": "string.quoted.single",
    "COMMENT": "comment.line.number-sign",
    "DATE": "constant.numeric.date",
    "CAS": "constant.numeric.cas",
    "PERCENT": "constant.numeric.percent",
    "DURATION": "constant.numeric.duration",
    "ENTRY": "variable.other.constant.code.entry",
    "HS": "constant.numeric.hs",
    "QUANTITY": "constant.numeric.quantity",
    "INTEGER": "constant.numeric.integer",
    "DOTTED": "entity.name.type.list",
    "FIELD": "variable.other.field",
    "PLACE": "variable.other.constant.place",
    "COUNTRY": "variable.other.constant.country",
    "UNIT": "keyword.other.unit",
    "CODE": "variable.other.constant.code",
    "NAME": "entity.name.function.indicator",
    "WORD": "invalid.illegal.word",
    "STRAY": "invalid.illegal.character",
    "COLON": "punctuation.separator",
    "COMMA": "punctuation.separator",
    "LPAR": "punctuation.section.brackets.begin",
    "RPAR": "punctuation.section.brackets.end",
    "MINUS": "punctuation.definition.bullet",
}
"""The scope of each kind of word that is not a keyword."""


def textmate(fields: Iterable[str] = CATALOGUE) -> dict[str, object]:
    """The grammar for the words of these fields. A kind of word without a scope raises KeyError."""
    known = words(fields)
    patterns = list[dict[str, str]]()
    for kind, pattern in known.patterns.items():
        before = _keywords() if kind == "NAME" else _UNITS if kind == "WORD" else ()
        patterns += [_entry(one, scope) for one, scope in before]
        if kind != "WS":
            patterns.append(_entry(pattern, _KINDS[kind]))
    return {
        "comment": "Made from the grammar and the field catalogue: python -m stce_rules.workbench.highlighting",
        "name": "STCE rules",
        "scopeName": "source.stce",
        "fileTypes": ["stce"],
        "patterns": patterns,
    }


def _keywords() -> Iterator[tuple[str, str]]:
    """Patterns of words that the parser first reads as names."""
    yield from _PHRASES
    for scope, several in KEYWORDS.items():
        yield rf"(?:{'|'.join(several.split())})(?!\w)", scope
    flows = sorted({*FLOWS, *FLOWS.values()}, key=lambda word: (-len(word), word))
    yield rf"(?:{'|'.join(flows)})(?!\w)", "constant.language.flow"
    yield from _NAMES


def _entry(pattern: str, scope: str) -> dict[str, str]:
    """A pattern with its scope; white space in it is spelt, for those who read the file."""
    spelt = pattern.replace("\t", r"\t").replace("\r", r"\r").replace("\n", r"\n").replace("\f", r"\f")
    return {"match": spelt, "name": f"{scope}.stce"}


def text(fields: Iterable[str] = CATALOGUE) -> str:
    """The grammar as the text of its file."""
    return json.dumps(textmate(fields), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the grammar of a checkout."""
    (Path(__file__).resolve().parents[2] / COMMITTED).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
