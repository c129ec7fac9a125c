"""A preview of fourteen days of 28,000 postings, beside the plain loop over the same postings in the same run."""

import statistics
import time

from made import NOW, RATES, subjects

from alerts.filters import parse_filter
from alerts.matching import accepts, verdicts
from alerts.previewing import Seen, preview_of, window_of
from alerts.previewing.sieve import sieved

COUNT = 28_000
RUNS = 3
LINES = (
    "remote, senior, python, pay>=120k USD",
    "remote, senior, backend, python, go|rust, pay>=150k USD, benefit:wfh-stipend>=50/month, in:US, -php",
    'title:"platform engineer", in:EU, -company:acme',
    "python~?, age<7d, pay.from>=60 USD/hour",
    "remote",
    "title:engineer, -pay>=300k USD, language:en",
)


def median_ms(work):
    times = []
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def bench_preview():
    """Print milliseconds a filter: the preview, only counting in a plain loop, and all verdicts in one."""
    postings = subjects(COUNT)
    begun = time.process_time()
    window = window_of(Seen.of(at, "", one) for at, one in enumerate(postings))
    print(f"\n{COUNT:,} postings sorted in {time.process_time() - begun:.1f} s of CPU")
    print(f"{'preview ms':>12} {'count ms':>10} {'verdicts ms':>12} {'ratio':>7} {'fit':>7}  filter")
    for line in LINES:
        wanted = parse_filter(line)
        preview = preview_of(wanted, sieved(wanted, window, RATES), window, NOW)
        quick = median_ms(
            lambda wanted=wanted: preview_of(wanted, sieved(wanted, window, RATES), window, NOW)
        )
        count = median_ms(
            lambda wanted=wanted: sum(accepts(wanted, one, one.seen_at, RATES) for one in postings)
        )
        every = median_ms(
            lambda wanted=wanted: [verdicts(wanted, one, one.seen_at, RATES) for one in postings]
        )
        assert preview.count == sum(accepts(wanted, one, one.seen_at, RATES) for one in postings)
        print(f"{quick:12.1f} {count:10.1f} {every:12.1f} {every / quick:7.0f} {preview.count:7,}  {line}")
