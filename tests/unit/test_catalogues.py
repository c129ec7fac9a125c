"""The words in the code and those in the catalogues agree."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.wording.language import (
    ENGLISH,
    catalogue_file,
    gettext,
    language_of,
    languages,
    ngettext,
    speak,
    speaking,
    spoken,
)

ROOT = Path(__file__).parents[2]
PACKAGES = ("alerts", "bot", "storage")
# How words are marked, in `make wording` as well.
KEYWORDS = re.findall(r"-k (\S+)", (ROOT / "Makefile").read_text())
TRANSLATED = sorted({*languages()} - {ENGLISH})


def in_the_code():
    """Give every message of the code, a plural one as a pair."""
    from babel.messages.extract import DEFAULT_KEYWORDS

    keywords = {**DEFAULT_KEYWORDS, **dict.fromkeys(KEYWORDS)}
    return {
        message
        for package in PACKAGES
        for _, _, message, _, _ in extract_from_dir(ROOT / package, [("**.py", "python")], keywords=keywords)
    }


def places(message):
    """Give the names of a message's places for values."""
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


@pytest.fixture(scope="module")
def messages():
    found = in_the_code()
    assert len(found) > 50
    return found


@pytest.fixture(params=TRANSLATED)
def catalogue(request):
    with catalogue_file(request.param).open("rb") as file:
        return read_po(file, locale=request.param, abort_invalid=True)


def test_every_word_is_translated(messages, catalogue):
    """Each message of the code is in every catalogue, for certain and in every form of number."""
    for message in messages:
        entry = catalogue.get(message[0] if isinstance(message, tuple) else message)
        assert entry is not None, f"missing: {message}; make wording"
        assert not entry.fuzzy, message
        strings = entry.string if isinstance(message, tuple) else (entry.string,)
        assert all(strings), f"not translated: {message}"
        assert len(strings) == (catalogue.num_plurals if isinstance(message, tuple) else 1), message


def test_nothing_is_left_over(messages, catalogue):
    """A catalogue has no message that the code does not have any more."""
    known = {message[0] if isinstance(message, tuple) else message for message in messages}
    assert {
        entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalogue if entry.id
    } <= known


def test_translations_have_the_same_places(catalogue):
    """A translation takes exactly the values that the English message has."""
    for entry in catalogue:
        if entry.id:
            ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
            strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
            wanted = set().union(*map(places, ids))
            for string in strings:
                assert places(string) == wanted, entry.id


def test_translations_keep_commands_and_line_ends(catalogue):
    """Commands are the same in every language, and so is where a message ends its lines."""
    command = re.compile(r"(?<![\w/])/[a-z]+\b")
    for entry in catalogue:
        if entry.id and isinstance(entry.id, str):
            assert sorted(command.findall(entry.string)) == sorted(command.findall(entry.id)), entry.id
            ends = [(text[:1] == " ", text[-1:] == " ") for text in (entry.id, entry.string)]
            assert ends[0] == ends[1], entry.id


@pytest.mark.parametrize("package", PACKAGES)
def test_messages_are_plain_strings(package):
    """What is marked for the catalogues is a literal or a constant: an f-string would never be found in them."""
    for file in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _called(node.func) in MARKS:
                assert not isinstance(node.args[0], ast.JoinedStr), f"{file}:{node.lineno}"


MARKS = {"_", "N_", "ngettext", *KEYWORDS}


def _called(function):
    """Give the last name of what is called."""
    return getattr(function, "id", getattr(function, "attr", ""))


def test_a_language_is_spoken_within():
    """What is said within speaks the language; afterwards it is English again."""
    with speaking("de-AT"):
        assert spoken() == "de"
        assert gettext("Save") == "Merken"
        assert ngettext("Filter {names}", "Filters {names}", 2) == "Filter {names}"
        speak(None)
        assert spoken() == "de"
        speak("en")
        assert gettext("Save") == "Save"
    assert gettext("Save") == "Save"


@pytest.mark.parametrize("code", ["xx", "", None, "../../etc", "tlh-QS"])
def test_a_language_without_a_catalogue_is_english(code):
    """An unknown code, and whatever else a platform sends, is English."""
    assert language_of(code) is None
    with speaking(code):
        assert gettext("Save") == "Save"
