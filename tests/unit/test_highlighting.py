"""What `rolecall read` shows in a terminal: the whole text, its proofs marked, and nothing that fools a terminal."""

import io
import re

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from alerts.posting import Evidence, Facts, Part, PostingText, Stated, Workplace
from alerts.reading import read_facts
from alerts.reading.source import NO_FIELDS
from bot.cli.highlighting import show_highlighted

BODY = "Work from anywhere in Norway, in Go and PostgreSQL.\nIt pays 900 000 NOK a year and dental insurance."
SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


def shown(text, facts, *, terminal=True):
    out = io.StringIO()
    console = Console(
        file=out, width=200, force_terminal=terminal, color_system="standard" if terminal else None
    )
    show_highlighted(console, text, facts)
    return out.getvalue()


def styled(output):
    """Give the words between a style's begin and its end."""
    return [words for words in re.findall(r"\x1b\[(?!0m)[0-9;]*m([^\x1b]*)\x1b\[0m", output) if words.strip()]


def test_the_words_that_prove_a_fact_are_marked_and_named():
    """Each quote has a style of its own and the fact's name behind it."""
    text = PostingText(title="Senior Engineer", body=BODY)
    facts = read_facts(text, NO_FIELDS)
    output = shown(text, facts)
    assert facts.pay
    quotes = [facts.pay[0].evidence[0].quote, *(one.evidence[0].quote for one in facts.stack)]
    assert set(quotes) <= set(styled(output))
    assert "Go ‹go, required›" in SEQUENCE.sub("", output)
    assert "dental insurance ‹dental›" in SEQUENCE.sub("", output)


def test_without_colours_names_still_stand_behind_the_words():
    """A terminal without colours shows the same words."""
    text = PostingText(body=BODY)
    output = shown(text, read_facts(text, NO_FIELDS), terminal=False)
    assert "\x1b" not in output
    assert "PostgreSQL ‹postgresql, required›" in output


def test_the_whole_text_is_shown_though_marks_overlap():
    """A mark within a mark shows the shorter one, and no word is lost or doubled."""
    body = "You work remotely in Spain."
    outer = Evidence(Part.BODY, 4, 26, body[4:26])
    inner = Evidence(Part.BODY, 21, 26, body[21:26])
    facts = Facts(workplace=Stated(Workplace.REMOTE, (outer,)), regions=(Stated("ES", (inner,)),))
    output = shown(PostingText(body=body), facts)
    assert "Spain" in styled(output)
    assert SEQUENCE.sub("", output).splitlines()[1] == "You work remotely in Spain ‹remote; ES›."


@given(st.text(alphabet=st.sampled_from("a\x1b[]31m\x07\x9b\u202e\r:bold/link=\\\n "), max_size=60))
def test_no_text_reaches_the_terminal_as_a_command_or_as_markup(hostile):
    """Controls are gone, and what looks like rich's markup stands as it is."""
    evidence = Evidence(Part.BODY, 0, len(hostile), hostile)
    facts = Facts(regions=(Stated(hostile, (evidence,)),) if hostile else ())
    output = shown(PostingText(title="[bold]x[/bold] :smile:", body=hostile), facts)
    bare = SEQUENCE.sub("", output)
    assert "[bold]x[/bold] :smile:" in bare
    assert not set(bare) & {"\x1b", "\x07", "\x9b", "\u202e", "\r"}
