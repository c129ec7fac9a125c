"""What a criterion's answer reads like; knows no message that it stands in."""

from decimal import Decimal

from alerts.criteria.base import Answer, RemarkCode, Verdict
from alerts.posting import Strength
from bot.wording.labels import kind
from bot.wording.quantities import number

# In an alert one quote a reason is enough; who asks why wants to see more.
_ALERT_QUOTES = 1
_WHY_QUOTES = 3

# A technology in the title or among the requirements is what the filter asked for, and needs no remark.
# Slugs keep to letters; these names do not.
_WRITTEN = {"cpp": "C++", "csharp": "C#", "dotnet": ".NET", "nodejs": "Node.js"}
_STRENGTHS: dict[str, str] = {Strength.NICE: ", nice to have", Strength.MENTIONED: ", only mentioned"}


def reason(verdict: Verdict) -> str:
    """Say why a criterion is fulfilled, with the posting's words: 'python ("Golang, Python")'."""
    return _asked(verdict) + _remark(verdict) + _quotes(verdict, _ALERT_QUOTES)


def judged(verdict: Verdict) -> str:
    """Say what a criterion found, for /why: 'no: remote ("three days a week in our office")'."""
    answer = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "not stated"}[verdict.answer]
    if verdict.answer is Answer.UNKNOWN:
        answer += ", passes" if verdict.passes else ", refused"
    return f"{answer}: {verdict.criterion}{_remark(verdict)}{_quotes(verdict, _WHY_QUOTES)}"


def _asked(verdict: Verdict) -> str:
    """Put the criterion into words; of several that were asked for, name those that the posting has."""
    text = verdict.criterion.rstrip("?!~")
    found = dict(verdict.remark.values) if verdict.remark else {}
    match verdict.kind:
        case "pay":
            return f"pay reaches {text.partition('>=')[2]}"
        case "benefit":
            return text.removeprefix("benefit:").partition(">=")[0].replace("-", " ").replace("|", " or ")
        case "region":
            return f"open to {found.get('values', text)}".replace("WORLD", "the world")
        case "stack":
            slug = found.get("technology", text)
            return _WRITTEN.get(slug, slug.replace("|", " or "))
        case _:
            return found.get("values", text.replace("|", " or "))


def _remark(verdict: Verdict) -> str:
    if verdict.remark is None:
        return ""
    values = dict(verdict.remark.values)
    low, high, amount = (_figure(values, name) for name in ("from", "to", "amount"))
    texts = {
        RemarkCode.STATED: "" if verdict.answer is Answer.YES else f", it is {values.get('values', '')}",
        RemarkCode.STRENGTH: _STRENGTHS.get(values.get("strength", ""), ""),
        RemarkCode.STARTS_BELOW: f", starts below at {low}",
        RemarkCode.CONVERTED: f", {_range(low, high)} a {values.get('period', '')}",
        RemarkCode.TOO_LOW: f", up to {high}" if high else f", from {low}",
        RemarkCode.OPEN_ENDED: ", no upper end stated" if low else ", no lower end stated",
        RemarkCode.ON_TARGET: ", on-target earnings only",
        RemarkCode.NO_CURRENCY: ", currency not stated",
        RemarkCode.NO_RATE: f", no exchange rate for {values.get('currency', '')}",
        RemarkCode.AMOUNT: f" {amount} {_period(values)}",
        RemarkCode.TOO_LITTLE: f", only {amount} {_period(values)}",
        RemarkCode.AMOUNT_NOT_STATED: ", amount not stated",
    }
    dated = f" at the rate of {values['rate_date']}" if "rate_date" in values else ""
    return texts[RemarkCode(verdict.remark.code)] + dated


def _figure(values: dict[str, str], name: str) -> str:
    return f"{values['currency']} {number(Decimal(values[name]))}" if name in values else ""


def _range(low: str, high: str) -> str:
    return f"{low} - {high.split(' ', 1)[1]}" if low and high and low != high else low or high


def _period(values: dict[str, str]) -> str:
    period = values.get("period", "")
    return period if period == "once" else f"a {period}"


def _quotes(verdict: Verdict, most: int) -> str:
    shown = list(dict.fromkeys(verdict.quotes))[:most]
    return " (" + ", ".join(f'"{quote}"' for quote in shown) + ")" if shown else ""


def missing(kinds: tuple[str, ...]) -> str:
    """List what a posting does not state."""
    return ", ".join(kind(name) for name in kinds)
