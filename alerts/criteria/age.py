"""The criterion that asks for fresh postings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from alerts.criteria.base import Answer, Criterion, Finding, Policy, Translate
from alerts.money import Rates
from alerts.posting import Evidence, Facts, Subject

_HOURS_A_DAY = 24
_LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeCriterion:
    """When it was seen, the posting had been posted for less than so many hours.

    One without a date counts as posted when it was first seen: what is new here is no older than we know.
    """

    kind: ClassVar[str] = "age"
    default_policy: ClassVar[Policy] = Policy.PASS
    can_be_unknown: ClassVar[bool] = False

    hours: int
    policy: None = None

    def __post_init__(self) -> None:
        if not 1 <= self.hours <= _LONGEST_DAYS * _HOURS_A_DAY:
            raise ValueError(f"not an age: {self.hours} hours")

    def find(self, subject: Subject, at: datetime, _rates: Rates) -> Finding:
        """Compare the age at the time of seeing."""
        age = at - (subject.posted_at or subject.seen_at)
        return Finding(Answer.YES if age < timedelta(hours=self.hours) else Answer.NO)

    def evidence(self, _subject: Subject, _facts: Facts, _rates: Rates) -> tuple[Evidence, ...]:
        """Have nothing to quote: a date is no words."""
        return ()

    def contradicts(self, excluded: Criterion) -> bool:
        """Exclude nothing younger than what is excluded."""
        return isinstance(excluded, AgeCriterion) and self.hours <= excluded.hours

    def describe(self) -> str:
        """Write days where they are whole."""
        days, rest = divmod(self.hours, _HOURS_A_DAY)
        return f"age<{self.hours}h" if rest else f"age<{days}d"

    def explain(self, translate: Translate) -> str:
        """Say it in days where they are whole."""
        days, rest = divmod(self.hours, _HOURS_A_DAY)
        if rest:
            return translate("posted less than {hours} hours ago").format(hours=self.hours)
        return translate("posted less than {days} days ago").format(days=days)

    def to_json(self) -> dict[str, object]:
        """Give JSON values."""
        return {"hours": self.hours}

    @classmethod
    def from_json(cls, values: dict[str, object], policy: Policy | None = None) -> Self:
        """Make the criterion again. Raises ValueError on what `to_json` does not give."""
        hours = values.get("hours")
        if policy is not None or not isinstance(hours, int):
            raise ValueError(f"not an age: {values!r}")
        return cls(hours=hours)
