"""Make the first person of a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts import invitations, people
from accounts.errors import Refusal


class Command(BaseCommand):
    help = (
        "Makes the first administrator and prints a one-time code; there is no default password. "
        "Until the code is used it can be asked for again: then the earlier one stops working."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        email, name = options["email"], options["name"]
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError("Give an email address like name@example.com.") from error
        try:
            code = people.add_first_administrator(name=name, email=email)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(invitations.told(name, code))
