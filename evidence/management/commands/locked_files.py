"""The stored names of locked files, to be removed from copies of the store made earlier."""

from typing import Any

from django.core.management.base import BaseCommand

from evidence import locking


class Command(BaseCommand):
    help = "Print the path of each locked file as it was in STATE_DIR/store, one on each line."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for blob in locking.locked_blobs().select_related("vault").order_by("pk"):
            name = blob.stored_sha256
            self.stdout.write(f"vaults/{blob.vault.uuid}/{name[:2]}/{name}")
