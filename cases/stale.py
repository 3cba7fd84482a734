"""Two people who change one row: whoever saves second sees both texts and loses neither."""

from django.db.models import Model


class StaleEdit(Exception):
    """Someone saved this row since the page was opened; nothing was stored.

    Attributes:
        current: The row as it is now.
        version: Its version, for the page that shows both texts.
    """

    def __init__(self, current: Model, version: int) -> None:
        super().__init__(str(current))
        self.current, self.version = current, version
