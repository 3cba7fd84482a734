"""Has any evidence changed? Has the log changed?"""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence import custody, vaults, verification
from evidence.models import Blob, Vault


class Command(BaseCommand):
    help = "Check every custody chain and every stored file; the exit status says the answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--case", help="only this case, such as 2026-0142")
        parser.add_argument("--quick", action="store_true", help="chains only, no stored files")

    def handle(self, *_args: Any, **options: Any) -> None:
        asked = Vault.objects.filter(shredded_at=None).order_by("pk")
        if options["case"]:
            asked = asked.filter(case__ref=options["case"])
        problems, entries, files = 0, 0, 0
        for vault in asked:
            entries += vault.custody.count()
            files += 0 if options["quick"] else vault.blobs.readable().count()
            for problem in self._problems(vault, quick=options["quick"]):
                problems += 1
                self.stdout.write(problem)
        self.stdout.write(f"{asked.count()} chains, {entries} entries, {files} files checked.")
        if problems:
            raise CommandError(f"{problems} problems found.")
        self.stdout.write("No evidence has changed, and the log has not changed.")

    def _problems(self, vault: Vault, *, quick: bool) -> Iterator[str]:
        for problem in custody.verify_chain(vault):
            yield str(problem)
        if quick:
            return
        for blob in Blob.objects.filter(vault=vault, erased_at=None).select_related("vault"):
            if not verification.check(blob, actor=custody.SYSTEM):
                yield f"{vault}, file {blob.stored_sha256}: not the bytes that were received."
        unknown = set(vaults.store().names(vault.uuid)) - set(
            vault.blobs.values_list("stored_sha256", flat=True)
        )
        for name in sorted(unknown):
            yield f"{vault}, file {name}: in the store, but no row speaks of it."
