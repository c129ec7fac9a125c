"""Laws of the stack reader, and how it does on postings labelled by hand."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.feeds.entry import Markup
from alerts.posting import Fields, PostingText, Strength
from alerts.reading.source import Source
from alerts.reading.stack import read_stack
from alerts.text import canonical_text

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the labelled postings are not on this machine")

WORDS = [
    *(
        "Go",
        "go",
        "C",
        "R",
        "R&D",
        "React",
        "react to",
        "Spring",
        "in Spring 2025",
        "Python",
        "C++",
        ".NET",
        "AWS",
    ),
    *(
        "Node.js",
        "SAP",
        "Stripe",
        "customers like",
        "https://a.io/go",
        "-based",
        "-",
        "'s",
        "8",
        "İstanbul",
        "ﬁ",
    ),
    *("and", "or", ",", "/", "(", ")", "\n", "\n* ", ".", "Requirements:", "nice to have", "a plus", "😀"),
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=5)).map(" ".join) | st.lists(
    st.sampled_from(WORDS)
).map("".join)


@settings(deadline=None, max_examples=150)
@given(title=TEXTS, body=TEXTS, tags=TEXTS)
def test_facts_are_proven(title, body, tags):
    """Each technology comes once, with evidence that stands where it says, at most one strength, and in any text."""
    text = PostingText(title=title, body=body, tags=tags)
    stack = read_stack(Source(text))
    assert len({technology.slug for technology in stack}) == len(stack)
    for technology in stack:
        assert 1 <= len(technology.evidence) <= 3
        for piece in technology.evidence:
            assert piece.quote == text.part(piece.part)[piece.start : piece.end] != ""


@settings(deadline=None, max_examples=60)
@given(title=TEXTS, body=TEXTS)
def test_title_strength_comes_from_the_title(title, body):
    """A technology has the strength of a title exactly where the title alone names it."""
    stack = read_stack(Source(PostingText(title=title, body=body)))
    alone = {technology.slug for technology in read_stack(Source(PostingText(title=title)))}
    assert {technology.slug for technology in stack if technology.strength is Strength.TITLE} == alone


@pytest.mark.parametrize(
    "piece", ["Go\n", "Go/Rust/", "C, ", "customers such as Stripe ", "a.io/", "((", "R & D "]
)
def test_hostile_text_costs_no_more_than_its_length(piece):
    """Text made to be slow is read in a time that grows with its length, not with its square."""

    def seconds(size):
        source = Source(PostingText(body=piece * (size // len(piece))))
        begun = time.process_time()
        read_stack(source)
        return time.process_time() - begun

    assert seconds(120_000) < 40 * max(seconds(12_000), 0.005)


def posting(markdown):
    """Make the text of a labelled posting: its head's title, company and labels, and the body below."""
    title, company, *head = markdown.splitlines()[:4]
    labels = dict(re.findall("`(💰|🌎|üåé) ([^`]*)`", " ".join(head)))
    return canonical_text(
        title=re.sub(r"^# \[(.*)\]\(.*\)\s*$", r"\1", title),
        company=company.removeprefix("### "),
        location=labels.get("🌎", ""),
        tags=[labels[key] for key in ("💰",) if key in labels],
        fields=Fields(),
        description="\n".join(markdown.splitlines()[3:]),
        markup=Markup.MARKDOWN,
    )


@needs_corpus
def test_first_posting():
    """The posting that the project began with names four technologies and a method, and no Go from 'Go deeper'."""
    text = posting((CORPUS / "seed-posting.md").read_text(encoding="utf8"))
    stack = {technology.slug: technology for technology in read_stack(Source(text))}
    assert set(stack) == {"go", "python", "typescript", "aws", "agile"}
    assert [piece.quote for piece in stack["go"].evidence] == ["Golang"]
    assert stack["python"].strength is Strength.REQUIRED


@needs_corpus
def test_labelled_postings():
    """Of the technologies that people found in real postings, nearly all are read, and little else."""
    hit = miss = extra = 0
    for line in (CORPUS / "labels.jsonl").read_text(encoding="utf8").splitlines():
        label = json.loads(line)
        text = posting((CORPUS / "postings" / f"{label['id']}.md").read_text(encoding="utf8"))
        want, have = set(label["tech"]), {one.slug for one in read_stack(Source(text))}
        hit, miss, extra = hit + len(want & have), miss + len(want - have), extra + len(have - want)
    # Stricter than the scorer: what one technology implies of another is not forgiven here.
    assert 2 * hit / (2 * hit + miss + extra) > 0.96
