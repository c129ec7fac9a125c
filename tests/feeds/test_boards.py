"""Remotive, Remote OK, Jobicy, Himalayas, Arbeitnow, Working Nomads, Landing.jobs and Simplify's lists."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from payloads import (
    ARBEITNOW,
    HIMALAYAS,
    REMOTEOK,
    REMOTIVE,
    SAMPLES,
    SIMPLIFY,
    first,
    parse,
    sample_listings,
)

from alerts.errors import ParseError
from alerts.feeds import FORMATS, format_named, manners_of, plan
from alerts.feeds.contract import Reach
from alerts.posting import Band, Period, Workplace
from alerts.reading import read_facts


def euros(low: int, high: int, period: Period = Period.YEAR, currency: str = "EUR") -> Band:
    return Band(minimum=Decimal(low), maximum=Decimal(high), currency=currency, period=period)


def test_remotive():
    """Pay in prose is read as pay, a date without a zone is UTC, entities are resolved."""
    listing = sample_listings("remotive").listings[0]
    assert (listing.native_key, listing.text.title) == ("55", "Night Baker & Cook")
    assert listing.posted_at == datetime(2026, 10, 26, 14, 23, 5, tzinfo=UTC)
    facts = read_facts(listing.text, listing.fields)
    assert [pay.band for pay in facts.pay] == [euros(40_000, 48_000)]
    assert [region.value for region in facts.regions] == ["AT", "DE"]
    assert facts.workplace.value is Workplace.REMOTE
    assert facts.employment[0].value == "full-time"


@pytest.mark.parametrize(
    ("value", "url", "whole"),
    [
        (REMOTIVE, "https://remotive.com/api/remote-jobs", True),
        (REMOTIVE, "https://remotive.com/api/remote-jobs?category=food", True),
        (REMOTIVE, "https://remotive.com/api/remote-jobs?limit=2", False),
        (REMOTIVE | {"job-count": 31}, "https://remotive.com/api/remote-jobs", False),
        ({"0-legal-notice": "x", "jobs": []}, "https://remotive.com/api/remote-jobs", True),
    ],
)
def test_remotive_lists_all_unless_it_was_cut(value, url, whole):
    """Absence means closed only where the list is as long as it says."""
    assert parse("remotive", value, url).complete is whole


def test_stuffed_tags_say_nothing():
    """A posting with more labels than it can mean has none, with a warning."""
    jobs = [REMOTIVE["jobs"][0] | {"tags": [f"tag {n}" for n in range(30)]}]
    parsed = parse("remotive", {"jobs": jobs})
    assert parsed.entries[0].tags == ()
    assert "more than 20 tags" in parsed.warnings[0]


def test_remote_ok():
    """Sums are dollars, tags are not trusted, and what the fetcher's address gives away is cut off."""
    entry = first("remoteok")
    assert (entry.native_key, entry.location, entry.tags) == ("771", "Graz", ())
    assert entry.fields.pay == (euros(52_000, 61_000, currency="USD"),)
    assert entry.posted_at == datetime(2026, 10, 31, 12, 0, tzinfo=UTC)
    assert entry.description == "<p>Bake remotely.</p>"
    assert sample_listings("remoteok").listings[0].text.company == "Ovens & Co"


@pytest.mark.parametrize(("low", "high"), [(0, 0), ("", ""), (None, None), ("0", 0)])
def test_no_sum_is_no_pay(low, high):
    """0 is unknown, and no doubt."""
    parsed = parse("remoteok", [REMOTEOK[0], REMOTEOK[1] | {"salary_min": low, "salary_max": high}])
    assert (parsed.entries[0].fields.pay, parsed.warnings) == ((), ())


def test_the_legal_notice_is_no_job():
    """The first item is neither a job nor a bad entry."""
    parsed = parse("remoteok", REMOTEOK[:1])
    assert (parsed.entries, parsed.bad) == ((), ())


def test_jobicy():
    """Level, kinds, places and pay come from fields; sums may be strings."""
    listing = sample_listings("jobicy").listings[0]
    assert (listing.native_key, listing.text.title) == ("901", "Head Baker – Rye")
    assert listing.text.tags == "Food & Drink"
    assert listing.posted_at == datetime(2026, 10, 24, 16, 45, 5, tzinfo=UTC)
    assert listing.fields.pay == (euros(50_000, 62_000),)
    assert listing.fields.regions == ("AT", "HK")
    assert (listing.fields.levels, listing.fields.employment) == (("mid",), ("full-time", "contract"))
    assert sample_listings("jobicy").listings[1].fields.regions == ("WORLD",)


def test_jobicy_of_before_2026():
    """The sums' older names are known, and are for a year."""
    old = {"salaryMin": ..., "salaryMax": ..., "salaryPeriod": ...}
    entry = first("jobicy", annualSalaryMin=40_000, annualSalaryMax="45000", **old)
    assert entry.fields.pay == (euros(40_000, 45_000),)


def test_himalayas():
    """An hour's pay stays one, levels may be several, countries are named."""
    entry = first("himalayas")
    assert entry.native_key == "https://himalayas.app/companies/ovens/jobs/bread-scientist"
    assert entry.location == "Austria; Hong Kong"
    assert entry.tags == ("Bread Science",)
    assert entry.posted_at == datetime(2026, 10, 30, 12, 0, tzinfo=UTC)
    assert entry.fields.pay == (euros(45, 60, Period.HOUR),)
    assert (entry.fields.regions, entry.fields.levels) == (("AT", "HK"), ("senior", "mid"))
    assert entry.fields.employment == ("contract",)


@pytest.mark.parametrize(
    ("restrictions", "regions"),
    [
        ([], ("WORLD",)),
        (None, ()),
        (..., ()),
        ([{"alpha2": "AT", "name": "Austria", "slug": "austria"}], ("AT",)),
        (["Atlantis"], ()),
    ],
)
def test_no_restriction_is_the_world(restrictions, regions):
    """An empty list is a statement, a missing one is none."""
    assert first("himalayas", locationRestrictions=restrictions).fields.regions == regions


@pytest.mark.parametrize(
    ("url", "changes", "following"),
    [
        ("https://h.example/jobs/api?limit=2", {}, "https://h.example/jobs/api?limit=2&offset=2"),
        (
            "https://h.example/jobs/api?limit=2&offset=6",
            {"offset": 6},
            "https://h.example/jobs/api?limit=2&offset=8",
        ),
        ("https://h.example/jobs/api?limit=2", {"offset": 7}, None),
        ("https://h.example/jobs/api", {"nextCursor": "a=b"}, "https://h.example/jobs/api?cursor=a%3Db"),
        ("https://h.example/jobs/api/search?q=x", {}, "https://h.example/jobs/api/search?q=x&page=2"),
        ("https://h.example/jobs/api/search?q=x&page=5", {}, None),
        ("https://h.example/jobs/api", {"totalCount": None}, None),
        ("https://h.example/jobs/api", {"jobs": [], "nextCursor": "x"}, None),
    ],
)
def test_himalayas_pages(url, changes, following):
    """The next page is found by cursor, page or offset, and never is where there is none."""
    found = parse("himalayas", HIMALAYAS | changes, url).next
    assert (found.url if found else None) == following
    assert found is None or not found.conditional


def test_arbeitnow():
    """Seconds are a date; a flag that is false says nothing."""
    parsed = parse("arbeitnow")
    entry, other = parsed.entries
    assert (entry.native_key, entry.company, entry.location) == (
        "oven-developer-graz-1",
        "Ovens GmbH",
        "Graz",
    )
    assert entry.posted_at == datetime(2026, 10, 29, 12, 0, tzinfo=UTC)
    assert (entry.fields.workplace, entry.fields.employment) == (Workplace.REMOTE, ("full-time",))
    assert other.fields.workplace is None


@pytest.mark.parametrize(
    ("url", "changes", "following"),
    [
        ("https://a.example/api", {}, "https://a.example/api?page=2"),
        ("https://a.example/api?page=2", {"meta": {}}, "https://a.example/api?page=3"),
        ("https://a.example/api?page=4", {"links": {"next": None}}, None),
        ("https://a.example/api?page=9", {"data": []}, None),
    ],
)
def test_arbeitnow_counts_its_own_pages(url, changes, following):
    """The link to the next page repeats somebody's search, so it is not followed."""
    found = parse("arbeitnow", ARBEITNOW | changes, url).next
    assert (found.url if found else None) == following


def test_working_nomads():
    """The number is in the link; the tags are one text."""
    entry = first("workingnomads")
    assert (entry.native_key, entry.tags) == ("33001", ("Writing", "bread", "english"))
    assert entry.posted_at == datetime(2026, 10, 20, 13, 24, 39, tzinfo=UTC)
    assert first("workingnomads", url="https://w.example/x?utm_source=y").native_key == "https://w.example/x"


def test_landing_jobs():
    """The company is a part of the link; a full page has a next one."""
    entry = first("landingjobs")
    assert (entry.company, entry.location) == ("warm ovens", "Graz, AT")
    assert (entry.fields.pay, entry.fields.regions) == ((euros(45_000, 55_000),), ("AT",))
    jobs = [SAMPLES["landingjobs"].value[0] | {"id": n} for n in range(50)]
    found = parse("landingjobs", jobs, "https://landing.jobs/api/v1/jobs?limit=50&offset=50").next
    assert found.url == "https://landing.jobs/api/v1/jobs?limit=50&offset=100"
    assert parse("landingjobs").next is None


def test_simplify_leaves_out_what_is_closed():
    """What is not active or not visible is closed, and the list is whole."""
    closed = [SIMPLIFY[0] | {"id": "c", "active": False}, SIMPLIFY[0] | {"id": "h", "is_visible": False}]
    parsed = parse("simplify", [*closed, *SIMPLIFY])
    assert [entry.native_key for entry in parsed.entries] == ["aa-1", "aa-2"]
    assert (parsed.bad, parsed.complete) == ((), True)
    assert parsed.entries[0].location == "Graz; Linz"


@pytest.mark.parametrize(
    ("name", "interval", "reach"),
    [
        ("remotive", timedelta(hours=6), Reach.WHOLE),
        ("remoteok", timedelta(hours=1), Reach.WINDOW),
        ("jobicy", timedelta(hours=1), Reach.WINDOW),
        ("himalayas", timedelta(hours=24), Reach.WINDOW),
        ("arbeitnow", timedelta(hours=1), Reach.WINDOW),
        ("weworkremotely", timedelta(hours=1), Reach.WINDOW),
    ],
)
def test_boards_that_ask_to_be_named_and_how_often_they_may_be_asked(name, interval, reach):
    """Their terms are facts of the format, and hold for their host under any type."""
    chosen = format_named(name)
    assert (chosen.manners.min_interval, chosen.manners.attribution, chosen.reach) == (interval, True, reach)
    assert manners_of("rss", f"https://{chosen.manners.hosts[0]}/x.rss") == chosen.manners
    assert manners_of("auto", chosen.home) == chosen.manners


def test_the_first_page_may_be_asked_for_conditionally():
    """Nothing new on the first of the newest is nothing new; Hacker News' list of stories tells nothing."""
    assert plan("arbeitnow", "https://a.example", {}).conditional
    assert not plan("hackernews", FORMATS["hackernews"].home, {}).conditional


@pytest.mark.parametrize(
    "name", ["remotive", "remoteok", "jobicy", "himalayas", "arbeitnow", "workingnomads"]
)
def test_an_answer_that_is_no_list(name):
    """An error in JSON is told with the board's own words."""
    with pytest.raises(ParseError, match=format_named(name).manners.source):
        parse(name, {"message": "slow down", "detail": "slow down"})
