"""A Greenhouse board: what its jobs become, and what is an error."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.errors import ParseError
from alerts.feeds import detect, format_named, listing_of, listings
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.posting import Band, Fields, PayBasis, Period, Workplace
from alerts.reading import read_facts
from bot.config import Config, FeedSection
from bot.feeds_config import feed_specs

RECORDED = Path(__file__).parents[2].parent / "shared" / "feeds" / "greenhouse"
URL = "https://boards-api.greenhouse.io/v1/boards/ovens/jobs?content=true&pay_transparency=true"
JOB = {
    "id": 71,
    "internal_job_id": 901,
    "title": "Head Baker",
    "absolute_url": "https://job-boards.greenhouse.io/ovens/jobs/71",
    "content": "&lt;p&gt;Bread &amp;amp; cake&lt;/p&gt;",
    "location": {"name": "Graz"},
    "updated_at": "2026-05-02T09:00:00-04:00",
}


def document(value: Any, url: str = URL) -> Document:
    return Document(url=url, body=json.dumps(value).encode())


def parse(value: Any, url: str = URL, **options: Any) -> ParsedDocument:
    return format_named("greenhouse").parse(document(value, url), options)


def board(*jobs: Any, total: Any = None) -> dict[str, Any]:
    return {"jobs": jobs, "meta": {"total": len(jobs) if total is None else total}}


def only(**changes: Any) -> Entry:
    parsed = parse(board(JOB | changes))
    assert not parsed.bad
    (entry,) = parsed.entries
    return entry


def paid(*ranges: Any) -> Fields:
    return only(pay_input_ranges=ranges).fields


def cents(low: Any, high: Any, currency: Any = "USD", title: Any = "", blurb: Any = "") -> dict[str, Any]:
    return {
        "min_cents": low,
        "max_cents": high,
        "currency_type": currency,
        "title": title,
        "blurb": blurb,
    }


def band(low: Any, high: Any, currency: str | None = "USD", **changes: Any) -> Band:
    values = {"period": Period.YEAR} | changes
    return Band(minimum=Decimal(low), maximum=Decimal(high), currency=currency, **values)


def test_a_job_is_read():
    """Id, link, title, place, departments and the day of the first publishing are taken over."""
    entry = only(
        departments=[{"name": "Bakery"}, {"name": "No Department"}],
        first_published="2026-05-01T22:30:00-04:00",
    )
    assert (entry.native_key, entry.title, entry.location) == ("71", "Head Baker", "Graz")
    assert entry.url == JOB["absolute_url"]
    assert entry.tags == ("Bakery",)
    assert entry.posted_at == datetime(2026, 5, 2, 2, 30, tzinfo=UTC)


def test_an_update_is_no_publishing():
    """A job that only says when it was touched has no known day."""
    assert only().posted_at is None


def test_a_touch_changes_no_content():
    """Two states that differ in nothing but the time of the update have one content hash."""
    hashes = {listing_of(only(updated_at=when)).content_hash for when in ("2026-05-02", "2026-06-03", None)}
    assert len(hashes) == 1
    assert listing_of(only(content="Cake")).content_hash not in hashes


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("&lt;p&gt;Bread &amp;amp; cake&lt;/p&gt;", "Bread & cake"),
        ("&lt;p&gt;Set the &amp;lt;oven&amp;gt; to hot&lt;/p&gt;", "Set the <oven> to hot"),
        ("Bread &amp;amp; cake", "Bread & cake"),
        ("<p>Bread</p>", "Bread"),
        (None, ""),
    ],
)
def test_escaped_html_becomes_text(content, body):
    """The description, which comes with its tags escaped, is plain text in the end."""
    assert listing_of(only(content=content)).text.body == body


@pytest.mark.parametrize(
    ("own", "options", "url", "company"),
    [
        ({"company_name": " Ovens Ltd "}, {"company": "Mine"}, URL, "Ovens Ltd"),
        ({}, {"company": "Mine"}, URL, "Mine"),
        ({"company_name": None}, {}, URL, "ovens"),
        ({}, {"company": 3.5}, "https://proxy.example/boards", "3.5"),
        ({}, {}, "https://proxy.example/boards", ""),
        ({}, {}, "saved.json", ""),
    ],
)
def test_the_company(own, options, url, company):
    """The job's own word for its company comes before the option, and that before the one in the address."""
    assert parse(board(JOB | own), url, **options).entries[0].company == company


def test_the_company_is_an_option_of_the_configuration():
    """A feed of this type may name the company."""
    feed = FeedSection.model_validate({"type": "greenhouse", "url": URL, "company": "Ovens"})
    (spec,) = feed_specs(Config.model_construct(feeds=(feed,)))
    assert parse(board(JOB), **spec.options).entries[0].company == "Ovens"


def test_cents_become_units():
    """Pay is in the currency's main unit, for a year, with the range's title as its place."""
    assert paid(cents(9_000_000, 12_050_050, title="Vienna Salary Range")).pay == (
        band(90_000, "120500.50", where="Vienna Salary Range"),
    )


def test_each_place_has_its_range():
    """Several ranges are several bands, in their order and each in its currency."""
    fields = paid(
        cents(9_000_000, 12_000_000, title="US: Zone 1"), cents(7_000_000, 8_000_000, "EUR", "Graz")
    )
    assert fields.pay == (
        band(90_000, 120_000, where="US: Zone 1"),
        band(70_000, 80_000, "EUR", where="Graz"),
    )


@pytest.mark.parametrize("title", ["", "Pay Range", "Annual Base Salary Range:", "Compensation", None, 7])
def test_a_title_that_names_no_place(title):
    """A title of nothing but words for pay is no place; one that is no text is taken as it reads."""
    assert paid(cents(9_000_000, 12_000_000, title=title)).pay[0].where == ("7" if title == 7 else None)


@pytest.mark.parametrize(
    ("given", "period"),
    [
        (cents(2_500, 3_500), Period.HOUR),
        (cents(2_500, 3_500, title="Hourly Range"), Period.HOUR),
        (cents(50_000, 90_000, "INR", blurb="<p>What we pay per hour.</p>"), Period.HOUR),
        (cents(150_000, 180_000, "USD", title="Weekly pay"), Period.WEEK),
        (cents(400_000, 500_000, "EUR", title="Monthly gross"), Period.MONTH),
        (cents(40_000, 60_000, "GBP", title="Day rate"), Period.DAY),
        (cents(9_000_000, 12_000_000, title="Salary for a 40 hour week"), Period.YEAR),
        (cents(9_000_000, 12_000_000, blurb="Our hourly staff is paid otherwise."), Period.YEAR),
        (cents(9_000_000, 12_000_000, title="Kansas City, MO"), Period.YEAR),
    ],
)
def test_what_a_sum_is_paid_for(given, period):
    """A year, unless the title names another period or blurb or size say hour; mo is Missouri."""
    assert [pay.period for pay in paid(given).pay] == [period]


def test_a_sum_of_no_sure_period_is_read_as_words():
    """What may be a month's or a year's pay is no band, and the pay reader decides by its currency."""
    fields = paid(cents(400_000, 500_000, "EUR"))
    assert (fields.pay, fields.pay_text) == ((), "EUR 4000 - 5000")
    listing = listing_of(only(pay_input_ranges=[cents(400_000, 500_000, "EUR")]))
    assert [pay.band.period for pay in read_facts(listing.text, listing.fields).pay] == [Period.MONTH]


def test_a_currency_without_cents():
    """Yen have no cents, so their number is the sum."""
    assert paid(cents(8_000_000, 12_000_000, "JPY")).pay == (band(8_000_000, 12_000_000, "JPY"),)


def test_on_target_earnings():
    """A range that its title calls on-target earnings is no base pay."""
    bands = paid(cents(9_000_000, 12_000_000, title="OTE Range"), cents(9_000_000, 12_000_000)).pay
    assert [one.basis for one in bands] == [PayBasis.OTE, PayBasis.BASE]


@pytest.mark.parametrize(
    "given",
    [
        cents(0, 0),
        cents(None, None),
        cents(12_000_000, 9_000_000),
        cents(1_000_000, 90_000_000),
        cents(-9_000_000, -8_000_000),
        cents("much", "more"),
        cents([9_000_000], {"a": 1}),
        cents(float("inf"), float("nan")),
        cents(10**30, 10**31),
        cents(True, True),
        "90000",
        None,
        [],
    ],
)
def test_a_range_that_cannot_be_true_is_unknown(given):
    """Zero, nothing, turned, endlessly wide and senseless ranges state no pay; the job stays."""
    assert paid(given) == Fields()


def test_one_end_and_an_unknown_currency():
    """A range may be open, and a currency that does not exist is unknown."""
    assert paid(cents(9_000_000, None, "Thaler")).pay == (
        Band(minimum=Decimal(90_000), maximum=None, currency=None, period=Period.YEAR),
    )


OFFICES = [
    {"name": "Graz", "location": "Graz, Styria, Austria"},
    {"name": "Bonn", "location": None},
    {"name": "UK", "location": "United Kingdom"},
    {"name": "No Office", "location": None},
]


def test_a_post_is_for_its_own_places():
    """The place stands as the post writes it; only offices that it names add their addresses, as tags."""
    entry = only(location={"name": "Graz; Milwaukee | Bonn"}, offices=OFFICES)
    assert (entry.location, entry.tags) == ("Graz; Milwaukee | Bonn", ("Graz, Styria, Austria",))


@pytest.mark.parametrize("location", [None, {}, {"name": None}, {"name": "Multiple Locations"}, "Graz", [1]])
def test_offices_stand_in_for_a_place(location):
    """Where the post names no place its job's offices are the location."""
    entry = only(location=location, offices=OFFICES)
    assert (entry.location, entry.tags) == ("Graz, Styria, Austria; Bonn; United Kingdom", ())


def test_an_office_tells_the_country():
    """The address of an office gives the country of a town that is in many."""
    listing = listing_of(
        only(location={"name": "Ovenham"}, offices=[{"name": "Ovenham", "location": "Austria"}])
    )
    assert [region.value for region in read_facts(listing.text, listing.fields).regions] == ["AT"]


def stated(name: Any, value: Any) -> Fields:
    return only(metadata=[{"name": "Team size", "value": 4}, {"name": name, "value": value}, None]).fields


@pytest.mark.parametrize(
    ("name", "value", "kinds"),
    [
        ("Employment Type", "Full-time", ("full-time",)),
        ("employment_type", ["Part Time", "Intern", {}], ("internship", "part-time")),
        ("Employment Type", "it depends", ()),
        ("Employment Type", None, ()),
        ("Employment Type", True, ()),
        ("Former employment type", "Intern", ()),
        (None, "Full-time", ()),
    ],
)
def test_employment(name, value, kinds):
    """A company's field for the kind of employment counts where its value is such a kind."""
    assert stated(name, value).employment == kinds


@pytest.mark.parametrize(
    ("name", "value", "workplace"),
    [
        ("Workplace Type", "Hybrid", Workplace.HYBRID),
        ("Location Type", ["On-site", "Remote"], Workplace.REMOTE),
        ("Work Model", "In-Office", Workplace.ONSITE),
        ("Remote?", True, Workplace.REMOTE),
        ("Remote", "Yes", Workplace.REMOTE),
        ("Remote?", False, None),
        ("Workplace Type", "not remote", None),
        ("Workplace Type", "unspecified", None),
        ("Remote team", True, None),
    ],
)
def test_workplace(name, value, workplace):
    """A field for the workplace counts where its value is one; 'no' to remote does not say which other."""
    assert stated(name, value).workplace is workplace


def test_a_talent_pool_is_no_job():
    """A post that collects people is left out and not quarantined; it counts among what the board lists."""
    parsed = parse(board(JOB, JOB | {"id": 72, "internal_job_id": None}))
    assert [entry.native_key for entry in parsed.entries] == ["71"]
    assert (parsed.bad, parsed.complete, parsed.warnings) == ((), True, ())


def test_a_job_that_does_not_speak_of_its_internal_id_is_a_job():
    """Only a stated null makes a talent pool."""
    job = {key: value for key, value in JOB.items() if key != "internal_job_id"}
    assert len(parse(board(job)).entries) == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"id": None}, "an id"),
        ({"id": True}, "an id"),
        ({"id": {"$oid": 1}}, "an id"),
        ({"title": " "}, "a title"),
        ({"title": ["Baker"]}, "a title"),
        ({"absolute_url": None}, "a link"),
        ({"absolute_url": "javascript:alert(1)"}, "a link"),
        ({"absolute_url": "https://good.example@evil.example/"}, "a link"),
    ],
)
def test_a_bad_job_spares_the_others(changes, error):
    """A job without what an alert needs goes into the quarantine, alone."""
    parsed = parse(board(JOB | {"id": 1} | changes, JOB))
    assert [entry.native_key for entry in parsed.entries] == ["71"]
    assert [bad.error for bad in parsed.bad] == [f"a job without {error}"]
    assert "901" in parsed.bad[0].raw


def test_things_that_are_no_jobs():
    """Whatever stands among the jobs is set apart."""
    assert len(parse(board(None, 3, "job", [JOB], JOB)).bad) == 4


@pytest.mark.parametrize("total", [1, 0, None, "1", "many", [], -3])
def test_a_board_lists_all(total):
    """Who is not on the board is closed."""
    assert parse({"jobs": [JOB], "meta": {"total": total}}).complete


def test_a_part_of_a_board_closes_nobody():
    """A board that counts more jobs than it lists is not whole, and says so."""
    parsed = parse(board(JOB, total=2))
    assert (len(parsed.entries), parsed.complete) == (1, False)
    assert parsed.warnings == ("the board counts 2 jobs and lists 1",)


def test_a_board_without_texts_warns():
    """An address without content=true gives jobs without any text, which the operator should know."""
    job = {key: value for key, value in JOB.items() if key != "content"}
    assert "content=true" in parse(board(job)).warnings[0]


def test_an_empty_board_is_healthy():
    """No jobs are no error, and all that was there is closed."""
    assert parse(board()) == ParsedDocument(entries=(), complete=True)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"status": 404, "error": "No such thing"}', "'404 No such thing'"),
        (b'{"status": 404, "error": ["odd"]}', "'404'"),
        (b'{"jobs": {"71": {}}}', "no Greenhouse board"),
        (b"[1]", "no Greenhouse board"),
        (b"<!doctype html><title>Jobs</title>", "an HTML page came"),
        (b"", "an empty document came"),
        (b'{"jobs": [', "broken"),
        (b'{"jobs": ' + b"[" * 100_000, "broken"),
    ],
)
def test_what_is_no_board(body, said):
    """A document that is no board is an error that says what came."""
    with pytest.raises(ParseError, match=said):
        format_named("greenhouse").parse(Document(url=URL, body=body), {})


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (board(JOB), "greenhouse"),
        (board(JOB | {"internal_job_id": None}), "greenhouse"),
        (board(), "greenhouse"),
        ({"jobs": []}, None),
        ({"jobs": [{"id": 1, "url": "https://x.example"}], "job-count": 1}, None),
        ({"jobs": [7], "meta": {"total": 1}}, None),
        ({"jobs": "absolute_url internal_job_id"}, None),
        ({"version": "https://jsonfeed.org/version/1.1", "items": [], "title": "jobs"}, "jsonfeed"),
    ],
)
def test_auto_finds_a_board(value, name):
    """A board is known by its own words, an empty one by its count."""
    found = detect(document(value))
    assert (found.name if found else None) == name


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "value"]), inner),
    max_leaves=6,
)
_KEYS = (*JOB, "company_name", "offices", "departments", "metadata", "pay_input_ranges", "first_published")


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(_KEYS), _JSON))
def test_any_job_is_a_listing_or_a_bad_entry(changes):
    """Whatever its values are, a job becomes one of the two, or a talent pool, and the next job is read."""
    neighbour = JOB | {"id": 72, "title": "Cook"}
    parsed = listings(format_named("greenhouse"), document(board(JOB | changes, neighbour)), {})
    assert "Cook" in [listing.text.title for listing in parsed.listings]
    pool = "internal_job_id" in changes and changes["internal_job_id"] is None
    assert len(parsed.listings) + len(parsed.bad) == (1 if pool else 2)


recorded = pytest.mark.skipif(
    not RECORDED.exists(), reason="the recorded payloads are not part of the repository"
)


@recorded
@pytest.mark.parametrize("path", sorted(RECORDED.glob("*.json")), ids=lambda path: path.name)
def test_recorded_boards(path):
    """Each job of a recorded board is found under auto, with its own words, and nothing is quarantined."""
    raw = Document(url=URL, body=path.read_bytes())
    jobs = json.loads(raw.body)["jobs"]
    found = detect(raw)
    parsed = listings(found, raw, {})
    assert (found.name, parsed.bad) == ("greenhouse", ())
    assert [(one.native_key, one.url) for one in parsed.listings] == [
        (str(job["id"]), job["absolute_url"]) for job in jobs
    ]
    for one, job in zip(parsed.listings, jobs, strict=True):
        assert one.text.location == job["location"]["name"]
        assert one.text.company == job["company_name"].strip()
        assert one.posted_at == datetime.fromisoformat(job["first_published"])
        assert one.text.body
        assert "&lt;" not in one.text.body
        assert "<p" not in one.text.body


@recorded
def test_recorded_pay_is_in_units():
    """The range of the documentation is fifty to seventy-five thousand dollars a year."""
    raw = Document(url=URL, body=(RECORDED / "greenhouse_pay_constructed.json").read_bytes())
    (one,) = listings(format_named("greenhouse"), raw, {}).listings
    assert one.fields.pay == (band(50_000, 75_000, where="NYC Salary Range"),)
