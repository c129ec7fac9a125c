"""Own payloads in the shape of each source's, two postings each, and what parses them; no test by itself."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alerts.feeds import ParsedListings, format_named, listings
from alerts.feeds.entry import Document, Entry, ParsedDocument


@dataclass(frozen=True)
class Sample:
    """A payload, where it comes from, and where its postings lie in it."""

    url: str
    value: Any
    items: Callable[[Any], list[Any]] = lambda value: value

    @property
    def body(self) -> bytes:
        return self.value if isinstance(self.value, bytes) else json.dumps(self.value).encode()


def parse(name: str, value: Any = None, url: str = "", **options: Any) -> ParsedDocument:
    """Parse a value, or the format's own sample, as the format of that name."""
    sample = SAMPLES[name]
    given = sample.value if value is None else value
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    return format_named(name).parse(Document(url=url or sample.url, body=body), options)


def sample_listings(name: str) -> ParsedListings:
    """Give the listings of a format's own sample."""
    sample = SAMPLES[name]
    return listings(format_named(name), Document(url=sample.url, body=sample.body), {})


def first(name: str, **changes: Any) -> Entry:
    """Parse the sample's first posting with these values changed in it; one given as ... is taken out."""
    sample = SAMPLES[name]
    value = json.loads(sample.body)
    item = sample.items(value)[0]
    item.update({key: changed for key, changed in changes.items() if changed is not ...})
    for key in [key for key, changed in changes.items() if changed is ...]:
        item.pop(key, None)
    parsed = parse(name, value)
    assert not parsed.bad, parsed.bad
    return parsed.entries[0]


def _at(key: str) -> Callable[[Any], list[Any]]:
    return lambda value: value[key]


LEVER = [
    {
        "id": "5f0c1a52-8d0a-4d35-9d5b-0a4f6f1f9a01",
        "text": "Oven Engineer",
        "hostedUrl": "https://jobs.lever.co/ovens/5f0c1a52-8d0a-4d35-9d5b-0a4f6f1f9a01",
        "applyUrl": "https://jobs.lever.co/ovens/5f0c1a52-8d0a-4d35-9d5b-0a4f6f1f9a01/apply",
        "createdAt": 1793455200123,
        "country": "AT",
        "workplaceType": "hybrid",
        "categories": {
            "commitment": "Full-time",
            "department": "Heat",
            "team": "Ovens",
            "location": "Graz",
            "allLocations": ["Graz", "Linz"],
        },
        "description": "<p>Keep our ovens warm.</p>",
        "descriptionPlain": "Keep our ovens warm.",
        "lists": [{"text": "You & we", "content": "<li>know Rust</li><li>bake</li>"}],
        "additional": "<p>Bread every day.</p>",
        "salaryRange": {"min": 52_000, "max": 64_000, "currency": "EUR", "interval": "per-year-salary"},
        "salaryDescriptionPlain": "Plus cake.",
    },
    {
        "id": "5f0c1a52-8d0a-4d35-9d5b-0a4f6f1f9a02",
        "text": "Baker",
        "hostedUrl": "https://jobs.lever.co/ovens/5f0c1a52-8d0a-4d35-9d5b-0a4f6f1f9a02",
        "createdAt": 1793455200000,
        "categories": {"location": "Wels"},
        "description": "<p>Bake.</p>",
    },
]

ASHBY = {
    "apiVersion": "1",
    "jobs": [
        {
            "id": "0d8f63b7-7c6a-4a0e-8a6e-9e7f0c2b1d01",
            "title": "Senior Dough Engineer",
            "department": "Dough",
            "team": "Yeast",
            "employmentType": "FullTime",
            "location": "Graz",
            "secondaryLocations": [
                {"location": "Zürich", "address": {"postalAddress": {"addressCountry": "Switzerland"}}}
            ],
            "publishedAt": "2026-10-31T09:15:00.250+00:00",
            "isListed": True,
            "isRemote": True,
            "workplaceType": "Hybrid",
            "address": {"postalAddress": {"addressLocality": "Graz", "addressCountry": "Austria"}},
            "jobUrl": "https://jobs.ashbyhq.com/ovens/0d8f63b7-7c6a-4a0e-8a6e-9e7f0c2b1d01",
            "descriptionHtml": "<p>Raise our dough.</p>",
            "descriptionPlain": "Raise our dough.",
            "shouldDisplayCompensationOnJobPostings": True,
            "compensation": {
                "compensationTiers": [
                    {
                        "title": "Graz",
                        "components": [
                            {
                                "compensationType": "Salary",
                                "interval": "1 YEAR",
                                "currencyCode": "EUR",
                                "minValue": 60_000,
                                "maxValue": 75_000,
                            },
                            {"compensationType": "EquityPercentage", "minValue": 0.1, "maxValue": 0.2},
                        ],
                    },
                    {
                        "title": "Zürich",
                        "components": [
                            {
                                "compensationType": "Salary",
                                "interval": "1 YEAR",
                                "currencyCode": "CHF",
                                "minValue": 110_000,
                                "maxValue": 130_000,
                            }
                        ],
                    },
                ],
                "summaryComponents": [],
            },
        },
        {
            "id": "0d8f63b7-7c6a-4a0e-8a6e-9e7f0c2b1d02",
            "title": "Baker",
            "location": "Anywhere",
            "isRemote": True,
            "workplaceType": None,
            "jobUrl": "https://jobs.ashbyhq.com/ovens/0d8f63b7-7c6a-4a0e-8a6e-9e7f0c2b1d02",
            "descriptionPlain": "Bake.",
            "compensation": None,
        },
    ],
}

WORKABLE = {
    "name": "Ovens AG",
    "description": None,
    "jobs": [
        {
            "title": "Crust Developer",
            "shortcode": "AB12CD34EF",
            "employment_type": "Full-time",
            "telecommuting": True,
            "department": "Crust",
            "url": "https://apply.workable.com/j/AB12CD34EF",
            "published_on": "2026-10-30",
            "created_at": "2026-10-01",
            "country": "Austria",
            "city": "Graz",
            "state": "Styria",
            "experience": "Mid-Senior level",
            "function": "Engineering",
            "locations": [{"country": "Austria", "countryCode": "AT", "city": "Graz", "hidden": False}],
            "description": "<p>Crunch.</p>",
        },
        {
            "title": "Baker",
            "shortcode": "AB12CD34EE",
            "telecommuting": False,
            "url": "https://apply.workable.com/j/AB12CD34EE",
            "country": "Italy",
            "description": "<p>Bake.</p>",
        },
    ],
}

RECRUITEE = {
    "offers": [
        {
            "id": 4711,
            "title": "Sourdough Engineer",
            "status": "published",
            "careers_url": "https://ovens.recruitee.com/o/sourdough-engineer",
            "company_name": "Ovens",
            "location": "Remote job",
            "locations": [{"city": "Graz", "state": "Styria", "country": "Austria", "country_code": "AT"}],
            "city": "Graz",
            "state_name": "Styria",
            "country": "Austria",
            "country_code": "AT",
            "department": "Dough",
            "tags": ["yeast"],
            "remote": True,
            "hybrid": True,
            "on_site": False,
            "employment_type_code": "parttime_fixed_term",
            "experience_code": "mid_level",
            "salary": {"min": "3200.00", "max": "4100.50", "period": "month", "currency": "EUR"},
            "published_at": "2026-10-29 20:45:29 UTC",
            "description": "<p>Feed the starter.</p>",
            "requirements": "<p>Patience.</p>",
        },
        {
            "id": 4712,
            "title": "Baker",
            "careers_url": "https://ovens.recruitee.com/o/baker",
            "salary": {"min": None, "max": None, "period": None, "currency": None},
            "description": "<p>Bake.</p>",
        },
    ]
}

PERSONIO = b"""<?xml version="1.0" encoding="UTF-8"?>
<workzag-jobs>
  <position>
    <id>81</id>
    <subcompany>Ovens GmbH</subcompany>
    <office>Graz</office>
    <additionalOffices><office>Wien</office><office>Graz</office></additionalOffices>
    <department>Heat</department>
    <recruitingCategory>Engineering</recruitingCategory>
    <name>Ofenbauer &amp; Heizer (m/w/d)</name>
    <jobDescriptions>
      <jobDescription><name>Aufgaben</name><value><![CDATA[<ul><li>Heizen</li></ul>]]></value></jobDescription>
      <jobDescription><name>Profil</name><value><![CDATA[<p>Warm.</p>]]></value></jobDescription>
    </jobDescriptions>
    <employmentType>permanent</employmentType>
    <seniority>entry-level</seniority>
    <schedule>full-or-part-time</schedule>
    <createdAt>2026-10-15T08:00:00+0200</createdAt>
  </position>
  <position><id>82</id><office>Linz</office><name>Baker</name><jobDescriptions/></position>
</workzag-jobs>"""

PINPOINT = {
    "data": [
        {
            "id": "9001",
            "title": "Crumb Analyst",
            "path": "/en/postings/9001",
            "url": "https://ovens.pinpointhq.com/en/postings/9001",
            "description": "<p>Count crumbs.</p>",
            "benefits_header": "What you get",
            "benefits": "<p>Bread.</p>",
            "location": {"city": "Graz", "province": "Styria", "name": "Austria"},
            "job": {"department": {"name": "Data"}},
            "employment_type_text": "Full Time",
            "workplace_type_text": "Fully remote",
            "compensation_minimum": 41_000,
            "compensation_maximum": 50_000,
            "compensation_currency": "EUR",
            "compensation_frequency": "year",
            "compensation_visible": True,
        },
        {
            "id": "9002",
            "title": "Baker",
            "path": "/en/postings/9002",
            "url": "https://ovens.pinpointhq.com/en/postings/9002",
            "workplace_type_text": "Onsite",
        },
    ]
}

BREEZY = [
    {
        "id": "ab01",
        "friendly_id": "ab01-oven-tester",
        "name": "Oven Tester",
        "url": "https://ovens.breezy.hr/p/ab01-oven-tester",
        "published_date": "2026-10-28T10:00:00.000Z",
        "type": {"id": "fullTime", "name": "Full-Time"},
        "location": {
            "country": {"name": "Austria", "id": "AT"},
            "city": "Graz",
            "is_remote": True,
            "name": "Graz, AT",
        },
        "department": "Quality",
        "salary": "EUR 2,500 - 3,000 a month",
        "company": {"name": "Ovens"},
    },
    {
        "id": "ab02",
        "friendly_id": "ab02-baker",
        "name": "Baker",
        "url": "https://ovens.breezy.hr/p/ab02-baker",
        "published_date": None,
        "location": {},
    },
]

BAMBOOHR = {
    "meta": {"total": 2},
    "result": [
        {
            "id": 301,
            "jobOpeningName": "Tray Engineer",
            "departmentLabel": "Trays",
            "employmentStatusLabel": "Full-Time",
            "atsLocation": {"country": "Austria", "city": "Graz", "state": "Styria"},
            "isRemote": None,
            "locationType": "2",
            "datePosted": "2026-10-27",
        },
        {"id": 302, "jobOpeningName": "Baker", "locationCity": "Linz"},
    ],
}

RIPPLING = [
    {
        "uuid": "c2a7e5f4-0000-4000-8000-000000000001",
        "name": "Flour Planner",
        "url": "https://ats.rippling.com/ovens/jobs/c2a7e5f4-0000-4000-8000-000000000001",
        "department": {"label": "Planning"},
        "workLocation": {"label": "Remote (Austria)"},
    },
    {
        "uuid": "c2a7e5f4-0000-4000-8000-000000000002",
        "name": "Baker",
        "url": "https://ats.rippling.com/ovens/jobs/c2a7e5f4-0000-4000-8000-000000000002",
        "workLocation": {"label": "Graz"},
    },
]

REMOTIVE = {
    "0-legal-notice": "Be kind.",
    "job-count": 2,
    "jobs": [
        {
            "id": 55,
            "url": "https://remotive.com/remote-jobs/food/baker-55",
            "title": "Night Baker &amp; Cook",
            "company_name": "Ovens",
            "category": "Food",
            "tags": ["bread", "cake"],
            "job_type": "full_time",
            "publication_date": "2026-10-26T14:23:05",
            "candidate_required_location": "Austria, Germany",
            "salary": "€40k - €48k",
            "description": "<p>Bake at night.</p>",
        },
        {
            "id": 56,
            "url": "https://remotive.com/remote-jobs/food/baker-56",
            "title": "Baker",
            "company_name": "Ovens",
            "publication_date": "2026-10-25T10:00:00",
            "candidate_required_location": "Worldwide",
            "salary": "",
            "description": "<p>Bake.</p>",
        },
    ],
}

REMOTEOK = [
    {"last_updated": 1793455200, "legal": "Be kind."},
    {
        "id": "771",
        "slug": "remote-baker-771",
        "epoch": 1793448000,
        "date": "2026-10-31T12:00:00+00:00",
        "company": "Ovens &amp; Co",
        "position": "Remote Baker",
        "tags": ["golang", "plumbing"],
        "description": "<p>Bake remotely.</p><br/><br/>Please mention the word **BREAD** and tag RMTI3LjAuMC4x when"
        " applying to show you read the job post completely (#RMTI3LjAuMC4x).",
        "location": "Graz, ",
        "salary_min": 52_000,
        "salary_max": 61_000,
        "apply_url": "https://remoteOK.com/remote-jobs/771",
        "url": "https://remoteOK.com/remote-jobs/remote-baker-771",
    },
    {
        "id": "772",
        "epoch": 1793448001,
        "position": "Baker",
        "salary_min": 0,
        "salary_max": 0,
        "url": "https://remoteOK.com/remote-jobs/remote-baker-772",
    },
]

JOBICY = {
    "jobs": [
        {
            "id": 901,
            "url": "https://jobicy.com/jobs/901-head-baker",
            "jobTitle": "Head Baker &#8211; Rye",
            "companyName": "Ovens",
            "jobIndustry": ["Food &amp; Drink"],
            "jobType": ["Full-Time", "Contract"],
            "jobGeo": "Austria,  Hong Kong",
            "jobLevel": "Midweight",
            "jobExcerpt": "Bake rye.",
            "jobDescription": "<p>Bake rye bread.</p>",
            "pubDate": "2026-10-24T18:45:05+02:00",
            "salaryMin": "50000",
            "salaryMax": 62_000,
            "salaryCurrency": "EUR",
            "salaryPeriod": "yearly",
        },
        {
            "id": 902,
            "url": "https://jobicy.com/jobs/902-baker",
            "jobTitle": "Baker",
            "jobGeo": "Anywhere",
            "pubDate": "2026-10-23T10:00:00+00:00",
        },
    ]
}

HIMALAYAS = {
    "offset": 0,
    "limit": 2,
    "totalCount": 9,
    "jobs": [
        {
            "title": "Bread Scientist",
            "excerpt": "Study bread.",
            "companyName": "Ovens",
            "companySlug": "ovens",
            "employmentType": "Contractor",
            "minSalary": 45,
            "maxSalary": 60,
            "salaryPeriod": "hourly",
            "currency": "EUR",
            "seniority": ["Senior", "Mid-level"],
            "locationRestrictions": ["Austria", "Hong Kong"],
            "timezoneRestrictions": [1, 5.5],
            "categories": ["Bread-Science"],
            "description": "<p>Study bread.</p>",
            "pubDate": 1793361600,
            "expiryDate": 1796000000,
            "applicationLink": "https://himalayas.app/companies/ovens/jobs/bread-scientist",
            "guid": "https://himalayas.app/companies/ovens/jobs/bread-scientist",
        },
        {
            "title": "Baker",
            "companyName": "Ovens",
            "companySlug": "ovens",
            "minSalary": None,
            "maxSalary": None,
            "currency": None,
            "locationRestrictions": [],
            "pubDate": 1793361500,
            "guid": "https://himalayas.app/companies/ovens/jobs/baker",
            "applicationLink": "https://himalayas.app/companies/ovens/jobs/baker",
        },
    ],
}

ARBEITNOW = {
    "data": [
        {
            "slug": "oven-developer-graz-1",
            "company_name": "Ovens GmbH",
            "title": "Oven Developer (m/w/d)",
            "description": "<p>Entwickle Öfen.</p>",
            "remote": True,
            "url": "https://www.arbeitnow.com/jobs/companies/ovens/oven-developer-graz-1",
            "tags": ["Engineering"],
            "job_types": ["Full time", "berufserfahren"],
            "location": "Graz",
            "created_at": 1793275200,
        },
        {
            "slug": "baker-linz-2",
            "company_name": "Ovens GmbH",
            "title": "Baker",
            "remote": False,
            "url": "https://www.arbeitnow.com/jobs/companies/ovens/baker-linz-2",
            "job_types": [],
            "location": "Linz",
            "created_at": 1793275100,
        },
    ],
    "links": {"next": "https://www.arbeitnow.com/api/job-board-api?search=somebody%27s&page=2"},
    "meta": {"current_page": 1},
}

WORKINGNOMADS = [
    {
        "url": "https://www.workingnomads.com/job/go/33001/",
        "title": "Bread Writer",
        "description": "<p>Write of bread.</p>",
        "company_name": "Ovens",
        "category_name": "Writing",
        "tags": "bread,english",
        "location": "Austria",
        "pub_date": "2026-10-20T09:24:39-04:00",
    },
    {
        "url": "https://www.workingnomads.com/job/go/33002/",
        "title": "Baker",
        "company_name": "Ovens",
        "category_name": "Food",
        "tags": "",
        "location": "",
        "pub_date": None,
    },
]

LANDINGJOBS = [
    {
        "id": 61,
        "title": "Oven Backend Developer",
        "url": "https://landing.jobs/at/warm-ovens/oven-backend-developer",
        "type": "Full-time",
        "remote": True,
        "currency_code": "EUR",
        "gross_salary_low": 45_000,
        "gross_salary_high": 55_000,
        "role_description": "<p>Build ovens.</p>",
        "main_requirements": "<p>Warmth.</p>",
        "nice_to_have": None,
        "perks": None,
        "tags": ["Java"],
        "locations": [{"city": "Graz", "country_code": "AT"}],
        "published_at": "2026-10-19T09:38:38.127Z",
    },
    {
        "id": 62,
        "title": "Baker",
        "url": "https://landing.jobs/at/warm-ovens/baker",
        "gross_salary_low": None,
        "gross_salary_high": None,
        "role_description": "",
    },
]

SIMPLIFY = [
    {
        "id": "aa-1",
        "company_name": "Ovens",
        "title": "Oven Intern",
        "url": "https://jobs.lever.co/ovens/5f0c1a52-8d0a-4d35-9d5b-0a4f6f1f9a01/apply",
        "locations": ["Graz", "Linz"],
        "active": True,
        "is_visible": True,
        "date_posted": 1793188800,
        "sponsorship": "Does Not Offer Sponsorship",
    },
    {
        "id": "aa-2",
        "company_name": "Ovens",
        "title": "Baker",
        "url": "https://ovens.example/2",
        "active": True,
        "is_visible": True,
        "date_posted": 1793188801,
        "sponsorship": "Other",
    },
]

HACKERNEWS = {
    "id": 900,
    "type": "story",
    "author": "whoishiring",
    "title": "Ask HN: Who is hiring? (October 2026)",
    "children": [
        {
            "id": 901,
            "created_at": "2026-10-01T14:00:00Z",
            "author": "warm",
            "text": "Ovens (https:&#x2F;&#x2F;ovens.example) | Oven Engineer, Dough Developer | Graz, Austria"
            " | REMOTE (EU) | Full-time | &#x20AC;60k-80k<p>We keep ovens warm with Rust.<p>Apply at ovens.example",
            "children": [{"id": 904, "text": "Warm | Reply Engineer | Remote", "children": []}],
        },
        {
            "id": 902,
            "created_at": "2026-10-01T15:00:00Z",
            "author": "cold",
            "text": "Fridges | Baker | Linz | ONSITE<p>Cool bread.",
            "children": [],
        },
    ],
}

JSONFEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Ovens",
    "items": [
        {
            "id": "1",
            "url": "https://ovens.example/1",
            "title": "Oven Engineer",
            "content_html": "<p>Warm.</p>",
            "_jobposting": {"hiringOrganization": {"name": "Ovens"}},
        },
        {"id": "2", "url": "https://ovens.example/2", "title": "Baker", "content_text": "Bake."},
    ],
}

GREENHOUSE = {
    "meta": {"total": 2},
    "jobs": [
        {
            "id": 71,
            "internal_job_id": 901,
            "title": "Head Baker",
            "absolute_url": "https://ovens.example/jobs/search?gh_jid=71",
            "content": "&lt;p&gt;Bread&lt;/p&gt;",
            "location": {"name": "Graz"},
            "first_published": "2026-10-02T09:00:00-04:00",
            "pay_input_ranges": [{"min_cents": 5_000_000, "max_cents": 6_000_000, "currency_type": "EUR"}],
            "metadata": [{"name": "Workplace Type", "value": "Hybrid"}],
            "offices": [{"name": "Graz", "location": "Graz, Austria"}],
            "departments": [{"name": "Dough"}],
        },
        {
            "id": 72,
            "internal_job_id": 902,
            "title": "Baker",
            "absolute_url": "https://ovens.example/jobs/search?gh_jid=72",
            "content": "",
        },
    ],
}

JOBPAGE = b"""<!doctype html><html><head><title>Jobs at Ovens</title>
<script type="application/ld+json">not json at all</script>
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "Organization", "name": "Ovens"},
 {"@type": "JobPosting", "title": "Oven Engineer", "identifier": {"@type": "PropertyValue", "value": "OV-1"},
  "url": "/jobs/1", "datePosted": "2026-10-18", "hiringOrganization": {"name": "Ovens"},
  "employmentType": ["FULL_TIME"], "jobLocationType": "TELECOMMUTE",
  "applicantLocationRequirements": {"@type": "Country", "name": "Austria"},
  "baseSalary": {"currency": "EUR", "value": {"minValue": 50000, "maxValue": 60000, "unitText": "YEAR"}},
  "description": "<p>Warm
 ovens.</p>"}]}</script>
<script type="application/ld+json">[{"@type": "JobPosting", "title": "Baker", "url": "https://ovens.example/jobs/2",
 "description": "<p>Bake.</p>"}]</script></head><body><h1>Jobs</h1></body></html>"""


def rss(*items: str, head: str = "") -> bytes:
    """Make an RSS document of items."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    spaces = 'xmlns:job="https://board.example/ns" xmlns:tt="https://teamtailor.com/locations"'
    channel = f"<channel><title>x</title>{head}{inner}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0" {spaces}>{channel}</rss>'.encode()


WWR = rss(
    "<title>Ovens: Oven Engineer</title><link>https://weworkremotely.com/remote-jobs/ovens-oven-engineer</link>"
    "<guid>https://weworkremotely.com/remote-jobs/ovens-oven-engineer</guid><region>Europe Only</region>"
    "<country>🇦🇹 Austria, 🇨🇭 Switzerland</country><state/><skills>Rust, Bread</skills><type>Full-Time</type>"
    "<category>Food</category><pubDate>Sat, 17 Oct 2026 07:30:41 +0000</pubDate>"
    "<expires_at>Mon, 16 Nov 2026 07:30:41 +0000</expires_at><description>&lt;p&gt;Warm.&lt;/p&gt;</description>",
    "<title>Ovens: Baker</title><link>https://weworkremotely.com/remote-jobs/ovens-baker</link>"
    "<region>Anywhere in the World</region><country/><expires_at>Mon, 16 Nov 2026 07:30:41 +0000</expires_at>",
)

SAMPLES = {
    "greenhouse": Sample(
        "https://boards-api.greenhouse.io/v1/boards/ovens/jobs?content=true", GREENHOUSE, _at("jobs")
    ),
    "lever": Sample("https://api.lever.co/v0/postings/ovens?mode=json", LEVER),
    "ashby": Sample("https://api.ashbyhq.com/posting-api/job-board/ovens", ASHBY, _at("jobs")),
    "workable": Sample(
        "https://apply.workable.com/api/v1/widget/accounts/ovens?details=true", WORKABLE, _at("jobs")
    ),
    "recruitee": Sample("https://ovens.recruitee.com/api/offers/", RECRUITEE, _at("offers")),
    "personio": Sample("https://ovens.jobs.personio.de/xml", PERSONIO),
    "pinpoint": Sample("https://ovens.pinpointhq.com/postings.json", PINPOINT, _at("data")),
    "breezy": Sample("https://ovens.breezy.hr/json", BREEZY),
    "bamboohr": Sample("https://ovens.bamboohr.com/careers/list", BAMBOOHR, _at("result")),
    "rippling": Sample("https://api.rippling.com/platform/api/ats/v1/board/ovens/jobs", RIPPLING),
    "remotive": Sample("https://remotive.com/api/remote-jobs", REMOTIVE, _at("jobs")),
    "remoteok": Sample("https://remoteok.com/api", REMOTEOK, lambda value: value[1:]),
    "jobicy": Sample("https://jobicy.com/api/v2/remote-jobs?count=100", JOBICY, _at("jobs")),
    "himalayas": Sample("https://himalayas.app/jobs/api?limit=2", HIMALAYAS, _at("jobs")),
    "arbeitnow": Sample("https://www.arbeitnow.com/api/job-board-api", ARBEITNOW, _at("data")),
    "workingnomads": Sample("https://www.workingnomads.com/api/exposed_jobs/", WORKINGNOMADS),
    "landingjobs": Sample("https://landing.jobs/api/v1/jobs?limit=50", LANDINGJOBS),
    "simplify": Sample("https://raw.example/listings.json", SIMPLIFY),
    "hackernews": Sample("https://hn.algolia.com/api/v1/items/900", HACKERNEWS, _at("children")),
    "jsonfeed": Sample("https://ovens.example/feed.json", JSONFEED, _at("items")),
    "jobpage": Sample("https://ovens.example/jobs", JOBPAGE),
    "weworkremotely": Sample("https://weworkremotely.com/remote-jobs.rss", WWR),
}
JSON_FORMATS = tuple(name for name, sample in SAMPLES.items() if not isinstance(sample.value, bytes))
