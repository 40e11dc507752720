"""A labelled set of names of parties: listed ones, spellings of them that mean them, and names that do not.

Everything is drawn by a seed from `party_words`. A set has a part (its words) and a seed: the matcher was tuned on part
0, and figures that are published come from part 1, of which it has not seen a word, with ways to misspell of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.party_words import FORMS, PLACES, SHORT, TRADES, Words, spelt

Maker = Callable[[random.Random, Words], "Party"]


@dataclass(frozen=True, slots=True)
class Party:
    """A name in parts: words that say who it is, words of trade, legal form; `own` is the same in another script.

    `other` is the same name spelt otherwise. A person has no trade and no form.
    """

    words: tuple[str, ...]
    trade: str = ""
    form: str = ""
    own: str = ""
    other: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other parties, however it is spelt."""
        return tuple(sorted((self.own or " ".join(self.words)).lower().split()))

    @property
    def name(self) -> str:
        """As it is listed."""
        return " ".join(one for one in (*self.words, self.trade, self.form) if one)


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that is asked for, the place of the listed party that it means (None: of nobody), and how it differs."""

    name: str
    means: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """Listed names, those that are asked for, and ordinary traders of the same words that mean nobody listed."""

    listed: tuple[str, ...]
    asked: tuple[Asked, ...]
    strangers: tuple[str, ...]


def labelled(part: int, seed: int, *, listed: int = 5_000, asked: int = 2_000, strangers: int = 10_000) -> Labelled:
    """The set of a part and a seed."""
    chance, words = random.Random(f"{part} {seed}"), Words(part)
    parties: list[Party] = []
    names: set[tuple[str, ...]] = set()
    while len(parties) < listed:
        one = _party(chance, words)
        if one.key not in names:
            names.add(one.key)
            parties.append(one)
    found = [one for at in range(asked) for one in _variants(at, parties[at], part, chance)]
    found += [one for at in range(asked) if (one := _near_miss(parties[at], names, chance, words)) is not None]
    others: list[str] = []
    while len(others) < strangers:
        stranger = _party(chance, words)
        if stranger.key not in names:
            others.append(stranger.name)
    return Labelled(tuple(one.name for one in parties), tuple(found), tuple(others))


# ---- parties


def _party(chance: random.Random, words: Words) -> Party:
    return chance.choices(_MAKERS, weights=(38, 14, 14, 10, 8, 8, 3, 5))[0](chance, words)


def _firm(chance: random.Random, words: Words) -> Party:
    own = [words.coined(chance)]
    if chance.random() < 0.35:
        own.append(words.coined(chance))
    return Party(tuple(own), chance.choice(TRADES), chance.choice(FORMS))


def _plain_firm(chance: random.Random, words: Words) -> Party:
    own = (chance.choice(words.colours), chance.choice(words.things), *_number(chance))
    return Party(own, chance.choice(TRADES), chance.choice(FORMS))


def _number(chance: random.Random) -> tuple[str, ...]:
    return (str(chance.randrange(2, 200)),) if chance.random() < 0.5 else (chance.choice(PLACES),)


def _arab(chance: random.Random, words: Words) -> Party:
    three = chance.sample(words.arabic, 3)
    return Party(
        tuple(one.latin[0] for one in three),
        own=" ".join(one.own for one in three),
        other=tuple(chance.choice(one.latin) for one in three),
    )


def _russian(chance: random.Random, words: Words) -> Party:
    given, family = chance.choice(words.russian_given), chance.choice(words.russian_family)
    middle = chance.choice(words.russian_family)[:-1]
    own = f"{given} {middle}ич {family}"
    return Party(tuple(spelt(own, chance).split()), own=own, other=tuple(spelt(own, chance).split()))


def _western(chance: random.Random, words: Words) -> Party:
    given = chance.sample(words.western_given, 2)
    return Party((*given, chance.choice(words.western_family)))


def _russian_firm(chance: random.Random, words: Words) -> Party:
    own = f"{chance.choice(words.russian_stems)} {chance.choice(words.russian_family)}"
    return Party(tuple(spelt(own, chance).split()), "", "OOO", own, tuple(spelt(own, chance).split()))


def _greek_firm(chance: random.Random, words: Words) -> Party:
    own = chance.choice(words.greek_stems)
    coined = words.coined(chance)
    latin = spelt(own, chance).split()
    return Party((*latin, coined), "Shipping", "S.A.", f"{own} {coined}", (*spelt(own, chance).split(), coined))


def _chinese(chance: random.Random, words: Words) -> Party:
    return Party(
        (*chance.choice(words.chinese).split(), *chance.choice(words.chinese).split()[1:], words.coined(chance))
    )


_MAKERS: tuple[Maker, ...] = (
    _firm, _plain_firm, _arab, _russian, _western, _russian_firm, _greek_firm, _chinese,
)  # fmt: skip


# ---- the same party, written otherwise


def _variants(at: int, one: Party, part: int, chance: random.Random) -> Iterator[Asked]:
    """One variant of each of three kinds that fit; the kinds `two slips` and `word left out` are of part 1 alone."""
    fitting = [kind for kind, (_, fits, own_part) in _WAYS.items() if fits(one) and own_part <= part]
    for kind in chance.sample(fitting, min(3, len(fitting))):
        yield Asked(_WAYS[kind][0](one, chance), at, kind)


def _shuffled(one: Party, chance: random.Random) -> str:
    words = list(one.words)
    if one.trade:
        words.insert(chance.randrange(len(words) + 1), one.trade)
    chance.shuffle(words)
    return " ".join([*words, one.form]).strip()


def _slip(word: str, chance: random.Random) -> str:
    """A letter left out, doubled, changed, or two that changed places."""
    at = chance.randrange(1, len(word) - 1)
    match chance.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case 2:
            return word[:at] + chance.choice("aeioulnrst") + word[at + 1 :]
        case _:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _slips(number: int) -> Callable[[Party, random.Random], str]:
    def way(one: Party, chance: random.Random) -> str:
        words = one.name.split()
        long = [at for at, word in enumerate(words[: len(one.words)]) if len(word) > 4 and word.isalpha()]
        for at in chance.sample(long, min(number, len(long))):
            words[at] = _slip(words[at], chance)
        return " ".join(words)

    return way


def _other_form(one: Party, chance: random.Random) -> str:
    return " ".join((*one.words, one.trade, chance.choice(("", *FORMS)))).strip()


def _shortened(one: Party, _: random.Random) -> str:
    return " ".join(SHORT.get(word, word) for word in one.name.split()).upper()


def _spaced(one: Party, chance: random.Random) -> str:
    if len(one.words) > 1:
        at = chance.randrange(len(one.words) - 1)
        return " ".join((*one.words[:at], one.words[at] + one.words[at + 1].lower(), *one.words[at + 2 :], one.trade))
    word = one.words[0]
    return f"{word[: len(word) // 2]} {word[len(word) // 2 :]} {one.trade} {one.form}"


def _branch(one: Party, chance: random.Random) -> str:
    return f"{one.name} {chance.choice(PLACES)} Branch"


def _initial(one: Party, _: random.Random) -> str:
    return " ".join((f"{one.words[0][0]}.", *one.words[1:]))


def _left_out(one: Party, _: random.Random) -> str:
    return " ".join((one.words[0], *one.words[2:]))


def _accents(one: Party, _: random.Random) -> str:
    return one.name.upper().replace("A", "Á").replace("O", "Ö", 1).replace(" ", "-", 1) + "."


def _is_long(one: Party) -> bool:
    return any(len(word) > 4 and word.isalpha() for word in one.words)


_WAYS: dict[str, tuple[Callable[[Party, random.Random], str], Callable[[Party], bool], int]] = {
    "letters and marks": (_accents, lambda _: True, 0),
    "one slip": (_slips(1), _is_long, 0),
    "order of words": (_shuffled, lambda one: len(one.words) > 1, 0),
    "legal form": (_other_form, lambda one: bool(one.form), 0),
    "short forms": (_shortened, lambda one: any(word in SHORT for word in one.trade.split()), 0),
    "spacing": (_spaced, _is_long, 0),
    "another script": (lambda one, _: one.own, lambda one: bool(one.own), 0),
    "another spelling": (lambda one, _: " ".join(one.other), lambda one: bool(one.other), 0),
    "branch added": (_branch, lambda one: bool(one.form), 0),
    "initial": (_initial, lambda one: not one.trade and len(one.words) > 2, 0),
    "two slips": (_slips(2), _is_long, 1),
    "word left out": (_left_out, lambda one: not one.trade and len(one.words) > 2, 1),
}
"""How to write a name otherwise, which parties it fits, and the first part it is used in."""


# ---- nearly the same name, of another party


def _near_miss(one: Party, names: set[tuple[str, ...]], chance: random.Random, words: Words) -> Asked | None:
    """One word that matters is another, or the number is; names of other scripts are left alone."""
    if one.own:
        return None
    at = chance.randrange(len(one.words))
    word = one.words[at]
    if word.isdigit():
        other = str(int(word) + chance.randrange(1, 9))
    elif word in words.colours or word in words.things:
        other = chance.choice([each for each in (*words.colours, *words.things) if each != word])
    elif one.trade:
        other = words.coined(chance)
    else:
        other = chance.choice(_party(chance, words).words)
    changed = (*one.words[:at], other, *one.words[at + 1 :])
    if other == word or tuple(sorted(each.lower() for each in changed)) in names:
        return None
    return Asked(" ".join((*changed, one.trade, one.form)).strip(), None, "near miss")
