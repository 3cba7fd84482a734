"""Adds to Activity what is told of people, papers and decisions."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        from cases.reading import (  # noqa: PLC0415 - models are loaded now
            decisions_activity,
            people_activity,
        )

        people_activity.add_sources()
        decisions_activity.add_sources()
