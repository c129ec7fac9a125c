"""An alert in plain text, as the console shows it; other platforms put the same parts into their own markup."""

from datetime import datetime

from alerts.compose import Alert
from alerts.posting import FoundOn, Workplace
from bot.wording.quantities import age, band
from bot.wording.verdicts import missing, reason

MOST_BANDS = 4
MOST_REGIONS = 8

_WORKPLACES = {Workplace.REMOTE: "Remote", Workplace.HYBRID: "Hybrid", Workplace.ONSITE: "On site"}
_REGIONS = {"WORLD": "worldwide", "NA": "North America"}


def alert_text(alert: Alert, now: datetime) -> str:
    """Give all parts, one a line."""
    return "\n".join([headline(alert), *details(alert), f"{origin(alert, now)} · {alert.url}"])


def details(alert: Alert) -> list[str]:
    """Give what stands between headline and origin, one part a line: terms, why, unclear, not stated."""
    lines = [
        " · ".join(terms(alert)),
        "Why: " + " · ".join(reason(verdict) for verdict in alert.reasons) if alert.reasons else "",
        "Unclear: " + " · ".join(reason(verdict) for verdict in alert.unclear) if alert.unclear else "",
        f"Not stated: {missing(alert.not_stated)}" if alert.not_stated else "",
    ]
    return [line for line in lines if line]


def origin(alert: Alert, now: datetime) -> str:
    """Say which filters wanted it, where it was found and when."""
    return f"{_filters(alert.filters)} · found on {_found_on(alert.found_on)}, {age(alert.seen_at, now)}"


def headline(alert: Alert) -> str:
    """Give title, levels and company."""
    levels = f" ({', '.join(alert.levels)})" if alert.levels else ""
    company = f" · {alert.company}" if alert.company else ""
    return f"{alert.title}{levels}{company}"


def terms(alert: Alert) -> list[str]:
    """Give what is stated of workplace, regions and pay."""
    parts = [_WORKPLACES[alert.workplace]] if alert.workplace else []
    if alert.regions:
        parts.append(regions(alert.regions))
    parts += [band(pay) for pay in alert.pay[:MOST_BANDS]]
    if len(alert.pay) > MOST_BANDS:
        parts.append(f"+{len(alert.pay) - MOST_BANDS} more bands")
    return parts


def regions(codes: tuple[str, ...]) -> str:
    """Say from where one may work: 'US only', 'US, CA', 'worldwide'."""
    names = [_REGIONS.get(code, code) for code in codes[:MOST_REGIONS]]
    if len(codes) > MOST_REGIONS:
        names.append(f"+{len(codes) - MOST_REGIONS} more")
    only = len(codes) == 1 and codes[0] != "WORLD"
    return ", ".join(names) + (" only" if only else "")


def _filters(names: tuple[str, ...]) -> str:
    return ("Filter " if len(names) == 1 else "Filters ") + ", ".join(f"'{name}'" for name in names)


def _found_on(places: tuple[FoundOn, ...]) -> str:
    first, *others = dict.fromkeys(place.feed for place in places)
    return first + (f" (also on {', '.join(others)})" if others else "")
