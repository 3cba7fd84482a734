"""Makers of answers, drafts and enquiries, and a visitor who answers pages."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.models import Outcome
from cases.register import conflicts
from intake import drafts, sending
from intake.drafts import OpenDraft
from intake.models import Enquiry
from intake.notices import ASKED
from tests import make_accounts
from tests.make import number

STORY = "It began after the market fair, and I kept every letter."


def some_months_ago() -> date:
    """Long enough ago to be past, and no one-year limit is near."""
    return timezone.localdate() - timedelta(days=80)


def answers(**given: Any) -> dict[str, Any]:
    """Complete answers of one person; a value of None leaves that answer out."""
    complete = {
        "about": "me",
        "safe_now": "yes",
        "exposed": ["none"],
        "adult": "yes",
        "what": ["false_posts"],
        "began": {"precision": "month", "from": f"{some_months_ago():%Y-%m}-01", "words": ""},
        "links": ["https://chirrup.example.net/p/1"],
        "sites": "Chirrup",
        "known": "yes",
        "my_lawyer": "no",
        "their_lawyer": "no",
        "others": [
            {"name": f"Gregor Thistlewood {number()}", "kind": "person", "relation": "neighbour"},
            {"name": "@east_port_truth", "kind": "account", "relation": ""},
        ],
        "summary": "He posts that I poison dogs.",
        "goals": ["removal", "stop"],
        "called": "Elena",
        "full_names": f"Elena Marshcroft {number()}\nElena Varn",
        "lives_in": "US-CA",
        "reach": "email",
        "reach_email": f"elena{number()}@example.com",
    }
    return {name: value for name, value in (complete | given).items() if value is not None}


def draft(**given: Any) -> OpenDraft:
    """A draft with complete answers, not sent."""
    made = drafts.begin(drafts.new_token())
    kept = answers(**given)
    drafts.keep(made, kept, of=kept)
    return made


def enquiry(**given: Any) -> Enquiry:
    """An enquiry as it comes in, its conflict check run and undecided."""
    return sending.send(draft(**given), ticked=ASKED)


def clear(row: Enquiry, *, by: User | None = None) -> Enquiry:
    """Decide the check of an enquiry: we are free to act."""
    assert row.check_run is not None
    attorney = by or make_accounts.attorney()
    conflicts.decide(row.check_run, Outcome.CLEAR, "Nobody we know.", by=attorney)
    return Enquiry.objects.get(pk=row.pk)


def holding(opened: OpenDraft) -> Client:
    """A browser whose session holds this draft."""
    visitor = Client()
    session = visitor.session
    session["draft"] = opened.token
    session.save()
    return visitor


def sent_by_visitor(**given: Any) -> tuple[Enquiry, Client]:
    """An enquiry, and the browser of the person who sent it."""
    opened = draft(**given)
    row = sending.send(opened, ticked=ASKED)
    return row, holding(opened)


def send_file(visitor: Client, file: UploadedFile) -> Any:  # type: ignore[type-arg]
    """Send a file after answering that nobody under 18 is in it."""
    visitor.post("/a/files/", {"young": "no"})
    return visitor.post("/a/files/?n=1", {"files": file})


def begin(visitor: Client) -> Any:
    """Go through the page before the questions."""
    visitor.get("/start/")
    return visitor.post("/start/")
