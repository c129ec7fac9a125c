"""A posting of the last days as previews hold it: small, because there are tens of thousands; knows no filter."""

import marshal
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from alerts.posting import Band, Money, PayBasis, Period, Strength, Subject, Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A posting. A ``baseline`` one was there when its feed was added, and is sent to nobody.

    ``stamp`` changes whenever the subject does. The rest of the subject is packed, without its text: as bytes it takes
    a tenth of the memory, and the garbage collector, which stops everything, has nothing to walk over.
    """

    posting_id: int
    stamp: str
    title: str
    company: str
    seen_at: datetime
    posted_at: datetime | None
    packed: bytes
    baseline: bool = False

    @classmethod
    def of(cls, posting_id: int, stamp: str, subject: Subject, *, baseline: bool = False) -> Self:
        """Pack a subject."""
        return cls(
            posting_id=posting_id,
            stamp=stamp,
            title=subject.title,
            company=subject.company,
            seen_at=subject.seen_at,
            posted_at=subject.posted_at,
            packed=marshal.dumps(_packed(subject)),
            baseline=baseline,
        )

    @property
    def subject(self) -> Subject:
        """Unpack the subject, which takes some ten microseconds; its text is empty."""
        values: dict[str, Any] = marshal.loads(self.packed)  # noqa: S302  # packed by this process itself
        place = values["workplace"]
        return Subject(
            title=self.title,
            company=self.company,
            seen_at=self.seen_at,
            feeds=values["feeds"],
            posted_at=self.posted_at,
            workplace=Workplace(place) if place else None,
            pay=tuple(map(_band, values["pay"])),
            regions=values["regions"],
            stack={slug: Strength(strength) for slug, strength in values["stack"].items()},
            benefits={slug: money and _money(money) for slug, money in values["benefits"].items()},
            levels=values["levels"],
            roles=values["roles"],
            employment=values["employment"],
            language=values["language"],
        )


def _packed(subject: Subject) -> Any:
    """Give plain values, which are packed ten times as quickly as objects."""
    return {
        "feeds": subject.feeds,
        "workplace": subject.workplace and subject.workplace.value,
        "pay": tuple(
            (
                _digits(one.minimum),
                _digits(one.maximum),
                one.currency,
                one.period.value,
                one.where,
                one.basis.value,
            )
            for one in subject.pay
        ),
        "regions": subject.regions,
        "stack": {slug: strength.value for slug, strength in subject.stack.items()},
        "benefits": {
            slug: money and (str(money.amount), money.currency, money.period.value)
            for slug, money in subject.benefits.items()
        },
        "levels": subject.levels,
        "roles": subject.roles,
        "employment": subject.employment,
        "language": subject.language,
    }


def _digits(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _amount(digits: str | None) -> Decimal | None:
    return None if digits is None else Decimal(digits)


def _band(values: tuple[str | None, str | None, str | None, str, str | None, str]) -> Band:
    minimum, maximum, currency, period, where, basis = values
    return Band(
        minimum=_amount(minimum),
        maximum=_amount(maximum),
        currency=currency,
        period=Period(period),
        where=where,
        basis=PayBasis(basis),
    )


def _money(values: tuple[str, str | None, str]) -> Money:
    amount, currency, period = values
    return Money(amount=Decimal(amount), currency=currency, period=Period(period))
