"""Signing in by one click; mounted in the demonstration alone."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import demo, mfa
from accounts.access import public
from accounts.models import User


@public(methods=("GET", "POST"))
def choose(request: HttpRequest) -> HttpResponse:
    """List the demo people; one press signs in as one of them, second factor included."""
    loaded = {user.email: user for user in User.objects.active()}
    people = [(one, loaded[one.email]) for one in demo.PEOPLE if one.email in loaded]
    if request.method == "POST":
        for one, user in people:
            if one.key == request.POST.get("person"):
                return _sign_in(request, user)
    context = {
        "people": [(one, mfa.current_code(user)) for one, user in people],
        "password": demo.PASSWORD,
    }
    return render(request, "accounts/demo.html", context)


def _sign_in(request: HttpRequest, person: User) -> HttpResponse:
    adapter = get_adapter()
    adapter.login(request, person)
    if person.is_staff:
        record_authentication(request, person, method="mfa", type=Authenticator.Type.TOTP)
    answer: HttpResponse = adapter.post_login(
        request,
        person,
        email_verification="none",
        signal_kwargs=None,
        email=person.email,
        signup=False,
        redirect_url=None,
    )
    return answer
