"""Delivering: what chats are owed is sent, one chat's turn at a time, and each send is settled.

``owed`` says what is owed, ``composing`` what a message of it holds, ``settling`` what an attempt's end means,
``pacing`` how often a bot may send, ``ports`` what is needed of the database and the platforms; ``engine`` does it,
``editing`` keeps what was sent true.
"""

from alerts.delivering.composing import Composed, Item, compose
from alerts.delivering.dead import DeadLetter
from alerts.delivering.editing import Edited, Editor, EditStore
from alerts.delivering.engine import LEASE, SEND_TIMEOUT, SENDS_PER_TURN, Deliverer
from alerts.delivering.owed import Owed, Told, Turn, Wanted
from alerts.delivering.pacing import Limit
from alerts.delivering.ports import DeliveryStore, Messenger
from alerts.delivering.settling import MAX_BACK_OFF, Outcome, Settlement, Unsure, failed

__all__ = [
    "LEASE",
    "MAX_BACK_OFF",
    "SENDS_PER_TURN",
    "SEND_TIMEOUT",
    "Composed",
    "DeadLetter",
    "Deliverer",
    "DeliveryStore",
    "EditStore",
    "Edited",
    "Editor",
    "Item",
    "Limit",
    "Messenger",
    "Outcome",
    "Owed",
    "Settlement",
    "Told",
    "Turn",
    "Unsure",
    "Wanted",
    "compose",
    "failed",
]
