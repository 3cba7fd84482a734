"""The own account of someone who works here: name, clock, second factor, sessions."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import sessions
from accounts.access import requires
from accounts.forms.profile import ProfileForm, ThemeForm
from accounts.http import StaffRequest
from accounts.models import User
from accounts.permissions import Permission

MOST_SHOWN = 20


@requires(Permission.PROFILE_OWN, methods=("GET", "POST"))
def profile(request: StaffRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("accounts:profile")
    context = {
        "form": form,
        "recovery_codes_left": _recovery_codes_left(request.user),
        "browsers": request.user.known_browsers.all()[:MOST_SHOWN],
        "sessions": UserSession.objects.purge_and_list(request.user),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@requires(Permission.PROFILE_OWN, methods=("POST",))
def theme(request: StaffRequest) -> HttpResponse:
    """Keep the theme in the profile, and go back to the page the person was on."""
    form = ThemeForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        form.save()
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    # redirect() reads what does not look like an address as the name of a page.
    return HttpResponseRedirect(back) if is_ours and back[0] == "/" else redirect("accounts:arrive")


@requires(Permission.PROFILE_OWN, methods=("POST",))
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    sessions.end_all(request.user, except_key=request.session.session_key)
    messages.success(request, "You are signed in on this device only.")
    return redirect("accounts:profile")


def _recovery_codes_left(person: User) -> int:
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0
