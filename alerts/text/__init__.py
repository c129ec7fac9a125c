"""Makes the canonical text of an entry, once; knows no format and no meaning of any word in it.

Everything that is read, quoted, searched or shown later is this text, so that a fact keeps its place in it.
"""

import hashlib
from collections.abc import Sequence

from alerts.posting import Fields, Markup, PostingText
from alerts.text.fieldlines import field_line, render_fields
from alerts.text.hypertext import html_lines
from alerts.text.markdown import markdown_lines
from alerts.text.mojibake import repaired
from alerts.text.tidying import clean, short_line, strip_markup, tidy_lines, unescaped

__all__ = [
    "MAX_DESCRIPTION",
    "TEXT_VERSION",
    "canonical_text",
    "content_hash",
    "field_line",
    "render_fields",
    "strip_markup",
]

# Raised when the same entry gives another text: listings are then read again from their kept entries.
TEXT_VERSION: int = 1

MAX_DESCRIPTION = 1_000_000
_MAX_TAGS = 100

_TO_LINES = {Markup.HTML: html_lines, Markup.MARKDOWN: markdown_lines, Markup.PLAIN: unescaped}


def canonical_text(
    *,
    title: str,
    company: str,
    location: str,
    tags: Sequence[str],
    fields: Fields,
    description: str,
    markup: Markup,
) -> PostingText:
    """Make the text of an entry's strings, which may be damaged, endless or hostile."""
    labels = (short_line(tag) for tag in tags[:_MAX_TAGS])
    return PostingText(
        title=short_line(title),
        company=short_line(company),
        location=short_line(location),
        tags="\n".join(filter(None, labels)),
        fields=render_fields(fields),
        body=_body(description[:MAX_DESCRIPTION], markup),
    )


def content_hash(text: PostingText) -> str:
    """Give the same hash for the same content, whatever its spacing, its case and the order of its tags."""
    tags = sorted(map(_bare, text.tags.splitlines()))
    parts = [text.title, text.company, text.location, *tags, text.fields, text.body]
    # No control character stands in canonical text, so nothing can move from one part to the next unseen.
    return hashlib.sha256("\x1f".join(map(_bare, parts)).encode()).hexdigest()


def _body(description: str, markup: Markup) -> str:
    # Repaired before parsing, which turns the no-break spaces of a misread text into plain ones, and after,
    # because entities may hide a misread character.
    lines = _TO_LINES[markup](clean(repaired(description)))
    return tidy_lines(clean(repaired(lines)))


def _bare(text: str) -> str:
    return "".join(text.casefold().split())
