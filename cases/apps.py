"""Adds to Activity what is told of people and papers."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        from cases.reading import people_activity  # noqa: PLC0415 - models are loaded now

        people_activity.add_sources()
