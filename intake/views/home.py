"""The client's own pages."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.http import StaffRequest
from accounts.models import Firm
from accounts.permissions import Permission
from cases import once
from cases.access import with_own_case
from cases.client import correspondence, reach_changes
from cases.models import Party
from evidence import asking
from evidence.forms import YoungForm
from evidence.models import FilesAnswer
from evidence.uploading import SealedUpload
from intake import files, portal
from intake.forms.home import MessageForm, NoteForm, ReachForm


@with_own_case()
def home(request: StaffRequest, party: Party) -> HttpResponse:
    shown = {
        "home": portal.home(party),
        "contact": party.case.safe_contact,
        "asked": reach_changes.waiting(party.case),
        "firm": Firm.current(),
        "answers_saved": True,
    }
    return render(request, "intake/home/home.html", shown)


@with_own_case(Permission.OWN_CASE_ADD, methods=("GET", "POST"))
def messages_page(request: StaffRequest, party: Party) -> HttpResponse:
    form = MessageForm(
        request.POST if request.method == "POST" else None,
        initial={"number": once.fresh_number()},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        portal.write(party, given["text"], number=given["number"], by=request.user)
        messages.success(request, "Your message is with us.")
        return redirect("intake:home_messages")
    watched = correspondence.is_watched(party.case)
    written = [] if watched else list(party.case.messages.select_related("by"))
    shown = {
        "form": form,
        "watched": watched,
        "written": written,
        "has_new": any(not one.from_client and one.read_at is None for one in written),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "intake/home/messages.html", shown, status=status)


@with_own_case(methods=("POST",))
def messages_read(request: StaffRequest, party: Party) -> HttpResponse:
    del request
    if not correspondence.is_watched(party.case):
        correspondence.mark_read(party.case, from_client=False)
    return redirect("intake:home_messages")


@with_own_case(Permission.OWN_CASE_ADD, methods=("GET", "POST"))
def add(request: StaffRequest, party: Party) -> HttpResponse:
    """Ask about minors first; only the page after the answer takes files, in the same sitting.

    A client under 18 is told what happens instead.
    """
    if not portal.may_send(party):
        return _instead(request, party)
    if "young" in request.POST:
        return _answered(request, party)
    answers = FilesAnswer.objects.filter(case=party.case, by=request.user)
    if not asking.lets_in(request, answers, place=_place(party)):
        return _not_asked(request)
    if request.method == "POST":
        return _taken(request, party)
    if "n" in request.GET:
        return render(request, "intake/home/add.html", {"form": NoteForm()})
    return _question(request)


def _instead(request: StaffRequest, party: Party) -> HttpResponse:
    if request.htmx:
        outcomes = files.not_asked(_uploads(request))
        return render(request, "intake/notes/outcomes.html", {"outcomes": outcomes})
    shown = {
        "firm": Firm.current(),
        "quiet": not party.case.is_open or correspondence.is_watched(party.case),
    }
    status = HTTPStatus.CONFLICT if request.FILES else HTTPStatus.OK
    return render(request, "intake/home/instead.html", shown, status=status)


def _place(party: Party) -> str:
    return f"own-{party.pk}"


def _question(
    request: StaffRequest, form: YoungForm | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    shown = {"form": form or YoungForm()}
    return render(request, "intake/home/young.html", shown, status=status)


def _not_asked(request: StaffRequest) -> HttpResponse:
    """The question instead of the page for files; to a script, a row for each file it sent."""
    if request.htmx:
        outcomes = files.not_asked(_uploads(request))
        return render(request, "intake/notes/outcomes.html", {"outcomes": outcomes})
    sent = request.method == "POST"
    return _question(request, status=HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK)


def _answered(request: StaffRequest, party: Party) -> HttpResponse:
    form = YoungForm(request.POST)
    if not form.is_valid():
        return _question(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    said = form.cleaned_data
    given = asking.record(party.case, said["young"], by=request.user, number=said["once"])
    asking.remember(request, given, place=_place(party))
    if given.stops:
        return render(request, "intake/home/not_taken.html")
    return redirect(f"{request.path}?n=1")


def _taken(request: StaffRequest, party: Party) -> HttpResponse:
    """Keep the files in any case; words that are too long come back beside their field."""
    note, uploads = NoteForm(request.POST), _uploads(request)
    is_fine = note.is_valid()
    words = note.cleaned_data["note"] if is_fine else ""
    if not uploads and is_fine:
        return _words_alone(request, party, note)
    number = note.cleaned_data.get("once")
    outcomes = portal.send_files(party, uploads, words, number=number, by=request.user)
    shown = {
        "outcomes": outcomes,
        "form": NoteForm() if is_fine else note,
        "safe": any(outcome.is_safe for outcome in outcomes),
    }
    status = HTTPStatus.OK if is_fine else HTTPStatus.UNPROCESSABLE_ENTITY
    page = "intake/home/one_file.html" if request.htmx else "intake/home/add.html"
    return render(request, page, shown, status=status)


def _words_alone(request: StaffRequest, party: Party, note: NoteForm) -> HttpResponse:
    """Words about files that came before: they reach us as a message."""
    given = note.cleaned_data
    if given["note"]:
        number = given["once"] or once.fresh_number()
        portal.write(party, f"About what I sent: {given['note']}", number=number, by=request.user)
        messages.success(request, "Your words are with us.")
    else:
        messages.error(request, files.NONE_CHOSEN)
    return redirect(f"{request.path}?n=1")


def _uploads(request: StaffRequest) -> list[SealedUpload]:
    return cast("list[SealedUpload]", request.FILES.getlist("files"))


@with_own_case()
def added(request: StaffRequest, party: Party) -> HttpResponse:
    watched = correspondence.is_watched(party.case)
    shown = {
        "watched": watched,
        "not_listed": files.NOT_LISTED,
        "sent": [] if watched else portal.sent_files(party),
        "may_send": portal.may_send(party),
    }
    return render(request, "intake/home/added.html", shown)


@with_own_case(Permission.OWN_CASE_ADD, methods=("POST",))
def take_back(request: StaffRequest, party: Party, item_ref: str) -> HttpResponse:
    if correspondence.is_watched(party.case):
        messages.info(request, files.NOT_LISTED)
        return redirect("intake:home_added")
    if not portal.take_back(party, item_ref, by=request.user):
        raise Http404
    messages.success(request, "It is hidden now. One person checks it, nobody else sees it.")
    return redirect("intake:home_added")


@with_own_case(Permission.OWN_CASE_ADD, methods=("GET", "POST"))
def reach(request: StaffRequest, party: Party) -> HttpResponse:
    contact = party.case.safe_contact
    watched = correspondence.is_watched(party.case)
    form = ReachForm(
        request.POST if request.method == "POST" else None,
        initial=portal.reach_shown(contact, watched=watched),
        kept=contact if watched else None,
    )
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        portal.ask_to_be_reached(party, form.wish(), number=number, by=request.user)
        messages.success(request, "Thank you. We check with you before we use anything new.")
        return redirect("intake:home")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    shown = {"form": form, "watched": watched}
    return render(request, "intake/home/reach.html", shown, status=status)
