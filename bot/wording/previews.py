"""What a preview reads like: what a filter would have sent, the best of it, what each criterion kept out."""

from collections.abc import Iterable

from alerts.errors import CommandError
from alerts.filters import Filter, describe, explain
from alerts.previewing import Breadth, Preview, Sample
from bot.wording.language import gettext as _
from bot.wording.language import ngettext
from bot.wording.quantities import band, number

_MOST_SHARES = 6


def looked_at(wanted: Filter, preview: Preview) -> str:
    """Say back a filter that is not saved, and what it would have sent."""
    head = _("A posting that is:\n{criteria}\nAs one line: {line}")
    criteria = "\n".join(f"  {line}" for line in explain(wanted, _))
    return f"{head.format(criteria=criteria, line=describe(wanted))}\n{preview_text(preview)}"


def preview_text(preview: Preview) -> str:
    """Say what a filter would have sent, in some lines."""
    if not preview.looked_at and not preview.baseline:
        return _("No feed has brought a posting yet, so there is nothing to preview.")
    return "\n".join([*_counts(preview), *map(_sample, preview.samples), *_shares(preview)])


def too_broad(breadth: Breadth, preview: Preview) -> CommandError:
    """Refuse a filter that would flood the chat, with what to do about it."""
    if breadth is Breadth.CHOOSES_NOTHING:
        return CommandError(
            "That would send nearly every posting: it says what to leave out, not what to look for. "
            "Add a technology, a role or a place: python, backend, in:US"
        )
    return CommandError(
        "That would send nearly every posting: {fitting} of {known}, about {week} a week. "
        'Add what it must have: python, senior, pay>=100k. To get all of one feed, name it: from:"its name"',
        fitting=number(preview.count + preview.already),
        known=number(preview.looked_at + preview.baseline),
        week=_rate(preview),
    )


def _counts(preview: Preview) -> Iterable[str]:
    if preview.looked_at:
        said = ngettext(
            "In the last {days} day: {count} of {all} postings, about {week} a week.",
            "In the last {days} days: {count} of {all} postings, about {week} a week.",
            preview.days,
        )
        yield said.format(
            days=preview.days,
            count=number(preview.count),
            all=number(preview.looked_at),
            week=_rate(preview),
        )
    if preview.already or not preview.looked_at:
        yield _(
            "Of the {all} that the feeds had when they were added, which are not sent, {count} fit."
        ).format(all=number(preview.baseline), count=number(preview.already))


def _rate(preview: Preview) -> str:
    return number(round(preview.per_week, None if preview.per_week >= 1 else 1))


def _sample(sample: Sample) -> str:
    subject = sample.subject
    parts = [subject.title, subject.company, *(band(one) for one in subject.pay[:1]), sample.url]
    return "  " + " · ".join(part for part in parts if part)


def _shares(preview: Preview) -> Iterable[str]:
    """Say what each criterion alone kept out; one that did nothing or let nothing through is pointed out."""
    if not preview.looked_at:
        return
    told = sorted((one for one in preview.shares if one.alone), key=lambda one: -one.alone)[:_MOST_SHARES]
    if told:
        listed = ", ".join(f"{one.criterion} {number(one.alone)}" for one in told)
        yield _("Kept out by one criterion alone: {criteria}").format(criteria=listed)
    idle = [one.criterion for one in preview.shares if not one.refused]
    if idle:
        yield _("Kept out nothing: {criteria}").format(criteria=", ".join(idle))
    total = [one.criterion for one in preview.shares if one.refused >= preview.looked_at]
    if total:
        yield _("Lets nothing through: {criteria}").format(criteria=", ".join(total))
