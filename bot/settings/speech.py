"""In which language and currency a chat is spoken to."""

from babel import Locale
from babel.numbers import get_currency_name

from alerts.chat_settings import DEFAULT_CURRENCY, ChatSettings
from alerts.errors import CommandError
from alerts.filters.currencies import currency_named
from bot.settings.setting import Setting
from bot.wording.language import N_, language_of, languages, spoken

_COMMON = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "INR", "PLN")


def _currency(text: str) -> str:
    code = currency_named(text.strip(), "USD") or currency_named(text.strip().upper(), "USD")
    if code is None:
        raise CommandError(
            "There is no currency '{text}'. Give its code: /settings currency EUR", text=text[:20]
        )
    return code


def _currency_shown(code: str | None) -> str:
    chosen = code or DEFAULT_CURRENCY
    return f"{chosen} ({get_currency_name(chosen, locale=spoken())})"


def _currencies(_settings: ChatSettings) -> tuple[tuple[str, str], ...]:
    return tuple((code, code) for code in _COMMON)


def _language(text: str) -> str:
    said = text.strip().casefold()
    for code in languages():
        if said in {code, *(_name(code, other).casefold() for other in languages())}:
            return code
    if (meant := language_of(said)) is not None:
        return meant
    known = ", ".join(f"{code} ({_name(code, code)})" for code in languages())
    raise CommandError("I do not speak '{text}' yet. I speak: {known}", text=text[:20], known=known)


def _name(code: str, within: str) -> str:
    """Name a language in a language."""
    return Locale(code).get_display_name(within) or code


def _language_shown(code: str | None) -> str:
    return _name(code or spoken(), spoken())


def _languages(_settings: ChatSettings) -> tuple[tuple[str, str], ...]:
    return tuple((code, _name(code, code)) for code in languages())


CURRENCY = Setting(
    name="currency",
    label=N_("Currency"),
    question=N_("In which currency do you think? It is meant where a filter names none. Or type its code."),
    read=_currency,
    show=_currency_shown,
    suggest=_currencies,
    aliases=("money",),
)
LANGUAGE = Setting(
    name="language",
    label=N_("Language"),
    question=N_("Which language should I speak?"),
    read=_language,
    show=_language_shown,
    suggest=_languages,
    aliases=("lang", "locale"),
)
