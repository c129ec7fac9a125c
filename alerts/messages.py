"""Everything that a chat is sent without having asked for it just then; knows no platform."""

from alerts.compose import Alert
from alerts.digest import Digest

Message = Alert | Digest
