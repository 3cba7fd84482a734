"""Addresses of signing in and leaving, of the own account, and of the administrator.

The pages of django-allauth that this site has are listed one by one, each with its rule, under
allauth's own names, by which it sends people from one page to the next. What is not listed
does not exist: nobody signs up, and addresses are changed by people.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from accounts.access import public, requires
from accounts.permissions import Permission
from accounts.views import demo, firm, people, profile, sign_in

anyone = public(methods=("GET", "POST"))
oneself = requires(Permission.PROFILE_OWN, methods=("GET", "POST"))
shown_to_anyone = public()
shown_to_oneself = requires(Permission.PROFILE_OWN)


own_pages = [
    path("leave", sign_in.leave, name="leave"),
    path("awake/", sign_in.awake, name="awake"),
    path("in/first/", sign_in.first, name="first"),
    path("in/arrive/", sign_in.arrive, name="arrive"),
    path("in/not-me/", sign_in.not_me, name="not_me"),
    path("in/set-up/picture.svg", sign_in.totp_picture, name="totp_picture"),
    path("w/me/", profile.profile, name="profile"),
    path("w/me/theme/", profile.theme, name="theme"),
    path("w/me/end-other-sessions/", profile.end_other_sessions, name="end_other_sessions"),
    path("w/admin/people/", people.everyone, name="people"),
    path("w/admin/people/add/", people.add, name="add_person"),
    path("w/admin/people/<int:user_pk>/", people.one, name="person"),
    path("w/admin/people/<int:user_pk>/role/", people.change_role, name="change_role"),
    path("w/admin/people/<int:user_pk>/deactivate/", people.deactivate, name="deactivate"),
    path("w/admin/people/<int:user_pk>/reactivate/", people.reactivate, name="reactivate"),
    path("w/admin/people/<int:user_pk>/code/", people.new_code, name="new_code"),
    path(
        "w/admin/people/<int:user_pk>/second-factor/",
        people.reset_second_factor,
        name="reset_second_factor",
    ),
    path("w/admin/people/<int:user_pk>/sessions/", people.end_sessions, name="end_sessions"),
    path("w/admin/firm/", firm.firm, name="firm"),
    path("w/admin/firm/places/", firm.add_jurisdiction, name="add_jurisdiction"),
    path(
        "w/admin/firm/places/<int:jurisdiction_pk>/remove/",
        firm.remove_jurisdiction,
        name="remove_jurisdiction",
    ),
    path("w/admin/firm/help-lines/", firm.add_help_line, name="add_help_line"),
    path(
        "w/admin/firm/help-lines/<int:help_line_pk>/remove/",
        firm.remove_help_line,
        name="remove_help_line",
    ),
]
if settings.DEMO:
    own_pages.append(path("demo/", demo.choose, name="demo"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own_pages, "accounts"))),
    path("in/", anyone(account.login), name="account_login"),
    path("in/code/", anyone(second_factor.authenticate), name="mfa_authenticate"),
    path("in/closed/", shown_to_anyone(account.account_inactive), name="account_inactive"),
    path("in/reset/", anyone(account.password_reset), name="account_reset_password"),
    path(
        "in/reset/code/",
        anyone(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "in/reset/new/",
        anyone(account.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "in/reset/done/",
        shown_to_anyone(account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path("out/", sign_in.sign_out, name="account_logout"),
    path("in/again/", oneself(account.reauthenticate), name="account_reauthenticate"),
    path("in/again/code/", oneself(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path(
        "in/password/none/",
        shown_to_oneself(RedirectView.as_view(pattern_name="accounts:first")),
        name="account_set_password",
    ),
    path("in/password/", oneself(account.password_change), name="account_change_password"),
    path("in/set-up/", oneself(sign_in.SetUpSecondFactor.as_view()), name="mfa_activate_totp"),
    path("in/set-up/replace/", oneself(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "in/recovery-codes/",
        shown_to_oneself(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "in/recovery-codes/new/",
        oneself(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "in/second-factor/",
        shown_to_oneself(RedirectView.as_view(pattern_name="accounts:arrive")),
        name="mfa_index",
    ),
]
