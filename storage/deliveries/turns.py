"""The statements that find the chats whose turn it is, and lock one; they change nothing.

They are built once, for ``platforms`` and the clock's values: to build one takes longer than a database to answer it.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from alerts.delivering.pacing import MOST_AHEAD
from storage.clock import NOW, to_ms
from storage.deliveries.budgets import SEND
from storage.deliveries.waiting import is_owed, waiting_chats
from storage.dialect import Latest, among
from storage.tables import chats, installations, rate_budgets

# Chats that one look finds: more than a process sends in about a second, after which it looks again.
FOUND = 1000

_PLACES = installations.outerjoin(
    rate_budgets,
    and_(rate_budgets.c.installation_id == installations.c.id, rate_budgets.c.method == SEND),
).join(chats, chats.c.installation_id == installations.c.id)

_REACHABLE = (
    chats.c.state == "active",
    among(installations.c.platform, "platforms"),
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

_WAITS = (chats.c.id.in_(waiting_chats(NOW)), *_REACHABLE)

# The next chats, the one whose last turn is longest ago first.
NEXT_CHATS: Select[Any] = (
    select(chats.c.id)
    .select_from(_PLACES)
    .where(*_WAITS, _READY_MS <= NOW)
    .order_by(chats.c.lease_until_ms, chats.c.id)
    .limit(FOUND)
)

# In how many milliseconds the first of the chats that wait may be sent to.
SOONEST: Select[Any] = select(func.min(_READY_MS) - NOW).select_from(_PLACES).where(*_WAITS)

# Those of the chats ``chat_ids``, locked, that may still be sent to and that nobody else has.
LOCKED_CHATS: Select[Any] = (
    select(
        NOW.label("now"),
        chats.c.id,
        chats.c.installation_id,
        chats.c.external_id,
        chats.c.settings,
        chats.c.lease_token,
        installations.c.platform,
        installations.c.workspace,
    )
    .select_from(_PLACES)
    .where(among(chats.c.id, "chat_ids"), *_REACHABLE, _READY_MS <= NOW, is_owed(NOW))
    .order_by(chats.c.id)
    .with_for_update(of=chats, skip_locked=True, key_share=True)
)
