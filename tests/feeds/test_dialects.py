"""Boards that write RSS in a way of their own: under their own name, and under rss by the host of each item."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import rss

from alerts.feeds import detect, format_named, listings
from alerts.feeds.entry import Document, Entry
from alerts.posting import Workplace
from alerts.reading import read_facts


def one(name: str, item: str, url: str = "https://mirror.example/x") -> Entry:
    (entry,) = format_named(name).parse(Document(url=url, body=rss(item)), {}).entries
    return entry


@pytest.mark.parametrize("name", ["weworkremotely", "rss", "atom"])
def test_we_work_remotely(name):
    """Flags and pictures leave the places, countries become regions, the company leaves the title."""
    entry = one(
        name,
        "<title>Ovens: Oven Engineer: Rust</title><link>https://weworkremotely.com/remote-jobs/1</link>"
        "<region>🌎 Anywhere in the World</region><country>🇦🇹 Austria, 🇭🇰 Hong Kong, Atlantis</country>"
        "<type>Contract</type>",
    )
    assert (entry.company, entry.title) == ("Ovens", "Oven Engineer: Rust")
    assert entry.location == "Anywhere in the World; Austria, Hong Kong, Atlantis"
    assert entry.fields.regions == ("AT", "HK")
    assert (entry.fields.workplace, entry.fields.employment) == (Workplace.REMOTE, ("contract",))


def test_lara_jobs():
    """Elements of a job namespace are pay, place, kind, company and tags; there is no text."""
    item = (
        "<title>Oven Engineer</title><link>https://larajobs.com/job/1</link><job:location>Graz, Austria</job:location>"
        "<job:job_type>PART_TIME</job:job_type><job:salary>€30,000 - €35,000 EUR</job:salary>"
        "<job:company>Ovens</job:company><job:tags>Laravel,PHP</job:tags>"
    )
    document = Document(url="https://larajobs.com/feed", body=rss(item))
    assert detect(document).name == "larajobs"
    (listing,) = listings(format_named("larajobs"), document, {}).listings
    facts = read_facts(listing.text, listing.fields)
    assert (listing.text.company, listing.text.location) == ("Ovens", "Graz, Austria")
    assert listing.text.tags.splitlines() == ["Laravel", "PHP"]
    assert (facts.pay[0].band.minimum, facts.pay[0].band.currency) == (30_000, "EUR")
    assert facts.employment[0].value == "part-time"


@pytest.mark.parametrize(
    ("title", "role", "company"),
    [
        ("Oven Engineer, Warm Ovens", "Oven Engineer", "Warm Ovens"),
        ("Oven Engineer, Senior, Ovens, Inc.", "Oven Engineer, Senior", "Ovens, Inc."),
        ("Oven Engineer, GmbH", "Oven Engineer", "GmbH"),
        ("Oven Engineer", "Oven Engineer", ""),
    ],
)
def test_python_org_titles(title, role, company):
    """The company stands behind the last comma; its legal form stays with it."""
    entry = one("pythonorg", f"<title>{title}</title><link>https://www.python.org/jobs/1/</link>")
    assert (entry.title, entry.company) == (role, company)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Graz, Austria\n&lt;p&gt;Bake.&lt;/p&gt;", "Graz, Austria"),
        ("&lt;p&gt;Bake.&lt;/p&gt;\nmore", ""),
        ("We bake in a single line", ""),
    ],
)
def test_python_org_places(text, place):
    """The text's first line is the place, if it is a line without markup before others."""
    item = f"<title>Baker, Ovens</title><link>https://www.python.org/jobs/1/</link><description>{text}</description>"
    assert one("rss", item).location == place


def test_a_board_is_found_by_its_host():
    """Under auto the document's address tells which board's RSS it is."""
    body = rss("<title>Baker</title>")
    hosts = {
        "weworkremotely.com": "weworkremotely",
        "www.golangprojects.com": "golangprojects",
        "python.org": "pythonorg",
        "hnrss.org": "hnrss",
        "ovens.teamtailor.com": "teamtailor",
        "notpython.org": "rss",
    }
    found = {host: detect(Document(url=f"https://{host}/feed", body=body)).name for host in hosts}
    assert found == hosts


NAMES = (
    *(
        "title",
        "link",
        "guid",
        "description",
        "region",
        "state",
        "country",
        "skills",
        "type",
        "category",
        "author",
    ),
    *(
        "expires_at",
        "pubDate",
        "job:salary",
        "job:job_type",
        "job:tags",
        "tt:city",
        "tt:country",
        "remoteStatus",
        "content",
    ),
)
HOSTS = (
    "weworkremotely.com",
    "larajobs.com",
    "golangprojects.com",
    "python.org",
    "ovens.teamtailor.com",
    "x.example",
)
WORDS = (
    "Ovens: Baker",
    "Baker @ Ovens",
    "Baker, Ovens, Inc.",
    "🇦🇹 Austria",
    "New comment by x",
    "1790208007",
    "a,,b",
    ": ",
)
words = st.sampled_from(WORDS) | st.text(
    st.characters(min_codepoint=32, max_codepoint=0x1FFFF, exclude_categories=["Cs"]), max_size=8
)
elements = st.builds(
    lambda name, text, inner: f"<{name} a='b'>{escape(text)}{inner}</{name}>",
    st.sampled_from(NAMES),
    words,
    st.sampled_from(["", "<b>x</b>", "<name>y</name>", "<![CDATA[<p>z]]>"]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(elements, max_size=8),
    st.sampled_from(HOSTS),
    st.sampled_from(["rss", "weworkremotely", "teamtailor"]),
)
def test_any_item_of_any_board_is_a_listing_or_a_bad_entry(parts, host, name):
    """Whatever elements it has, however often, the item after it is read."""
    odd = f"<link>https://{host}/jobs/1</link>" + "".join(parts)
    neighbour = f"<title>Cook</title><link>https://{host}/jobs/2</link>"
    parsed = listings(format_named(name), Document(url="https://x.example", body=rss(odd, neighbour)), {})
    assert "Cook" in [listing.text.title for listing in parsed.listings]
    assert len(parsed.listings) + len(parsed.bad) == 2
