"""Everything that a chat is sent without having asked for it just then; knows no platform."""

from dataclasses import dataclass, field
from enum import StrEnum

from alerts.chat_settings import ChatSettings
from alerts.compose import Alert
from alerts.digest import Digest
from alerts.silence import Silence


class Told(StrEnum):
    """What a chat is told of a feed."""

    OUTAGE = "outage"
    RECOVERY = "recovery"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What became of a feed that a chat has to do with; ``reason`` is the last error."""

    told: Told
    feed: str
    reason: str = ""
    reader: ChatSettings = field(default_factory=ChatSettings)


Message = Alert | Digest | Notice | Silence
