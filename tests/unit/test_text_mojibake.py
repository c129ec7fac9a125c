"""Misread text is repaired where that is proven, and clean text is left alone."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.text.mojibake import repaired

_LAW = settings(deadline=None, max_examples=300)
_CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
_NEEDS_CORPUS = pytest.mark.skipif(
    not _CORPUS.is_dir(), reason="the labelled corpus is not beside the repository"
)

_MEANT = (
    "é",
    "Téa and Céline",
    "São Paulo – “fund” ’s",
    "voilà\xa0!",
    "Łódź: zażółć gęślą jaźń",
    "Старший инженер и команда в Москве",
    "日本語のエンジニア",
    "🌎 Anywhere 👩\u200d💻",
    "€50,000",
    "50\xa0000 €",
    "HÔTEL À PARIS",
    "DÉJÀ vu",
    "5 °C · this • that…",
    "שלום עולם",
    "İstanbul, București, Plzeň",
)

# Characters that clean postings hold, next to one another as they may be.
_WORDS = st.sampled_from(
    [
        *(
            "Zürich",
            "déjà",
            "École",
            "naïve",
            "São",
            "AMANHÃ",
            "PÅ",
            "TYÖPÄIVÄ",
            "ESPAÑA",
            "CAFÉ",
            "Größe",
            "Spaß",
        ),
        *("Łódź", "ČSOB", "İş", "Привет", "日本語", "한국어", "שלום", "é", "à"),
        *("50k", "£50k", "≈£50k", "$5", "C++", "½", "👩\u200d💻", "🌎"),
    ]
)
_SIGNS = st.sampled_from([*" \xa0.,…’‘“”«»„‚–—-•·™®°/(", " – ", "\xa0« ", " ‘", "\n"])


def _misread(text: str, encoding: str) -> str:
    """Read UTF-8 as a one-byte encoding, whose undefined bytes become controls."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252", "latin-1"])
@pytest.mark.parametrize("meant", _MEANT)
def test_a_misread_text_comes_back(meant, encoding):
    """What was meant is given back, letter for letter, whichever encoding it was misread in."""
    assert repaired(_misread(meant, encoding)) == meant


def test_a_text_misread_twice_comes_back():
    """Two misreadings on top of each other are both undone."""
    assert repaired(_misread(_misread("it’s – é", "cp1252"), "cp1252")) == "it’s – é"


def test_only_the_misread_part_of_a_text_is_repaired():
    """A clean part beside a misread one stays as it is."""
    assert repaired("“École” says: " + _misread("l’été", "mac_roman")) == "“École” says: l’été"


@_LAW
@given(st.lists(st.tuples(_WORDS, _SIGNS), max_size=12))
def test_clean_text_never_changes(pieces):
    """Words and signs of many languages, in any order, prove no misreading."""
    text = "".join(word + sign for word, sign in pieces)
    assert repaired(text) == text


@_LAW
@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_ascii_never_changes(text):
    """Plain ASCII cannot be misread."""
    assert repaired(text) == text


@pytest.mark.parametrize(
    "text", ["à\xa0« Paris »", "l’équipe", "Spaß…", "CAFÉ™", "AMANHÃ…", "a salary≈£50k", "Ã", "„Ä“"]
)
def test_a_run_that_is_utf8_by_chance_stays(text):
    """Some clean characters are well-formed UTF-8 together; they make nothing that a posting holds."""
    assert repaired(text) == text


@_NEEDS_CORPUS
def test_no_posting_of_the_corpus_changes():
    """Real postings without damage stay as they are, all of them."""
    texts = [path.read_text(encoding="utf8") for path in (_CORPUS / "postings").glob("*.md")]
    assert texts
    assert all(repaired(text) == text for text in texts)


@_NEEDS_CORPUS
def test_the_misread_seed_posting_comes_back_byte_for_byte():
    """A whole file that was read as Mac Roman is what it was before."""
    seed = (_CORPUS / "seed-posting.md").read_text(encoding="utf8")
    assert repaired(seed) == seed.encode("mac_roman").decode("utf8")
    assert "🌎 Remote" in repaired(seed)
