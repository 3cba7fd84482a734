"""Uploads go straight into the store, sealed as they come: no second, readable copy on disk.

`SealingUploadHandler` is the only upload handler of the site (``FILE_UPLOAD_HANDLERS``). It runs
before the view knows the case, so a file waits in the store's ``incoming`` folder under a key of
its own until `evidence.receiving` gives it a vault; what nobody kept goes when the request ends.
"""

import io
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from evidence.store import Arrival, StoreFull
from evidence.vaults import store


class SealedUpload(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """An uploaded file that lies sealed in the store's incoming folder.

    Attributes:
        arrival: The sealed file, or ``None`` if it could not be taken.
        limit: Bytes it may have.
        is_too_big: It went over the limit; what had come was thrown away.
        found_no_room: The disk was full.
    """

    def __init__(self, name: str, content_type: str | None, *, limit: int) -> None:
        self._plain: IO[bytes] | None = None
        self.arrival: Arrival | None = None
        self.limit = limit
        self.is_too_big = False
        self.found_no_room = False
        super().__init__(name=name, content_type=content_type, size=0)
        try:
            self.arrival = store().arrival()
        except StoreFull:
            self.found_no_room = True

    @property
    def file(self) -> IO[bytes]:
        """The plain bytes, opened on first use."""
        if self._plain is None:
            self._plain = self.arrival.open() if self.arrival else io.BytesIO()
        return self._plain

    @file.setter
    def file(self, value: object) -> None:
        """Django's own class sets ``None`` here; the bytes are in the arrival."""

    def take(self, piece: bytes) -> None:
        """The next bytes; beyond the limit, or without room, they are let go."""
        if self.arrival is None:
            return
        self.size = (self.size or 0) + len(piece)
        if self.size > self.limit:
            self.is_too_big = True
            self._let_go()
            return
        try:
            self.arrival.write(piece)
        except StoreFull:
            self.found_no_room = True
            self._let_go()

    def complete(self) -> None:
        """All bytes have come."""
        try:
            if self.arrival is not None:
                self.arrival.finish()
        except StoreFull:
            self.found_no_room = True
            self._let_go()

    def close(self) -> None:
        """Called when the request ends: whatever was not kept goes."""
        if self._plain is not None:
            self._plain.close()
        self._let_go()

    def _let_go(self) -> None:
        if self.arrival is not None:
            self.arrival.discard()
            self.arrival = None


class SealingUploadHandler(FileUploadHandler):
    """Streams each file of a form into the store."""

    upload: SealedUpload | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.upload = SealedUpload(self.file_name or "", self.content_type, limit=self._limit)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        if self.upload is not None:
            self.upload.take(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload | None:  # noqa: ARG002
        upload, self.upload = self.upload, None
        if upload is not None:
            upload.complete()
        return upload

    def upload_interrupted(self) -> None:
        if self.upload is not None:
            self.upload.close()

    @property
    def _limit(self) -> int:
        """Bytes of one file: more from people who are signed in."""
        user = getattr(self.request, "user", None)
        known = user is not None and user.is_authenticated
        return cast(int, settings.UPLOAD_MAX_BYTES if known else settings.DRAFT_UPLOAD_MAX_BYTES)
