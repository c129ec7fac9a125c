"""The body keeps its lines, whatever it was written in, and costs no more than its length."""

import time
from html import escape
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from alerts.posting import Fields, Markup
from alerts.text import canonical_text
from alerts.text.links import with_guarded_links


def _body(description: str, markup: Markup = Markup.HTML) -> str:
    return canonical_text(
        title="", company="", location="", tags=(), fields=Fields(), description=description, markup=markup
    ).body


def _markdown(description: str) -> str:
    return _body(description, Markup.MARKDOWN)


_PAGE = """<h2>Who we are &amp; why</h2><p>Small <b>team</b>,&nbsp;big <a href="https://x.test">plans</a>.</p>
<style>p {color: red}</style><script>alert("x")</script><!-- hidden -->
<div>You bring:</div><ul><li>Python</li><li><p>SQL &lt; 5 years</p></li>
<li>C++<ul><li>or Rust</li></ul></li><li></li></ul>
<p>First line<br>second line</p><span style="display: none">secret</span>"""

_PAGE_LINES = """Who we are & why

Small team, big plans.

You bring:
* Python
* SQL < 5 years
* C++
* or Rust

First line
second line"""


@pytest.mark.parametrize("times", [0, 1, 2])
def test_html_becomes_lines_also_when_it_came_escaped(times):
    """Headings, paragraphs, items and breaks make lines; scripts, styles and what is hidden are gone."""
    page = _PAGE
    for _ in range(times):
        page = escape(page)
    assert _body(page) == _PAGE_LINES


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("pay &amp; perks", "pay & perks"),
        ("<p>AT&amp;amp;T and &lt;b&gt; tags</p>", "AT&T and <b> tags"),
        ("a < b and 5 <6", "a < b and 5 <6"),
        ("line one\nline two", "line one\nline two"),
        ("line <b>one</b>\nline two", "line one\nline two"),
        ("<p>line one\nstill one</p>", "line one still one"),
        ("<ol><li>one</li><li>two</li></ol>", "* one\n* two"),
        ("<p>• one<br>• two<br>- three</p>", "* one\n* two\n* three"),
        (
            "<table><tr><th>Zone</th><th>Pay</th></tr><tr><td>A</td><td>$1</td></tr></table>",
            "Zone | Pay\nA | $1",
        ),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<p>## Perks</p><p>**Free** tea</p>", "Perks\n\nFree tea"),
        ("<p>&#226;&#128;&#153;tis</p>", "’tis"),
        ("<br>" * 9 + "x<p></p><p> </p>y", "x\n\ny"),
        ("<p>open <!-- comment", "open"),
        ("", ""),
    ],
)
def test_html_details(raw, expected):
    """Each piece of HTML reads as a person would read it."""
    assert _body(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("# Title\nText **bold** and _soft_ and `code_x`", "Title\n\nText bold and soft and code_x"),
        ("  * one\n\n  * two\n    * three\n\nafter", "* one\n* two\n* three\n\nafter"),
        ("1. one\n2. two", "* one\n* two"),
        (r"$100 \- $200 \+ equity, C\+\+, \*not\* bold", "$100 - $200 + equity, C++, *not* bold"),
        ("[apply](https://x.test/a_b) ![logo](l.png)now", "apply now"),
        ("hard  \nbreak", "hard\nbreak"),
        ("wrapped in the\nmiddle", "wrapped in the middle"),
        ("Pay: 5\nPlace: here", "Pay: 5\nPlace: here"),
        ("** text** and **Who: **you", "text and Who: you"),
        ("_  _ a _ $10K_", "a $10K"),
        ("snake_case, a*b and 2**3 stay", "snake_case, a*b and 2**3 stay"),
        ("perks* apply, _one", "perks* apply, _one"),
        ("C\\_D\\_ _ x_ y", "C_D_ x y"),
        (
            "one<br>two <b>x</b> List<String> <!channel> &amp; 5 < 6",
            "one\ntwo x List<String> <!channel> & 5 < 6",
        ),
        ("<div>html</div>\n\n<!-- gone -->\n\nback", "html\n\nback"),
        ("|a|b|\n|-|-|\n|1|2|\n\nend", "a | b\n1 | 2\n\nend"),
        ("    indented **text**", "indented text"),
        ("[Note]: a line that only looks like a link", "[Note]: a line that only looks like a link"),
        ("one\n\n---\n\ntwo", "one\n\ntwo"),
        ("```\nlet a_b = 1\n```", "let a_b = 1"),
    ],
)
def test_markdown_details(raw, expected):
    """Marks go, words and lines stay, and so do marks that are words."""
    assert _markdown(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("  two\xa0 spaces\t\n\n\n\nnext", "two spaces\n\nnext"),
        ("• one\n- two\n– three\n\uf0b7four\n-5 degrees", "* one\n* two\n* three\n* four\n-5 degrees"),
        ("if a < b & <b> &lt;i&gt;", "if a < b & <b> <i>"),
        ("snake_case *star*", "snake_case *star*"),
    ],
)
def test_plain_details(raw, expected):
    """Plain text keeps what it says; only spaces, line breaks and bullets are made alike."""
    assert _body(raw, Markup.PLAIN) == expected


_BOMBS = {
    "open elements": "<div>",
    "nested lists": "<ul><li>x",
    "nested tables": "<table><tr><td>",
    "open tags": "<p ",
    "pieces of a line": "<b>x</b>",
    "comments": "<!--",
    "escaped tags": "&lt;p&gt;",
    "quotes": "> ",
    "brackets": "[a](",
    "stars": "**a *b ",
    "underscores": "_a ",
    "backticks": "`a``b ",
    "accents": "a\u0301\u0316",
    "misread": "Ã©",
    "leads of misread": "Ã",
    "spaces": " ",
    "joiners": "\u200d",
}


@pytest.mark.parametrize(("bomb", "markup"), list(product(_BOMBS, Markup)))
def test_a_bomb_neither_raises_nor_takes_long(bomb, markup):
    """Depth and repetition cost what their length costs: 40 kB are read in a moment."""
    piece = _BOMBS[bomb]
    begun = time.process_time()
    _body(piece * (40_000 // len(piece)), markup)
    assert time.process_time() - begun < 3


def test_stray_end_tags_below_many_open_ones_are_cheap():
    """A parser that looks for the start of each stray end tag would need minutes here."""
    begun = time.process_time()
    text = _body("<div>" * 60_000 + "</i>" * 60_000 + "<p>the words</p>")
    assert text.endswith("the words")
    assert time.process_time() - begun < 3


def test_a_wide_table_cell_does_not_widen_the_others():
    """Nothing is padded, so a table is as long as its words."""
    table = "<table>" + "<tr><td>x</td><td>y</td></tr>" * 2_000 + f"<tr><td>{'z' * 20_000}</td></tr></table>"
    assert len(_body(table)) < len(table)


def test_words_survive_too_deep_nesting():
    """Beyond any sensible depth the tags are dropped and the words stay."""
    for depth in (60, 400, 5_000):
        assert _body("<div>" * depth + "deep <b>words</b>").split() == ["deep", "words"]


def test_words_survive_more_tags_than_any_posting_has():
    """Where there are more lines than a person would read, the tags are dropped and the words stay."""
    text = _body("<p>one</p>" * 6_000 + "<p>the last</p>")
    assert text.count("one") == 6_000
    assert text.endswith("the last")


def test_markdown_longer_than_any_posting_is_taken_as_it_stands_from_there():
    """Behind five thousand lines marks stay, and no word is lost."""
    lines = _markdown("* `one` item\n" * 6_000).split("\n")
    assert lines[0] == lines[4_999] == "* one item"
    assert lines[-1] == "* `one` item"
    assert "\n".join(lines).count("one") == 6_000


_LAW = settings(deadline=None, max_examples=150)
_BRACKETS = ("[", "]", "](b)", '](b "c")', "!", "![", "*", "a ", "<b>", "\n")


@pytest.mark.parametrize("signs", [("`", "``"), ("\\",)])
@_LAW
@given(st.data())
def test_links_are_found_where_the_syntax_has_them(signs, data):
    """The parser that tries its rules for links only where one may begin finds the links that it finds without."""
    text = "".join(data.draw(st.lists(st.sampled_from((*_BRACKETS, *signs)), max_size=12)))
    guarded, bare = with_guarded_links(MarkdownIt()), MarkdownIt()
    assert guarded.disable("reference").render(text) == bare.disable("reference").render(text)
