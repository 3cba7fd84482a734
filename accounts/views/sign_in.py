"""Coming in, being sent to the right place, and leaving."""

import logging

from allauth.account import views as allauth_views
from allauth.account.internal.flows.login import perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from accounts import invitations, sessions
from accounts.access import public, requires
from accounts.failures import too_many
from accounts.forms.sign_in import FirstSignInForm
from accounts.http import StaffRequest
from accounts.models import Firm, Role
from accounts.permissions import Permission
from accounts.templatetags.ui import stamp

logger = logging.getLogger(__name__)

NOTHING_KEPT = '"cookies", "storage"'
TRIES = {"first_sign_in": "10/15m/ip"}


class SeeOther(HttpResponseRedirect):
    status_code = 303


@requires(Permission.PROFILE_OWN)
def arrive(request: StaffRequest) -> HttpResponse:
    """Send people to their first page, and say once when they last came."""
    if before := sessions.previous_sign_in(request):
        words = 'You last signed in {}{}. <a href="{}">Not you?</a>'
        link = reverse("accounts:not_me")
        with_what = f" with {before.browser}" if before.browser else ""
        messages.info(request, format_html(words, stamp(before.at, utc=False), with_what, link))
        if request.user.is_staff and before.new_browser:
            messages.warning(request, f"{before.new_browser} is new for your sign-in.")
        sessions.forget_previous(request)
    if request.user.role == Role.ADMIN:
        return redirect("accounts:people")
    if request.user.is_staff:
        return redirect("/w/")
    return redirect(request.session.pop(sessions.CAME_FOR, "/home/"))


@public(methods=("GET", "POST"))
def first(request: HttpRequest) -> HttpResponseBase:
    """Take a one-time code and the first password, and go on as after any sign-in."""
    form = FirstSignInForm(request.POST or None)
    if request.method == "POST":
        if not ratelimit.consume(request, app="accounts", action="first_sign_in", config=TRIES):
            return too_many(request)
        if form.is_valid():
            try:
                person = invitations.redeem(
                    form.cleaned_data["code"], password=form.cleaned_data["password"]
                )
            except invitations.NotUsable as refusal:
                form.add_error("code", str(refusal))
            except ValidationError as too_easy:
                form.add_error("password", too_easy)
            else:
                answer: HttpResponseBase = perform_password_login(
                    request, {"email": person.email}, Login(user=person, email=person.email)
                )
                return answer
    status = 422 if form.errors else 200
    return render(request, "accounts/first.html", {"form": form}, status=status)


class SetUpSecondFactor(ActivateTOTPView):
    """Setting up an app shows that the person has it: that is this session's second factor."""

    def form_valid(self, form: Form) -> HttpResponseBase:
        answer: HttpResponseBase = super().form_valid(form)
        record_authentication(
            self.request,
            self.request.user,
            method="mfa",
            type=Authenticator.Type.TOTP,
            reauthenticated=True,
        )
        return answer


@requires(Permission.PROFILE_OWN)
def totp_picture(request: StaffRequest) -> HttpResponse:
    """The picture an authenticator app scans while it is being set up."""
    adapter = get_adapter()
    address = adapter.build_totp_url(request.user, get_totp_secret())
    return HttpResponse(adapter.build_totp_svg(address), content_type="image/svg+xml")


@public()
def awake(request: HttpRequest) -> HttpResponse:  # the middleware did the work
    """Keep the session of someone who reads or types."""
    return HttpResponse(status=204)


@requires(Permission.PROFILE_OWN, methods=("GET", "POST"))
def not_me(request: StaffRequest) -> HttpResponse:
    """End every other session of someone who did not sign in at the time shown."""
    if request.method == "GET":
        return render(request, "accounts/not_me.html")
    ended = sessions.end_all(request.user, except_key=request.session.session_key)
    logger.warning("user %s says an earlier sign-in was not theirs", request.user.pk)
    others = "Everyone else was signed out." if ended else "Nobody else was signed in."
    messages.success(request, f"{others} Now change your password.")
    return redirect("account_change_password")


@public(methods=("GET", "POST"))
def sign_out(request: HttpRequest) -> HttpResponseBase:
    if request.method == "GET":
        page: HttpResponseBase = allauth_views.logout(request)
        return page
    if request.user.is_authenticated:
        sessions.end(request)
    answer = SeeOther(settings.ACCOUNT_LOGOUT_REDIRECT_URL)
    answer.headers["Clear-Site-Data"] = NOTHING_KEPT
    return answer


@transaction.non_atomic_requests
@public()
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and go to the firm's neutral site, whatever else is broken."""
    try:
        with transaction.atomic():
            sessions.end(request)
            there = Firm.current().exit_url
    except DatabaseError:
        logger.exception("the session could not be ended; its cookie is cleared all the same")
        request.session = type(request.session)()
        there = Firm().exit_url
    answer = SeeOther(there)
    answer.delete_cookie(settings.SESSION_COOKIE_NAME)
    answer.delete_cookie(settings.CSRF_COOKIE_NAME)
    answer.headers["Clear-Site-Data"] = NOTHING_KEPT
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
