"""Facts are read in wordings that boards in many countries use, not only in the ones first thought of."""

import pytest

from alerts.posting import Fields, Markup
from alerts.reading import read_facts
from alerts.text import canonical_text


def facts(body, *, title="Engineer", location="", tag="", markup=Markup.PLAIN):
    """Read a posting of a title, a location, a tag and a text."""
    text = canonical_text(
        title=title,
        company="Acme",
        location=location,
        tags=[tag] if tag else [],
        fields=Fields(),
        description=body,
        markup=markup,
    )
    return read_facts(text, Fields())


def benefits(body, **more):
    """Give the benefits read, each with its sum or None."""
    return {benefit.slug: benefit.amount for benefit in facts(body, **more).benefits}


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ("Wij bieden 27 vakantiedagen.", "paid-time-off"),
        ("Een goede pensioenregeling", "retirement-plan"),
        ("Reiskostenvergoeding", "commuter"),
        ("Buoni pasto da 7 euro", "meals"),
        ("Wir geben eine Prämie für Mitarbeiterempfehlungen.", "referral-bonus"),
        ("Folga no mês do seu aniversário", "birthday-off"),
        ("Acesso a coworking em todo o país", "coworking"),
        ("Assistência médica e odontológica", "dental"),
        ("Hours are very flexible.", "flexible-hours"),
        ("Commission is uncapped.", "commission"),
        ("We'll send you a new laptop.", "equipment"),
        ("Up to 40 days a year working from outside the EU", "work-abroad"),
        ("We match 100% of the first 3%.", "retirement-match"),
    ],
)
def test_a_benefit_is_read_in_other_words(body, slug):
    """One phrase in the words of some country says the benefit."""
    assert slug in benefits(body)


@pytest.mark.parametrize(
    "body",
    [
        "Contractors are not eligible for benefits such as medical insurance, dental cover and paid time off.",
        "This role is not entitled to health insurance or paid time off.",
    ],
)
def test_who_is_shut_out_of_benefits_is_offered_none(body):
    """'Not eligible for' takes back the whole list after it."""
    assert benefits(body) == {}


def test_those_who_are_eligible_later_are_not_shut_out():
    """A negation with a 'but' behind it ends there."""
    assert "dental" in benefits("You are not eligible for a car, but we offer dental insurance.")


def test_a_sum_with_thousands_reaches_the_thing_it_is_for():
    """The figures of a large sum do not use up the distance to what it is for."""
    worth = benefits("We give you $1,500 per year to spend on your remote setup.")["wfh-stipend"]
    assert (worth.amount, worth.period.value) == (1500, "year")


def test_a_row_of_a_table_is_a_label_and_its_value():
    """A cell beside the name of a benefit says what it is worth."""
    table = "| Perk | Worth |\n| --- | --- |\n| Home office | $700 once |\n| Wellness | $40 per month |\n"
    worth = benefits(table, markup=Markup.MARKDOWN)
    assert worth["wfh-stipend"].amount == 700
    assert worth["wellness-stipend"].amount == 40


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Permanent, full-time, 38 hours a week", "full-time"),
        ("A relaxed job (full-time, 40 h)", "full-time"),
        ("Fulltime (40 uur)", "full-time"),
        ("Contrato a tempo inteiro", "full-time"),
        ("Part-time, 60 to 80 percent", "part-time"),
        ("Contract as contractor independiente", "contract"),
        ("Rate: £450, outside IR35", "contract"),
    ],
)
def test_employment_is_read_as_an_item_and_in_other_languages(body, kind):
    """A kind of employment between commas, in brackets or alone in its line is the job's."""
    assert kind in [stated.value for stated in facts(body).employment]


@pytest.mark.parametrize(
    "body",
    [
        "Pay depends on experience and full-time or part-time status.",
        "B2B expansion of our product",
        "10am to 6pm (PT)",
    ],
)
def test_a_word_for_employment_may_be_about_something_else(body):
    """Nothing is read of words that stand for another thing."""
    assert facts(body).employment == ()


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("Level: mid.", "mid"),
        ("Experience level: Senior", "senior"),
        ("Medior profile with a taste for support", "mid"),
        ("Dev .NET (Jr, Pleno ou Sênior)", "junior"),
        ("Contratamos pessoa desenvolvedora pleno para trabalho remoto", "mid"),
    ],
)
def test_a_level_is_read_behind_a_label_and_after_the_jobs_name(body, level):
    """A label tells a level, and in some languages it follows the name of the job."""
    assert level in [stated.value for stated in facts(body).levels]


def test_the_level_of_a_language_is_no_level():
    """'English level: intermediate' is about English."""
    assert facts("English level: intermediate").levels == ()


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ("We like TypeScript, React in the browser.", "react"),
        ("* Rust for our indexer", "rust"),
        ("You know Swift and SwiftUI.", "swift"),
    ],
)
def test_a_technology_put_to_use_is_meant(body, slug):
    """'Rust for our indexer' begins a sentence and is the language all the same."""
    assert slug in [technology.slug for technology in facts(body).stack]


@pytest.mark.parametrize(
    "body", ["Swift and effective responses", "* Excel in what you do", "* React to alerts"]
)
def test_an_ordinary_word_that_begins_a_sentence_is_not(body):
    """A capital at a sentence's start proves nothing."""
    assert facts(body).stack == ()


@pytest.mark.parametrize(
    ("body", "workplace"),
    [
        ("We ask everyone to be in our Leeds studio on Wednesdays.", "hybrid"),
        ("One day a week in our Oslo office, otherwise remote.", "hybrid"),
        ("Zwei feste Bürotage, sonst Homeoffice", "hybrid"),
        ("In Vollzeit vor Ort in Kassel", "onsite"),
        ("You support our team from your home in Manila.", "remote"),
        ("We are remote by design.", "remote"),
    ],
)
def test_the_workplace_is_read_in_other_words(body, workplace):
    """Days named by weekday, places other than an office, and work from one's home are read."""
    read = facts(body, location="Remote" if workplace == "hybrid" else "").workplace
    assert read.value == workplace


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("Work wherever you like in the UK.", ["GB"]),
        ("Remoto ou Híbrido, Brasil", ["BR"]),
        ("If you are based in the US, we cover you on our own plan.", []),
    ],
)
def test_regions_are_read_with_their_limits(body, codes):
    """A place narrows 'wherever', and a condition on a perk is no region of the job."""
    assert [stated.value for stated in facts(body).regions] == codes


def test_a_sentence_above_a_sum_does_not_make_it_other_money():
    """Only a heading says what the sums below it are; "travel" in a sentence is none."""
    pay = facts("Calendar, travel, reports.\n\nFull time, $40,000 a year.").pay
    assert [(stated.band.minimum, stated.band.currency) for stated in pay] == [(40000, "USD")]
