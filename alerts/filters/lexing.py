"""Cuts a filter line into words, signs and separators; knows no word's meaning."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from alerts.errors import FilterError
from alerts.filters.filter import EXAMPLE

LONGEST_LINE = 1000


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted"
    NOT = "not"
    SIGN = "sign"
    OPERATOR = "operator"
    COLON = "colon"
    PIPE = "pipe"
    COMMA = "comma"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the line; ``glued`` says that no space stands before it."""

    kind: Kind
    text: str
    glued: bool

    @property
    def key(self) -> str:
        """Give the text as it is looked up."""
        return self.text.casefold()


# Sums keep the separators of their thousands: in "150,000" the comma separates no words. Single spaces too.
_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | "(?P<quoted>[^"]*)"
    | (?P<comma>[,;]+)
    | (?P<pipe>\|)
    | (?P<operator>>=|=>|<=|=<|==|[<>=≥≤])
    | (?P<colon>:)
    | (?P<not>(?:(?<![^\s,;|])[-‐‑–—−]+))
    | (?P<word>[A-Za-z]{0,2}[$€£¥₹]?\d{1,3}(?:[,\u00a0\u202f\u0020]\d{3})+(?![\w.,]\w)[^\s",;|<>=≥≤:]*)
    | (?P<rest>[^\s",;|<>=≥≤:]+)
    """,
    re.VERBOSE,
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_SIGNS = "?!~"
_SHOWN = 40


def lex(line: str) -> tuple[Token, ...]:
    """Cut a line. Raises `FilterError` on one that is too long and on a quote that is not closed."""
    if len(line) > LONGEST_LINE:
        message = f"A filter line has at most {LONGEST_LINE} characters, this one has {len(line)}."
        raise FilterError(message, shown(line), example=EXAMPLE)
    line = unicodedata.normalize("NFC", line.translate(_QUOTES))
    tokens: list[Token] = []
    at, end = 0, -1
    while at < len(line):
        found = _TOKEN.match(line, at)
        if found is None:
            raise _unclosed(line[at:])
        kind = str(found.lastgroup)
        if kind != "space":
            tokens += _tokens(kind, found[kind], glued=found.start() == end)
            end = found.end()
        at = found.end()
    return tuple(tokens)


def shown(words: str) -> str:
    """Shorten what a person typed so that an error can repeat it; nothing unprintable is repeated."""
    printable = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in words)
    return printable if len(printable) <= _SHOWN else printable[:_SHOWN] + "…"


def _tokens(kind: str, text: str, *, glued: bool) -> list[Token]:
    """Take signs off a word's end; several '-' are several negations."""
    if kind == Kind.NOT:
        return [Token(Kind.NOT, sign, glued) for sign in text]
    if kind not in ("word", "rest"):
        return [Token(Kind(kind), text, glued)]
    word = text.rstrip(_SIGNS)
    signs = [
        Token(Kind.SIGN, sign, glued or at > 0 or bool(word)) for at, sign in enumerate(text[len(word) :])
    ]
    return [Token(Kind.WORD, word, glued), *signs] if word else signs


def _unclosed(rest: str) -> FilterError:
    return FilterError(
        "A quote is opened here and not closed.", shown(rest), example='title:"platform engineer"'
    )
