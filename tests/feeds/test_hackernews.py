"""Hacker News' 'Who is hiring?': from the stories to the thread, and what its comments offer."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import HACKERNEWS, parse, rss

from alerts.errors import ParseError
from alerts.feeds import FORMATS, detect, format_named, listings
from alerts.feeds.boards.hiring_comment import read_comment
from alerts.feeds.entry import Document
from alerts.posting import Workplace
from alerts.reading import read_facts

HITS = [
    {
        "objectID": "700",
        "title": "Ask HN: Who is hiring? (September 2026)",
        "created_at": "2026-09-01T15:00:00Z",
    },
    {
        "objectID": "901",
        "title": "Ask HN: Who wants to be hired? (October 2026)",
        "created_at": "2026-10-02T15:00:00Z",
    },
    {
        "objectID": "900",
        "title": "Ask HN: Who is hiring? (October 2026)",
        "created_at": "2026-10-01T15:00:00Z",
    },
]


def test_the_stories_lead_to_the_newest_thread():
    """Not to last month's, nor to the thread of those who want to be hired."""
    parsed = parse("hackernews", {"hits": HITS}, FORMATS["hackernews"].home)
    assert parsed.entries == ()
    assert parsed.next.url == "https://hn.algolia.com/api/v1/items/900"
    assert not parsed.next.conditional


@pytest.mark.parametrize("hits", [[], HITS[1:2], [{"title": "Ask HN: Who is hiring?"}], [3]])
def test_no_thread_is_an_error(hits):
    """Stories without a thread are no empty feed."""
    with pytest.raises(ParseError, match="no thread"):
        parse("hackernews", {"hits": hits})


def test_a_comment_with_two_roles():
    """Each role is an entry of its own; the first keeps the comment's number, replies are no postings."""
    parsed = parse("hackernews")
    one, two, baker = parsed.entries
    assert [entry.native_key for entry in parsed.entries] == ["901", "901 dough developer", "902"]
    assert (one.title, two.title, one.company) == ("Oven Engineer", "Dough Developer", "Ovens")
    assert one.url == two.url == "https://news.ycombinator.com/item?id=901"
    assert one.location == "Graz, Austria; REMOTE (EU)"
    assert one.posted_at == datetime(2026, 10, 1, 14, tzinfo=UTC)
    assert (baker.location, parsed.complete, parsed.next) == ("Linz; ONSITE", False, None)


def test_the_facts_of_a_comment():
    """Pay, place, workplace and kind of employment are read from its first line."""
    document = Document(url="https://hn.example", body=json.dumps(HACKERNEWS).encode())
    listing = listings(format_named("hackernews"), document, {}).listings[0]
    facts = read_facts(listing.text, listing.fields)
    assert facts.workplace.value is Workplace.REMOTE
    assert [(pay.band.minimum, pay.band.maximum, pay.band.currency) for pay in facts.pay] == [
        (60_000, 80_000, "EUR")
    ]
    assert {region.value for region in facts.regions} == {"AT", "EU"}
    assert facts.employment[0].value == "full-time"


@pytest.mark.parametrize(
    "comment", [{"id": 1, "text": None}, {"id": 1, "author": None}, {"text": "A | B | C"}]
)
def test_a_deleted_comment_is_no_bad_entry(comment):
    """What is gone, or has no number, is passed over."""
    parsed = parse("hackernews", {"children": [comment]})
    assert (parsed.entries, parsed.bad) == ((), ())


@pytest.mark.parametrize(
    ("head", "company", "roles"),
    [
        ("Ovens | Senior Oven Engineer | Graz | Onsite", "Ovens", ["Senior Oven Engineer"]),
        (
            "Ovens (YC S21) | Graz | Backend/Frontend Engineer | Hybrid",
            "Ovens",
            ["Backend/Frontend Engineer"],
        ),
        ("Ovens | Oven Engineer and Dough Designer | Remote", "Ovens", ["Oven Engineer", "Dough Designer"]),
        ("Ovens | SRE | DevOps Engineer | REMOTE | $150k", "Ovens", ["SRE", "DevOps Engineer"]),
        ("Ovens - Oven Engineer - Graz - Remote", "Ovens", ["Oven Engineer"]),
        ("Ovens &#x2F; Warm Ltd. | Full Stack | Remote", "Ovens / Warm Ltd.", ["Full Stack"]),
        ("Ovens https://ovens.example | Head of Dough | Linz", "Ovens", ["Head of Dough"]),
        ("Ovens is hiring bakers in Graz", "Ovens", []),
        (
            "Ovens | 3 roles: Oven Engineer, Designer, PM | Remote | VISA",
            "Ovens",
            ["Oven Engineer", "Designer", "PM"],
        ),
        ("Ovens | Role: Oven Engineer | Location: Graz", "Ovens", ["Oven Engineer"]),
    ],
)
def test_first_lines(head, company, roles):
    """Roles are told from places, workplaces, pay and links by their words, in any order."""
    offer = read_comment(head + "<p>We bake.")
    assert (offer.company, list(offer.roles)) == (company, roles)


def test_roles_that_are_listed_below():
    """Where the first line only says 'multiple roles', the lines that begin with one are the roles."""
    offer = read_comment(
        "Ovens | Multiple roles | Graz | Remote OK | Full-time<p>We are hiring engineers who care."
        "<p>Open positions:<p>- Oven Engineer (Rust): https:&#x2F;&#x2F;ovens.example&#x2F;1"
        "<p>- Staff Dough Scientist<p>* Product Designer – EU only<p>You will work with our Lead Baker."
    )
    assert offer.roles == ("Oven Engineer", "Staff Dough Scientist", "Product Designer")


def test_a_comment_that_names_no_role():
    """It still is one posting, with what its first line says."""
    offer = read_comment("Ovens | Graz, Austria | ONSITE | Bread for everybody<p>Write to us.")
    assert (offer.roles, offer.title) == ((), "Bread for everybody")
    bare = read_comment("Ovens | https:&#x2F;&#x2F;ovens.example | REMOTE | Full-time")
    assert (bare.title, bare.places) == ("Ovens | https://ovens.example | REMOTE | Full-time", ["REMOTE"])


@pytest.mark.parametrize(
    "text",
    ["", "<p>", "Is anybody hiring bakers?", "Great thread | thanks", "+1", "SEEKING WORK | Remote | Baker"],
)
def test_what_offers_nothing(text):
    """A question or a thank-you among the postings is none."""
    assert read_comment(text) is None


def test_hnrss_gives_the_same_roles():
    """The titles say nothing, so the text is read as the comment that it is, under type rss as well."""
    item = (
        '<title>New comment by warm in "Ask HN: Who is hiring? (October 2026)"</title>'
        "<link>https://news.ycombinator.com/item?id=901</link><guid>https://news.ycombinator.com/item?id=901</guid>"
        "<description>Ovens | Oven Engineer, Dough Developer | Graz&lt;p&gt;Warm.</description>"
    )
    for name in ("hnrss", "rss"):
        document = Document(url="https://hnrss.org/whoishiring/jobs", body=rss(item))
        entries = format_named(name).parse(document, {}).entries
        assert [(entry.native_key, entry.title) for entry in entries] == [
            ("901", "Oven Engineer"),
            ("901 dough developer", "Dough Developer"),
        ]


def test_stories_of_something_else_are_not_recognised():
    """Other answers of the same API are no hiring thread."""
    body = json.dumps({"hits": [{"objectID": "1", "title": "Show HN: Bread"}]}).encode()
    assert detect(Document(url="https://hn.algolia.com/api/v1/search", body=body)) is None


pieces = st.sampled_from(
    [
        "Ovens",
        "|",
        " | ",
        " - ",
        "Engineer",
        "Graz",
        "REMOTE",
        "<p>",
        "\n",
        "(",
        ")",
        "https://x.example",
        "$",
        "90k",
        "&",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(pieces | st.text(max_size=5), max_size=40))
def test_any_comment_is_an_offer_or_none(parts):
    """Whatever a comment is, every role and title of its offer is a short text."""
    offer = read_comment("".join(parts))
    if offer is not None:
        assert offer.title
        assert all(0 < len(role) <= 90 for role in (*offer.roles, offer.title))
        assert len(offer.roles) == len(set(offer.roles)) <= 12


@pytest.mark.parametrize("piece", ["a", "|", "engineer ", "(", "<", "&amp;", "- x", "we are "])
def test_comments_built_to_be_expensive(piece):
    """A comment of very many characters is read in a moment."""
    read_comment(piece * (300_000 // len(piece)))
    read_comment("Ovens | Multiple roles | x<p>" + piece * (300_000 // len(piece)))
