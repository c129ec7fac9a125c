"""The statements that find the chats whose turn it is, and lock one; they change nothing.

They are built once, for ``now`` and ``platforms``: to build one takes longer than a database takes to answer it.
"""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Text, and_, bindparam, func, select

from alerts.delivering.pacing import MOST_AHEAD
from storage.clock import to_ms
from storage.deliveries.budgets import SEND
from storage.deliveries.waiting import is_owed, waiting_chats
from storage.dialect import Latest
from storage.tables import chats, installations, rate_budgets

# Chats that one look finds: what a process sends in about a second, so that the order of turns stays fresh.
FOUND = 32

_NOW = bindparam("now", type_=BigInteger)
_PLATFORMS = bindparam("platforms", type_=Text, expanding=True)

_PLACES = installations.outerjoin(
    rate_budgets,
    and_(rate_budgets.c.installation_id == installations.c.id, rate_budgets.c.method == SEND),
).join(chats, chats.c.installation_id == installations.c.id)

_REACHABLE = (
    chats.c.state == "active",
    installations.c.platform.in_(_PLATFORMS),
    installations.c.revoked_ms.is_(None),
)

# When a chat may be sent to: after its lease, limits, quiet hours and failures, and with a slot in sight.
_READY_MS: ColumnElement[int] = Latest(
    chats.c.lease_until_ms,
    chats.c.paced_until_ms,
    chats.c.held_until_ms,
    chats.c.backoff_until_ms,
    func.coalesce(rate_budgets.c.paused_until_ms, 0),
    func.coalesce(rate_budgets.c.tat_ms, 0) - to_ms(MOST_AHEAD),
)

_WAITS = (chats.c.id.in_(waiting_chats(_NOW)), *_REACHABLE)

# The next chats, the one whose last turn is longest ago first.
NEXT_CHATS: Select[Any] = (
    select(chats.c.id)
    .select_from(_PLACES)
    .where(*_WAITS, _READY_MS <= _NOW)
    .order_by(chats.c.lease_until_ms, chats.c.id)
    .limit(FOUND)
)

# When the first of the chats that wait may be sent to.
SOONEST: Select[Any] = select(func.min(_READY_MS)).select_from(_PLACES).where(*_WAITS)

# The chat ``chat_id``, locked, if it may still be sent to and nobody else has it.
LOCKED_CHAT: Select[Any] = (
    select(
        chats.c.installation_id,
        chats.c.external_id,
        chats.c.settings,
        chats.c.lease_until_ms,
        chats.c.lease_token,
        installations.c.platform,
        installations.c.workspace,
    )
    .select_from(_PLACES)
    .where(chats.c.id == bindparam("chat_id"), *_REACHABLE, _READY_MS <= _NOW, is_owed(_NOW))
    .with_for_update(of=chats, skip_locked=True)
)
