"""Laws of the whole reader: quotes are true, no evidence no fact, and neither form nor head decides what is read."""

import html
import importlib.util
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from alerts.feeds import listing_of, posting_from_file
from alerts.posting import Evidence, Facts, Fields, Markup, Part, PostingText
from alerts.reading import read_facts
from bot.facts_json import labels

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the labelled postings are not beside this checkout"
)
OWN = tomllib.loads(Path(__file__).with_name("workplace_samples.toml").read_text("utf-8"))["sample"]
NO_FIELDS = Fields()
# Every so many postings of the corpus; all of them under `make soak`.
STEP = 20
# A fact shows three quotes at most: where these are gone others prove it, until none is left.
MOST_ROUNDS = 25
# What the product promises of the labelled postings: the figure and which of a row's it is.
F1, RATE = 2, 0
BARS = {
    "pay (each range, exact)": (F1, 0.96),
    "pay span right, of postings that state pay": (RATE, 0.97),
    "tech": (F1, 0.96),
    "benefits": (F1, 0.92),
    "seniority": (F1, 0.95),
    "regions": (F1, 0.92),
    "workplace (accuracy)": (RATE, 0.97),
    "workplace: not remote (hybrid or onsite)": (F1, 0.85),
    "employment (accuracy where stated)": (RATE, 0.90),
}
NEAR = 0.03
# The scores of what a head's lines state as well.
OF_THE_HEAD = {
    "pay": ("pay (each range, exact)", "pay span right, of postings that state pay"),
    "workplace": ("workplace (accuracy)", "workplace: not remote (hybrid or onsite)"),
    "regions": ("regions",),
}
each_step = pytest.mark.parametrize("step", [10, pytest.param(1, marks=pytest.mark.soak)])


def own_texts() -> list[PostingText]:
    return [
        PostingText(title=one["title"], location=one["location"], body=one["text"].strip()) for one in OWN
    ]


@cache
def entries(step):
    files = sorted((CORPUS / "postings").glob("*.md"))[::step]
    return {file.stem: posting_from_file(file.name, file.read_bytes()) for file in files}


def corpus_texts(step: int) -> list[PostingText]:
    return [listing_of(entry).text for entry in entries(step).values()]


def proven(facts: Facts) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """Give each fact's kind and its evidence; a language is proven by all its small words, so it is no such fact."""
    if facts.workplace:
        yield "workplace", facts.workplace.evidence
    for kind in ("pay", "regions", "stack", "benefits", "levels", "roles", "employment"):
        for fact in getattr(facts, kind):
            yield kind, fact.evidence


def without(text: PostingText, quotes: list[Evidence]) -> PostingText:
    """Blank the quotes; lines stay lines, and every other word stays at its place."""
    parts = {part: list(text.part(part)) for part in Part}
    for quote in quotes:
        for at in range(quote.start, quote.end):
            if parts[quote.part][at] != "\n":
                parts[quote.part][at] = " "
    return replace(text, **{part.value: "".join(letters) for part, letters in parts.items()})


def check_quotes(texts):
    for text in texts:
        for kind, evidence in proven(read_facts(text, NO_FIELDS)):
            assert evidence, kind
            for one in evidence:
                assert text.part(one.part)[one.start : one.end] == one.quote != "", kind


def check_no_evidence_no_fact(texts):
    for text in texts:
        kinds = {kind for kind, _ in proven(read_facts(text, NO_FIELDS))}
        for kind in kinds:
            assert is_gone_without_quotes(text, kind), (kind, text.title)


def is_gone_without_quotes(text, kind) -> bool:
    for _ in range(MOST_ROUNDS):
        quotes = [one for name, proof in proven(read_facts(text, NO_FIELDS)) if name == kind for one in proof]
        if not quotes:
            return True
        text = without(text, quotes)
    return False


def test_every_quote_of_own_postings_stands_at_its_place():
    """A fact of a posting has evidence, and its quote is there in the canonical text."""
    check_quotes(own_texts())


def test_without_its_quotes_a_fact_of_own_postings_is_gone():
    """Blank what proves a kind of fact, as often as something else proves it, and nothing of it is read."""
    check_no_evidence_no_fact(own_texts()[::8])


@needs_corpus
def test_every_quote_of_real_postings_stands_at_its_place():
    """The same of some labelled postings."""
    check_quotes(corpus_texts(STEP))


@needs_corpus
def test_without_its_quotes_a_fact_of_real_postings_is_gone():
    """The same of a few labelled postings."""
    check_no_evidence_no_fact(corpus_texts(STEP * 4))


@needs_corpus
@pytest.mark.soak
def test_both_laws_hold_of_all_real_postings():
    """Both laws hold of all labelled postings."""
    check_quotes(corpus_texts(1))
    check_no_evidence_no_fact(corpus_texts(1))


@cache
def scorer():
    spec = importlib.util.spec_from_file_location("corpus_score", CORPUS / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_all(entries):
    listings = {key: listing_of(entry) for key, entry in entries.items()}
    return {key: read_facts(listing.text, listing.fields) for key, listing in listings.items()}


@cache
def as_it_is(step):
    return read_all(entries(step))


def scores(facts):
    gold = scorer().read(CORPUS / "labels.jsonl")
    got = {key: labels(one) for key, one in facts.items()}
    rows, misses = scorer().score({key: gold[key] for key in facts}, got)
    return {name: rows[name][which] for name, (which, _) in BARS.items()}, rows, misses


def fallen(before, after, names=tuple(BARS)):
    return {name: (before[name], after[name]) for name in names if after[name] < before[name] - NEAR}


@needs_corpus
@each_step
def test_the_labelled_postings_are_read_as_promised(step):
    """Each score is at least what is promised, pay is invented for one posting at most, one stipend is wrong."""
    found, rows, misses = scores(as_it_is(step))
    assert {name: figure for name, figure in found.items() if figure < BARS[name][1]} == {}
    assert len(misses["wfh_stipend"]) <= 1
    assert rows["pay invented, of postings that state none"][0] * len(entries(step)) < 2


@needs_corpus
@each_step
def test_escaped_markup_is_read_as_well(step):
    """A body in HTML whose every sign is an entity, as an applicant tracking system has it, gives the same scores."""
    made = MarkdownIt("commonmark").enable("table")
    escaped = {
        key: replace(entry, description=html.escape(made.render(entry.description)), markup=Markup.HTML)
        for key, entry in entries(step).items()
    }
    assert fallen(scores(as_it_is(step))[0], scores(read_all(escaped))[0]) == {}


@needs_corpus
@each_step
def test_what_the_body_states_needs_no_head(step):
    """Without the lines of pay and place, a fact that the body proves is read as before."""
    bare = read_all({key: replace(entry, location="", tags=()) for key, entry in entries(step).items()})
    for kind, names in OF_THE_HEAD.items():
        stated = [key for key, facts in as_it_is(step).items() if is_stated_by_body(facts, kind)]
        whole = scores({key: as_it_is(step)[key] for key in stated})[0]
        assert fallen(whole, scores({key: bare[key] for key in stated})[0], names) == {}, kind


def is_stated_by_body(facts, kind):
    """Tell whether the body proves every fact of a kind."""
    proofs = [proof for name, proof in proven(facts) if name == kind]
    return bool(proofs) and all(any(one.part is Part.BODY for one in proof) for proof in proofs)
