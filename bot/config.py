"""The configuration: a TOML file and ROLECALL_… environment variables, typed; knows no part that uses it.

Secrets are written ``env:NAME`` and stay in `SecretStr`, so that no log or repr shows them.
"""

import os
import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from alerts.delivering import Unsure
from alerts.polling import FirstPoll

ENV_PREFIX = "ROLECALL_"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(\d{1,9})\s*([smhd])")


def _duration(value: object) -> object:
    """Read '90s', '15m', '2h' or '1d'."""
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError("write a time such as 90s, 15m, 2h or 1d")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])


def _secret(value: object) -> object:
    """Read 'env:NAME' from the environment; a secret is never written in the file itself."""
    if not isinstance(value, str) or not value.startswith("env:"):
        raise ValueError("write env:NAME and put the secret into that environment variable")
    name = value.removeprefix("env:")
    if not os.environ.get(name):
        raise ValueError(f"the environment variable {name} is not set")
    return os.environ[name]


def _positive(value: timedelta) -> timedelta:
    if not timedelta(seconds=1) <= value <= timedelta(days=366):
        raise ValueError("must be between 1s and 366d")
    return value


def _admin(value: str) -> str:
    platform, _, user = value.partition(":")
    if not platform or not user or (platform == "telegram" and not user.isdecimal()):
        raise ValueError(
            "must be a platform and a person's number there, as in telegram:123456 or slack:U0123ABCD"
        )
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration), AfterValidator(_positive)]
Secret = Annotated[SecretStr, BeforeValidator(_secret)]


class Section(BaseModel):
    """A table of the file: an unknown key in it is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSection(Section):
    """Where everything is stored."""

    url: str = Field(default="sqlite+aiosqlite:///rolecall.db", repr=False)  # it may hold a password


class FetchingSection(Section):
    """How feeds are fetched. ``contact`` goes into the User-Agent; private hosts are refused unless listed."""

    contact: str = ""
    allow_private_hosts: tuple[str, ...] = ()
    max_bytes: int = Field(default=20_000_000, gt=0)
    timeout: Duration = timedelta(seconds=25)


class AccessSection(Section):
    """Who may use the bot: everybody who finds it. Other modes come with the platforms that need them.

    ``admins``, as platform:user, are the operator in chats: they approve the feeds that chats propose.
    """

    mode: Literal["open"] = "open"
    admins: tuple[Annotated[str, AfterValidator(_admin)], ...] = ()


class DeliverySection(Section):
    """How alerts are sent. ``uncertain``: what becomes of one that may have arrived, after a cut or a kill."""

    uncertain: Unsure = Unsure.RESEND


class ConsoleSection(Section):
    """Where ``run`` prints the alerts of console chats: a file, or the standard output where it is empty."""

    output: str = ""


class RatesSection(Section):
    """The table of exchange rates: a newer file of the form of the packaged one, which serves where it is empty."""

    file: str = ""


class FeedSection(BaseModel):
    """One feed. Keys beyond these belong to its format, which checks them."""

    model_config = ConfigDict(extra="allow", frozen=True)
    type: str = "auto"
    url: str = ""
    path: str = ""
    name: str = ""
    interval: Duration = timedelta(hours=1)
    first_poll: FirstPoll = FirstPoll.BASELINE
    accept_terms: bool = False


class TelegramSection(Section):
    """The Telegram bot; ``base_url`` may be a self-hosted Bot API server."""

    token: Secret
    base_url: str = "https://api.telegram.org/bot"


class SlackSection(Section):
    """The Slack app, in Socket Mode."""

    bot_token: Secret
    app_token: Secret
    base_url: str = "https://slack.com/api/"


class Config(BaseSettings):
    """All of it. Environment variables such as ROLECALL_DATABASE__URL win over the file."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    database: DatabaseSection = DatabaseSection()
    fetching: FetchingSection = FetchingSection()
    access: AccessSection = AccessSection()
    delivery: DeliverySection = DeliverySection()
    rates: RatesSection = RatesSection()
    console: ConsoleSection | None = None
    telegram: TelegramSection | None = None
    slack: SlackSection | None = None
    feeds: tuple[FeedSection, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file's values, which are given to the constructor."""
        del settings_cls, dotenv_settings, file_secret_settings
        return (env_settings, init_settings)
