"""Who works on a case, and the ethical walls around it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases import team
from cases.access import with_case
from cases.forms.asking import ReasonForm
from cases.forms.team import LeadForm, MemberForm, WallForm
from cases.models import Case
from cases.views.asking import ask, sent


def _here(case: Case) -> str:
    return reverse("cases:team", kwargs={"case_ref": case.ref})


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    members = case.team.select_related("user", "added_by", "ended_by")
    walls = case.walls.select_related("user", "set_by", "ended_by")
    context = {
        "case": case,
        "members": [each for each in members if each.ended_at is None],
        "former": [each for each in members if each.ended_at is not None],
        "walls": [each for each in walls if each.ended_at is None],
        "former_walls": [each for each in walls if each.ended_at is not None],
    }
    return render(request, "cases/team.html", context)


@with_case(Permission.TEAM_MANAGE, methods=("GET", "POST"), even_closed=True)
def add(request: StaffRequest, case: Case) -> HttpResponse:
    form = MemberForm(sent(request), case=case)
    return ask(
        request,
        form,
        lambda: team.add_member(case, form.cleaned_data["user"], by=request.user),
        case=case,
        back=_here(case),
        title="Add someone to the team",
        lead="They see everything in this case from now on.",
        button="Add",
    )


@with_case(Permission.TEAM_MANAGE, methods=("POST",), even_closed=True)
def end(request: StaffRequest, case: Case, member_pk: int) -> HttpResponse:
    member = get_object_or_404(case.team.select_related("user", "case"), pk=member_pk)
    team.end_membership(member, by=request.user)
    messages.success(request, f"{member.user.name} is no longer on the team.")
    return redirect(_here(case) if member.user != request.user else reverse("cases:list"))


@with_case(Permission.TEAM_MANAGE, methods=("POST",), even_closed=True)
def lead(request: StaffRequest, case: Case, member_pk: int) -> HttpResponse:
    member = get_object_or_404(case.team.select_related("user", "case"), pk=member_pk)
    form = LeadForm(request.POST)
    team.make_lead(member, instead_of=form.cleaned_data["instead_of"] if form.is_valid() else 0)
    messages.success(request, f"{member.user.name} leads the case.")
    return redirect(_here(case))


@with_case(Permission.WALL_SET, methods=("GET", "POST"), even_closed=True)
def wall(request: StaffRequest, case: Case) -> HttpResponse:
    form = WallForm(sent(request), case=case)
    return ask(
        request,
        form,
        lambda: team.set_wall(
            case,
            form.cleaned_data["user"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        case=case,
        back=_here(case),
        title="Set an ethical wall",
        lead="The person no longer sees that this case exists, in no list and no search, whatever "
        "their role.",
        button="Set the wall",
        danger=True,
    )


@with_case(Permission.WALL_SET, methods=("GET", "POST"), even_closed=True)
def end_wall(request: StaffRequest, case: Case, wall_pk: int) -> HttpResponse:
    row = get_object_or_404(case.walls.select_related("user"), pk=wall_pk)
    form = ReasonForm(sent(request))
    return ask(
        request,
        form,
        lambda: team.end_wall(row, reason=form.cleaned_data["reason"], by=request.user),
        case=case,
        back=_here(case),
        title=f"End the wall around {row.user.name}",
        browser_title="End an ethical wall",
        lead=f"It was set because: {row.reason}",
        button="End the wall",
        done=f"The wall around {row.user.name} has ended.",
        danger=True,
    )
