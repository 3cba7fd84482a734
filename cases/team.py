"""Who works on a case, and who is kept from it whatever their role."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.errors import Refusal
from accounts.models import Role, User
from cases.models import Case, TeamMember, Wall


class TeamRefused(Refusal):
    """The team or a wall cannot be changed as asked."""


@transaction.atomic
def add_member(case: Case, user: User, *, by: User) -> TeamMember:
    """Put someone of the firm on the team."""
    if user.role in (Role.CLIENT, Role.ADMIN) or not user.is_active:
        raise TeamRefused(f"{user.name} does not work on cases.")
    if case.walls.standing().filter(user=user).exists():
        raise TeamRefused(f"An ethical wall keeps {user.name} from this case.")
    try:
        with transaction.atomic():
            return TeamMember.objects.create(case=case, user=user, added_by=by)
    except IntegrityError as error:
        raise TeamRefused(f"{user.name} is already on the team.") from error


@transaction.atomic
def end_membership(member: TeamMember) -> None:
    """Take someone off the team; the lead stays."""
    if member.user_id == member.case.lead_id:
        raise TeamRefused("The lead stays on the team. Make someone else lead first.")
    TeamMember.objects.filter(pk=member.pk, ended_at=None).update(ended_at=Now())


@transaction.atomic
def make_lead(member: TeamMember) -> None:
    """Make an attorney of the team answer for the case."""
    if member.user.role not in (Role.ATTORNEY, Role.SUPERVISOR):
        raise TeamRefused("Only an attorney can lead a case.")
    if member.ended_at is not None:
        raise TeamRefused(f"{member.user.name} is no longer on the team.")
    Case.objects.filter(pk=member.case_id).update(lead=member.user, changed_at=Now())


@transaction.atomic
def set_wall(case: Case, user: User, *, reason: str, by: User) -> Wall:
    """Keep someone from a case; it beats every role, and ends their place on the team."""
    if not reason.strip():
        raise TeamRefused("Say why this person is kept from the case.")
    if user.pk == by.pk:
        raise TeamRefused("Ask another supervising attorney to set a wall around you.")
    if user.pk == case.lead_id:
        raise TeamRefused(f"{user.name} leads the case. Make someone else lead first.")
    try:
        with transaction.atomic():
            wall = Wall.objects.create(case=case, user=user, reason=reason.strip(), set_by=by)
    except IntegrityError as error:
        raise TeamRefused(f"A wall already keeps {user.name} from this case.") from error
    TeamMember.objects.filter(case=case, user=user, ended_at=None).update(ended_at=Now())
    return wall


@transaction.atomic
def end_wall(wall: Wall) -> None:
    Wall.objects.filter(pk=wall.pk, ended_at=None).update(ended_at=Now())
