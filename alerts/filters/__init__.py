"""Filters: chat text to a value and back, plain words, versioned JSON; knows no matching and no storage."""

from alerts.filters.editing import Edited, edited
from alerts.filters.filter import EXAMPLE, MOST_CRITERIA, Filter, describe, describe_criterion, explain
from alerts.filters.lexing import LONGEST_LINE
from alerts.filters.parsing import parse_filter
from alerts.filters.stored import VERSION, from_json, to_json

__all__ = [
    "EXAMPLE",
    "LONGEST_LINE",
    "MOST_CRITERIA",
    "VERSION",
    "Edited",
    "Filter",
    "describe",
    "describe_criterion",
    "edited",
    "explain",
    "from_json",
    "parse_filter",
    "to_json",
]
