"""Make this installation's keys where they are missing."""

import base64
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts import keys


class Command(BaseCommand):
    help = "Make the keys of a new installation; existing keys are never overwritten."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        private = keys.make(settings.KEYS_DIR)
        if private is None:
            self.stdout.write(f"The keys in {settings.KEYS_DIR} were already there.")
            return
        self.stdout.write(f"Keys made in {settings.KEYS_DIR}.")
        self.stdout.write("Recovery key, shown only now; print it and keep it off this machine:")
        self.stdout.write(base64.b32encode(private).decode().rstrip("="))
