"""Chooses the best of what fits, in the order of alerts (`alerts.matching.rank`), by sets: no posting is unpacked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from heapq import nsmallest
from operator import or_

from alerts.criteria.stack import STRENGTHS, StackCriterion
from alerts.posting import Strength
from alerts.previewing.bits import places_of
from alerts.previewing.sieve import Sieved
from alerts.previewing.window import Window

# Sets of places by what they cost in the order: none in the first, one in the second, the most outside of all.
_Costs = Sequence[int]


def best_of(most: int, places: int, sieves: Sequence[Sieved], window: Window) -> Sequence[int]:
    """Give so many of the places: fewest unknowns, stronger stack, pay above the floor, newest."""
    stack = [one.criterion for one in sieves if isinstance(one.criterion, StackCriterion)]
    orders: Sequence[Sequence[_Costs]] = (
        [(window.live & ~one.unknown,) for one in sieves],
        [[_naming(one, strength, window) for strength in STRENGTHS] for one in stack],
        [(places & ~one.unknown & ~one.below, one.below) for one in sieves if one.criterion.kind == "pay"],
    )
    newest, chosen = _newest(window), list[int]()
    for equals in _in_order(places, orders):
        chosen += nsmallest(most - len(chosen), places_of(equals), key=newest)
        if len(chosen) == most:
            break
    return chosen


def _in_order(places: int, orders: Sequence[Sequence[_Costs]]) -> Iterator[int]:
    """Divide places by what they cost in the first order, then in the next ones; the cheapest come first."""
    if not orders:
        yield places
        return
    for equals in _by_cost(places, orders[0]):
        yield from _in_order(equals, orders[1:])


def _by_cost(places: int, costs: Iterable[_Costs]) -> Iterator[int]:
    """Divide places by their costs, summed up; what none is at is left out."""
    levels = [places]
    for sets in costs:
        parts, rest = [], places
        for one in sets:
            parts.append(rest & one)
            rest &= ~one
        parts.append(rest)
        dearer = [0] * (len(levels) + len(parts) - 1)
        for paid, level in enumerate(levels):
            for cost, part in enumerate(parts):
                dearer[paid + cost] |= level & part
        levels = dearer
    return filter(None, levels)


def _naming(criterion: StackCriterion, strength: Strength, window: Window) -> int:
    """Give the places that name one of the technologies with a strength."""
    named = (
        columns.stack.get((slug, strength), 0) << first
        for first, columns in window.parts
        for slug in criterion.any_of
    )
    return reduce(or_, named, 0)


def _newest(window: Window) -> Callable[[int], tuple[float, int]]:
    """Give the sort key of a place, the newest first; of two of one time the first is first."""
    size, bulk, recent = window.bulk.size, window.bulk.newest, window.recent.newest
    return lambda at: (-(bulk[at] if at < size else recent[at - size]), at)
