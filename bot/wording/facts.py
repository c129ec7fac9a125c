"""The facts of one posting in plain text, each with the words that prove it; knows no file."""

from collections.abc import Iterable

from alerts.posting import Evidence, Facts, Money, PostingText
from bot.wording.language import gettext as _
from bot.wording.quantities import band, number

MOST_QUOTE = 80


def facts_text(text: PostingText, facts: Facts) -> str:
    """List every fact, one a line; what is not stated is said to be so."""
    head = " · ".join(part for part in (text.title, text.company, text.location) if part)
    return "\n".join([head, *(f"  {name}: {value}" for name, value in fact_rows(facts))])


def fact_rows(facts: Facts) -> Iterable[tuple[str, str]]:
    """Give each kind of fact by name and in words."""
    place = facts.workplace
    yield _("workplace"), f"{place.value}{_quote(place.evidence)}" if place else _("not stated")
    yield _("regions"), _several(f"{one.value}{_quote(one.evidence)}" for one in facts.regions)
    yield _("pay"), _several(f"{band(one.band)}{_quote(one.evidence)}" for one in facts.pay)
    yield _("level"), _several(f"{one.value}{_quote(one.evidence)}" for one in facts.levels)
    yield _("role"), _several(f"{one.value}{_quote(one.evidence)}" for one in facts.roles)
    yield _("employment"), _several(f"{one.value}{_quote(one.evidence)}" for one in facts.employment)
    yield _("stack"), _several(f"{one.slug} ({one.strength})" for one in facts.stack)
    yield (
        _("benefits"),
        _several(f"{one.slug}{_amount(one.amount)}{_quote(one.evidence)}" for one in facts.benefits),
    )
    yield _("language"), facts.language.value if facts.language else _("not stated")


def _several(values: Iterable[str]) -> str:
    return ", ".join(values) or _("not stated")


def _amount(money: Money | None) -> str:
    return f" {money.currency or ''} {number(money.amount)}/{money.period}" if money else ""


def _quote(evidence: tuple[Evidence, ...]) -> str:
    quote = " ".join(evidence[0].quote.split()) if evidence else ""
    return f' "{quote[:MOST_QUOTE]}"' if quote else ""
