"""The language in which the bot speaks at the moment, and words in it; knows no sentence.

English stands in the code; ``locale/<language>/LC_MESSAGES/rolecall.po`` has every other language. A catalogue is read
when its language is first spoken, so that there is nothing to compile.
"""

import gettext as gnu
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

ENGLISH = "en"
DOMAIN = "rolecall"
_FOLDER = Path(__file__).parent / "locale"
_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def N_(message: str) -> str:  # noqa: N802  # the name that gettext's tools look for
    """Mark a constant's words for the catalogues; whoever shows them translates them."""
    return message


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Speak a language within; English where there is no catalogue for it or nobody said."""
    token = _spoken.set(language_of(code) or ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(code: str | None) -> None:
    """Go on in another language until the end of `speaking`; in the same one where nobody said or it is not known."""
    _spoken.set(language_of(code) or spoken())


def spoken() -> str:
    """Give the language spoken now, by its ISO 639-1 code."""
    return _spoken.get()


def gettext(message: str) -> str:
    """Give a message in the language spoken now; in English where the catalogue lacks it."""
    return _catalogue(spoken()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """Give the form of a message that goes with a number."""
    return _catalogue(spoken()).ngettext(singular, plural, number)


@cache
def languages() -> tuple[str, ...]:
    """Give the codes of all languages that can be spoken."""
    translated = (folder.parent.parent.name for folder in _FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return tuple(sorted({ENGLISH, *translated}))


def language_of(code: str | None) -> str | None:
    """Give the language that a platform's code such as 'de-AT' or 'de_DE' means, if it can be spoken."""
    language = (code or "").replace("_", "-").partition("-")[0].casefold()
    return language if language in languages() else None


def catalogue_file(language: str) -> Path:
    """Say where a language's catalogue is."""
    return _FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def _catalogue(language: str) -> gnu.NullTranslations:
    if language == ENGLISH:
        return gnu.NullTranslations()
    from babel.messages import mofile, pofile

    compiled = BytesIO()
    with catalogue_file(language).open("rb") as file:
        mofile.write_mo(compiled, pofile.read_po(file, locale=language))
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)
