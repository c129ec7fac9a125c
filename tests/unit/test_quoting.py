import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.posting import Evidence, Part, PostingText
from alerts.quoting import CONTEXT, in_context


def quoted(body: str, words: str) -> str:
    start = body.index(words)
    return in_context(PostingText(body=body), Evidence(Part.BODY, start, start + len(words), words))


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        ("We write code.\n* Rust, Python and Elm\n* tests", "Python", "Rust, Python and Elm"),
        ("First. The pay is good here. Last one.", "pay", "The pay is good here"),
        ("Python", "Python", "Python"),
        ("About us: we like Python a lot", "Python", "we like Python a lot"),
    ],
)
def test_quotes_the_clause(body, words, expected):
    """A quote is the clause that holds the evidence, without list marks."""
    assert quoted(body, words) == expected


def test_cuts_a_long_clause_at_words():
    """A long clause is cut on both sides between words, and marked."""
    body = "alpha " * 40 + "Python " + "omega " * 40
    quote = quoted(body, "Python")
    assert quote.startswith("…alpha")
    assert quote.endswith("omega…")
    assert len(quote) <= CONTEXT + len("Python") + 2


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300), st.data())
def test_keeps_the_evidence(body, data):
    """Whatever the text, the evidence's own words are in the quote."""
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    quote = in_context(PostingText(body=body), Evidence(Part.BODY, start, end, body[start:end]))
    wanted = [word.strip("*-–·,;:. ") for word in body[start:end].split()]
    assert all(word in quote for word in wanted)
