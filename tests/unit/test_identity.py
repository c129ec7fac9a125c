"""Whether two listings are one vacancy: rather two alerts than one lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.identity import Vacancy, ats_key, belongs, company_key, group_key, same_vacancy, title_key

UUID = "0a1b2c3d-1111-2222-3333-444455556666"
SEEN = datetime(2026, 11, 20, tzinfo=UTC)


def vacancy(feed=1, **changes):
    """Make a vacancy as some feed has it."""
    values = {
        "company": "Acme",
        "title": "Backend Engineer",
        "location": "",
        "url": f"https://board{feed}.example/7",
        "regions": frozenset(),
        "seen_at": SEEN,
    }
    return Vacancy(feed=feed, **{**values, **changes})


@pytest.mark.parametrize(
    "name",
    [
        "Acme",
        "ACME",
        "Acme, Inc.",
        "Acme Inc",
        "acme gmbh & Co. KG",
        "Acme S.L.",
        "Acme B.V.",
        "Ａｃｍｅ Ltd.",
        "Acme LLC",
        "acme.io",
        "Acme.com",
        "Acmé",
        "Acme (YC W21)",
        "Acme.co, Inc.",
    ],
)
def test_a_companys_legal_form_says_nothing(name):
    """Boards write a company's name in many ways."""
    assert company_key(name) == "acme"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("SE", "se"),
        ("", ""),
        ("Acme Robotics", "acmerobotics"),
        ("Get Your Guide", "getyourguide"),
        ("Co & Co", "co"),
    ],
)
def test_a_companys_name_remains(name, key):
    """What is left over is a name, and nothing is made of nothing."""
    assert company_key(name) == key


@pytest.mark.parametrize(
    "title",
    [
        "Senior Backend Engineer",
        "Sr. Backend Engineer",
        "SENIOR BACKEND ENGINEER (m/f/d)",
        "Senior Backend Engineer m/w/d",
        "Senior Backend Engineer (all genders)",
        "Senior Backend Engineer - Remote",
        "Senior Backend Engineer (Fully Remote)",
        "Remote | Senior Backend Engineer",
        "Senior Backend Engineer [100% remote] (h/f)",
    ],
)
def test_a_title_without_what_is_not_the_job(title):
    """Marks of gender and 'remote' standing apart are not the job."""
    assert title_key(title) == "senior backend engineer"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Senior Engineer", "Engineer"),
        ("Engineer II", "Engineer III"),
        ("C Developer", "C++ Developer"),
        ("C Developer", "C# Developer"),
        ("Remote Sensing Engineer", "Sensing Engineer"),
        ("Engineer - Berlin", "Engineer - Munich"),
        ("Manager, IT", "Manager"),
        ("Engineer (Hybrid)", "Engineer (Remote)"),
    ],
)
def test_titles_that_differ_in_the_job(one, other):
    """Level, language, field and place make another vacancy."""
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://acme.example/search?q=x&gh_jid=8023928", "greenhouse:8023928"),
        ("https://boards.greenhouse.io/acme/jobs/4321?ref=x", "greenhouse:4321"),
        ("https://job-boards.eu.greenhouse.io/acme/jobs/4321", "greenhouse:4321"),
        (f"https://jobs.lever.co/acme/{UUID.upper()}/apply", f"lever:{UUID}"),
        (f"https://jobs.ashbyhq.com/acme/{UUID}", f"ashby:{UUID}"),
        (f"https://acme.example/careers?ashby_jid={UUID}", f"ashby:{UUID}"),
        ("https://acme.example/jobs/4321", None),
        ("https://greenhouse.io.example/acme/jobs/4321", None),
        ("https://jobs.lever.co/acme", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_the_number_in_a_link(url, key):
    """Applicant tracking systems' links are known by their hosts and parameters."""
    assert ats_key(url) == key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Berlin, Germany", "Berlin", True),
        ("Berlin, Germany", "Germany", True),
        ("Berlin", "", True),
        ("Remote", "Berlin", True),
        ("U.S.", "Remote (United States)", True),
        ("San Francisco, CA; New York, NY", "New York", True),
        ("San Francisco, CA", "San Francisco, California, USA", True),
        ("Berlin, Germany", "Munich, Germany", False),
        ("Germany", "France", False),
        ("Worldwide", "Berlin", False),
    ],
)
def test_places_overlap_or_one_is_not_stated(one, other, same):
    """A vacancy in Berlin is not the one in Munich; 'Remote' states no place."""
    assert same_vacancy(vacancy(1, location=one), vacancy(2, location=other)) is same


@pytest.mark.parametrize(
    "changes",
    [
        {"feed": 1},
        {"company": "Bolt"},
        {"company": ""},
        {"title": "Frontend Engineer"},
        {"regions": frozenset({"DE"})},
        {"seen_at": SEEN + timedelta(days=31)},
        {"title": "x" * 500},
    ],
)
def test_what_makes_another_vacancy(changes):
    """Everything that is stated must agree, within a month, on two boards."""
    one = vacancy(1, regions=frozenset({"US"}))
    other = vacancy(**{"feed": 2, **changes})
    assert not same_vacancy(one, other)
    assert same_vacancy(one, vacancy(2))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"title": "Engineer (Remote US)"}, {"title": "Engineer (Remote Germany)"}, False),
        ({"title": "Engineer - Berlin", "location": "Berlin"}, {"title": "Engineer - Berlin"}, True),
        ({"title": "Engineer, Spain", "location": "Madrid"}, {"title": "Engineer, Spain"}, True),
        ({"title": "Engineer (Germany)"}, {"title": "Engineer", "location": "Germany"}, True),
        ({"title": "Engineer (Germany)"}, {"title": "Engineer", "location": "France"}, False),
        (
            {"title": "Engineer - Berlin", "location": "Berlin, DE"},
            {"title": "Engineer", "location": "Berlin"},
            True,
        ),
        (
            {"title": "Engineer - Berlin", "location": "Berlin"},
            {"title": "Engineer", "location": "Munich"},
            False,
        ),
    ],
)
def test_a_place_in_the_title_is_a_place(one, other, same):
    """Boards write the place into the title or beside it."""
    assert same_vacancy(vacancy(1, **one), vacancy(2, **other)) is same


PRAISE = " ".join(f"We are {word} and we love {word}." for word in map(str, range(60)))


def role(word, count=60):
    """Make what one role alone has in its text."""
    return " ".join(f"You will {word} the {word} {number}." for number in range(count))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (PRAISE + role("bake"), PRAISE + role("bake"), True),
        (PRAISE + role("bake"), "Apply at our board! " + PRAISE + role("bake") + " Say the word oven.", True),
        (PRAISE + role("bake"), role("bake")[:900], True),
        (PRAISE + role("bake"), PRAISE + role("brew"), False),
        (role("bake"), role("brew"), False),
        ("We bake bread.", "Other words altogether.", True),
    ],
)
def test_long_texts_tell_roles_of_one_title_apart(one, other, same):
    """Copies share their text, even shortened or framed; two roles share only the employer's praise of itself."""
    assert same_vacancy(vacancy(1, body=one), vacancy(2, body=other)) is same


def test_a_number_joins_only_listings_of_one_company():
    """Two companies' pages may hand on the same number; a company that is not named disagrees with nobody."""
    one = vacancy(1, url="https://acme.example/?gh_jid=7")
    other = vacancy(2, company="Bolt", url="https://bolt.example/?gh_jid=7")
    assert not same_vacancy(one, other)
    assert not belongs(other, [one])
    assert belongs(replace(other, company=""), [one])
    assert belongs(replace(other, company="Acme Robotics"), [one])


def test_a_company_that_is_not_known_groups_nothing():
    """A title alone never does."""
    assert group_key("", "Engineer") is None
    assert group_key("Acme", "(m/f/d)") is None
    assert not same_vacancy(vacancy(1, company=""), vacancy(2, company=""))


def test_a_tracking_number_decides():
    """Equal numbers are one vacancy under whatever title; different ones never are."""
    one = vacancy(1, url="https://acme.example/?gh_jid=1")
    assert same_vacancy(one, vacancy(2, title="Ninja", url="https://boards.greenhouse.io/acme/jobs/1"))
    assert not same_vacancy(one, vacancy(2, url="https://acme.example/?gh_jid=2"))


def test_a_copy_agrees_with_every_copy():
    """Berlin and Munich do not meet by way of Germany, nor two numbers by way of a board without one."""
    country = [vacancy(1, location="Germany"), vacancy(2, location="Berlin, Germany")]
    assert not belongs(vacancy(3, location="Munich, Germany"), country)
    numbered = [vacancy(1), vacancy(2, url="https://acme.example/?gh_jid=1")]
    assert not belongs(vacancy(3, url="https://acme.example/?gh_jid=2"), numbered)
    assert belongs(vacancy(3, title="Ninja", url="https://acme.example/?gh_jid=1"), numbered)
    assert not belongs(vacancy(2), [vacancy(1), vacancy(2)])


VACANCIES = st.builds(
    vacancy,
    feed=st.integers(1, 3),
    company=st.sampled_from(["Acme", "acme inc", "Bolt", ""]) | st.text(max_size=20),
    title=st.sampled_from(["Engineer", "Engineer (m/f/d)", "Senior Engineer"]) | st.text(max_size=40),
    location=st.sampled_from(["", "Remote", "Berlin, Germany", "Germany"]) | st.text(max_size=40),
    url=st.sampled_from(["https://x.example/?gh_jid=1", "https://x.example/?gh_jid=2"])
    | st.text(max_size=40),
    regions=st.frozensets(st.sampled_from(["US", "DE"])),
    seen_at=st.datetimes(timezones=st.just(UTC)),
)


@settings(deadline=None, max_examples=200)
@given(VACANCIES, VACANCIES)
def test_the_order_of_boards_does_not_matter(one, other):
    """Whichever was stored first, two listings are one vacancy or two."""
    assert same_vacancy(one, other) == same_vacancy(other, one) == belongs(one, [other])


@settings(deadline=None, max_examples=100)
@given(VACANCIES)
def test_the_same_words_on_another_board_are_the_same_vacancy(one):
    """A copy word for word belongs, where the listing says enough to tell."""
    told = group_key(one.company, one.title, one.location) is not None or ats_key(one.url) is not None
    assert same_vacancy(one, replace(one, feed=one.feed + 1)) is told


@pytest.mark.parametrize(
    "text", ["m/" * 50_000, "(" * 50_000, "- " * 50_000, "/jobs/" * 20_000, "a-" * 50_000]
)
def test_hostile_lengths_are_read_in_linear_time(text):
    """Nothing backtracks on what a feed may send."""
    assert isinstance(
        title_key(text) + company_key(text) + str(ats_key("https://x.greenhouse.io/" + text)), str
    )
    assert same_vacancy(vacancy(1, location=text), vacancy(2, location=text))
