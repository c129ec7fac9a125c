"""Criteria that ask whether what a posting states is among the words asked for."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from alerts.criteria.anyof import AnyOf
from alerts.criteria.base import Answer, Finding, Policy, Remark, RemarkCode, Translate
from alerts.money import Rates
from alerts.posting import Evidence, Facts, Stated, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Among(AnyOf, ABC):
    """Yes when any of what is stated was asked for, unknown when nothing is stated."""

    united: ClassVar[bool] = True

    @abstractmethod
    def stated(self, subject: Subject) -> frozenset[str]:
        """Give what the posting states of this kind."""

    @abstractmethod
    def proofs(self, facts: Facts) -> Iterable[Stated[str]]:
        """Give what the posting states of this kind, with its words."""

    def fits(self, stated: str) -> bool:
        """Tell whether one stated value is what was asked for."""
        return stated in self.any_of

    def find(self, subject: Subject, _at: datetime, _rates: Rates) -> Finding:
        """Compare what is stated with what was asked."""
        stated = self.stated(subject)
        if not stated:
            return Finding(Answer.UNKNOWN)
        fitting = [value for value in stated if self.fits(value)]
        remark = Remark(RemarkCode.STATED, (("values", ", ".join(sorted(fitting or stated))),))
        return Finding(Answer.YES if fitting else Answer.NO, remark)

    def evidence(self, _subject: Subject, facts: Facts, _rates: Rates) -> tuple[Evidence, ...]:
        """Quote what fits, or all that is stated where nothing does."""
        proofs = tuple(self.proofs(facts))
        fitting = tuple(proof for proof in proofs if self.fits(proof.value))
        return tuple(piece for proof in fitting or proofs for piece in proof.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkplaceCriterion(Among):
    """The most remote arrangement offered is among those asked."""

    kind: ClassVar[str] = "workplace"
    default_policy: ClassVar[Policy] = Policy.REFUSE

    def stated(self, subject: Subject) -> frozenset[str]:
        """Give the workplace, if stated."""
        return _one(subject.workplace)

    def proofs(self, facts: Facts) -> Iterable[Stated[str]]:
        """Give the workplace's words."""
        return () if facts.workplace is None else (Stated(facts.workplace.value, facts.workplace.evidence),)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCriterion(Among):
    """A level that the role is open to is among those asked."""

    kind: ClassVar[str] = "level"

    def stated(self, subject: Subject) -> frozenset[str]:
        """Give the levels."""
        return subject.levels

    def proofs(self, facts: Facts) -> Iterable[Stated[str]]:
        """Give the levels' words."""
        return facts.levels


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCriterion(Among):
    """What the role is about is among those asked."""

    kind: ClassVar[str] = "role"

    def stated(self, subject: Subject) -> frozenset[str]:
        """Give the roles."""
        return subject.roles

    def proofs(self, facts: Facts) -> Iterable[Stated[str]]:
        """Give the roles' words."""
        return facts.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentCriterion(Among):
    """A type of employment offered is among those asked."""

    kind: ClassVar[str] = "employment"

    def stated(self, subject: Subject) -> frozenset[str]:
        """Give the employment types."""
        return subject.employment

    def proofs(self, facts: Facts) -> Iterable[Stated[str]]:
        """Give the employment types' words."""
        return facts.employment


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageCriterion(Among):
    """The posting is written in one of the languages asked, by ISO 639-1 code."""

    kind: ClassVar[str] = "language"

    def stated(self, subject: Subject) -> frozenset[str]:
        """Give the language, if known."""
        return _one(subject.language)

    def proofs(self, facts: Facts) -> Iterable[Stated[str]]:
        """Give the words that show the language."""
        return () if facts.language is None else (facts.language,)

    def explain(self, translate: Translate) -> str:
        """Say that the posting is written in it."""
        return translate("written in {languages}").format(languages=AnyOf.explain(self, translate))


def _one(value: str | None) -> frozenset[str]:
    return frozenset() if value is None else frozenset({value})
