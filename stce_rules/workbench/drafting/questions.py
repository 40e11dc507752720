"""What the interview asks.

Each question has the name that a file of answers uses, the words of the prompt, what `?` explains, and the answer that
Enter gives. Most are headings of a decision table under another name, and are answered as a cell of it is filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

NOTHING = ("none", "-")
"""Answers that say: nothing, not even the proposal."""

FURTHER = "further"
"""The question for conditions about any other field; each has its own answer."""


@dataclass(frozen=True, slots=True)
class Given:
    """Answers so far: by the names of questions, and those of further conditions by their headings."""

    answers: Mapping[str, str]
    further: Mapping[str, str]
    ids: frozenset[str]

    def of(self, name: str) -> str:
        """An answer; empty where there is none."""
        return self.answers.get(name, "")

    @property
    def goods(self) -> tuple[str, ...]:
        """The questions about goods that are answered."""
        return tuple(one for one in GOODS if self.of(one))

    @property
    def has_condition(self) -> bool:
        """Whether the rule looks for anything."""
        return bool(self.goods or self.of("destination") or self.further)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `heading` is that of a decision table; `wanted` says that it is asked at all."""

    name: str
    asks: str
    explains: str
    heading: str = ""
    default: Callable[[Given], str] = lambda _: ""
    wanted: Callable[[Given], bool] = lambda _: True
    needed: bool = False
    choices: tuple[str, ...] = ()
    begins: str = ""


GOODS = ("hs", "cas", "words", "indicator")
"""Questions about goods: with several answered, one or all of them must hold."""

_SEVERAL = "Several are parted by semicolons, and any of them will do; 'not' before them says the opposite."

_BOXES = {"hs": "commodity code", "cas": "CAS number", "words": "description of the goods"}


def _boxes(given: Given) -> str:
    """The boxes that decide, as a request for them."""
    named = [_BOXES[one] for one in given.goods if one in _BOXES]
    named += ["country of destination"] * bool(given.of("destination"))
    return "; ".join(dict.fromkeys(named))


def _title(given: Given) -> str:
    goods = next((f"Goods of {given.of(one)}" for one in ("hs", "cas") if given.of(one)), "Goods")
    where = given.of("destination")
    if where.lower().startswith("not "):
        return f"{goods} to countries other than {where[4:]}"
    return f"{goods} to {where}" if where else goods


def next_id(ids: frozenset[str]) -> str:
    """The id after the last of those with a number at their end: MY-3 after MY-2."""
    numbered = [(one.rstrip("0123456789"), one) for one in sorted(ids) if one[-1:].isdigit()]
    if not numbered:
        return "NEW-001"
    begin = max({begin for begin, _ in numbered}, key=lambda begin: sum(one == begin for one, _ in numbered))
    ends = [one[len(begin) :] for each, one in numbered if each == begin]
    width = max(map(len, ends))
    return f"{begin}{max(map(int, ends)) + 1:0{width}}"


QUESTIONS = (
    Question(
        "flow",
        "Which declarations: exports, imports, transits, transhipments, re-exports, or all?",
        "The rule is asked of these declarations only. Several are parted by semicolons.",
        "applies to",
        lambda _: "exports",
        begins="What to look for",
    ),
    Question(
        "hs",
        "Commodity codes (HS)?",
        "Such as: 2931.41   heading 8401   chapter 93   2801 to 2853   list goods.watched\n"
        f"A code stands for all codes below it. {_SEVERAL}",
        "hs",
    ),
    Question("cas", "CAS numbers?", f"Such as: 756-79-6   list cwc.schedule_2\n{_SEVERAL}", "cas"),
    Question(
        "words",
        "Words in the description?",
        "Such as: centrifuge; maraging steel; centrifug*\nWhole words are found, whatever their accents and "
        f"capitals; * stands for the rest of a word. {_SEVERAL}",
        "description",
    ),
    Question(
        "indicator",
        "Indicators of the ruleset?",
        f"Names of indicators, such as: precursor. {_SEVERAL}",
        "indicator",
    ),
    Question(
        "goods",
        "Must all of these hold, or any of them?",
        "'any': goods are looked at that fit one of your answers. 'all': only those that fit every one.",
        default=lambda _: "any",
        wanted=lambda given: len(given.goods) > 1,
        needed=True,
        choices=("any", "all"),
    ),
    Question(
        "destination",
        "Countries of destination?",
        f"Such as: SS; LY   or: list risk.conflict   or: not NO; CH. Two capital letters each (ISO 3166-1). {_SEVERAL}",
        "destination",
    ),
    Question(
        FURTHER,
        "Another field that matters?",
        "Such as: origin   route   transit country   net mass at least   item value more than   licence   document\n"
        "consignee   consignee country   end use   concentration more than   procedure. Its values are asked next.",
    ),
    Question(
        "licence",
        "Does a valid licence lift the rule: yes or no?",
        "With 'yes' a declaration with a licence that has not expired is exempt, and the result says so.",
        default=lambda _: "no",
        wanted=lambda given: "licence" not in given.further,
        needed=True,
        choices=("yes", "no"),
    ),
    Question(
        "licence because",
        "Why does it lift the rule?",
        "The reason stands in the result, beside the word exempt.",
        "unless because",
        lambda _: "the licence covers the goods",
        lambda given: given.of("licence") == "yes",
        needed=True,
    ),
    Question(
        "channel",
        "Lightest channel of a hit: green, blue, yellow or red?",
        "green: release, blue: audit after clearance, yellow: documents, red: examination.",
        "channel",
        lambda _: "yellow",
        begins="What to do",
    ),
    Question(
        "points",
        "Points that a hit adds to the score?",
        "The points of all rules are added up; without a decision of your own, red begins at 70 and yellow at 30.",
        "points",
        lambda _: "30",
    ),
    Question(
        "ask for",
        "Document or fact to ask for on a hit?",
        "Such as: export licence; end-use certificate. Parted by semicolons.",
        "ask for",
    ),
    Question("refer to", "Authority to refer a hit to?", "Such as: Licensing authority.", "refer to"),
    Question(
        "if unknown",
        "When a box is blank that would decide: what to ask for?",
        "A blank box hides nothing: the rule is undetermined then, and asks for this.",
        "if unknown ask for",
        _boxes,
    ),
    Question(
        "channel if unknown",
        "And the lightest channel then?",
        "As heavy as that of a hit, so that nobody gains by leaving a box blank; or lighter, if too many would be "
        "stopped.",
        "if unknown channel",
        lambda given: given.of("channel"),
    ),
    Question(
        "title",
        "The rule in a few words?",
        "It stands in every result.",
        "title",
        _title,
        needed=True,
        begins="About the rule",
    ),
    Question("because", "Why are such goods looked for?", "The reason is told with every hit.", "because"),
    Question("regime", "Law or control regime?", "Such as: CWC 2.B; EU 1C350. Parted by semicolons.", "regime"),
    Question(
        "id",
        "The id of the rule?",
        "Results name the rule by it; no other rule of the ruleset has it.",
        "id",
        lambda given: next_id(given.ids),
        needed=True,
    ),
    Question("owner", "Who answers for it?", "Such as: Chemical desk.", "owner"),
    Question("review by", "The day by which it is looked at again?", "Such as: 2027-06-30.", "review by"),
    Question(
        "status",
        "Status: draft, monitor or active?",
        "draft: never judged. monitor: runs in shadow, recorded, without effect. active: counts.",
        "status",
        lambda _: "monitor",
        needed=True,
        choices=("draft", "monitor", "active"),
    ),
)
"""All questions, in their order."""

BY_NAME = {one.name: one for one in QUESTIONS}
