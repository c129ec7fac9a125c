"""The criterion that asks whether one may work from where one is."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from alerts.criteria.among import Among
from alerts.criteria.base import Translate
from alerts.posting import Facts, Stated, Subject
from alerts.reading.places import place_codes, within

_WORLD = "WORLD"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCriterion(Among):
    """The posting may be worked from one of the places asked, countries or groups of countries."""

    kind: ClassVar[str] = "region"

    @classmethod
    def key(cls) -> str:
        """Write it as 'in:US'."""
        return "in"

    def stated(self, subject: Subject) -> frozenset[str]:
        """Give the regions."""
        return subject.regions

    def proofs(self, facts: Facts) -> Iterable[Stated[str]]:
        """Give the regions' words."""
        return facts.regions

    def fits(self, stated: str) -> bool:
        """Tell whether a stated region and one that was asked for have a country in common.

        Every region has one in common with the world: who asks for that wants what is open to all of it.
        """
        return any(stated == asked or (asked != _WORLD and meet(stated, asked)) for asked in self.any_of)

    def explain(self, translate: Translate) -> str:
        """Say that the work may be done from there."""
        return translate("may be worked from {places}").format(places=translate(" or ").join(self.any_of))


@cache
def meet(one: str, other: str) -> bool:
    """Tell whether two regions have a country in common."""
    if one == other or within(one, other) or within(other, one):
        return True
    return any(within(code, one) and within(code, other) for code in place_codes())
