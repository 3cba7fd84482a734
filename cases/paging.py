"""Lists a page at a time, by the key of the last row shown.

A place in a list stays right while rows come and go, and no page is reached by counting past the
rows before it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeAlias, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import is_naive

Row = TypeVar("Row", bound=models.Model)

ROWS = 50
_JOINT = "~"


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows of a list.

    Attributes:
        rows: The rows, in the list's order.
        after: Where the next page begins, for its address; empty on the last page.
        is_first: Whether the list begins here.
    """

    rows: list[Row]
    after: str
    is_first: bool


def page_of(rows: models.QuerySet[Row], *key: str, after: str = "", size: int = ROWS) -> Page[Row]:
    """The rows that follow a place in the list.

    Args:
        rows: Any query set; it is put in the key's order.
        key: Columns that order the list and together name one row, such as
            ``"-changed_at", "-pk"``; all ascending or all descending, none of them empty.
        after: ``after`` of the page before; anything else begins at the first row.
        size: How many rows.
    """
    names = [name.removeprefix("-") for name in key]
    place = _place(after, [_column(rows, name) for name in names])
    if place is not None:
        rows = _beyond(rows, names, place, down=key[0].startswith("-"))
    found = list(rows.order_by(*key)[: size + 1])
    shown = found[:size]
    more = len(found) > size
    return Page(rows=shown, after=_mark(shown[-1], names) if more else "", is_first=place is None)


Column: TypeAlias = "models.Field[Any, Any]"


def _column(rows: models.QuerySet[Any], name: str) -> Column:
    """The column behind one part of a key, be it stored or computed by the query."""
    bare = name.removeprefix("-")
    computed = rows.query.annotations.get(bare)
    if computed is not None:
        found: Column = computed.output_field
        return found
    stored: Column = rows.model._meta.pk if bare == "pk" else rows.model._meta.get_field(bare)
    return stored


def _place(after: str, columns: list[Column]) -> list[Any] | None:
    said = after.split(_JOINT)
    if len(said) != len(columns) or not all(said):
        return None
    try:
        place = [column.to_python(text) for column, text in zip(columns, said, strict=True)]
    except ValidationError:
        return None
    # A moment without its zone was not written by _mark, and is no moment yet.
    naive = any(isinstance(part, datetime) and is_naive(part) for part in place)
    return None if naive else place


def _beyond(
    rows: models.QuerySet[Row], names: list[str], place: list[Any], *, down: bool
) -> models.QuerySet[Row]:
    side = "lt" if down else "gt"
    beyond = models.Q()
    equal: dict[str, Any] = {}
    for name, value in zip(names, place, strict=True):
        beyond |= models.Q(**equal, **{f"{name}__{side}": value})
        equal[name] = value
    return rows.filter(beyond)


def _mark(row: models.Model, names: list[str]) -> str:
    values = [getattr(row, name) for name in names]
    return _JOINT.join(
        value.isoformat() if isinstance(value, date) else str(value) for value in values
    )
