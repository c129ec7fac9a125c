"""What postings say about the workplace, in many wordings, and what only looks like it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.posting import Evidence, Fields, Part, PostingText, Workplace
from alerts.reading.sentences import sentences
from alerts.reading.source import Source
from alerts.reading.workplace import read_workplace
from alerts.reading.workplace_cues import find_cues, load_workplace_rows
from alerts.text import render_fields
from alerts.tokens import tokenise


def workplace(body="", *, location="", title="", tags="", fields=None):
    fields = fields or Fields()
    text = PostingText(title=title, location=location, tags=tags, body=body, fields=render_fields(fields))
    stated = read_workplace(Source(text, fields))
    return stated and stated.value.value


def said(text):
    cues = (cue for sentence in sentences(tokenise(text)) for cue in find_cues(sentence))
    return {(cue.says.value, cue.force.name.lower()) for cue in cues}


ROWS = load_workplace_rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['says']} {row['force']} {row.get('lang', 'en')}")
def test_each_row_of_the_lexicon_keeps_its_examples(row):
    """A row finds each of its yes examples and none of its no examples."""
    sign = (row["says"], row["force"])
    assert [text for text in row["yes"] if sign not in said(text)] == []
    assert [text for text in row["no"] if sign in said(text)] == []


STATED = [
    ("We call this opening remote-optional.", "remote"),
    ("You choose: remote or hybrid.", "remote"),
    ("Sit with us in Leeds or work fully remote.", "remote"),
    ("You may work at home or in our office on any day you like.", "remote"),
    ("Coming in is up to you: office attendance is optional.", "remote"),
    ("The position is 100% remote; you must live in Texas.", "remote"),
    ("This job may be done remotely anywhere in Spain except for the islands.", "remote"),
    ("Remote candidates will be considered.", "remote"),
    ("Telework is a right here: full-time telework is fine", "remote"),
    ("A fully distributed company.", "remote"),
    ("Is remote work OK? Yes!", "remote"),
    ("Working model: remote", "remote"),
    ("Acme | Berlin | REMOTE (EU) | Go", "remote"),
    ("Come to the office twice a week.", "hybrid"),
    ("Three days per week in our Bristol office, the rest from home.", "hybrid"),
    ("Our hybrid policy asks for 2-3 days per week in the office.", "hybrid"),
    ("We expect you in the office Tuesday through Thursday.", "hybrid"),
    ("We ask for a minimum of 60% office attendance.", "hybrid"),
    ("This is a hybrid role: 2 days WFH.", "hybrid"),
    ("You will work from our Dublin office 3 days a week, and remotely for the other 2.", "hybrid"),
    ("The job asks for 5 days a week in the office.", "onsite"),
    ("This is an in-office position.", "onsite"),
    ("The role is fully onsite at our Boston HQ.", "onsite"),
    ("Workplace type: On-site", "onsite"),
    ("You must be able to work on-site.", "onsite"),
]


@pytest.mark.parametrize(("body", "expected"), STATED)
def test_a_body_states_its_workplace(body, expected):
    """English wordings of the three arrangements are told apart."""
    assert workplace(body) == expected


LANGUAGES = [
    ("Télétravail total possible.", "remote"),
    ("Nous proposons jusqu’à deux jours de télétravail par semaine.", "hybrid"),
    ("Télétravail : 3 j par semaine", "hybrid"),
    ("Le poste est ouvert au télétravail partiel.", "hybrid"),
    ("Rythme hybride, 3 jours sur site", "hybrid"),
    ("Poste en présentiel à Lille", "onsite"),
    ("Pas de télétravail", "onsite"),
    ("Homeoffice ist bis zu 100 % drin", "remote"),
    ("Remote-Arbeit innerhalb Deutschlands möglich", "remote"),
    ("Homeoffice möglich", "remote"),
    ("Du arbeitest bis zu 60% im Homeoffice", "hybrid"),
    ("Zwei Tage pro Woche mobiles Arbeiten", "hybrid"),
    ("Arbeitsort: vor Ort in Köln", "onsite"),
    ("Kein Homeoffice", "onsite"),
    ("Trabajo 100% remoto", "remote"),
    ("Formato híbrido: 2 días🏠, 3 días🏢", "hybrid"),
    ("Trabajo presencial en Bogotá", "onsite"),
    ("Todos trabalham em home office.", "remote"),
    ("Regime híbrido, dois dias no escritório", "hybrid"),
    ("Praca zdalna", "remote"),
    ("Pracujemy zdalnie", "remote"),
    ("Tryb pracy: hybrydowy (2 dni w tygodniu w biurze)", "hybrid"),
    ("Praca stacjonarna w biurze", "onsite"),
    ("Thuiswerken is mogelijk", "remote"),
    ("Je werkt 2 dagen per week thuis", "hybrid"),
]


@pytest.mark.parametrize(("body", "expected"), LANGUAGES)
def test_other_languages_state_it_too(body, expected):
    """French, German, Spanish, Portuguese, Polish and Dutch wordings are read."""
    assert workplace(body) == expected


LOOKALIKES = [
    "We build hybrid games that millions play.",
    "You know hybrid and private clouds.",
    "Ship hybrid in-app screens.",
    "Two thirds: 66% of us work fully remote while 33% work in a hybrid model.",
    "You run POCs onsite and remote.",
    "You secure remote access for branches.",
    "Experience with remote desktop and Microsoft Office 365",
    "Work with remote teams in Asia.",
    "You get a $100 work-from-home stipend a month.",
    "We have offices in Berlin and Paris.",
    "Next: a screening, a virtual onsite, an offer",
    "Four-day work weeks and flexible office hours",
    "The team meets for 3 days per quarter at an office.",
]


@pytest.mark.parametrize("body", LOOKALIKES)
def test_what_looks_like_a_workplace_is_none(body):
    """Products, techniques, other people's places and perks say nothing of the role."""
    assert workplace(body) is None


OVER_THE_TAG = [
    ("Work at the closest Initech office four days/week.", "hybrid"),
    ("Most of our staff are in the office three days per week.", "hybrid"),
    ("You may telework: 2 days per week from home", "hybrid"),
    ("This is not a remote role.", "onsite"),
    ("No remote.", "onsite"),
    ("Remote work is not possible for this job.", "onsite"),
    ("Sadly we cannot offer remote work.", "onsite"),
    ("Remote candidates will not be considered.", "onsite"),
    ("Not fully remote: you come in weekly", "hybrid"),
]


@pytest.mark.parametrize(("body", "expected"), OVER_THE_TAG)
def test_the_body_beats_the_tag(body, expected):
    """A location 'Remote' does not undo what the body says of office days."""
    assert workplace(body, location="Remote, Austin, TX") == expected


STILL_REMOTE = [
    "Gatherings take 3 days per quarter at one of our offices.",
    "Now and then, occasional in-person attendance is required for all.",
    "Quarterly on-sites in Denver, travel paid.",
    "Candidates who live within 40 miles of our Denver office are required to be in the office.",
    "Those based in Lisbon follow a hybrid model with at least 1 day in the office.",
    "You get a $300 bonus for coming to the office 3 days per week.",
    "This role is not eligible for remote work in Boston.",
    "Hybrid work environment",
    "Nice to have:\n* Ability to work out of our Reno office 2x per week",
]


@pytest.mark.parametrize("body", STILL_REMOTE)
def test_trips_and_conditions_leave_it_remote(body):
    """An office duty that is rare, paid extra, wished for, or only for some, does not make the posting hybrid."""
    assert workplace(body, location="Remote") == "remote"


def test_remote_for_others_beats_a_condition_for_some():
    """Who lives far away may work remotely, so the posting offers that."""
    body = (
        "If you live near our Tempe office, you come in two days each week. Otherwise, this is a remote role."
    )
    assert workplace(body) == "remote"


HEADS = [
    ({"location": "Hybrid or Remote"}, "remote"),
    ({"location": "Hybrid - Berlin"}, "hybrid"),
    ({"location": "On-site, Berlin"}, "onsite"),
    ({"location": "London"}, None),
    ({"location": "Not remote"}, "onsite"),
    ({"title": "AI Expert (onsite or remote in Germany)"}, "remote"),
    ({"title": "Senior Engineer - Remote"}, "remote"),
    ({"title": "Software Engineer (Hybrid, London)"}, "hybrid"),
    ({"title": "Software Engineer (On-site)"}, "onsite"),
    ({"title": "Hybrid Cloud Engineer"}, None),
    ({"title": "Remote Sensing Scientist"}, None),
    ({"tags": "python\nRemote"}, "remote"),
    ({"tags": "distributed systems\nvirtual reality"}, None),
]


@pytest.mark.parametrize(("head", "expected"), HEADS)
def test_location_title_and_tags_are_read(head, expected):
    """Each part of the head may state the workplace, where it is not a word of the role itself."""
    assert workplace(**head) == expected


@pytest.mark.parametrize("body", ["You work onsite at the customer's plant.", "This is an onsite position."])
def test_a_part_of_the_week_on_site_undoes_no_hybrid_field(body):
    """Being there is what a hybrid arrangement has anyway: a plausible field beats prose."""
    assert workplace(body, fields=Fields(workplace=Workplace.HYBRID)) == "hybrid"


def test_a_structured_field_is_evidence_of_its_own():
    """The field's value is quoted where it stands in the fields."""
    fields = Fields(workplace=Workplace.HYBRID)
    text = PostingText(fields=render_fields(fields), location="Remote")
    stated = read_workplace(Source(text, fields))
    start = text.fields.index("hybrid")
    assert stated.value is Workplace.HYBRID
    assert stated.evidence == (Evidence(Part.FIELDS, start, start + 6, "hybrid"),)


def test_a_plain_contradiction_in_the_body_beats_the_field():
    """A feed's 'remote' falls to three days a week in the office."""
    body = "You spend 3 days a week in the office."
    assert workplace(body, fields=Fields(workplace=Workplace.REMOTE)) == "hybrid"


def test_a_tag_in_the_text_beats_the_location():
    """The company's own hashtag is better than a board's default."""
    assert workplace("#LI-Hybrid", location="Remote") == "hybrid"


def test_nothing_stated_is_none():
    """Where nothing is said, nothing is known."""
    assert workplace("You write Go in a friendly team.", location="Oslo") is None


PIECES = [
    "remote",
    "hybrid",
    " not ",
    "3 days a week ",
    "in the office",
    ". ",
    "\n* ",
    "—",
    "’",
    "Berlin ",
    "\n",
    "🏠",
]


@settings(deadline=None, max_examples=80)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join))
def test_evidence_quotes_the_text_at_its_place(body):
    """Whatever the body, each quote stands where the evidence says."""
    text = PostingText(body=body, location="remote " + body[:20], title=body[:40])
    stated = read_workplace(Source(text))
    assert stated is not None
    for piece in stated.evidence:
        assert text.part(piece.part)[piece.start : piece.end] == piece.quote != ""
