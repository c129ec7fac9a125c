"""From an address, a page or a company's name to feeds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import SAMPLES, rss

from alerts.errors import TermsError
from alerts.feeds import FORMATS, plan
from alerts.feeds.ats.board import Board
from alerts.feeds.discovery import boards_of, feeds_at, feeds_on
from alerts.feeds.entry import Document

GREENHOUSE = "https://boards-api.greenhouse.io/v1/boards/ovens/jobs?content=true&pay_transparency=true"
LEVER = "https://api.lever.co/v0/postings/ovens?mode=json"


def on(body: str | bytes, url: str = "https://ovens.example/careers") -> list[tuple[str, str]]:
    data = body if isinstance(body, bytes) else f"<!doctype html><html>{body}</html>".encode()
    return [(one.format, one.url) for one in feeds_on(Document(url=url, body=data))]


@pytest.mark.parametrize(
    ("url", "name", "feed"),
    [
        ("https://boards.greenhouse.io/ovens", "greenhouse", GREENHOUSE),
        ("https://job-boards.greenhouse.io/ovens/jobs/1?gh_jid=1", "greenhouse", GREENHOUSE),
        ("https://job-boards.eu.greenhouse.io/ovens", "greenhouse", GREENHOUSE),
        ("https://boards.greenhouse.io/embed/job_board?b=x&for=ovens", "greenhouse", GREENHOUSE),
        ("https://boards-api.greenhouse.io/v1/boards/ovens/jobs", "greenhouse", GREENHOUSE),
        ("https://jobs.lever.co/ovens/5f0c1a52/apply", "lever", LEVER),
        ("https://jobs.eu.lever.co/ovens", "lever", LEVER.replace("api.", "api.eu.")),
        (
            "https://jobs.ashbyhq.com/Warm%20Ovens/1",
            "ashby",
            "https://api.ashbyhq.com/posting-api/job-board/Warm%20Ovens?includeCompensation=true",
        ),
        (
            "https://apply.workable.com/ovens/j/AB12/",
            "workable",
            "https://apply.workable.com/api/v1/widget/accounts/ovens?details=true",
        ),
        ("https://ovens.recruitee.com/o/baker", "recruitee", "https://ovens.recruitee.com/api/offers/"),
        ("https://ovens.jobs.personio.com/job/1", "personio", "https://ovens.jobs.personio.com/xml"),
        ("https://ovens.breezy.hr/p/1", "breezy", "https://ovens.breezy.hr/json"),
        ("https://weworkremotely.com", "weworkremotely", "https://weworkremotely.com/remote-jobs.rss"),
        (
            "https://weworkremotely.com/categories/remote-programming-jobs#x",
            "weworkremotely",
            "https://weworkremotely.com/categories/remote-programming-jobs.rss",
        ),
        ("https://remotive.com/remote-jobs/food", "remotive", "https://remotive.com/api/remote-jobs"),
        ("https://remoteok.com/", "remoteok", "https://remoteok.com/api"),
        ("https://news.ycombinator.com/submitted?id=whoishiring", "hackernews", FORMATS["hackernews"].home),
        (
            "https://himalayas.app/jobs/api/search?q=x",
            "himalayas",
            "https://himalayas.app/jobs/api/search?q=x",
        ),
    ],
)
def test_addresses(url, name, feed):
    """A careers page's address leads to what the system serves programs; a board's to its API or feed."""
    (found,) = feeds_at(url)
    assert (found.format, found.url) == (name, feed)
    assert FORMATS[name].manners.source in found.reason


@pytest.mark.parametrize(
    "url",
    [
        "https://ovens.example/careers",
        "https://jobs.lever.co/",
        "https://apply.workable.com/j/AB12CD34EF",
        "https://www.recruitee.com/",
        "https://support.greenhouse.io/hc/en",
        "https://jobs.lever.co.evil.example/ovens",
        "https://evil.example/jobs.lever.co/ovens",
        "http://[::1/x",
        "",
    ],
)
def test_addresses_that_lead_nowhere(url):
    """A system's own pages, hosts that only look alike, and broken addresses are nobody's board."""
    assert feeds_at(url) == ()


def test_a_source_that_forbids_polling_is_refused():
    """With the reason, before anything is fetched."""
    with pytest.raises(TermsError, match="LinkedIn is not polled"):
        feeds_at("https://www.linkedin.com/company/ovens/jobs")


@pytest.mark.parametrize(
    "body",
    [
        '<iframe src="https://boards.greenhouse.io/embed/job_board?for=ovens"></iframe>',
        "<script src='//boards.greenhouse.io/embed/job_board/js?for=ovens'></script>",
        '<a href="https://job-boards.greenhouse.io/ovens/jobs/1">Baker</a>',
        '<script>var api = "https:\\/\\/boards-api.greenhouse.io\\/v1\\/boards\\/ovens\\/jobs";</script>',
    ],
)
def test_boards_that_pages_show(body):
    """A frame, a script, a link, or an address within a script leads to the board."""
    assert on(body) == [("greenhouse", GREENHOUSE)]


def test_the_board_that_is_named_most_comes_first():
    """A link to a partner's board does not beat the company's own."""
    links = (
        '<a href="https://jobs.lever.co/partner">x</a>' + '<a href="https://jobs.lever.co/ovens/1">x</a>' * 3
    )
    assert on(links) == [("lever", LEVER), ("lever", LEVER.replace("ovens", "partner"))]


def test_feeds_that_a_page_names():
    """Feeds of jobs come before others, relative links are made absolute, comments are left out."""
    head = (
        '<link rel="alternate" type="application/rss+xml" title="News" href="/news.xml">'
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
        "<LINK type='application/feed+json' rel='ALTERNATE nofollow' href='/jobs.json'>"
        '<link rel="stylesheet" type="application/rss+xml" href="/no.xml">'
    )
    assert on(head) == [
        ("jsonfeed", "https://ovens.example/jobs.json"),
        ("rss", "https://ovens.example/news.xml"),
    ]


def test_a_page_that_states_postings():
    """JSON-LD makes the page itself the feed, unless a board of the company is there."""
    posting = '<script type="application/ld+json">{"@type": "JobPosting", "title": "Baker"}</script>'
    assert on(posting) == [("jobpage", "https://ovens.example/careers")]
    assert on(posting + '<a href="https://jobs.lever.co/ovens">x</a>')[0] == ("lever", LEVER)


def test_a_page_that_shows_only_a_forbidden_board():
    """It says which system it is and why that is not polled; a link to a profile says nothing."""
    with pytest.raises(TermsError, match=r"shows a board of Workday\. Workday is not polled"):
        on('<a href="https://ovens.wd3.myworkdayjobs.com/en/Careers">Jobs</a>')
    assert on('<a href="https://www.linkedin.com/company/ovens">us</a>') == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_feed_is_found_as_itself(name):
    """A document that is a feed is the one to poll, in its own format."""
    sample = SAMPLES[name]
    assert on(sample.body, sample.url) == [(name, sample.url)]


def test_documents_that_are_nothing():
    """Other documents have no feed."""
    assert on(b"") == on(b"\x00\x01") == on(b'{"a": 1}') == on("<p>Hello</p>") == []
    assert on(rss("<title>Baker</title>"), "https://ovens.example/feed") == [
        ("rss", "https://ovens.example/feed")
    ]


def test_boards_of_a_company():
    """Every system that may be asked is named once for each word that the board may go by."""
    found = boards_of("Warm Ovens Inc.")
    systems = {name for name, known in FORMATS.items() if isinstance(known, Board)}
    assert {one.format for one in found} == systems - {
        "pinpoint",
        "breezy",
        "bamboohr",
        "rippling",
        "teamtailor",
    }
    urls = [one.url for one in found]
    assert len(urls) == len(set(urls))
    assert GREENHOUSE.replace("ovens", "warmovens") in urls
    assert LEVER.replace("ovens", "warm-ovens") in urls
    assert all(plan(one.format, one.url, {}).url == one.url for one in found)


@pytest.mark.parametrize("company", ["", "  ", "日本", "www", "../..", "a" * 300])
def test_names_that_are_no_board(company):
    """What can be nobody's board is asked nowhere."""
    assert boards_of(company) == ()


@pytest.mark.parametrize("name", [name for name, known in FORMATS.items() if known.home])
def test_a_home_is_its_own_address(name):
    """A board's feed leads to itself and to no other format."""
    home = FORMATS[name].home
    assert [(one.format, one.url) for one in feeds_at(home)] == [(name, home)]


def test_what_else_the_operator_asks_an_endpoint_for_is_kept():
    """A language stays, and what the format needs is added."""
    assert plan("personio", "https://ovens.jobs.personio.de/xml?language=en", {}).url.endswith(
        "/xml?language=en"
    )
    asked = plan("greenhouse", "https://boards-api.greenhouse.io/v1/boards/ovens/jobs?content=false", {}).url
    assert asked == GREENHOUSE
    assert plan("lever", "https://mirror.example/ovens.json", {}).url == "https://mirror.example/ovens.json"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<a href=",
                '"',
                "'",
                "https://jobs.lever.co/",
                "ovens",
                ">",
                "<link rel=alternate type=",
                "<",
                "\\/",
                "\x00",
            ]
        )
        | st.text(max_size=5),
        max_size=30,
    )
)
def test_any_page(parts):
    """Whatever a page is, what is found can be polled."""
    for one in feeds_on(Document(url="https://ovens.example", body=("<html>" + "".join(parts)).encode())):
        assert one.url.startswith(("http://", "https://"))
        assert one.format in FORMATS


@pytest.mark.parametrize(
    "piece", ["<a href='x'>", "<link ", "https://", "https:\\/\\/a.example\\/", "<a a=a a=a a=a"]
)
def test_pages_built_to_be_expensive(piece):
    """A page of beginnings is read in one pass."""
    assert (
        feeds_on(
            Document(url="https://x.example", body=b"<html>" + piece.encode() * (2_000_000 // len(piece)))
        )
        == ()
    )
