"""What a criterion's answer reads like; knows no message that it stands in."""

from decimal import Decimal

from alerts.criteria.base import Answer, RemarkCode, Verdict
from alerts.posting import Period, Strength
from bot.wording.labels import kind
from bot.wording.language import N_
from bot.wording.language import gettext as _
from bot.wording.quantities import number, per

# In an alert one quote a reason is enough; who asks why wants to see more.
_ALERT_QUOTES = 1
_WHY_QUOTES = 3

# A technology in the title or among the requirements is what the filter asked for, and needs no remark.
# Slugs keep to letters; these names do not.
_WRITTEN = {"cpp": "C++", "csharp": "C#", "dotnet": ".NET", "nodejs": "Node.js"}
_STRENGTHS: dict[str, str] = {Strength.NICE: N_(", nice to have"), Strength.MENTIONED: N_(", only mentioned")}

_YES, _NO = N_("yes: {criterion}"), N_("no: {criterion}")
_UNKNOWN = {
    True: N_("not stated, passes: {criterion}"),
    False: N_("not stated, refused: {criterion}"),
}
_REMARKS = {
    RemarkCode.STATED: N_(", it is {values}"),
    RemarkCode.STARTS_BELOW: N_(", starts below at {low}"),
    RemarkCode.CONVERTED: N_(", {range} {period}"),
    RemarkCode.ON_TARGET: N_(", on-target earnings only"),
    RemarkCode.NO_CURRENCY: N_(", currency not stated"),
    RemarkCode.NO_RATE: N_(", no exchange rate for {currency}"),
    RemarkCode.AMOUNT: N_(" {amount} {period}"),
    RemarkCode.TOO_LITTLE: N_(", only {amount} {period}"),
    RemarkCode.AMOUNT_NOT_STATED: N_(", amount not stated"),
}


def reason(verdict: Verdict) -> str:
    """Say why a criterion is fulfilled, with the posting's words: 'python ("Golang, Python")'."""
    return _asked(verdict) + _remark(verdict) + _quotes(verdict, _ALERT_QUOTES)


def judged(verdict: Verdict) -> str:
    """Say what a criterion found, for /why: 'no: remote ("three days a week in our office")'."""
    words = {Answer.YES: _YES, Answer.NO: _NO, Answer.UNKNOWN: _UNKNOWN[verdict.passes]}[verdict.answer]
    said = _(words).format(criterion=verdict.criterion)
    return f"{said}{_remark(verdict)}{_quotes(verdict, _WHY_QUOTES)}"


def technology_name(slug: str) -> str:
    """Write a technology as people do where its slug cannot: 'C#'."""
    return _WRITTEN.get(slug, slug)


def missing(kinds: tuple[str, ...]) -> str:
    """List what a posting does not state."""
    return ", ".join(kind(name) for name in kinds)


def _asked(verdict: Verdict) -> str:
    """Put the criterion into words; of several that were asked for, name those that the posting has."""
    text = verdict.criterion.rstrip("?!~")
    found = dict(verdict.remark.values) if verdict.remark else {}
    match verdict.kind:
        case "pay":
            return _("pay reaches {sum}").format(sum=text.partition(">=")[2])
        case "benefit":
            return _either(text.removeprefix("benefit:").partition(">=")[0].replace("-", " "))
        case "region":
            places = found.get("values", text).replace("WORLD", _("the world"))
            return _("open to {places}").format(places=places)
        case "stack":
            slug = found.get("technology", text)
            return _WRITTEN.get(slug, _either(slug))
        case _:
            return found.get("values", _either(text))


def _either(words: str) -> str:
    return words.replace("|", _(" or "))


def _remark(verdict: Verdict) -> str:
    if verdict.remark is None:
        return ""
    values = dict(verdict.remark.values)
    words = _remark_words(RemarkCode(verdict.remark.code), verdict.answer, values)
    said = _(words).format(**_shown(values)) if words else ""
    if "rate_date" in values:
        said += " " + _("at the rate of {rate_date}").format(rate_date=values["rate_date"])
    return said


def _remark_words(code: RemarkCode, answer: Answer, values: dict[str, str]) -> str:
    """Choose the words; of some remarks they depend on which end of a band is stated."""
    match code:
        case RemarkCode.STATED if answer is Answer.YES:
            return ""
        case RemarkCode.STRENGTH:
            return _STRENGTHS.get(values.get("strength", ""), "")
        case RemarkCode.TOO_LOW:
            return N_(", up to {high}") if "to" in values else N_(", from {low}")
        case RemarkCode.OPEN_ENDED:
            return N_(", no upper end stated") if "from" in values else N_(", no lower end stated")
    return _REMARKS[code]


def _shown(values: dict[str, str]) -> dict[str, str]:
    """Give a remark's values as they are shown."""
    low, high, amount = (_figure(values, name) for name in ("from", "to", "amount"))
    return {
        "low": low,
        "high": high,
        "amount": amount,
        "range": _range(low, high),
        "period": per(Period(values["period"])) if "period" in values else "",
        "values": values.get("values", ""),
        "currency": values.get("currency", ""),
    }


def _figure(values: dict[str, str], name: str) -> str:
    return f"{values['currency']} {number(Decimal(values[name]))}" if name in values else ""


def _range(low: str, high: str) -> str:
    return f"{low} - {high.split(' ', 1)[1]}" if low and high and low != high else low or high


def _quotes(verdict: Verdict, most: int) -> str:
    shown = list(dict.fromkeys(verdict.quotes))[:most]
    return " (" + ", ".join(f'"{quote}"' for quote in shown) + ")" if shown else ""
