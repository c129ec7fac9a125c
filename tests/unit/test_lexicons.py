"""The examples that four lexicons carry in their rows, and how a lexicon is loaded."""

from collections.abc import Callable

import pytest

from alerts.posting import PostingText
from alerts.reading.benefits import benefit_slug, benefit_slugs, read_benefits
from alerts.reading.employment import employment_slug, employment_slugs, read_employment
from alerts.reading.levels import level_slug, level_slugs, read_levels
from alerts.reading.lexicon import Example, expand, load
from alerts.reading.roles import read_roles, role_slug, role_slugs
from alerts.reading.source import Source

# Each reader, and the part that an example stands in when it does not say.
READERS: dict[str, tuple[Callable[[Source], set[str]], str]] = {
    "benefits": (lambda source: {benefit.slug for benefit in read_benefits(source)}, "body"),
    "levels": (lambda source: {level.value for level in read_levels(source)}, "title"),
    "roles": (lambda source: {role.value for role in read_roles(source)}, "title"),
    "employment": (lambda source: {kind.value for kind in read_employment(source)}, "body"),
}


def all_examples() -> list[tuple[str, Example]]:
    return [(name, example) for name in READERS for row in load(name).rows for example in row.examples]


@pytest.mark.parametrize(
    ("name", "example"), all_examples(), ids=lambda value: value.text if isinstance(value, Example) else value
)
def test_a_rows_examples_hold(name, example):
    """Each row is found in its ``yes`` examples and in none of its ``no`` examples."""
    read, where = READERS[name]
    source = Source(PostingText(**{example.where or where: example.text}))
    assert (example.slug in read(source)) is example.expected


@pytest.mark.parametrize("name", READERS)
def test_every_row_has_examples_of_both_kinds(name):
    """A row without a ``yes`` and a ``no`` example is not tested."""
    moods = {row.slug: {example.expected for example in row.examples} for row in load(name).rows}
    assert [slug for slug, both in moods.items() if True not in both] == []
    assert [slug for slug, both in moods.items() if False not in both] == []


def test_a_pattern_spells_out_its_alternatives():
    """Alternatives multiply; an empty one leaves its place out."""
    assert list(expand(["{home|remote} office {budget|}"])) == [
        "home office budget",
        "home office",
        "remote office budget",
        "remote office",
    ]


def test_a_pattern_may_name_a_set():
    """A named set stands for its words, beside others."""
    assert list(expand(["{<pay>|tip} jar"], {"pay": ("coin", "note")})) == ["coin jar", "note jar", "tip jar"]


@pytest.mark.parametrize(
    ("slugs", "slug_of"),
    [
        (benefit_slugs(), benefit_slug),
        (level_slugs(), level_slug),
        (role_slugs(), role_slug),
        (employment_slugs(), employment_slug),
    ],
)
def test_every_slug_names_itself(slugs, slug_of):
    """What the filter language writes, it can read."""
    assert [slug_of(slug) for slug in slugs] == list(slugs)
