"""Makes any text safe for Slack: cleaned, escaped, cut to a limit, links marked; knows no message.

A text object is either plain, where only ``& < >`` mean something, or mrkdwn, where ``* _ ~ ` `` and ``:names:`` do too
and nothing can escape them. So text that could be garbled goes as plain, and mrkdwn is for what is known to be tame.
"""

import re
from typing import Any

from bot.platforms.hostile import clean

# A section's limit, counted after escaping.
MOST_TEXT = 3000
# A button takes 3000; a headline with its link must fit a section.
MOST_URL = 2000
_MORE = "\n…"
_MOST_LINE = MOST_TEXT - len(_MORE)
# An escaped character is five long at most, so this many always fit.
_SURE_LENGTH = _MOST_LINE // 5

TextObject = dict[str, Any]


_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_NOT_IN_A_URL = re.compile(r"[\s<>|\"\\^`{}]")
_URL = re.compile(r"https?://[^\s<>|\"\\^`{}]+")
# What mrkdwn would take for formatting inside one line: a pair of signs, an emoji's name, a quote's sign.
_GARBLED = re.compile(r"([*_~`])[^\n]*\1|:[\w+'-]+:|^[ \t]*>", re.MULTILINE)
# In and beside a bold link a single asterisk is too much as well, and the bar ends the address.
_SIGNS = re.compile(r"[*|]|([_~`]).*\1|:[\w+'-]+:", re.DOTALL)


def escaped(text: str, most: int = MOST_TEXT) -> str:
    """Escape clean text and cut it to ``most`` characters, never within an entity."""
    whole = text.translate(_ENTITIES)
    if len(whole) <= most:
        return whole
    kept = whole[: most - 1]
    head, sign, tail = kept.rpartition("&")
    return (head if sign and ";" not in tail else kept) + "…"


def unescaped(text: str) -> str:
    """Give what a person typed, of what Slack sends: entities and marked links undone."""
    text = re.sub(r"<(https?://[^|<>]*)(?:\|[^<>]*)?>", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\xa0", " ")


def plain(text: str, most: int = MOST_TEXT) -> TextObject:
    """Make a text object that shows clean text as it stands."""
    return _plain(escaped(text, most))


def mrkdwn(markup: str) -> TextObject:
    """Make a text object of finished markup; Slack adds no links or mentions of its own."""
    return {"type": "mrkdwn", "text": markup, "verbatim": True}


def web_address(url: str) -> str | None:
    """Give an http(s) address that is safe to link, or None where there is none."""
    address = _NOT_IN_A_URL.sub(_percent, clean(url).strip())
    is_web = re.match(r"https?://[^/?#]", address, re.IGNORECASE)
    return address if is_web and len(escaped(address, 2 * MOST_TEXT)) <= MOST_URL else None


def is_tame(text: str) -> bool:
    """Say whether text stands unchanged in a bold link."""
    return not _SIGNS.search(text)


def passages(text: str, most: int) -> list[TextObject]:
    """Make at most ``most`` text objects of clean text, web addresses linked unless that garbles the rest."""
    linked = [] if _GARBLED.search(_URL.sub("", text)) else [_linked(line) for line in text.split("\n")]
    if linked and max(map(len, linked)) <= _MOST_LINE:
        return [mrkdwn(chunk) for chunk in _joined(linked, most)]
    lines = text[: most * MOST_TEXT + 1].split("\n")
    return [_plain(chunk) for chunk in _joined([piece for line in lines for piece in _pieces(line)], most)]


def _pieces(line: str) -> list[str]:
    """Escape a line; one that is longer than a text object comes in pieces."""
    whole = line.translate(_ENTITIES)
    if len(whole) <= _MOST_LINE:
        return [whole]
    return [
        line[start : start + _SURE_LENGTH].translate(_ENTITIES) for start in range(0, len(line), _SURE_LENGTH)
    ]


def _joined(lines: list[str], most: int) -> list[str]:
    """Join lines to texts of at most MOST_TEXT; of what is beyond ``most`` texts a sign is left."""
    texts = [""]
    for line in lines:
        longer = f"{texts[-1]}\n{line}" if texts[-1] else line
        if len(longer) <= _MOST_LINE:
            texts[-1] = longer
        else:
            texts.append(line)
    if len(texts) > most:
        texts[most - 1] += _MORE
    return [one for one in texts[:most] if one.strip()] or ["…"]


def _linked(line: str) -> str:
    """Escape a line and mark its web addresses."""
    parts, end = [], 0
    for found in _URL.finditer(line):
        url = found[0].rstrip(".,;:!?)'\u201d")
        parts += [escaped(line[end : found.start()]), f"<{url.translate(_ENTITIES)}>"]
        end = found.start() + len(url)
    return "".join(parts) + escaped(line[end:])


def _plain(text: str) -> TextObject:
    return {"type": "plain_text", "text": text, "emoji": False}


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
