"""Brings the documents of feeds, from the web or the file system; parses none."""

from alerts.errors import FetchError
from alerts.polling import Fetched, FetchRequest, NotModified
from bot.fetching.addresses import Resolve, resolve
from bot.fetching.directory import fetch_path
from bot.fetching.http import FetchSettings, HttpFetcher

__all__ = ["FetchSettings", "Fetching", "HttpFetcher"]


class Fetching:
    """The `alerts.polling.Fetcher` of the running program."""

    def __init__(self, settings: FetchSettings, resolve: Resolve = resolve) -> None:
        """Open the HTTP client."""
        self._http = HttpFetcher(settings, resolve)
        self._max_bytes = settings.max_bytes

    async def fetch(self, request: FetchRequest) -> Fetched | NotModified:
        """Read the feed's ``path`` if it has one, else fetch its URL. Raises `FetchError`."""
        path = request.options.get("path")
        if path and request.trusted:
            return await fetch_path(str(path), request, self._max_bytes)
        if request.format == "directory":
            raise FetchError("a feed of type 'directory' needs a path")
        return await self._http.fetch(request)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()
