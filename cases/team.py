"""Who works on a case, and who is kept from it whatever their role."""

from django.db import transaction
from django.db.models.functions import Now

from accounts.errors import Refusal
from accounts.models import Role, User
from cases.models import Case, TeamMember, Wall


class TeamRefused(Refusal):
    """The team or a wall cannot be changed as asked."""


def _lock(case_pk: int) -> Case:
    """Lock the case: whoever changes its team, its lead or a wall waits here, then reads afresh."""
    case: Case = Case.objects.select_for_update().get(pk=case_pk)
    return case


def _standing(member: TeamMember) -> TeamMember:
    """The membership as it is now, under the lock of its case."""
    now: TeamMember = TeamMember.objects.select_related("user").get(pk=member.pk)
    if now.ended_at is not None:
        raise TeamRefused(f"{now.user.name} is no longer on the team.")
    return now


@transaction.atomic
def add_member(case: Case, user: User, *, by: User) -> TeamMember:
    """Put someone of the firm on the team."""
    locked = _lock(case.pk)
    if user.role in (Role.CLIENT, Role.ADMIN) or not user.is_active:
        raise TeamRefused(f"{user.name} does not work on cases.")
    if locked.walls.standing().filter(user=user).exists():
        raise TeamRefused(f"An ethical wall keeps {user.name} from this case.")
    if locked.team.standing().filter(user=user).exists():
        raise TeamRefused(f"{user.name} is already on the team.")
    return TeamMember.objects.create(case=locked, user=user, added_by=by)


@transaction.atomic
def end_membership(member: TeamMember, *, by: User) -> None:
    """Take someone off the team; the lead stays."""
    locked = _lock(member.case_id)
    now = _standing(member)
    if now.user_id == locked.lead_id:
        raise TeamRefused("The lead stays on the team. Make someone else lead first.")
    TeamMember.objects.filter(pk=now.pk).update(ended_at=Now(), ended_by=by)


@transaction.atomic
def make_lead(member: TeamMember, *, instead_of: int) -> None:
    """Make an attorney of the team answer for the case.

    Args:
        member: Who shall lead.
        instead_of: The key of whoever led the case on the page that was read.

    Raises:
        TeamRefused: The person cannot lead, has left, or somebody else made another one lead.
    """
    locked = _lock(member.case_id)
    now = _standing(member)
    if now.user.role not in (Role.ATTORNEY, Role.SUPERVISOR):
        raise TeamRefused("Only an attorney can lead a case.")
    if not now.user.is_active:
        raise TeamRefused(f"{now.user.name} does not work here any more.")
    if locked.lead_id == now.user_id:
        return
    if locked.lead_id != instead_of:
        raise TeamRefused(f"{locked.lead.name} was made lead in the meantime. Nothing was changed.")
    Case.objects.filter(pk=locked.pk).update(lead=now.user, changed_at=Now())


def supervisor_of(case: Case) -> User:
    """The supervising attorney who decides for a case: its lead, one of its team, else another.

    The lead stands in where the firm has none whom no wall keeps out.
    """
    walled = case.walls.standing().values("user")
    free = User.objects.filter(role=Role.SUPERVISOR, is_active=True).exclude(pk__in=walled)
    team = free.filter(pk__in=case.team.standing().values("user"))
    found = (free.filter(pk=case.lead_id), team.order_by("pk"), free.order_by("pk"))
    return next((each for rows in found if (each := rows.first())), case.lead)


@transaction.atomic
def set_wall(case: Case, user: User, *, reason: str, by: User) -> Wall:
    """Keep someone from a case; it beats every role, and ends their place on the team."""
    if not reason.strip():
        raise TeamRefused("Say why this person is kept from the case.")
    if user.pk == by.pk:
        raise TeamRefused("Ask another supervising attorney to set a wall around you.")
    locked = _lock(case.pk)
    if user.pk == locked.lead_id:
        raise TeamRefused(f"{user.name} leads the case. Make someone else lead first.")
    if locked.walls.standing().filter(user=user).exists():
        raise TeamRefused(f"A wall already keeps {user.name} from this case.")
    wall = Wall.objects.create(case=locked, user=user, reason=reason.strip(), set_by=by)
    TeamMember.objects.filter(case=locked, user=user, ended_at=None).update(
        ended_at=Now(), ended_by=by, end_reason="An ethical wall was set."
    )
    return wall


@transaction.atomic
def end_wall(wall: Wall, *, reason: str, by: User) -> None:
    """Let the person know of the case again; their place on the team does not come back."""
    if not reason.strip():
        raise TeamRefused("Say why the wall ends.")
    _lock(wall.case_id)
    if not Wall.objects.filter(pk=wall.pk, ended_at=None).update(
        ended_at=Now(), ended_by=by, end_reason=reason.strip()[:300]
    ):
        raise TeamRefused("Someone has already ended this wall.")
