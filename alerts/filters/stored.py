"""A filter as versioned JSON values: what the database and an export keep."""

from alerts.criteria import CRITERIA, Criterion, Policy
from alerts.errors import FilterError
from alerts.filters.filter import Filter

VERSION = 1


def to_json(filter_: Filter) -> dict[str, object]:
    """Give JSON values."""
    return {"version": VERSION, "criteria": [_stored(criterion) for criterion in filter_.criteria]}


def from_json(values: object) -> Filter:
    """Make a filter of what `to_json` gave. Raises `FilterError` on another version and on anything else."""
    match values:
        case {"version": int(version), "criteria": list(criteria)} if version == VERSION:
            return Filter(tuple(map(_restored, criteria)))
        case {"version": version}:
            raise FilterError(
                "This program reads filters of version {version}.",
                f"version {version!r:.40}",
                values={"version": VERSION},
            )
    raise FilterError("These are no stored filter's values.", f"{values!r:.40}")


def _stored(criterion: Criterion) -> dict[str, object]:
    policy = {"policy": str(criterion.policy)} if criterion.policy else {}
    return {"kind": criterion.kind, **policy, **criterion.to_json()}


def _restored(values: object) -> Criterion:
    try:
        match values:
            case {"kind": str(kind), **own} if kind in CRITERIA:
                values_of = {str(name): value for name, value in own.items()}
                policy = values_of.pop("policy", None)
                return CRITERIA[kind].from_json(values_of, Policy(str(policy)) if policy else None)
    except ValueError as error:
        raise FilterError("A stored criterion cannot be read.", f"{values!r:.80}") from error
    raise FilterError("A stored criterion is of an unknown kind.", f"{values!r:.80}")
