"""Letters on the client's page: put there and taken off by staff, read by her."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from accounts.errors import Refusal
from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case, with_own_case
from cases.client import correspondence
from cases.models import Case, Party
from cases.views.asking import act_once, sent
from documents.models import LetterVersion
from evidence.views.shutting import shut_in
from intake import portal, releasing
from intake.forms.releasing import ReleaseForm
from intake.models import ReleasedLetter


@with_case(Permission.LETTER_APPROVE, methods=("GET", "POST"))
def release(
    request: StaffRequest, case: Case, letter_pk: int, letterversion_pk: int
) -> HttpResponse:
    """Ask for the words, show her page with them, then put the letter there."""
    version = _approved(case, letter_pk, letterversion_pk)
    form = ReleaseForm(sent(request))
    status = HTTPStatus.OK
    if form.is_bound and not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif form.is_bound and form.cleaned_data["seen"]:
        try:
            act_once(form, lambda: _put_there(request, case, version, form))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = HTTPStatus.CONFLICT
        else:
            return redirect("documents:letter_version", case.ref, letter_pk, letterversion_pk)
    return render(
        request, "intake/release.html", _page(request, case, version, form), status=status
    )


def _approved(case: Case, letter_pk: int, letterversion_pk: int) -> LetterVersion:
    versions = LetterVersion.objects.filter(letter__case=case, letter=letter_pk)
    rows = versions.filter(approval__isnull=False).select_related("letter__recipient", "approval")
    version: LetterVersion = get_object_or_404(rows, pk=letterversion_pk)
    return version


def _put_there(
    request: StaffRequest, case: Case, version: LetterVersion, form: ReleaseForm
) -> None:
    given = {name: form.cleaned_data[name] for name in ("words", "sent_on", "seen")}
    told = releasing.release(case, version, by=request.user, **given)
    messages.success(request, f"On the client's page. {told.value}")


def _page(
    request: StaffRequest, case: Case, version: LetterVersion, form: ReleaseForm
) -> dict[str, object]:
    rows = ReleasedLetter.objects.filter(version=version).select_related("by", "taken_back_by")
    shown: dict[str, object] = {
        "case": case,
        "version": version,
        "form": form,
        "watched": correspondence.watched_because(case),
        "standing": rows.standing().first(),
        "past": rows.exclude(taken_back_at=None),
    }
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("words", "sent_on")}
        seen = releasing.look_at(case, version, by=request.user, **given)
        shown |= {"preview": given, "seen": seen}
    return shown


@with_case(Permission.LETTER_APPROVE, methods=("POST",), even_closed=True)
def take_back(request: StaffRequest, case: Case, release_pk: int) -> HttpResponse:
    row = get_object_or_404(ReleasedLetter, case=case, pk=release_pk)
    releasing.take_back(row, by=request.user)
    messages.success(request, "It is off the client's page.")
    return redirect("intake:letter_release", case.ref, row.version.letter_id, row.version_id)


@with_own_case()
def letters(request: StaffRequest, party: Party) -> HttpResponse:
    shown = {
        "watched": correspondence.is_watched(party.case),
        "letters": portal.letters(party),
    }
    return render(request, "intake/home/letters.html", shown)


@with_own_case()
def letter(request: StaffRequest, party: Party, release_uuid: str) -> HttpResponseBase:
    """The letter as it was approved; its name on her device says nothing."""
    del request
    row = portal.letters(party).filter(uuid=release_uuid).first()
    if row is None:
        raise Http404
    pdf = bytes(row.version.approval.proof.final_pdf)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="Document.pdf"'
    return shut_in(response)
