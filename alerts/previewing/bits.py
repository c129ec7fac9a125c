"""Sets of places in a list as the bits of one integer, so that criteria are joined by '&' and '|'; knows no posting."""

from collections.abc import Iterable, Iterator

_SET_BITS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def bits_of(places: Iterable[int], size: int) -> int:
    """Give the set of these places, each below ``size``."""
    data = bytearray((size + 7) // 8)
    for place in places:
        data[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(data, "little")


def places_of(bits: int) -> Iterator[int]:
    """Give the places of a set, ascending."""
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for at, byte in enumerate(data):
        if byte:
            yield from (at * 8 + bit for bit in _SET_BITS[byte])


def full(size: int) -> int:
    """Give the set of all places."""
    return (1 << size) - 1
