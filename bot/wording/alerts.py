"""An alert in plain text, as the console shows it; other platforms put the same parts into their own markup."""

from datetime import datetime

from alerts.compose import Alert, News
from alerts.criteria.base import Verdict
from alerts.posting import Band, FoundOn, Workplace
from bot.wording.language import N_, ngettext
from bot.wording.language import gettext as _
from bot.wording.quantities import age, amounts, band
from bot.wording.verdicts import missing, reason

MOST_BANDS = 4
MOST_REGIONS = 8

_WORKPLACES = {
    Workplace.REMOTE: N_("Remote"),
    Workplace.HYBRID: N_("Hybrid"),
    Workplace.ONSITE: N_("On site"),
}
_NEWS = {
    News.CHANGED: N_("Changed since this was sent"),
    News.CLOSED: N_("Closed: it is not listed any more"),
}
_REGIONS = {"WORLD": N_("worldwide"), "NA": N_("North America")}


def alert_text(alert: Alert, now: datetime) -> str:
    """Give all parts, one a line."""
    lines = [news(alert), headline(alert), *details(alert), f"{origin(alert, now)} · {alert.url}"]
    return "\n".join(line for line in lines if line)


def news(alert: Alert) -> str:
    """Say what became of the posting since the chat was told of it; '' for one that is as it was."""
    return _(_NEWS[alert.news]) if alert.news else ""


def details(alert: Alert) -> list[str]:
    """Give what stands between headline and origin, one part a line: terms, why, unclear, not stated."""
    lines = [
        " · ".join(terms(alert)),
        _("Why: {reasons}").format(reasons=_reasons(alert.reasons)) if alert.reasons else "",
        _("Unclear: {reasons}").format(reasons=_reasons(alert.unclear)) if alert.unclear else "",
        _("Not stated: {facts}").format(facts=missing(alert.not_stated)) if alert.not_stated else "",
    ]
    return [line for line in lines if line]


def origin(alert: Alert, now: datetime) -> str:
    """Say which filters wanted it, where it was found and when."""
    found = _("found on {places}, {age}").format(
        places=_found_on(alert.found_on), age=age(alert.seen_at, now)
    )
    return f"{names_of(alert.filters)} · {found}"


def headline(alert: Alert) -> str:
    """Give title, levels and company."""
    levels = f" ({', '.join(alert.levels)})" if alert.levels else ""
    company = f" · {alert.company}" if alert.company else ""
    return f"{alert.title}{levels}{company}"


def terms(alert: Alert) -> list[str]:
    """Give what is stated of workplace, regions and pay."""
    parts = [workplace_name(alert.workplace)] if alert.workplace else []
    if alert.regions:
        parts.append(regions(alert.regions))
    about = (*alert.pay_about, *(None for _band in alert.pay))
    parts += [_pay(*each) for each in zip(alert.pay[:MOST_BANDS], about, strict=False)]
    if len(alert.pay) > MOST_BANDS:
        more = len(alert.pay) - MOST_BANDS
        parts.append(ngettext("+{count} more band", "+{count} more bands", more).format(count=more))
    return parts


def _pay(stated: Band, about: Band | None) -> str:
    """Give pay as it is stated, and what that is in the reader's currency."""
    return band(stated) + (f" (≈ {amounts(about)})" if about else "")


def workplace_name(workplace: Workplace) -> str:
    """Name where the work is done."""
    return _(_WORKPLACES[workplace])


def regions(codes: tuple[str, ...]) -> str:
    """Say from where one may work: 'US only', 'US, CA', 'worldwide'."""
    names = [_(_REGIONS.get(code, code)) for code in codes[:MOST_REGIONS]]
    if len(codes) > MOST_REGIONS:
        names.append(_("+{count} more").format(count=len(codes) - MOST_REGIONS))
    if len(codes) == 1 and codes[0] != "WORLD":
        return _("{place} only").format(place=names[0])
    return ", ".join(names)


def names_of(names: tuple[str, ...]) -> str:
    """Name filters: 'Filters 'one', 'two''."""
    quoted = ", ".join(f"'{name}'" for name in names)
    return ngettext("Filter {names}", "Filters {names}", len(names)).format(names=quoted)


def _reasons(verdicts: tuple[Verdict, ...]) -> str:
    return " · ".join(reason(verdict) for verdict in verdicts)


def _found_on(places: tuple[FoundOn, ...]) -> str:
    first, *others = dict.fromkeys(place.feed for place in places)
    return first + (" " + _("(also on {places})").format(places=", ".join(others)) if others else "")
