"""Chats and their subscriptions: made, listed, changed, paused and deleted; knows no chat platform's manners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from alerts.errors import CommandError
from alerts.filters import Filter
from alerts.timing import INSTANT, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a message goes: a chat of a platform's workspace, and a thread in it or ''."""

    platform: str
    external_id: str
    workspace: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A message or a press as its platform numbers it, by which one that is told again is known."""

    platform: str
    workspace: str
    id: str


class SubscriptionState(StrEnum):
    """Only active subscriptions match; a deleted one is kept for the alerts that it already caused."""

    ACTIVE = "active"
    PAUSED = "paused"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A saved, named filter of a chat. ``rev`` grows with every change of any subscription.

    ``schedule`` says when what it finds is due; until ``snoozed_until`` none of it is.
    """

    id: int
    chat_id: int
    name: str
    filter: Filter
    state: SubscriptionState
    owner: str
    rev: int
    created_at: datetime
    thread: str = ""
    schedule: Schedule = INSTANT
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription:
    """What a chat asks for with /new."""

    chat_id: int
    owner: str
    name: str
    filter: Filter
    thread: str = ""
    schedule: Schedule = INSTANT


class SubscriptionStore(Protocol):
    """What managing subscriptions needs of the database; each method is one transaction."""

    async def open_chat(self, address: Address) -> int:
        """Give the chat's id, adding it if it is new and reviving it if it was gone."""

    async def add_subscription(self, new: NewSubscription, update: Update | None = None) -> Subscription:
        """Store a subscription in state active. Raises `AlreadyDoneError` where the same update asked for it before."""

    async def subscriptions_of(self, chat_id: int) -> Sequence[Subscription]:
        """Give the chat's subscriptions that are not deleted, oldest first."""

    async def change_subscription(
        self,
        chat_id: int,
        subscription_id: int,
        *,
        state: SubscriptionState | None = None,
        changed_filter: Filter | None = None,
        name: str | None = None,
        update: Update | None = None,
    ) -> Subscription | None:
        """Change what is given; None where the chat has no such subscription.

        Raises `AlreadyDoneError` where the same update asked for it before.
        """

    async def time_subscription(
        self,
        chat_id: int,
        subscription_id: int,
        *,
        schedule: Schedule | None = None,
        snoozed_until: datetime | None = None,
    ) -> Subscription | None:
        """Change what is given, and when what waits is due; None where the chat has no such subscription."""


# More than this is a mistake or an attack; every filter costs every posting.
MOST_SUBSCRIPTIONS = 50
MOST_NAME = 40


async def subscribe(
    store: SubscriptionStore, new: NewSubscription, update: Update | None = None
) -> Subscription:
    """Save a filter. Raises `CommandError` where the chat already has as many as it may."""
    await check_room(store, new.chat_id)
    return await store.add_subscription(new, update)


async def check_room(store: SubscriptionStore, chat_id: int) -> None:
    """Raise `CommandError` where the chat already has as many filters as it may."""
    if len(await store.subscriptions_of(chat_id)) >= MOST_SUBSCRIPTIONS:
        raise CommandError(
            "This chat already has {most} filters. /delete one first.", most=MOST_SUBSCRIPTIONS
        )


async def numbered(store: SubscriptionStore, chat_id: int, which: str) -> Subscription:
    """Find a subscription by its number in /filters or by its name. Raises `CommandError` naming what there is."""
    mine = await store.subscriptions_of(chat_id)
    if not mine:
        raise CommandError("This chat has no filters yet. Make one: /new remote python pay>=100k USD")
    if which.isdecimal() and 1 <= int(which[:6]) <= len(mine):
        return mine[int(which) - 1]
    for subscription in mine:
        if subscription.name.casefold() == which.casefold():
            return subscription
    known = ", ".join(f"{number} ({one.name})" for number, one in enumerate(mine, start=1))
    raise CommandError("No filter '{which}' here. There is: {known}", which=which, known=known)
