"""Facts as plain JSON values in the words of common job-posting labels; knows no file and no command.

Our words differ from those of labelled collections in two places: stack is ``tech`` and level is ``seniority``.
"""

from decimal import Decimal

from alerts.posting import Band, Facts, PayBasis

WFH_STIPEND = "wfh-stipend"
UNSTATED = "unstated"
_TELLING_MOST_FIRST = ("internship", "contract", "temporary", "full-time", "part-time")


def labels(facts: Facts) -> dict[str, object]:
    """Give every fact; nothing stated is an empty list, None, or 'unstated'."""
    return {
        "pay": [_band(stated.band) for stated in facts.pay],
        "workplace": facts.workplace.value if facts.workplace else UNSTATED,
        "regions": [stated.value for stated in facts.regions],
        "tech": [technology.slug for technology in facts.stack],
        "benefits": [benefit.slug for benefit in facts.benefits],
        "wfh_stipend": _wfh_stipend(facts),
        "seniority": [stated.value for stated in facts.levels],
        "employment": _employment(facts),
        "roles": [stated.value for stated in facts.roles],
        "language": facts.language.value if facts.language else None,
    }


def _band(band: Band) -> dict[str, object]:
    return {
        "min": _number(band.minimum),
        "max": _number(band.maximum),
        "currency": band.currency,
        "period": band.period.value,
        "where": band.where or (PayBasis.OTE.value if band.basis is PayBasis.OTE else None),
    }


def _employment(facts: Facts) -> str:
    """Give the kind that tells most where several are said: a full-time internship is an internship."""
    said = {stated.value for stated in facts.employment}
    return next((kind for kind in _TELLING_MOST_FIRST if kind in said), UNSTATED)


def _wfh_stipend(facts: Facts) -> dict[str, object] | None:
    for benefit in facts.benefits:
        if benefit.slug == WFH_STIPEND and benefit.amount:
            money = benefit.amount
            return {"amount": _number(money.amount), "currency": money.currency, "period": money.period.value}
    return None


def _number(amount: Decimal | None) -> int | float | None:
    """Give whole amounts as whole numbers: 155000, not 155000.0."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
