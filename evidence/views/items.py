"""One item: its page, facts, log, pictures and original."""

from collections.abc import Iterator

from django.contrib import messages
from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from accounts.errors import Refusal
from accounts.http import StaffRequest
from accounts.permissions import Permission, may
from cases.access import with_case
from cases.models import Case
from cases.views.asking import press
from cases.views.finding import incident_of
from cases.views.stale import ask_to_change
from evidence import custody, handling, naming, previews, receiving, timeline, vaults, verification
from evidence.filenames import safe_name
from evidence.forms import FactsForm, HandlingForm, LinkForm
from evidence.models import Act, File, FileRole, Item
from evidence.sealing import Damaged
from evidence.store import Missing
from evidence.views.finding import item_of
from evidence.views.shutting import shut_in

PIECE = 1 << 20


@with_case(Permission.EVIDENCE_READ)
def item_page(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    return render(request, "evidence/item.html", _about(request, case, item))


@with_case(Permission.EVIDENCE_ADD, methods=("GET", "POST"))
def edit(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    return ask_to_change(
        request,
        case,
        item,
        lambda data: FactsForm(data, item=item),
        lambda form: form.save(),
        rows=Item.objects.all(),
        back=item.get_absolute_url(),
        done=f"{item.ref} is saved.",
        template="evidence/edit.html",
        more={"item": item},
    )


@with_case(Permission.EVIDENCE_READ)
def item_custody(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    context = {
        "case": case,
        "item": item,
        "log": naming.entries_of(item),
        "problems": custody.verify_case(case),
    }
    return render(request, "evidence/item_custody.html", context)


@with_case(Permission.EVIDENCE_READ, logged=False)
def preview(request: StaffRequest, case: Case, item_ref: str) -> HttpResponseBase:
    return _picture(item_of(case, item_ref, request.user), FileRole.PREVIEW)


@with_case(Permission.EVIDENCE_READ, logged=False)
def thumbnail(request: StaffRequest, case: Case, item_ref: str) -> HttpResponseBase:
    return _picture(item_of(case, item_ref, request.user), FileRole.THUMBNAIL)


@with_case(Permission.EVIDENCE_READ, logged=False)
def picture(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    """The part of a page that shows the picture, asked for while it is being drawn."""
    context = {"item": item_of(case, item_ref, request.user), "crop": request.GET.get("crop", "")}
    return render(request, "evidence/picture.html", context)


@with_case(Permission.EVIDENCE_ADD, methods=("POST",))
def look_again(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    previews.ask_again(item.original, by=request.user)
    messages.success(request, f"The picture of {item.ref} is being drawn again.")
    return redirect(item)


@with_case(Permission.EVIDENCE_ORIGINAL, methods=("POST",), even_closed=True)
def original(request: StaffRequest, case: Case, item_ref: str) -> HttpResponseBase:
    """The bytes as received: checked first, on record before the first of them leaves."""
    item = item_of(case, item_ref, request.user)
    if item.is_locked and not may(request.user, Permission.EVIDENCE_UNLOCK):
        raise Refusal("This item is locked. Only a supervising attorney can take its original out.")
    if item.is_held_back and not item.is_locked:
        raise Refusal("Nobody opens this item until a named person releases it.")
    file = item.original
    actor = custody.actor_of(request.user)
    if not verification.check(file.blob, actor=custody.SYSTEM):
        messages.error(request, f"{item.ref} is no longer what we received, so it was not sent.")
        return redirect(item)
    data = {"blob": str(file.blob.uuid), "sha256": file.blob.sha256}
    custody.record(case.vault, Act.ORIGINAL_DOWNLOADED, actor=actor, item=item, data={**data})
    return _attachment(file, safe_name(file.name))


@with_case(Permission.EVIDENCE_READ, methods=("POST",), even_closed=True)
def verify(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    acted = press(request, lambda: verification.verify_item(item, by=request.user))
    if item_of(case, item_ref, request.user).is_altered:
        messages.error(request, f"{item.ref} no longer matches what we received. Do not use it.")
    elif acted:
        messages.success(request, f"{item.ref} is unchanged since it reached us.")
    return redirect(item)


@with_case(Permission.EVIDENCE_ADD, methods=("POST",))
def link(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    form = LinkForm(request.POST, case=case, item=item)
    if not form.is_valid():
        return render(
            request, "evidence/item.html", _about(request, case, item, link=form), status=422
        )
    with transaction.atomic():
        receiving.link(item, form.cleaned_data["incident"], by=request.user)
    messages.success(request, f"{item.ref} now shows {form.cleaned_data['incident'].ref}.")
    return redirect(item)


@with_case(Permission.EVIDENCE_ADD, methods=("POST",))
def unlink(request: StaffRequest, case: Case, item_ref: str, incident_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    shown = item.incident_links.filter(incident=incident_of(case, incident_ref)).first()
    if shown is not None:
        receiving.unlink(shown, by=request.user)
    messages.success(request, "The link is removed.")
    return redirect(item)


@with_case(Permission.EVIDENCE_ADD, methods=("POST",), even_closed=True)
def handle(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    form = HandlingForm(request.POST, item=item, by=request.user)
    if not form.is_valid():
        return render(
            request, "evidence/item.html", _about(request, case, item, handling=form), status=422
        )
    handling.set_sensitivity(item, form.cleaned_data["sensitivity"], by=request.user)
    messages.success(request, "The handling is changed.")
    return redirect(item)


@with_case(Permission.EVIDENCE_RELEASE, methods=("POST",), even_closed=True)
def release(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    handling.release(item, by=request.user)
    messages.success(request, f"{item.ref} is released. Your name stands beside it.")
    return redirect(item)


@with_case(Permission.EVIDENCE_ADD, methods=("POST",), even_closed=True)
def hide(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    handling.hide(item, by=request.user)
    messages.success(request, f"{item.ref} is hidden from everyone but the lead attorney.")
    return redirect("evidence:timeline", case_ref=case.ref)


@with_case(Permission.EVIDENCE_ADD, methods=("POST",), even_closed=True)
def show(request: StaffRequest, case: Case, item_ref: str) -> HttpResponse:
    item = item_of(case, item_ref, request.user)
    handling.show(item, by=request.user)
    messages.success(request, f"{item.ref} is shown to the team again.")
    return redirect(item)


def _about(
    request: StaffRequest,
    case: Case,
    item: Item,
    *,
    link: LinkForm | None = None,
    handling: HandlingForm | None = None,
) -> dict[str, object]:
    """What the page of an item shows."""
    return {
        "case": case,
        "item": item,
        "entry": timeline.entry_of(item),
        "captured": timeline.when(item.captured),
        "log": naming.entries_of(item, most=5),
        "receipts": item.original.blob.receipts.select_related("by", "party").order_by("pk"),
        "links": item.incident_links.select_related("incident").order_by("incident__number"),
        "may_release": may(request.user, Permission.EVIDENCE_RELEASE),
        "may_unlock": may(request.user, Permission.EVIDENCE_UNLOCK),
        "link_form": link or LinkForm(case=case, item=item),
        "handling_form": handling or HandlingForm(item=item, by=request.user),
    }


def _picture(item: Item, role: FileRole) -> HttpResponseBase:
    """A picture we made; never the original, and nothing of what is held back."""
    file = item.preview if role is FileRole.PREVIEW else item.thumbnail
    if file is None or item.is_held_back:
        raise Http404
    try:
        response = FileResponse(vaults.open_blob(file.blob), content_type="image/jpeg")
    except (Missing, Damaged) as error:
        raise Http404 from error
    return shut_in(response)


def _attachment(file: File, name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(_pieces(file), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Length"] = str(file.blob.size)
    return shut_in(response)


def _pieces(file: File) -> Iterator[bytes]:
    with vaults.open_blob(file.blob, also_locked=True) as plain:
        while piece := plain.read(PIECE):
            yield piece
