"""Adding files and posts to a case."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases.access import with_case
from cases.models import Case, StatementKind
from evidence import posts, receiving
from evidence.forms import AddForm, AddPostForm
from evidence.models import Item, Obtained
from evidence.receiving import NotTaken, Stated
from evidence.uploading import SealedUpload


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one file of a form.

    Attributes:
        item: The item that holds it, unless it was refused.
        words: A sentence.
        tone: ``ok`` taken, ``info`` already here, ``warn`` refused.
    """

    name: str
    size: int
    item: Item | None
    words: str
    tone: str


@with_case(Permission.EVIDENCE_ADD, methods=("GET", "POST"))
def add(request: StaffRequest, case: Case) -> HttpResponse:
    """Files for a case or an incident, many at once; a script sends them one by one."""
    asked = case.incidents.filter(number=_number(request.GET.get("incident", ""))).first()
    if request.method == "GET":
        form = AddForm(case=case, initial={"incident": asked})
        return render(request, "evidence/add.html", _page(case, form))
    form = AddForm(request.POST, request.FILES, case=case)
    if not form.is_valid():
        part = "#refused" if request.htmx else ""
        return render(request, f"evidence/add.html{part}", _page(case, form), status=422)
    outcomes = [_take(upload, form, case, request) for upload in form.cleaned_data["uploads"]]
    if request.htmx:
        context = {"case": case, "outcomes": outcomes}
        return render(request, "evidence/add.html#received", context)
    for outcome in outcomes:
        level = messages.WARNING if outcome.tone == "warn" else messages.SUCCESS
        messages.add_message(request, level, f"{outcome.name}: {outcome.words}")
    return redirect("evidence:timeline", case_ref=case.ref)


@with_case(Permission.EVIDENCE_ADD, methods=("GET", "POST"))
def add_post(request: StaffRequest, case: Case) -> HttpResponse:
    """One form that makes account, incident, statement and item of a post."""
    form = AddPostForm(request.POST or None, request.FILES or None, case=case)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        added = posts.add_post(
            case,
            said["address"],
            by=request.user,
            posted=form.posted(),
            platform=said["platform"],
            handle=said["handle"],
            words=said["words"],
            kind=StatementKind(said["kind"]),
            picture=said["picture"],
            stated=Stated(
                captured=form.captured(),
                captured_by=said["captured_by"],
                obtained=Obtained.FIRM_CAPTURE,
                address=said["address"].address,
            ),
        )
        messages.success(request, _told(added))
        return redirect("evidence:timeline", case_ref=case.ref)
    status = 422 if form.is_bound else 200
    return render(request, "evidence/add_post.html", _page(case, form), status=status)


def _take(upload: SealedUpload, form: AddForm, case: Case, request: StaffRequest) -> Outcome:
    said = form.cleaned_data
    size = upload.size or 0
    try:
        received = receiving.receive(
            upload,
            case=case,
            by=request.user,
            stated=form.stated(),
            incident=said["incident"],
            account=said["account"],
            sensitivity=said["sensitivity"],
        )
    except NotTaken as refused:
        return Outcome(
            name=upload.name or "", size=size, item=None, words=str(refused), tone="warn"
        )
    ref = received.item.ref
    again = f"was already here as {ref}. One copy is kept; both arrivals are on record."
    return Outcome(
        name=upload.name or "",
        size=size,
        item=received.item,
        words=f"safe as {ref}." if received.is_new else again,
        tone="ok" if received.is_new else "info",
    )


def _told(added: posts.Added) -> str:
    said = (
        f"{added.incident.ref} is written down"
        if added.is_new
        else (f"This link was already {added.incident.ref}; what is new was added to it")
    )
    if added.received is None:
        return f"{said}, account {added.account.letter}."
    return f"{said}, account {added.account.letter}, with {added.received.item.ref}."


def _page(case: Case, form: AddForm | AddPostForm) -> dict[str, object]:
    return {"case": case, "form": form}


def _number(incident_ref: str) -> int:
    digits = incident_ref.removeprefix("I-")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0  # noqa: PLR2004 - fits
