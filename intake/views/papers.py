"""What the firm asks the client to read, on her own page."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_own_case
from cases.client import papers
from cases.models import Paper, PaperKind, Party
from intake.forms.home import ReadForm
from intake.portal import PAPER_TITLES


@with_own_case(Permission.OWN_CASE_ADD, methods=("GET", "POST"))
def read(request: StaffRequest, party: Party, paper_pk: int) -> HttpResponse:
    """Show one paper, and take her yes to exactly these words."""
    paper = _shown(party, paper_pk)
    kind = PaperKind(paper.kind)
    form = ReadForm(
        request.POST if request.method == "POST" else None,
        signed=kind is not PaperKind.DO_NOT_ENGAGE,
    )
    if request.method == "POST" and form.is_valid():
        papers.agree(paper, by=request.user, name=form.cleaned_data.get("name", ""))
        messages.success(request, "Thank you. We have your answer.")
        return redirect("intake:home")
    answer = papers.agreed(party.case, kind)
    shown = {
        "paper": paper,
        "title": PAPER_TITLES[kind],
        "form": form,
        "answer": answer,
        "only_read": kind is PaperKind.DO_NOT_ENGAGE,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "intake/home/read.html", shown, status=status)


@with_own_case(Permission.OWN_CASE_ADD, methods=("POST",))
def take_back_answer(request: StaffRequest, party: Party, paper_pk: int) -> HttpResponse:
    """She changed her mind; the lead is told by a task."""
    paper = _shown(party, paper_pk)
    answer = papers.agreed(party.case, PaperKind(paper.kind))
    if answer is None:
        raise Http404
    papers.take_back(answer, by=request.user)
    messages.success(request, "You have taken it back. We will talk with you about it.")
    return redirect("intake:home")


def _shown(party: Party, paper_pk: int) -> Paper:
    """A paper that stands on her page now, else 404."""
    found = [paper for paper in papers.before_the_client(party.case) if paper.pk == paper_pk]
    if not found:
        raise Http404
    return found[0]
