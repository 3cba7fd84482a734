"""Load the fictional demo firm."""

from typing import Any

from django.core.management.base import BaseCommand

from intake.demo import loading


class Command(BaseCommand):
    help = "Load the fictional demo firm and its matters into an empty database (DEMO=true only)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        cases = loading.load()
        self.stdout.write(f"The demo firm has {len(cases)} cases.")
