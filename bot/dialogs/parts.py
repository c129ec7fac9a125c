"""What the dialog for a filter asks, one part of the filter after the other; knows no order of messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alerts.chat_settings import DEFAULT_CURRENCY, ChatSettings
from bot.dialogs.flow import Choice
from bot.wording.language import N_
from bot.wording.language import gettext as _
from bot.wording.places import country_name, country_of
from bot.wording.verdicts import technology_name

_STACK = (
    "python",
    "javascript",
    "typescript",
    "java",
    "go",
    "rust",
    "csharp",
    "cpp",
    "ruby",
    "php",
    "kotlin",
    "react",
)
_WORKPLACES = {"remote": N_("Remote"), "hybrid": N_("Hybrid"), "onsite": N_("On site")}
_COUNTRIES = ("US", "CA", "GB", "EU", "DE", "IN")
_SUMS = ("60k", "80k", "100k", "120k", "150k", "200k")
_BENEFITS = (
    "wfh-stipend",
    "learning-budget",
    "four-day-week",
    "unlimited-pto",
    "equity",
    "visa-sponsorship",
    "parental-leave",
    "retirement-match",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that a filter may ask for.

    ``choices`` suggests words; of ``many`` several may be picked. ``write`` makes a filter line of what was picked.
    """

    name: str
    label: str
    question: str
    choices: Callable[[ChatSettings], tuple[Choice, ...]]
    write: Callable[[Sequence[str], ChatSettings], str]
    many: bool = True


def _stack(_settings: ChatSettings) -> tuple[Choice, ...]:
    return tuple(Choice(word=slug, label=technology_name(slug)) for slug in _STACK)


def _workplaces(_settings: ChatSettings) -> tuple[Choice, ...]:
    return tuple(Choice(word=slug, label=_(words)) for slug, words in _WORKPLACES.items())


def _countries(settings: ChatSettings) -> tuple[Choice, ...]:
    """Suggest the country of the chat's time zone before the others."""
    own = country_of(settings.zone)
    codes = dict.fromkeys([own, *_COUNTRIES] if own else _COUNTRIES)
    return tuple(Choice(word=code, label=country_name(code)) for code in codes)


def _sums(settings: ChatSettings) -> tuple[Choice, ...]:
    return tuple(Choice(word=each, label=f"{each} {settings.currency or DEFAULT_CURRENCY}") for each in _SUMS)


def _benefits(_settings: ChatSettings) -> tuple[Choice, ...]:
    return tuple(Choice(word=slug, label=slug.replace("-", " ")) for slug in _BENEFITS)


PARTS = (
    Part(
        name="stack",
        label=N_("Technologies"),
        question=N_(
            "Which technologies? Any one that you pick is enough. "
            "Or type it, also the kind of work: senior backend python or go"
        ),
        choices=_stack,
        write=lambda picked, _: "|".join(picked),
    ),
    Part(
        name="workplace",
        label=N_("Workplace"),
        question=N_("How do you want to work? Pick all that are fine."),
        choices=_workplaces,
        write=lambda picked, _: "|".join(picked),
    ),
    Part(
        name="where",
        label=N_("Where you are"),
        question=N_(
            "Where do you work from? Postings that are not open to that place stay away. "
            "Or type a country or a city."
        ),
        choices=_countries,
        write=lambda picked, _: f"in:{picked[0]}",
        many=False,
    ),
    Part(
        name="pay",
        label=N_("Pay"),
        question=N_("What should it pay at least, in a year? Or type a sum: 150k USD, 60 EUR/hour"),
        choices=_sums,
        write=lambda picked, settings: f"pay>={picked[0]} {settings.currency or DEFAULT_CURRENCY}",
        many=False,
    ),
    Part(
        name="benefits",
        label=N_("Benefits"),
        question=N_(
            "Which benefits must it offer? Any one that you pick is enough. Or type: wfh stipend >= 50/month"
        ),
        choices=_benefits,
        write=lambda picked, _: f"benefit:{'|'.join(picked)}",
    ),
)
