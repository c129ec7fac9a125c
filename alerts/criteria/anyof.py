"""What the criteria share that list words of which any will do; knows no posting."""

from dataclasses import dataclass
from typing import ClassVar, Self

from alerts.criteria import vocabulary
from alerts.criteria.base import Criterion, Policy, Translate

# The matching index counts members of a group in six bits.
MOST_ALTERNATIVES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Words of which any will do, kept sorted and once each, so that equal filters are equal values."""

    kind: ClassVar[str]
    default_policy: ClassVar[Policy] = Policy.PASS
    can_be_unknown: ClassVar[bool] = True
    # Two of a united kind in one filter are one criterion: 'remote, hybrid' is either.
    united: ClassVar[bool] = False

    any_of: tuple[str, ...]
    policy: Policy | None = None

    def __post_init__(self) -> None:
        words = tuple(sorted(set(self.any_of)))
        if not 1 <= len(words) <= MOST_ALTERNATIVES or not all(words):
            raise ValueError(f"1 to {MOST_ALTERNATIVES} words, not {len(words)}")
        object.__setattr__(self, "any_of", words)

    def contradicts(self, excluded: Criterion) -> bool:
        """Tell whether every one of the words is excluded."""
        return isinstance(excluded, type(self)) and set(self.any_of) <= set(excluded.any_of)

    def describe(self) -> str:
        """Write the words bare where they mean the same without the kind's name."""
        bare = all(vocabulary.kind_of(word) == (self.kind, word) for word in self.any_of)
        return ("" if bare else f"{self.key()}:") + "|".join(self.any_of)

    @classmethod
    def key(cls) -> str:
        """Give what stands before the colon."""
        return cls.kind

    def explain(self, translate: Translate) -> str:
        """Give the words as people write them."""
        return listed(self.any_of, translate)

    def to_json(self) -> dict[str, object]:
        """Give JSON values."""
        return {"any_of": list(self.any_of)}

    @classmethod
    def from_json(cls, values: dict[str, object], policy: Policy | None = None) -> Self:
        """Make the criterion again. Raises ValueError on what `to_json` does not give."""
        return cls(any_of=words_of(values), policy=policy)


def words_of(values: dict[str, object]) -> tuple[str, ...]:
    """Read ``any_of`` of stored JSON. Raises ValueError on anything but a list of words."""
    words = values.get("any_of")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(f"not a list of words: {words!r}")
    return tuple(words)


def listed(slugs: tuple[str, ...], translate: Translate) -> str:
    """Join slugs as alternatives, in words."""
    return translate(" or ").join(slug.replace("-", " ") for slug in slugs)
