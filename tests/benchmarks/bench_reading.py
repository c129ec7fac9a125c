"""Whole reading of a posting, beside one regex of every technology's name over the same text; read the ratio."""

import re
import statistics
import time

from alerts.posting import Fields, PostingText
from alerts.reading import read_facts
from alerts.reading.technologies import TECHNOLOGY_SLUGS

LINES = (
    "We are a small team that builds scheduling software for clinics, and everybody here works remotely.",
    "* You know Python and Go, and have run PostgreSQL and Kafka in production",
    "* Experience with AWS, Terraform and Kubernetes",
    "The base salary is $150,000 - $185,000 a year, depending on experience.",
    "* Medical, dental and vision insurance, 401(k) with a match",
    "* $100 monthly work-from-home stipend and four weeks of paid vacation",
    "You can work from anywhere in the United States; we meet twice a year.",
    "Our customers tell us what they need, and we write down what we decide and why.",
)
RUNS = 15


def text_of(size):
    lines = []
    while sum(map(len, lines)) < size:
        lines.extend(LINES)
    return PostingText(title="Senior Backend Engineer", company="Acme", body="\n".join(lines))


def median_ms(work):
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def bench_reading():
    """Print milliseconds a posting for growing texts, and the ratio to the regex in the same run."""
    names = sorted(TECHNOLOGY_SLUGS, key=len, reverse=True)
    alternation = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    read_facts(text_of(100), Fields())  # builds the lexicons
    print(f"\n{'characters':>12} {'reading ms':>12} {'regex ms':>10} {'ratio':>7}")
    for size in (5_000, 10_000, 20_000, 40_000):
        text = text_of(size)
        reading = median_ms(lambda text=text: read_facts(text, Fields()))
        regex = median_ms(lambda text=text: alternation.findall(text.body))
        print(f"{len(text.body):12,} {reading:12.1f} {regex:10.1f} {reading / regex:7.1f}")
