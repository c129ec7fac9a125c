"""Reads schema.org's microdata out of HTML as the objects that JSON-LD would be; knows no type but by its name."""

from dataclasses import dataclass, field
from html import escape
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

_MAX_OPEN = 500
_MAX_TAKING = 30
_PIECE = 16_384
_TYPE = "@type"
_VALUES = {"meta": "content", "time": "datetime", "a": "href", "link": "href", "img": "src", "data": "value"}
_BREAKS = frozenset(("p", "br", "li", "div", "tr", "h1", "h2", "h3", "h4", "ul", "ol"))


class _TooDeepError(Exception):
    """More elements are open at once than any page has."""


@dataclass(slots=True)
class _Taking:
    """An element that is a property, an item, or both, while it is open."""

    depth: int
    names: list[str]
    item: dict[str, Any] | None
    value: str | None
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Items:
    """A parser target that keeps the items of the page."""

    found: list[dict[str, Any]] = field(default_factory=list)
    depth: int = 0
    taking: list[_Taking] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MAX_OPEN:
            raise _TooDeepError
        if tag in _BREAKS:
            self.data("\n")
        names, is_item = attributes.get("itemprop", "").split(), "itemscope" in attributes
        if (names or is_item) and len(self.taking) < _MAX_TAKING:
            item = {_TYPE: attributes.get("itemtype", "")} if is_item else None
            value = attributes.get("content") or attributes.get(_VALUES.get(tag, ""))
            self.taking.append(_Taking(self.depth, names, item, value))

    def end(self, _tag: str) -> None:
        if self.taking and self.taking[-1].depth == self.depth:
            self._close(self.taking.pop())
        self.depth -= 1

    def data(self, text: str) -> None:
        for one in self.taking:
            one.text.append(text)

    def close(self) -> list[dict[str, Any]]:
        return self.found

    def _close(self, done: _Taking) -> None:
        lines = (" ".join(line.split()) for line in "".join(done.text).splitlines())
        text = "<br>".join(escape(line, quote=False) for line in lines if line)
        value: Any = done.item if done.item is not None else done.value or text
        owner = next((one for one in reversed(self.taking) if one.item is not None), None)
        if owner is None or owner.item is None or not done.names:
            if done.item is not None:
                self.found.append(done.item)
            return
        for name in (name for name in done.names if name != _TYPE):
            owner.item.setdefault(name, []).append(value)


def microdata_of(page: str) -> list[dict[str, Any]]:
    """Give the page's items that lie in no other, of each property a list; none of a page built to be deep."""
    if "itemscope" not in page:
        return []
    items = _Items()
    parser = etree.HTMLParser(target=items, encoding="utf-8")
    try:
        # In pieces, because lxml tells of an error only at the end of what it was fed.
        for start in range(0, len(page), _PIECE):
            parser.feed(page[start : start + _PIECE].encode())
        parser.close()
    except (_TooDeepError, etree.LxmlError):
        return []
    return items.found
