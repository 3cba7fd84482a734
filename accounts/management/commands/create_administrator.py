"""Make the first person of a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from accounts import invitations, people
from accounts.models import Role, User


class Command(BaseCommand):
    help = "Makes the first administrator and prints a one-time code; there is no default password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        email, name = options["email"], options["name"]
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError("Give an email address like name@example.com.") from error
        if User.objects.active().filter(role=Role.ADMIN).exists():
            raise CommandError("There is an administrator already, who adds people on the site.")
        if User.objects.filter(email=email.lower()).exists():
            raise CommandError("Somebody with this email is already here.")
        _, code = people.add(name=name, email=email, role=Role.ADMIN, by=None)
        self.stdout.write(
            f"One-time code for {name}: {code}\n"
            f"Enter it within {invitations.LASTS.days} days at "
            f"{settings.SITE_URL}{reverse('accounts:first')}"
        )
