"""Packets of a case: the list, the builder, and what was built."""

import re
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from accounts.errors import Refusal
from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import log_access, with_case
from cases.models import AccessKind, Case
from cases.paging import page_of
from cases.views.asking import act_once, press
from cases.views.stale import both_texts
from documents.forms.packets import PacketForm
from documents.models import Packet, PacketVersion
from documents.packets import builder, composing
from evidence import vaults
from evidence.models import Item, Sensitivity
from evidence.views.shutting import shut_in

PLACES = re.compile(r"-?\d{1,4}")


class FileSpoiled(Refusal):
    """The stored file of a version is no longer the one that was built."""


@with_case(Permission.PACKET_READ)
def packet_list(request: StaffRequest, case: Case) -> HttpResponse:
    return _list_page(request, case, PacketForm())


@with_case(Permission.PACKET_BUILD, methods=("POST",))
def new_packet(request: StaffRequest, case: Case) -> HttpResponse:
    form = PacketForm(request.POST)
    if not form.is_valid():
        return _list_page(request, case, form, status=422)
    made: list[Packet] = []
    title = form.cleaned_data["title"]
    if act_once(form, lambda: made.append(composing.compose(case, title=title, by=request.user))):
        return redirect(made[0])
    return redirect("documents:packets", case_ref=case.ref)


def _list_page(
    request: StaffRequest, case: Case, form: PacketForm, status: int = 200
) -> HttpResponse:
    page = page_of(builder.packets_of(case), "-pk", after=request.GET.get("after", ""))
    context = {"case": case, "tab": "packets", "page": page, "form": form}
    return render(request, "documents/packet_list.html", context, status=status)


@with_case(Permission.PACKET_READ)
def packet(request: StaffRequest, case: Case, packet_pk: int) -> HttpResponse:
    return _builder_page(request, _packet(case, packet_pk))


@with_case(Permission.PACKET_BUILD, methods=("POST",))
def rename(request: StaffRequest, case: Case, packet_pk: int) -> HttpResponse:
    found = _packet(case, packet_pk)
    form = PacketForm(request.POST)
    if not form.is_valid():
        return _builder_page(request, found, form, status=422)
    with transaction.atomic():
        found.refresh_from_db(from_queryset=Packet.objects.select_for_update(of=("self",)))
        now = PacketForm(initial={"title": found.title})
        if form.cleaned_data["version"] != now.mark:
            back = found.get_absolute_url()
            return both_texts(request, case, form, now, now.mark, back=back)
        found.title = form.cleaned_data["title"]
        found.save(update_fields=["title"])
    return redirect(found)


@with_case(Permission.PACKET_BUILD, methods=("POST",))
def include(request: StaffRequest, case: Case, packet_pk: int) -> HttpResponse:
    found = _packet(case, packet_pk)
    chosen = builder.items_named(case, request.user, request.POST.getlist("items"))
    composing.include(found, chosen)
    return redirect(found)


@with_case(Permission.PACKET_BUILD, methods=("POST",))
def move(request: StaffRequest, case: Case, packet_pk: int, item_ref: str) -> HttpResponse:
    found = _packet(case, packet_pk)
    places = PLACES.fullmatch(request.POST.get("to", ""))
    item, by = _item(found, item_ref), int(places[0]) if places else 0
    press(request, lambda: composing.move(found, item, by=by))
    return redirect(f"{found.get_absolute_url()}#{item.ref}")


@with_case(Permission.PACKET_BUILD, methods=("POST",))
def leave_out(request: StaffRequest, case: Case, packet_pk: int, item_ref: str) -> HttpResponse:
    found = _packet(case, packet_pk)
    beside = composing.leave_out(found, _item(found, item_ref))
    return redirect(f"{found.get_absolute_url()}#{beside.ref}" if beside else found)


@with_case(Permission.PACKET_BUILD, methods=("POST",))
def order_by_date(request: StaffRequest, case: Case, packet_pk: int) -> HttpResponse:
    found = _packet(case, packet_pk)
    composing.order_by_date(found)
    return redirect(found)


@with_case(Permission.PACKET_BUILD, methods=("POST",))
def build(request: StaffRequest, case: Case, packet_pk: int) -> HttpResponse:
    found = _packet(case, packet_pk)
    version = composing.request_build(found, by=request.user)
    messages.info(request, f"Version {version.number} is being built. You can leave this page.")
    return redirect(found)


@with_case(Permission.PACKET_READ)
def version(request: StaffRequest, case: Case, packet_pk: int, version_pk: int) -> HttpResponse:
    found = _version(case, packet_pk, version_pk)
    context = {"case": case, "tab": "packets", "packet": found.packet, "version": found}
    if request.htmx:
        return render(request, "documents/packet_progress.html", context)
    context["placements"] = builder.placements_for(found, request.user)
    return render(request, "documents/packet_version.html", context)


@with_case(Permission.PACKET_BUILD, methods=("POST",))
def stop(request: StaffRequest, case: Case, packet_pk: int, version_pk: int) -> HttpResponse:
    found = _version(case, packet_pk, version_pk)
    found.ask_to_stop()
    return redirect(found.packet)


@with_case(Permission.PACKET_BUILD, methods=("POST",))
def retry(request: StaffRequest, case: Case, packet_pk: int, version_pk: int) -> HttpResponse:
    found = _version(case, packet_pk, version_pk)
    composing.retry(found)
    return redirect(found.packet)


@with_case(Permission.PACKET_READ)
def download(
    request: StaffRequest, case: Case, packet_pk: int, version_pk: int
) -> HttpResponseBase:
    """The file, as an attachment; who took it stands in the access log."""
    found = _version(case, packet_pk, version_pk)
    blob = found.blob
    if blob is None:
        raise Http404
    if blob.is_altered:
        raise FileSpoiled("The stored file was changed after it was built. Build a new version.")
    _refuse_what_is_held(found)
    log_access(request, AccessKind.VIEWED, case=case, subject=found.file_name)
    response = FileResponse(
        vaults.open_blob(blob),
        as_attachment=True,
        filename=found.file_name,
        content_type="application/pdf",
        headers={"Content-Length": str(blob.size)},
    )
    return shut_in(response)


def _refuse_what_is_held(version: PacketVersion) -> None:
    """Hand out nothing that shows an item which nobody, or not every reader, may open now."""
    if version.placements.filter(item__sensitivity=Sensitivity.MINOR).exists():
        raise FileSpoiled("An item in this version was locked since. It is not handed out.")
    inside = Item.objects.filter(pk__in=version.placements.values("item"))
    if hidden := inside.filter(hidden_at__isnull=False).first():
        raise FileSpoiled(f"{hidden.ref} was hidden since. Build a new version without it.")
    if ours := inside.filter(sensitivity=Sensitivity.PRIVILEGED).first():
        raise FileSpoiled(f"{ours.ref} was marked privileged since. Build a version without it.")
    shown = version.placements.filter(is_sealed=False)
    if held := Item.objects.held_back().filter(pk__in=shown.values("item")).first():
        raise FileSpoiled(f"{held.ref} was held back since. An attorney can release it by name.")


def _packet(case: Case, packet_pk: int) -> Packet:
    return get_object_or_404(Packet.objects.select_related("case"), case=case, pk=packet_pk)


def _version(case: Case, packet_pk: int, version_pk: int) -> PacketVersion:
    found: PacketVersion = get_object_or_404(
        PacketVersion.objects.select_related("packet__case", "blob__vault", "requested_by"),
        packet=packet_pk,
        packet__case=case,
        pk=version_pk,
    )
    return found


def _item(packet: Packet, item_ref: str) -> Item:
    number = item_ref.removeprefix("E-")
    if not number.isdecimal():
        raise Http404
    return get_object_or_404(Item, packet_places__packet=packet, number=int(number[:9]))


def _builder_page(
    request: StaffRequest, found: Packet, form: PacketForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "case": found.case,
        "tab": "packets",
        "packet": found,
        "form": form or PacketForm(initial={"title": found.title}),
        **builder.page(
            found,
            request.user,
            query=request.GET.get("q", "")[:80],
            current=request.GET.get("show", ""),
        ),
    }
    return render(request, "documents/packet.html", context, status=status)
