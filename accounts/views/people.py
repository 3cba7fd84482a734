"""People of the firm, for administrators. Clients are invited from their case and not listed."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db.models import Exists, Max, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import mfa, people, sessions
from accounts.access import requires
from accounts.forms.people import PersonForm, RoleForm
from accounts.http import StaffRequest
from accounts.models import Role, User
from accounts.permissions import Permission
from accounts.step_up import with_fresh_second_factor


@requires(Permission.PEOPLE_MANAGE)
def everyone(request: StaffRequest) -> HttpResponse:
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    staff = User.objects.staff().annotate(
        has_second_factor=Exists(factor), seen_at=Max("usersession__last_seen_at")
    )
    return render(request, "accounts/people.html", {"people": staff.order_by("-is_active", "name")})


@requires(Permission.PEOPLE_MANAGE, methods=("GET", "POST"))
@with_fresh_second_factor
def add(request: StaffRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person, code = people.add(
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            by=request.user,
        )
        return _show_code(request, person, code)
    status = 422 if form.errors else 200
    return render(request, "accounts/add_person.html", {"form": form}, status=status)


@requires(Permission.PEOPLE_MANAGE)
def one(request: StaffRequest, user_pk: int) -> HttpResponse:
    person = _staff(user_pk)
    context = {
        "person": person,
        "form": RoleForm(initial={"role": person.role}),
        "has_second_factor": mfa.is_set_up(person),
        "sessions": UserSession.objects.filter(user=person).order_by("-last_seen_at"),
        "waits_for_code": person.invitations.usable().exists(),
    }
    return render(request, "accounts/person.html", context)


@requires(Permission.PEOPLE_MANAGE, methods=("POST",))
@with_fresh_second_factor
def change_role(request: StaffRequest, user_pk: int) -> HttpResponse:
    person = _staff(user_pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        people.change_role(person, Role(form.cleaned_data["role"]), by=request.user)
        messages.success(request, f"{person.name} has a new role, and signs in again to use it.")
    return redirect("accounts:person", user_pk=person.pk)


@requires(Permission.PEOPLE_MANAGE, methods=("POST",))
@with_fresh_second_factor
def deactivate(request: StaffRequest, user_pk: int) -> HttpResponse:
    person = _staff(user_pk)
    people.deactivate(person, by=request.user)
    messages.success(request, f"{person.name} can no longer come in.")
    return redirect("accounts:person", user_pk=person.pk)


@requires(Permission.PEOPLE_MANAGE, methods=("POST",))
@with_fresh_second_factor
def reactivate(request: StaffRequest, user_pk: int) -> HttpResponse:
    person = _staff(user_pk)
    return _show_code(request, person, people.reactivate(person, by=request.user))


@requires(Permission.PEOPLE_MANAGE, methods=("POST",))
@with_fresh_second_factor
def new_code(request: StaffRequest, user_pk: int) -> HttpResponse:
    person = _staff(user_pk)
    return _show_code(request, person, people.new_code(person, by=request.user))


@requires(Permission.PEOPLE_MANAGE, methods=("POST",))
@with_fresh_second_factor
def reset_second_factor(request: StaffRequest, user_pk: int) -> HttpResponse:
    person = _staff(user_pk)
    people.reset_second_factor(person, by=request.user)
    messages.success(request, f"{person.name} sets up a new second factor at the next sign-in.")
    return redirect("accounts:person", user_pk=person.pk)


@requires(Permission.PEOPLE_MANAGE, methods=("POST",))
@with_fresh_second_factor
def end_sessions(request: StaffRequest, user_pk: int) -> HttpResponse:
    person = _staff(user_pk)
    sessions.end_all(person)
    messages.success(request, f"{person.name} is signed out everywhere.")
    return redirect("accounts:person", user_pk=person.pk)


def _staff(user_pk: int) -> User:
    person: User = get_object_or_404(User.objects.staff(), pk=user_pk)
    return person


def _show_code(request: StaffRequest, person: User, code: str) -> HttpResponse:
    """Show a one-time code on the answer itself, once: it is stored nowhere."""
    return render(request, "accounts/one_time_code.html", {"person": person, "code": code})
