"""Words that parties are named with, for `party_names`: everything here was made up or is a common word or given name.

`Words(part)` gives one of two parts that share no stem, given name or family name, so that a matcher tuned on one can
be measured on the other.
"""

from __future__ import annotations

import random
from typing import NamedTuple


def _words(text: str) -> list[str]:
    return text.split()


def _terms(text: str) -> list[str]:
    return [one.strip() for one in text.replace("\n", "|").split("|") if one.strip()]


ARABIC = """
محمد Mohammed Muhammad Mohamed Mohamad|احمد Ahmed Ahmad|علی Ali Aly|حسن Hassan Hasan|حسين Hussein Husain Hossein
عمر Omar Umar|خالد Khalid Khaled|يوسف Yusuf Yousef Youssef|ابراهيم Ibrahim Ebrahim|مصطفى Mustafa Mostafa Moustafa
سعيد Said Saeed Saied|طارق Tariq Tarek Tareq|وليد Walid Waleed|جمال Jamal Gamal|كريم Karim Kareem|رشيد Rashid Rasheed
سليمان Suleiman Sulayman Soliman|فيصل Faisal Faysal Feisal|عبدالله Abdullah Abdallah|ناصر Nasser Nasir Naser
منصور Mansour Mansoor Mansur|صالح Saleh Salih Salah|حمزة Hamza Hamzah|زياد Ziad Ziyad|فاروق Farouk Faruq Farooq
نجيب Najib Najeeb Naguib|شريف Sharif Shareef Cherif|لطيف Latif Lateef|بشير Bashir Basheer Bachir
قاسم Qasim Kassem Qassem
توفيق Tawfiq Tewfik Toufic|رفيق Rafiq Rafik|عثمان Othman Uthman Osman|حبيب Habib Habeeb|جابر Jaber Jabir Gaber
مروان Marwan Merwan|غسان Ghassan Gassan|هيثم Haitham Haytham|سامر Samer Samir|باسل Basel Bassel Basil
"""
"""Each name in Arabic letters with spellings of it."""

RUSSIAN_GIVEN = """
Сергей Дмитрий Алексей Андрей Николай Юрий Владимир Евгений Михаил Григорий Виктор Олег Игорь Павел Борис Константин
Анатолий Валерий Вячеслав Геннадий Леонид Максим Роман Руслан Степан Тимофей Фёдор Эдуард Яков Арсений
"""
RUSSIAN_FAMILY = """
Щербаков Жуковский Цветков Чернышёв Хохлов Юдин Яковлев Шишкин Зайцев Воробьёв Кузнецов Лебедев Морозов Новиков Орлов
Павленко Рябов Савельев Тихонов Ушаков Филиппов Харитонов Цыганков Чайкин Широков Щукин Ефимов Гаврилов Дьячков Журавлёв
Белоусов Вишневский Головин Денисов Ермаков Захаров Ильин Калашник Ларионов Медведкин
"""
RUSSIAN_STEMS = """
Северная Звезда|Уральский Завод|Волжский Берег|Сибирский Путь|Чёрный Ключ|Южный Щит|Новая Цепь|Заречный Мост
Яркий Луч|Хрустальный Мыс|Тихий Вектор|Железный Якорь|Янтарный Шлюз|Быстрый Челнок|Горный Цех|Лесная Хижина
"""
GREEK_STEMS = "Αιγαίο|Θάλασσα|Φάρος|Ψηλός Βράχος|Χρυσή Άγκυρα|Ξενία|Βόρειος Άνεμος|Κύμα|Δελφίνι|Ωκεανός"

WESTERN_GIVEN = """
James Maria Peter Anna Thomas Laura Martin Sophie Daniel Claudia Stefan Helena Robert Ingrid Karl Elena Marco Julia
Oscar Teresa Victor Monica Felix Carla Hugo Beatriz Simon Irina Lucas Petra Adrian Nadia Bruno Silvia Tobias Renata
"""
WESTERN_FAMILY = """
Bergstrom Castellanos Delacroix Eichmann Fernandes Grimaldi Holmqvist Iversen Jankowski Kowalczyk Lindholm Marchetti
Novotny Ostrowski Pellegrini Quintana Rasmussen Schneider Torvald Urbanek Valverde Wimmer Xavier Ypsilanti Zimmermann
Ashford Blackwell Carmichael Dunmore Ellsworth Fairbanks Granger Hathaway Ingram Kingsley Lockhart Merriweather
"""
CHINESE = """
Zhang Wei|Li Na|Wang Fang|Liu Yang|Chen Jie|Yang Min|Zhao Lei|Huang Yong|Zhou Xin|Wu Gang|Xu Bin|Sun Hao|Ma Chao
Zhu Lin|Hu Jun|Guo Ping|He Qiang|Lin Tao|Luo Bo|Gao Feng
"""
STARTS = _words("""
al ar bel bor cal cor dal dor el fal gal hal jor kal kor lan lor mal mer nal nor or pal per ral ros sal sol tal tor
ul val ver vol zan zor
""")
MIDDLES = _words("""
a an ar da den do e en er ga gi i in la len li lo ma mi na ni o on or ra ri ro sa so ta ti to u va vi
""")

ENDS = _words("""
c cor da dex dia do dor gen ka lan le lex li lon max mar na nex nia nor ra rex ria rix ro sa tek ter tha tis tra
tron va via vic x
""")
COLOURS = _words("""
Red Blue Golden Silver White Green Black Crimson Bright Grand Royal Northern Southern Eastern Western Upper
""")
THINGS = _words("""
Falcon Harbor Anchor Lotus Cedar Bridge Summit River Crescent Lantern Compass Meridian Orchid Eagle Delta Pearl Gate
Dragon Pine Beacon
""")
TRADES = _terms("""
Trading|General Trading|Shipping|Logistics|Engineering|Industries|Technology
Electronics|Import Export|Manufacturing|Marine Services|Chemicals|International|Machinery
Aviation Parts|Oil and Gas|Construction|Medical Equipment|Freight Forwarding|Holding
""")
FORMS = _terms("""
LLC|Ltd|GmbH|S.A.|FZE|Co., Ltd.|OOO
JSC|Pte Ltd|A.Ş.|S.p.A.|B.V.|Inc.|S.R.L.
Sdn Bhd|Oy|AB|d.o.o.|Limited|Private Limited
""")
PLACES = _words("""
Dubai Hamburg Istanbul Shenzhen Lagos Karachi Almaty Beirut Tbilisi Jakarta Antwerp Odesa
""")
SHORT = {"International": "Intl", "Trading": "Trdg", "Industries": "Ind.", "Engineering": "Engg", "Technology": "Tech",
         "Manufacturing": "Mfg", "Services": "Svcs", "Shipping": "Shpg", "Chemicals": "Chem", "General": "Gen.",
         "Machinery": "Mach.", "Construction": "Constr.", "Equipment": "Equip."}  # fmt: skip


class Spelt(NamedTuple):
    """A word in another script, with Latin spellings of it."""

    own: str
    latin: tuple[str, ...]


class Words:
    """One part of the words: 0 or 1."""

    def __init__(self, part: int) -> None:
        lines = [one.split() for one in _terms(ARABIC)]
        self.arabic = [Spelt(one[0], tuple(one[1:])) for one in lines][part::2]
        self.russian_given, self.russian_family = RUSSIAN_GIVEN.split()[part::2], RUSSIAN_FAMILY.split()[part::2]
        self.russian_stems = _terms(RUSSIAN_STEMS)[part::2]
        self.greek_stems = GREEK_STEMS.split("|")[part::2]
        self.western_given, self.western_family = WESTERN_GIVEN.split()[part::2], WESTERN_FAMILY.split()[part::2]
        self.chinese = _terms(CHINESE)[part::2]
        self._starts, self._ends = STARTS[part::2], ENDS[part::2]
        self.colours, self.things = COLOURS[part::2], THINGS[part::2]

    def coined(self, chance: random.Random) -> str:
        """A word that nobody has used."""
        middles = [chance.choice(MIDDLES) for _ in range(chance.choice((1, 2, 2, 3)))]
        return (chance.choice(self._starts) + "".join(middles) + chance.choice(self._ends)).capitalize()


_CYRILLIC = {
    "а": "a", "б": "b", "в": "v w", "г": "g", "д": "d", "е": "e ye", "ё": "e yo", "ж": "zh j", "з": "z", "и": "i",
    "й": "y i j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh h", "ц": "ts c", "ч": "ch tch", "ш": "sh sch", "щ": "shch sch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu iu ju", "я": "ya ia ja",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k c", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y i",
    "φ": "f ph", "χ": "ch h", "ψ": "ps", "ω": "o",
}  # fmt: skip
_PLAIN = str.maketrans("άέήίόύώϊ", "αεηιουωι")


def spelt(text: str, chance: random.Random) -> str:
    """Cyrillic or Greek in Latin letters, one spelling of each letter throughout."""
    ways = {letter: chance.choice(sounds.split() or [""]) for letter, sounds in {**_CYRILLIC, **_GREEK}.items()}
    return " ".join(
        "".join(ways.get(one, one) for one in word.lower().translate(_PLAIN)).capitalize() for word in text.split()
    )
