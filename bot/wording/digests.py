"""A digest in plain text and the words on its buttons; platforms put the same parts into their own markup."""

from datetime import datetime

from alerts.compose import Action, Alert, Verb
from alerts.digest import Digest
from bot.wording.alerts import headline, names_of, news, terms
from bot.wording.language import gettext as _
from bot.wording.language import ngettext
from bot.wording.quantities import age


def digest_text(digest: Digest, now: datetime) -> str:
    """Give a page: what it is, then each posting with its number, terms and link."""
    items = [
        "\n".join(
            [f"{number}. {headline(item)}", *(f"   {line}" for line in below(item, now)), f"   {item.url}"]
        )
        for number, item in numbered(digest)
    ]
    return "\n".join([heading(digest), *items])


def heading(digest: Digest) -> str:
    """Say how many postings there are and which of them this page has."""
    count = ngettext("{count} posting, best first", "{count} postings, best first", digest.total)
    said = count.format(count=digest.total)
    if digest.pages == 1:
        return said
    last = digest.first + len(digest.items) - 1
    return _("{what} · {first} to {last}").format(what=said, first=digest.first, last=last)


def numbered(digest: Digest) -> list[tuple[int, Alert]]:
    """Give the page's postings with their numbers."""
    return list(enumerate(digest.items, start=digest.first))


def below(item: Alert, now: datetime) -> list[str]:
    """Give what stands below a posting's headline, one part a line."""
    lines = [news(item), " · ".join(terms(item)), f"{names_of(item.filters)} · {age(item.seen_at, now)}"]
    return [line for line in lines if line]


def digest_label(digest: Digest, action: Action) -> str:
    """Give a button's words: a posting's number, or which way a page lies."""
    if action.verb is Verb.PAGE:
        left = digest.total - digest.first - len(digest.items) + 1
        return _("+{count} more ▸").format(count=left) if int(action.choice) > digest.page else _("◂ Back")
    return next(str(number) for number, item in numbered(digest) if item.posting_id == action.target)
