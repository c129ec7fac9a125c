"""Takes the steps of several turns in one transaction: claims, looks up, begins, records what was accepted, gives back.

None of them waits for anything but the database.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Owed, Turn
from storage.clock import NOW
from storage.deliveries.accepting import Accepted, accept
from storage.deliveries.beginning import Attempt, begin
from storage.deliveries.claiming import Claims, Wish
from storage.deliveries.heads import Later, heads
from storage.deliveries.holding import Held, Hold, changed, given_back, held_by, hold_of, is_held_back

log = structlog.get_logger()

GIVEN_BACK = changed(given_back(NOW))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look at what a chat is owed next."""

    turn: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack:
    """The end of a turn."""

    turn: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A turn that was wished for, with what the chat is owed first."""

    turn: Turn
    owed: Owed | Later | None


Step = Look | Attempt | Accepted | GiveBack
# What is owed next, for a look and for an accepted message whose turn goes on; whether it may begin, for an attempt.
Taken = Owed | Later | bool | None


async def claim(connection: AsyncConnection, claims: Claims, wishes: Sequence[Wish]) -> list[Claimed | None]:
    """Take as many turns as are wished for, or are there. The lease of one that is owed nothing is given back."""
    turns, held = await claims.lease(connection, wishes)
    owed = await _looked_up(connection, turns, held)
    await _give_back(connection, _ended(turns, owed))
    claimed = [Claimed(turn=turn, owed=owed.get(hold_of(turn))) for turn in turns]
    return [*claimed, *[None] * (len(wishes) - len(claimed))]


async def take_steps(connection: AsyncConnection, steps: Sequence[Step]) -> list[Taken]:
    """Take them all, and say what came of each. The lease of a turn that is owed nothing more is given back."""
    held: Held = {}
    begun: Collection[Hold] = ()
    if accepted := [step for step in steps if isinstance(step, Accepted)]:
        held |= await accept(connection, accepted)
    if attempts := [step for step in steps if isinstance(step, Attempt)]:
        begun = await begin(connection, attempts)
    if looks := [step.turn for step in steps if isinstance(step, Look)]:
        held |= await held_by(connection, looks)
    going_on = [*looks, *(one.turn for one in accepted if one.goes_on)]
    owed = await _looked_up(connection, going_on, held)
    left = [step.turn for step in steps if isinstance(step, GiveBack)]
    await _give_back(connection, [*_ended(going_on, owed), *left])
    return [
        hold_of(step.turn) in begun if isinstance(step, Attempt) else owed.get(hold_of(step.turn))
        for step in steps
    ]


def _ended(turns: Sequence[Turn], owed: Mapping[Hold, Owed | Later | None]) -> list[Turn]:
    return [turn for turn in turns if owed.get(hold_of(turn)) is None]


async def _give_back(connection: AsyncConnection, turns: Sequence[Turn]) -> None:
    if turns:
        await held_by(connection, turns, GIVEN_BACK)


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
    found: Mapping[int, Owed | None] = {}
    try:
        found = await heads(connection, [chat.id for chat in ready.values()], now)
    except SQLAlchemyError:
        raise
    except Exception:
        # One that cannot be read fails with its own turn: neither a claim nor what was accepted may fail for it.
        log.exception("what chats are owed cannot be looked up together")
    return {hold: found.get(chat.id, Later.LATER) for hold, chat in ready.items()}
