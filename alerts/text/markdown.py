"""Turns Markdown into lines of text; knows the syntax and what converters get wrong in it, not postings."""

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from alerts.text.hypertext import html_lines, is_known_tag
from alerts.text.links import with_guarded_links
from alerts.text.tidying import unescaped

# Off: indented code and link definitions, which in a posting are a paragraph and a line that begins in
# brackets. Escaped characters stay apart from the text around them until left-over marks are gone.
_PARSER = with_guarded_links(
    MarkdownIt("commonmark").enable("table").disable(["code", "reference", "text_join"])
)
# No posting has more lines; the rest of a text that has is taken as it stands.
_MOST_LINES = 5_000

# Stand-ins that cannot stand in clean text: a '*' and a '_' that are meant, and a line break of the source.
_MEANT = str.maketrans("*_", "\x01\x02")
_SOURCE_BREAK = "\x03"
_RESTORED = str.maketrans("\x01\x02\x03", "*_\n")
# A wrapped line goes on in lower case; any other line break was meant.
_WRAP = re.compile(f" *{_SOURCE_BREAK}(?=[^\\W\\d_A-Z])")

# What stands before the next words, and what after the end of a block.
_BEFORE = {
    "list_item_open": "* ",
    "list_item_close": "",
    "td_close": " | ",
    "th_close": " | ",
    "tr_close": "",
    "inline": "",
}
_BREAKS_IN_ITEM = {"paragraph_close": "\n", "heading_close": "\n", "tr_close": "\n"}
_BREAKS = {
    "paragraph_close": "\n\n",
    "heading_open": "\n",
    "heading_close": "\n\n",
    "bullet_list_close": "\n",
    "ordered_list_close": "\n",
    "hr": "\n",
    "tr_close": "\n",
    "table_close": "\n",
}
_ITEM_STEPS = {"list_item_open": 1, "list_item_close": -1}

_BREAK_TAG = re.compile(r"<br\b", re.IGNORECASE)
_MARKS = re.compile(r"[*_]+")


def markdown_lines(text: str) -> str:
    """Give the text of Markdown: headings, paragraphs and items on their own lines, '* ' before an item."""
    *lines, rest = f"{text}\n".split("\n", _MOST_LINES)
    return "".join((*_blocks(_PARSER.parse("\n".join(lines))), unescaped(rest)))


def _blocks(tokens: Iterable[Token]) -> Iterator[str]:
    items = 0
    before = ""
    for token in tokens:
        items += _ITEM_STEPS.get(token.type, 0)
        match token.type:
            case "inline":
                yield before + _inline(token.children or ())
            case "html_block":
                yield html_lines(token.content) + "\n\n"
            case "fence":
                yield token.content + "\n"
            case kind:
                yield (_BREAKS_IN_ITEM if items else _BREAKS).get(kind, "")
        before = _BEFORE.get(token.type, before)


def _inline(tokens: Iterable[Token]) -> str:
    text = _unmarked("".join(map(_words, tokens)))
    return _WRAP.sub(" ", text).translate(_RESTORED)


def _words(token: Token) -> str:
    match token.type:
        case "text":
            return token.content
        case "text_special" | "code_inline":
            return token.content.translate(_MEANT)
        case "html_inline":
            return _words_of_tag(token.content)
        case "softbreak":
            return _SOURCE_BREAK
        case "hardbreak":
            return "\n"
        case _:
            return ""


def _words_of_tag(tag: str) -> str:
    if _BREAK_TAG.match(tag):
        return "\n"
    return "" if is_known_tag(tag) else tag


def _unmarked(text: str) -> str:
    """Drop the emphasis marks that converters place where the syntax takes them for text.

    A mark inside a word belongs to it. Elsewhere a double mark is emphasis, and so are single '_' where there
    are several: a lone '_' may begin a name, and a single '*' points to a footnote.
    """
    marks = [mark for mark in _MARKS.finditer(text) if not _in_word(text, *mark.span())]
    emphasis = sum(mark.group() == "_" for mark in marks) > 1
    end = 0
    kept = []
    for mark in marks:
        if len(mark.group()) > 1 or (mark.group() == "_" and emphasis):
            kept.append(text[end : mark.start()])
            end = mark.end()
    return "".join(kept) + text[end:]


def _in_word(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
