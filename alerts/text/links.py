"""Tries Markdown's link and image rules only at brackets that may begin one; knows no other syntax.

By themselves the rules look for the end of a link behind every bracket, which in a text of nothing but brackets
costs many times what other text does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, image, link

_SIGN = re.compile(r"\\.|`+|\[|\]\(?", re.DOTALL)


def with_guarded_links(parser: MarkdownIt) -> MarkdownIt:
    """Let the parser try its rules for links where one may begin."""
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler.at("image", _image)
    return parser


def _link(state: StateInline, silent: bool) -> bool:
    return state.pos in _begins(state.src) and link(state, silent)


def _image(state: StateInline, silent: bool) -> bool:
    return state.pos + 1 in _begins(state.src) and image(state, silent)


@lru_cache(4)
def _begins(text: str) -> frozenset[int]:
    """Give the places of the brackets that are closed right before an opening parenthesis."""
    if "](" not in text:
        return frozenset()
    signs = [sign for sign in _SIGN.finditer(text) if sign.group()[0] != "\\"]
    # Backticks within an address begin no code.
    return frozenset((*_paired(_outside_code(signs)), *_paired(signs)))


def _paired(signs: Iterable[re.Match[str]]) -> Iterator[int]:
    opened: list[int] = []
    for sign in signs:
        if sign.group() == "[":
            opened.append(sign.start())
        elif sign.group()[0] == "]" and opened:
            start = opened.pop()
            if sign.group() == "](":
                yield start


def _outside_code(signs: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Give the brackets that are not in code, which ends at as many backticks as it begins with."""
    ends: dict[int, int] = {}
    following: dict[str, int] = {}
    for at in range(len(signs) - 1, -1, -1):
        if (ticks := signs[at].group())[0] == "`":
            ends[at] = following.get(ticks, at)
            following[ticks] = at
    at = 0
    while at < len(signs):
        if at not in ends:
            yield signs[at]
        at = ends.get(at, at) + 1
