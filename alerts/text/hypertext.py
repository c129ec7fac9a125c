"""Turns HTML into lines of text; knows tags, not postings.

lxml reads the tags, of which only those that make lines are kept, in a shallow tree; inscriptis lays that
out. So nothing that a document does with styles, tables or depth can cost more than its length.
"""

import re
from html import unescape
from typing import Any

from inscriptis.html_engine import Inscriptis  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from alerts.text.tidying import unescaped

# libxml2 looks through all open elements at a stray end tag, and inscriptis calls itself once a level.
_MAX_OPEN = 500
_MAX_LEVELS = 50
# Each tag that makes lines costs as much as a hundred characters; no posting has more of them.
_MAX_LINE_TAGS = 5_000
_PIECE = 16_384

_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "figure"))
_BLOCKS = frozenset(
    "address article aside blockquote caption center dd details dir div dl dt fieldset figcaption footer form"  # noqa: SIM905 one name a line
    " header hr legend main menu nav ol section summary table tr ul".split()
)
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i img ins kbd label mark q s samp small span strike"  # noqa: SIM905 one name a line
    " strong sub sup time tt u var wbr".split()
)
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(
    ("head", "noembed", "noframes", "script", "select", "style", "template", "textarea", "title")
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)

_OTHERS = frozenset(("body", "br", "html", "li", "pre", "tbody", "thead"))
_KNOWN = "|".join(sorted(_PARAGRAPHS | _BLOCKS | _INLINE | _CELLS | _SILENT | _OTHERS))
# The look ahead spares a text full of bare '<' the trial of a hundred names at each.
_TAG = re.compile(rf"<(?=[!/a-zA-Z])(?:!--|/?(?:{_KNOWN})(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_LINE_TAG = re.compile(r"<(?:p|br|div|li|tr|h[1-6]|ul|ol|section|pre)\b", re.IGNORECASE)
_COMMENT_OR_TAG = re.compile(r"<!--|<[/!?a-zA-Z][^<>]*>")


class _TooManyError(Exception):
    """More elements are open at once, or make lines, than any posting has."""


class _LineTags:
    """A parser target that builds a tree of nothing but line-making tags."""

    def __init__(self) -> None:
        self._tree = etree.TreeBuilder()
        self._tree.start("body", {})
        self._opened: list[str | None] = []
        self._silent = 0
        self._levels = 0
        self._items = 0
        self._line_tags = 0
        self._cell_before = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._opened) + self._silent == _MAX_OPEN or self._line_tags == _MAX_LINE_TAGS:
            raise _TooManyError
        if self._silent or tag in _SILENT or _HIDDEN.search(attributes.get("style", "")):
            self._silent += 1
            return
        kept = self._kept(tag)
        self._opened.append(kept)
        if kept:
            self._line_tags += 1
            self._levels += 1
            self._items += kept == "li"
            self._tree.start(kept, {})

    def end(self, _tag: str) -> None:
        if self._silent:
            self._silent -= 1
            return
        kept = self._opened.pop()
        if kept:
            self._levels -= 1
            self._items -= kept == "li"
            self._tree.end(kept)

    def data(self, text: str) -> None:
        if not self._silent:
            # inscriptis resolves entities once more; they are literal here.
            self._tree.data(text.replace("&", "&amp;"))

    def close(self) -> Any:
        while self._opened:  # lxml ends what it reads, but closes also after an error
            self.end("")
        self._tree.end("body")
        return self._tree.close()

    def _kept(self, tag: str) -> str | None:
        """Give the tag that stands for this one in the tree: a paragraph, block, item or break."""
        if tag in _CELLS:
            self._separate_cells()
        self._cell_before = tag in _CELLS or (self._cell_before and tag != "tr")
        if self._levels >= _MAX_LEVELS and tag != "br":
            return None
        if tag in _PARAGRAPHS:
            return "div" if self._items else "p"
        if tag in _BLOCKS:
            return "div"
        return tag if tag in ("li", "br", "pre") else None

    def _separate_cells(self) -> None:
        if self._cell_before:
            self._tree.data(" | ")


def html_lines(text: str) -> str:
    """Give the text of HTML with its lines; HTML that came as escaped text is opened first."""
    text = _opened(text)
    if not _TAG.search(text):
        return unescaped(text)
    if not _LINE_TAG.search(text):
        # Line breaks are all the structure that such a text has.
        text = text.replace("\n", "<br>")
    # Within tags, too, feeds escape twice.
    return unescaped(_laid_out(text))


def is_known_tag(tag: str) -> bool:
    """Say whether the text is an HTML tag or comment, rather than words between angle brackets."""
    return _TAG.match(tag) is not None


def _opened(text: str) -> str:
    """Resolve entities at most twice, and only if that reveals tags where there were none."""
    opened = text
    for _ in range(2):
        if _TAG.search(opened):
            return opened
        opened = unescape(opened)
    return opened if _TAG.search(opened) else text


def _laid_out(text: str) -> str:
    parser = etree.HTMLParser(target=_LineTags(), encoding="utf-8")
    try:
        # In pieces, because lxml tells of an error only at the end of what it was fed.
        for start in range(0, len(text), _PIECE):
            parser.feed(text[start : start + _PIECE].encode())
        tree = parser.close()
    except _TooManyError:
        return _COMMENT_OR_TAG.sub("\n", text)
    return str(Inscriptis(tree).get_text())
