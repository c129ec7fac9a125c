"""Writes a feed's structured fields one a line and finds them again; knows not where they came from."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from alerts.posting import Band, Fields, PayBasis
from alerts.text.tidying import one_line, short_line


def render_fields(fields: Fields) -> str:
    """Write the fields as lines of ``key: value``, each pay band on its own, for evidence to point at."""
    return "\n".join(f"{key}: {value}" for key, value in _lines(fields) if value)


def field_line(text_fields: str, key: str, nth: int = 0) -> tuple[int, int] | None:
    """Give the place of the value on the ``nth`` line with that key, or None where there is none."""
    lines = re.finditer(rf"^{re.escape(key)}: (.+)$", text_fields, re.MULTILINE)
    found = next(islice(lines, nth, None), None)
    return found.span(1) if found else None


def _lines(fields: Fields) -> Iterator[tuple[str, str]]:
    yield from (("pay", _band(band)) for band in fields.pay)
    yield "pay", short_line(fields.pay_text)
    yield "workplace", fields.workplace.value if fields.workplace else ""
    yield "regions", _joined(fields.regions)
    yield "employment", _joined(fields.employment)
    yield "levels", _joined(fields.levels)
    yield "language", one_line(fields.language)


def _joined(values: tuple[str, ...]) -> str:
    return ", ".join(map(one_line, values))


def _band(band: Band) -> str:
    words = [
        _sums(band.minimum, band.maximum),
        band.currency or "",
        band.period.value,
        band.basis.value if band.basis is PayBasis.OTE else "",
        f"({short_line(band.where)})" if band.where else "",
    ]
    return " ".join(filter(None, words))


def _sums(minimum: Decimal | None, maximum: Decimal | None) -> str:
    if minimum is None:
        return "" if maximum is None else f"up to {_plain(maximum)}"
    if maximum is None:
        return f"from {_plain(minimum)}"
    return _plain(minimum) if minimum == maximum else f"{_plain(minimum)}-{_plain(maximum)}"


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
