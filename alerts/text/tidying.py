"""Cleans characters, spaces and line breaks; knows no markup but a short line's inline tags and entities."""

import re
from html import unescape
from unicodedata import normalize

from alerts.text.mojibake import repaired

_MAX_RAW_LINE = 10_000
_MAX_LINE = 1_000

_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Characters that nobody sees and that fool a reader: controls, bidirectional marks and overrides, zero-width
# characters, tag characters, lone surrogates, noncharacters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# A zero-width joiner only belongs between two emoji, of which it makes one.
_EMOJI = "\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"\u200d(?!(?<=[{_EMOJI}]\u200d)[{_EMOJI}])")
_BLANK_LETTER = "\u2800"
# A letter and its accents as characters of their own; a run without end is no word, and slow to compose.
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f\u3099\u309a]{1,4}")

# The last three are what Word's symbol font leaves behind. Only signs that are nothing else need no space.
_SURE_BULLETS = "•●▪‣▸➢➤►\uf0a7\uf0b7\uf0d8"
_BULLET = re.compile(f"^(?:[{_SURE_BULLETS}] *|[*▫◦⁃∙·○■□✓✔–+-] )")
_REPEATED_BULLET = re.compile(r"^(?:\* )+")
# People write Markdown where a feed takes none.
_HEADING = re.compile("^#{2,6} ")
_BOLD = re.compile(r"\*\*(?! )([^*]+)(?<! )\*\*")
_BLANK_LINES = re.compile(r"\n{3,}")
# What an empty list item or table row leaves behind.
_EMPTY_LINES = frozenset(("*", "|"))

# With its semicolon only: "R&D&Co" and "?a=1&copy=2" are no entities.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_INLINE_TAG = re.compile(
    r"<(/?)(b|strong|i|em|u|s|span|small|font|mark|p|div|h[1-6])(?: [^<>]*)?>", re.IGNORECASE
)
_BREAK_TAG = re.compile(r"<br ?/?>", re.IGNORECASE)


def clean(text: str) -> str:
    """Drop the characters that nobody sees, make every line break a newline, and compose accented letters."""
    text = _UNSEEN.sub("", _LINE_BREAKS.sub("\n", text))
    text = _STRAY_JOINER.sub("", text).replace(_BLANK_LETTER, " ")
    return text if text.isascii() else _DECOMPOSED.sub(_composed, text)


def _composed(letter: re.Match[str]) -> str:
    return normalize("NFC", letter.group())


def unescaped(text: str) -> str:
    """Resolve entities, also those that were escaped twice."""
    for _ in range(2):
        text = _ENTITY.sub(lambda entity: unescape(entity.group()), text)
    return text


def one_line(text: str) -> str:
    """Put a text on one clean line."""
    return " ".join(clean(text).split())


def short_line(raw: str) -> str:
    """Make one clean line of a feed's short text: a title, a name, a label."""
    text = unescaped(strip_markup(repaired(raw[:_MAX_RAW_LINE])))
    return one_line(repaired(text))[:_MAX_LINE].rstrip()


def strip_markup(text: str) -> str:
    """Drop inline tags where the text is markup throughout, else give it as it is.

    A title such as ``C++ < 5y <b>`` holds these characters literally. A feed has put HTML into a short text
    only where each '<' is of a known tag, every tag is closed in turn, and each '&' begins an entity.
    """
    if "<" not in text:
        return text
    broken = _BREAK_TAG.sub(" ", text)
    bare = _INLINE_TAG.sub("", broken)
    literal = "<" in bare or "&" in _ENTITY.sub("", bare) or not _balanced(broken)
    return text if literal else bare


def _balanced(text: str) -> bool:
    opened: list[str] = []
    for closing, name in _INLINE_TAG.findall(text):
        if not closing:
            opened.append(name.lower())
        elif not opened or opened.pop() != name.lower():
            return False
    return not opened


def tidy_lines(text: str) -> str:
    """Give the lines without stray spaces, list items as '* item', and at most one blank line in a row."""
    lines = (_tidy_line(line) if line else "" for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(line for line in lines if line not in _EMPTY_LINES)).strip("\n")


def _tidy_line(line: str) -> str:
    line = _HEADING.sub("", " ".join(line.split()))
    return _BOLD.sub(r"\1", _REPEATED_BULLET.sub("* ", _BULLET.sub("* ", line)))
