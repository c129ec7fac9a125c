"""Finds which place, zone or level a figure is for; knows no currency."""

import re

from alerts.reading.pay.context import Context
from alerts.reading.pay.ranges import Figure
from alerts.reading.pay.words import Meaning

_LONGEST = 80
_LABEL = re.compile(r"[\s*•·●▪◦>–—-]*(?P<label>[^\s*•·●▪◦>:–—-][^:]*?)\s*(?:[:–—-]|\s-)\s*[({\[]?\s*\Z")
_NAME = r"[A-ZÀ-Ý][\w.'’&-]*"
_END = r"[.;:(\n\d$€£+]|,?\s+and\s*(?:[$€£\d]|\Z)|,?\s(?:plus|depending|based|which|with|is|are|but)\b|\Z"
_FOR = re.compile(
    r"[\s,)]{0,3}(?:(?:base|gross|annually|per year|a year)\s)?"
    r"(?:in|for|across|within|throughout)\s+(?:the\s+|our\s+)?"
    rf"(?P<place>[A-ZÀ-Ý][^.;:(\n\d$€£]*?)(?=\s*(?:{_END}))"
)
_BEFORE = re.compile(
    r"\b(?i:in|for|across|within)\s+(?:the\s+)?"
    rf"(?P<place>{_NAME}(?:(?:,?\s(?:and|or|&)\s|,\s|\s)(?:the\s)?{_NAME}){{0,14}})"
)
_ZONE = re.compile(r"\b(?i:zone|tier|level|geo|region|band|grade|group)\s?(?:[A-Z]|\d{1,2}|I{1,3})\b")
# The stop of a sentence, not that of "U.S." or "D.C."
_FULL_STOP = re.compile(r"(?<!\.[A-Z])\.\Z")
_ZONE = re.compile(
    r"\b(?:Zone|Tier|Level|Geo|Region|Band|Grade|Group)\s?(?:[A-Z]|\d{1,2}|I{1,3})\b", re.IGNORECASE
)


def place_of(context: Context, figure: Figure) -> str | None:
    """Name what the figure is for: its label, the place behind it or before it, or one in the line above."""
    since = context.since(figure)
    before = context.text[since : figure.start]
    return (
        _label(context, before, figure.start)
        or _matched(_FOR.match(context.text, figure.end, figure.end + _LONGEST))
        or _zone(before)
        or _named(context, since, figure.start)
        or _above(context, figure)
    )


def _above(context: Context, figure: Figure) -> str | None:
    start, end = context.heading(figure)
    return _zone(context.text[start:end]) or _named(context, start, end)


def _label(context: Context, before: str, at: int) -> str | None:
    """Take what stands before a colon, unless it only says that this is pay."""
    found = _LABEL.match(before)
    if not found or len(found["label"]) > _LONGEST:
        return None
    start = at - len(before) + found.start("label")
    cues = context.meanings.within(start, at)
    periods = context.periods.within(start, at)
    if any(cue.value in {Meaning.BASE, Meaning.TOTAL} for cue in cues) or periods:
        return _zone(found["label"])
    return _tidy(found["label"])


def _matched(found: re.Match[str] | None) -> str | None:
    return _tidy(found["place"]) if found and len(found["place"]) <= _LONGEST else None


def _zone(text: str) -> str | None:
    zones = _ZONE.findall(text)
    return zones[-1] if zones else None


def _named(context: Context, start: int, end: int) -> str | None:
    found = _BEFORE.search(context.text, start, end)
    if found:
        return _tidy(found["place"])
    places = context.places.within(start, end)
    return context.text[places[-1].start : places[-1].end] if places else None


def _tidy(text: str) -> str | None:
    text = text.strip(" \u00a0*,[]{}–—-")
    if text.count("(") != text.count(")"):
        text = text.partition("(")[0] if "(" in text else text.replace(")", "")
    return _FULL_STOP.sub("", text.strip()) or None
