"""Finds and loads the configuration and turns what is wrong in it into one readable error; knows no part that uses it.

Relative paths in it count from the folder of the file, so that the program can be started from anywhere.
"""

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from alerts.errors import ConfigError
from bot.config import ENV_PREFIX, Config, ConsoleSection, FeedSection, RatesSection


def load_config(file: Path) -> Config:
    """Load the file under the environment. Raises `ConfigError` naming the key and the nearest valid one."""
    values = _read(file)
    _check_environment(os.environ)
    try:
        config = Config(**values)
    except ValidationError as error:
        raise ConfigError(f"{file}: {_readable(error)}") from None  # its context would show secrets
    except SettingsError as error:
        raise ConfigError(f"environment: {error}") from None
    return _with_absolute_paths(config, file.resolve().parent)


def nearest(word: str, known: Iterable[str]) -> str:
    """Give ' (did you mean …?)' with the nearest of the known words, or what there is."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1)
    return f"did you mean '{close[0]}'?" if close else f"known are: {', '.join(names)}"


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"There is no {file}. Make one with: rolecall init") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from error


def _check_environment(environment: Mapping[str, str]) -> None:
    """A misspelt variable would be ignored silently; the first part must be a section."""
    allowed = {*Config.model_fields, "config"}
    for name in environment:
        if not name.startswith(ENV_PREFIX):
            continue
        section = name.removeprefix(ENV_PREFIX).split("__")[0].lower()
        if section not in allowed:
            raise ConfigError(
                f"environment variable {name}: no section '{section}', {nearest(section, allowed)}"
            )


def _readable(error: ValidationError) -> str:
    """Name each wrong key; the values stay out of it, because one of them may be a secret."""
    return "; ".join(_one(details) for details in error.errors(include_input=False, include_url=False))


def _one(details: ErrorDetails) -> str:
    path = details["loc"]
    shown = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
    if details["type"] == "extra_forbidden":
        return f"unknown key '{shown}', {nearest(str(path[-1]), _keys_beside(path))}"
    return f"{shown}: {details['msg'].removeprefix('Value error, ')}"


def _keys_beside(path: Sequence[int | str]) -> list[str]:
    """Give the keys that are valid where the last part of the path stands."""
    model: type[BaseModel] = Config
    for part in path[:-1]:
        if isinstance(part, int):
            continue
        model = _model_in(model.model_fields[part].annotation)
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel]:
    """Find the section's class in annotations such as ``X``, ``X | None`` and ``tuple[X, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [part for part in annotation.__args__ if part not in (type(None), ...)]
    return _model_in(inner[0])


def _with_absolute_paths(config: Config, folder: Path) -> Config:
    return config.model_copy(
        update={
            "database": config.database.model_copy(
                update={"url": _database_url(config.database.url, folder)}
            ),
            "rates": _with_absolute_file(config.rates, folder),
            "console": _with_absolute_output(config.console, folder),
            "feeds": tuple(_with_absolute_path(feed, folder) for feed in config.feeds),
        }
    )


def _with_absolute_file(rates: RatesSection, folder: Path) -> RatesSection:
    return rates.model_copy(update={"file": _anchored(rates.file, folder)}) if rates.file else rates


def _with_absolute_output(console: ConsoleSection | None, folder: Path) -> ConsoleSection | None:
    if console is None or not console.output:
        return console
    return console.model_copy(update={"output": _anchored(console.output, folder)})


def _with_absolute_path(feed: FeedSection, folder: Path) -> FeedSection:
    return feed.model_copy(update={"path": _anchored(feed.path, folder)}) if feed.path else feed


def _anchored(path: str, folder: Path) -> str:
    return str(folder / Path(path).expanduser())


def _database_url(url: str, folder: Path) -> str:
    """Anchor a relative SQLite file at the folder of the configuration."""
    scheme, _, path = url.partition(":///")
    if not scheme.startswith("sqlite") or path in {"", ":memory:"}:
        return url
    return f"{scheme}:///{folder / path}"
