"""Files sent with an enquiry: the question about minors first, then the files."""

from http import HTTPStatus
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import public
from cases.forms.asking import AskForm
from evidence import asking
from evidence.filenames import safe_name
from evidence.forms import YoungForm
from evidence.models import Receipt
from evidence.uploading import SealedUpload
from evidence.views.shutting import shut_in
from intake import files, throttle
from intake.models import Enquiry, EnquiryAnswer
from intake.views.back import sent_draft


@public(methods=("GET", "POST"))
def send_files(request: HttpRequest) -> HttpResponse:
    """Nothing is taken before the person has said that no picture may show a minor.

    Each way to this page asks anew; only the page after the answer takes files, in this sitting.
    """
    found = sent_draft(request)
    if found is None:
        return redirect("intake:back")
    _, enquiry = found
    if not files.may_send(enquiry):
        return redirect("intake:more")
    return _page(request, enquiry)


def _page(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    if "young" in request.POST:
        return _answered(request, enquiry)
    answers = EnquiryAnswer.objects.filter(enquiry=enquiry)
    if not asking.lets_in(request, answers, place=_place(enquiry)):
        return _not_asked(request)
    if request.method == "POST":
        return _taken(request, enquiry)
    if "n" in request.GET:
        return render(request, "intake/files.html", _shown(enquiry))
    return _question(request)


def _place(enquiry: Enquiry) -> str:
    return f"enquiry-{enquiry.pk}"


def _shown(enquiry: Enquiry) -> dict[str, object]:
    return {
        "form": AskForm(),
        "received": files.shown(enquiry),
        "may_take_back": files.may_take_back(enquiry),
        "answers_saved": True,
    }


def _question(
    request: HttpRequest, form: YoungForm | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    shown = {"form": form or YoungForm(), "answers_saved": True}
    return render(request, "intake/young.html", shown, status=status)


def _not_asked(request: HttpRequest) -> HttpResponse:
    """The question instead of the page for files; to a script, a row for each file it sent."""
    if request.headers.get("HX-Request"):
        outcomes = files.not_asked(_uploads(request))
        return render(request, "intake/notes/outcomes.html", {"outcomes": outcomes})
    sent = request.method == "POST"
    return _question(request, status=HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK)


def _answered(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    form = YoungForm(request.POST)
    if not form.is_valid():
        return _question(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    said = form.cleaned_data
    given = files.answer(enquiry, said["young"], number=said["once"])
    asking.remember(request, given, place=_place(enquiry))
    if given.stops:
        return render(request, "intake/not_taken.html", _shown(enquiry))
    return redirect(f"{reverse('intake:files')}?n=1")


def _taken(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    uploads = _uploads(request)
    if not uploads:
        messages.error(request, files.NONE_CHOSEN)
        return redirect(f"{reverse('intake:files')}?n=1")
    if not throttle.spend(request, throttle.ADD_FILE):
        return render(request, "intake/wait.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    form = AskForm(request.POST)
    number = form.cleaned_data["once"] if form.is_valid() else None
    outcomes = files.take(enquiry, uploads, number=number)
    if request.headers.get("HX-Request"):
        return render(request, "intake/notes/outcomes.html", {"outcomes": outcomes})
    return render(request, "intake/files.html", {**_shown(enquiry), "outcomes": outcomes})


def _uploads(request: HttpRequest) -> list[SealedUpload]:
    return cast("list[SealedUpload]", request.FILES.getlist("files"))


@public(methods=("POST",))
def take_back(request: HttpRequest, receipt_uuid: UUID) -> HttpResponse:
    """Say that one file was sent by mistake: hidden at once, and kept."""
    found = sent_draft(request)
    if found is None:
        return redirect("intake:back")
    if files.is_closed(found[1]):
        messages.info(request, files.NOT_LISTED)
    elif files.take_back(found[1], receipt_uuid):
        messages.success(request, "It is hidden now. One person checks it, nobody else sees it.")
    return redirect("intake:more")


@public()
def fetch(request: HttpRequest, receipt_uuid: UUID) -> HttpResponseBase:
    """A file of one's own, back again, for 30 days after we declined."""
    found = sent_draft(request)
    if found is None or not files.may_fetch(found[1], timezone.localdate()):
        raise Http404
    try:
        receipt, content = files.fetchable(found[1], receipt_uuid)
    except Receipt.DoesNotExist:
        raise Http404 from None
    except files.Changed as changed:
        messages.error(request, str(changed))
        return redirect("intake:more")
    response = FileResponse(
        content,
        as_attachment=True,
        filename=safe_name(receipt.name),
        content_type="application/octet-stream",
    )
    return shut_in(response)
