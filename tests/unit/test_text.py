"""Canonical text: short parts are literal and whole, fields have places, the hash follows content only."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.posting import Band, Fields, Markup, PayBasis, Period, PostingText, Workplace
from alerts.text import canonical_text, content_hash, field_line, render_fields

_LAW = settings(deadline=None, max_examples=100)
_UNSEEN = "\x00\x07\x1b\x7f\x9f\xad\u200b\u200e\u202e\u2066\ufeff\ud800"


def _text(**parts) -> PostingText:
    blank = {"title": "", "company": "", "location": "", "tags": (), "fields": Fields()}
    return canonical_text(**(blank | {"description": "", "markup": Markup.PLAIN} | parts))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            'Senior <b>C++ < 5y</b> & "R&D" <!channel> <@U1>',
            'Senior <b>C++ < 5y</b> & "R&D" <!channel> <@U1>',
        ),
        ("Dev &lt;b&gt; &amp; Ops", "Dev <b> & Ops"),
        ("R&amp;amp;D Engineer", "R&D Engineer"),
        ("Engineer, pay > 5 & < 9", "Engineer, pay > 5 & < 9"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("List<String> expert", "List<String> expert"),
        ("*Lead* _dev_", "*Lead* _dev_"),
        ("unclosed <b>bold", "unclosed <b>bold"),
    ],
)
def test_a_title_is_shown_literally_and_whole(raw, expected):
    """Entities are resolved; what merely looks like markup stays, and so does all that follows it."""
    assert _text(title=raw).title == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>Data <strong>Engineer</strong></p>", "Data Engineer"),
        ("Backend<br/>Engineer", "Backend Engineer"),
        ('<span class="x">R&amp;D</span> Lead', "R&D Lead"),
    ],
)
def test_a_title_that_is_markup_throughout_loses_its_tags(raw, expected):
    """A short text in which every tag is known and closed was written as HTML."""
    assert _text(title=raw).title == expected


@_LAW
@given(st.text(alphabet=st.sampled_from(_UNSEEN + " \n\t\xa0abé"), max_size=60))
def test_short_parts_are_one_clean_line(raw):
    """No control, no bidirectional override, no zero-width character and no stray space is left."""
    text = _text(title=raw, company=raw, location=raw)
    assert text.title == text.company == text.location == " ".join(text.title.split())
    assert not set(text.title) & set(_UNSEEN)


@_LAW
@given(st.text(max_size=200), st.sampled_from(Markup))
def test_no_text_makes_it_fail_and_the_result_is_clean(raw, markup):
    """Whatever a feed sends, the text can be encoded and has no edges of spaces and no third line break."""
    text = _text(title=raw, tags=(raw, raw), description=raw, markup=markup)
    text.body.encode()
    assert all(line == " ".join(line.split()) for line in text.body.split("\n"))
    assert "\n\n\n" not in text.body
    assert "\n" not in text.title


def test_accents_are_composed_and_emoji_stay_whole():
    """A letter and its accent become one character; the joiner of an emoji stays, elsewhere it goes."""
    assert _text(title="re\u0301sume\u0301 👩\u200d💻 a\u200db").title == "résumé 👩\u200d💻 ab"


def test_misread_titles_are_repaired():
    """Mojibake is undone in the short parts as well, also behind entities."""
    assert _text(title="CafÃ© Manager").title == "Café Manager"
    assert _text(title="We&acirc;&euro;&trade;re hiring").title == "We’re hiring"


def test_tags_stand_one_a_line():
    """A tag never spans lines, and an empty one leaves none."""
    assert _text(tags=["python", " ", "full\ntime"]).tags == "python\nfull time"


def test_endless_parts_are_cut():
    """A title, a list of tags and a description have a length that no honest one reaches."""
    text = _text(title="x" * 50_000, tags=["t"] * 5_000, description="d" * 1_500_000)
    assert (len(text.title), text.tags.count("t"), len(text.body)) == (1_000, 100, 1_000_000)


_BAND = Band(minimum=Decimal(155000), maximum=Decimal(190000), currency="USD", period=Period.YEAR)


@pytest.mark.parametrize(
    ("band", "line"),
    [
        (replace(_BAND, where="Zone A"), "pay: 155000-190000 USD year (Zone A)"),
        (replace(_BAND, minimum=None), "pay: up to 190000 USD year"),
        (replace(_BAND, maximum=None, currency=None), "pay: from 155000 year"),
        (replace(_BAND, minimum=Decimal("45.50"), maximum=Decimal("45.5")), "pay: 45.5 USD year"),
        (replace(_BAND, basis=PayBasis.OTE, period=Period.MONTH), "pay: 155000-190000 USD month OTE"),
        (replace(_BAND, maximum=Decimal("1E+6")), "pay: 155000-1000000 USD year"),
    ],
)
def test_a_pay_band_is_one_line(band, line):
    """A band reads as plain figures with its currency, period, basis and place, as far as it has them."""
    assert render_fields(Fields(pay=(band,))) == line


def test_fields_stand_one_a_line_and_empty_ones_not_at_all():
    """Each stated field has its line, in the feed's values."""
    fields = Fields(
        pay=(_BAND,),
        pay_text="from\n5k a month",
        workplace=Workplace.REMOTE,
        regions=("US", "CA"),
        employment=("full-time",),
        levels=("senior",),
        language="en",
    )
    assert render_fields(fields).split("\n") == [
        "pay: 155000-190000 USD year",
        "pay: from 5k a month",
        "workplace: remote",
        "regions: US, CA",
        "employment: full-time",
        "levels: senior",
        "language: en",
    ]
    assert render_fields(Fields()) == ""


def test_a_field_can_be_found_again():
    """The place of the nth value of a key is where the value stands, without its key."""
    text = render_fields(
        Fields(pay=(_BAND, replace(_BAND, currency="CAD")), pay_text="pay: 1", levels=("lead",))
    )
    values = [text[slice(*place)] for nth in range(3) if (place := field_line(text, "pay", nth))]
    assert values == ["155000-190000 USD year", "155000-190000 CAD year", "pay: 1"]
    assert field_line(text, "pay", 3) is None
    assert field_line(text, "regions") is None


def test_a_feed_cannot_add_a_field_line():
    """A line break inside a value is no line of its own."""
    text = render_fields(Fields(pay_text="1\nworkplace: remote", regions=("US\u2028language: xx",)))
    assert field_line(text, "workplace") is None
    assert field_line(text, "language") is None


_POSTING = PostingText(
    title="Dev", company="Acme", location="Berlin", tags="go\nrust", fields="pay: 1", body="a b\n\nc"
)


def test_the_hash_ignores_spacing_case_and_the_order_of_tags():
    """The same content laid out otherwise is the same content."""
    other = replace(_POSTING, title="DEV", tags="rust\nGo", body="A  b c\n")
    assert content_hash(other) == content_hash(_POSTING)


@pytest.mark.parametrize("part", ["title", "company", "location", "tags", "fields", "body"])
def test_the_hash_changes_with_each_part(part):
    """No part of the content can change unseen."""
    assert content_hash(replace(_POSTING, **{part: "other"})) != content_hash(_POSTING)


def test_the_hash_tells_parts_apart():
    """Words that move from one part to the next are another content."""
    assert content_hash(PostingText(title="a b")) != content_hash(PostingText(title="a", company="b"))
