"""Filing a paper that came back signed."""

from django.http import HttpResponse
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case
from cases.models import Case, PaperKind
from cases.views.asking import ask, sent
from evidence import signed_papers
from evidence.forms import SignedPaperForm


@with_case(Permission.EVIDENCE_ADD, methods=("GET", "POST"))
def signed_paper(request: StaffRequest, case: Case, paper_kind: PaperKind) -> HttpResponse:
    form = SignedPaperForm(sent(request), case=case, kind=paper_kind)
    return ask(
        request,
        form,
        lambda: signed_papers.file(
            case,
            paper_kind,
            form.cleaned_data["item"],
            paper=form.cleaned_data["paper"],
            signed_on=form.cleaned_data["signed_on"],
            by=request.user,
        ),
        case=case,
        back=reverse("cases:paper", kwargs={"case_ref": case.ref, "paper_kind": paper_kind}),
        title=f"Signed: {paper_kind.label.lower()}",
        lead="Add the scan under “Add evidence” first. It becomes privileged, so that it never "
        "leaves the firm with the exhibits.",
        button="File the signed paper",
    )
