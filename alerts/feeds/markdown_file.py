"""A posting in a Markdown file: a head with title, company and tags, then the text; reads no facts."""

import re
from dataclasses import dataclass, field

from alerts.errors import EntryError
from alerts.feeds.entry import Entry
from alerts.feeds.values import distinct, http_url, moment, places, word_list
from alerts.posting import Fields, Markup
from alerts.text.mojibake import repaired

_PLACE_SIGNS = ("🌎", "🌍", "🌏", "📍")
_NOTHING = frozenset(("", "none", "null", "n/a", "-"))
_LINKED_TITLE = re.compile(r"\[(.+)\]\((\S+)\)")
_APPLY = re.compile(r"#{0,6} ?(?:click )?(?:here )?(?:to )?\[(?:apply|click)[^\]]*\]\((\S+)\)", re.IGNORECASE)
_KEY_LINE = re.compile(r"([A-Za-z]{2,12}): ?(.*)")
_MAX_HEAD_LINE = 2_000
_FENCE = "---"

_KEYS = {
    "title": "title",
    "company": "company",
    "location": "location",
    "place": "location",
    "url": "url",
    "link": "url",
    "apply": "url",
    "salary": "pay",
    "pay": "pay",
    "tags": "tags",
    "skills": "tags",
    "date": "date",
    "posted": "date",
}


@dataclass
class _Head:
    """What the head said so far."""

    values: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)


def entry_from_markdown(text: str, native_key: str) -> Entry:
    """Make an entry of a file's text. Raises `EntryError` where it has no title."""
    # The whole file at once: the signs that mark the tags can be damaged as well.
    lines = repaired(text).splitlines()
    apply_url = _take_apply_line(lines)
    head = _Head()
    first = _read_head(lines, head)
    title = head.values.get("title", "")
    if not title:
        raise EntryError("a Markdown file without a title")
    return Entry(
        native_key=native_key,
        url=http_url(head.values.get("url")) or apply_url,
        title=title,
        company=head.values.get("company", ""),
        location=head.values.get("location", ""),
        description="\n".join(lines[first:]),
        markup=Markup.MARKDOWN,
        tags=distinct(head.tags),
        fields=Fields(pay_text=head.values.get("pay", "")),
        posted_at=moment(head.values.get("date")),
    )


def _take_apply_line(lines: list[str]) -> str:
    """Cut off the link to apply that ends the file, and what is blank after it."""
    while lines and not lines[-1].strip():
        lines.pop()
    found = _APPLY.fullmatch(lines[-1].strip()) if lines and len(lines[-1]) < _MAX_HEAD_LINE else None
    if found is None:
        return ""
    lines.pop()
    return http_url(found.group(1))


def _read_head(lines: list[str], head: _Head) -> int:
    """Read the head and give the number of the first line after it."""
    first = next((at for at, line in enumerate(lines) if line.strip(" \ufeff")), len(lines))
    if first == len(lines):
        return first
    opening = lines[first].strip(" \ufeff")[:_MAX_HEAD_LINE]
    if opening.startswith("# "):
        _read_title(opening[2:].strip(), head)
        return _read_subtitles(lines, first + 1, head)
    return _read_key_lines(lines, first, head)


def _read_title(title: str, head: _Head) -> None:
    linked = _LINKED_TITLE.fullmatch(title)
    head.values["title"] = linked.group(1) if linked else title
    if linked:
        head.values["url"] = linked.group(2)


def _read_subtitles(lines: list[str], at: int, head: _Head) -> int:
    """Read company and tags; they stand right below the title, as any later heading belongs to the text."""
    if at < len(lines) and lines[at].startswith("### "):
        company = lines[at][4:].strip()[:_MAX_HEAD_LINE]
        head.values["company"] = "" if company.lower() in _NOTHING else company
        at += 1
    if at < len(lines) and lines[at].startswith("####"):
        _read_tags(lines[at][4:_MAX_HEAD_LINE], head)
        at += 1
    return at


def _read_tags(line: str, head: _Head) -> None:
    tags = [tag.strip() for tag in line.split("`")[1::2]]
    head.values["location"] = places(tag[1:].strip() for tag in tags if tag.startswith(_PLACE_SIGNS))
    head.tags.extend(tag for tag in tags if tag[1:].strip() and not tag.startswith(_PLACE_SIGNS))


def _read_key_lines(lines: list[str], first: int, head: _Head) -> int:
    """Read lines of 'Key: value', between fences or not, to the first line that is none."""
    fenced = lines[first].strip() == _FENCE
    for at in range(first + fenced, len(lines)):
        line = lines[at].strip()
        found = _KEY_LINE.fullmatch(line[:_MAX_HEAD_LINE])
        key = _KEYS.get(found.group(1).lower()) if found else None
        if found and key == "tags":
            head.tags.extend(word_list(found.group(2).strip("[]")))
        elif found and key:
            head.values[key] = found.group(2).strip().strip("\"'")
        elif not (fenced and found):
            return at + (line == _FENCE)
    return len(lines)
