"""The words of the language, each with one line of help.

A test holds the table to the grammar: every keyword is here, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CHANNEL_HELP", "FLOW_HELP", "KEYWORDS", "LIST_KIND_HELP", "STATUS_HELP"]

CHANNEL_HELP: Mapping[str, str] = {
    "green": "release",
    "blue": "release, audit after clearance",
    "yellow": "check of documents",
    "red": "physical examination",
}
"""What each channel means, from light to heavy."""

STATUS_HELP: Mapping[str, str] = {
    "draft": "checked, never judged for a host",
    "monitor": "judged and recorded, without effect",
    "active": "counts",
    "retired": "kept for declarations of its own dates; needs 'effective until'",
}
"""What each status means."""

FLOW_HELP: Mapping[str, str] = {
    "imports": "goods that come in",
    "exports": "goods that leave",
    "transits": "goods that pass through",
    "transhipments": "goods that change ships or aircraft",
    "re-exports": "goods that leave again as they came",
}
"""What each flow of `applies to` means."""

LIST_KIND_HELP: Mapping[str, str] = {
    "countries": "ISO 3166-1 codes, such as AE",
    "places": "UN/LOCODEs, such as AEJEA",
    "cas": "CAS numbers, such as 756-79-6",
    "hs": "HS codes, such as 2931.41",
    "phrases": "words to be found in texts",
    "parties": "identifiers or names of parties",
    "codes": "codes of documents, procedures, offices and the like",
}
"""What each kind of list holds."""

_JOINING = {
    "and": "both sides must hold; it never stands with 'or' in one chain without brackets or bullets",
    "or": "one side is enough; it never stands with 'and' in one chain without brackets or bullets",
    "not": "the opposite; the opposite of unknown is unknown",
    "all": "'all of:' every bullet must hold; 'mentions all of' every phrase must stand in the text",
    "any": "'any of:' one bullet is enough; 'any item shows' one goods item is enough",
    "none": "'none of:' no bullet may hold",
    "every": "'every item shows' all goods items must show the indicator",
    "no": "the answer no; 'no item shows': no goods item may show the indicator; Norway is NO in capitals",
    "yes": "the answer yes",
}

_STATEMENTS = {
    "use": "takes in an HS edition, lists or rules of another file",
    "edition": "'use edition 2022' says which HS edition the codes of this file are written in",
    "lists": "'use lists from \"…\" as …' takes the lists of a file under an alias",
    "rules": "'use rules from \"…\"' takes in another file; 'lifts rules' names the rules an exemption lifts",
    "as": "gives lists their alias; 'as of' a day asks for the members of that day",
    "list": "a list of values: written in place, or asked for by its name",
    "parameter": "a value with a name, which may have changed over time",
    "measure": "a physical quantity that goods descriptions state in words",
    "written": "the forms in which descriptions name a measure",
    "indicator": "what to look for: a named condition",
    "rule": "what to do about it: a condition with effects; 'rule \"…\" hits' asks for another rule's outcome",
    "exemption": "lifts named rules where it is proven to apply",
    "decision": "turns points into the recommended channel",
    "guarantee": "a promise about all declarations; kept, not proved yet",
    "end": "closes a statement, a list, or bullets",
}

_CLAUSES = {
    "version": "the version of the unit; it stands in every result",
    "status": "draft, monitor, active or retired; left out: active",
    "owner": "who answers for the unit",
    "regime": "the control regimes; they stand in every hit",
    "effective": "the acceptance dates it applies to, first and last day included",
    "until": "the last day, included",
    "review": "'review by' a day: after it, checking reminds the owner",
    "by": "the day of a review; the boxes a window is counted by; how much a name must resemble",
    "applies": "'applies to' the flows the unit is for; left out: all",
    "to": "the end of a range, or the flows that a unit applies to",
    "for": "'for each item' or 'for each declaration': what is judged, one at a time; 'ask for' a document",
    "each": "'for each item' judges every goods item, 'for each declaration' the whole",
    "item": "a goods item of the declaration",
    "items": "goods items of the declaration",
    "declaration": "the declaration as a whole",
    "where": "narrows what is judged: outside it the unit does not apply",
    "lifts": "the rules whose hits an exemption takes away",
    "when": "the condition that must hold",
    "unless": "lifts the hit where it is proven, for the reason given; unknown never lifts",
    "then": "what a hit adds",
    "if": "'if unknown': what is added when blank boxes leave it undecided",
    "unknown": "neither true nor false, because a box is blank",
    "because": "the reason, shown with the result",
}

_EFFECTS = {
    "add": "adds points to the score",
    "points": "what the score is made of",
    "point": "what the score is made of",
    "ask": "'ask for' a document or fact to obtain",
    "refer": "'refer to' another authority",
    "flag": "a word for the host",
    **{word: f"a channel: {help_}" for word, help_ in CHANNEL_HELP.items()},
}

_SENTENCES = {
    "is": "the box has this value; with several values in a box, some value does",
    "exactly": "this one code, not those below it",
    "from": "the start of a range, both ends included; the first day; the file that something is taken from",
    "in": "one of several values, or a member of a list; the unit of a measure",
    "missing": "the box is blank; never unknown",
    "stated": "the box is not blank; never unknown",
    "valid": "a licence is presented that has not expired on the acceptance date",
    "the": "'is the same as' another box",
    "same": "'is the same as' another box: both have a value in common",
    "more": "'more than' this amount",
    "less": "'less than' this amount",
    "than": "what the amount is compared with",
    "at": "'at least' and 'at most' include the amount named",
    "least": "'at least': this much or more; as an effect, this channel or a heavier one",
    "most": "'at most': this much or less",
    "between": "from the first amount to the second, both included",
    "mentions": "the words stand in the text; case, accents and hyphens do not matter",
    "mention": "'does not mention': the words do not stand in the text",
    "does": "'does not mention': the words do not stand in the text",
    "states": "a quantity of this measure stands beside one of its written forms in the text",
    "resembles": "the name is so much like that of a listed party",
    "a": "'resembles a party in list'",
    "party": "'resembles a party in list'",
    "passes": "'passes through': some stop of the route is there",
    "through": "'passes through': some stop of the route is there",
    "avoids": "no stop of the route is there",
    "differs": "'differs from' another box: they have no value in common",
    "of": "what is counted, what a list holds, or the day of 'as of'",
    "shows": "the item's indicator is hit",
    "show": "the items' indicator is hit",
    "hits": "the outcome of another rule is a hit",
}

_WINDOWS = {
    "total": "the sum of a box over past declarations and this one",
    "largest": "the largest value of a box over past declarations and this one",
    "number": "how many, over past declarations and this one",
    "distinct": "each different value is counted once",
    "earlier": "this declaration left out",
    "declarations": "past declarations of the same traders or goods, and this one",
    "showing": "only items whose indicator is hit",
    "over": "how far back, such as 'over 30 days'; the day of this declaration is the last",
}

_ENDING = {
    "score": "the points of the declaration: each rule counts once, by its worst item",
    "otherwise": "the channel when no line above applies",
    "sample": "takes a stable share of one channel into another",
    "into": "the channel that the sample goes to",
    "leaving": "'leaving a box blank never lowers the channel'",
    "blank": "nothing stands in the box",
    "never": "'leaving a box blank never lowers the channel'",
    "lowers": "'leaving a box blank never lowers the channel'",
    "channel": "'leaving a box blank never lowers the channel'",
    "must": "'must be at least' a channel",
    "be": "'must be at least' a channel",
    "example": "a case with the outcome you expect; 'stce test' runs it",
    "next": "'next item' begins the facts of another goods item",
    "expect": "the outcome an example must have: hit, exempt, undetermined or no hit",
    "hit": "the condition holds and no exemption is proven",
    "exempt": "the condition may hold, and an exemption is proven",
    "undetermined": "blank boxes leave it undecided",
    "with": "the channel that the effects reach",
}

KEYWORDS: Mapping[str, str] = {
    **_JOINING, **_STATEMENTS, **_CLAUSES, **_EFFECTS, **_SENTENCES, **_WINDOWS, **_ENDING,
}  # fmt: skip
"""Each keyword and what it does."""
