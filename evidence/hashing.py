"""Digests of bytes as they pass by. Pure: knows nothing of models or requests."""

import hashlib
from collections.abc import Iterable


class Tally:
    """SHA-256 and length of bytes that are fed to it piece by piece.

    Source: FIPS 180-4, section 6.2.
    """

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.size = 0

    def add(self, piece: bytes | memoryview) -> None:
        self._digest.update(piece)
        self.size += len(piece)

    @property
    def sha256(self) -> str:
        """The digest so far in 64 lowercase hex digits."""
        return self._digest.hexdigest()


def sha256_of(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Digest a stream without holding it in memory: hex digits, and length in bytes."""
    tally = Tally()
    for piece in pieces:
        tally.add(piece)
    return tally.sha256, tally.size
