"""A database with one feed and everything that works on it, and a messenger that does as it is told."""

from datetime import date, timedelta
from decimal import Decimal

from builders import HOUR, poll, read, stated
from sqlalchemy import select, update

from alerts.alerting import Matcher
from alerts.delivering import Deliverer
from alerts.digest import Digest
from alerts.filters import parse_filter
from alerts.money import Rates
from alerts.posting import Evidence, Part, Strength, Technology, Workplace
from alerts.subscribing import Address, NewSubscription
from storage.deliveries import Deliveries
from storage.feedback import Feedback
from storage.feeds import Feeds
from storage.matches import Matches
from storage.subscriptions import Subscriptions
from storage.tables import listings

RATES = Rates(on=date(2026, 11, 20), source="test", per_euro={"USD": Decimal("1.1")})
MINUTE = timedelta(minutes=1)
LIMITS = {"console": None}


class Messenger:
    """Takes messages, or raises what it was told to; ``sent`` has the postings, ``messages`` what told of them."""

    def __init__(self):
        self.sent = []
        self.messages = []
        self.threads = []
        self.errors = []
        self.pace = timedelta(0)
        self.before = None

    async def send(self, address, message):
        if self.before:
            await self.before()
        if self.errors and (error := self.errors.pop(0)):
            raise error
        told = message.items if isinstance(message, Digest) else [message]
        self.sent += [(address.external_id, alert.title) for alert in told]
        self.messages.append(message)
        self.threads.append(address.thread)
        return f"m{len(self.messages)}"

    def gap(self, _address):
        return self.pace


class World:
    """A database with one feed, and everything that works on it."""

    def __init__(self, database):
        self.database = database
        self.feeds = Feeds(database)
        self.subscriptions = Subscriptions(database)
        self.feedback = Feedback(database)
        self.matcher = Matcher(Matches(database), RATES)
        self.messenger = Messenger()
        self.deliveries = Deliveries(database)
        self.deliverer = self.another_deliverer(database)

    def another_deliverer(self, database, limits=LIMITS, messenger=None, **options):
        store = Deliveries(database)
        return Deliverer(store, messenger or self.messenger, RATES, owner="me", limits=limits, **options)

    async def break_posting(self, key):
        broken = update(listings).where(listings.c.native_key == key)
        async with self.database.write() as connection:
            await connection.execute(broken.values(facts={"pay": "none of ours"}))

    async def subscribe(self, line="python", chat="here", thread=""):
        chat_id = await self.subscriptions.open_chat(Address(platform="console", external_id=chat))
        return await self.subscriptions.add_subscription(
            NewSubscription(chat_id=chat_id, owner="ann", name=line, filter=parse_filter(line), thread=thread)
        )

    async def publish(self, *titles, **options):
        await poll(self.feeds, *(posting(title) for title in titles), **options)
        self.later(HOUR)
        await self.match()

    async def match(self):
        while await self.matcher.match_some():
            pass

    async def deliver(self):
        while await self.deliverer.take_turn():
            pass

    def later(self, span):
        self.database.clock.offset += span

    async def rows(self, table):
        async with self.database.read() as connection:
            return (await connection.execute(select(table))).all()

    def titles(self, chat="here"):
        return [title for external_id, title in self.messenger.sent if external_id == chat]


def posting(title):
    python = Technology("python", Strength.REQUIRED, (Evidence(Part.BODY, 7, 13, "Python"),))
    return read(
        title,
        title=title,
        body="We run Python.",
        stack=(python,),
        workplace=stated(Workplace.REMOTE, "We run"),
    )
