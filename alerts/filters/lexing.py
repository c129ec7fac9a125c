"""Cuts a filter line into words, signs and separators; knows no word's meaning."""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from alerts.errors import FilterError, Stumble
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
    """The piece line[start:end]; ``glued`` says that no space stands before it."""

    kind: Kind
    text: str
    glued: bool
    start: int = 0
    end: int = 0

    @property
    def key(self) -> str:
        """Give the text as it is looked up."""
        return self.text.casefold()


# Sums keep the separators of their thousands: in "150,000" the comma separates no words. Single spaces too. Numbers of
# a list, '1)', are no words.
_TOKEN = re.compile(
    r"""
    (?P<space>\s+|(?<!\S)\d{1,2}\)(?=\s)|^\s*\d{1,2}\.(?=\s))
    | "(?P<quoted>[^"]*)"
    | (?P<comma>[,;()\[\]{}…]+|\.{2,}|(?<=\s)[–—](?=\s))
    | (?P<pipe>\|)
    | (?P<operator>>=|=>|<=|=<|==|[<>=≥≤])
    | (?P<colon>:)
    | (?P<not>(?:(?<![^\s,;|(\[])[-‐‑–—−]+))
    | (?P<cents>[A-Za-z]{0,2}[$€£¥₹]?\d{1,3}(?:\.\d{3})+,\d\d(?!\d)[^\s",;|<>=≥≤:()\[\]{}]*)
    | (?P<word>[A-Za-z]{0,2}[$€£¥₹]?\d{1,3}(?:[,'’\u00a0\u202f\u0020]\d{3})+(?:\.\d\d)?(?![\w.,]\w)
        [^\s",;|<>=≥≤:()\[\]{}]*)
    | (?P<rest>(?:(?!\.\.)[^\s",;|<>=≥≤:()\[\]{}…])+)
    """,
    re.VERBOSE | re.MULTILINE,
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_KINDS = {kind.value: kind for kind in Kind}
_SIGNS = "?!~"
_SHOWN = 40


def composed(line: str) -> str:
    """Give the line that tokens count their places in: quotes are straight, letters are composed."""
    return unicodedata.normalize("NFC", line.translate(_QUOTES))


def lex(line: str) -> tuple[Token, ...]:
    """Cut a line that is `composed`. Raises `FilterError` on one that is too long and on a quote that is not closed."""
    if len(line) > LONGEST_LINE:
        raise FilterError(
            "A filter line has at most {most} characters, this one has {count}.",
            shown(line),
            example=EXAMPLE,
            values={"most": LONGEST_LINE, "count": len(line)},
        )
    tokens: list[Token] = []
    at, end = 0, -1
    while at < len(line):
        found = _TOKEN.match(line, at)
        if found is None:
            raise _unclosed(line[at:])
        kind = str(found.lastgroup)
        if kind != "space":
            token = Token(_KINDS.get(kind, Kind.WORD), found[kind], found.start() == end, *found.span())
            tokens += _tokens(token)
            end = found.end()
        at = found.end()
    return tuple(tokens)


def shown(words: str) -> str:
    """Shorten what a person typed so that an error can repeat it; nothing unprintable is repeated."""
    printable = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in words)
    return printable if len(printable) <= _SHOWN else printable[:_SHOWN] + "…"


def _tokens(token: Token) -> list[Token]:
    """Take signs off a word's ends; several '-' are several negations, and a '!' before a word is one."""
    if token.kind is Kind.NOT:
        return [replace(token, text=sign, end=token.start + 1) for sign in token.text]
    if token.kind is not Kind.WORD:
        return [token]
    negated = token.text.startswith("!") and token.text[1:2].isalnum()
    start = token.start + negated
    word = token.text[negated:].rstrip(_SIGNS)
    tokens = [Token(Kind.NOT, "!", token.glued, token.start, start)] if negated else []
    if word:
        tokens.append(Token(Kind.WORD, word, token.glued or negated, start, start + len(word)))
    for at in range(start + len(word), token.end):
        glued = token.glued or bool(word) or at > token.start
        tokens.append(Token(Kind.SIGN, token.text[at - token.start], glued, at, at + 1))
    return tokens


def _unclosed(rest: str) -> FilterError:
    return FilterError(
        "a quote is opened here and not closed.",
        shown(rest),
        example='title:"platform engineer"',
        stumbled=Stumble.AT,
    )
