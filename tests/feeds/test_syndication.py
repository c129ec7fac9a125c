"""RSS and Atom: what the entries of a feed become, and what is an error."""

from datetime import UTC, datetime

import pytest

from alerts.errors import ParseError
from alerts.feeds import format_named
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.posting import Markup, Workplace

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:job="https://jobs.example/ns"'
)
ITEM = "<title>Baker</title><link>https://jobs.example/1</link>"


def parse(body: str | bytes, url: str = "https://jobs.example/feed") -> ParsedDocument:
    data = body.encode() if isinstance(body, str) else body
    return format_named("rss").parse(Document(url=url, body=data), {})


def rss(*items: str) -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {NAMESPACES}><channel><title>Jobs</title>{inner}</channel></rss>'


def atom(inner: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{inner}</entry></feed>'


def only(parsed: ParsedDocument) -> Entry:
    assert not parsed.bad
    (entry,) = parsed.entries
    return entry


def test_guid_is_the_key():
    """An item is known by its guid, whatever its link is."""
    entry = only(parse(rss(ITEM + "<guid isPermaLink='false'>no. 7</guid>")))
    assert entry.native_key == "no. 7"
    assert entry.url == "https://jobs.example/1"


def test_link_without_trackers_is_the_key_in_place_of_a_guid():
    """Trackers change from poll to poll; the rest of the query may be the job's number."""
    entry = only(parse(rss("<title>Baker</title><link>https://A.example/s?gh_jid=9&amp;utm_source=x</link>")))
    assert entry.native_key == "https://a.example/s?gh_jid=9"
    assert entry.url.endswith("utm_source=x")


def test_two_jobs_on_one_path_are_two():
    """Links that differ in their query only are different jobs."""
    items = [f"<title>Baker</title><link>https://a.example/s?id={number}</link>" for number in (1, 2)]
    assert len({entry.native_key for entry in parse(rss(*items)).entries}) == 2


@pytest.mark.parametrize("item", ["<link>https://a.example/1</link>", "<title>Baker</title>"])
def test_items_that_cannot_be_told_are_set_apart(item):
    """An item without a title, or without an id and a link, is quarantined; the next one is read."""
    parsed = parse(rss(item, ITEM))
    assert len(parsed.bad) == 1
    assert len(parsed.entries) == 1


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/1", "http://u:p@a/"]
)
def test_only_web_links_survive(link):
    """A link that a browser should not follow is dropped."""
    assert only(parse(rss(f"<title>Baker</title><link>{link}</link><guid>1</guid>"))).url == ""


def test_relative_link_is_resolved_against_the_feed():
    """A relative link is completed; a relative id stays as it is, wherever the feed is fetched from."""
    entry = only(parse(atom('<id>t3_x</id><title>Baker</title><link href="/jobs/1"/>')))
    assert entry.url == "https://jobs.example/jobs/1"
    assert entry.native_key == "t3_x"


def test_the_longest_body_is_the_description():
    """Of summary and content the longer one is the whole posting, on either side."""
    for item in (
        "<description>{short}</description><content:encoded>{long}</content:encoded>",
        "<description>{long}</description><content:encoded>{short}</content:encoded>",
    ):
        filled = item.format(short="Bread.", long="Bread and much more.")
        assert only(parse(rss(ITEM + filled))).description == "Bread and much more."


def test_plain_text_is_told_from_html():
    """An Atom summary of type text is no HTML."""
    entry = only(parse(atom('<id>1</id><title>Baker</title><summary type="text">a &lt; b</summary>')))
    assert (entry.markup, entry.description) == (Markup.PLAIN, "a < b")


def test_scripts_are_left_to_the_text_makers():
    """The description is handed on as it came: making it safe is the business of the canonical text."""
    assert (
        "<script>"
        in only(parse(rss(ITEM + "<description>&lt;script&gt;x&lt;/script&gt;</description>"))).description
    )


def test_job_elements_are_read():
    """A board's own elements give pay, place, company, kind of employment and tags."""
    entry = only(
        parse(
            rss(
                ITEM + "<job:salary>€ 30k</job:salary><job:location>Graz</job:location>"
                "<job:company>Ovens</job:company><job:job_type>FULL_TIME</job:job_type>"
                "<job:tags>bread, cake</job:tags><category>Food</category>"
            )
        )
    )
    assert (entry.company, entry.location) == ("Ovens", "Graz")
    assert entry.tags == ("Food", "bread", "cake")
    assert entry.fields.pay_text == "€ 30k"
    assert entry.fields.employment == ("full-time",)


@pytest.mark.parametrize(
    "name", ["links", "link", "tags", "content", "summary_detail", "id", "author", "published"]
)
def test_a_feeds_own_elements_cannot_stand_for_parsed_ones(name):
    """An element that is named like something that feedparser makes is a text, and spoils nothing."""
    entry = only(
        parse(rss(ITEM + f"<guid>1</guid><{name}>x<b>y</b></{name}><job:{name} a='b'>z</job:{name}>"))
    )
    assert entry.title == "Baker"


def test_an_author_is_a_company_only_among_job_elements():
    """Whoever wrote an item is its company only where the feed is one of jobs."""
    author = "<dc:creator>Ovens</dc:creator>"
    assert only(parse(rss(ITEM + author))).company == ""
    assert only(parse(rss(ITEM + author + "<job:location>Graz</job:location>"))).company == "Ovens"


WWR_ITEM = (
    "<title>{title}</title><link>{link}</link><region>Europe Only</region><country>🇦🇹 Austria</country>"
    "<state/><skills>Bread, Cake</skills><type>Contract</type><category>Food</category>"
)


@pytest.mark.parametrize(
    ("title", "company", "role"),
    [
        ("Ovens: Baker: nights", "Ovens", "Baker: nights"),
        ("Ovens : Baker", "Ovens", "Baker"),
        ("Baker", "", "Baker"),
    ],
)
def test_we_work_remotely_titles(title, company, role):
    """On We Work Remotely a title begins with the company; one without stays whole."""
    entry = only(parse(rss(WWR_ITEM.format(title=title, link="https://weworkremotely.com/remote-jobs/x"))))
    assert (entry.company, entry.title) == (company, role)


def test_we_work_remotely_elements():
    """Its elements without a namespace give place, employment and tags; every job there is remote."""
    item = WWR_ITEM.format(title="Ovens: Baker", link="https://mirror.example/x")
    entry = only(parse(rss(item + "<expires_at>Thu, 10 Sep 2026 07:30:41 +0000</expires_at>")))
    assert entry.company == "Ovens"
    assert entry.location == "Europe Only; Austria"
    assert entry.fields.regions == ("AT",)
    assert entry.tags == ("Food", "Bread", "Cake")
    assert entry.fields.employment == ("contract",)
    assert entry.fields.workplace is Workplace.REMOTE


def test_role_at_company_on_a_board_that_writes_so():
    """Golang Projects writes 'Role @ Company' with no-break spaces."""
    item = "<title>Baker\u00a0@\u00a0Ovens</title><link>https://www.golangprojects.com/x.html</link>"
    entry = only(parse(rss(item)))
    assert (entry.title, entry.company) == ("Baker", "Ovens")


@pytest.mark.parametrize("title", ["Baker: nights", "Baker at large", "Baker @ Ovens"])
def test_titles_of_unknown_boards_stay_whole(title):
    """Without knowing the board nothing is taken out of a title."""
    entry = only(parse(rss(f"<title>{title}</title><link>https://jobs.example/1</link>")))
    assert (entry.title, entry.company) == (title, "")


def test_date_is_aware_utc():
    """A publication date with an offset becomes UTC."""
    entry = only(parse(rss(ITEM + "<pubDate>Mon, 23 Nov 2026 10:00:00 +0200</pubDate>")))
    assert entry.posted_at == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_an_absurd_date_is_unknown():
    """A date that can only be a mistake is left out; the posting is kept."""
    assert only(parse(rss(ITEM + "<pubDate>Mon, 23 Nov 1790 10:00:00 GMT</pubDate>"))).posted_at is None


def test_encoding_named_wrongly_is_a_warning():
    """A feed that is not what it claims in a small way is read, with a warning."""
    body = f'<?xml version="1.0" encoding="utf-8"?>{rss(ITEM.replace("Baker", "Bäcker"))}'.encode("cp1252")
    parsed = parse(body)
    assert only(parsed).title == "Bäcker"
    assert "not well-formed" in parsed.warnings[0]


def test_a_truncated_feed_gives_what_is_whole():
    """Of a feed that was cut off the complete items are read."""
    whole = rss(ITEM + "<guid>1</guid>", "<title>Cook</title><guid>2</guid>")
    parsed = parse(whole[: whole.index("<guid>2")])
    assert [entry.native_key for entry in parsed.entries] == ["1"]
    assert parsed.warnings


def test_a_healthy_feed_may_be_empty():
    """A feed without items is no error."""
    assert parse(rss()).entries == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "an empty document came instead of a feed"),
        (b" \n", "an empty document came"),
        (b"<!DOCTYPE html><html><title>Sign in</title></html>", "an HTML page came instead of a feed"),
        (b"<html lang=en><body>Checking your browser", "an HTML page came"),
        (b'{"jobs": []}', "JSON came instead of a feed"),
        (b"<jobs><job/></jobs>", "XML that is no feed came"),
        (b"\x89PNG\r\n", "something else came"),
        (b"<rss version='2.0'><channel><item", "the feed is broken"),
    ],
)
def test_what_is_no_feed_is_an_error_with_a_reason(body, reason):
    """Each thing that may come instead of a feed is told apart, never taken for an empty feed."""
    with pytest.raises(ParseError, match=reason):
        parse(body)


@pytest.mark.parametrize(
    "body",
    [
        rss("<title>&#1114112;</title><guid>1</guid>"),
        '<!DOCTYPE rss [<!ENTITY a "\\1">]>' + rss("<title>&a;</title><guid>1</guid>"),
        '<rss xmlns:m="http://www.opengis.net/gml"><channel><item><m:pos>1 1</m:pos></item></channel></rss>',
    ],
)
def test_what_feedparser_stumbles_on_is_a_typed_outcome(body):
    """Documents that make feedparser raise end in entries or in a ParseError."""
    try:
        parsed = parse(body)
    except ParseError:
        pass
    else:
        assert parsed.entries or parsed.bad


def test_entities_are_not_expanded_without_end():
    """A billion laughs ends quickly, and without the laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>' + rss("<title>&l11;</title><guid>1</guid>")
    try:
        parsed = parse(body)
    except ParseError:
        return
    assert sum(len(entry.title) for entry in parsed.entries) < 1_000_000


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (rss("<a>" * 500 + "</a>" * 500), "nested"),
        (rss(ITEM + f"<author>{'a' * 20_000}</author>"), "names in the feed"),
        (rss(*["<a/>" * 1000] * 101), "100,000 elements"),
        (rss(*[""] * 20_001), "20,000 items"),
        ("<rss version='2.0'><channel><item>" + "<a " * 60_000, "too large to be mended"),
        ("<rss version='2.0'><channel>&<author>" + "a" * 60_000, "too large to be mended"),
        ("<rss version='2.0'><channel><title>" + "& " * 2_100_000, "too large to be mended"),
    ],
)
def test_documents_built_to_be_expensive_are_refused(body, reason):
    """What would keep feedparser busy for minutes is refused before it sees it."""
    with pytest.raises(ParseError, match=reason):
        parse(body)


def test_bytes_that_name_a_file_open_none(tmp_path):
    """A body is never taken for a path or an address."""
    secret = tmp_path / "feed.xml"
    secret.write_text(rss(ITEM))
    with pytest.raises(ParseError):
        parse(str(secret))
