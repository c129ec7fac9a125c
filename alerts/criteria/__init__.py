"""The tests that a filter is made of, one small class each; CRITERIA lists them."""

from alerts.criteria.base import Answer, Criterion, Policy, Remark, RemarkCode, Verdict, verdict
from alerts.criteria.exclusion import Exclusion
from alerts.criteria.kinds import KINDS

CRITERIA: dict[str, type[Criterion]] = {**KINDS, Exclusion.kind: Exclusion}

__all__ = [
    "CRITERIA",
    "Answer",
    "Criterion",
    "Exclusion",
    "Policy",
    "Remark",
    "RemarkCode",
    "Verdict",
    "verdict",
]
