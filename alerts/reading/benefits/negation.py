"""Tells whether the words around a phrase take back what it says: "no visa sponsorship", "is not offered"."""

from collections.abc import Sequence
from itertools import pairwise

from alerts.reading.benefits.mentions import Mention, Mentions, words_of

# How many words of its clause a negation reaches forwards, and backwards ("Dental (not offered yet)").
_FORWARDS = 8
_BACKWARDS = 10
_LONGEST_BAR = 40
_OFFER_REACH = 4


def is_taken_back(mentions: Mentions, mention: Mention) -> bool:
    """Say whether the clause of a mention says that there is no such benefit."""
    if not mentions.says_no(mention.first - _LONGEST_BAR, mention.last + _BACKWARDS):
        return False
    ahead = _without_french(tuple(reversed(mentions.before(mention, _LONGEST_BAR))))
    behind = _without_french(mentions.after(mention, _BACKWARDS))
    own = mentions.tokens.keys[mention.first]
    return _is_barred(ahead) or _refused((*ahead[-_FORWARDS:], own)) or _withheld(behind)


def _without_french(words: Sequence[str]) -> tuple[str, ...]:
    """Blank the "t" that is no "not": "can't", but "pour t'installer"."""
    return tuple(
        "" if word == "t" and (at == 0 or words[at - 1] not in words_of("short_not")) else word
        for at, word in enumerate(words)
    )


def _is_barred(words: Sequence[str]) -> bool:
    """Say whether the clause shuts people out of all that follows: "not eligible for benefits such as …"."""
    pairs = (
        at
        for at, pair in enumerate(pairwise(words))
        if pair[0] in words_of("no") and pair[1] in words_of("barred")
    )
    at = max(pairs, default=None)
    return at is not None and words_of("but").isdisjoint(words[at:])


def _refused(words: Sequence[str]) -> bool:
    """Look ahead of the phrase, whose first word is the last here: "not only dental" refuses nothing."""
    start = max((at for at, word in enumerate(words) if word in words_of("but")), default=-1) + 1
    pairs = pairwise(words[start:])
    return any(word in words_of("no") and then not in words_of("harmless") for word, then in pairs)


def _withheld(words: Sequence[str]) -> bool:
    if tuple(words[:2]) == (":", "no"):
        return True
    end = next((at for at, word in enumerate(words) if word in words_of("but")), len(words))
    negated = (words[at + 1 : at + 1 + _OFFER_REACH] for at in range(end) if words[at] in words_of("no"))
    return any(not words_of("offered").isdisjoint(withheld) for withheld in negated)
