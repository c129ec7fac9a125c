"""Says for several chats at once what each is owed next, where that is simple; knows no lease and no attempt."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Owed
from alerts.errors import StoredValueError
from storage.deliveries.failing import first_pending, yields
from storage.deliveries.gathering import wanting_of
from storage.deliveries.owing import notice_owed, owed_of
from storage.deliveries.waiting import has_due, is_pending
from storage.dialect import among
from storage.postings import load_postings
from storage.tables import alerts, chats, deliveries

_NOW = bindparam("now", type_=BigInteger)
# Each chat, whether alerts of it wait to be gathered, and its first pending delivery.
_firsts = (
    select(
        chats.c.id.label("of_chat"),
        has_due(_NOW).label("has_due"),
        first_pending(chats.c.id, _NOW).label("first_id"),
    )
    .where(among(chats.c.id, "chat_ids"))
    .cte("firsts")
    # As a part of the whole PostgreSQL reads all deliveries to join them, while a table's statistics are young.
    .prefix_with("MATERIALIZED")
)
_other = deliveries.alias("other")
_has_others = exists().where(
    _other.c.chat_id == _firsts.c.of_chat, is_pending(_other), _other.c.id != _firsts.c.first_id
)
_HEADS = select(
    _firsts.c.of_chat,
    _firsts.c.has_due,
    _has_others.label("has_others"),
    yields(deliveries, _NOW).label("yields"),
    deliveries,
).select_from(_firsts.outerjoin(deliveries, deliveries.c.id == _firsts.c.first_id))
_TOLD = (
    select(alerts.c.delivery_id, alerts.c.posting_id)
    .where(among(alerts.c.delivery_id, "delivery_ids"))
    .order_by(alerts.c.id)
)


class Later(Enum):
    """Stands for what a chat is owed where that takes more than to look it up."""

    LATER = "later"


async def heads(connection: AsyncConnection, chat_ids: Sequence[int], now: int) -> Mapping[int, Owed | None]:
    """Give what these locked chats are owed; those are left out for which it takes more than to look it up.

    These are chats whose alerts are still to be gathered, digests, and what cannot be read.
    """
    wanted = {"chat_ids": chat_ids, "now": now}
    rows = (await connection.execute(_HEADS, wanted)).all()
    rows = [row for row in rows if not (row.has_due and (row.id is None or row.yields))]
    found: dict[int, Owed | None] = {row.of_chat: None for row in rows if row.id is None}
    for row in rows:
        if row.notice is not None and (owed := await notice_owed(connection, row)):
            found[row.of_chat] = owed
    found |= await _alerts(connection, [row for row in rows if row.kind == "alert"], now)
    alone = {row.of_chat for row in rows if not (row.has_due or row.has_others)}
    return {of_chat: owed and replace(owed, alone=of_chat in alone) for of_chat, owed in found.items()}


async def _alerts(connection: AsyncConnection, rows: Sequence[Row[Any]], now: int) -> Mapping[int, Owed]:
    if not rows:
        return {}
    told: defaultdict[int, list[int]] = defaultdict(list)
    for delivery_id, posting_id in await connection.execute(
        _TOLD, {"delivery_ids": [row.id for row in rows]}
    ):
        told[delivery_id].append(posting_id)
    posting_ids = sorted({posting_id for some in told.values() for posting_id in some})
    try:
        postings = await load_postings(connection, posting_ids)
    except StoredValueError:
        return {}
    wanting = await wanting_of(connection, [row.chat_id for row in rows], posting_ids)
    contents = {row.id: [postings[each] for each in told[row.id] if each in postings] for row in rows}
    return {row.chat_id: owed_of(row, contents[row.id], wanting, now) for row in rows if contents[row.id]}
