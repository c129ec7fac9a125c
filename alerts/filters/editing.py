"""Changes a filter by a line: what it names takes the place of its like, all else stays; knows no chat."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from alerts.criteria import Criterion, Exclusion
from alerts.criteria.anyof import AnyOf
from alerts.errors import FilterError
from alerts.filters.filter import Filter, changed, describe_criterion
from alerts.filters.lexing import composed, shown
from alerts.filters.parsing import parse_criteria, parse_filter
from alerts.filters.terms import kind_of_key

_EXAMPLE = "drop pay"
_DROP = re.compile(r"(?:drop|remove|delete|clear)\s+(?P<what>.+)", re.IGNORECASE | re.DOTALL)
# Commas that stand in no quotes.
_COMMA = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A changed filter, with the criteria in canonical syntax that are gone and those that are new."""

    filter: Filter
    gone: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def kept(self) -> tuple[str, ...]:
        """Give the criteria that stayed."""
        return tuple(one for one in map(describe_criterion, self.filter.criteria) if one not in self.new)


def edited(filter_: Filter, line: str, *, currency: str = "USD") -> Edited:
    """Change a filter: 'pay>=160k', '-php', '+go', 'drop benefit', or '= remote, go' for all of it.

    A criterion takes the place of all of its kind, an exclusion is added, and '+' at the beginning adds all. What
    contradicts the line goes. Raises `FilterError`.
    """
    text = composed(line).strip()
    if text.startswith("="):
        return _between(filter_, parse_filter(text[1:], currency=currency))
    rest, dropped = _without_drops(text)
    left: Sequence[Criterion] = filter_.criteria
    for what in dropped:
        left = _drop(left, what, currency)
    asked = parse_criteria(rest, currency=currency) if rest else ()
    if not asked and not dropped:
        raise FilterError(
            "'{line}' changes nothing.", shown(text), example=_EXAMPLE, values={"line": shown(text)}
        )
    kept = [one for one in left if not _gives_way(one, asked, adding=text.startswith("+"))]
    return _between(filter_, Filter((*kept, *asked)))


def _between(before: Filter, after: Filter) -> Edited:
    old, new = (tuple(map(describe_criterion, one.criteria)) for one in (before, after))
    return Edited(
        filter=after,
        gone=tuple(one for one in old if one not in new),
        new=tuple(one for one in new if one not in old),
    )


def _without_drops(line: str) -> tuple[str, list[str]]:
    """Take 'drop pay' out of a line."""
    if _DROP.search(line) is None:
        return line, []
    parts = [part.strip() for part in _COMMA.split(line)]
    found = [_DROP.fullmatch(part) for part in parts]
    rest = ", ".join(part for part, drop in zip(parts, found, strict=True) if drop is None)
    return rest, [drop["what"].strip() for drop in found if drop is not None]


def _drop(criteria: Iterable[Criterion], what: str, currency: str) -> list[Criterion]:
    """Leave out the criteria of a kind, or those that words name, alone or among alternatives."""
    before = list(criteria)
    kind = (
        "exclusion"
        if what.casefold() in ("exclusion", "exclusions")
        else kind_of_key(what.casefold().rstrip(":"))
    )
    if kind is not None:
        left = [one for one in before if one.kind != kind]
    else:
        named = parse_criteria(what, currency=currency)
        left = [kept for one in before if (kept := _less(one, named)) is not None]
    if left == before:
        raise FilterError(
            "'{what}' is not in this filter.", shown(what), example=_EXAMPLE, values={"what": shown(what)}
        )
    return left


def _less(one: Criterion, named: Iterable[Criterion]) -> Criterion | None:
    """Take words out of a criterion; None where nothing is left of it."""
    left: Criterion | None = one
    for other in named:
        left = left and _without(left, other)
    return left


def _without(one: Criterion, other: Criterion) -> Criterion | None:
    if isinstance(one, Exclusion):
        inner = _without(one.excluded, other.excluded if isinstance(other, Exclusion) else other)
        return replace(one, excluded=inner) if inner is not None else None
    if one.kind != other.kind:
        return one
    if isinstance(one, AnyOf) and isinstance(other, AnyOf):
        words = tuple(word for word in one.any_of if word not in other.any_of)
        return changed(one, any_of=words) if words else None
    return None


def _gives_way(old: Criterion, asked: Iterable[Criterion], *, adding: bool) -> bool:
    for new in asked:
        if isinstance(new, Exclusion):
            if not isinstance(old, Exclusion) and old.contradicts(new.excluded):
                return True
        elif isinstance(old, Exclusion):
            if new.contradicts(old.excluded):
                return True
        elif old.kind == new.kind and not adding:
            return True
    return False
