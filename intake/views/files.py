"""Files sent with an enquiry: the question about minors first, then the files."""

from http import HTTPStatus
from typing import cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import public
from evidence.models import Receipt
from evidence.uploading import SealedUpload
from intake import files, throttle
from intake.forms.around import YoungForm
from intake.models import Enquiry
from intake.views.back import sent_draft


@public(methods=("GET", "POST"))
def send_files(request: HttpRequest) -> HttpResponse:
    """Nothing is taken before the person has said that no picture may show a minor.

    Each post with files carries the answer, so no file can come in without it.
    """
    found = sent_draft(request)
    if found is None:
        return redirect("intake:back")
    _, enquiry = found
    if not files.may_send(enquiry):
        return redirect("intake:more")
    if request.method == "POST":
        return _answered(request, enquiry)
    if "n" in request.GET:
        return render(request, "intake/files.html", _shown(enquiry))
    return render(request, "intake/young.html", {"form": YoungForm(), "answers_saved": True})


def _shown(enquiry: Enquiry) -> dict[str, object]:
    return {"received": files.received(enquiry), "answers_saved": True}


def _answered(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    form = YoungForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "intake/young.html", {"form": form}, status=status)
    if form.cleaned_data["young"] != "no":
        return render(request, "intake/not_taken.html", _shown(enquiry))
    uploads = cast("list[SealedUpload]", request.FILES.getlist("files"))
    if not uploads:
        return redirect(f"{reverse('intake:files')}?n=1")
    if not throttle.spend(request, throttle.ADD_FILE):
        return render(request, "intake/wait.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    outcomes = files.take(enquiry, uploads)
    if request.headers.get("HX-Request"):
        return render(request, "intake/notes/outcomes.html", {"outcomes": outcomes})
    return render(request, "intake/files.html", {**_shown(enquiry), "outcomes": outcomes})


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
    return FileResponse(
        content,
        as_attachment=True,
        filename=receipt.name,
        content_type="application/octet-stream",
    )
