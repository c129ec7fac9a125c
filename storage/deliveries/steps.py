"""Takes the steps of several turns in one transaction: looks up, begins, records what was accepted, gives back.

None of them waits for anything but the database.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Owed, Turn
from storage.clock import NOW
from storage.deliveries.accepting import Accepted, accept
from storage.deliveries.beginning import Attempt, begin
from storage.deliveries.heads import Later, heads
from storage.deliveries.holding import Held, Hold, changed, given_back, held_by, hold_of, is_held_back

_GIVEN_BACK = changed(given_back(NOW))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look at what a chat is owed next."""

    turn: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack:
    """The end of a turn."""

    turn: Turn


Step = Look | Attempt | Accepted | GiveBack
# What is owed next, for a look and for an accepted message whose turn goes on; whether it may begin, for an attempt.
Taken = Owed | Later | bool | None


async def take_steps(connection: AsyncConnection, steps: Sequence[Step]) -> list[Taken]:
    """Take them all, and say what came of each."""
    held: Held = {}
    begun: Collection[Hold] = ()
    if ended := [step.turn for step in steps if isinstance(step, GiveBack)]:
        await held_by(connection, ended, _GIVEN_BACK)
    if accepted := [step for step in steps if isinstance(step, Accepted)]:
        held |= await accept(connection, accepted)
    if attempts := [step for step in steps if isinstance(step, Attempt)]:
        begun = await begin(connection, attempts)
    if looks := [step.turn for step in steps if isinstance(step, Look)]:
        held |= await held_by(connection, looks)
    going_on = [one.turn for one in accepted if one.goes_on]
    owed = await _looked_up(connection, [*looks, *going_on], held)
    return [
        hold_of(step.turn) in begun if isinstance(step, Attempt) else owed.get(hold_of(step.turn))
        for step in steps
    ]


async def _looked_up(
    connection: AsyncConnection, turns: Sequence[Turn], held: Held
) -> Mapping[Hold, Owed | Later | None]:
    """Look up what is simple; the rest has a transaction of its own, later, which holds up nobody else."""
    ready = {}
    for hold in map(hold_of, turns):
        chat = held.get(hold)
        if chat is not None and chat.lease_until_ms > chat.now and not await is_held_back(connection, chat):
            ready[hold] = chat
    if not ready:
        return {}
    now = next(iter(ready.values())).now
    found = await heads(connection, [chat.id for chat in ready.values()], now)
    return {hold: found.get(chat.id, Later.LATER) for hold, chat in ready.items()}
