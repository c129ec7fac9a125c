"""A pattern is only tried where its words stand, and that hides no match of it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.reading.literals import alternatives, needed_words, plain
from alerts.reading.patterns import Patterns
from alerts.reading.region_statements import load_region_patterns, load_region_rows
from alerts.reading.sentences import sentences
from alerts.reading.workplace_cues import load_workplace_patterns, load_workplace_rows
from alerts.tokens import tokenise

_LAW = settings(deadline=None, max_examples=50)
_LEXICONS = {
    "workplace": (load_workplace_patterns, [text for row in load_workplace_rows() for text in row["yes"]]),
    "regions": (load_region_patterns, [text for row in load_region_rows() for text, _ in row["yes"]]),
}
_SOURCES = (
    r"\bon-?site\b",
    r"t[ée]l[ée]travail(?:ler)?",
    r"(?:fully|100 ?%) (?:remote|from home)\b(?! sales)",
    r"\b(?:two|[2-4]) days? [^.;]{0,5}(?:per|a|/) ?week",
    r"(?:ab+|c{2,3}d|e?)f",
    r"stra(?:ß|ss)e|(?:x|day)s\b",
    r"^(?:the )?office(?: is)? [a-z]+ home$",
)


@pytest.mark.parametrize("source", _SOURCES)
@_LAW
@given(st.data())
def test_every_match_holds_a_needed_word(source, data):
    """Whatever a pattern matches holds one word of each set that it needs, whatever stands around it."""
    around = data.draw(st.text(alphabet="a .-é", max_size=3)) if source[0] != "^" else ""
    text = around + data.draw(st.from_regex(re.compile(source, re.IGNORECASE)))
    found = re.search(source, text, re.IGNORECASE)
    written = plain(f" {text} ")
    assert not found or all(any(word in written for word in words) for words in needed_words(source))


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        (r"\bon-?site\b", [{" on site ", " onsite "}]),
        (r"remote(?:ly)? work", [{"remote work", "remotely work"}]),
        (r"(?:days?|weeks) in \w+ office", [{"day in ", "days in ", "weeks in "}, {" office"}]),
        (r"\w+ \d+", []),
        (r"(?:home)?", []),
        (r"(?:\w+ ){0,3}?home", [{"home"}]),
        (r"(?:\w+ months)+", [{" months"}]),
    ],
)
def test_the_needed_words_of_a_pattern(source, needed):
    """What may be written in few ways is spelt out; what may be left out, or be anything, is not needed."""
    assert sorted(map(sorted, needed_words(source))) == sorted(map(sorted, needed))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a|b", ["a", "b"]),
        ("(?:a|b)c|d", ["(?:a|b)c", "d"]),
        (r"[|)]a|\(b|\|c", ["[|)]a", r"\(b", r"\|c"]),
        (r"[]|]|[^]|\]]|a", ["[]|]", r"[^]|\]]", "a"]),
        ("a(?=b|c)(?<!d|e)", ["a(?=b|c)(?<!d|e)"]),
    ],
)
def test_the_alternatives_of_a_pattern(pattern, expected):
    """A pattern is cut at the bars that stand in no bracket, of whatever kind."""
    assert list(alternatives(pattern)) == expected


@pytest.mark.parametrize("lexicon", _LEXICONS)
def test_no_pattern_is_passed_over_where_it_matches(lexicon):
    """In every example of a lexicon each pattern that matches is among the possible ones."""
    load, examples = _LEXICONS[lexicon]
    for patterns in load():
        for sentence in (one for text in examples for one in sentences(tokenise(text))):
            passed = set(patterns) - patterns.possible(sentence.text, sentence.words)
            assert [one.source for one in passed if one.compiled.search(sentence.text)] == []


def test_few_patterns_are_possible_in_a_text_about_something_else():
    """Ordinary words leave next to no pattern possible, so that a lexicon may grow without making a text dearer."""
    text = "We build scheduling software for clinics, and our customers tell us what they need."
    words = tokenise(text).keys
    assert sum(len(patterns.possible(text, words)) for patterns in load_workplace_patterns()) <= 1


@pytest.mark.parametrize(
    "sources", [["home office", "office", "work from home|home"], ["home office|office|work from home|home"]]
)
def test_a_choice_takes_the_first_of_its_alternatives_as_one_pattern_would(sources):
    """The match that begins first counts, and of two that begin together that of the earlier alternative."""
    text = "An office, a home office, or work from home"
    patterns = Patterns({})
    choice = patterns.choice(*sources)
    possible = patterns.possible(text, tokenise(text).keys)
    found = [match.span() for match in choice.finditer(text, possible)]
    assert found == [match.span() for match in re.finditer("|".join(sources), text)]
    assert choice.blanked(text, possible) == "An       , a            , or               "


def test_a_macro_stands_for_its_pattern():
    """A macro may hold one that stands before it."""
    patterns = Patterns({"n": "[2-4]", "days": "{n} days"})
    choice = patterns.choice("{days} at home")
    text = "3 days at home"
    assert choice.search(text, patterns.possible(text, tokenise(text).keys))
