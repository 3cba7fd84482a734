"""Two people who change one row: whoever saves second sees both texts and loses neither."""

from django.db.models import Model


class StaleEdit(Exception):
    """Someone saved this row since the page was opened; nothing was stored.

    Attributes:
        current: The row as it is now.
        version: Its version, or the mark of what a form shows of it, for the page that shows
            both texts.
    """

    def __init__(self, current: Model, version: int | str) -> None:
        super().__init__(str(current))
        self.current, self.version = current, version
