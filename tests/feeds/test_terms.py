"""Sources that are never polled, and those that are off until the operator takes them on."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.errors import TermsError
from alerts.feeds import FORMATS, manners_of
from alerts.feeds.contract import Manners, Reach, Terms
from alerts.feeds.terms import FORBIDDEN, check_accepted, check_allowed, forbidden
from alerts.feeds.values import is_below


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://www.linkedin.com/jobs/search?keywords=x", "LinkedIn"),
        ("https://de.indeed.com/rss?q=x", "Indeed"),
        ("https://api.smartrecruiters.com/v1/companies/ovens/postings", "SmartRecruiters"),
        ("https://ovens.wd5.myworkdayjobs.com/wday/cxs/ovens/jobs", "Workday"),
        ("https://old.reddit.com/r/forhire/new/.rss", "Reddit"),
        ("HTTPS://WWW.REDDIT.COM/r/forhire.rss", "Reddit"),
    ],
)
def test_a_source_that_forbids_polling_says_why(url, source):
    """Its address is refused with its name and the reason."""
    with pytest.raises(TermsError, match=f"{source} is not polled: it"):
        check_allowed(url)


@pytest.mark.parametrize("url", ["https://notreddit.com/x", "https://reddit.com.example/x", "postings", ""])
def test_other_addresses_are_allowed(url):
    """A host that only looks alike is another host."""
    assert forbidden(url) is None
    check_allowed(url)


def test_an_unclear_source_waits_for_the_operator():
    """What its terms leave open is the operator's to decide; the message names the key that does."""
    manners = Manners(source="Ovens", terms=Terms.UNCLEAR, note="Its terms do not speak of feeds.")
    with pytest.raises(TermsError, match=r"Ovens is off by default.*speak of feeds.*accept_terms"):
        check_accepted(manners, accepted=False)
    check_accepted(manners, accepted=True)
    check_accepted(Manners(), accepted=False)


def test_no_format_is_made_for_a_forbidden_source():
    """A source is either polled with its manners or forbidden."""
    assert not [
        (known.name, host)
        for known in FORMATS.values()
        for host in known.manners.hosts
        for one in FORBIDDEN
        if is_below(host, one.hosts)
    ]


def test_every_source_with_doubts_says_which():
    """Off by default needs a name and a reason to show."""
    for known in FORMATS.values():
        manners = known.manners
        assert manners.terms is Terms.OPEN or (manners.source and manners.note.endswith("."))


def test_manners_of_an_unknown_host_are_the_formats():
    """A feed on any host asks for nothing that its format does not."""
    assert manners_of("rss", "https://feeds.example/jobs") == Manners()
    assert manners_of("auto", "https://feeds.example/jobs") == Manners()


README = Path(__file__).parents[2] / "README.md"
ROW = re.compile(r"\| (`[^|]+) \| [^|]* \| ([^|]*) \| ([^|]*) \| ([^|]*) \|")


def readme_rows() -> dict[str, tuple[str, str, str]]:
    rows = {}
    for types, every, lists, terms in ROW.findall(README.read_text("utf-8")):
        rows |= dict.fromkeys(re.findall(r"`([a-z]+)`", types), (every, lists, terms))
    return rows


@pytest.mark.parametrize("name", FORMATS)
def test_the_readme_says_what_each_format_asks_for(name):
    """Its row has the least interval, whether all is listed, and terms that are unclear or ask for a link."""
    every, lists, terms = readme_rows()[name]
    manners = FORMATS[name].manners
    spans = {"-": timedelta(0), "30 min": timedelta(minutes=30)}
    assert (
        spans.get(every) == manners.min_interval
        or every == f"{manners.min_interval / timedelta(hours=1):g} h"
    )
    assert lists.startswith("all") == (FORMATS[name].reach is Reach.WHOLE)
    assert ("pages" in lists) == FORMATS[name].newest_first
    assert ("unclear" in terms) == (manners.terms is Terms.UNCLEAR)
    assert "linked" not in terms or manners.attribution
