"""Finds the postings that new listings are copies of; the rule itself is `alerts.identity`'s."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.identity import MOST_KEY, Vacancy, ats_key, belongs, company_key, group_keys
from alerts.posting import ReadListing
from storage.clock import moment_at
from storage.dialect import chunks, insert, take_locks
from storage.tables import companies, feeds, listings, postings
from storage.values import FACTS, TEXT


def vacancy_of(read: ReadListing, feed_id: int, now: int) -> Vacancy:
    """Give what tells which vacancy a listing is."""
    text = read.listing.text
    return Vacancy(
        feed=feed_id,
        company=text.company,
        title=text.title,
        location=text.location,
        url=read.listing.url,
        body=text.body,
        regions=frozenset(stated.value for stated in read.facts.regions),
        seen_at=moment_at(now),
    )


async def lock_companies(connection: AsyncConnection, vacancies: Sequence[Vacancy]) -> None:
    """Hold companies and numbers of these vacancies until the commit: another feed's copies of them wait for it.

    Always companies first, each kind in order: who takes the same locks in another order would deadlock.
    """
    keys = sorted({key for key in (company_key(each.company)[:MOST_KEY] for each in vacancies) if key})
    if keys:
        known = insert(connection, companies).on_conflict_do_nothing()
        await connection.execute(known, [{"key": key} for key in keys])
        rows = select(companies.c.key).where(companies.c.key.in_(keys)).order_by(companies.c.key)
        await connection.execute(rows.with_for_update())
    await take_locks(connection, {key for key in (ats_key(each.url) for each in vacancies) if key})


async def second_hand_postings(connection: AsyncConnection, posting_ids: Sequence[int]) -> Sequence[int]:
    """Give those of these postings whose lead is not a tracking system's own listing."""
    found: list[int] = []
    first_hand = listings.c.ats_key.is_not(None) & feeds.c.lists_all
    led = (
        select(postings.c.id)
        .join(listings, listings.c.id == postings.c.lead_listing_id)
        .join(feeds, feeds.c.id == listings.c.feed_id)
        .where(~first_hand)
        .order_by(postings.c.id)
    )
    for some in chunks(posting_ids):
        found += (await connection.execute(led.where(postings.c.id.in_(some)))).scalars()
    return found


class Candidates:
    """The stored postings that listings of a page may be copies of, each with its listings' vacancies."""

    def __init__(self) -> None:
        self._vacancies: dict[int, list[Vacancy]] = {}
        # Dictionaries for sets that keep their order.
        self._by_key: defaultdict[str, dict[int, None]] = defaultdict(dict)

    async def load(self, connection: AsyncConnection, vacancies: Sequence[Vacancy]) -> None:
        """Look up what shares a key with one of these vacancies."""
        groups = frozenset[str]().union(*map(_groups_of, vacancies))
        numbers = {ats_key(each.url) for each in vacancies} - {None}
        numbered = select(listings.c.posting_id).where(listings.c.ats_key.in_(numbers))
        shared = or_(postings.c.id.in_(numbered), _open_group(groups))
        rows = (
            select(
                postings.c.group_key,
                listings.c.ats_key,
                listings.c.posting_id,
                listings.c.feed_id,
                listings.c.url,
                listings.c.text,
                listings.c.facts,
                listings.c.seen_ms,
            )
            .join(listings, listings.c.posting_id == postings.c.id)
            .join(feeds, feeds.c.id == listings.c.feed_id)
            .where(feeds.c.approved, shared)
        )
        for row in await connection.execute(rows.order_by(listings.c.id)):
            self._add(row)

    def _add(self, row: Any) -> None:
        self._vacancies.setdefault(row.posting_id, []).append(_stored_vacancy(row))
        for key in filter(None, (row.group_key, row.ats_key)):
            self._by_key[key][row.posting_id] = None

    def join(self, vacancy: Vacancy) -> int | None:
        """Give the posting that a listing belongs to, and count it among the copies; None for a new one."""
        number = ats_key(vacancy.url)
        for key in ((number,) if number else ()) + tuple(sorted(_groups_of(vacancy))):
            for posting_id in self._by_key.get(key, ()):
                if belongs(vacancy, self._vacancies[posting_id]):
                    self._vacancies[posting_id].append(vacancy)
                    return posting_id
        return None


def _groups_of(vacancy: Vacancy) -> frozenset[str]:
    return group_keys(vacancy.company, vacancy.title, vacancy.location)


def _open_group(groups: frozenset[str]) -> Any:
    return postings.c.group_key.in_(groups) & postings.c.closed_ms.is_(None)


def _stored_vacancy(row: Any) -> Vacancy:
    text = TEXT.load(row.text)
    return Vacancy(
        feed=row.feed_id,
        company=text.company,
        title=text.title,
        location=text.location,
        url=row.url,
        body=text.body,
        regions=frozenset(stated.value for stated in FACTS.load(row.facts).regions),
        seen_at=moment_at(row.seen_ms),
    )
