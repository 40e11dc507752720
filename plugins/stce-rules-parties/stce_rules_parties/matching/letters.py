"""Letters of other scripts in Latin ones.

Enters: folded text (lower case, no accents). Leaves: Latin letters, or None where a letter is not read. The tables are
simplified after the systems of BGN/PCGN (Cyrillic, Greek, Arabic, Persian, Hebrew, Armenian) and the Georgian national
system of 2002: sounds that officers spell in several ways get one spelling. Scripts of which a letter alone does not
give the sound (Chinese, Japanese, those of India) are not read, nor is Korean, whose names each bearer spells anew.
"""

from __future__ import annotations

from functools import cache

__all__ = ["VOWELLESS", "latin"]

VOWELLESS = "~"
"""Stands before a word of a script that writes no short vowels: only its consonants can be compared."""

_CYRILLIC = """
а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь -
э e ю yu я ya і i є ye ґ g ј j љ lj њ nj ћ c ђ dj џ dz ә a ғ g қ k ң ng ө o ұ u ү u һ h ҳ h ҷ j ӣ i
"""
_GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o"
_GEORGIAN = """
ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ q შ sh ჩ ch ც ts ძ dz
წ ts ჭ ch ხ kh ჯ j ჰ h
"""
_ARMENIAN = """
ա a բ b գ g դ d ե e զ z է e ը e թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p ջ j
ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f և ev
"""
_ARABIC = """
ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k ل l م m ن n ه h و w ي y
ى a ة a ء - ٱ a پ p چ ch ژ zh گ g ک k ی y ٹ t ڈ d ڑ r ں n ہ h ھ h ے e ۀ h ـ -
"""
_HEBREW = (
    "א a ב b ג g ד d ה h ו v ז z ח h ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף f צ ts ץ ts ק k ר r ש sh ת t"
)


def _table(*texts: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        words = text.split()
        found |= {letter: sound.replace("-", "") for letter, sound in zip(words[::2], words[1::2], strict=True)}
    return found


_SOUNDS = _table(_CYRILLIC, _GREEK, _GEORGIAN, _ARMENIAN)
_CONSONANTS = _table(_ARABIC, _HEBREW)
_ARTICLE = "ال"
_SHORTEST_WITH_ARTICLE = 4
_TOGETHER = (("ου", "ou"), ("ու", "u"), ("μπ", "b"), ("ντ", "d"))


@cache
def _letter(one: str) -> str | None:
    """The Latin letters of another; None for one that is not read. What is no letter says nothing."""
    if one in _SOUNDS:
        return _SOUNDS[one]
    if one in _CONSONANTS:
        return _CONSONANTS[one]
    if one.isdecimal():
        return str(int(one))
    return None if one.isalpha() else ""


def latin(word: str) -> str | None:
    """A folded word in Latin letters and digits, after `VOWELLESS` where vowels are missing; None if it is not read."""
    if word.isascii():
        return word
    for together, sound in _TOGETHER:
        word = word.replace(together, sound)
    letters = [one if one.isascii() else _letter(one) for one in word]
    if None in letters:
        return None
    read = "".join(one for one in letters if one)
    if not any(one in _CONSONANTS for one in word):
        return read
    with_article = word.startswith(_ARTICLE) and len(read) > _SHORTEST_WITH_ARTICLE
    return VOWELLESS + (read[2:] if with_article else read)
