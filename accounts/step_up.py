"""Acts that need a second factor given within the last ten minutes."""

from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts import mfa
from accounts.access import View
from accounts.http import StaffRequest


def with_fresh_second_factor(view: View) -> View:
    """Ask for a code first, unless one was given within ``mfa.STEP_UP``.

    Stands below ``requires`` or ``with_case``. After the code the person is back on the
    page with the button, and presses it again: nothing is done that was not asked twice.
    """

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **captured: Any) -> HttpResponseBase:
        if mfa.was_shown(request, request.user, within=mfa.STEP_UP):
            return view(request, *args, **captured)
        back = request.get_full_path()
        if request.method != "GET":
            back = urlsplit(request.headers.get("Referer", "")).path or reverse("accounts:arrive")
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}")

    return guarded
