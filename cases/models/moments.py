"""Columns that keep a stated time: one mixin for each time a row can carry."""

from datetime import UTC
from typing import Any

from django.db import models

from cases.moments import PRECISION_CHOICES, SOURCE_CHOICES, Moment, Precision, Source


def _words() -> "models.CharField[str, str]":
    return models.CharField(max_length=200, blank=True, help_text="The words as seen")


def _wall() -> "models.DateTimeField[Any, Any]":
    """A wall-clock value, stored as if it were UTC; the zone stands beside it."""
    return models.DateTimeField(null=True, blank=True)


def _zone() -> "models.CharField[str, str]":
    return models.CharField(max_length=64, blank=True, help_text="IANA zone, empty if unknown")


def _precision() -> "models.CharField[str, str]":
    return models.CharField(max_length=8, choices=PRECISION_CHOICES, default="unknown")


def _source() -> "models.CharField[str, str]":
    return models.CharField(max_length=8, choices=SOURCE_CHOICES, default="none")


def _bound() -> "models.DateTimeField[Any, Any]":
    return models.DateTimeField(null=True, blank=True, editable=False)


def moment_values(prefix: str) -> dict[str, list[str]]:
    """The values that the columns ``<prefix>_…`` may hold."""
    return {
        f"{prefix}_precision": [precision.value for precision in Precision],
        f"{prefix}_source": [source.value for source in Source],
    }


def in_order(prefix: str) -> models.CheckConstraint:
    """The bounds of a time are never the wrong way round."""
    earliest, latest = f"{prefix}_earliest", f"{prefix}_latest"
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{prefix}_in_order",
        condition=models.Q(**{earliest: None})
        | models.Q(**{latest: None})
        | models.Q(**{f"{earliest}__lte": models.F(latest)}),
    )


class Posted(models.Model):
    """When something was posted, sent or done."""

    posted_words = _words()
    posted_from = _wall()
    posted_to = _wall()
    posted_zone = _zone()
    posted_precision = _precision()
    posted_source = _source()
    posted_earliest = _bound()
    posted_latest = _bound()

    class Meta:
        abstract = True

    @property
    def posted(self) -> Moment:
        return read_moment(self, "posted")

    @posted.setter
    def posted(self, moment: Moment) -> None:
        write_moment(self, "posted", moment)


class Seen(models.Model):
    """When someone first saw it."""

    seen_words = _words()
    seen_from = _wall()
    seen_to = _wall()
    seen_zone = _zone()
    seen_precision = _precision()
    seen_source = _source()
    seen_earliest = _bound()
    seen_latest = _bound()

    class Meta:
        abstract = True

    @property
    def seen(self) -> Moment:
        return read_moment(self, "seen")

    @seen.setter
    def seen(self, moment: Moment) -> None:
        write_moment(self, "seen", moment)


class Stated(models.Model):
    """A time that a row is about, whatever it is the time of."""

    stated_words = _words()
    stated_from = _wall()
    stated_to = _wall()
    stated_zone = _zone()
    stated_precision = _precision()
    stated_source = _source()
    stated_earliest = _bound()
    stated_latest = _bound()

    class Meta:
        abstract = True

    @property
    def stated(self) -> Moment:
        return read_moment(self, "stated")

    @stated.setter
    def stated(self, moment: Moment) -> None:
        write_moment(self, "stated", moment)


class Captured(models.Model):
    """When a file was captured, as stated."""

    captured_words = _words()
    captured_from = _wall()
    captured_to = _wall()
    captured_zone = _zone()
    captured_precision = _precision()
    captured_source = _source()
    captured_earliest = _bound()
    captured_latest = _bound()

    class Meta:
        abstract = True

    @property
    def captured(self) -> Moment:
        return read_moment(self, "captured")

    @captured.setter
    def captured(self, moment: Moment) -> None:
        write_moment(self, "captured", moment)


def read_moment(row: models.Model, prefix: str) -> Moment:
    """The moment that the columns ``<prefix>_…`` of a row hold."""
    wall = {part: getattr(row, f"{prefix}_{part}") for part in ("from", "to")}
    return Moment(
        words=getattr(row, f"{prefix}_words"),
        wall_from=wall["from"].replace(tzinfo=None) if wall["from"] else None,
        wall_to=wall["to"].replace(tzinfo=None) if wall["to"] else None,
        zone=getattr(row, f"{prefix}_zone"),
        precision=Precision(getattr(row, f"{prefix}_precision")),
        source=Source(getattr(row, f"{prefix}_source")),
    )


def write_moment(row: models.Model, prefix: str, moment: Moment) -> None:
    """Set the columns ``<prefix>_…`` of a row, its bounds included; does not save."""
    for part, wall in {"from": moment.wall_from, "to": moment.wall_to}.items():
        setattr(row, f"{prefix}_{part}", wall.replace(tzinfo=UTC) if wall else None)
    setattr(row, f"{prefix}_words", moment.words)
    setattr(row, f"{prefix}_zone", moment.zone)
    setattr(row, f"{prefix}_precision", moment.precision.value)
    setattr(row, f"{prefix}_source", moment.source.value)
    earliest, latest = moment.bounds
    setattr(row, f"{prefix}_earliest", earliest)
    setattr(row, f"{prefix}_latest", latest)
