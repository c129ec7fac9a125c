"""The criterion that asks for a technology."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from alerts.criteria.anyof import AnyOf, words_of
from alerts.criteria.base import Answer, Criterion, Finding, Policy, Remark, RemarkCode, Translate
from alerts.money import Rates
from alerts.posting import Evidence, Facts, Strength, Subject

# Strongest first, as the enumeration has them.
STRENGTHS = tuple(Strength)
_ENOUGH = frozenset({Strength.TITLE, Strength.REQUIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class StackCriterion(AnyOf):
    """A technology asked for stands in the title or is required; with ``any_mention``, is named at all."""

    kind: ClassVar[str] = "stack"
    default_policy: ClassVar[Policy] = Policy.REFUSE

    any_mention: bool = False

    def find(self, subject: Subject, _at: datetime, _rates: Rates) -> Finding:
        """Look for the strongest mention; a posting that names no technology at all leaves it open."""
        if not subject.stack:
            return Finding(Answer.UNKNOWN)
        named = [(subject.stack[slug], slug) for slug in self.any_of if slug in subject.stack]
        if not named:
            return Finding(Answer.NO)
        strength, slug = min(named, key=lambda one: STRENGTHS.index(one[0]))
        remark = Remark(RemarkCode.STRENGTH, (("strength", strength), ("technology", slug)))
        return Finding(Answer.YES if self.suffices(strength) else Answer.NO, remark)

    def evidence(self, _subject: Subject, facts: Facts, _rates: Rates) -> tuple[Evidence, ...]:
        """Quote the mentions that suffice, or the weaker ones that do not."""
        named = [technology for technology in facts.stack if technology.slug in self.any_of]
        enough = [technology for technology in named if self.suffices(technology.strength)]
        return tuple(piece for technology in enough or named for piece in technology.evidence)

    def contradicts(self, excluded: Criterion) -> bool:
        """Allow 'python~, -python': mentioned, and no more than that."""
        weaker = self.any_mention and isinstance(excluded, StackCriterion) and not excluded.any_mention
        return not weaker and AnyOf.contradicts(self, excluded)

    def describe(self) -> str:
        """Write '~' after the words for any mention."""
        return AnyOf.describe(self) + "~" * self.any_mention

    def explain(self, translate: Translate) -> str:
        """Say how strongly it must be asked for."""
        words = AnyOf.explain(self, translate)
        if self.any_mention:
            return translate("{technologies} mentioned anywhere").format(technologies=words)
        return translate("{technologies} in the title or required").format(technologies=words)

    def to_json(self) -> dict[str, object]:
        """Give JSON values."""
        return {"any_of": list(self.any_of), "any_mention": self.any_mention}

    @classmethod
    def from_json(cls, values: dict[str, object], policy: Policy | None = None) -> Self:
        """Make the criterion again. Raises ValueError on what `to_json` does not give."""
        any_mention = values.get("any_mention", False)
        if not isinstance(any_mention, bool):
            raise ValueError(f"not true or false: {any_mention!r}")  # noqa: TRY004 - from_json promises ValueError
        return cls(any_of=words_of(values), policy=policy, any_mention=any_mention)

    def suffices(self, strength: Strength) -> bool:
        """Tell whether a mention of this strength is enough."""
        return self.any_mention or strength in _ENOUGH
