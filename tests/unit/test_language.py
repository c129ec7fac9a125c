"""The language of a posting is told when enough of its words tell it, with the words that do."""

import json
from pathlib import Path

import pytest

from alerts.posting import Fields, Markup, Part, PostingText
from alerts.reading.language import read_language
from alerts.reading.lexicon import load
from alerts.reading.source import Source
from alerts.text import canonical_text, render_fields

_CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
_EXAMPLES = [example for row in load("languages").rows for example in row.examples]


def _language(text: PostingText, fields: Fields = Fields()) -> str | None:  # noqa: B008 a frozen value
    stated = read_language(Source(text, fields))
    return stated.value if stated else None


@pytest.mark.parametrize("example", _EXAMPLES, ids=lambda example: f"{example.slug}-{example.expected}")
def test_each_row_tells_its_own_examples(example):
    """A language's own sentences are told as that language, its neighbour's are not."""
    assert (_language(PostingText(body=example.text)) == example.slug) is example.expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("プラットフォームのエンジニアを探しています", "ja"),
        ("我们正在招聘平台工程师", "zh"),
        ("우리 팀에서 함께 일할 개발자를 찾습니다", "ko"),
        ("אנחנו מחפשים מהנדסת תוכנה", "he"),
        ("نحن نبحث عن مهندسة منصات", "ar"),
        ("ما دنبال یک مهندس پلتفرم هستیم", None),
        ("Tokyo office (東京) seeks an engineer for the platform and for all of our tools", "en"),
    ],
)
def test_scripts_tell_where_they_are_certain(text, language):
    """A script that one language uses tells it; a few characters in a text of another do not."""
    assert _language(PostingText(body=text)) == language


@pytest.mark.parametrize(
    "text", ["", "Python, Go, Kubernetes", "Senior Engineer", "Apply now for the job", "12 34 +"]
)
def test_too_few_words_tell_nothing(text):
    """Where words are too few the language is unknown, not guessed."""
    assert _language(PostingText(title=text, body=text)) is None


def test_a_language_that_we_do_not_know_is_unknown():
    """Estonian shares hardly a small word with the languages of the table."""
    body = "Otsime oma meeskonda kogenud arendajat, kes soovib luua uusi lahendusi ning areneda koos meiega."
    assert _language(PostingText(body=body)) is None


def test_the_body_comes_before_the_title():
    """An English title over a German text is a German posting; a silent body leaves it to the title."""
    german = "Du arbeitest mit uns an der Plattform und bist für die Daten zuständig."
    english = "Head of the team that is building our tools for you"
    assert _language(PostingText(title=english, body=german)) == "de"
    assert _language(PostingText(title=german, body="Go")) == "de"


def test_the_feeds_own_field_wins():
    """What a feed states is not second-guessed, and it is quoted from its line."""
    fields = Fields(language="FR", levels=("lead",))
    text = PostingText(
        body="We are looking for you and for all of your friends.", fields=render_fields(fields)
    )
    stated = read_language(Source(text, fields))
    assert stated is not None
    assert (stated.value, stated.evidence[0].part, stated.evidence[0].quote) == ("fr", Part.FIELDS, "FR")


def test_the_evidence_is_the_first_run_of_words_that_proves_it():
    """The quote stands where it says, on one line, and holds several of the language's small words."""
    body = "Acme GmbH\nBerlin\n* Du bist in der Datenwelt zu Hause und arbeitest gern mit uns an einer Lösung"
    stated = read_language(Source(PostingText(body=body)))
    assert stated is not None
    evidence = stated.evidence[0]
    assert body[evidence.start : evidence.end] == evidence.quote == "Du bist in der"


@pytest.mark.skipif(not _CORPUS.is_dir(), reason="the labelled corpus is not beside the repository")
def test_the_labelled_postings_are_told_right():
    """At least 98 of 100 labelled postings get their label."""
    labels = [json.loads(line) for line in (_CORPUS / "labels.jsonl").read_text(encoding="utf8").splitlines()]
    right = sum(_told(label["id"]) == label["language"] for label in labels)
    assert right >= 0.98 * len(labels)


def _told(posting: str) -> str | None:
    raw = (_CORPUS / "postings" / f"{posting}.md").read_text(encoding="utf8")
    text = canonical_text(
        title="", company="", location="", tags=(), fields=Fields(), description=raw, markup=Markup.MARKDOWN
    )
    return _language(text)
