"""Makes any text safe for Telegram: cleaned, cut to a size, escaped, linked; knows no message.

Sizes are UTF-16 units, in which Telegram's clients count; the server counts code points, which are never more.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.platforms.hostile import clean

MOST_TEXT = 4096
# With its link's address escaped, a full message stays below the 32 KiB that the server reads.
MOST_URL = 2048
_MORE = "…"

# The only four that Telegram's HTML knows by name.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escape(text: str) -> str:
    """Make text show literally, between tags and in an attribute."""
    return text.translate(_ENTITIES)


def size(text: str) -> int:
    """Count in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, most: int, end: str = " ") -> str:
    """Cut clean text to ``most`` units, at an ``end`` where that loses little, and mark it with '…'."""
    if size(text) <= most:
        return text
    kept = text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore")
    at = kept.rfind(end)
    return (kept[:at] if at > len(kept) // 2 else kept).rstrip() + _MORE


def fit(lines: Sequence[str], room: int) -> list[str]:
    """Cut the longest lines so that all together, with their line ends, take at most ``room`` units."""
    fitted = list(lines)
    by_size = sorted(range(len(lines)), key=lambda number: size(lines[number]))
    for done, number in enumerate(by_size):
        share = room // (len(lines) - done) - 1
        fitted[number] = cut(lines[number], max(share, 1))
        room -= size(fitted[number]) + 1
    return fitted


def is_web_url(url: str) -> bool:
    """Say whether Telegram takes it in a link and a button: http(s), a public-looking host, no white space."""
    if url != "".join(clean(url).split()) or len(escape(url).encode()) > MOST_URL:
        return False
    host = host_of(url)
    return url.lower().startswith(("http://", "https://")) and "." in host.strip(".") and "@" not in host


def host_of(url: str) -> str:
    """Give what stands between the scheme and the path, or nothing."""
    try:
        return urlsplit(url).netloc
    except ValueError:  # brackets of a bad IPv6 address
        return ""


def link(url: str, shown: str) -> str:
    """Give a link as HTML. The address must be a web URL."""
    return f'<a href="{escape(url)}">{escape(shown)}</a>'
