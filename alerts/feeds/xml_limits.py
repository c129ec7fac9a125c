"""Refuses XML that would cost a feed parser far more than its size; knows no elements but items and persons.

feedparser takes quadratic time for deep nesting, for a broken document that its lenient parser must mend, and
for a long author (one regular expression that also holds the interpreter's lock).
"""

import string
from xml.parsers import expat

from alerts.errors import ParseError

_MAX_DEPTH = 100
_MAX_ELEMENTS = 100_000
_MAX_ITEMS = 20_000
# The sum of squares of the lengths: a tenth of a second of that regular expression.
_MAX_NAME_COST = 20_000_000
# Of a broken document nothing more can be known than this.
_MAX_BROKEN_BYTES = 4_000_000
_MAX_BROKEN_TAGS = 50_000
_MAX_BROKEN_ENTITIES = 500_000
_SHORT_RUN = 100

_ITEMS = frozenset(("item", "entry"))
_PERSONS = frozenset(("author", "creator", "publisher", "managingeditor", "webmaster"))
_RUN = frozenset((string.ascii_letters + string.digits + "_.+-").encode())
_RUNS = bytes(byte if byte in _RUN else 0x20 for byte in range(256))


def check_affordable(body: bytes) -> None:
    """Raise `ParseError` for a document that is built to be expensive."""
    try:
        _Meter().measure(body)
    # Beside its own error, an encoding that it does not know is a ValueError or LookupError.
    except (expat.ExpatError, ValueError, LookupError):
        _check_broken(body)


class _Meter:
    """Counts what is costly, in one pass at the speed of C."""

    def __init__(self) -> None:
        self._depth = 0
        self._elements = 0
        self._items = 0
        self._name_cost = 0
        self._name: int | None = None

    def measure(self, body: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(body, True)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2].lower()
        self._name = 0 if kind in _PERSONS else None
        self._depth += 1
        self._elements += 1
        self._items += kind in _ITEMS
        if self._depth > _MAX_DEPTH:
            raise ParseError(f"the feed's elements are nested more than {_MAX_DEPTH} deep")
        if self._elements > _MAX_ELEMENTS or self._items > _MAX_ITEMS:
            raise ParseError(f"the feed has more than {_MAX_ITEMS:,} items or {_MAX_ELEMENTS:,} elements")

    def _end(self, _name: str) -> None:
        self._depth -= 1
        self._name = None

    def _text(self, text: str) -> None:
        if self._name is None:
            return
        before, self._name = self._name, self._name + len(text)
        self._name_cost += self._name**2 - before**2
        if self._name_cost > _MAX_NAME_COST:
            raise ParseError("the names in the feed are too long")


def _check_broken(body: bytes) -> None:
    runs = map(len, body.translate(_RUNS).split())
    if (
        len(body) > _MAX_BROKEN_BYTES
        or body.count(b"<") > _MAX_BROKEN_TAGS
        or body.count(b"&") > _MAX_BROKEN_ENTITIES
        or sum(run**2 for run in runs if run > _SHORT_RUN) > _MAX_NAME_COST
    ):
        raise ParseError("the feed is broken XML and too large to be mended")
