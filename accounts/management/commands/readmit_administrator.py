"""Let an administrator in again whom nobody on the site can help."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import invitations, people
from accounts.errors import Refusal


class Command(BaseCommand):
    help = (
        "For the only administrator, who lost the password, or the phone with the recovery codes: "
        "ends both and every session, and prints a one-time code."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        try:
            code = people.readmit_administrator(email=options["email"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(invitations.told(options["email"], code))
