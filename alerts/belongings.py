"""Everything that a chat owns, as one value that can be taken away as JSON and brought back; knows no database."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError

from alerts.chat_settings import ChatSettings
from alerts.errors import CommandError
from alerts.moments import Moment
from alerts.subscribing import MOST_SUBSCRIPTIONS, Address, Update

VERSION = 1
# What no chat of people reaches: more is a mistake or an attack.
MOST_POSTINGS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFilter:
    """A filter that is not deleted; ``line`` is its canonical syntax."""

    name: str
    line: str
    state: str
    owner: str
    created_at: Moment
    schedule: str = "now"
    thread: str = ""
    snoozed_until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPosting:
    """What the chat said about a posting, which its link names anywhere."""

    url: str
    title: str
    saved_at: Moment | None = None
    dismissed_at: Moment | None = None
    note: str | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAlert:
    """A posting that the chat was sent."""

    url: str
    title: str
    sent_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """All of it."""

    rolecall: int = VERSION
    settings: ChatSettings = field(default_factory=ChatSettings)
    filters: tuple[OwnFilter, ...] = ()
    postings: tuple[OwnPosting, ...] = ()
    alerts: tuple[OwnAlert, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What an import brought: new filters, those that were there already, and postings that no feed knows any more."""

    filters: int
    known_filters: int
    lost_postings: int


class BelongingsStore(Protocol):
    """What taking away, bringing back and forgetting need of the database."""

    async def belongings_of(self, chat_id: int) -> Belongings:
        """Give everything of a chat."""

    async def bring_back(self, chat_id: int, belongings: Belongings) -> Brought:
        """Add what is not there; doing it twice changes nothing. Raises `RolecallError` on what cannot be kept."""

    async def forget_chat(self, chat_id: int, address: Address, update: Update | None) -> None:
        """Delete every row that is about the chat, in one commit."""


def to_json(belongings: Belongings) -> str:
    """Write on one line, without what is at its default; the version is always there."""
    values = _adapter().dump_python(belongings, mode="json", exclude_defaults=True)
    return json.dumps({"rolecall": VERSION, **values}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Belongings:
    """Read what `to_json` gave. Raises `CommandError` on anything else."""
    try:
        values: Any = json.loads(text)
        belongings = _adapter().validate_python(values)
    except (ValueError, ValidationError, RecursionError) as error:
        raise CommandError("That is not what /export gave. Send all of it, unchanged.") from error
    if not isinstance(values, dict) or belongings.rolecall != VERSION or "rolecall" not in values:
        raise CommandError("That was exported by another version of Rolecall, which I cannot read.")
    if len(belongings.postings) + len(belongings.alerts) > MOST_POSTINGS:
        raise CommandError("That is more than I can keep: at most {most} postings.", most=MOST_POSTINGS)
    if len(belongings.filters) > MOST_SUBSCRIPTIONS:
        raise CommandError("A chat has at most {most} filters. /delete some first.", most=MOST_SUBSCRIPTIONS)
    return belongings


def is_whole(text: str) -> bool:
    """Tell whether the text is a whole JSON object, or only a piece of one."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


@cache
def _adapter() -> TypeAdapter[Belongings]:
    return TypeAdapter(Belongings)
