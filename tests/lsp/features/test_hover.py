"""Tests of what is told of the word at the caret."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules.core.span import Source
from stce_rules.core.truth import Truth
from stce_rules.hooks import Contributions, Function
from stce_rules.lsp.features.hover import hover
from stce_rules.lsp.features.keywords import KEYWORDS
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.plan.model import Scope
from tests.lsp.features.desk import CARET, COMMON, MANIFEST, RULES, TODAY, desk, typing

WHEN = 'rule "N-1" "new"\n  for each item\n  when '


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    """A ruleset of two files and a file of lists."""
    return desk(tmp_path_factory.mktemp("desk"))[0]


def told(around: Surroundings, text: str) -> str:
    """What is told at the caret of a text that is being written; empty for nothing."""
    found = hover(*typing(around, text))
    return "" if found is None else found.markdown


def read(folder: Path, text: str, file: str = "rules.stce") -> str:
    """What is told at the caret of a file that was read."""
    found = hover(*desk(folder, text, file=file))
    return "" if found is None else found.markdown


def test_an_hs_code_tells_its_name_and_its_past(around: Surroundings) -> None:
    """An HS code tells what it is in the edition of the file, what it was before, and which lists hold it."""
    found = told(around, WHEN + "hs is 2931¦.41")
    assert found.startswith("**HS 2931.41** dimethyl methylphosphonate\n\nIn HS 2022.")
    assert "- HS 2017: 2931.31\n" in found + "\n"
    assert "- HS 2002, 2007: 2931.00" in found
    assert "**own.goods** row 1" in found


def test_an_hs_code_of_another_edition_is_told_apart(around: Surroundings) -> None:
    """A code that the edition does not have tells where it is, and what it became."""
    found = told(around, WHEN + "hs is 2931.31¦")
    assert "**Not in HS 2022.** It is in HS 2017. In HS 2022: 2931.41 (dimethyl methylphosphonate)." in found


def test_names_of_codes_are_said_to_be_of_hs_2022(tmp_path: Path) -> None:
    """In a file of an older edition a name says that it is of HS 2022, and a code that changed has none."""
    text = 'use edition 2017\nindicator a_b "t" for each item when hs is 8401¦.20 or hs is 2931.31 end\n'
    assert "(name of HS 2022)" in read(tmp_path, text)
    moved = read(tmp_path, text.replace(CARET, "").replace("2931.31", "2931¦.31"))
    assert moved.startswith("**HS 2931.31**\n\nIn HS 2017.")
    assert "HS 2022: 2931.41 (dimethyl methylphosphonate)" in moved


def test_headings_chapters_and_ranges_tell_their_size(around: Surroundings) -> None:
    """A heading, a chapter and a range tell how many subheadings they hold."""
    assert "4 subheadings in HS 2022" in told(around, WHEN + "hs is heading¦ 8401")
    assert "180 subheadings in HS 2022" in told(around, WHEN + "hs is chapter 28¦")
    for text in ("hs is from 2929.0¦0 to 2931.99", "hs is from 2929.00 to 2931.9¦9"):
        assert "From 2929.00 to 2931.99: 27 subheadings of HS 2022." in told(around, WHEN + text)


def test_a_cas_number_tells_the_chemical_and_its_schedule(around: Surroundings) -> None:
    """A CAS number tells the name of the chemical, and what the lists of the ruleset say of it."""
    found = told(around, WHEN + "cas is 756¦-79-6")
    assert found.startswith("**CAS 756-79-6** dimethyl methylphosphonate")
    assert "Regimes: CWC 2.B\n" in found
    assert "- **own.precursors** row 1: DMMP; CWC 2.B.4" in found


def test_a_regime_is_told_only_where_the_list_is_looked_for(tmp_path: Path) -> None:
    """A value in a list that only lifts, or that must not hold it, comes under no regime by that."""
    lists = 'use lists from "lists/own.yaml" as own\n'
    head = 'indicator a_b "t" regime "CWC 2.B" for each item when '
    listed = "in list own.precursors"
    text = f'{lists}{head}hs is 2931.41 and cas is not {listed} unless cas is {listed} because "x" end\n'
    around, _ = desk(tmp_path, text, more={"common.stce": "use edition 2022\n"})
    assert "own.precursors" in told(around, WHEN + "cas is 756¦-79-6")
    assert "Regimes" not in told(around, WHEN + "cas is 756¦-79-6")


def test_a_wrong_cas_number_is_told(around: Surroundings) -> None:
    """A CAS number whose check digit is wrong says so, with the chemical that was meant."""
    assert "its check digit is wrong. 756-79-6 is dimethyl" in told(around, WHEN + "cas is 756-79-5¦")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("destination is S¦S", "**SS** South Sudan"),
        ("destination is U¦K", "Near: GB (United Kingdom)"),
        ("port of loading is AEJE¦A", "**AEJEA** Jebel Ali, United Arab Emirates"),
        ("net mass is more than 2¦ t", "2 t is 2,000 kg"),
        ("description states uts at least 2.4 GPa¦", "**GPa** measures pressure"),
        ("item value is at least 10,000 E¦UR", "**EUR** Euro (currency)"),
        ('document is "X0¦02"', "dual-use permit"),
        ("flow is exp¦ort", "goods that leave"),
    ],
)
def test_values_are_told_by_name(around: Surroundings, text: str, words: str) -> None:
    """A country, place, amount, currency or code tells what it stands for."""
    assert words in told(around, WHEN + text)


def test_a_member_tells_the_days_it_holds(around: Surroundings) -> None:
    """A country in a list of the ruleset tells that, with its days and note."""
    assert "**own.risk** row 2: transit (from 2022-01-01)" in told(around, WHEN + "destination is MY¦")


def test_a_box_tells_its_meaning(around: Surroundings) -> None:
    """A box tells its help, its type, what a blank one means, where it stands and its WCO data element."""
    found = told(around, WHEN + "net ma¦ss is at least 25 kg")
    assert "type: mass" in found
    assert "a blank box means unknown" in found
    assert "stands at: the goods item" in found
    assert "`GoodsMeasure/NetNetWeightMeasure`" in found
    assert "a blank box means none" in told(around, WHEN + "licence¦ is valid")


@pytest.mark.parametrize("word", sorted(KEYWORDS))
def test_every_keyword_is_told(around: Surroundings, word: str) -> None:
    """Each word of the language tells in one line what it does."""
    assert told(around, f"¦{word}").startswith(f"**{word}** ")


def test_an_indicator_tells_its_own_words(tmp_path: Path) -> None:
    """An indicator tells its text in canonical layout, its parameters' values today, and how many examples it has."""
    found = read(tmp_path, RULES.replace("when precursor", "when prec¦ursor"))
    assert 'indicator precursor "Listed precursor"' in found
    assert "unless concentration is at most trace" in found
    assert "example" not in found.partition("```\n\n")[0]
    assert "on 2026-11-22:\n\n- trace is `10%`" in found
    assert found.endswith("1 example")


def test_a_rule_is_told_wherever_it_is_named(tmp_path: Path) -> None:
    """A rule tells its own words where an exemption lifts it and where another rule asks for it."""
    for text in (
        RULES.replace('lifts rules "A-1"', 'lifts rules "A-¦1"'),
        RULES.replace('rule "A-1" h', 'rule "¦A-1" h'),
    ):
        assert 'rule "A-1" "Precursor to a country at risk"' in read(tmp_path, text)


def test_a_parameter_tells_its_value_today(tmp_path: Path) -> None:
    """A parameter tells its statement, and the value it has today."""
    found = read(tmp_path, RULES.replace("at least strong", "at least str¦ong"))
    assert "parameter strong from 1995-01-01 is 2050 MPa" in found
    assert found.endswith("on 2026-11-22: `1950 MPa`")


def test_a_measure_tells_its_forms(tmp_path: Path) -> None:
    """A measure tells its unit and written forms."""
    assert 'measure uts in MPa written "UTS"' in read(tmp_path, RULES.replace("states uts", "states u¦ts"))


def test_a_list_tells_size_age_and_members(tmp_path: Path) -> None:
    """A list tells its kind and size, its day, age, source and review, and its first members by name."""
    found = read(tmp_path, RULES.replace("own.risk", "own.r¦isk"))
    assert found.startswith("**list own.risk** 2 countries, of 2026-06-01")
    assert "source: own reading; 174 days old; reviewed every 12 months" in found
    assert "- SS South Sudan" in found
    assert "- MY Malaysia (from 2022-01-01)" in found


def test_a_file_of_lists_tells_what_it_holds(tmp_path: Path) -> None:
    """The alias of a file of lists tells its lists."""
    found = read(tmp_path, COMMON.replace("as own", "as o¦wn"), "common.stce")
    assert "- own.goods: 2 HS codes" in found


def test_a_regime_tells_its_units(tmp_path: Path) -> None:
    """A regime tells the units that stand under it."""
    found = read(tmp_path, RULES.replace('"CWC 2.B"', '"CWC¦ 2.B"'))
    assert "Regime of 2 units: precursor, A-1" in found


def test_a_predicate_of_a_plugin_tells_its_help(tmp_path: Path) -> None:
    """A predicate of a plugin tells what the plugin says of it."""
    brought = Function("fentanyl_like", Scope.ITEM, "a fentanyl analogue", lambda _: Truth.UNKNOWN)
    text = RULES.replace("when precursor", "when fenta¦nyl_like")
    found = hover(*desk(tmp_path, text, contributions=Contributions(functions=(brought,))))
    assert found is not None
    assert "a fentanyl analogue" in found.markdown


def test_names_are_told_in_a_text_with_faults(around: Surroundings) -> None:
    """A name in a statement that cannot be read is told all the same."""
    assert 'indicator precursor "Listed precursor"' in told(around, WHEN + "hs is and prec¦ursor then")
    assert "**list own.risk**" in told(around, WHEN + "hs is and destination is in list own.ri¦sk then")


def test_what_lists_say_is_shown_as_it_is(tmp_path: Path) -> None:
    """Marks in a list's own words stay plain characters: no heading, link or picture comes of them."""
    more = {
        "lists/own.yaml": 'risk: {of: countries, source: "# [x](y) <img> *z*", members: [SS]}\n',
        "ruleset.yaml": MANIFEST + "lists: {own: lists/own.yaml}\n",
        "common.stce": "use edition 2022\n",
    }
    text = 'indicator a_b "t" for each item when origin is in list own.¦risk end\n'
    around, caret = desk(tmp_path, text, more=more)
    found = hover(around, caret)
    assert found is not None
    assert r"source: \# \[x\](y) \<img\> \*z\*" in found.markdown


def test_nothing_is_told_of_nothing() -> None:
    """Between words, and in an empty text, there is nothing to tell."""
    assert hover(Surroundings(Source("new.stce", ""), TODAY), 0) is None
    assert hover(Surroundings(Source("new.stce", "  \n  "), TODAY), 2) is None
