"""Writes that attempts begin, each before its message is sent, and what they tell of; knows nothing of their end."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Item, Turn
from storage.clock import NOW, clock_values, to_ms
from storage.deliveries.holding import Hold, changed, held_by, hold_of, is_held_back
from storage.deliveries.waiting import is_pending
from storage.dialect import among
from storage.tables import alerts, chats, deliveries
from storage.values import verdicts_to_json

_RENEWED = changed({"lease_until_ms": NOW + bindparam("lease")})
# An attempt that was begun and never settled may have arrived, and is counted by the next one.
_CUT_SHORT = case((deliveries.c.attempt_started_ms.is_not(None), 1), else_=0)
_BEGUN = (
    update(deliveries)
    .where(among(deliveries.c.id, "delivery_ids"), is_pending())
    .values(
        attempts=deliveries.c.attempts + 1,
        uncertain=deliveries.c.uncertain + _CUT_SHORT,
        attempt_started_ms=NOW,
        sent_to=select(chats.c.external_id).where(chats.c.id == deliveries.c.chat_id).scalar_subquery(),
    )
    .returning(deliveries.c.id, deliveries.c.attempts)
)
# What an earlier attempt showed may have dropped out.
_DROPPED = update(alerts).where(among(alerts.c.delivery_id, "delivery_ids")).values(place=None)
# The alerts are numbered as the message shows them.
_PLACED = (
    update(alerts)
    .where(alerts.c.delivery_id == bindparam("of_delivery"), alerts.c.posting_id == bindparam("posting"))
    .values(place=bindparam("number"), verdicts=bindparam("said"), changed=False)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A send that is about to begin, for a lease that is renewed with it."""

    turn: Turn
    delivery_id: int
    items: Sequence[Item]
    lease: timedelta


async def begin(connection: AsyncConnection, attempts: Sequence[Attempt]) -> Collection[Hold]:
    """Write that sends begin, and renew the leases, and say which began.

    Those do not whose chat is another's, moved to another address or to be left alone by now, and those whose delivery
    is settled.
    """
    lease = to_ms(attempts[0].lease)
    held = await held_by(connection, [one.turn for one in attempts], _RENEWED, lease=lease)
    begun = [one for one in attempts if await _may_begin(connection, one, held.get(hold_of(one.turn)))]
    if not begun:
        return ()
    wanted = {"delivery_ids": [one.delivery_id for one in begun], **clock_values(connection)}
    tries = {row.id: row.attempts for row in await connection.execute(_BEGUN, wanted)}
    begun = [one for one in begun if one.delivery_id in tries]
    await _tell(connection, begun, [delivery_id for delivery_id, tried in tries.items() if tried > 1])
    return {hold_of(one.turn) for one in begun}


async def _may_begin(connection: AsyncConnection, attempt: Attempt, chat: Row[Any] | None) -> bool:
    if chat is None or chat.external_id != attempt.turn.address.external_id:
        return False
    return not await is_held_back(connection, chat)


async def _tell(connection: AsyncConnection, begun: Sequence[Attempt], again: Sequence[int]) -> None:
    """Write what the messages tell of."""
    if again:
        await connection.execute(_DROPPED, {"delivery_ids": again})
    if placed := [row for one in begun for row in _places(one)]:
        await connection.execute(_PLACED, placed)


def _places(attempt: Attempt) -> Iterator[dict[str, Any]]:
    for place, item in enumerate(attempt.items, start=1):
        verdicts = {str(one.subscription.id): verdicts_to_json(one.verdicts) for one in item.matched}
        yield {
            "of_delivery": attempt.delivery_id,
            "posting": item.posting.id,
            "number": place,
            "said": verdicts,
        }
