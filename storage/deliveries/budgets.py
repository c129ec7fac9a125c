"""Keeps what each bot may still send in rows that all processes share; the rule is `alerts.delivering.pacing`."""

from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering.pacing import MOST_AHEAD, REFUSED_CHATS, REFUSED_WITHIN, Limit, reply_slot, slot
from storage.clock import now_ms, to_ms
from storage.dialect import insert
from storage.tables import chats, rate_budgets

# All messages of a bot count alike, so that there is one budget for each installation.
SEND = "send"


async def charge(
    connection: AsyncConnection, installation_id: int, limit: Limit, now: int, messages: int
) -> list[int]:
    """Take up to so many slots and give how many milliseconds each is away; none that is too far away."""
    budget = await _budget(connection, installation_id)
    arrival, waits = budget.tat_ms, list[int]()
    for _ in range(messages):
        at, after = slot(arrival, now, limit)
        at = max(at, budget.paused_until_ms)
        if at > now + to_ms(MOST_AHEAD):
            break
        arrival = after
        waits.append(int(at - now))
    if waits:
        await _write(connection, installation_id, tat_ms=arrival)
    return waits


async def charge_replies(
    connection: AsyncConnection, installation_id: int, limit: Limit, messages: int
) -> int:
    """Take slots for a person's answer and give how many milliseconds away it is; deliveries wait its debt out."""
    budget = await _budget(connection, installation_id)
    now = await now_ms(connection)
    at, after = reply_slot(budget.tat_ms, now, limit, messages)
    await _write(connection, installation_id, tat_ms=after)
    return int(max(at, budget.paused_until_ms) - now)


async def note_refusal(connection: AsyncConnection, chat_id: int, until: int, *, whole_bot: bool) -> None:
    """Remember that a chat was refused for the rate; several at once mean the bot, which then pauses as asked."""
    its_bot = select(chats.c.installation_id).where(chats.c.id == chat_id)
    installation_id = (await connection.execute(its_bot)).scalar_one()
    budget = await _budget(connection, installation_id)
    now = await now_ms(connection)
    late = now - to_ms(REFUSED_WITHIN)
    lately = [[chat, at] for chat, at in budget.refusals if at > late and chat != chat_id] + [[chat_id, now]]
    changes: dict[str, Any] = {"refusals": lately}
    if whole_bot or len(lately) >= REFUSED_CHATS:
        changes = {"refusals": [], "paused_until_ms": max(until, budget.paused_until_ms)}
    await _write(connection, installation_id, **changes)


async def _budget(connection: AsyncConnection, installation_id: int) -> Row[Any]:
    """Lock the budget's row, making it the first time."""
    key = {"installation_id": installation_id, "method": SEND}
    wanted = rate_budgets.select().filter_by(**key).with_for_update()
    found = (await connection.execute(wanted)).one_or_none()
    if found is None:
        new = insert(connection, rate_budgets).values(key | {"refusals": []}).on_conflict_do_nothing()
        await connection.execute(new)
        found = (await connection.execute(wanted)).one()
    return found


async def _write(connection: AsyncConnection, installation_id: int, **changes: Any) -> None:
    row = (rate_budgets.c.installation_id == installation_id) & (rate_budgets.c.method == SEND)
    await connection.execute(update(rate_budgets).where(row).values(changes))
