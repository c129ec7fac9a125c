"""What a criterion is and what it answers; knows no particular criterion."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol, Self

from alerts.money import Rates
from alerts.posting import Evidence, Facts, Subject

# gettext or anything like it: English wording in, the reader's wording out.
Translate = Callable[[str], str]


class Answer(StrEnum):
    """What a criterion finds in a posting. UNKNOWN is not NO: the posting does not say."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Policy(StrEnum):
    """What becomes of a posting when the answer is unknown; the value is the sign that writes it."""

    PASS = "?"  # noqa: S105 - it passes postings, it is no password
    REFUSE = "!"


class RemarkCode(StrEnum):
    """Every remark that a criterion makes, with its values; each wants a wording wherever alerts are shown.

    Sums are in the filter's currency and period; ``rate_date`` is there where they were converted.
    """

    # values: what the posting states of this kind, of it only what was asked for if any was.
    STATED = "stated"
    # strength, technology: the strongest that was asked for, or the weaker mention that was not enough.
    STRENGTH = "strength"
    # from and to (one may be absent), currency, period, rate_date or none.
    CONVERTED = "converted"
    STARTS_BELOW = "starts-below"
    TOO_LOW = "too-low"
    OPEN_ENDED = "open-ended"
    ON_TARGET = "on-target"
    # No values.
    NO_CURRENCY = "no-currency"
    # currency.
    NO_RATE = "no-rate"
    # amount, currency, period, rate_date or none.
    AMOUNT = "amount"
    TOO_LITTLE = "too-little"
    # No values.
    AMOUNT_NOT_STATED = "amount-not-stated"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the alert adds to an answer, as data: ``code`` names the wording, ``values`` fill it."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One criterion's answer about one posting, as it is stored with the match.

    ``criterion`` is canonical syntax; ``passes`` has the unknown policy applied; ``quotes`` are the posting's
    words that prove a YES, refuse it, or leave it open.
    """

    kind: str
    criterion: str
    answer: Answer
    passes: bool
    remark: Remark | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer with what there is to add to it."""

    answer: Answer
    remark: Remark | None = None


class Criterion(Protocol):
    """One test of a filter: a frozen dataclass of its words, with its own verdict and its own syntax.

    ``kind`` is its name in the CRITERIA registry and in stored JSON. ``policy`` None means the kind's
    default; a kind whose answer is never unknown has ``can_be_unknown`` False and takes no policy.
    """

    kind: ClassVar[str]
    default_policy: ClassVar[Policy]
    can_be_unknown: ClassVar[bool]

    @property
    def policy(self) -> Policy | None:
        """Give what was asked for an unknown answer."""

    def find(self, subject: Subject, at: datetime, rates: Rates, /) -> Finding:
        """Answer for a posting seen ``at``; a pure function of its arguments."""

    def evidence(self, subject: Subject, facts: Facts, rates: Rates, /) -> tuple[Evidence, ...]:
        """Give the words of the posting that this criterion's answer rests on."""

    def contradicts(self, excluded: "Criterion", /) -> bool:
        """Tell whether nothing can be a YES of this one when every YES of ``excluded`` is refused."""

    def describe(self) -> str:
        """Give the canonical syntax; ``parse(describe())`` is this criterion again."""

    def explain(self, translate: Translate, /) -> str:
        """Give plain words for people; every piece of English goes through ``translate``."""

    def to_json(self) -> dict[str, object]:
        """Give the criterion's own values for versioned JSON, without kind and policy."""

    @classmethod
    def from_json(cls, values: dict[str, object], policy: Policy | None = None) -> Self:
        """Make the criterion of what ``to_json`` gave. Raises ValueError on anything else."""


# How evidence is shown: its words alone, or with some of the text around them.
Quote = Callable[[Evidence], str]


def words_alone(evidence: Evidence) -> str:
    """Quote exactly what proves a fact."""
    return evidence.quote


def passes(answer: Answer, policy: Policy) -> bool:
    """Apply an unknown policy to an answer."""
    return answer is Answer.YES or (answer is Answer.UNKNOWN and policy is Policy.PASS)


def policy_of(criterion: Criterion) -> Policy:
    """Give the policy that holds: the one asked for, or the kind's default."""
    return criterion.policy or criterion.default_policy


def verdict(
    criterion: Criterion,
    subject: Subject,
    at: datetime,
    rates: Rates,
    facts: Facts | None = None,
    quote: Quote = words_alone,
) -> Verdict:
    """Judge a posting by one criterion; a pure function. With ``facts`` it quotes, as ``quote`` has it."""
    finding = criterion.find(subject, at, rates)
    evidence = criterion.evidence(subject, facts, rates) if facts is not None else ()
    return Verdict(
        kind=criterion.kind,
        criterion=criterion.describe(),
        answer=finding.answer,
        passes=passes(finding.answer, policy_of(criterion)),
        remark=finding.remark,
        quotes=tuple(dict.fromkeys(quote(piece) for piece in evidence)),
    )
