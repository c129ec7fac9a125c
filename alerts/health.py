"""What is wrong with the running processes, from what they last said of themselves; knows no database."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

# A process says that it lives this often, and is taken for dead after a few times of silence.
BEAT = timedelta(seconds=5)
SILENCE = timedelta(seconds=30)
# Far above what any piece of work takes; the longest are rounds of many pages.
STANDSTILL = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What a process says of itself: how long ago each of its loops had come to an end, at worst, and its trouble."""

    owner: str
    role: str
    standing: timedelta
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A beat, how long ago it was, and how long ago its process began."""

    beat: Beat
    ago: timedelta
    age: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """All that is known: the processes, and the bots that their platform told to wait, each with how long still."""

    heard: Sequence[Heard]
    paused: Sequence[tuple[str, timedelta]] = ()


class HealthStore(Protocol):
    """What health needs of the database; each method is one transaction."""

    async def beat(self, beat: Beat) -> None:
        """Record that a process lives, and forget those that were not heard of for a day."""

    async def leave(self, owner: str) -> None:
        """Forget a process that ended as it was told to."""

    async def vitals(self) -> Vitals:
        """Give what is known of all processes and bots."""


def complaints(vitals: Vitals) -> list[str]:
    """Say what is wrong, in an operator's words; empty where all is well."""
    alive = [one for one in vitals.heard if one.ago <= SILENCE]
    dead = [one for one in vitals.heard if one.ago > SILENCE]
    found = [
        f"{one.beat.owner} ({one.beat.role}) was last heard of {_told(one.ago)} ago"
        for one in _missed(dead, alive)
    ]
    if not any(one.beat.role != "bot" for one in alive):
        found.append("no worker is running: nothing is polled and nothing is sent")
    for one in alive:
        name = f"{one.beat.owner} ({one.beat.role})"
        if one.beat.trouble:
            found.append(f"{name}: {one.beat.trouble}")
        if one.beat.standing + one.ago > STANDSTILL:
            found.append(f"{name}: work stands still for {_told(one.beat.standing + one.ago)}")
    return found + [f"{bot} has to wait {_told(left)}: it sent too fast" for bot, left in vitals.paused]


def _missed(dead: Collection[Heard], alive: Collection[Heard]) -> Iterator[Heard]:
    """Give the dead that nobody replaced: a process that began after one's last beat stands in for it, in its role."""
    places = Counter[str]()
    for one in sorted(dead, key=lambda one: one.ago):
        younger = sum(other.beat.role == one.beat.role and other.age <= one.ago for other in alive)
        if places[one.beat.role] < younger:
            places[one.beat.role] += 1
        else:
            yield one


def _told(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"  # noqa: PLR2004  # two minutes
