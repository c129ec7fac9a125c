"""What commands share: their configuration, running a coroutine, and errors as exit codes; knows no command."""

import functools
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, ParamSpec

import click

from alerts.errors import ConfigError, RolecallError
from bot.cli.options import DEFAULT_FILE
from bot.config import Config
from bot.config_loading import load_config
from bot.event_loop import run
from bot.logs import set_up_logs

P = ParamSpec("P")

EXIT_FAILED = 1
EXIT_CONFIG = 2


def chosen_file(context: click.Context, config: str | None) -> Path:
    """Give the configuration's file: the command's own option, else the one before the command, else the default."""
    return Path(config or context.obj or os.environ.get("ROLECALL_CONFIG") or DEFAULT_FILE)


def chosen_config(context: click.Context, config: str | None) -> Config:
    """Load it. Raises `ConfigError`."""
    return load_config(chosen_file(context, config))


def errors_as_exits(function: Callable[P, None]) -> Callable[P, None]:
    """Turn our errors into one line and an exit code, anything else into Python's own report."""

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except RolecallError as error:
            click.echo(f"rolecall: {error.user_message}", err=True)
            sys.exit(EXIT_CONFIG if isinstance(error, ConfigError) else EXIT_FAILED)

    return wrapped


def run_async(work: Coroutine[Any, Any, None], *, verbose: bool = False, quiet: bool = False) -> None:
    """Set logging up and run a coroutine to its end."""
    set_up_logs("debug" if verbose else "warning" if quiet else "info")
    run(work)
