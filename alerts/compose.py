"""Makes the alert that a chat gets of a posting and the filters it fits: typed parts, no markup, no wording."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from alerts.alerting import Matched
from alerts.chat_settings import ChatSettings
from alerts.criteria.base import Answer, Verdict
from alerts.money import Rates, about
from alerts.posting import Band, Facts, FoundOn, Posting, Workplace


class Verb(StrEnum):
    """What a button does. Its word travels in the platforms' callbacks, so a released one never changes its meaning."""

    SAVE = "save"
    DISMISS = "dismiss"
    FILTER = "filter"
    EDIT = "edit"
    PAUSE = "pause"
    RESUME = "resume"
    DELETE = "delete"
    CHOOSE = "choose"
    SHOW = "show"
    PAGE = "page"
    WHY = "why"
    SNOOZE = "snooze"
    SCHEDULE = "schedule"
    APPLY = "apply"
    UNDO = "undo"
    BRING = "bring"
    NEAR = "near"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Action:
    """A button's meaning: a verb, the id of the row that it is about, and where that is not all, what was chosen.

    Of a dialog's button ``target`` is the revision at which it was asked, of a digest's page ``choice`` is its number.
    A choice has at most 32 letters, digits and hyphens, as every platform carries them.
    """

    verb: Verb
    target: int
    choice: str = ""


class News(StrEnum):
    """What became of a posting after the message about it was sent."""

    CHANGED = "changed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One posting for one chat.

    ``reasons`` are the criteria that it fulfils, ``unclear`` those that what it states does not decide; ``not_stated``
    names, as kinds of criteria, what it does not state of what a reader would look for; ``filters`` are the names of
    the subscriptions that it fits; ``news`` is there once what was sent is no longer all. ``reader`` is the chat as it
    wants to be spoken to, and ``pay_about`` what each band comes to in the currency that it thinks in, None where that
    is the band's own or cannot be told.
    """

    posting_id: int
    title: str
    company: str
    levels: tuple[str, ...]
    workplace: Workplace | None
    regions: tuple[str, ...]
    pay: tuple[Band, ...]
    reasons: tuple[Verdict, ...]
    unclear: tuple[Verdict, ...]
    not_stated: tuple[str, ...]
    filters: tuple[str, ...]
    found_on: tuple[FoundOn, ...]
    seen_at: datetime
    url: str
    actions: tuple[Action, ...]
    news: News | None = None
    reader: ChatSettings = field(default_factory=ChatSettings)
    pay_about: tuple[Band | None, ...] = ()


def compose_alert(
    posting: Posting, matched: Sequence[Matched], reader: ChatSettings, rates: Rates, *, changed: bool = False
) -> Alert:
    """Compose one alert of all the filters of a chat that the posting fits.

    ``changed`` says that the posting is not what it was when the chat was told of it.
    """
    facts = posting.facts
    every = tuple(_once(verdict for one in matched for verdict in one.verdicts))
    return Alert(
        posting_id=posting.id,
        title=posting.subject.title,
        company=posting.subject.company,
        levels=tuple(level.value for level in facts.levels),
        workplace=facts.workplace.value if facts.workplace else None,
        regions=tuple(region.value for region in facts.regions),
        pay=tuple(stated.band for stated in facts.pay),
        reasons=tuple(
            verdict for verdict in every if verdict.answer is Answer.YES and verdict.kind != "exclusion"
        ),
        unclear=tuple(verdict for verdict in every if verdict.answer is Answer.UNKNOWN and verdict.remark),
        not_stated=_not_stated(facts, every),
        filters=tuple(one.subscription.name for one in matched),
        found_on=posting.found_on,
        seen_at=posting.subject.seen_at,
        url=posting.url,
        actions=(
            Action(Verb.SAVE, posting.id),
            Action(Verb.DISMISS, posting.id),
            *(Action(Verb.FILTER, one.subscription.id) for one in matched[:1]),
            Action(Verb.WHY, posting.id),
        ),
        news=News.CLOSED if posting.closed else News.CHANGED if changed else None,
        reader=reader,
        pay_about=tuple(_about(stated.band, reader, rates) for stated in facts.pay),
    )


def _about(band: Band, reader: ChatSettings, rates: Rates) -> Band | None:
    wanted = reader.currency
    return about(band, wanted, rates) if wanted and wanted != band.currency else None


def _once(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    """Leave out what another filter of the chat asked already."""
    seen = set()
    for verdict in verdicts:
        if verdict.criterion not in seen:
            seen.add(verdict.criterion)
            yield verdict


def _not_stated(facts: Facts, verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Name what anybody would look for, and what these filters asked for in vain."""
    looked_for = {
        "workplace": facts.workplace is None,
        "region": not facts.regions,
        "pay": not facts.pay,
        "employment": not facts.employment,
    }
    kinds = [kind for kind, missing in looked_for.items() if missing]
    asked = [one.kind for one in verdicts if one.answer is Answer.UNKNOWN and not one.remark]
    return tuple(dict.fromkeys([*kinds, *asked]))
