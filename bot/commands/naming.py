"""What a filter is called: the name that its line gives, or one made of its first words."""

import re

from alerts.subscribing import MOST_NAME

# A quoted phrase is passed over: what stands in it is the filter's.
_NAME = re.compile(r'\bname:(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s,]+))|"[^"]*"', re.IGNORECASE)


def without_name(words: str) -> tuple[str, str]:
    """Take ``name:backend`` out of a line; the name, or '', and the rest."""
    found = next((one for one in _NAME.finditer(words) if one["quoted"] or one["plain"]), None)
    if found is None:
        return "", words
    name = " ".join((found["quoted"] or found["plain"]).split())[:MOST_NAME]
    return name, f"{words[: found.start()]} {words[found.end() :]}".strip(" ,")


def short_name(title: str) -> str:
    """Make a name of a posting's title, cut at a word."""
    words = " ".join(title.replace('"', " ").split())
    return words if len(words) <= MOST_NAME else words[:MOST_NAME].rsplit(" ", 1)[0]


def free_name(line: str, taken: set[str]) -> str:
    """Name a filter after its first words, with a number where the chat has that name already."""
    base = " ".join(line.replace(",", " ").split()[:3])[:MOST_NAME]
    numbers = (f"{base} {number}" for number in range(2, len(taken) + 3))
    return next(name for name in (base, *numbers) if name not in taken)
