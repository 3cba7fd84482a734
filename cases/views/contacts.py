"""Old contacts for the conflict check: trying out a file, importing or discarding it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import requires
from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.forms.conflict_checks import ContactFileForm
from cases.models import ContactImport, RegisterEntry
from cases.paging import page_of
from cases.register import contact_import
from cases.views.asking import ask, sent

LINES_PER_PAGE = 100


@requires(Permission.CONTACTS_IMPORT, methods=("GET", "POST"))
def contacts(request: StaffRequest) -> HttpResponse:
    form = ContactFileForm(sent(request), request.FILES or None)
    made: list[ContactImport] = []

    def act() -> None:
        file = form.cleaned_data["file"]
        content = file.read(contact_import.MOST_BYTES + 1)
        made.append(contact_import.try_out(file.name, content, by=request.user))

    response = ask(
        request,
        form,
        act,
        back=reverse("cases:contacts"),
        template="cases/contacts.html",
        more={
            "batches": ContactImport.objects.select_related("imported_by")[:20],
            "entries": RegisterEntry.objects.count(),
            "imported": ContactImport.objects.filter(committed=True).first(),
        },
    )
    return redirect("cases:contact_import", import_pk=made[0].pk) if made else response


@requires(Permission.CONTACTS_IMPORT)
def contact_import_report(request: StaffRequest, import_pk: int) -> HttpResponse:
    batch = get_object_or_404(ContactImport.objects.select_related("imported_by"), pk=import_pk)
    context = {
        "batch": batch,
        "heading": contact_import.heading_of(batch),
        "page": page_of(
            batch.rows.all(),
            "accepted",
            "line",
            after=request.GET.get("after", ""),
            size=LINES_PER_PAGE,
        ),
        "accepted": batch.rows.filter(accepted=True).count(),
        "left_out": batch.rows.filter(accepted=False).count(),
    }
    return render(request, "cases/contact_import.html", context)


@requires(Permission.CONTACTS_IMPORT, methods=("POST",))
def import_contacts(request: StaffRequest, import_pk: int) -> HttpResponse:
    batch = get_object_or_404(ContactImport, pk=import_pk)
    new = contact_import.import_tried(batch, by=request.user)
    messages.success(request, f"Imported. {new:,} new entries are searched from now on.")
    return redirect("cases:contact_import", import_pk=batch.pk)


@requires(Permission.CONTACTS_IMPORT, methods=("POST",))
def discard_contacts(request: StaffRequest, import_pk: int) -> HttpResponse:
    contact_import.discard(get_object_or_404(ContactImport, pk=import_pk))
    messages.success(request, "Discarded. Nothing of the file was kept.")
    return redirect("cases:contacts")
