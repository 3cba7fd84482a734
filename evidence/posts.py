"""Adding a post: one form becomes account, incident, statement and item together."""

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from accounts.models import User
from cases import incidents, people
from cases.models import Case, Incident, OnlineAccount, Platform, StatementKind
from cases.moments import Moment
from evidence import receiving
from evidence.links import PostLink
from evidence.receiving import Received, Stated
from evidence.uploading import SealedUpload


@dataclass(frozen=True, kw_only=True)
class Added:
    """What one form became.

    Attributes:
        incident: The post; the one already there when its link was known.
        account: The account that posted it.
        received: The screenshot, if there was one.
        is_new: Whether the incident was made now.
    """

    incident: Incident
    account: OnlineAccount
    received: Received | None
    is_new: bool


@transaction.atomic
def add_post(
    case: Case,
    link: PostLink,
    *,
    by: User,
    posted: Moment,
    platform: str = "",
    handle: str = "",
    words: str = "",
    kind: StatementKind = StatementKind.FACT,
    picture: SealedUpload | BinaryIO | None = None,
    stated: Stated | None = None,
) -> Added:
    """Record a post of a case; the same link again adds to the incident that is there.

    Raises:
        receiving.NotTaken: The screenshot cannot be kept; then nothing is recorded.
    """
    Case.objects.select_for_update(no_key=True).only("pk").get(pk=case.pk)
    account = people.add_account(
        case, platform=platform or _platform(link), handle=handle or link.handle
    )
    known = case.incidents.filter(address=link.address).order_by("pk").first()
    incident = known or incidents.write_down(
        case,
        by=by,
        summary=_summary(account, words),
        posted=posted,
        account=account,
        address=link.address,
        post_number=link.post,
    )
    if words.strip() and not incident.statements.filter(words=words).exists():
        incidents.add_statement(incident, words=words, kind=kind)
    received = None
    if picture is not None:
        received = receiving.receive(
            picture,
            case=case,
            by=by,
            stated=stated,
            incident=incident,
            account=account,
            title=f"Post by {account.handle} on {account.platform}"[:200],
        )
    return Added(incident=incident, account=account, received=received, is_new=known is None)


def _summary(account: OnlineAccount, words: str) -> str:
    said = " ".join(words.split())
    return f"Post by {account.handle} on {account.platform}" + (f": “{said[:180]}”" if said else "")


def _platform(link: PostLink) -> str:
    """The site's name as this firm calls it, else as the link does."""
    known = Platform.objects.filter(host=link.host).first()
    return known.name if known else link.platform
