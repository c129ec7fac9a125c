"""The technologies' lexicon holds what it says of itself."""

from collections import Counter

import pytest

from alerts.posting import PostingText
from alerts.reading.source import Source
from alerts.reading.stack import read_stack
from alerts.reading.technologies import lexicon, technology_slug, technology_slugs

ROWS = lexicon().rows
EXAMPLES = [example for row in ROWS for example in row.examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.slug}: {one.text}")
def test_example(example):
    """A row's own examples are read as the row says."""
    text = PostingText(**{example.where or "body": example.text})
    found = {technology.slug for technology in read_stack(Source(text))}
    assert (example.slug in found) is example.expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_row_is_proven(row):
    """Every row has an example, and one with rules or look-alikes has a counter-example too."""
    moods = {example.expected for example in row.examples}
    ruled = any(row.phrases(kind) for kind in ("weak", "not")) or "vendor" in row.settings
    assert moods >= ({True, False} if ruled else {True})


def test_settings_are_known():
    """A misspelt rule is not passed over in silence."""
    assert {key for row in ROWS for key in row.kinds} <= {
        "alias", "also", "weak", "not", "before", "after", "beside",
    }  # fmt: skip
    assert {(key, value) for row in ROWS for key, value in row.settings.items() if key != "slug"} <= {
        ("case", "given"),
        ("vendor", "yes"),
    }


def test_rows_beside_are_rows():
    """Technologies that alone prove another are themselves in the lexicon."""
    assert {slug for row in ROWS for slug in row.phrases("beside")} <= set(technology_slugs())


def test_slugs_are_unique():
    """No slug has two rows."""
    assert [slug for slug, times in Counter(technology_slugs()).items() if times > 1] == []


def test_every_slug_is_its_own_name():
    """A person may type any slug as it is."""
    assert [slug for slug in technology_slugs() if technology_slug(slug) != slug] == []


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("Golang", "go"),
        ("GO", "go"),
        ("k8s", "kubernetes"),
        ("C++", "cpp"),
        ("c#", "csharp"),
        (".NET", "dotnet"),
        ("node", "nodejs"),
        ("Node.js", "nodejs"),
        ("postgres", "postgresql"),
        ("T-SQL", "sqlserver"),
        ("amazon web services", "aws"),
        ("AWS Lambda", "lambda"),
        ("js", "javascript"),
        ("ES6", "javascript"),
        ("machine learning", "machine-learning"),
        ("Maschinelles Lernen", "machine-learning"),
        ("apprentissage automatique", "machine-learning"),
        ("mikroserwisy", "microservices"),
        ("microsserviços", "microservices"),
        ("intégration continue", "ci-cd"),
        ("r", "r"),
    ],
)
def test_word_of_a_filter(word, slug):
    """A filter may name a technology in any of its words, in any case."""
    assert technology_slug(word) == slug


@pytest.mark.parametrize("word", ["", " ", "gopher", "remote", "go deeper", "series c", "quarkus"])
def test_word_of_no_technology(word):
    """A look-alike, an unknown word and one that only proves others are no technology for a filter."""
    assert technology_slug(word) is None
