"""Turns the domain's values into JSON and back; knows no table."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from alerts.criteria.base import Verdict
from alerts.errors import StoredValueError
from alerts.polling.pacing import NO_HINTS, Hints
from alerts.posting import Band, Facts, Money, PostingText, Strength
from storage.clock import to_ms

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)


class Codec(Generic[T]):
    """Writes values of one type as JSON values, without what is at its default, and reads them."""

    def __init__(self, kind: Any) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def dump(self, value: T) -> Any:
        """Give JSON values; decimals become strings, which keep every digit."""
        return self._adapter.dump_python(value, mode="json", exclude_defaults=True)

    def load(self, stored: Any) -> T:
        """Read what ``dump`` gave. Raises `StoredValueError` on anything else."""
        try:
            return self._adapter.validate_python(stored)
        except ValidationError as error:
            raise StoredValueError("a stored value is not of this program's version") from error


def one_of(kind: type[Choice], stored: str) -> Choice:
    """Read a stored value of an enumeration. Raises `StoredValueError` on one that another version wrote."""
    try:
        return kind(stored)
    except ValueError as error:
        raise StoredValueError(f"a stored {kind.__name__} is not of this program's version") from error


FACTS: Codec[Facts] = Codec(Facts)
TEXT: Codec[PostingText] = Codec(PostingText)
BANDS: Codec[tuple[Band, ...]] = Codec(tuple[Band, ...])
STACK: Codec[dict[str, Strength]] = Codec(dict[str, Strength])
BENEFITS: Codec[dict[str, Money | None]] = Codec(dict[str, Money | None])
_VERDICTS: Codec[tuple[Verdict, ...]] = Codec(tuple[Verdict, ...])


def verdicts_to_json(verdicts: Sequence[Verdict]) -> Any:
    """Give the JSON values of a subscription's verdicts."""
    return _VERDICTS.dump(tuple(verdicts))


def verdicts_from_json(stored: Any) -> tuple[Verdict, ...]:
    """Read a subscription's verdicts. Raises `StoredValueError` on what another version wrote."""
    return _VERDICTS.load(stored)


def hints_to_json(hints: Hints) -> Any:
    """Give the JSON values of what a document says about its pace; None where it says nothing."""
    if hints == NO_HINTS:
        return None
    return {"wait_ms": to_ms(hints.wait), "hours": sorted(hints.hours), "days": sorted(hints.days)}


def hints_from_json(stored: Any) -> Hints:
    """Read what `hints_to_json` gave."""
    if not stored:
        return NO_HINTS
    return Hints(
        wait=timedelta(milliseconds=stored["wait_ms"]),
        hours=frozenset(stored["hours"]),
        days=frozenset(stored["days"]),
    )


def storable(text: str) -> str:
    """Leave out what PostgreSQL cannot hold in a text: NUL and half characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def capped(text: str, size: int) -> str:
    """Give the beginning of a text that takes at most ``size`` bytes."""
    return storable(text[:size]).encode("utf-8")[:size].decode("utf-8", "ignore")
