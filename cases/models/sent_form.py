"""Forms that were acted upon, so that pressing twice acts once."""

from django.db import models


class SentForm(models.Model):
    """The number a page gave to one showing of a form; taken when the form has acted."""

    number = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.number)
