"""The kinds of criteria that ask for something, in the order in which a filter lists and tests them."""

from alerts.criteria.age import AgeCriterion
from alerts.criteria.among import (
    EmploymentCriterion,
    LanguageCriterion,
    LevelCriterion,
    RoleCriterion,
    WorkplaceCriterion,
)
from alerts.criteria.base import Criterion
from alerts.criteria.benefit import BenefitCriterion
from alerts.criteria.pay import PayCriterion
from alerts.criteria.region import RegionCriterion
from alerts.criteria.stack import StackCriterion
from alerts.criteria.words import CompanyCriterion, FromCriterion, TextCriterion, TitleCriterion

KINDS: dict[str, type[Criterion]] = {
    criterion.kind: criterion
    for criterion in (
        WorkplaceCriterion,
        LevelCriterion,
        RoleCriterion,
        EmploymentCriterion,
        StackCriterion,
        RegionCriterion,
        PayCriterion,
        BenefitCriterion,
        LanguageCriterion,
        FromCriterion,
        AgeCriterion,
        CompanyCriterion,
        TitleCriterion,
        TextCriterion,
    )
}
