"""The store keeps what it was given, once, and says so only when it is on disk."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from evidence.hashing import sha256_of
from evidence.sealing import Damaged
from evidence.store import FileStore, Missing, StoreFull

VAULT = UUID("6b1a9a54-1f0e-4a55-9d7b-1b3f8f5f0c01")
OTHER = UUID("6b1a9a54-1f0e-4a55-9d7b-1b3f8f5f0c02")
BYTES = b"Dr. Example falsified X-rays. " * 50_000


def store_in(folder: Path) -> FileStore:
    return FileStore(folder, locked=folder / "apart")


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return store_in(tmp_path)


def kept(store: FileStore, content: bytes = BYTES, vault: UUID = VAULT) -> tuple[str, bytes]:
    with store.arrival() as arrival:
        for start in range(0, len(content), 70_001):
            arrival.write(content[start : start + 70_001])
        return arrival.keep(vault), arrival.key


def path_of(tmp_path: Path, name: str) -> Path:
    return tmp_path / "vaults" / str(VAULT) / name[:2] / name


def test_what_was_received_comes_back_and_both_digests_are_right(
    store: FileStore, tmp_path: Path
) -> None:
    with store.arrival() as arrival:
        arrival.write(BYTES)
        name = arrival.keep(VAULT)

    on_disk = path_of(tmp_path, name).read_bytes()
    assert arrival.plain.sha256 == sha256_of([BYTES])[0]
    assert name == arrival.stored.sha256 == sha256_of([on_disk])[0]
    assert BYTES[:40] not in on_disk
    with store.open(VAULT, name, arrival.key) as plain:
        assert plain.read() == BYTES
    assert store.is_intact(VAULT, name)


def test_the_kept_file_is_read_only_and_incoming_is_empty(store: FileStore, tmp_path: Path) -> None:
    name, _ = kept(store)

    assert stat.S_IMODE(path_of(tmp_path, name).stat().st_mode) == 0o400
    assert list((tmp_path / "incoming").iterdir()) == []


def test_an_arrival_that_fails_leaves_nothing(store: FileStore, tmp_path: Path) -> None:
    def vanish() -> None:
        with store.arrival() as arrival:
            arrival.write(BYTES)
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        vanish()

    assert list((tmp_path / "incoming").iterdir()) == []
    assert list(store.names(VAULT)) == []


@pytest.mark.parametrize("finished", [False, True])
def test_an_arrival_nobody_holds_any_more_is_gone(
    store: FileStore, tmp_path: Path, *, finished: bool
) -> None:
    arrival = store.arrival()
    arrival.write(BYTES)
    if finished:
        arrival.finish()
    assert len(list((tmp_path / "incoming").iterdir())) == 1

    del arrival

    assert list((tmp_path / "incoming").iterdir()) == []


def test_the_name_already_taken_is_never_overwritten(store: FileStore, tmp_path: Path) -> None:
    with store.arrival() as arrival:
        arrival.write(BYTES)
        arrival.finish()
        taken = path_of(tmp_path, arrival.stored.sha256)
        taken.parent.mkdir(parents=True)
        taken.write_bytes(b"someone else's")
        with pytest.raises(FileExistsError):
            arrival.keep(VAULT)

    assert taken.read_bytes() == b"someone else's"


@pytest.mark.parametrize("harm", ["flip", "cut", "delete", "replace"])
def test_harm_on_disk_is_found_without_a_key(store: FileStore, tmp_path: Path, harm: str) -> None:
    name, key = kept(store)
    path = path_of(tmp_path, name)
    whole = path.read_bytes()
    path.unlink()
    if harm == "flip":
        path.write_bytes(whole[:900] + bytes([whole[900] ^ 1]) + whole[901:])
    elif harm == "cut":
        path.write_bytes(whole[:-1])
    elif harm == "replace":
        second, _ = kept(store, b"other words")
        path.write_bytes(path_of(tmp_path, second).read_bytes())

    assert not store.is_intact(VAULT, name)
    with pytest.raises((Damaged, Missing)), store.open(VAULT, name, key) as plain:
        plain.read()


def test_names_that_are_not_digests_reach_no_path(store: FileStore) -> None:
    with pytest.raises(ValueError, match="64 lowercase hex"):
        store.open(VAULT, "../../../etc/passwd", b"k" * 32)


def test_erasing_a_vault_leaves_the_others(store: FileStore) -> None:
    kept(store)
    name, _ = kept(store, vault=OTHER)

    assert store.erase(VAULT) == 1
    assert list(store.names(VAULT)) == []
    assert list(store.names(OTHER)) == [name]


def test_only_old_arrivals_are_swept(store: FileStore, tmp_path: Path) -> None:
    old = tmp_path / "incoming" / "left-behind"
    old.write_bytes(b"x")
    os.utime(old, (0, 0))
    with store.arrival() as arrival:
        arrival.write(BYTES)
        assert store.sweep() == 1
        arrival.keep(VAULT)

    assert not old.exists()


def test_a_killed_writer_leaves_only_a_nameless_arrival(tmp_path: Path) -> None:
    program = (
        "import os, signal; from pathlib import Path; from evidence.store import FileStore\n"
        f"arrival = FileStore(Path({str(tmp_path)!r}), locked=Path()).arrival()\n"
        "arrival.write(b'x' * 3_000_000); os.kill(os.getpid(), signal.SIGKILL)"
    )
    run = subprocess.run([sys.executable, "-c", program], check=False)  # noqa: S603 - our own text

    assert run.returncode == -9
    assert list(store_in(tmp_path).names(VAULT)) == []
    assert store_in(tmp_path).sweep(older_than_s=-1) == 1


@pytest.fixture
def small_limit() -> Iterator[int]:
    """A process limit on file size stands in for a full disk: both end in a short write."""
    import resource  # noqa: PLC0415 - not on every system
    import signal  # noqa: PLC0415

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))
    yield 1_500_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


def test_no_room_is_said_and_nothing_is_left(
    store: FileStore, tmp_path: Path, small_limit: int
) -> None:
    with store.arrival() as arrival, pytest.raises(StoreFull) as refused:
        arrival.write(b"x" * small_limit * 4)

    assert refused.value.errno in {errno.EFBIG, errno.ENOSPC}
    assert list((tmp_path / "incoming").iterdir()) == []
