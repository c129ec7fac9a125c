"""A posting as a card: each fact with the words that prove it, and which filters it passes; knows no platform."""

from collections.abc import Iterable, Sequence
from functools import partial

from alerts.alerting import Matched
from alerts.posting import Benefit, Evidence, Money, Posting, Strength, Technology
from alerts.quoting import in_context
from bot.wording.alerts import regions, workplace_name
from bot.wording.labels import kind
from bot.wording.language import N_
from bot.wording.language import gettext as _
from bot.wording.quantities import band, number, per
from bot.wording.verdicts import judged, missing, technology_name

MOST_TECHNOLOGIES = 10
MOST_BENEFITS = 12
MOST_FAILED = 3
_STRENGTHS = {
    Strength.TITLE: N_("in the title"),
    Strength.REQUIRED: N_("required"),
    Strength.NICE: N_("nice to have"),
    Strength.MENTIONED: N_("only mentioned"),
}
_LOOKED_FOR = ("workplace", "region", "pay", "stack", "level", "role", "employment")


def pasted(posting: Posting, matched: Sequence[Matched]) -> str:
    """Show the card, what is not stated, and the verdicts of the chat's filters."""
    return "\n".join([*card(posting), *_filters(matched)])


def card(posting: Posting) -> list[str]:
    """Give the lines of a posting's facts, each with its quote, and what it does not state."""
    subject = posting.subject
    head = f"{subject.title} · {subject.company}" if subject.company else subject.title
    facts = list(_facts(posting))
    stated = {name for name, _said in facts}
    unstated = tuple(name for name in _LOOKED_FOR if name not in stated)
    lines = [head, *(said for _name, said in facts)]
    return [*lines, _("Not stated: {facts}").format(facts=missing(unstated))] if unstated else lines


def _facts(posting: Posting) -> Iterable[tuple[str, str]]:
    facts, quoted = posting.facts, partial(_quoted, posting)
    if facts.workplace:
        yield _line("workplace", workplace_name(facts.workplace.value), quoted(facts.workplace.evidence))
    for place in facts.regions:
        yield _line("region", regions((place.value,)), quoted(place.evidence))
    for pay in facts.pay:
        yield _line("pay", band(pay.band), quoted(pay.evidence))
    for name in ("level", "role", "employment"):
        for one in {"level": facts.levels, "role": facts.roles, "employment": facts.employment}[name]:
            yield _line(name, one.value, quoted(one.evidence))
    for technology in facts.stack[:MOST_TECHNOLOGIES]:
        yield _line("stack", _technology(technology), quoted(technology.evidence))
    for benefit in sorted(facts.benefits, key=_weight)[:MOST_BENEFITS]:
        yield _line("benefit", _benefit(benefit), quoted(benefit.evidence))


def _line(name: str, value: str, quote: str) -> tuple[str, str]:
    said = _("{fact}: {value}").format(fact=kind(name), value=value)
    return name, f"- {said}{quote}"


def _quoted(posting: Posting, evidence: Sequence[Evidence]) -> str:
    return f' ("{in_context(posting.text, evidence[0])}")' if evidence else ""


def _technology(technology: Technology) -> str:
    return f"{technology_name(technology.slug)}, {_(_STRENGTHS[technology.strength])}"


def _benefit(benefit: Benefit) -> str:
    return benefit.slug.replace("-", " ") + (_amount(benefit.amount) if benefit.amount else "")


def _amount(money: Money) -> str:
    return f", {money.currency or ''} {number(money.amount)} {per(money.period)}".replace("  ", " ")


def _weight(benefit: Benefit) -> bool:
    """Put those with an amount first: it is what people ask for."""
    return benefit.amount is None


def _filters(matched: Sequence[Matched]) -> Iterable[str]:
    if matched:
        yield _("Your filters:")
    for one in matched:
        name = one.subscription.name
        if one.fits:
            yield "+ " + _("'{name}' fits").format(name=name)
        else:
            failed = [judged(verdict) for verdict in one.verdicts if not verdict.passes][:MOST_FAILED]
            yield "- " + _("'{name}' does not fit: {reasons}").format(name=name, reasons="; ".join(failed))
