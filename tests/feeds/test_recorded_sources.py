"""What boards and recruiting systems really sent: each recorded file gives what its manifest says of it.

The expectations are computed from the files themselves, field by field, so that none of their text is kept here.
"""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from alerts.errors import ParseError
from alerts.feeds import format_named, format_of, listings
from alerts.feeds.entry import Document
from alerts.posting import Listing, Period, Workplace
from alerts.reading import read_facts

SHARED = Path(__file__).parents[2].parent / "shared" / "feeds"
pytestmark = pytest.mark.skipif(
    not SHARED.exists(), reason="the recorded payloads are not part of the repository"
)

# Format found by itself, listings, entries set apart, warnings; or what is said of a file that no format reads.
EXPECTED: dict[str, tuple[str, int, int, int] | str] = {
    "adzuna/adzuna_a.json": "no format that is known",
    "arbeitnow/arbeitnow_2026-08_a.json": ("arbeitnow", 3, 0, 0),
    "ashby/ashby_comand.json": ("ashby", 2, 0, 0),
    "ashby/ashby_highlightta.json": ("ashby", 2, 0, 0),
    "bamboohr/bamboohr_a.json": ("bamboohr", 4, 0, 0),
    "breezy/breezy_a.json": ("breezy", 1, 0, 0),
    "github_simplify/README.md": "no format that is known",
    "github_simplify/listings_even.json": ("simplify", 62, 0, 0),
    "golangprojects/golangprojects.rss": ("rss", 1, 0, 0),
    "greenhouse/greenhouse_amplitude.json": ("greenhouse", 2, 0, 1),
    "greenhouse/greenhouse_helsing.json": ("greenhouse", 2, 0, 1),
    "greenhouse/greenhouse_pay_constructed.json": ("greenhouse", 1, 0, 0),
    "himalayas/himalayas_2026-07.json": ("himalayas", 4, 0, 0),
    "hn_algolia/hn_items_thread.json": ("hackernews", 2, 0, 0),
    "hnrss/whoishiring_jobs_a.xml": ("rss", 4, 0, 0),
    "jobicy/jobicy_2026-08.json": ("jobicy", 5, 0, 0),
    "jsonfeed/reader_full.json": ("jsonfeed", 1, 1, 0),
    "jsonld/jobpage.html": "give the feed the type jobpage",
    "jsonld/jsonld_meta_software_engineer.html": "give the feed the type jobpage",
    "landingjobs/landing_a.json": ("landingjobs", 1, 0, 0),
    "larajobs/larajobs_2025-10.rss": ("rss", 1, 0, 0),
    "lever/lever_a.json": ("lever", 2, 0, 0),
    "lever/lever_notfound.json": "no format that is known",
    "perf/18138c717652f678.xml": ("rss", 30, 0, 0),
    "perf/e44e7aea7e34bb52.xml": ("rss", 60, 0, 0),
    "personio/personio_a.xml": ("personio", 1, 0, 0),
    "pinpoint/pinpoint_a.json": ("pinpoint", 2, 0, 0),
    "pythonorg/jobs_a.rss": ("rss", 1, 0, 0),
    "recruitee/recruitee_aikido.json": ("recruitee", 3, 0, 1),
    "reddit/forhire.atom": ("rss", 2, 0, 0),
    "remoteok/remoteok_2026-08_a.json": ("remoteok", 4, 0, 0),
    "remoteok/remoteok_2026-08_b.json": ("remoteok", 2, 0, 0),
    "remotive/remotive_2026-07_notice.json": ("remotive", 2, 0, 1),
    "remotive/remotive_2026-08.json": ("remotive", 5, 0, 1),
    "rippling/rippling_a.json": ("rippling", 2, 0, 0),
    "smartrecruiters/sr_detail.json": "no format that is known",
    "smartrecruiters/sr_page0.json": "no format that is known",
    "smartrecruiters/sr_page1.json": "no format that is known",
    "teamtailor/teamtailor_a.rss": ("rss", 2, 0, 0),
    "usajobs/usajobs_a.json": "no format that is known",
    "weworkremotely/wwr_sales_2026-08.rss": ("rss", 3, 0, 0),
    "workable/workable_vasion.json": ("workable", 2, 0, 0),
    "workday/workday_salesforce.json": "no format that is known",
    "workingnomads/workingnomads_2026-07_a.json": ("workingnomads", 2, 0, 0),
}


def document(path: str) -> Document:
    return Document(url=f"https://board.example/{path}", body=(SHARED / path).read_bytes())


def listed(name: str, path: str) -> tuple[Listing, ...]:
    return listings(format_named(name), document(path), {}).listings


def pairs(name: str, path: str, items: str | None = None, skip: int = 0) -> Iterator[tuple[Any, Listing]]:
    """Give each recorded item with its listing, in order."""
    raw = json.loads((SHARED / path).read_bytes())
    found = listed(name, path)
    return zip((raw[items] if items else raw)[skip:], found, strict=True)


def test_every_recorded_file_is_known_here():
    """A file that is added to the recordings gets an expectation."""
    with (SHARED / "MANIFEST.tsv").open(newline="") as opened:
        rows = [row["path"] for row in csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)]
    assert {path for path in rows if not path.startswith("malformed/")} == set(EXPECTED)


@pytest.mark.parametrize("path", EXPECTED)
def test_a_recorded_file(path):
    """It is found by itself, and gives as many listings as it has postings, or says that nobody reads it."""
    expected = EXPECTED[path]
    if isinstance(expected, str):
        with pytest.raises(ParseError, match=expected):
            format_of("auto", document(path))
        return
    chosen = format_of("auto", document(path))
    parsed = listings(chosen, document(path), {})
    assert (chosen.name, len(parsed.listings), len(parsed.bad), len(parsed.warnings)) == expected


def test_an_unknown_site_at_lever():
    """The body of an unknown site is an error with Lever's words, not an empty board."""
    with pytest.raises(ParseError, match="Document not found"):
        listed("lever", "lever/lever_notfound.json")


def test_pages():
    """A page that a person chose gives its one posting, with kind, place, date, and pay where it is stated."""
    (one,) = listed("jobpage", "jsonld/jobpage.html")
    (other,) = listed("jobpage", "jsonld/jsonld_meta_software_engineer.html")
    assert (one.fields.workplace, one.fields.pay[0].currency) == (Workplace.REMOTE, "USD")
    assert (one.fields.employment, other.fields.employment) == (("full-time",), ("full-time",))
    assert other.text.location.count(";") == 8
    assert other.posted_at == datetime(2025, 6, 10, 20, 7, 44, tzinfo=UTC)


def test_remote_ok():
    """Every job has its number, link and second; no job of these days has pay, and no tag is taken."""
    for file in ("a", "b"):
        for raw, listing in pairs("remoteok", f"remoteok/remoteok_2026-08_{file}.json", skip=1):
            assert (listing.native_key, listing.url) == (raw["id"], raw["url"])
            assert listing.posted_at == datetime.fromtimestamp(raw["epoch"], UTC)
            assert listing.fields.pay == ()
            assert listing.fields.workplace is Workplace.REMOTE
            assert listing.text.tags == ""
            assert "Please mention the word" not in listing.text.body
            assert "â\x80" not in listing.text.body + listing.text.title
            assert "&amp;" not in listing.text.company


def test_remotive():
    """Every job has its number, its date as UTC, its place as text, and its pay where one is written."""
    for file in ("2026-07_notice", "2026-08"):
        for raw, listing in pairs("remotive", f"remotive/remotive_{file}.json", "jobs"):
            facts = read_facts(listing.text, listing.fields)
            assert (listing.native_key, listing.url) == (str(raw["id"]), raw["url"])
            assert listing.posted_at == datetime.fromisoformat(raw["publication_date"]).replace(tzinfo=UTC)
            assert listing.text.location == raw["candidate_required_location"]
            assert facts.regions
            if raw["salary"]:
                assert facts.pay[0].band.currency == "USD"
                assert f"{facts.pay[0].band.minimum:,}" in raw["salary"]
                hourly = "/hr" in raw["salary"]
                assert facts.pay[0].band.period is (Period.HOUR if hourly else Period.YEAR)


def test_jobicy():
    """Every job has its number, date, pay in full and country."""
    for raw, listing in pairs("jobicy", "jobicy/jobicy_2026-08.json", "jobs"):
        (band,) = listing.fields.pay
        assert (listing.native_key, listing.url) == (str(raw["id"]), raw["url"])
        assert listing.posted_at == datetime.fromisoformat(raw["pubDate"])
        assert (band.minimum, band.maximum) == (Decimal(raw["salaryMin"]), Decimal(raw["salaryMax"]))
        assert (band.currency, band.period) == ("USD", Period.YEAR)
        assert listing.fields.regions == ("US",)
        assert listing.fields.employment == ("full-time",)


def test_himalayas():
    """Every job has its seconds, all of its countries, and its pay per hour or year where it has one."""
    for raw, listing in pairs("himalayas", "himalayas/himalayas_2026-07.json", "jobs"):
        assert (listing.native_key, listing.url) == (raw["guid"], raw["applicationLink"])
        assert listing.posted_at == datetime.fromtimestamp(raw["pubDate"], UTC)
        assert len(listing.fields.regions) == len(raw["locationRestrictions"])
        pay = [(band.minimum, band.maximum, band.period.value) for band in listing.fields.pay]
        period = {"hourly": "hour", "annual": "year"}[raw["salaryPeriod"]]
        assert pay == ([(raw["minSalary"], raw["maxSalary"], period)] if raw["minSalary"] else [])
        assert listing.fields.levels


def test_arbeitnow_and_working_nomads():
    """Seconds, and a date with an offset, are UTC; the key is the slug, and the number in the link."""
    for raw, listing in pairs("arbeitnow", "arbeitnow/arbeitnow_2026-08_a.json", "data"):
        assert (listing.native_key, listing.text.location) == (raw["slug"], raw["location"])
        assert listing.posted_at == datetime.fromtimestamp(raw["created_at"], UTC)
        assert listing.fields.workplace is None
        assert [one.value for one in read_facts(listing.text, listing.fields).regions] == ["DE"]
    for raw, listing in pairs("workingnomads", "workingnomads/workingnomads_2026-07_a.json"):
        assert raw["url"].endswith(f"/{listing.native_key}/")
        assert listing.posted_at == datetime.fromisoformat(raw["pub_date"])


def test_ashby():
    """'Hybrid' beats the remote flag; the tier's band is in Canadian dollars; the company is the board's word."""
    for path in ("ashby/ashby_comand.json", "ashby/ashby_highlightta.json"):
        for raw, listing in pairs("ashby", path, "jobs"):
            board = raw["jobUrl"].split("/")[3]
            assert (listing.native_key, listing.text.company) == (raw["id"], board)
            assert listing.fields.workplace.value == raw["workplaceType"].lower()
            assert listing.posted_at == datetime.fromisoformat(raw["publishedAt"])
            assert len(listing.fields.regions) == 1
            tiers = raw["compensation"]["compensationTiers"]
            stated = [part for tier in tiers for part in tier["components"]]
            assert [(band.minimum, band.maximum, band.currency) for band in listing.fields.pay] == [
                (part["minValue"], part["maxValue"], part["currencyCode"]) for part in stated
            ]


def test_lever():
    """Milliseconds are UTC, the country is a code, and the lists stand in the text."""
    for raw, listing in pairs("lever", "lever/lever_a.json"):
        assert (listing.native_key, listing.url) == (raw["id"], raw["hostedUrl"])
        assert listing.posted_at == datetime.fromtimestamp(raw["createdAt"] / 1000, UTC)
        assert listing.fields.regions == (raw["country"],)
        assert listing.fields.workplace.value == raw["workplaceType"]
        assert all(part["text"].strip() in listing.text.body for part in raw["lists"])


def test_workable_and_recruitee():
    """Dates, flags and country codes of both; the salary that cannot be a year's is left out."""
    for raw, listing in pairs("workable", "workable/workable_vasion.json", "jobs"):
        assert listing.native_key == raw["shortcode"]
        assert listing.posted_at.date().isoformat() == raw["published_on"]
        assert (listing.fields.workplace is Workplace.REMOTE) == raw["telecommuting"]
        assert listing.fields.regions == (raw["locations"][0]["countryCode"],)
    for raw, listing in pairs("recruitee", "recruitee/recruitee_aikido.json", "offers"):
        assert (listing.native_key, listing.fields.regions) == (str(raw["id"]), (raw["country_code"],))
        assert listing.posted_at.strftime("%Y-%m-%d %H:%M:%S UTC") == raw["published_at"]
        assert (listing.fields.workplace is Workplace.REMOTE) == raw["remote"]
        assert listing.fields.pay == ()


def test_simplify():
    """Only what is active and visible is open, each with its number and its seconds."""
    raw = json.loads((SHARED / "github_simplify" / "listings_even.json").read_bytes())
    is_open = [one for one in raw if one["active"] and one["is_visible"]]
    for one, listing in zip(is_open, listed("simplify", "github_simplify/listings_even.json"), strict=True):
        assert listing.native_key == one["id"]
        assert listing.posted_at == datetime.fromtimestamp(one["date_posted"], UTC)


def test_we_work_remotely():
    """The company is before the first colon, the place the world unless the title names one; all are full-time."""
    for listing in listed("weworkremotely", "weworkremotely/wwr_sales_2026-08.rss"):
        facts = read_facts(listing.text, listing.fields)
        assert listing.text.company
        assert ": " not in listing.text.company
        assert [region.value for region in facts.regions] == [
            "US" if "Bay Area" in listing.text.title else "WORLD"
        ]
        assert (facts.workplace.value, facts.employment[0].value) == (Workplace.REMOTE, "full-time")
        assert listing.posted_at.date().isoformat() == "2026-08-11"


def test_hacker_news():
    """A comment of two roles gives two listings of one page; a deleted comment and a reply give none."""
    found = listed("hnrss", "hnrss/whoishiring_jobs_a.xml")
    assert len({listing.url for listing in found}) == 3
    assert len({listing.native_key for listing in found}) == 4
    assert all(listing.text.company and len(listing.text.title) < 60 for listing in found)
    assert len(listed("hackernews", "hn_algolia/hn_items_thread.json")) == 2
