"""What holds of every text, however odd: quotes are true, bands are sane, reading ends soon."""

import importlib.util
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.posting import Fields, Markup, Part, PostingText
from alerts.reading.pay import read_pay
from alerts.reading.pay.currencies import money
from alerts.reading.source import Source
from alerts.text import canonical_text

SIZE = 50_000
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"

PIECES = """
    $ € kr ¥ USD CAD zł 1 25 45,5 120,000 60.000 90 000 k K M % to - – and between up from / per hour year an
    salary base bonus OTE stipend ( ) : , . + Canada * 💰 401(k) LPA
""".split()  # noqa: SIM905 - words in a block read better than in a column
pieces = st.lists(st.sampled_from([*PIECES, "\n"]), max_size=40)


@settings(deadline=None, max_examples=150)
@given(pieces.map(" ".join), pieces.map("".join), st.sampled_from([None, "CA", "PL", "XX"]))
def test_every_band_is_sane_and_every_quote_true(body, tags, country):
    """The least is not above the most, one end is there, and the quote stands at its place."""
    text = PostingText(body=body, tags=tags)
    for stated in read_pay(Source(text), country):
        ends = [end for end in (stated.band.minimum, stated.band.maximum) if end is not None]
        assert ends == sorted(ends) != []
        for evidence in stated.evidence:
            assert evidence.quote == text.part(evidence.part)[evidence.start : evidence.end] != ""


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300))
def test_any_text_is_survived(body):
    """A feed may send anything."""
    read_pay(Source(PostingText(title=body, body=body, tags=body)))


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "$",
        "1 ",
        "1,",
        "111 ",
        "$1-",
        "1k",
        "1(",
        "USD ",
        "between 1 and ",
        "1 gross net ",
        "* $9,000\n",
        "pay bonus ",
    ],
)
def test_a_flood_is_read_to_its_end(piece):
    """A hostile text of one piece over and over costs no more than its length."""
    read_pay(Source(PostingText(body="Salary: " + piece * (SIZE // len(piece)))))


def test_endless_digits_are_no_sum():
    """200 KB of digits are one number, and too long for one."""
    assert read_pay(Source(PostingText(body="Salary: $" + "9" * 200_000))) == ()


def test_every_mark_means_a_currency():
    """No mark belongs to two currencies but those that say so, and each usual pay begins below itself."""
    table = money()
    assert not table.own.keys() & table.shared.keys()
    assert all(currency.begins < currency.usual for currency in table.currencies.values())


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the labelled postings lie beside the repository, and do not here"
)
def test_the_labelled_postings_are_read_right():
    """Of each stated range nine in ten are exact, and pay is hardly ever invented."""
    labels = {
        row["id"]: row for row in map(json.loads, (CORPUS / "labels.jsonl").read_text("utf-8").splitlines())
    }
    got = {key: {"pay": _rows(_labelled(key), row["regions"])} for key, row in labels.items()}
    spec = importlib.util.spec_from_file_location("corpus_score", CORPUS / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    rows, _ = scorer.score(labels, got)
    assert rows["pay (each range, exact)"][2] >= 0.95
    assert rows["pay span right, of postings that state pay"][0] >= 0.95
    assert rows["pay invented, of postings that state none"][0] <= 0.02


def _rows(source, regions):
    bands = [stated.band for stated in read_pay(source, regions[0] if len(regions) == 1 else None)]
    return [
        {
            "min": None if band.minimum is None else float(band.minimum),
            "max": None if band.maximum is None else float(band.maximum),
            "currency": band.currency,
            "period": band.period.value,
        }
        for band in bands
    ]


def _labelled(key):
    lines = (CORPUS / "postings" / f"{key}.md").read_text("utf-8").split("\n")
    head = next((line for line in lines[:4] if line.startswith("#### ")), "")
    text = canonical_text(
        title=lines[0].lstrip("# "),
        company="",
        location="",
        tags=re.findall(r"`(💰[^`]*)`", head),
        fields=Fields(),
        description="\n".join(line for line in lines[1:] if line != head),
        markup=Markup.MARKDOWN,
    )
    assert text.part(Part.BODY)
    return Source(text)
