"""Where postings let one work from, in many wordings, and which places they name for another reason."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.feeds.entry import Markup
from alerts.posting import Fields, Part, PostingText
from alerts.reading.places import find_places, place_codes
from alerts.reading.region_statements import find_statements, load_region_rows, with_places
from alerts.reading.regions import read_regions
from alerts.reading.sentences import sentences
from alerts.reading.source import Source
from alerts.reading.workplace import read_workplace
from alerts.text import canonical_text, render_fields
from alerts.tokens import tokenise

SHARED = Path(__file__).parents[2].parent / "shared"


def regions(body="", *, location="", title="", tags="", fields=None):
    fields = fields or Fields()
    text = PostingText(title=title, location=location, tags=tags, body=body, fields=render_fields(fields))
    return {stated.value for stated in read_regions(Source(text, fields))}


def stated_in(text):
    tokens = tokenise(text)
    places = find_places(text, tokens)
    parts = with_places(sentences(tokens), places)
    return {code for part in parts for found in find_statements(*part) for code in found.codes}


@pytest.mark.parametrize(
    "row", load_region_rows(), ids=lambda row: f"{row['force']} {row['patterns'][0][:30]}"
)
def test_each_row_of_the_lexicon_keeps_its_examples(row):
    """The codes found in a row's examples are the ones beside them."""
    examples = row["yes"] + row["no"]
    assert {text: stated_in(text) for text, _ in examples} == {
        text: set(codes.split()) for text, codes in examples
    }


BODIES = [
    ("Do your work from anywhere within Canada", "CA"),
    ("Work from anywhere in the United States", "US"),
    ("This role is open to candidates anywhere in the world.", "WORLD"),
    ("Work from wherever you please", "WORLD"),
    ("Remote, EU only", "EU"),
    ("Remote (Germany)", "DE"),
    ("We hire in the following countries:\n* Germany\n* Spain\n* Portugal", "DE ES PT"),
    ("Eligible states: TX, NY, CO, WA", "US"),
    ("We can only hire in: UK, Ireland, Netherlands.", "GB IE NL"),
    ("Must reside in the continental US", "US"),
    ("Open only to people residing in Brazil, Argentina or Mexico", "BR AR MX"),
    ("You live in Europe (CET +/- 2h)", "EUROPE"),
    ("Candidates must be located in LATAM", "LATAM"),
    ("Open to US residents", "US"),
    ("This job can be done from anywhere in the EU", "EU"),
    ("Join our team in Berlin!", "DE"),
    ("Germany: €70,000 - €90,000", "DE"),
    ("Nur in Deutschland", "DE"),
    ("Wir suchen Dich deutschlandweit, remote", "DE"),
    ("Poste basé à Nantes, France", "FR"),
    ("Residir en Chile es necesario", "CL"),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_a_body_states_where_one_may_work_from(body, expected):
    """Statements about the candidate or the role count."""
    assert regions(body, location="Remote") == set(expected.split())


NOT_WHERE = [
    "We were founded in Berlin and serve customers across Europe. We have offices in Paris and London.",
    "Initech is headquartered in San Francisco, with offices in London",
    "Initech is a US-based company",
    "Benefits (US only)",
    "401(k) for US employees",
    "Work from anywhere in the world for up to 90 days a year",
    "Work anywhere up to 90 days",
    "Overlap with US time zones is required",
    "We are a global team with people in Spain, Germany and Brazil",
    "We are not able to hire in California, Hawaii, or Alaska.",
    "Experience with GDPR and European markets",
    "You'll be responsible for our customers in the Nordics",
    "Our customers are anywhere in the world",
    "Let us know what you think",
]


@pytest.mark.parametrize("body", NOT_WHERE)
def test_places_named_for_another_reason_are_no_region(body):
    """Companies, customers, perks, benefits and exclusions say nothing of where one may work from."""
    assert regions(body, location="Remote") == set()


LOCATIONS = [
    ("Remote", ""),
    ("Worldwide", "WORLD"),
    ("Anywhere", "WORLD"),
    ("Anywhere in the US", "US"),
    ("Remote (US Only)", "US"),
    ("Remote - United States / Canada", "US CA"),
    ("San Francisco | New York | Remote US", "US"),
    ("Fairfax, VA", "US"),
    ("remote,bengaluru", "IN"),
    ("EMEA", "EMEA"),
    ("🇩🇪 Remote", "DE"),
    ("Remote, EST timezone", ""),
    ("Remote US (AZ, CO, NV, UT)", "US"),
    ("US, CA, DE", "US CA DE"),
    ("Perth, WA", "AU"),
    ("Seattle, WA", "US"),
]


@pytest.mark.parametrize(("location", "expected"), LOCATIONS)
def test_a_location_is_read(location, expected):
    """Every place of a location counts; 'Remote' alone is not worldwide."""
    assert regions(location=location) == set(expected.split())


TITLES = [
    ("Senior Engineer, EMEA", "EMEA"),
    ("Senior Engineer (Remote, US/Canada)", "US CA"),
    ("Engineer (Remote, AU)", "AU"),
    ("Onsite or Remote (FR, UK, DE, NL)", "FR GB DE NL"),
    ("Support Engineer Tel Aviv", "IL"),
    ("Engineer, Mobile", ""),
    ("Phoenix Developer", ""),
    ("IT Manager", ""),
    ("SAP FI/CO Consultant", ""),
    ("Support Agent (Danish)", ""),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_a_title_is_read(title, expected):
    """Places that stand apart in a title count; words that only look like one do not."""
    assert regions(title=title, location="Remote") == set(expected.split())


def test_a_territory_in_a_title_gives_way_to_a_location():
    """'EMEA Field Engineer' in Leeds is about customers; without another place it is all there is."""
    assert regions(title="EMEA Field Engineer", location="Leeds, UK") == {"GB"}
    assert regions(title="EMEA Field Engineer") == {"EMEA"}


def test_a_right_to_work_counts_only_where_nothing_else_is_stated():
    """It is a weak sign of the place."""
    body = "You must be authorized to work in the US."
    assert regions(body, location="Remote") == {"US"}
    assert regions(body, location="Toronto") == {"CA"}


def test_anywhere_without_a_place_counts_only_where_nothing_else_is_stated():
    """'Remotely from anywhere' beside a list of countries is a figure of speech."""
    assert regions("Work remotely from anywhere.") == {"WORLD"}
    assert regions("Work remotely from anywhere.", location="Canada, Mexico") == {"CA", "MX"}


def test_a_country_of_the_roles_limits_a_vague_anywhere():
    """A board's "Anywhere" and a company's "wherever you are" do not undo a country in the title or the field."""
    assert regions(title="Account Executive (Canada)", location="Anywhere in the World") == {"CA"}
    fields = Fields(regions=("US",))
    source = Source(PostingText(body="Work from wherever you are.", fields=render_fields(fields)), fields)
    assert [stated.value for stated in read_regions(source)] == ["US"]


def test_structured_regions_point_into_the_fields():
    """Each code of the field is quoted where it stands."""
    fields = Fields(regions=("US", "LATAM"))
    text = PostingText(fields=render_fields(fields))
    found = read_regions(Source(text, fields))
    assert [(stated.value, stated.evidence[0].quote) for stated in found] == [
        ("US", "US"),
        ("LATAM", "LATAM"),
    ]
    assert {stated.evidence[0].part for stated in found} == {Part.FIELDS}


def test_a_tag_counts_when_it_is_a_place():
    """'Europe' is a region, 'Georgia-Pacific tools' is not."""
    assert regions(tags="python\nEurope\nreading skills") == {"EUROPE"}


PIECES = [
    "remote in ",
    "Berlin",
    ", ",
    "based in ",
    "US",
    "CA",
    "Georgia",
    " (",
    ") ",
    "\n* ",
    "anywhere in ",
    "§",
    "’",
]


@settings(deadline=None, max_examples=80)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=14).map("".join))
def test_evidence_quotes_the_text_at_its_place(words):
    """Whatever the words, codes are known and each quote stands where the evidence says."""
    text = PostingText(body=words, location=words, title=words, tags=words)
    for stated in read_regions(Source(text)):
        assert stated.value in place_codes()
        for piece in stated.evidence:
            assert text.part(piece.part)[piece.start : piece.end] == piece.quote != ""


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
def test_the_first_posting_is_remote_within_one_country():
    """The posting that the project began with: its head says only 'Remote', its body the rest."""
    lines = (SHARED / "corpus" / "seed-posting.md").read_text(encoding="utf8").splitlines()
    text = canonical_text(
        title="Senior Backend Engineer",
        company="Axios",
        location="Remote",
        tags=(),
        fields=Fields(),
        description="\n".join(lines[3:]),
        markup=Markup.MARKDOWN,
    )
    source = Source(text)
    assert [stated.value for stated in read_regions(source)] == ["US"]
    assert read_workplace(source).evidence[0].quote.startswith("remote-optional")
