"""A message that was given up, as an operator sees it."""

from dataclasses import dataclass

from alerts.subscribing import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message that is not tried any more. ``uncertain`` counts the attempts that may have arrived all the same."""

    id: int
    address: Address
    title: str
    attempts: int
    uncertain: int
    error: str
