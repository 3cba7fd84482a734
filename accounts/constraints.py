"""What the database holds the rows of many tables to."""

from collections.abc import Sequence

from django.db.models import CheckConstraint, Q


def known_values(**allowed: Sequence[str]) -> CheckConstraint:
    """The database refuses a row in which a column holds none of the values ``allowed`` for it.

    Pages choose by these values what to show, hold back and send; one that no page knows of would
    pass by every rule.
    """
    return CheckConstraint(
        name="%(app_label)s_%(class)s_holds_known_values",
        condition=Q(**{f"{column}__in": list(values) for column, values in allowed.items()}),
    )


def or_empty(values: Sequence[str]) -> list[str]:
    """``values``, and the empty one of a column that may be left out."""
    return [*values, ""]


def all_or_none(*columns: str) -> Q:
    """The columns are filled together: what was done says by whom and when, or was not done."""
    none, every = ({f"{column}__isnull": empty for column in columns} for empty in (True, False))
    return Q(**none) | Q(**every)
