"""The criterion that refuses what another one finds."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from alerts.criteria.base import Answer, Criterion, Finding, Policy, Translate
from alerts.criteria.kinds import KINDS
from alerts.money import Rates
from alerts.posting import Evidence, Facts, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Yes unless what is excluded stands there: what is not stated never refuses a posting."""

    kind: ClassVar[str] = "exclusion"
    default_policy: ClassVar[Policy] = Policy.PASS
    can_be_unknown: ClassVar[bool] = False

    excluded: Criterion
    policy: None = None

    def __post_init__(self) -> None:
        if self.excluded.kind == self.kind or self.excluded.policy is not None:
            raise ValueError(f"not to be excluded: {self.excluded!r}")

    def find(self, subject: Subject, at: datetime, rates: Rates) -> Finding:
        """Refuse only a YES."""
        finding = self.excluded.find(subject, at, rates)
        if finding.answer is Answer.YES:
            return Finding(Answer.NO, finding.remark)
        return Finding(Answer.YES)

    def evidence(self, subject: Subject, facts: Facts, rates: Rates) -> tuple[Evidence, ...]:
        """Quote what is excluded, where it stands there."""
        if self.excluded.find(subject, subject.seen_at, rates).answer is not Answer.YES:
            return ()
        return self.excluded.evidence(subject, facts, rates)

    def contradicts(self, excluded: Criterion) -> bool:
        """Contradict nothing: two exclusions always go together."""
        del excluded
        return False

    def describe(self) -> str:
        """Write a '-' before what is excluded."""
        return f"-{self.excluded.describe()}"

    def explain(self, translate: Translate) -> str:
        """Say that it must not be."""
        return translate("not: {excluded}").format(excluded=self.excluded.explain(translate))

    def to_json(self) -> dict[str, object]:
        """Give JSON values."""
        return {"excluded": {"kind": self.excluded.kind, **self.excluded.to_json()}}

    @classmethod
    def from_json(cls, values: dict[str, object], policy: Policy | None = None) -> Self:
        """Make the criterion again. Raises ValueError on what `to_json` does not give."""
        match values:
            case {"excluded": {"kind": str(kind), **inner}} if kind in KINDS and policy is None:
                own = {str(name): value for name, value in inner.items()}
                return cls(excluded=KINDS[kind].from_json(own))
        raise ValueError(f"not an exclusion: {values!r}")
