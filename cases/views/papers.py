"""The papers of a case: written, approved, agreed to, withdrawn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case
from cases.client import correspondence, papers
from cases.forms.papers import PaperForm, ReadOutForm, WithdrawForm
from cases.models import Case, PaperKind
from cases.views.asking import ask, sent
from cases.views.stale import ask_to_change


def _here(case: Case, kind: PaperKind) -> str:
    return reverse("cases:paper", kwargs={"case_ref": case.ref, "paper_kind": kind})


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case, paper_kind: PaperKind) -> HttpResponse:
    scans = papers.kept(case)
    consents = case.consents.filter(kind=paper_kind).select_related(
        "paper", "recorded_by", "withdrawal__by"
    )
    context = {
        "case": case,
        "kind": paper_kind,
        "versions": case.papers.filter(kind=paper_kind).select_related(
            "approval__by", "written_by"
        ),
        "approved": papers.newest_approved(case, paper_kind),
        "agreed": papers.agreed(case, paper_kind),
        "answers": [{"consent": each, "scan": scans.get(each.pk)} for each in consents],
        "may_be_read_out": paper_kind is PaperKind.DO_NOT_ENGAGE,
        "watched": correspondence.is_watched(case),
        "has_a_page": case.parties.filter(client_accesses__ended_at=None)
        .exclude(client_accesses=None)
        .exists(),
    }
    return render(request, "cases/paper.html", context)


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def write(request: StaffRequest, case: Case, paper_kind: PaperKind) -> HttpResponse:
    return ask_to_change(
        request,
        case,
        case,
        lambda data: PaperForm(data, case=case, kind=paper_kind),
        lambda form: papers.write(case, paper_kind, by=request.user, **form.facts()),
        rows=Case.objects.all(),
        back=_here(case, paper_kind),
        title=f"Write the next version: {paper_kind.label.lower()}",
        lead="The client reads it only after an attorney approved it. Earlier versions stay.",
        button="Keep this version",
    )


@with_case(Permission.PAPER_APPROVE, methods=("POST",))
def approve(request: StaffRequest, case: Case, paper_pk: int) -> HttpResponse:
    paper = get_object_or_404(case.papers, pk=paper_pk)
    papers.approve(paper, by=request.user)
    messages.success(request, "Approved. It can be put before the client.")
    return redirect(_here(case, PaperKind(paper.kind)))


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def read_out(request: StaffRequest, case: Case) -> HttpResponse:
    form = ReadOutForm(sent(request), case=case)
    return ask(
        request,
        form,
        lambda: papers.record_read_out(
            form.cleaned_data["paper"],
            words=form.cleaned_data["words"],
            given_on=form.cleaned_data["given_on"],
            by=request.user,
        ),
        case=case,
        back=_here(case, PaperKind.DO_NOT_ENGAGE),
        title="The sheet was read out to her",
        lead="Only what you or a colleague read out, in the safe way, to the client herself.",
        button="Record",
    )


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def withdraw(request: StaffRequest, case: Case, consent_pk: int) -> HttpResponse:
    consent = get_object_or_404(case.consents, pk=consent_pk)
    form = WithdrawForm(sent(request))
    return ask(
        request,
        form,
        lambda: papers.withdraw(consent, by=request.user, reason=form.cleaned_data["reason"]),
        case=case,
        back=_here(case, PaperKind(consent.kind)),
        title=f"She takes back: {consent.get_kind_display().lower()}",
        lead="Steps no longer count on it. What she said before stays in the record.",
        button="Record that she takes it back",
        danger=True,
    )
