"""The store of sealed files: written once, never overwritten, named by their own digest.

``<root>/incoming/`` holds arrivals under random names. ``<root>/vaults/<vault>/<ab>/<digest>``
holds what is kept: the name is the SHA-256 of the sealed bytes, so anyone with the disk and no key
can check that each file is still what it was. No name on disk ever comes from a user. A second
folder of the same layout, beside the root, holds what is locked: backups do not look there.

An arrival is sealed and counted while it streams, flushed to disk, linked to its final name (which
fails if the name is taken) and only then spoken of in the database. A crash at any moment leaves at
most a nameless file in ``incoming/``, which `FileStore.sweep` removes later.
"""

import contextlib
import errno
import io
import os
import re
import secrets
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from evidence import sealing
from evidence.hashing import Tally, sha256_of

NAME = re.compile(r"[0-9a-f]{64}\Z")
VAULT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
READ_SIZE = 1 << 20


class StoreFull(OSError):
    """The disk has no room; nothing of the arrival was kept."""


class Missing(OSError):
    """The store holds no file of that name."""


class Arrival:
    """A file on its way into the store: sealed on disk as it comes, under a key of its own.

    Use as a context manager: whatever was not kept is gone when the block ends, or when nobody
    holds the arrival any more.

    Attributes:
        key: The file's key, 32 bytes; wrap it before it is stored anywhere.
        plain: Digest and length of the bytes as received.
        stored: Digest and length of the sealed bytes.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.key = sealing.new_key()
        self.plain = Tally()
        self.stored = Tally()
        self._sealer = sealing.Sealer(self.key)
        self._path = root / "incoming" / secrets.token_hex(16)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        try:
            self._file: int | None = os.open(self._path, flags, 0o400)
        except OSError as error:
            raise _named(error) from error
        self._forgotten = weakref.finalize(self, _forget, self._file, self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.discard()

    def write(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises:
            StoreFull: There is no room; the arrival is discarded.
        """
        self.plain.add(piece)
        self._put(self._sealer.add(piece))

    def finish(self) -> None:
        """Seal the end and flush it to disk; after this the bytes can be read and kept."""
        if self._file is None:
            return
        self._put(self._sealer.finish())
        os.fsync(self._file)
        os.close(self._file)
        self._file = None
        self._forgotten.detach()
        self._forgotten = weakref.finalize(self, _forget, None, self._path)

    def open(self) -> io.BufferedReader:
        """The plain bytes, before or instead of keeping them."""
        self.finish()
        return sealing.unseal(self._path.open("rb"), self.key)

    def keep(self, vault: UUID) -> str:
        """Give the file its final name in ``vault`` and return that name.

        Returns only when the name is on disk, so a row may be written after it.
        """
        self.finish()
        name = self.stored.sha256
        final = _final(self._root, vault, name)
        try:
            final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.link(self._path, final, follow_symlinks=False)
            for folder in final.parents[:3]:
                _flush(folder)
        except OSError as error:
            raise _named(error) from error
        self.discard()
        return name

    def discard(self) -> None:
        """Forget the arrival; harmless after it was kept."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self._path.unlink(missing_ok=True)
        self._forgotten.detach()

    def _put(self, sealed: bytes) -> None:
        if self._file is None:
            raise ValueError("The arrival is finished.")
        self.stored.add(sealed)
        rest = memoryview(sealed)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError as error:
            self.discard()
            raise _named(error) from error


class FileStore:
    """The store on a file system; an object store would offer the same verbs.

    Args:
        root: The store's folder.
        locked: The folder of locked files, on the same file system.
    """

    def __init__(self, root: Path, *, locked: Path) -> None:
        self._root = root
        self._locked = locked
        (root / "incoming").mkdir(mode=0o700, parents=True, exist_ok=True)
        (root / "vaults").mkdir(mode=0o700, exist_ok=True)

    def arrival(self) -> Arrival:
        """Begin to receive one file."""
        return Arrival(self._root)

    def open(
        self, vault: UUID, name: str, key: bytes, *, also_locked: bool = False
    ) -> io.BufferedReader:
        """The plain bytes of a kept file, readable from any position.

        Raises:
            Missing: There is no such file, or it is locked and not ``also_locked``.
            sealing.Damaged: Its bytes are not the ones that were sealed under ``key``.
        """
        return sealing.unseal(self._sealed(vault, name, also_locked=also_locked), key)

    def is_intact(self, vault: UUID, name: str) -> bool:
        """Whether the sealed bytes still have the digest they are named by. Needs no key."""
        try:
            with self._sealed(vault, name, also_locked=True) as sealed:
                return sha256_of(iter(lambda: sealed.read(READ_SIZE), b""))[0] == name
        except OSError:
            return False

    def _sealed(self, vault: UUID, name: str, *, also_locked: bool) -> io.BufferedReader:
        here, apart = _final(self._root, vault, name), _final(self._locked, vault, name)
        for path in (here, apart, here) if also_locked else (here,):  # it may move meanwhile
            with contextlib.suppress(FileNotFoundError):
                return path.open("rb")
        raise Missing(f"{name} is not in the store.")

    def names(self, vault: UUID) -> Iterator[str]:
        """The names of all files kept in a vault, the locked ones included."""
        yield from sorted({*_names(self._root, vault), *_names(self._locked, vault)})

    def locked_names(self, vault: UUID) -> Iterator[str]:
        """The names of the locked files of a vault."""
        return _names(self._locked, vault)

    def locked_vaults(self) -> list[UUID]:
        """The vaults that have a folder of locked files; what has another name is no vault."""
        names = [path.name for path in (self._locked / "vaults").glob("*")]
        return [UUID(name) for name in names if VAULT.fullmatch(name)]

    def is_locked(self, vault: UUID, name: str) -> bool:
        return _final(self._locked, vault, name).exists()

    def lock(self, vault: UUID, name: str) -> bool:
        """Move a kept file to the locked ones, at once; says whether it moved."""
        return _move(_final(self._root, vault, name), _final(self._locked, vault, name))

    def unlock(self, vault: UUID, name: str) -> bool:
        """Move a locked file back to the kept ones, at once; says whether it moved."""
        return _move(_final(self._locked, vault, name), _final(self._root, vault, name))

    def erase(self, vault: UUID) -> int:
        """Remove every file of a vault whose key was destroyed; returns how many."""
        return sum(_empty(root / "vaults" / str(vault)) for root in (self._root, self._locked))

    def sweep(self, *, older_than_s: float = 24 * 3600) -> int:
        """Remove arrivals that were never kept; returns how many."""
        removed, limit = 0, time.time() - older_than_s
        for path in (self._root / "incoming").iterdir():
            if path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
                removed += 1
        return removed


def _empty(folder: Path) -> int:
    """Remove a vault's folder with all its files; returns how many there were."""
    paths = list(folder.glob("??/*"))
    for path in paths:
        path.unlink()
    for inner in folder.glob("??"):
        inner.rmdir()
    if folder.exists():
        folder.rmdir()
        _flush(folder.parent)
    return len(paths)


def _forget(file: int | None, path: Path) -> None:
    """Clean up after an arrival that was dropped half-way."""
    if file is not None:
        os.close(file)
    path.unlink(missing_ok=True)


def _final(root: Path, vault: UUID, name: str) -> Path:
    if not NAME.match(name):
        raise ValueError("A stored file is named by 64 lowercase hex digits.")
    return root / "vaults" / str(vault) / name[:2] / name


def _names(root: Path, vault: UUID) -> Iterator[str]:
    for path in (root / "vaults" / str(vault)).glob("??/*"):
        yield path.name


def _move(source: Path, target: Path) -> bool:
    """Rename a file within one file system and flush both folders; never copies its bytes."""
    if not source.exists():
        return False
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.rename(target)
    for folder in (*target.parents[:5], source.parent):
        _flush(folder)
    return True


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _named(error: OSError) -> OSError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return StoreFull(error.errno, "The store is full.")
    return error
