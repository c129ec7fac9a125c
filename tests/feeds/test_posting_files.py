"""Posting files of a directory: Markdown, JSON, HTML and plain text."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.errors import EntryError
from alerts.feeds import format_named, listing_of, posting_from_file
from alerts.feeds.directory import MAX_FILE_BYTES
from alerts.feeds.entry import Document, Entry
from alerts.posting import Markup, Workplace

HEAD = "# [Baker (nights)](https://jobs.example/apply/baker)\n### Ovens\n#### `💰 € 30k` `🌎 Graz, Austria`\n"


def markdown(text: str) -> Entry:
    return posting_from_file("baker.md", text.encode())


def html(text: str) -> Entry:
    return posting_from_file("baker.html", text.encode())


def test_markdown_head():
    """Title, link, company, place and tags stand in the head; pay keeps its sign, as a tag."""
    entry = markdown(HEAD + "\nWe bake.\n")
    assert (entry.title, entry.company, entry.location) == ("Baker (nights)", "Ovens", "Graz, Austria")
    assert entry.url == "https://jobs.example/apply/baker"
    assert entry.tags == ("💰 € 30k",)
    assert (entry.description.strip(), entry.markup) == ("We bake.", Markup.MARKDOWN)


def test_misread_signs_are_mended_first():
    """A file that was read in the wrong encoding and saved so still has its tags."""
    entry = markdown(HEAD.encode().decode("mac_roman") + "\nWe bake.")
    assert (entry.location, entry.tags) == ("Graz, Austria", ("💰 € 30k",))


@pytest.mark.parametrize("tags", ["####", "#### `💰 `", "#### ` ` `🌎`", "#### 💰 no ticks"])
def test_empty_tags_are_none(tags):
    """A tag without anything but its sign says nothing."""
    entry = markdown(f"# Baker\n### Ovens\n{tags}\n\nWe bake.")
    assert (entry.location, entry.tags) == ("", ())


def test_company_none_is_no_company():
    """A head that a program filled with 'None' names no company."""
    assert markdown("# Baker\n### None\n####\n").company == ""


def test_a_heading_of_the_text_is_no_company():
    """A heading after a blank line belongs to the text."""
    entry = markdown("# Baker\n\n### About us\nWe bake.")
    assert entry.company == ""
    assert "### About us" in entry.description


@pytest.mark.parametrize(
    "line",
    [
        "## CLICK TO [APPLY](https://jobs.example/a)",
        "[Apply now](https://jobs.example/a)",
        "[Click here](https://jobs.example/a)",
    ],
)
def test_the_link_to_apply_is_cut_off(line):
    """The link that ends a file is no text; it is the posting's link if the title has none."""
    entry = markdown(f"# Baker\n\nWe bake.\n\n  \n{line}\n\n")
    assert entry.url == "https://jobs.example/a"
    assert entry.description.strip() == "We bake."


def test_a_title_with_brackets():
    """Brackets and parentheses in a linked title or its address are not its end."""
    entry = markdown("# [[Remote] Baker (m/f)](https://jobs.example/b_(1))\n")
    assert (entry.title, entry.url) == ("[Remote] Baker (m/f)", "https://jobs.example/b_(1)")


@pytest.mark.parametrize("fence", ["", "---\n"])
def test_key_lines_are_a_head(fence):
    """A head may be written as lines of 'Key: value', between fences or not."""
    entry = markdown(
        f'{fence}title: "Baker"\nCompany: Ovens\nlocation: Graz\nsalary: € 30k\ntags: [bread, cake]\n'
        f"date: 2026-11-23\nurl: https://jobs.example/1\n{fence}\nNote: we bake."
    )
    assert (entry.title, entry.company, entry.location, entry.url) == (
        "Baker",
        "Ovens",
        "Graz",
        "https://jobs.example/1",
    )
    assert entry.fields.pay_text == "€ 30k"
    assert entry.tags == ("bread", "cake")
    assert entry.posted_at == datetime(2026, 11, 23, tzinfo=UTC)
    assert entry.description.strip() == "Note: we bake."


def test_only_web_links_survive():
    """A link that a browser should not follow is dropped."""
    assert markdown("# [Baker](javascript:alert(1))\n").url == ""


def test_json_posting():
    """A JSON file is a JobPosting, also in a graph or without saying so."""
    posting = {"@type": "JobPosting", "title": "Baker", "url": "https://jobs.example/1"}
    for content in (posting, [posting], {"@graph": [{"@type": "Organization"}, posting]}, {"title": "Baker"}):
        entry = posting_from_file("sub/1.json", json.dumps(content).encode())
        assert (entry.native_key, entry.title) == ("sub/1.json", "Baker")


def test_html_with_a_job_posting():
    """A page's JobPosting is what is read, whatever else the page holds."""
    entry = html(
        "<title>Jobs – Ovens</title><SCRIPT type='application/ld+json'>{broken</SCRIPT>"
        '<script type="application/ld+json">{"@graph": [{"@type": ["Thing", "https://schema.org/JobPosting"],'
        '"title": "Baker", "description": "<p>We bake.", "jobLocationType": "TELECOMMUTE"}]}</script>'
        "<h1>Jobs</h1>"
    )
    assert (entry.title, entry.description) == ("Baker", "<p>We bake.")
    assert entry.fields.workplace is Workplace.REMOTE


def test_html_job_posting_without_a_description():
    """A JobPosting that leaves out the text leaves it to the page."""
    entry = html(
        '<script type="application/ld+json">{"@type":"JobPosting","title":"Baker"}</script><p>We bake.'
    )
    assert listing_of(entry).text.body == "We bake."


def test_html_without_a_job_posting():
    """Without one the first heading is the title and the page the text; 'İ' before it moves nothing."""
    entry = html("<title>Jobs</title><p>İİİ<H1 class='x'>Baker &amp; <b>Cook</b></H1><p>We bake.")
    assert entry.title == "Baker & Cook"
    assert "We bake." in listing_of(entry).text.body


def test_plain_text():
    """A text file's first line is the title."""
    entry = posting_from_file("baker.txt", b"\nBaker\nWe bake. 1 < 2\n")
    assert (entry.title, listing_of(entry).text.body) == ("Baker", "We bake. 1 < 2")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    """A file may be in any encoding that such files are found in."""
    assert posting_from_file("b.md", "# Bäcker\n".encode(encoding)).title == "Bäcker"


@pytest.mark.parametrize(
    ("name", "key"), [("/home/x/b.md", "home/x/b.md"), ("../../b.md", "b.md"), ("a/../b.md", "a/b.md")]
)
def test_key_never_leads_out_of_the_directory(name, key):
    """A file's key is its name without what climbs."""
    assert posting_from_file(name, b"# Baker").native_key == key


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("b.md", b"", "empty"),
        ("b.md", b" \n", "empty"),
        ("b.md", b"We bake.\n", "without a title"),
        ("b.md", b"x" * (MAX_FILE_BYTES + 1), "larger than"),
        ("b.json", b"{", "broken"),
        ("b.json", b"[3]", "without a title"),
        ("b.html", b"<p>We bake.", "without a JobPosting"),
        ("b.pdf", b"%PDF", r"\.html.*\.md"),
        ("md", b"# Baker", "ending"),
    ],
)
def test_unusable_files_are_typed_errors(name, data, reason):
    """Each unusable file says what is wrong with it."""
    with pytest.raises(EntryError, match=reason):
        posting_from_file(name, data)


def test_one_bad_file_does_not_spoil_a_directory():
    """In a directory an unusable file is quarantined under its name, and the list stays whole."""
    parsed = format_named("directory").parse(Document(url="b.md", body=b"We bake."), {})
    assert parsed.entries == ()
    assert parsed.complete
    assert parsed.bad[0].error.startswith("b.md: ")
    assert parsed.bad[0].raw == "We bake."


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["b.md", "b.json", "b.html", "b.txt"]),
    st.one_of(
        st.binary(max_size=200),
        st.text(st.sampled_from("#` \n[](){}<>/\"':,💰🌎-abh1"), max_size=200).map(str.encode),
    ),
)
def test_any_bytes_are_a_posting_or_a_typed_error(name, data):
    """Whatever a file holds, it gives an entry with a title or an EntryError."""
    try:
        entry = posting_from_file(name, data)
    except EntryError:
        return
    assert entry.title


@pytest.mark.parametrize("piece", ["<h1>", "<script", "<", "<h1 ", "</", "<!--", "<script type=ld+json>"])
def test_pages_built_to_be_expensive(piece):
    """A page of a million characters of nothing but openings is read in one pass."""
    with pytest.raises(EntryError):
        html(piece * (1_000_000 // len(piece)))
