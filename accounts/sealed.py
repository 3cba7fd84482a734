"""Text columns that only this installation's key can read."""

from typing import Any, overload

from django.db import models

from accounts import keys


class SealedText:
    """A text attribute kept encrypted in the ``BinaryField`` named ``<name>_sealed``.

    The row's ``uuid``, its table and the column are bound into the ciphertext, so a value
    copied to another row or column does not open. Sealed columns cannot be searched.
    """

    def __set_name__(self, owner: type[models.Model], name: str) -> None:
        self.column = f"{name}_sealed"

    def _context(self, row: models.Model) -> str:
        uuid: Any = row.uuid  # type: ignore[attr-defined]  # sealed rows carry one
        return f"{row._meta.db_table}|{self.column}|{uuid}"

    @overload
    def __get__(self, row: None, owner: type[models.Model]) -> "SealedText": ...
    @overload
    def __get__(self, row: models.Model, owner: type[models.Model]) -> str: ...
    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> "SealedText | str":
        if row is None:
            return self
        sealed = getattr(row, self.column)
        return keys.unseal(bytes(sealed), context=self._context(row)).decode() if sealed else ""

    def __set__(self, row: models.Model, value: str) -> None:
        sealed = keys.seal(value.encode(), context=self._context(row)) if value else b""
        setattr(row, self.column, sealed)
