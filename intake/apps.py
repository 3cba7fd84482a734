"""Adds to the frame of every page how many enquiries are new."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"

    def ready(self) -> None:
        from accounts import shell  # noqa: PLC0415 - models are loaded only now
        from intake import inbox  # noqa: PLC0415

        shell.add_count("intake:inbox", inbox.count_new)
