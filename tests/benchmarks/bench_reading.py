"""Whole reading of a posting beside one regex of all technologies' names over the same text; read the ratios."""

import random
import re
import time

from hostile_texts import MARKUP, POSTING, WORDS, flood

from alerts.posting import Fields, Markup, PostingText
from alerts.reading import read_facts
from alerts.reading.technologies import lexicon
from alerts.text import canonical_text

RUNS = 5
SIZES = (5_000, 10_000, 50_000, 200_000, 1_000_000)
HOSTILE = 200_000
WORST_SHOWN = 8
MIXTURES = 10


def seconds(work, *arguments, runs=RUNS):
    """Give the least processor time of a few runs: what others do on the machine is no part of it."""
    times = []
    for _ in range(runs):
        begun = time.process_time()
        work(*arguments)
        times.append(time.process_time() - begun)
    return min(times)


def read(body):
    return read_facts(PostingText(title="Senior Backend Engineer", company="Acme", body=body), Fields())


def made(description, markup=Markup.PLAIN):
    return canonical_text(
        title="", company="", location="", tags=(), fields=Fields(), description=description, markup=markup
    ).body


def make_and_read(description, markup):
    read(made(description, markup))


def alternation():
    rows = lexicon().rows
    names = {name for row in rows for kind in ("alias", "also", "weak") for name in row.phrases(kind)}
    names |= {*lexicon().slugs, *lexicon().sets["others"]}
    return len(names), re.compile(
        rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b", re.IGNORECASE
    )


def bench_reading():
    """Print milliseconds a posting for growing texts, and the ratio to the regex in the same run."""
    count, regex = alternation()
    read(POSTING)  # builds the lexicons
    print(f"\n{count:,} names of technologies in the regex")
    print(
        f"{'characters':>12} {'reading ms':>11} {'ms / 5,000':>11} {'making ms':>10} {'regex ms':>9} {'ratio':>6}"
    )
    for size in SIZES:
        text = flood(POSTING, size)
        runs = RUNS if size < HOSTILE else 1
        reading, making = (1000 * seconds(work, text, runs=runs) for work in (read, made))
        names = 1000 * seconds(regex.findall, text, runs=runs)
        per = reading * 5_000 / size
        print(f"{size:12,} {reading:11.1f} {per:11.2f} {making:10.1f} {names:9.1f} {reading / names:6.2f}")


def bench_hostile_texts():
    """Print the dearest of the hostile texts, as multiples of a posting's cost of the same length."""
    plain = seconds(make_and_read, flood(POSTING, HOSTILE), Markup.PLAIN, runs=3)
    print(
        f"\nplain text of {HOSTILE:,} characters: {plain:.2f} s; the dearest of others, in multiples of it:"
    )
    cases = [(piece, Markup.PLAIN) for piece in (*WORDS, *mixtures())]
    cases += [(piece, kind) for piece in (*MARKUP, *mixtures()) for kind in (Markup.HTML, Markup.MARKDOWN)]
    costs = {case: seconds(make_and_read, flood(case[0], HOSTILE), case[1], runs=1) / plain for case in cases}
    _show_worst(costs)


def mixtures(seed=7):
    """Give texts of several pieces: what is cheap alone may not be together."""
    chance = random.Random(seed)
    for _ in range(MIXTURES):
        yield "".join(chance.choices(WORDS + MARKUP, k=chance.randint(2, 6)))


def _show_worst(costs):
    for (piece, markup), times in sorted(costs.items(), key=lambda item: -item[1])[:WORST_SHOWN]:
        print(f"{times:8.1f} x  {markup.value:9} {piece!r}")
