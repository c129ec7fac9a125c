"""A posting's body is cut at its headings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.reading.lexicon import load
from alerts.reading.sections import SectionKind, kind_at, sections
from alerts.tokens import tokenise

# Their own headings, so that what stands under both belongs to a line of its own.
ABOVE = ("Requirements:", "Benefits:")
EXAMPLES = [example for row in load("sections").rows for example in row.examples]


def announced(line):
    """Give the kind that a line gives to what follows, whatever stands above it; None where it gives none."""
    texts = [f"{above}\n{line}\nwords." for above in ABOVE]
    kinds = {kind_at(sections(tokenise(text)), text.index("words.")) for text in texts}
    return kinds.pop() if len(kinds) == 1 else None


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.slug}: {one.text}")
def test_heading_example(example):
    """A row's own examples are told apart as the row says."""
    assert (announced(example.text.strip("*")) == example.slug) is example.expected


def test_every_kind_has_a_row():
    """The table speaks of every kind and of no other."""
    assert {row.slug for row in load("sections").rows} == set(SectionKind)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "---",
        "* Experience with employee benefits software",
        "You bring calm to a team, and you have the benefits of hindsight in all that you do.",
        "We check the requirements with care.",
        "Kubernetes experience preferred",
        "Backend:",
    ],
)
def test_line_that_announces_nothing(line):
    """Prose, list items and headings of unknown words announce nothing."""
    assert announced(line) is None


def test_body_is_cut_at_headings():
    """Each offset belongs to the last heading above it; before the first there is none."""
    text = "We bake.\n\nWhat you bring:\n* Patience\nNice to have\n* Wit\n\nPERKS\n* Bread\n"
    cut = sections(tokenise(text))
    kinds = {word: kind_at(cut, text.index(word)) for word in ("We bake", "Patience", "Wit", "Bread")}
    assert kinds == {
        "We bake": SectionKind.OTHER,
        "Patience": SectionKind.REQUIREMENTS,
        "Wit": SectionKind.NICE,
        "Bread": SectionKind.BENEFITS,
    }


def test_unknown_heading_stays_in_its_section():
    """A heading of other words under the requirements still lists requirements."""
    text = "Requirements:\n\nBackend:\n* Python\n"
    assert kind_at(sections(tokenise(text)), text.index("Python")) is SectionKind.REQUIREMENTS


def test_heading_and_text_on_one_line():
    """The words before a colon are a heading even where the text follows at once."""
    text = "Must have: three years of Python and a calm hand.\n"
    assert kind_at(sections(tokenise(text)), text.index("Python")) is SectionKind.REQUIREMENTS


@pytest.mark.parametrize("offset", [-1, 3, 10**9])
def test_offset_outside_of_the_text(offset):
    """Outside of all sections nothing is announced."""
    assert kind_at(sections(tokenise("Hi")), offset) is SectionKind.OTHER


LINES = [
    "Requirements:",
    "Bonus points",
    "Benefits",
    "About us",
    "* Go",
    "Some prose.",
    "",
    "::",
    "😀 Perks:",
]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(LINES) | st.text(max_size=40)).map("\n".join))
def test_sections_cover_the_text(text):
    """The sections follow one another without gap or overlap from the first character to the last."""
    cut = sections(tokenise(text))
    assert [section.start for section in cut] == [0, *(section.end for section in cut[:-1])][: len(cut)]
    assert (cut[-1].end if cut else 0) == len(text)
