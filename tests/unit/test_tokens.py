"""Tokens keep their place, and phrases with symbols are found as people write them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.tokens import PhraseIndex, tokenise

_LAW = settings(deadline=None, max_examples=200)
_PHRASES = ("c", "c++", "c#", ".net", "node.js", "work-from-home", "r&d", "c++ developer", "go")
_INDEX = PhraseIndex((phrase, phrase) for phrase in _PHRASES)


def _found(text: str) -> list[tuple[str, str]]:
    return [(found.value, text[found.start : found.end]) for found in _INDEX.find(tokenise(text))]


@_LAW
@given(st.text(max_size=80) | st.text(alphabet="ab-–/' +#", max_size=40))
def test_each_token_stands_where_it_says(text):
    """A token's key is its place in the text, folded; tokens follow each other; spaces and joiners are left out."""
    tokens = tokenise(text)
    assert [token.key for token in tokens] == [text[token.start : token.end].casefold() for token in tokens]
    ends = [0, *(token.end for token in tokens)]
    starts = [*(token.start for token in tokens), len(text)]
    assert all(
        text[end:start].strip(" -‐‑‒–/'’").strip() == "" for end, start in zip(ends, starts, strict=True)
    )


@_LAW
@given(st.text(max_size=80) | st.text(alphabet="ab-–/' +#", max_size=40))
def test_glued_means_that_no_space_stands_before(text):
    """A token is glued exactly when what stands before it is no space."""
    assert all(token.glued == (text[: token.start][-1:].strip() != "") for token in tokenise(text))


@_LAW
@given(st.text(alphabet="ab-–/' +#", max_size=40))
def test_a_joiner_is_left_out_exactly_where_it_joins(text):
    """A joiner with a space or nothing at one of its sides is a token; between two signs or words it is none."""
    kept = {token.start for token in tokenise(text)}
    for at, sign in enumerate(text):
        if sign in "-–/'":
            joins = text[:at][-1:].strip() and text[at + 1 : at + 2].strip()
            assert (at not in kept) == bool(joins)


@_LAW
@given(st.text(alphabet="ab +#.\n", max_size=40))
def test_a_key_is_found_at_its_places(text):
    """The places of a key are those of the tokens that have it, and of several keys those of all, in order."""
    tokens = tokenise(text)
    for keys in ({"a"}, {"+", "b"}, {"#", "c"}):
        assert tokens.places_of(keys) == [at for at, key in enumerate(tokens.keys) if key in keys]


@_LAW
@given(st.text(alphabet="a.\n ", max_size=40))
def test_the_first_tokens_of_lines(text):
    """The tokens that come first behind a line break are those before which one stands."""
    tokens = tokenise(text)
    gaps = [text[end:start] for end, start in zip((0, *tokens.ends), tokens.starts, strict=False)]
    assert list(tokens.line_firsts) == [at for at, gap in enumerate(gaps) if "\n" in gap]


@_LAW
@given(
    st.sampled_from(_PHRASES),
    st.sampled_from(("", "(", "we use ", "a, ")),
    st.sampled_from(("", ")", ", x", ".")),
)
def test_a_phrase_is_found_wherever_it_stands(phrase, before, after):
    """A phrase of the index is found whole at its place, in any case of letters."""
    for written in (phrase, phrase.upper()):
        assert (phrase, written) in _found(before + written + after)


@_LAW
@given(st.text(alphabet="c+# .netNODEjs-", max_size=40))
def test_found_phrases_never_overlap(text):
    """Phrases come left to right, each after the end of the one before."""
    places = [(found.start, found.end) for found in _INDEX.find(tokenise(text))]
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Languages: C++, C# and .NET", ["c++", "c#", ".net"]),
        ("C/C++", ["c", "c++"]),
        ("ASP.NET", [".net"]),
        ("Node.js services", ["node.js"]),
        ("work from home", ["work-from-home"]),
        ("Work–From–Home", ["work-from-home"]),
        ("C++-developer", ["c++ developer"]),
        ("C++ developer", ["c++ developer"]),
        ("our R&D team", ["r&d"]),
    ],
)
def test_phrases_with_symbols_are_found(text, expected):
    """Symbols glued to their word are part of a phrase; the joiners between two words are not."""
    assert [value for value, _ in _found(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grade C #1 of three", ["c"]),
        ("C + + D", ["c"]),
        ("We sell shoes. Net income grew.", []),
        ("Every node. JS is banned.", []),
        ("golang and ergo", []),
        ("work - from - home", []),
    ],
)
def test_symbols_and_words_that_stand_apart_are_no_phrase(text, expected):
    """'C #1' is not C#, a sentence that begins with 'Net' is not .NET, and no word stands inside another."""
    assert [value for value, _ in _found(text)] == expected
