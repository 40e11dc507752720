"""Whole statements and clauses to be filled in, and the phrases that can be said of a box.

Promise, held by a test: each of them, its placeholders left as they are, reads without a fault.
"""

from __future__ import annotations

from collections.abc import Mapping

from stce_rules.core.fields import FieldType

__all__ = ["CLAUSES", "CONDITIONS", "DECISIONS", "RELATIONS", "SAYINGS", "STATEMENTS", "WINDOWS"]

STATEMENTS: Mapping[str, tuple[str, str]] = {
    "rule": (
        "what to do about it: a rule with owner, dates and examples",
        """rule "${1:ID-001}" "${2:title}"
  version 1 status draft owner "${3:desk}"
  effective from ${4:DAY} review by ${5:REVIEW}
  for each item
  when ${6:hs is 2931.41}
  then add ${7:30} points, at least ${8|yellow,red,blue,green|}
  if unknown ask for "${9:document}"
  because "${10:reason}"
  example "${11:hit}" ${12:hs 2931.41} expect hit
  example "${13:other goods}" ${14:hs 6105.10} expect no hit
  example "${15:box blank}" ${16:hs missing} expect undetermined
end
""",
    ),
    "indicator": (
        "what to look for: a named condition",
        """indicator ${1:name} "${2:title}"
  regime "${3:regime}"
  for each item
  when ${4:hs is 2931.41}
  example "${5:hit}" ${6:hs 2931.41} expect hit
  example "${7:other goods}" ${8:hs 6105.10} expect no hit
  example "${9:box blank}" ${10:hs missing} expect undetermined
end
""",
    ),
    "exemption": (
        "lifts named rules where it is proven to apply",
        """exemption "${1:ID-E01}" "${2:title}" effective from ${3:DAY}
  for each item
  lifts rules "${4:ID-001}"
  when ${5:destination is in (NO, CH)}
  because "${6:legal basis}"
end
""",
    ),
    "list": ("a small list, written in place", "list ${1:name} of ${2:countries} is ${3:AE, MY} end\n"),
    "parameter": ("a named value", "parameter ${1:name} is ${2:30 kg}\n"),
    "parameter with dates": (
        "a named value that changed",
        "parameter ${1:name} from ${2:1995-01-01} is ${3:2050 MPa} from ${4:2013-06-13} is ${5:1950 MPa}\n",
    ),
    "measure": (
        "a quantity that descriptions state in words",
        'measure ${1:name} in ${2:MPa} written "${3:UTS}", "${4:tensile strength}" end\n',
    ),
    "decision": (
        "turns points into a channel",
        """decision
  score at most ${1:100}
  red when score is at least ${2:70}
  yellow when score is at least ${3:30}
  green otherwise
end
""",
    ),
    "use edition": ("the HS edition that codes are written in", "use edition ${1:2022}\n"),
    "use lists": ("the lists of a file", 'use lists from "${1:lists/name.csv}" as ${2:name}\n'),
    "use rules": ("takes in another file", 'use rules from "${1:common.stce}"\n'),
    "guarantee": (
        "a promise about all declarations; kept, not proved yet",
        'guarantee "${1:title}"\n  leaving ${2:cas} blank never lowers the channel\nend\n',
    ),
}
"""Statements by what they are called: what each is for, and its text. DAY and REVIEW stand for days."""

CLAUSES: Mapping[str, tuple[str, str, str]] = {
    "for each item": ("FOR", "for each item", "judges every goods item"),
    "for each declaration": ("FOR", "for each declaration", "judges the declaration as a whole"),
    "where": ("WHERE", "where ${1:hs is from chapter 28 to chapter 38}", "outside it the unit does not apply"),
    "when": ("WHEN", "when $0", "the condition that must hold"),
    "unless … because": ("UNLESS", 'unless $1 because "$2"', "lifts the hit where it is proven"),
    "then add … points": ("THEN", "then add ${1:30} points", "what a hit adds"),
    "if unknown ask for": ("IF", 'if unknown ask for "${1:document}"', "when blank boxes leave it undecided"),
    "if unknown at least": (
        "IF",
        "if unknown at least ${1|yellow,red,blue,green|}",
        "when blank boxes leave it undecided",
    ),
    "because": ("BECAUSE", 'because "$1"', "the reason, shown with the result"),
    "add … points": ("ADD", "add ${1:30} points", "points to the score"),
    "at least (channel)": ("ADD", "at least ${1|yellow,red,blue,green|}", "this channel or a heavier one"),
    "ask for": ("ASK", 'ask for "$1"', "a document or fact to obtain"),
    "refer to": ("REFER", 'refer to "$1"', "another authority"),
    "flag": ("FLAG", 'flag "$1"', "a word for the host"),
    "lifts rules": ("LIFTS", 'lifts rules "$1"', "the rules whose hits are taken away"),
    "version": ("VERSION", "version ${1:1}", "stands in every result"),
    "status": ("STATUS", "status ${1|draft,monitor,active,retired|}", "left out: active"),
    "owner": ("OWNER", 'owner "$1"', "who answers for it"),
    "regime": ("REGIME", 'regime "$1"', "the control regimes"),
    "effective from": ("EFFECTIVE", "effective from ${1:DAY}", "the first acceptance date it applies to"),
    "review by": ("REVIEW", "review by ${1:REVIEW}", "after that day checking reminds you"),
    "applies to": (
        "APPLIES",
        "applies to ${1|exports,imports,transits,transhipments,re-exports|}",
        "the flows it is for; left out: all",
    ),
    "example … expect": (
        "EXAMPLE",
        'example "$1" $2 expect ${3|hit,no hit,undetermined,exempt|}',
        "a case with the outcome you expect",
    ),
    "next item": ("NEXT", "next item $1", "the facts of another goods item"),
    "expect hit": ("EXPECT", "expect hit", "the condition holds"),
    "expect no hit": ("EXPECT", "expect no hit", "the condition does not hold"),
    "expect undetermined": ("EXPECT", "expect undetermined", "blank boxes leave it undecided"),
    "expect exempt": ("EXPECT", "expect exempt", "an exemption is proven"),
    "end": ("END", "end", "closes a statement, a list, or bullets"),
}
"""Clauses by what they are called: the word that must be possible, the text, what it is for."""

CONDITIONS: Mapping[str, tuple[str, str, str]] = {
    "any of:": ("ANY", "any of:\n    - $1\n    - $2\n  end", "one bullet is enough"),
    "all of:": ("ALL", "all of:\n    - $1\n    - $2\n  end", "every bullet must hold"),
    "none of:": ("NONE", "none of:\n    - $1\n    - $2\n  end", "no bullet may hold"),
    "at least … of:": ("AT", "at least ${1:2} of:\n    - $2\n    - $3\n    - $4\n  end", "so many bullets must hold"),
    'rule "…" hits': ("RULE", 'rule "$1" hits', "the outcome of another rule is a hit"),
    "not": ("NOT", "not ", "the opposite; of unknown, unknown"),
}
"""What a condition can begin with beside a box or an indicator."""

WINDOWS: Mapping[str, str] = {
    "total … by … over …": "total ${1:net mass} by ${2:consignee} over ${3:30} days is more than ${4:25 kg}",
    "largest … by … over …": "largest ${1:item value} by ${2:importer} over ${3:12} months is more than ${4:500 EUR}",
    "number of declarations by … over …": (
        "number of declarations by ${1:importer} over ${2:30} days is at least ${3:3}"
    ),
    "number of distinct … by … over …": (
        "number of distinct ${1:consignee country} by ${2:importer} over ${3:12} months is at least ${4:3}"
    ),
    "number of earlier declarations by … over …": (
        "number of earlier declarations by ${1:importer} over ${2:24} months is less than ${3:1}"
    ),
}
"""Sentences about past declarations."""

DECISIONS: Mapping[str, tuple[str, str, str]] = {
    "score at most": ("SCORE", "score at most ${1:100}", "points above it do not count"),
    "red when score": ("RED", "red when score is at least ${1:70}", "physical examination"),
    "yellow when score": ("YELLOW", "yellow when score is at least ${1:30}", "check of documents"),
    "blue when score": ("BLUE", "blue when score is at least ${1:10}", "audit after clearance"),
    "green otherwise": ("GREEN", "green otherwise", "the channel when no line above applies"),
    "sample": ("SAMPLE", "sample ${1:2%} of ${2:green} into ${3:yellow}", "a stable share into another channel"),
}
"""Lines of a decision."""

_T = FieldType
_IS = ("is", "is not")
_LISTED = ("is in ($1)", "is not in ($1)", "is in list", "is not in list")
_BLANK = ("is missing", "is stated")
_OTHER = ("is the same as", "differs from")
_COMPARED = ("is at least", "is at most", "is more than", "is less than", "is between $1 and $2")

RELATIONS: Mapping[FieldType, tuple[str, ...]] = {
    _T.HS: (*_IS, "is from $1 to $2", *_LISTED, "is exactly", *_BLANK, *_OTHER),
    _T.CAS: (*_IS, *_LISTED, *_BLANK, *_OTHER),
    _T.COUNTRY: (*_IS, *_LISTED, *_OTHER, *_BLANK),
    _T.PLACE: (*_IS, *_LISTED, *_OTHER, *_BLANK),
    _T.ROUTE: (
        "passes through", "passes through any of ($1)", "passes through list", "avoids", "avoids list", *_BLANK,
    ),
    _T.TEXT: (
        'mentions "$1"', 'mentions any of ("$1", "$2")', "mentions any of list", 'mentions all of ("$1", "$2")',
        "mentions all of list", 'does not mention "$1"', "does not mention any of list", "states $1 at least $2",
        *_BLANK, 'is "$1"', *_OTHER,
    ),
    _T.CODE: (*_IS, *_LISTED, *_BLANK, *_OTHER),
    _T.MASS: (*_COMPARED, *_BLANK),
    _T.QUANTITY: (*_COMPARED, *_BLANK),
    _T.MONEY: (*_COMPARED, *_BLANK),
    _T.PERCENT: (*_COMPARED, *_BLANK),
    _T.DATE: (*_COMPARED, *_BLANK),
    _T.NUMBER: (*_COMPARED, "is", *_BLANK),
    _T.PARTY: (
        *_IS, "is in list", "is not in list", "resembles a party in list $1 by at least ${2:92%}", *_OTHER, *_BLANK,
    ),
    _T.FLOW: (*_IS, "is in ($1)", *_BLANK),
    _T.BOOLEAN: ("is yes", "is no", *_BLANK),
}  # fmt: skip
"""What can be said of a box of each type, the usual first."""

SAYINGS: Mapping[str, str] = {
    "is": "the box has this value",
    "is not": "the opposite of 'is'",
    "is from": "between the two, both included",
    "is in (": "one of these",
    "is not in (": "none of these",
    "is in list": "a member on the acceptance date",
    "is not in list": "no member on the acceptance date",
    "is exactly": "this one code, not those below it",
    "is missing": "the box is blank; never unknown",
    "is stated": "the box is not blank; never unknown",
    "is the same as": "both boxes have a value in common",
    "is valid": "presented, and not expired on the acceptance date",
    "differs from": "the boxes have no value in common",
    "is at least": "this much or more",
    "is at most": "this much or less",
    "is more than": "more than this, this left out",
    "is less than": "less than this, this left out",
    "is between": "from the first to the second, both included",
    "at least": "this much or more",
    "at most": "this much or less",
    "more than": "more than this, this left out",
    "less than": "less than this, this left out",
    "between": "from the first to the second, both included",
    "mentions": "the words stand in the text",
    "mentions any of": "one of the phrases stands in the text",
    "mentions all of": "every phrase stands in the text",
    "does not mention": "the words do not stand in the text",
    "states": "a quantity of the measure stands in the text",
    "resembles": "the name is so much like that of a listed party",
    "passes through": "some stop of the route is there",
    "avoids": "no stop of the route is there",
    "missing": "the box is blank",
}
"""What the sayings of boxes mean, by how they begin."""
