"""Writes that messages were accepted, those of several chats at once; knows no failure.

Facts are never fenced, ownership is: it is recorded whoever holds a chat's lease by now.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Settlement, Turn
from storage.clock import NOW, clock_values, to_ms
from storage.deliveries.holding import Held, changed, given_back, held_by
from storage.deliveries.waiting import is_pending
from storage.dialect import among
from storage.tables import chats, deliveries, installations

# How exactly ``installations.sent_ms`` is kept: a write for each message would make every sender wait for the row.
_SENT_MS = 10_000

_PACE = {"paced_until_ms": NOW + bindparam("pace"), "backoff_until_ms": NOW}
_PACED = changed(_PACE)
_ENDED = changed(_PACE | given_back(NOW))
_COPIED = (
    update(deliveries)
    .where(among(deliveries.c.id, "delivery_ids"))
    .values(uncertain=deliveries.c.uncertain + 1)
)
_SENDING = (
    update(installations)
    .where(
        installations.c.id.in_(select(chats.c.installation_id).where(among(chats.c.id, "chat_ids"))),
        installations.c.sent_ms < NOW - _SENT_MS,
    )
    .values(sent_ms=NOW)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A message that its platform accepted, in a turn."""

    turn: Turn
    delivery_id: int
    settlement: Settlement

    @property
    def goes_on(self) -> bool:
        """Say whether the turn goes on with the next message."""
        return not self.settlement.ends_turn


async def accept(connection: AsyncConnection, accepted: Sequence[Accepted]) -> Held:
    """Write it on the chats that are still ours, which are given, and on the deliveries whoever holds the chats.

    The chats come first, as they do wherever an attempt begins: the other order could deadlock with it.
    """
    held = await _pace(connection, accepted)
    sent = await _settle(connection, accepted)
    await _count_copies(connection, [one.delivery_id for one in accepted if one.delivery_id not in sent])
    if len(held) < len(accepted) or any(chat.sent_ms < chat.now - _SENT_MS for chat in held.values()):
        its_chats = {"chat_ids": [one.turn.chat_id for one in accepted], **clock_values(connection)}
        await connection.execute(_SENDING, its_chats)
    return held


async def _pace(connection: AsyncConnection, accepted: Sequence[Accepted]) -> Held:
    alike: defaultdict[tuple[int, bool], list[Turn]] = defaultdict(list)
    for one in accepted:
        alike[to_ms(one.settlement.pace), one.goes_on].append(one.turn)
    held: Held = {}
    for (pace, goes_on), turns in alike.items():
        held |= await held_by(connection, turns, _PACED if goes_on else _ENDED, pace=pace)
    return held


async def _settle(connection: AsyncConnection, accepted: Sequence[Accepted]) -> Collection[int]:
    """Settle those that are pending, and say which were."""
    wanted: dict[str, Any] = {**clock_values(connection)}
    for number, one in enumerate(accepted):
        wanted[f"id{number}"] = one.delivery_id
        wanted[f"message{number}"] = one.settlement.message_id
        wanted[f"revision{number}"] = one.settlement.revision
    return set((await connection.execute(_sent(len(accepted)), wanted)).scalars())


@cache
def _sent(deliveries_: int) -> Update:
    """Make the statement that settles so many deliveries."""
    numbers = range(deliveries_)
    ids = [bindparam(f"id{number}", type_=deliveries.c.id.type) for number in numbers]
    messages = [bindparam(f"message{number}", type_=deliveries.c.provider_msg_id.type) for number in numbers]
    revisions = [bindparam(f"revision{number}", type_=deliveries.c.shown_rev.type) for number in numbers]
    this = deliveries.c.id
    settled = update(deliveries).where(this.in_(ids), is_pending()).returning(this)
    return settled.values(
        status="sent",
        sent_ms=NOW,
        provider_msg_id=case(*((this == one, said) for one, said in zip(ids, messages, strict=True))),
        shown_rev=case(*((this == one, shown) for one, shown in zip(ids, revisions, strict=True))),
        last_error=None,
        attempt_started_ms=None,
    )


async def _count_copies(connection: AsyncConnection, delivery_ids: Collection[int]) -> None:
    """What is accepted for a settled delivery is a copy, and counted as such."""
    if delivery_ids:
        await connection.execute(_COPIED, {"delivery_ids": delivery_ids})
