"""The subject's columns of a posting: written from a listing's subject and read back; knows no statement."""

import json
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row

from alerts.posting import PostingText, Subject, Workplace
from storage.clock import moment_at, moment_ms
from storage.values import BANDS, BENEFITS, STACK, one_of

# Small enough that the stamps of many postings can be summed up.
_STAMP_BYTES = 5


def subject_columns(subject: Subject) -> dict[str, Any]:
    """Give the subject's columns; sets are stored sorted.

    ``subject_stamp`` changes when any of them does, or the text that goes with them.
    """
    columns = {
        "title": subject.title,
        "company": subject.company,
        "workplace": subject.workplace,
        "regions": sorted(subject.regions),
        "pay": BANDS.dump(subject.pay),
        "stack": STACK.dump(dict(subject.stack)),
        "benefits": BENEFITS.dump(dict(subject.benefits)),
        "levels": sorted(subject.levels),
        "roles": sorted(subject.roles),
        "employment": sorted(subject.employment),
        "language": subject.language,
        "posted_ms": moment_ms(subject.posted_at) if subject.posted_at else None,
    }
    values = json.dumps([columns, subject.text()], sort_keys=True).encode()
    return {
        **columns,
        "subject_stamp": int.from_bytes(blake2b(values, digest_size=_STAMP_BYTES).digest(), "big"),
    }


def stored_subject(row: Row[Any], feeds: tuple[str, ...], text: PostingText) -> Subject:
    """Make the subject of a row of postings. Raises `StoredValueError` on what another version wrote."""
    return Subject(
        title=row.title,
        company=row.company,
        seen_at=moment_at(row.seen_ms),
        feeds=feeds,
        posted_at=None if row.posted_ms is None else moment_at(row.posted_ms),
        workplace=one_of(Workplace, row.workplace) if row.workplace else None,
        pay=BANDS.load(row.pay),
        regions=frozenset(row.regions),
        stack=STACK.load(row.stack),
        benefits=BENEFITS.load(row.benefits),
        levels=frozenset(row.levels),
        roles=frozenset(row.roles),
        employment=frozenset(row.employment),
        language=row.language,
        text=lambda: text.body,
    )
