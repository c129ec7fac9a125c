"""Whole postings in seven languages, labelled before any reader saw them, against what is read in them."""

import tomllib
from collections import Counter
from pathlib import Path

from alerts.posting import PostingText, Workplace
from alerts.reading.source import Source
from alerts.reading.workplace import read_workplace

UNSTATED = "unstated"
AWAY = frozenset({Workplace.REMOTE, Workplace.HYBRID})
LEAST_RIGHT = 0.95
SAMPLES = tomllib.loads(Path(__file__).with_name("workplace_samples.toml").read_text("utf-8"))["sample"]


def read(sample):
    text = PostingText(title=sample["title"], location=sample["location"], body=sample["text"].strip())
    stated = read_workplace(Source(text))
    return stated.value.value if stated else UNSTATED


def test_the_samples_are_spread_evenly():
    """About a third each is on site, unstated, and remote or hybrid, and each language has five at the least."""
    kinds = Counter("away" if one["workplace"] in AWAY else one["workplace"] for one in SAMPLES)
    assert min(kinds["away"], kinds[Workplace.ONSITE], kinds[UNSTATED]) >= 20
    languages = Counter(one["name"][:2] for one in SAMPLES)
    assert languages.keys() == {"en", "fr", "de", "es", "pt", "pl", "nl"}
    assert min(languages.values()) >= 5
    assert len({one["name"] for one in SAMPLES}) == len(SAMPLES)
    assert all(40 <= len(one["text"].split()) <= 120 for one in SAMPLES)


def test_workplaces_are_read_in_whole_postings():
    """Of postings that no pattern was written for, at least 95 % are read as a person reads them."""
    wrong = [
        f"{sample['name']}: {sample['workplace']}, not {got}"
        for sample in SAMPLES
        if (got := read(sample)) != sample["workplace"]
    ]
    assert len(wrong) <= len(SAMPLES) * (1 - LEAST_RIGHT), "\n".join(wrong)
