"""The index of texts: it answers as cutting every text into words does, whatever was taken in and forgotten before."""

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.previewing.texts import Texts
from alerts.tokens import tokenise

WORDS = [
    "kafka",
    "Kafka",
    "größe",
    "STRASSE",
    "straße",
    "c",
    "x_y",
    "e-mail",
    "\u1fd3\u0390",
    "\u0130s",
    "3x",
    ".",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
STEPS = st.lists(
    st.tuples(st.dictionaries(st.integers(0, 600), TEXTS, max_size=8), st.sets(st.integers(0, 600)))
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_it_knows_the_words_of_each_text_as_it_was_last(steps):
    """After any taking in, changing and forgetting."""
    index, now, stamps = Texts(), {}, {}
    for number, (taken, gone) in enumerate(steps):
        stamps |= dict.fromkeys(taken, str(number))
        assert set(index.missing(stamps)) == set(taken)
        index.take(taken, stamps)
        now |= taken
        now = {one: text for one, text in now.items() if one not in gone}
        stamps = {one: stamp for one, stamp in stamps.items() if one not in gone}
        index.forget_others(stamps)
    keys = {one: set(tokenise(text).keys) for one, text in now.items()}
    for word in {word for some in keys.values() for word in some if word.isalnum()} | {"absent"}:
        assert index.having(word) == {one for one, some in keys.items() if word in some}


def test_many_texts_are_kept_in_blocks():
    """More than one block holds, in pieces of any size; the first third is forgotten."""
    index, texts = Texts(), {number: f"all n{number} m{number % 7}" for number in range(900)}
    stamps = dict.fromkeys(texts, "a")
    for at in range(0, 900, 130):
        index.take({one: texts[one] for one in range(at, min(at + 130, 900))}, stamps)
    index.forget_others(dict.fromkeys(range(300, 900), "a"))
    assert index.having("all") == set(range(300, 900))
    assert index.having("m3") == {one for one in range(300, 900) if one % 7 == 3}
    assert index.having("n299") == set()
