"""Tells whether a small sum is meant for what a phrase names; knows no benefit and reads no sum.

"$300 to improve the ergonomics of your home office" has many wordings, but always a sum, a word for its aim, and
nothing else in between that money may be for.
"""

from collections.abc import Sequence

from alerts.reading.benefits.mentions import Kind, Mention, Mentions, words_of

# In words: from a sum to what it is for, and from that to a sum behind it. A sum's own words are its currency,
# and the groups of its figures.
_BEFORE_REACH = 14
_BEHIND_REACH = 9
_SUM_REACH = 5
_DELIMITERS = frozenset({",", ";", "plus"})
# Of so many figures a sum is pay, in the currencies worth about a dollar; by the month, of one less.
_PAY_FIGURES = 5
_WORTH_A_DOLLAR = frozenset(
    {"$", "€", "£", "usd", "eur", "gbp", "cad", "aud", "chf", "euro", "euros", "dollars", "pounds"}
)
_MONTH = frozenset({"month", "monthly", "mo", "monat", "mois", "mes", "mês"})


def is_aimed_at(mentions: Mentions, mention: Mention) -> bool:
    """Say whether a sum stands before a mention with an aim between, or behind it and a word for money."""
    if not words_of("else_aimed").isdisjoint(mentions.before(mention, _BEFORE_REACH)):
        return False
    ahead, behind = mentions.before(mention, _BEFORE_REACH), mentions.after(mention, _BEHIND_REACH)
    return _is_meant(mentions, mention, ahead) or _is_named(behind)


def _is_meant(mentions: Mentions, mention: Mention, ahead: Sequence[str]) -> bool:
    at = _figure(ahead)
    if at is None:
        return False
    between, sum_ = ahead[:at], ahead[max(at - 2, 0) : at + _SUM_REACH]
    if not _DELIMITERS.isdisjoint(between) or words_of("aim").isdisjoint(between):
        return False
    return _is_small(sum_, between) and not _is_anothers(mentions, mention, mention.first - at)


def _is_named(behind: Sequence[str]) -> bool:
    """Say whether a sum stands behind: "Home-office start-up fund ($2,000)"."""
    at = _figure(behind)
    if at is None:
        return False
    between, sum_ = behind[:at], behind[max(at - 2, 0) : at + _SUM_REACH]
    named = not words_of("money").isdisjoint(between) or ":" in between
    return named and _DELIMITERS.isdisjoint(between) and _is_small(sum_, behind[at:])


def _figure(words: Sequence[str]) -> int | None:
    return next((at for at, word in enumerate(words) if word[0].isdigit()), None)


def _is_small(sum_: Sequence[str], around: Sequence[str]) -> bool:
    """Say whether a sum has a currency and is too little for pay."""
    if words_of("currency").isdisjoint(sum_) or not words_of("pay_time").isdisjoint(around):
        return False
    figures = sum(len(word) for word in sum_ if word.isdigit())
    most = _PAY_FIGURES - (not _MONTH.isdisjoint(around))
    return _WORTH_A_DOLLAR.isdisjoint(sum_) or figures < most


def _is_anothers(mentions: Mentions, mention: Mention, start: int) -> bool:
    """Say whether something else that money may be for stands between a sum and a mention."""
    own = {sense.slug for sense in mention.senses}
    return any(
        sense.slug not in own and sense.kind in {Kind.SURE, Kind.TOPIC}
        for other in mentions.found
        if start <= other.first and other.last <= mention.first
        for sense in other.senses
    )
