"""Reads a response's body within a cap on what it unpacks to; knows gzip, which alone is asked for."""

import zlib
from collections.abc import AsyncIterator, Callable

from alerts.errors import FetchError
from bot.fetching.connections import Response

ACCEPT_ENCODING = "gzip"

# zlib's way to say: with gzip's header.
_GZIP = zlib.MAX_WBITS | 16
_Unpack = Callable[[bytes, int], bytes]


async def read_body(response: Response, max_bytes: int) -> bytes:
    """Read and unpack the whole body. Raises `FetchError` at the first byte over the cap, packed or not."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        return await _collected(response.body, lambda chunk, room: chunk[:room], max_bytes)
    if encoding not in ("gzip", "x-gzip"):
        raise FetchError(f"the answer came in an encoding that nobody asked for: {encoding[:40]}")
    unpacker = zlib.decompressobj(_GZIP)
    try:
        body = await _collected(response.body, unpacker.decompress, max_bytes)
    except zlib.error as error:
        raise FetchError("the answer says that it is gzip, and is not") from error
    if body and not unpacker.eof:
        raise FetchError("the answer was cut off")
    return body


async def _collected(chunks: AsyncIterator[bytes], unpack: _Unpack, max_bytes: int) -> bytes:
    body = bytearray()
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        # One byte more than fits: so much is unpacked to see that it is too much, and not a byte beyond.
        body += unpack(chunk, max_bytes + 1 - len(body))
        if max(len(body), received) > max_bytes:
            raise FetchError(f"the answer is larger than {max_bytes:,} bytes")
    return bytes(body)
